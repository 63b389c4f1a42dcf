import assert from "node:assert/strict";
import {afterEach, beforeEach, test} from "node:test";

import {effect} from "../../static/js/node_modules/@preact/signals-core/dist/signals-core.mjs";

import {Session} from "../../static/js/api/session.js";
import {createStore} from "../../static/js/state/signals.js";

const LESSON = {slug: "one", title: "One", expression: "x = 2\nf = x*x"};
const realFetch = globalThis.fetch;
const settle = async () => {
  for (let i = 0; i < 30; i += 1) await new Promise((done) => setImmediate(done));
};

/** The API as far as a session asks it, for programs `x = N` with a square below; refuses what says "bad". */
function answer(path, body) {
  const text = body.expression ?? `x = ${body.graph.nodes[0].value}\nf = x*x`;
  if (text.includes("bad")) return [422, {code: "unknown-op", detail: "bad is not an op.", errors: []}];
  const name = text.includes("cube") ? "pow" : "mul";
  const x = Number(/x = (-?[\d.]+)/.exec(text)[1]);
  const node = {id: "f", kind: "op", op: name, inputs: ["x", "x"]};
  const graph = {nodes: [{id: "x", kind: "input", value: x}, node], outputs: ["f"], groups: [], layout: {}, meta: {}};
  if (path.endsWith("/parse")) return [200, {graph}];
  if (path.endsWith("/print")) return [200, {expression: body.source.replace(/x = -?[\d.]+/, `x = ${x}`)}];
  const edge = (index) => ({source: "x", target: "f", index, upstream: 1, local: x, downstream: x});
  const step = (phase, more) => ({phase, factors: [], latex: phase, numbers: `${phase} of ${x}`, text: `${phase} of ${x}`, ...more});
  const steps = [step("forward", {node: "x"}), step("forward", {node: "f"}), step("seed", {node: "f"}),
    step("edge", {source: "x", target: "f", index: 1}), step("edge", {source: "x", target: "f", index: 0}), step("accumulate", {node: "x"})];
  return [200, {
    output: "f", value: x * x, values: {x, f: x * x}, gradients: {x: 2 * x},
    nodes: [{id: "x", kind: "input", op: null, inputs: [], shape: [], value: x, gradient: 2 * x}, {...node, shape: [], value: x * x, gradient: 1}],
    edges: [edge(0), edge(1)], warnings: [],
    steps: body.steps ? body.steps.map((place) => steps[place]) : steps,
  }];
}

let asked;
let written;
let store;
let session;

beforeEach(() => {
  asked = [];
  written = [];
  globalThis.fetch = async (url, request) => {
    const body = request.body ? JSON.parse(request.body) : null;
    asked.push([url.replace("/api/v1", ""), body]);
    const [status, content] = answer(url, body);
    return new Response(JSON.stringify(content), {status});
  };
  store = createStore();
  const layout = async () => ({nodes: {x: [100, 100], f: [200, 100], $out: [300, 100]}, edges: {}});
  session = new Session(store, {write: (state, mode) => written.push([mode, state]), systemTheme: () => "light", ownTheme: () => "light"}, layout);
});
afterEach(() => {
  session.abandon(); // what is still asked would be asked again, of a server that is not there
  globalThis.fetch = realFetch;
});

const shown = () => store.shown.value;

test("an opened lesson stands at its last stop, with its own words", async () => {
  await session.open(LESSON);
  await settle();
  assert.equal(shown().document.title, "One");
  assert.equal(shown().document.changed, false);
  assert.equal(store.stop.value, store.stops.value.length - 1);
});

test("a link's stop is found by its address, and an unknown one is the last", async () => {
  await session.open(LESSON, {program: null, said: {at: "edge.x.f.1"}});
  await settle();
  assert.equal(store.currentStop.value.address, "edge:x>f:1");
  assert.equal(session.find("edge.gone.f.0"), store.stops.value.length - 1);
  assert.equal(session.find("start"), -1);
});

