import assert from "node:assert/strict";
import {test} from "node:test";

import {aligned, completed} from "../../static/js/editing/arrange.js";
import {pasted, pieceAsText, pieceFromText, pieceOf} from "../../static/js/editing/clip.js";
import {
  BLANK, added, grouped, looseOf, placed, refusalOf, removed, renamed, tidied, ungrouped, unwired, wired, withGroupOpen, withKind, withLoose,
  withGroups, withOp, withOutput, withoutLoose,
} from "../../static/js/editing/edits.js";
import {nameRefusal} from "../../static/js/editing/names.js";
import {offersFor} from "../../static/js/editing/offers.js";
import {walk} from "./random_edits.mjs";
import {readShape, reshaped, shapeOf, writeShape} from "../../static/js/editing/shape.js";

const MUL = {op: "mul", operands: 2};
const SIGMOID = {op: "sigmoid", operands: 1};

/** f = sigmoid(w*x + b), built as a hand builds it. */
function neuron() {
  let graph = BLANK;
  const add = (what) => {
    const made = added(graph, what, [graph.nodes.length * 100, 0]);
    graph = made.graph;
    return made.id;
  };
  const [x, w, b] = ["input", "parameter", "parameter"].map((kind) => add({kind, value: 1}));
  const [times, plus, squash] = [MUL, {op: "add", operands: 2}, SIGMOID].map(add);
  for (const [source, target, index] of [[w, times, 0], [x, times, 1], [times, plus, 0], [b, plus, 1], [plus, squash, 0]]) {
    graph = wired(graph, source, target, index);
  }
  return graph;
}

test("a neuron is built from nothing, and its end is the output at every moment", () => {
  const graph = neuron();
  assert.deepEqual(graph.nodes.map(({id}) => id), ["x", "w", "b", "_mul1", "_add1", "_sigmoid1"]);
  assert.deepEqual(graph.outputs, ["_sigmoid1"]);
  assert.deepEqual(graph.nodes.at(-2).inputs, ["_mul1", "b"]);
  assert.equal(looseOf(graph).size, 0);
  const more = added(graph, {kind: "input"}, [0, 0]).graph;
  assert.deepEqual(more.outputs, ["_sigmoid1"], "a leaf that is put down takes the output from nobody");
  const next = added(graph, SIGMOID, [0, 0]);
  assert.deepEqual(next.graph.outputs, ["_sigmoid1"]);
  assert.deepEqual(wired(next.graph, "_sigmoid1", next.id, 0).outputs, [next.id]);
  assert.deepEqual(removed(graph, ["_sigmoid1"]).outputs, ["_add1"]);
  assert.deepEqual(removed(graph, graph.nodes.map(({id}) => id)), {...BLANK, layout: {nodes: {}}});
});

test("what cannot be wired is refused with its reason", () => {
  const graph = neuron();
  assert.equal(refusalOf(graph, "_sigmoid1", "_mul1", 0), "cycle");
  assert.equal(refusalOf(graph, "_mul1", "_mul1", 0), "cycle");
  assert.equal(refusalOf(graph, "x", "w", 0), "leaf");
  assert.equal(refusalOf(graph, "x", "_mul1", 2), "no-port");
  assert.equal(refusalOf(graph, "x", "_mul1", 2, true), null);
  assert.equal(refusalOf(graph, "x", "_mul1", 1), "there-already");
  assert.equal(refusalOf(graph, "x", "_mul1", 0), null, "the same node may feed one op twice");
});

test("a node that is renamed is renamed wherever it stands", () => {
  const before = grouped({...neuron(), layout: {nodes: {_mul1: [1, 2]}, edges: {"w>_mul1:0": [[5, 5]], "_mul1>_add1:0": [[6, 6]]}}}, ["_mul1", "_add1"], "z");
  const graph = renamed(before, "_mul1", "p");
  assert.ok(!JSON.stringify(graph).includes("_mul1"));
  assert.deepEqual(graph.layout, {nodes: {p: [1, 2]}, edges: {"w>p:0": [[5, 5]], "p>_add1:0": [[6, 6]]}});
  assert.deepEqual(graph.groups[0].nodes, ["p", "_add1"]);
  assert.deepEqual(renamed(graph, "p", "_mul1"), before);
  assert.deepEqual(["", "2x", "w", "p", "a b", "q_1", "a".repeat(201)].map((name) => nameRefusal(graph, "p", name)),
    ["empty", "letters", "taken", null, "letters", null, "long"]);
});

