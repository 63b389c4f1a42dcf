import assert from "node:assert/strict";
import {test} from "node:test";

import {numbersAt} from "../../static/js/state/counts.js";
import {stepTex, tableTex, tableText} from "../../static/js/state/formula.js";

const ROWS = [{id: "x", value: -2, gradient: null}, {id: "q", value: 0.7310585786300049, gradient: [[1, 0.5], [0, 2]]}];

test("a step is copied as two lines aligned at their equals signs, without the page's own macros", () => {
  const step = {latex: "\\down{\\frac{df}{dx}} = \\up{a} \\cdot \\loc{b}", numbers: "\\down{-4} = \\up{-4} \\cdot \\loc{1}"};
  assert.equal(stepTex(step), "\\begin{aligned}\n  \\frac{df}{dx} &= a \\cdot b \\\\\n  -4 &= -4 \\cdot 1\n\\end{aligned}");
});

test("a leaf's step is one line", () => {
  assert.equal(stepTex({latex: "\\val{x}", numbers: "\\val{1}"}), "\\begin{aligned}\n  x &= 1\n\\end{aligned}");
  assert.equal(stepTex({latex: "e^{\\val{y}}", numbers: "\\val{1} = e^{\\val{0}}"}), "\\begin{aligned}\n  e^{y} &= 1 = e^{0}\n\\end{aligned}");
});

test("all numbers are copied as LaTeX as they are shown, and as text in full", () => {
  const tex = tableTex(ROWS, (id) => id, ["node", "value", "gradient"]);
  assert.match(tex, /x & -2 & {2}\\\\\n/);
  assert.match(tex, /q & 0\.7311 & \\begin\{bmatrix\} 1 & 0\.5000 \\\\ 0 & 2 \\end\{bmatrix\}/);
  assert.equal(tableText(ROWS, ["node", "value", "gradient"]), "node\tvalue\tgradient\nx\t-2\t\nq\t0.7310585786300049\t[[1,0.5],[0,2]]");
});

test("a number is in the table once it is told, a gradient once nothing is added to it", () => {
  const node = (id, op, value, gradient) => ({id, op, value, gradient});
  const edge = (index) => ({phase: "edge", source: "x", target: "f", index});
  const trace = {
    nodes: [node("x", null, 3, 6), node("f", "mul", 9, 1)],
    steps: [{phase: "forward", node: "x"}, {phase: "forward", node: "f"}, {phase: "seed", node: "f"}, edge(1), edge(0), {phase: "accumulate", node: "x"}],
  };
  const stops = trace.steps.map((_, step) => ({step}));
  const known = (stop) => numbersAt(trace, {owner: {x: "x", f: "f"}}, stops, stop).map(({value, gradient}) => [value, gradient]);
  assert.deepEqual(known(-1), [[3, null], [null, null]]);
  assert.deepEqual(known(1), [[3, null], [9, null]]);
  assert.deepEqual(known(4), [[3, null], [9, 1]]);
  assert.deepEqual(known(5), [[3, 6], [9, 1]]);
});
