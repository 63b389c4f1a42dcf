import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {followExample} from "../../static/js/api/bench/example.js";
import {exampleCommands} from "../../static/js/commands/example.js";
import {cellUnder, matrixScene} from "../../static/js/draw/bench/example-matrix.js";
import {examplePlaces} from "../../static/js/draw/bench/example-places.js";
import {stationPlaces, stopNear, stopPlace} from "../../static/js/draw/bench/example-track.js";
import {exampleScene} from "../../static/js/draw/bench/example.js";
import {runsWidth} from "../../static/js/format/text.js";
import {grownRoom, growthOf} from "../../static/js/layout/bench/grow.js";
import {Player} from "../../static/js/player/player.js";
import {createBench} from "../../static/js/state/bench/store.js";
import {linesAt} from "../../static/js/state/bench/walk-lines.js";
import {nineDecimals} from "../../static/js/state/bench/walk-numbers.js";
import {sentenceAt} from "../../static/js/state/bench/walk-telling.js";
import {termsAt} from "../../static/js/state/bench/walk-terms.js";
import {stepTex} from "../../static/js/state/bench/walk-tex.js";
import {walkWords} from "../../static/js/state/bench/walk-words.js";
import {Reached, pathThrough, stopNamed, walkStops, weightAt} from "../../static/js/state/bench/walk.js";
import {asWalkStops, createWalking} from "../../static/js/state/bench/walking.js";

const moons = JSON.parse(readFileSync(new URL("../fixtures/bench/moons.json", import.meta.url), "utf8"));
const example = {spec: moons.request.spec, parameters: moons.moment.parameters, pass: moons.pass, x: moons.rows.x[0], y: moons.rows.y[0]};
const FOCUS = {layer: 2, unit: 5, input: 3};
const ROOM = {width: 1280, height: 384};

/** A network of any size with a pass of numbers that only have to be there. */
function made(inputs, units) {
  const number = (seed) => Math.sin(seed * 12.9898) * 0.9;
  const vector = (count, seed) => Array.from({length: count}, (_, at) => number(seed + at));
  const layers = units.map((count) => ({units: count, activation: "tanh"}));
  const parameters = {};
  const pass = {loss: {total: 0.5, per_example: [0.5]}, output: [vector(units.at(-1), 3)], warnings: [], layers: units.map((count, at) => {
    const into = at === 0 ? inputs : units[at - 1];
    parameters[`W${at + 1}`] = Array.from({length: count}, (_, j) => vector(into, 7 * j + at));
    parameters[`b${at + 1}`] = vector(count, at);
    return {z: [vector(count, at + 1)], a: [vector(count, at + 2)], da: [vector(count, at + 3)], slope: [vector(count, at + 4)], delta: [vector(count, at + 5)],
      dW: Array.from({length: count}, (_, j) => vector(into, 3 * j + at)), db: vector(count, at + 5)};
  })};
  return {spec: {inputs, layers, loss: "mse"}, parameters, pass, x: vector(inputs, 1), y: vector(units.at(-1), 9)};
}

function standing(at, size = "layer", of = example, focus = FOCUS) {
  const stops = walkStops(of.spec, size);
  const stop = stops[stopNamed(stops, at)];
  return {stop, reached: new Reached(stop), weight: weightAt(of.spec, stop, focus)};
}

function scene(at, {size = "layer", of = example, focus = FOCUS, room = ROOM, numbered = false} = {}) {
  const {reached, weight, stop} = standing(at, size, of, focus);
  const now = stop.layer ?? (stop.phase === "inputs" ? 0 : of.spec.layers.length);
  const places = examplePlaces(of.spec, of, room, now, pathThrough(of.spec, weight));
  return {places, ...exampleScene(of, places, {reached, weight, numbered, words: walkWords})};
}