test("a program that does not run leaves everything shown as it was", async () => {
  await session.open(LESSON);
  await settle();
  const before = shown();
  session.edit("f = bad(x)");
  session.runDraft();
  await settle();
  assert.equal(shown(), before);
  assert.equal(store.problem.value.code, "unknown-op");
  assert.equal(store.broken.value, true);
});

test("a mended program clears the problem", async () => {
  await session.open(LESSON);
  await settle();
  session.edit("f = bad(x)");
  session.runDraft();
  await settle();
  session.edit("x = 3\nf = x*x");
  session.runDraft();
  await settle();
  assert.equal(store.problem.value, null);
  assert.equal(shown().trace.value, 9);
});

test("a value's new digit is written into the text, and the places stay", async () => {
  await session.open(LESSON);
  await settle();
  const {layout} = shown();
  session.setValue("x", 5);
  await settle();
  assert.equal(shown().trace.value, 25);
  assert.equal(shown().document.text, "x = 5\nf = x*x");
  assert.equal(store.draft.value, "x = 5\nf = x*x");
  assert.equal(shown().document.changed, true);
  assert.equal(shown().layout, layout);
});

test("nudges faster than answers count on from the newest, and few are sent", async () => {
  await session.open(LESSON);
  await settle();
  asked.length = 0;
  for (let x = 3; x <= 20; x += 1) session.setValue("x", x);
  await settle();
  assert.equal(shown().trace.value, 400);
  assert.ok(asked.filter(([path]) => path === "/evaluate").length <= 2);
});

test("a value edit does not overwrite what the reader is writing", async () => {
  await session.open(LESSON);
  await settle();
  store.draft.value = "x = 2\nf = x*";
  session.setValue("x", 5);
  await settle();
  assert.equal(store.draft.value, "x = 2\nf = x*");
});

test("another graph is no longer the lesson's; other numbers still are", async () => {
  await session.open(LESSON);
  await settle();
  session.edit("x = 7\nf = x*x");
  session.runDraft();
  await settle();
  assert.deepEqual([shown().document.title, shown().document.slug], ["One", "one"]);
  session.edit("x = 7\nf = cube");
  session.runDraft();
  await settle();
  assert.deepEqual([shown().document.title, shown().document.slug], ["Your program", null]);
});

test("edits are pushed, what follows within a second joins them", async () => {
  await session.open(LESSON);
  await settle();
  written.length = 0;
  session.edit("x = 3\nf = x*x");
  session.runDraft();
  await settle();
  session.setValue("x", 4);
  await settle();
  assert.deepEqual(written.map(([mode]) => mode), ["push", "replace"]);
  assert.equal(written[1][1].program.text, "x = 4\nf = x*x");
});

test("a lesson that cannot be opened says why", async () => {
  globalThis.fetch = async () => new Response('{"code": "not-found", "detail": "There is no lesson two.", "status": 404}', {status: 404});
  const problem = await session.open("two");
  assert.equal(problem.detail, "There is no lesson two.");
  assert.equal(shown(), null);
});

test("what the page cannot do itself is said, not swallowed", async () => {
  const said = console.error;
  console.error = () => {};
  session.layout = async () => { throw new Error("The layout engine failed."); };
  await session.open(LESSON);
  await settle();
  console.error = said;
  assert.equal(store.problem.value.detail, "The layout engine failed.");
});

test("a link's program of the same graph is the lesson with other numbers; of another graph it is no lesson's", async () => {
  await session.open(LESSON, {program: {title: "One", text: "x = 9\nf = x*x"}, said: {at: "start"}});
  await settle();
  assert.deepEqual([shown().document.slug, session.lesson?.slug, shown().trace.value], ["one", "one", 81]);
  await session.open(LESSON, {program: {title: "Mine", text: "x = 9\nf = cube"}, said: {}});
  await settle();
  assert.deepEqual([shown().document.slug, shown().document.title, session.lesson], [null, "Mine", null]);
});

