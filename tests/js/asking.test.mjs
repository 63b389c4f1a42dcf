import assert from "node:assert/strict";
import {test} from "node:test";

import {BLANK, questionOf, withheld} from "../../static/js/state/asking.js";

const EDGE = {
  phase: "edge", source: "z", target: "f", index: 1, text: "f passes 3 back to z.",
  latex: "\\down{d} = \\up{u} \\cdot \\loc{l}", numbers: "\\down{3} = \\up{1} \\cdot (\\loc{-0.5}), \\quad \\loc{-0.5} = e^{\\val{-1}}",
  factors: [{role: "upstream", value: 1}, {role: "local", value: -0.5}, {role: "downstream", value: 3}],
};
const STOPS = [
  {index: 0, phase: "forward", address: "forward:q", node: "q", edge: null, step: 0},
  {index: 1, phase: "edge", address: "edge:z>f:1", node: "f", edge: "z>f:1", step: 1},
  {index: 2, phase: "edge", address: "edge:_mul1>f:0", node: "f", edge: "_mul1>f:0", step: 2},
];

test("a step that asks is told without its answer, in symbols, numbers and words", () => {
  const step = withheld(EDGE, {words: "What does z receive?", local: false});
  assert.deepEqual(step.factors.map(({value}) => value), [1, -0.5, null]);
  assert.equal(step.numbers, `\\down{${BLANK}} = \\up{1} \\cdot (\\loc{-0.5}), \\quad \\loc{-0.5} = e^{\\val{-1}}`);
  assert.equal(step.latex, EDGE.latex);
  assert.equal(step.text, "What does z receive?");
});

test("where the local gradient is asked for, it goes everywhere, and the product with it", () => {
  const step = withheld(EDGE, {words: "", local: true});
  assert.deepEqual(step.factors.map(({value}) => value), [1, null, null]);
  assert.equal(step.numbers, `\\down{${BLANK}} = \\up{1} \\cdot (\\loc{${BLANK}}), \\quad \\loc{${BLANK}} = e^{\\val{-1}}`);
});

test("a tensor is kept back whole", () => {
  const numbers = "\\val{\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}} = \\val{a}";
  assert.equal(withheld({...EDGE, phase: "forward", numbers}, {words: "", local: false}).numbers, `\\val{${BLANK}} = \\val{a}`);
});

test("a line without any mark is kept back altogether", () => {
  assert.equal(withheld({...EDGE, numbers: "3"}, {words: "", local: false}).numbers, BLANK);
});

test("a stop asks in the lesson's words, else in plain ones", () => {
  const lesson = [{quantity: "gradient", node: "z", ask: "By how much?"}, {quantity: "local", edge: {source: "_mul1", target: "f", index: 0}, ask: "How steep?"}];
  assert.deepEqual(questionOf(lesson, STOPS, STOPS[1]), {words: "By how much?", local: false});
  assert.deepEqual(questionOf(lesson, STOPS, STOPS[2]), {words: "How steep?", local: true});
  assert.equal(questionOf([], STOPS, STOPS[0]).words, "What is the value of q?");
  assert.equal(questionOf([], STOPS, STOPS[1]).words, "What does z receive along this wire?");
  assert.equal(questionOf([], STOPS, STOPS[2]).words, "What is passed on along this wire?");
});