const flat = (marks) => marks.flatMap((mark) => [mark, ...flat(mark.children ?? [])]);
const texts = (marks) => flat(marks).filter(({tag}) => tag === "text");
const words = (marks) => texts(marks).map(({runs}) => runs.map(({text}) => text).join(""));
/** The boxes of all texts, by the width table. */
const boxes = (marks) => texts(marks).map((mark) => {
  const size = Number(mark.attrs["font-size"]);
  const faced = (run) => /f-([a-z-]+)/.exec(String(run.attrs.class ?? mark.attrs.class))?.[1] ?? "word";
  const width = runsWidth(mark.runs.map((run) => ({text: run.text, face: faced(run), size: Number(run.attrs["font-size"] ?? size) / size})), size);
  const [x, y] = [Number(mark.attrs.x), Number(mark.attrs.y)];
  return {text: mark.runs.map(({text}) => text).join(""), size, x0: x, x1: x + width, y0: y - size * 0.7, y1: y};
});

test("a layer that is not reached has no number, and its lanes are dotted", () => {
  const {marks} = scene("forward:1");
  const numbers = flat(marks).filter(({key, tag}) => key === "number" && tag === "text").length;
  assert.equal(numbers, 2, "only the inputs stand bare: this layer's are washed");
  assert.equal(flat(marks).filter(({attrs}) => attrs.class === "washed-value").length, 16);
  const dotted = flat(marks).find(({key}) => key === "in 2 1").children[0].children.filter(({attrs}) => attrs.class === "lane pending");
  assert.equal(dotted.length, 2);
});

test("going back, the deltas of this layer are washed and those before it are not there", () => {
  const {marks} = scene("backward:2");
  assert.equal(flat(marks).filter(({attrs}) => attrs.class === "washed").length, 8);
  const of = (key) => words([flat(marks).find((mark) => mark.key === key)]);
  assert.equal(of("in 2 5").length, 2);
  assert.equal(of("in 1 5").length, 1, "z alone");
  assert.equal(of("in 3 1").length, 2);
});

test("one weight is inked and both its ends are in corners", () => {
  const {marks} = scene("backward:2");
  assert.ok(flat(marks).some(({key}) => key === "told"));
  const cornered = flat(marks).filter(({key, children}) => key.startsWith("unit ") && children?.some((child) => child.key === "corners")).map(({key}) => key);
  assert.deepEqual(cornered.sort(), ["unit 1 3", "unit 2 5"]);
});

for (const [name, of, room, count] of [
  ["2-8-8-1", example, ROOM, 19], ["2-2-2", made(2, [2, 2]), ROOM, 6], ["64-16-16-10", made(64, [16, 16, 10]), ROOM, 28],
  ["ten layers", made(2, [4, 4, 4, 4, 4, 4, 4, 4, 4, 1]), ROOM, 39], ["2-8-8-1 on a phone", example, {width: 366, height: 295}, 14],
  ["2-2-2 on a phone", made(2, [2, 2]), {width: 366, height: 295}, 6],
]) {
  test(`${name}: nothing is smaller than 14 px, runs into another, or leaves the board`, () => {
    for (const at of ["inputs", "forward:1", "loss", "backward:1", "update"]) {
      const {marks, units} = scene(at, {of, room, focus: {layer: 1, unit: 2, input: 1}});
      const all = boxes(marks);
      assert.ok(units.length > 0 && units.length <= count, `${at}: ${units.length} units`);
      for (const box of all) {
        assert.ok(box.size >= 14, `${at}: ${box.text} at ${box.size}`);
        assert.ok(box.x0 >= 0 && box.x1 <= room.width && box.y0 >= 0 && box.y1 <= room.height, `${at}: ${box.text} leaves the board ${JSON.stringify(box)}`);
      }
      all.forEach((one, i) => all.slice(i + 1).forEach((other) => assert.ok(
        one.x1 <= other.x0 || other.x1 <= one.x0 || one.y1 <= other.y0 || other.y1 <= one.y0, `${at}: ${one.text} on ${other.text}`)));
    }
  });
}

test("an example that has grown keeps its targets on the board", () => {
  for (const counts of [[2, 3], [2, 1], [2, 2, 2]]) {
    const room = grownRoom({width: 1280, height: 334, u: 1}, growthOf(counts, {width: 1280, height: 334}, "example"));
    const {marks} = scene("backward:1", {of: made(2, counts.slice(1)), room});
    assert.ok(room.u > 1.1 && boxes(marks).every(({y1}) => y1 <= room.height), `${counts}: ${room.height}`);
  }
});

test("eight units keep their rows in a low window", () => {
  const {places} = scene("backward:2", {of: example, room: {width: 1280, height: 345}});
  assert.deepEqual(places.columns.map(({more}) => more), [0, 0, 0, 0]);
});

