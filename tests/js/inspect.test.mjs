import assert from "node:assert/strict";
import {test} from "node:test";

import {cellTex, entryAt, jacobianOf, largest, placesOf, shapeOf, telling, termsOf, withEntry} from "../../static/js/state/cells.js";
import {lettered} from "../../static/js/state/letters.js";
import {changedLeaves} from "../../static/js/state/own.js";
import {entriesOf, errorText, held, placeOf, signed, stepNear, STEPS, summed, USUAL, wireToNudge} from "../../static/js/state/nudge.js";

const W = {
  source: "W", target: "z", index: 0, upstream: [0.5, -0.25],
  local: {kind: "jacobian", value: [[[1, 2], [0, 0]], [[0, 0], [1, 2]]]}, downstream: [[0.5, 1], [-0.25, -0.5]],
};
const SCALED = {source: "k", target: "z", index: 0, upstream: [1, 2, 3], local: [10, 20, 30], downstream: 140};
const ROW = {source: "b", target: "z", index: 1, upstream: [[1, 2], [3, 4]], local: [[1, 1], [1, 1]], downstream: [4, 6]};

const total = (terms) => terms.reduce((sum, {upstream, local}) => sum + upstream * local, 0);

test("a cell's terms are all the products that reach it", () => {
  assert.deepEqual(telling(termsOf(W, [1, 0])), [{at: [1], upstream: -0.25, local: 1}]);
  assert.equal(termsOf(SCALED, []).length, 3);
  assert.deepEqual(termsOf(ROW, [1]).map(({at}) => at), [[0, 1], [1, 1]]);
});

test("a cell's terms add up to what arrives there", () => {
  for (const edge of [W, SCALED, ROW]) {
    for (const cell of placesOf(shapeOf(edge.downstream))) assert.equal(total(termsOf(edge, cell)), entryAt(edge.downstream, cell));
  }
});

test("a local gradient that is too large to list has no terms", () => {
  assert.equal(termsOf({...W, local: {kind: "operator", formula: "x^{\\top}"}}, [0, 0]), null);
  assert.equal(jacobianOf(W, 5), null);
  assert.deepEqual(jacobianOf({...W, downstream: [1, 2], local: {kind: "jacobian", value: [[1, 2], [3, 4]]}}, 5), [[1, 2], [3, 4]]);
});

test("cells are named from 1, and changed without touching the tensor", () => {
  assert.equal(cellTex("W", [1, 0]), "W_{21}");
  assert.deepEqual(["W", "w_{0}", "\\mathrm{loss}", "w_{1} x_{1} + b", "w x"].map((name) => cellTex(name, [])),
    ["W", "w_{0}", "\\mathrm{loss}", "\\left(w_{1} x_{1} + b\\right)", "\\left(w x\\right)"]);
  assert.equal(cellTex("w_{0}", [9]), "\\left(w_{0}\\right)_{10}");
  const before = [[1, 2], [3, 4]];
  assert.deepEqual(withEntry(before, [1, 0], 9), [[1, 2], [9, 4]]);
  assert.deepEqual(before, [[1, 2], [3, 4]]);
  assert.deepEqual(largest([[1, 2], [-9, "NaN"]]), [1, 0]);
});

test("the slider's steps go from −1 to 1 without zero, and every place leads to its step", () => {
  assert.equal(STEPS[USUAL], 0.01);
  assert.ok(!STEPS.includes(0) && STEPS[0] === -1 && STEPS.at(-1) === 1);
  STEPS.forEach((_, at) => assert.equal(stepNear(placeOf(at)), at));
  assert.deepEqual([stepNear(-5), stepNear(5), stepNear(0)].map((at) => STEPS[at]), [-1, 1, 0.001]);
  assert.deepEqual([0.01, -0.5].map(signed), ["+0.01", "−0.5"]);
});

test("for a nudge the leaves are held still, all but the one that is measured", () => {
  const graph = {nodes: [{id: "x", kind: "input", value: 1}, {id: "w", kind: "parameter", value: 2}, {id: "f", op: "mul", inputs: ["x", "w"]}], outputs: ["f"]};
  assert.deepEqual(held(graph, "w").nodes.map(({kind}) => kind), ["constant", "parameter", undefined]);
});

test("only a wire between scalars can be nudged in two numbers", () => {
  const edge = {source: "x", target: "f", index: 0, downstream: 2};
  const trace = {value: 4, values: {x: 2}, edges: [edge]};
  assert.equal(wireToNudge(trace, "x>f:0"), edge);
  assert.equal(wireToNudge(trace, "x>f:1"), null);
  assert.equal(wireToNudge({...trace, values: {x: [1, 2]}}, "x>f:0"), null);
});

test("a check is summed up, with what it has something against by name", () => {
  assert.deepEqual(summed({x: {status: "ok"}, y: {status: "kink"}}), {agree: 1, all: 2, others: [["y", "kink"]]});
  assert.deepEqual([0, 2.7466e-11, "NaN"].map(errorText), ["0", "3×10⁻¹¹", "NaN"]);
  assert.equal(entriesOf({gradients: {x: 1, W: [[1, 2], [3, 4]]}}), 5);
});

test("of the leaves only those that were changed get their own numbers back", () => {
  const own = {nodes: [{id: "x", value: 1}, {id: "W", value: [[1, 2]]}, {id: "f", op: "mul", inputs: ["x", "W"]}]};
  const now = {nodes: [{id: "x", value: 3}, {id: "W", value: [[1, 2]]}, {id: "new", value: 9}, {id: "f", op: "mul", inputs: ["x", "W"]}]};
  assert.deepEqual(changedLeaves(now, own), [["x", 1]]);
});

test("the parts of an opened composite get letters that are free", () => {
  const graph = {
    nodes: [{id: "a1", value: 1}, {id: "f__c1", kind: "constant", value: -1}, {id: "f__mul1", op: "mul", inputs: ["a1", "f__c1"]},
      {id: "f__exp1", op: "exp", inputs: ["f__mul1"]}, {id: "f", op: "neg", inputs: ["f__exp1"]}],
    groups: [{id: "f", op: "sigmoid", nodes: ["f__c1", "f__mul1", "f__exp1", "f"], open: true}],
  };
  assert.deepEqual(lettered(graph, "f").nodes.map(({label}) => label), [undefined, undefined, "b", "c", undefined]);
  assert.equal(lettered(graph, "g"), graph);
});