test("a program that is no lesson's brings its way of looking", async () => {
  session.openProgram({title: "Mine", text: "x = 9\nf = x*x"}, {at: "seed.f", view: "present", chips: "off"});
  await settle();
  assert.deepEqual([shown().document.slug, store.currentStop.value.address, store.presenting.value, store.chips.value], [null, "seed:f", true, false]);
});

test("of two lessons on their way the later one is opened", async () => {
  const fetched = globalThis.fetch;
  let answerFirst = () => undefined;
  const slow = new Promise((done) => (answerFirst = done));
  globalThis.fetch = async (url, request) => {
    if (!url.includes("/lessons/")) return fetched(url, request);
    if (url.endsWith("first")) await slow;
    return new Response(JSON.stringify({...LESSON, slug: url.split("/").pop()}));
  };
  const first = session.open("first");
  await session.open("second");
  await settle();
  answerFirst();
  await first;
  await settle();
  assert.equal(shown().document.slug, "second");
});

test("another lesson and another way of looking are pages of the history, a step is not", async () => {
  const stopNoting = effect(() => session.trail.here && session.trail.note("replace"));
  await session.open(LESSON);
  await settle();
  written.length = 0;
  store.stop.value = 1;
  store.presenting.value = true;
  store.stop.value = 2;
  store.presenting.value = false;
  await session.open({...LESSON, slug: "two"}, undefined, {entry: "push"});
  await settle();
  assert.deepEqual(written.map(([mode]) => mode), ["replace", "push", "replace", "push", "push"]);
  assert.deepEqual([written[1][1].said, written[4][1].slug], [{at: "forward.f", view: "present"}, "two"]);
  stopNoting();
});

test("a link to what is shown already is known as one", async () => {
  await session.open(LESSON);
  await settle();
  const link = {slug: "one", program: null, said: {at: "start", view: "present"}};
  assert.ok(session.trail.shows(link));
  session.trail.hear(link.said);
  assert.deepEqual([store.stop.value, store.presenting.value], [-1, true]);
  assert.ok(!session.trail.shows({...link, slug: "two"}));
  assert.ok(!session.trail.shows({...link, program: {title: "", text: "x = 1\nf = x*x"}}));
  assert.ok(!session.trail.shows({...link, said: {open: "f"}}));
});

test("a number in a hand is told at the stop in sight alone, and in full once the hand lets go", async () => {
  await session.open(LESSON, {program: null, said: {at: "edge.x.f.1"}});
  await settle();
  asked = [];
  session.dragValue("x", 5);
  await settle();
  assert.deepEqual(asked.filter(([path]) => path === "/evaluate").map(([, body]) => body.steps), [[3]]);
  const hurried = shown().trace;
  assert.equal(hurried.value, 25);
  assert.deepEqual([store.currentStep.value.numbers, store.currentStep.value.text], ["edge of 5", "edge of 5"]);
  assert.deepEqual(hurried.steps.map(({text}) => text), ["", "", "seed of 2", "edge of 5", "", ""]);
  assert.ok(hurried.steps.every(({latex, numbers}, at) => at === 2 || numbers === latex || numbers.endsWith("5")));

  session.letGo();
  await settle();
  assert.deepEqual(asked.filter(([path]) => path === "/evaluate").map(([, body]) => body.steps), [[3], undefined]);
  assert.equal(shown().trace.steps[1].text, "forward of 5");
});

test("whoever goes on while a number is in a hand reads no number of another run", async () => {
  await session.open(LESSON, {program: null, said: {at: "edge.x.f.1"}});
  await settle();
  session.dragValue("x", 7);
  await settle();
  store.stop.value += 1;
  assert.equal(store.currentStep.value.text, "");
  await settle();
  assert.equal(store.currentStep.value.text, "edge of 7");
});