test("units that are left out are counted, and those of the told weight are drawn", () => {
  const digits = made(64, [16, 16, 10]);
  const {places, marks} = scene("backward:1", {of: digits, focus: {layer: 1, unit: 13, input: 60}});
  const [inputs, first] = places.columns;
  assert.ok(inputs.units.some(({unit}) => unit === 60) && first.units.some(({unit}) => unit === 13));
  assert.equal(inputs.units.length + inputs.more, 64);
  assert.ok(words(marks).some((said) => said === walkWords.more(inputs.more, 64)));
});

test("a network that fits stands still from step to step", () => {
  const at = (address) => JSON.stringify(scene(address).places);
  assert.equal(new Set(["inputs", "forward:2", "loss", "backward:1", "update"].map(at)).size, 1);
});

test("a step back in matrix form has the same row, column and cell picked everywhere", () => {
  const {stop, weight} = standing("backward:2");
  const terms = termsAt(example, stop, weight, null).filter((term) => "rows" in term);
  assert.deepEqual(terms.map(({key, pick}) => [key, pick.row, pick.column]), [
    ["delta", 4, null], ["W", 4, null], ["delta after", null, null], ["slope", 4, null], ["delta again", 4, null], ["in", null, 2], ["dW", 4, 2]]);
  assert.deepEqual([terms[1].rows.length, terms[1].rows[0].length], [8, 1], "transposed");
});

test("forward, z = W a + b and the activation stand side by side", () => {
  const {stop, weight} = standing("forward:2");
  const terms = termsAt(example, stop, weight, null);
  assert.deepEqual(terms.map((term) => term.key ?? term.sign ?? "|"), ["z", "=", "W", "in", "+", "b", "|", "a", "=", "tanh", "z again"]);
});

test("long dimensions are drawn in part, around the told weight, the same in every matrix", () => {
  const digits = made(64, [16, 16, 10]);
  const {stop, weight} = standing("forward:1", "layer", digits, {layer: 1, unit: 3, input: 50});
  const found = matrixScene(termsAt(digits, stop, weight, null), {width: 660, height: 170});
  assert.deepEqual(found.elided, [{from: 41, count: 16, of: 64}]);
  const [weights, inputs] = [found.matrices.find(({key}) => key === "W"), found.matrices.find(({key}) => key === "in")];
  assert.deepEqual([weights.column0, inputs.row0], [41, 41]);
  const told = cellUnder(found.matrices, [weights.box.x0 + weights.cell * 8.5, weights.box.y0 + weights.cell * 2.5]);
  assert.deepEqual([told.row, told.column, told.value], [2, 49, digits.parameters.W1[2][49]]);
  assert.ok(found.width <= 660);
});

const numbersOf = (lines, key) => lines.find((line) => line.key === key)?.parts.filter(({value}) => value !== undefined).map(({mark, value}) => [mark, value]);
const linesOf = (at, more = {}, of = example) => {
  const {reached, weight} = standing(at, more.size ?? "layer", of, more.focus ?? FOCUS);
  return linesAt(of, {reached, weight, request: more.request ?? moons.request, update: more.update ?? null, measured: more.measured ?? null});
};

test("one weight going back is three products in their marks, of the API's own numbers", () => {
  const lines = linesOf("backward:2", {measured: {values: {W2: example.pass.layers[1].dW}, step: 1e-5}});
  const [, told, last] = example.pass.layers;
  assert.deepEqual(numbersOf(lines, "upstream"), [["val", example.parameters.W3[0][4]], ["up", last.delta[0][0]], ["up", told.da[0][4]]]);
  assert.deepEqual(numbersOf(lines, "delta"), [["up", told.da[0][4]], ["loc", told.slope[0][4]], ["down", told.delta[0][4]]]);
  assert.deepEqual(numbersOf(lines, "gradient"), [["up", told.delta[0][4]], ["loc", example.pass.layers[0].a[0][2]], ["down", told.dW[4][2]]]);
  assert.deepEqual(numbersOf(lines, "measured"), [["down", told.dW[4][2]]]);
});

