import assert from "node:assert/strict";
import {beforeEach, test} from "node:test";
import {deflateRawSync} from "node:zlib";

import {FIELDS, goingOn, hear, linkAddress, linkState, openedBy, readHash, writeHash} from "../../static/js/state/permalink.js";
import {pack, unpack} from "../../static/js/state/packing.js";
import {createStore} from "../../static/js/state/signals.js";

const PROGRAM = {title: "Ein Graph mit Umläuten", text: "x = -2 # σ, 😀\nf = x ** 2"};
const AT = {at: "edge.x.f.0"};

test("a program comes back from its link letter by letter", async () => {
  const hash = await writeHash({program: PROGRAM, said: AT});
  assert.deepEqual(await readHash(hash), {program: PROGRAM, said: AT, damaged: false});
});

test("a link needs no percent signs", async () => {
  const hash = await writeHash({program: PROGRAM, said: AT});
  assert.match(hash, /^#p=[\w-]+&at=[\w.]+$/);
});

test("a forty-node graph stays well under the length that mail programs break", async () => {
  const text = Array.from({length: 40}, (_, i) => `n${i} = x * ${i} + tanh(x - ${i})`).join("\n");
  assert.ok((await pack(text)).length < 1000);
});

test("a stop alone is a short link, and nothing is none", async () => {
  assert.equal(await writeHash({program: null, said: {at: "seed.f"}}), "#at=seed.f");
  assert.equal(await writeHash({program: null, said: {}}), "");
  assert.deepEqual(await readHash(""), {program: null, said: {}, damaged: false});
});

test("an empty list of what is open is a list", async () => {
  assert.deepEqual(openedBy(await readHash("#open=&at=start")), []);
  assert.equal(openedBy(await readHash("#at=start")), null);
});

test("what is no field of a link is not heard", async () => {
  assert.deepEqual((await readHash("#at=start&at2=x&__proto__=1&constructor=2&view")).said, {at: "start"});
});

test("a damaged program is no program, and is said to be damaged", async () => {
  for (const hash of ["#p=%%%", "#p=AAAA", "#p=!", `#p=${await pack("no json")}`, `#p=${await pack('{"text": 1}')}`]) {
    assert.deepEqual(await readHash(hash), {program: null, said: {}, damaged: true}, hash);
  }
});

test("a link that unpacks to more than a program can be is refused", async () => {
  const bomb = deflateRawSync("x".repeat(2_000_000)).toString("base64url");
  assert.ok(bomb.length < 10_000);
  await assert.rejects(unpack(bomb), RangeError);
  await assert.rejects(pack("x".repeat(2_000_000)), RangeError);
});

test("an address in a link keeps phase, ends and index", () => {
  assert.equal(linkAddress("edge:w0>_mul1:0"), "edge.w0._mul1.0");
});

/** x a vector, f = sum(x * x): enough of a trace for every field. */
function shownTensor() {
  const nodes = [{id: "x", kind: "input", value: [1, 2]}, {id: "y", kind: "op", op: "mul", inputs: ["x", "x"]}, {id: "f", kind: "op", op: "sum", inputs: ["y"]}];
  const graph = {nodes, outputs: ["f"], groups: [], layout: {}, meta: {}};
  const told = (id, shape, value) => ({...nodes.find((node) => node.id === id), shape, value, gradient: value});
  const edge = (source, target, index) => ({source, target, index, upstream: 1, local: 1, downstream: 1});
  const step = (phase, more) => ({phase, factors: [], latex: "", numbers: "", text: phase, ...more});
  const trace = {
    output: "f", value: 5, values: {x: [1, 2], y: [1, 4], f: 5}, gradients: {x: [2, 4]}, warnings: [],
    nodes: [told("x", [2], [1, 2]), told("y", [2], [1, 4]), told("f", [], 5)],
    edges: [edge("x", "y", 0), edge("x", "y", 1), edge("y", "f", 0)],
    steps: [step("forward", {node: "x"}), step("forward", {node: "y"}), step("forward", {node: "f"}), step("seed", {node: "f"}),
      step("edge", {source: "y", target: "f", index: 0}), step("edge", {source: "x", target: "y", index: 1}),
      step("edge", {source: "x", target: "y", index: 0}), step("accumulate", {node: "x"})],
  };
  const layout = {nodes: {x: [0, 0], y: [100, 0], f: [200, 0], $out: [300, 0]}, edges: {}};
  return {document: {slug: null, title: "T", text: "t", graph, parsed: graph, changed: true}, trace, layout};
}

const around = {open: [], usual: [], theme: "light", own: "light", lessonAsks: () => new Set(["seed:f"])};
let store;
beforeEach(() => {
  store = createStore();
  store.shown.value = shownTensor();
  store.stop.value = 3;
});

/** What the page says of itself after hearing this. */
const echo = (said, about = around) => {
  hear(store, said, about);
  return linkState(store, about).said;
};

const EVERY = {
  at: ["start", "edge.x.y.1", "seed.f"], theme: ["dark"], view: ["present", "descend"], ask: ["lesson", "forward.y,edge.x.y.0"],
  chips: ["off"], sign: ["one"], by: ["node", "pass"], speed: ["0.25", "8"], pick: ["x.1", "f"],
  list: ["computational-graphs"], hide: ["panel", "bar.edit.track"],
};

test("what a link says, the page says again", () => {
  for (const [name, texts] of Object.entries(EVERY)) {
    for (const text of texts) assert.equal(echo({[name]: text})[name], text, name);
  }
  const downhill = {view: "descend", rate: "0.03,0.5", of: "1", rule: "adam", updates: "30", moving: "x", axes: "x", to: "12"};
  assert.deepEqual(echo(downhill), downhill);
  assert.equal(echo({at: "seed.f", ask: "lesson", asked: "yes"}).asked, "yes");
});

test("every field of the table is tried here", () => {
  const tried = [...Object.keys(EVERY), "rate", "of", "rule", "updates", "moving", "axes", "to", "asked", "open"];
  assert.deepEqual(FIELDS.map(({name}) => name).sort(), tried.sort());
});

test("what a link does not say is as on a page without one", () => {
  hear(store, {at: "start", view: "present", ask: "lesson", chips: "off", by: "pass", speed: "4", pick: "x.1"}, around);
  assert.deepEqual(echo({}), {});
});

test("nonsense says nothing", () => {
  const nonsense = ["%", "undefined", "-1", "x.9", "x", "x.1.1", "y.x", "NaN", "1e999", "dark,", "present descend", "__proto__", "a".repeat(10_000)];
  // Any word may name a composite or a playlist.
  for (const {name} of FIELDS.filter((field) => !["open", "list"].includes(field.name))) {
    for (const text of nonsense) {
      if (!(EVERY[name] ?? []).includes(text)) assert.deepEqual(echo({[name]: text}), {}, `${name}=${text.slice(0, 20)}`);
    }
  }
});

test("a descent that makes no sense is the usual one", () => {
  const {descent} = createStore();
  for (const rate of ["0", "-1", "NaN", "Infinity", "x", ",,"]) {
    hear(store, {view: "descend", rate, of: "7", rule: "magic", updates: "0", moving: "gone", axes: ",", to: "1e9"}, around);
    assert.deepEqual([store.descent.value, store.update.value], [descent.value, 0], rate);
  }
});

test("a stop does not ask without being one that asks", () => {
  assert.equal(echo({at: "forward.y", ask: "lesson", asked: "yes"}).asked, undefined);
});

test("the theme is said where it is not what a visitor gets, and always where it is handed out", () => {
  assert.equal(linkState(store, around).said.theme, undefined);
  assert.equal(linkState(store, {...around, theme: "dark"}).said.theme, "light");
  assert.equal(linkState(store, {...around, theme: null}).said.theme, "light");
});

test("before a room the usual theme is the light one, at the desk the reader's own", () => {
  const dark = {...around, theme: "dark", own: "dark"};
  assert.deepEqual(echo({view: "present"}, dark), {view: "present"});
  assert.equal(store.dark.value, false);
  assert.deepEqual(echo({}, dark), {});
  assert.equal(store.dark.value, true);
  assert.deepEqual(echo({view: "present", theme: "dark"}, dark), {view: "present", theme: "dark"});
});

test("composites are named where they are not the usual ones, and none is a word of its own", () => {
  const open = (now, usual) => linkState(store, {...around, open: now, usual}).said.open;
  assert.deepEqual([open(["z"], ["z"]), open(["z"], []), open([], ["z"])], [undefined, "z", "-"]);
  assert.deepEqual([openedBy({said: {}}), openedBy({said: {open: "-"}}), openedBy({said: {open: "z,,y"}})], [null, [], ["z", "y"]]);
  assert.equal(open(["none"], []), "none");
  assert.equal(openedBy({said: {open: Array.from({length: 99}, (_, i) => `n${i}`).join()}}).length, 40);
});

test("from one lesson to the next goes the way of looking, not the place", () => {
  const said = {at: "seed.f", view: "present", ask: "lesson", pick: "x.1", open: "z", by: "node", to: "3"};
  assert.deepEqual(goingOn(said, "start"), {at: "start", view: "present", ask: "lesson", chips: "", by: "node", speed: "", list: "", hide: "", theme: ""});
  assert.deepEqual([goingOn({list: "deck"}).list, goingOn({hide: "panel"}).hide, goingOn({theme: "dark"}).theme], ["deck", "panel", "dark"]);
  assert.deepEqual([goingOn({view: "descend"}).view, goingOn({ask: "seed.f"}).ask], ["", ""]);
});
