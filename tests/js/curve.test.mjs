import assert from "node:assert/strict";
import {test} from "node:test";

import {curveScene} from "../../static/js/draw/curve.js";
import {CURVE} from "../../static/js/draw/curve-frame.js";
import {columnOf, curveOf, roundUp, ticksOf, windowOf} from "../../static/js/state/curve.js";

const NAN = NaN;

/** The drawing of a function whose slope is known, at a point. */
function drawn(value, slope, x, window, asked = [0]) {
  const xs = columnOf(window, asked);
  return curveScene({
    samples: {xs, ys: xs.map(value), slopes: xs.map(slope)}, window, ticks: ticksOf(window), marks: asked, operand: [],
    point: {x, y: value(x), slope: slope(x)}, shownSlope: slope(x), shownX: x,
  });
}
const markOf = ({marks}, key) => marks.find((mark) => mark.key === key);
const points = (d) => [...d.matchAll(/([ML])(-?[\d.]+) (-?[\d.]+)/g)].map(([, command, x, y]) => ({command, x: Number(x), y: Number(y)}));

test("the window shows zero beside small values and stays while a value moves within it", () => {
  assert.deepEqual(windowOf({op: "sigmoid"}, 0, NAN, 1), [-5, 5]);
  assert.deepEqual(windowOf({op: "sigmoid"}, 0, NAN, 1.3), windowOf({op: "sigmoid"}, 0, NAN, -4));
  const [from, to] = windowOf({op: "exp"}, 0, NAN, -1);
  assert.ok(from < -2 && to > 0 && to < 1);
  assert.deepEqual(windowOf({op: "pow"}, 0, 2, 1.5), windowOf({op: "pow"}, 0, 2, 1.6));
});

test("whatever the operand, the point is inside its window", () => {
  for (const op of ["exp", "log", "sqrt", "relu", "sigmoid", "tanh", "sin", "abs", "neg", "reciprocal", "step"]) {
    for (const x of [-1e9, -700, -31, -3, -1, -0.5, -1e-7, 0, 1e-7, 0.3, 1, 2, 4.9, 5, 17, 700, 1e9]) {
      const [from, to] = windowOf({op}, 0, NAN, x);
      assert.ok(from < x && x < to, `${op} at ${x}: ${from} to ${to}`);
    }
  }
});

test("the column has the places where an op may bend, exactly", () => {
  const column = columnOf([-3.2, 3.2], [0, 1.3, 9]);
  assert.ok(column.includes(0) && column.includes(1.3) && !column.includes(9));
  assert.deepEqual([...column].sort((a, b) => a - b), column);
});

test("ticks are round numbers", () => {
  assert.deepEqual(ticksOf([-3.1, 0.65]), [-3, -2, -1, 0]);
  assert.deepEqual(ticksOf([-0.02, 0.047]), [-0.02, 0, 0.02, 0.04]);
  assert.deepEqual([3, 20, 0.07, 1].map(roundUp), [5, 20, 0.1, 1]);
});

test("an op of one variable number has a curve, with its constants; one of two has none", () => {
  const graph = {nodes: [{id: "x", value: 2}, {id: "y", value: 3}, {id: "c", kind: "constant", value: 2},
    {id: "p", op: "pow", inputs: ["x", "c"]}, {id: "q", op: "mul", inputs: ["x", "y"]}]};
  const trace = {values: {x: 2, y: 3, c: 2, p: 4, q: 6}, edges: [
    {source: "x", target: "p", index: 0, local: 4}, {source: "c", target: "p", index: 1, local: null},
    {source: "x", target: "q", index: 0, local: 3}, {source: "y", target: "q", index: 1, local: 2}]};
  const curve = curveOf(graph, trace, "p");
  assert.deepEqual([curve.operand, curve.x, curve.y, curve.local], ["x", 2, 4, 4]);
  assert.deepEqual(curve.request.graph.nodes.map(({id}) => id), ["x", "c", "p"]);
  assert.equal(curveOf(graph, trace, "q"), null);
  assert.equal(curveOf(graph, trace, "x"), null);
});

