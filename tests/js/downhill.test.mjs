import assert from "node:assert/strict";
import {afterEach, beforeEach, test} from "node:test";

import {follow} from "../../static/js/api/downhill.js";
import {landing, withDescent} from "../../static/js/commands/descend.js";
import {Player} from "../../static/js/player/player.js";
import {asStops, createDownhill} from "../../static/js/state/downhill.js";
import {createStore} from "../../static/js/state/signals.js";

const realFetch = globalThis.fetch;
const settle = async () => {
  for (let i = 0; i < 30; i += 1) await new Promise((done) => setImmediate(done));
};

/** POST /descend of f = the sum of squares, by hand: every leaf is halved; POST /evaluate/batch as it is asked. */
function answer(path, body) {
  if (path.endsWith("/descend")) {
    const rate = body.optimizer.learning_rate;
    const start = Object.fromEntries(body.trainable.map((id) => [id, body.graph.nodes.find((node) => node.id === id).value]));
    const entry = (step) => {
      const leaves = Object.fromEntries(Object.entries(start).map(([id, value]) => [id, value / 2 ** step]));
      const value = Object.values(leaves).reduce((sum, x) => sum + x * x, 0);
      return {step, leaves, value, gradients: Object.fromEntries(Object.entries(leaves).map(([id, x]) => [id, 2 * x])), learning_rate: rate, state: {}};
    };
    return {path: Array.from({length: body.steps + 1}, (_, step) => entry(step)), stopped: "steps", warnings: []};
  }
  const rows = Object.values(body.columns)[0].length;
  return {output: "f", rows, values: {f: Array.from({length: rows}, (_, row) => row)}, gradients: {}, warnings: []};
}

/** A graph of leaves and one output, as the store holds it. */
function shownWith(leaves) {
  const nodes = [...Object.entries(leaves).map(([id, value]) => ({id, kind: "parameter", value})), {id: "f", kind: "op", op: "add", inputs: Object.keys(leaves)}];
  const graph = {nodes, outputs: ["f"], groups: [], layout: {}, meta: {}};
  const trace = {output: "f", value: 1, values: {...leaves, f: 1}, gradients: leaves, edges: [], steps: [], warnings: [], nodes: nodes.map((node) => ({...node, shape: [], gradient: 1}))};
  return {document: {slug: null, title: "T", text: "t", graph, parsed: graph, changed: true}, trace, layout: {nodes: {}, edges: {}}};
}

let asked;
let store;
let downhill;
let updates;
beforeEach(() => {
  asked = [];
  globalThis.fetch = async (url, request) => {
    const body = JSON.parse(request.body);
    asked.push([url.replace("/api/v1", ""), body]);
    return new Response(JSON.stringify(answer(url, body)));
  };
  store = createStore();
  downhill = createDownhill(store);
  const frames = {now: () => 0, request: () => 1, cancel: () => undefined};
  updates = new Player(asStops(store, downhill), frames, () => true);
});
afterEach(() => (globalThis.fetch = realFetch));

const batches = () => asked.filter(([path]) => path === "/evaluate/batch").map(([, body]) => body);

test("the player steps along updates as it steps along stops", async () => {
  store.shown.value = shownWith({w: 4});
  const end = follow(store, downhill);
  await settle();
  assert.equal(downhill.longest.value, 12);
  assert.deepEqual([store.update.value, downhill.made.value], [0, 0]);
  updates.next();
  updates.next();
  assert.equal(downhill.made.value, 2);
  updates.goTo(99);
  assert.equal(downhill.made.value, 12);
  updates.back();
  assert.equal(downhill.made.value, 11);
  updates.goTo(-1);
  assert.equal(downhill.made.value, 0);
  assert.equal(store.stop.value, -1, "the graph's own stop stays");
  end();
});

test("an update on its way has not landed", () => {
  store.update.value = 3;
  downhill.runs.value = [{rate: 1, stopped: "steps", path: Array.from({length: 9}, (_, step) => ({step, leaves: {}, value: 1, gradients: {}}))}];
  downhill.travelled.value = 0.4;
  assert.equal(downhill.made.value, 2);
  downhill.travelled.value = 1;
  assert.equal(downhill.made.value, 3);
});

test("one leaf is asked for along a line, rates that stay share it", async () => {
  store.shown.value = shownWith({w: 4});
  store.descent.value = {...store.descent.value, rates: [0.1, 0.2, 0.3]};
  const end = follow(store, downhill);
  await settle();
  assert.deepEqual(asked.filter(([path]) => path === "/descend").map(([, body]) => body.optimizer.learning_rate), [0.1, 0.2, 0.3]);
  assert.equal(batches().length, 1);
  const [{columns, output, inputs}] = batches();
  assert.equal(output, "f");
  assert.deepEqual(inputs, {});
  assert.ok(columns.w[0] < 0.001 && columns.w.at(-1) > 4);
  assert.equal(downhill.grounds.value.length, 3);
  assert.deepEqual(downhill.grounds.value[0].heights.slice(0, 3), [0, 1, 2]);
  end();
});