test("a sum over two outputs is written out, one over ten tells its largest and counts the others", () => {
  const two = linesOf("backward:1", {focus: {layer: 1, unit: 1, input: 1}}, made(2, [2, 2])).find(({key}) => key === "upstream");
  assert.equal(two.parts.filter(({mark}) => mark === "val").length, 2);
  const ten = linesOf("backward:1", {focus: {layer: 1, unit: 1, input: 1}}, made(2, [2, 10])).find(({key}) => key === "upstream");
  assert.ok(ten.parts.some(({words: said}) => said === walkWords.others(9)));
});

test("a bias's gradient is delta itself", () => {
  const lines = linesOf("backward:2:5:0", {size: "weight"});
  assert.deepEqual(numbersOf(lines, "gradient"), [["down", example.pass.layers[1].db[4]]]);
});

test("what a sum comes to is kept back until its bias is in", () => {
  assert.deepEqual(linesOf("forward:2:5:2", {size: "weight"}).map(({key}) => key), ["sum"]);
  assert.deepEqual(linesOf("forward:2:5:0", {size: "weight"}).map(({key}) => key), ["sum", "activation"]);
});

test("the update tells the rule, and the loss before and after, to nine decimals", () => {
  const request = {...moons.request, optimizer: {kind: "sgd", learning_rate: 0.5}};
  const update = {parameters: {...example.parameters, W2: example.parameters.W2.map((row) => row.map(() => 0.1497807161327628))}, rate: 0.5, before: 0.3, after: 0.29};
  const lines = linesOf("update", {request, update});
  const rule = lines.find(({key}) => key === "rule");
  assert.match(rule.tex, /\\leftarrow w_\{53\}\^\{2\}-\\eta/);
  assert.deepEqual(rule.parts.map(({value}) => value), [example.parameters.W2[4][2], 0.5, example.pass.layers[1].dW[4][2], 0.1497807161327628]);
  assert.equal(nineDecimals(rule.parts.at(-1).value), "0.149780716");
  assert.deepEqual([1, 0, -2.5, 3e-7, "NaN"].map(nineDecimals), ["1", "0", "−2.500000000", "3.000×10⁻⁷", "NaN"]);
  assert.equal(lines.find(({key}) => key === "after").parts[0].long, true);
});

test("a frozen parameter is said to be held", () => {
  const update = {parameters: example.parameters, rate: 0.5, before: 0.3, after: 0.3};
  const lines = linesOf("update", {request: {...moons.request, freeze: ["W2"]}, update});
  assert.ok(lines[0].parts.some(({words: said}) => said === walkWords.held));
});