test("of a tensor it is the picked number's curve, where the op acts number by number", () => {
  const graph = {nodes: [{id: "A", value: [[1, 2]]}, {id: "t", op: "tanh", inputs: ["A"]}]};
  const trace = {values: {A: [[1, 2]], t: [[0.76, 0.96]]}, edges: [{source: "A", target: "t", index: 0, local: [[0.42, 0.07]]}]};
  const curve = curveOf(graph, trace, "t", {node: "A", cell: [0, 1]});
  assert.deepEqual([curve.x, curve.y, curve.local], [2, 0.96, 0.07]);
  assert.equal(curveOf(graph, trace, "t"), null);
  assert.equal(curveOf(graph, trace, "t", {node: "B", cell: [0, 1]}), null);
});

test("the tangent has the slope that was given, through the point", () => {
  const window = windowOf({op: "exp"}, 0, NAN, -1);
  const [a, b] = points(markOf(drawn(Math.exp, Math.exp, -1, window), "tangent").attrs.d);
  const curve = points(markOf(drawn(Math.exp, Math.exp, -1, window), "curve").attrs.d);
  const [sx, left] = [(CURVE.x1 - CURVE.x0) / (window[1] - window[0]), CURVE.x0 - window[0] * ((CURVE.x1 - CURVE.x0) / (window[1] - window[0]))];
  // Two points of the curve itself give the height of one unit.
  const [first, last] = [curve[0], curve.at(-1)];
  const sy = (first.y - last.y) / (Math.exp((last.x - left) / sx) - Math.exp((first.x - left) / sx));
  assert.ok(Math.abs(((a.y - b.y) / sy) / ((b.x - a.x) / sx) - Math.exp(-1)) < 0.01);
});

test("where the op has no value the curve is left out", () => {
  const {d} = markOf(drawn((x) => (x > 0 ? Math.log(x) : NaN), (x) => 1 / x, 2, [-1, 5]), "curve").attrs;
  const zero = CURVE.x0 + (CURVE.x1 - CURVE.x0) / 6;
  assert.ok(points(d).every(({x}) => x >= zero));
});

test("an asymptote breaks the curve and does not flatten the rest", () => {
  const picture = drawn((x) => 1 / x, (x) => -1 / x ** 2, 2, [-1.8, 3.8]);
  const branches = points(markOf(picture, "curve").attrs.d).filter(({command}) => command === "M");
  assert.equal(branches.length, 2);
  const {cy} = markOf(picture, "point").attrs;
  assert.ok(cy > CURVE.y0 + 10 && cy < CURVE.y1 - 10);
});

test("a step has a full dot at its value and a hollow one at the other side", () => {
  const picture = drawn((x) => (x >= 0 ? 1 : 0), () => 0, 1, [-3.2, 3.2]);
  const full = picture.marks.find(({key}) => key.startsWith("full"));
  const hollow = picture.marks.find(({key}) => key.startsWith("hollow"));
  assert.equal(full.attrs.cx, hollow.attrs.cx);
  assert.ok(full.attrs.cy < hollow.attrs.cy);
  assert.equal(points(markOf(picture, "curve").attrs.d).filter(({command}) => command === "M").length, 2);
});

test("a steep curve is no jump", () => {
  const picture = drawn((x) => Math.tanh(20 * x), (x) => 20 / Math.cosh(20 * x) ** 2, 0.5, [-3, 3]);
  assert.equal(points(markOf(picture, "curve").attrs.d).filter(({command}) => command === "M").length, 1);
});

test("an endless slope is an upright tangent, none at all leaves it out", () => {
  const upright = points(markOf(drawn(Math.sqrt, (x) => 0.5 / Math.sqrt(x), 0, [-1, 3]), "tangent").attrs.d.replace("V", "L1 "));
  assert.equal(upright.length, 2);
  assert.equal(markOf(drawn((x) => x, () => NaN, 1, [-2, 2]), "tangent"), undefined);
});

test("nothing is written outside the drawing", () => {
  for (const x of [-1.9, -1, 0, 0.4, 1.9]) {
    for (const [value, slope] of [[Math.exp, Math.exp], [Math.sin, Math.cos], [(v) => v * v, (v) => 2 * v], [(v) => -40 * v, () => -40]]) {
      for (const {tag, attrs} of drawn(value, slope, x, [-2, 2]).marks) {
        if (tag === "text") assert.ok(attrs.x >= 0 && attrs.x < CURVE.width && attrs.y > 8 && attrs.y <= CURVE.height, JSON.stringify(attrs));
      }
    }
  }
});