test("of three leaves two span the grid, and the third is held where one stands", async () => {
  store.shown.value = shownWith({a: 1, b: 4, c: 2});
  const end = follow(store, downhill);
  await settle();
  const [{columns, inputs}] = batches();
  assert.deepEqual(Object.keys(columns), ["b", "c"]);
  assert.deepEqual(inputs, {a: 1});
  const {grid} = downhill.grounds.value[0];
  assert.equal(grid.length * grid[0].length, columns.b.length);
  assert.equal(grid[1][0], grid[0].length, "a row of the grid is a row of the answer");
  updates.goTo(1);
  await settle();
  assert.deepEqual(batches().at(-1).inputs, {a: 0.25});
  assert.equal(asked.filter(([path]) => path === "/descend").length, 1, "the path itself is not asked for again");
  end();
});

test("a tensor that moves is held too, and two numbers hold nothing", async () => {
  store.shown.value = shownWith({k: 3, W: [1, 2]});
  globalThis.fetch = async (url, request) => {
    const body = JSON.parse(request.body);
    asked.push([url.replace("/api/v1", ""), body]);
    const entry = (step) => ({step, leaves: {k: 3 - step, W: [1, 2 + step]}, value: 9 - step, gradients: {k: 1, W: [1, 1]}, learning_rate: 0.1, state: {}});
    const told = url.endsWith("/descend") ? {path: [0, 1, 2].map(entry), stopped: "steps"} : answer(url, body);
    return new Response(JSON.stringify(told));
  };
  const end = follow(store, downhill);
  await settle();
  assert.deepEqual(batches().at(-1).inputs, {W: [1, 2]});
  updates.goTo(0);
  await settle();
  assert.deepEqual(batches().at(-1).inputs, {W: [1, 3]});
  end();
});

test("other numbers in the graph are another walk, and leaving forgets it", async () => {
  store.shown.value = shownWith({w: 4});
  const end = follow(store, downhill);
  await settle();
  store.shown.value = shownWith({w: 8});
  await settle();
  assert.equal(downhill.runs.value[0].path[0].leaves.w, 8);
  end();
  assert.deepEqual([downhill.runs.value, downhill.grounds.value], [[], []]);
  store.shown.value = shownWith({w: 1});
  await settle();
  assert.equal(downhill.runs.value.length, 0);
});

test("a refusal is said, and shows no walk", async () => {
  globalThis.fetch = async () => new Response(JSON.stringify({code: "entry-limit", detail: "Too many.", errors: []}), {status: 413});
  store.shown.value = shownWith({w: 4});
  const end = follow(store, downhill);
  await settle();
  assert.equal(downhill.problem.value.detail, "Too many.");
  assert.deepEqual(downhill.runs.value, []);
  end();
  assert.equal(downhill.problem.value, null);
});

/** The commands with a player of the passes that only notes what it was told. */
function table() {
  const told = [];
  const player = {halt: () => undefined, goTo: (at) => told.push(`to ${at}`), toggle: () => told.push("play")};
  const session = {setValues: (values) => told.push(values)};
  const usual = [{id: "next", label: "", keys: ["ArrowRight"], when: () => true, run: () => told.push("next stop")}, {id: "theme", label: "", keys: ["t"], when: () => true, run: () => told.push("theme")}];
  const commands = withDescent(usual, {store, session, player, updates, downhill});
  return {told, run: (id) => commands.find((command) => command.id === id && command.when())?.run()};
}

test("downhill the player's keys step along the updates; back at the graph they are its own again", async () => {
  store.shown.value = shownWith({w: 4});
  const end = follow(store, downhill);
  await settle();
  const {told, run} = table();
  run("next");
  run("descend");
  assert.equal(store.descending.value, true);
  run("next");
  run("theme");
  assert.equal(store.update.value, 1);
  run("leave-descent");
  run("next");
  assert.deepEqual(told, ["next stop", "theme", "next stop"]);
  end();
});

test("playing again lets all values land at once, and begins before the first stop", async () => {
  store.shown.value = shownWith({a: 4, b: 8});
  const end = follow(store, downhill);
  await settle();
  const {told, run} = table();
  run("descend");
  assert.equal(landing(downhill).step, 1, "at the start it is the update that the panel tells");
  updates.goTo(1);
  run("play-again");
  assert.deepEqual(told, ["to -1", {a: 1, b: 2}, "play"]);
  assert.equal(store.descending.value, false);
  end();
});

test("a graph that cannot go downhill is not taken there", () => {
  store.shown.value = {...shownWith({}), trace: {...shownWith({}).trace, nodes: []}};
  const {run} = table();
  run("descend");
  assert.equal(store.descending.value, false);
});