test("another op keeps the wires it has ports for", () => {
  const one = withOp(neuron(), "_add1", SIGMOID);
  assert.deepEqual(one.nodes[4].inputs, ["_mul1"]);
  assert.deepEqual(withOp(one, "_add1", {op: "where", operands: 3}).nodes[4].inputs, ["_mul1", null, null]);
  assert.equal(withKind(one, "x", "constant").nodes[0].kind, "constant");
});

test("what a text cannot say stays on the canvas, and comes back to it", () => {
  const graph = unwired(neuron(), "_add1", 1);
  assert.deepEqual([...looseOf(graph)].sort(), ["_add1", "_sigmoid1"]);
  const said = withoutLoose(graph);
  assert.deepEqual(said.nodes.map(({id}) => id), ["x", "w", "b", "_mul1"]);
  assert.deepEqual(said.outputs, ["_mul1"]);
  const loose = graph.nodes.filter(({id}) => looseOf(graph).has(id));
  assert.deepEqual(withLoose(said, loose).nodes, graph.nodes);
  const without = withLoose(removed(said, ["_mul1"]), loose);
  assert.deepEqual(without.nodes.at(-2).inputs, [null, null]);
  assert.equal(withoutLoose(neuron()).nodes.length, 6);
});

test("a piece is pasted with names of its own, and its wires within", () => {
  const graph = grouped(neuron(), ["_mul1", "_add1"], "z");
  const piece = pieceFromText(pieceAsText(pieceOf(graph, ["_mul1", "_add1"])));
  const {graph: more, ids} = pasted(graph, piece, [10, 200]);
  assert.deepEqual(ids, ["_mul2", "_add2"]);
  assert.deepEqual(more.nodes.slice(-2).map(({inputs}) => inputs), [[null, null], ["_mul2", null]]);
  assert.deepEqual(more.layout.nodes._mul2, [310, 200]);
  assert.deepEqual(more.groups.map(({id, label, nodes}) => [id, label, nodes]), [["group1", "z", ["_mul1", "_add1"]], ["group2", "z", ["_mul2", "_add2"]]]);
  assert.deepEqual(more.outputs, graph.outputs);
  assert.deepEqual([pieceFromText("x = 2"), pieceFromText("{}"), pieceFromText("null")], [null, null, null]);
});

test("groups hold nodes once, open and close, and go with their last node", () => {
  const graph = grouped(grouped(neuron(), ["_mul1", "_add1"], "z"), ["_add1", "_sigmoid1"], "a");
  assert.deepEqual(graph.groups.map(({nodes}) => nodes), [["_mul1"], ["_add1", "_sigmoid1"]]);
  assert.equal(withGroupOpen(graph, "group2", false).groups[1].open, false);
  assert.deepEqual(removed(graph, ["_mul1"]).groups.map(({id}) => id), ["group2"]);
  assert.deepEqual(ungrouped(graph, "group1").groups.map(({id}) => id), ["group2"]);
});

test("moving forgets the bends of the wires that move, tidying all places", () => {
  const graph = {...neuron(), layout: {nodes: {x: [0, 0]}, edges: {"w>_mul1:0": [[5, 5]], "_mul1>_add1:0": [[6, 6]]}}};
  assert.deepEqual(placed(graph, {w: [9, 9]}).layout, {nodes: {x: [0, 0], w: [9, 9]}, edges: {"_mul1>_add1:0": [[6, 6]]}});
  assert.deepEqual(tidied(graph).layout, {});
  assert.deepEqual(withOutput(graph, "_add1").outputs, ["_add1"]);
  assert.deepEqual(aligned({a: [0, 10], b: [50, 30], c: [9, 9]}, ["a", "b"], "row"), {a: [0, 20], b: [50, 20]});
  assert.deepEqual(aligned({a: [0, 10], b: [50, 30]}, ["a", "b"], "column"), {a: [25, 10], b: [25, 30]});
});

test("nodes without a place come to stand beside their neighbours, on nobody", () => {
  const graph = neuron();
  const places = completed(graph, {x: [0, 0], w: [0, 100]});
  assert.deepEqual([places.x, places.w], [[0, 0], [0, 100]]);
  assert.ok(places._mul1[0] > 100 && places._add1[0] > places._mul1[0]);
  const all = Object.values(places);
  for (const [at, [x, y]] of all.entries()) {
    for (const [a, b] of all.slice(at + 1)) assert.ok(Math.abs(a - x) >= 120 || Math.abs(b - y) >= 80, JSON.stringify(places));
  }
});