test("formulas name the layer, its activation and the loss", () => {
  const at = (address) => {
    const {stop, weight} = standing(address);
    return stepTex(example.spec, stop, weight, "adam").join(" ");
  };
  assert.match(at("forward:1"), /W\^\{1\}\\,\\val\{x\}/);
  assert.match(at("backward:2"), /\(W\^\{3\}\)\^\{\\top\}.*1-a\^\{2\}\\odot a\^\{2\}/);
  assert.match(at("backward:3"), /\\frac\{\\partial J\}\{\\partial a\^\{3\}\}/);
  assert.match(at("loss"), /^J=-\\bigl\(t\\ln\\hat y/);
});

test("every stop is told in a sentence, and no two stops of a layer alike", () => {
  for (const size of ["layer", "unit", "weight"]) {
    const said = walkStops(example.spec, size).map((stop) => sentenceAt(example, stop, weightAt(example.spec, stop, FOCUS), null));
    assert.ok(said.every((sentence) => sentence.endsWith(".") && !sentence.includes("undefined")), size);
    assert.equal(new Set(said).size, said.length, size);
  }
});

test("the track has the inputs first and the update below them; each stop is found where it stands", () => {
  const stops = walkStops(example.spec, "unit");
  const places = stationPlaces({width: 900, height: 96}, 3, false);
  assert.equal(stopPlace(places, stops, 0).x, stopPlace(places, stops, stops.length - 1).x);
  stops.forEach((stop, index) => {
    const {x, y} = stopPlace(places, stops, index);
    assert.equal(stops[stopNear(places, stops, [x, stop.phase === "loss" ? y - 1 : y])].address, stop.address);
  });
});

/** The store with a network in it, and a player whose frames a test gives. */
function walkedStore() {
  const store = createBench();
  store.request.value = moons.request;
  store.rows.value = moons.rows;
  store.pass.value = moons.pass;
  store.now.value = moons.moment;
  const walking = createWalking(store);
  const player = new Player(asWalkStops(walking, store), {now: () => 0, request: () => 1, cancel: () => undefined}, () => true);
  const picked = [];
  const commands = exampleCommands(store, walking, player, (weight) => picked.push(weight));
  return {store, walking, picked, run: (id) => commands.find((command) => command.id === id && command.when())?.run()};
}

test("the player's keys go from the inputs to the update, and the address goes with them", () => {
  const {store, walking, run} = walkedStore();
  assert.equal(walking.stop.value.phase, "inputs");
  for (let step = 0; step < 4; step += 1) run("next");
  assert.equal(store.walk.value, "loss");
  run("last");
  assert.equal(walking.stop.value.phase, "update");
  run("back");
  assert.equal(store.walk.value, "backward:1");
  run("first");
  assert.equal(walking.stop.value.phase, "inputs");
});

test("another step size leaves one where one was", () => {
  const {store, walking, run} = walkedStore();
  store.walk.value = "backward:2";
  run("weight");
  assert.equal(walking.stop.value.address, "backward:2:8:8");
  run("unit");
  assert.equal(walking.stop.value.address, "backward:2:8");
});

test("the neighbours of a weight are chosen by keys, and none outside the network", () => {
  const {store, picked, run} = walkedStore();
  store.walk.value = "backward:2";
  store.focus.value = {layer: 2, unit: 8, input: 0};
  run("unit-down");
  run("input-before");
  run("unit-up");
  run("input-after");
  assert.deepEqual(picked, [{layer: 2, unit: 7, input: 0}, {layer: 2, unit: 8, input: 1}]);
});

test("examples are gone through one by one, and end", () => {
  const {store, run} = walkedStore();
  run("example-before");
  assert.equal(store.example.value, 0);
  run("example-after");
  assert.equal(store.example.value, 1);
});

test("small matrices are written as numbers, in two lines where one would be too long", () => {
  const small = made(2, [2, 2]);
  const {stop, weight} = standing("backward:1", "layer", small, {layer: 1, unit: 1, input: 1});
  const found = matrixScene(termsAt(small, stop, weight, null), {width: 640, height: 170});
  assert.equal(found.written, true);
  assert.equal(new Set(found.matrices.map(({box}) => Math.round((box.y0 + box.y1) / 2))).size, 2);
  const gradient = found.matrices.find(({key}) => key === "dW");
  const told = cellUnder(found.matrices, [gradient.box.x1 - 12, gradient.box.y1 - 8]);
  assert.equal(told.value, small.pass.layers[0].dW[1][1]);
  assert.ok(texts(found.marks).some(({title}) => title !== undefined), "each with all its digits");
});

test("matrices stay within their room, whatever the step", () => {
  for (const of of [example, made(64, [16, 16, 10]), made(2, [2, 2]), made(2, [16, 4])]) {
    for (const [width, height] of [[676, 183], [640, 170], [366, 280]]) {
      for (const at of ["forward:1", "forward:2", "backward:2", "backward:1"]) {
        const {stop, weight} = standing(at, "layer", of, {layer: 1, unit: 2, input: 2});
        const found = matrixScene(termsAt(of, stop, weight, null), {width, height});
        const inside = found.matrices.every(({box}) => box.x0 >= 0 && box.y0 >= 0 && box.y1 <= height - 16 && (width < 500 || box.x1 <= width));
        assert.ok(inside, `${of.spec.layers.length} layers, ${width} px, ${at}: ${JSON.stringify(found.matrices.map(({key, box}) => [key, box]))}`);
      }
    }
  }
});

test("by weight, a matrix keeps back what is not told, under the pointer, too", () => {
  const {stop, weight} = standing("backward:2:5:3", "weight");
  const found = matrixScene(termsAt(example, stop, weight, null), {width: 660, height: 170});
  const gradient = found.matrices.find(({key}) => key === "dW");
  const at = (row, column) => cellUnder(found.matrices, [gradient.box.x0 + gradient.cell * (column + 0.5), gradient.box.y0 + gradient.cell * (row + 0.5)]);
  assert.equal(at(4, 2).value, example.pass.layers[1].dW[4][2]);
  assert.equal(at(4, 3), null);
  assert.equal(at(5, 0), null);
  assert.equal(flat(found.marks).filter(({key}) => key.startsWith("cover dW")).length, 64 - 4 * 8 - 3);
});

/** What is asked of a server that answers every call with what stands under its path. */
async function asked(answers, work) {
  const real = globalThis.fetch;
  const calls = [];
  globalThis.fetch = async (url, {body}) => {
    const path = url.replace("/api/v1", "");
    calls.push({path, body: JSON.parse(body)});
    const answer = answers[path];
    return {ok: !answer.code, status: answer.code ? 422 : 200, headers: {get: () => null}, json: async () => answer};
  };
  try {
    await work(async () => {
      for (let turn = 0; turn < 40; turn += 1) await new Promise((done) => setImmediate(done));
    });
  } finally {
    globalThis.fetch = real;
  }
  return calls;
}

const ANSWERS = {
  "/mlps/graph": {graph: {nodes: []}},
  "/check": {leaves: {x: {measured: [[0]], step: 1}, W2: {measured: [[0.25]], step: 6e-6}}},
  "/mlps/train": {parameters: {W2: [[1]]}, history: {train_loss: [0.5, 0.4], learning_rate: [0.01, 0.01]}},
};

/** A store with a network at a stop of its way. */
function storeAt(walk, more = {}) {
  const {store, walking} = walkedStore();
  store.request.value = {...moons.request, ...more.request};
  store.now.value = {...moons.moment, ...more.now};
  store.pass.value = {...moons.pass, of: {parameters: store.now.value.parameters, x: [1, 2], y: [0]}};
  store.status.value = more.status ?? "paused";
  store.walk.value = walk;
  return {store, walking};
}

test("going forward nothing more is asked; on the way back the differences and the update are, once", async () => {
  const {store, walking} = storeAt("forward:2");
  let end;
  const calls = await asked(ANSWERS, async (settled) => {
    end = followExample(store, walking);
    await settled();
    store.walk.value = "backward:2";
    await settled();
    store.walk.value = "update";
    await settled();
  });
  end();
  assert.deepEqual(calls.map(({path}) => path).sort(), ["/check", "/mlps/graph", "/mlps/train"]);
  assert.deepEqual(walking.measured.value, {values: {W2: [[0.25]]}, step: 6e-6}, "the inputs are not learned");
  assert.deepEqual(walking.update.value, {parameters: {W2: [[1]]}, rate: 0.01, before: 0.5, after: 0.4});
});

test("the update is one step of the run's own optimizer, from its state, with this example alone", async () => {
  const {store, walking} = storeAt("update", {request: {freeze: ["b1"], schedule: {kind: "inverse", c1: 1, c2: 2}, stopping: {patience: 1}}});
  let end;
  const calls = await asked(ANSWERS, async (settled) => {
    end = followExample(store, walking);
    await settled();
  });
  end();
  const {body} = calls.find(({path}) => path === "/mlps/train");
  assert.deepEqual(body.data, {x: [[1, 2]], y: [[0]]});
  assert.deepEqual([body.epochs, body.batch_size, body.shuffle, body.freeze], [moons.moment.state.epoch + 1, 1, false, ["b1"]]);
  assert.deepEqual(body.state, {...moons.moment.state, position: 0});
  assert.equal(body.stopping, undefined);
});

test("without its state an optimizer with a memory has no next step to tell", async () => {
  const {store, walking} = storeAt("update", {now: {state: null}});
  let end;
  const calls = await asked(ANSWERS, async (settled) => {
    end = followExample(store, walking);
    await settled();
  });
  end();
  assert.ok(!calls.some(({path}) => path === "/mlps/train"));
  assert.equal(walking.held.value, true);
});

test("what the server refuses is said in its words", async () => {
  const {store, walking} = storeAt("backward:2");
  let end;
  await asked({...ANSWERS, "/check": {code: "too-slow", detail: "That is too much to measure.", errors: []}}, async (settled) => {
    end = followExample(store, walking);
    await settled();
  });
  end();
  assert.equal(walking.refused.value.measured, "That is too much to measure.");
  assert.ok(linesOf("backward:2", {}).at(-1).parts.some(({words: said}) => said === walkWords.measuring));
});
