import assert from "node:assert/strict";
import {test} from "node:test";

import {faceHas, runsWidth} from "../../static/js/format/text.js";
import {plain} from "../../static/js/format/names.js";
import {display, TERMINAL_ID} from "../../static/js/graph/display.js";
import {inlineGlyph, opGlyph} from "../../static/js/graph/glyphs.js";
import {ancestorsOf, consumersOf, outputOf, topological} from "../../static/js/graph/queries.js";
import {stopsOf} from "../../static/js/graph/stops.js";
import {recorded} from "./picture.mjs";

const OPS = ["add", "sub", "mul", "div", "neg", "pow", "square", "sqrt", "reciprocal", "exp", "log", "abs", "sin", "cos", "tan",
  "maximum", "minimum", "clip", "where", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "identity", "step",
  "sigmoid", "tanh", "relu", "leaky_relu", "elu", "prelu", "softplus", "silu", "gelu", "matmul", "dot", "outer", "transpose",
  "reshape", "concat", "stack", "index", "sum", "mean", "max", "min", "norm", "softmax", "log_softmax", "logsumexp", "mse", "sse",
  "half_mse", "bce", "bce_with_logits", "cce", "cce_with_logits", "hinge"];

const leaf = (id, value, kind = "input") => ({id, kind, value});
const op = (id, name, ...inputs) => ({id, kind: "op", op: name, inputs});
const shown = (...nodes) => display({nodes, outputs: [nodes.at(-1).id]});

test("every op's glyph is in its face, so that no system font steps in", () => {
  for (const name of OPS) {
    for (const run of opGlyph(name).runs) assert.ok(faceHas(run.text, run.face), `${name}: ${run.text} in ${run.face}`);
  }
});

test("a scalar constant with one consumer is drawn inside its op", () => {
  const {nodes, byId, edges} = shown(leaf("x", 3), leaf("_c1", -1, "constant"), op("f", "mul", "x", "_c1"));
  assert.deepEqual(nodes.map(({id}) => id), ["x", "f", TERMINAL_ID]);
  assert.equal(plain(byId.f.glyph), "×(−1)");
  assert.deepEqual(byId.f.inline, ["_c1"]);
  assert.deepEqual(edges.map(({key, ports}) => [key, ports]), [["x>f:0", 1], [`f>${TERMINAL_ID}:0`, 1]]);
});

test("a constant that is used twice, a tensor, or beside another constant stays a leaf", () => {
  const twice = shown(leaf("c", 2, "constant"), leaf("x", 1), op("a", "add", "x", "c"), op("f", "mul", "a", "c"));
  const tensor = shown(leaf("c", [1, 2], "constant"), leaf("x", 1), op("f", "mul", "x", "c"));
  const both = shown(leaf("a", 2, "constant"), leaf("b", 3, "constant"), op("f", "mul", "a", "b"));
  const unary = shown(leaf("a", 2, "constant"), op("f", "exp", "a"));
  for (const {nodes} of [twice, tensor, both, unary]) assert.ok(nodes.some(({form, kind}) => form === "leaf" && kind === "constant"));
});

test("constants are written as on the reference drawings", () => {
  const written = (name, value, index = 1, id = "_c1") => plain(inlineGlyph(name, id, value, index).runs);
  assert.deepEqual([["mul", -1], ["add", 1], ["pow", -1], ["pow", 2], ["sub", 0.5]].map(([name, value]) => written(name, value)),
    ["×(−1)", "+1", "()−1", "()2", "−0.5"]);
  assert.equal(written("sub", 1, 0), "1−");
  assert.equal(written("mul", Math.PI, 1, "pi"), "×π");
});

test("glyphs and pills have the sizes of the reference drawings", () => {
  const half = (glyph) => Math.round(runsWidth(glyph.runs, glyph.size) / 2 + glyph.pad);
  assert.equal(half(inlineGlyph("mul", "", -1, 1)), 29);
  assert.equal(half(inlineGlyph("pow", "", -1, 1)), 26);
});

test("the output's name stands in the terminal and not over its op", () => {
  const {byId} = shown(leaf("x", 1), op("f", "exp", "x"));
  assert.equal(plain(byId[TERMINAL_ID].name), "f");
  assert.deepEqual(byId.f.name, []);
});

test("made ids are not names", () => {
  const {byId} = shown(leaf("x", 1), op("_exp1", "exp", "x"), op("f", "log", "_exp1"));
  assert.deepEqual(byId._exp1.name, []);
});

test("x*x has two edges", () => {
  const {edges} = shown(leaf("x", 3), op("f", "mul", "x", "x"));
  assert.deepEqual(edges.filter(({target}) => target === "f").map(({key, port}) => [key, port]), [["x>f:0", 0], ["x>f:1", 1]]);
});

test("a long value grows the tag and nothing else", () => {
  const width = (value) => shown(leaf("x", value), op("f", "exp", "x")).byId.x.halfWidth;
  assert.equal(width(2), width(-3));
  assert.ok(width(-0.00012345) > width(2));
});

test("a closed group is one node, and stops inside it are not told", () => {
  const {graph, trace} = recorded("sigmoid-neuron-apart");
  const closed = {...graph, groups: graph.groups.map((group) => ({...group, open: false}))};
  const {byId, edges, nodes} = display(closed, trace);
  const group = nodes.find(({kind}) => kind === "group");
  assert.ok(group?.composite);
  assert.deepEqual(edges.filter(({target}) => target === group.id).map(({from}) => from), ["z"]);
  assert.equal(byId[edges.find(({to}) => to === null).source], group);
  const inside = new Set(group.members);
  assert.ok(stopsOf(closed, trace).every((stop) => stop.phase !== "edge" || !inside.has(stop.edge.split(">")[0])));
});

test("questions about a graph", () => {
  const graph = {nodes: [leaf("x", 1), leaf("y", 2), op("q", "add", "x", "y"), op("f", "mul", "q", "x"), op("g", "exp", "y")]};
  assert.deepEqual([...ancestorsOf(graph, "q")].sort(), ["q", "x", "y"]);
  assert.deepEqual(consumersOf(graph).get("x").map(({target}) => target), ["q", "f"]);
  assert.equal(outputOf(graph), null);
  assert.equal(outputOf({...graph, outputs: ["f"]}), "f");
  assert.deepEqual(topological(["f", "q", "x", "y"], [{source: "x", target: "q"}, {source: "y", target: "q"}, {source: "q", target: "f"}]), ["x", "y", "q", "f"]);
});