test("300 random sequences of edits leave documents that are sound", () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    let [graph, written, step] = [BLANK, JSON.stringify(BLANK), 0];
    for (const next of walk(seed, 40)) {
      assert.equal(JSON.stringify(graph), written, "an edit changes no document, it makes one");
      [graph, written, step] = [next, JSON.stringify(next), step + 1];
      sound(graph, `seed ${seed}, step ${step}`);
    }
    const said = withoutLoose(graph);
    sound(said, `seed ${seed}, as text`);
    assert.ok(said.nodes.every(({inputs}) => !(inputs ?? []).includes(null)));
  }
});

/** Every name means one node, every wire begins somewhere, nothing goes round, every place and group is of nodes there are. */
function sound(graph, where) {
  const ids = new Set(graph.nodes.map(({id}) => id));
  assert.equal(ids.size, graph.nodes.length, where);
  const done = new Set();
  for (let left = graph.nodes; left.length;) {
    const rest = left.filter(({inputs}) => (inputs ?? []).some((source) => source != null && !done.has(source)));
    assert.ok(rest.length < left.length, `${where}: a cycle, or a wire from nowhere`);
    for (const {id} of left) if (!rest.some((node) => node.id === id)) done.add(id);
    left = rest;
  }
  for (const id of Object.keys(graph.layout?.nodes ?? {})) assert.ok(ids.has(id), `${where}: a place of nobody`);
  for (const id of [...(graph.outputs ?? []), ...graph.groups.flatMap(({nodes}) => nodes)]) assert.ok(ids.has(id), where);
  assert.equal(graph.outputs.length, graph.nodes.length ? 1 : 0, where);
}

test("the palette offers what is typed: names that begin so first, and leaves that hold a number", () => {
  const ops = [
    {name: "sinh", title: "Hyperbolic sine", operands: ["x"]}, {name: "sin", title: "Sine", operands: ["x"], summary: "Sine of x."},
    {name: "clip", title: "Clip", operands: ["x"], settings: [{name: "low", kind: "number"}, {name: "high", kind: "number"}, {name: "soft", kind: "bool", default: false}]},
    {name: "add", title: "Add", display: "+", operands: ["x", "y"]},
  ];
  const said = {leaf: {input: "in", parameter: "learnt", constant: "stays"}, holds: (value) => `holds ${value}`};
  const keys = (typed) => offersFor(ops, typed, said).map(({key}) => key);
  assert.deepEqual(keys(""), ["input", "parameter", "constant", "op sinh", "op sin", "op clip", "op add"]);
  assert.deepEqual(keys("Sin"), ["op sin", "op sinh"]);
  assert.deepEqual([keys("+"), keys("lip"), keys("frob")], [["op add"], ["op clip"], []]);
  assert.deepEqual(offersFor(ops, "−2.5", said).map(({note, value}) => [note, value]), Array(3).fill(["holds -2.5", -2.5]));
  assert.deepEqual(offersFor(ops, "clip", said)[0].attrs, {low: 0, high: 1});
  assert.equal(offersFor(ops, "add", said)[0].operands, 2);
});

test("a value in another shape keeps what fits", () => {
  assert.deepEqual(["", "3", "2x3", " 2 × 3 ", "2, 3", "2 3", "0", "2x", "1.5", "2x3x4", "100x100"].map(readShape),
    [[], [3], [2, 3], [2, 3], [2, 3], [2, 3], null, null, null, null, null]);
  assert.deepEqual(reshaped(7, [2, 2]), [[7, 1], [1, 1]]);
  assert.deepEqual(reshaped([[1, 2], [3, 4]], [3]), [1, 3, 1]);
  assert.deepEqual([reshaped([[5, 2]], []), reshaped(null, [2], 0)], [5, [0, 0]]);
  assert.deepEqual([shapeOf([[1, 2], [3, 4], [5, 6]]), writeShape([3, 2])], [[3, 2], "3 × 2"]);
});

test("groups of a reader's own come back to a text as far as their nodes are there", () => {
  const {groups} = grouped(neuron(), ["_mul1", "_add1"], "z");
  assert.deepEqual(withGroups(neuron(), groups).groups, groups);
  assert.deepEqual(withGroups(removed(neuron(), ["_mul1"]), groups).groups[0].nodes, ["_add1"]);
  assert.deepEqual(withGroups(removed(neuron(), ["_mul1", "_add1"]), groups).groups, []);
});
