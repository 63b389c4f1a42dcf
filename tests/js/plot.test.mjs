import assert from "node:assert/strict";
import {test} from "node:test";

import {contour} from "../../static/js/draw/contour.js";
import {costPlot} from "../../static/js/draw/costs.js";
import {contourPlot, curvePlot} from "../../static/js/draw/plot.js";
import {tickRuns} from "../../static/js/draw/axes.js";
import {clipped, within} from "../../static/js/geometry/clip.js";
import {costFrame, evened, evenly, heights, levels, padded, powers, ticks, windows} from "../../static/js/state/frames.js";

const BOX = {x0: 0, y0: 0, x1: 10, y1: 10};
const grid = (size, height) => evenly([-1, 1], size).map((y) => evenly([-1, 1], size).map((x) => height(x, y)));
const all = (marks) => marks.flatMap((mark) => [mark, ...all(mark.children ?? [])]);
const named = (marks, cls) => all(marks).filter(({attrs}) => String(attrs.class ?? "").split(" ").includes(cls));
const numbersOf = (d) => d.match(/-?[\d.]+/g).map(Number);

test("a line is cut where it leaves the frame, and comes back where it comes back", () => {
  assert.deepEqual(within([-5, 5], [5, 5], BOX), [0.5, 1]);
  assert.equal(within([-5, -5], [-1, 5], BOX), null);
  assert.deepEqual(clipped([[5, 5], [15, 5], [15, 8], [5, 8]], BOX), [[[5, 5], [10, 5]], [[10, 8], [5, 8]]]);
  assert.deepEqual(clipped([[1, 1], [2, NaN], [3, 3], [4, 4]], BOX), [[[3, 3], [4, 4]]]);
  assert.deepEqual(clipped([[5, 5], [5, -1e200]], BOX), [[[5, 5], [5, 0]]]);
});

test("the contour of a bowl is one closed ring at its radius", () => {
  const lines = contour(grid(81, (x, y) => x * x + y * y), 0.25);
  assert.equal(lines.length, 1);
  assert.deepEqual(lines[0].at(0).map((c) => c.toFixed(6)), lines[0].at(-1).map((c) => c.toFixed(6)));
  for (const [column, row] of lines[0]) assert.ok(Math.abs(Math.hypot(column / 40 - 1, row / 40 - 1) - 0.5) < 1e-3);
});

test("a saddle's level has two branches, which do not touch", () => {
  for (const level of [-0.2, 0.2]) {
    const lines = contour(grid(41, (x, y) => x * x - y * y), level);
    assert.equal(lines.length, 2);
    for (const line of lines) {
      for (const [column, row] of line) assert.ok(Math.abs((column / 20 - 1) ** 2 - (row / 20 - 1) ** 2 - level) < 5e-3);
    }
  }
});

test("a cell without a number has no line, and a level nobody reaches none at all", () => {
  const holed = grid(5, (x) => x);
  holed[2][2] = NaN;
  assert.equal(contour(holed, 0.1).length, 2);
  assert.equal(contour(holed, 7).length, 0);
});

test("ticks are round numbers, written without binary dust", () => {
  assert.deepEqual(ticks([-0.25, 0.35], 6), [-0.2, -0.1, 0, 0.1, 0.2, 0.3]);
  assert.deepEqual(ticks([0, 12], 5), [0, 5, 10]);
  assert.deepEqual(ticks([1, 1], 5), []);
  assert.deepEqual(powers([0.002, 300], 10), [0.01, 0.1, 1, 10, 100]);
  assert.deepEqual(powers([1e-9, 1], 4), [1e-9, 1e-6, 0.001, 1]);
  assert.equal(tickRuns(-0.5)[0].text, "−0.5");
  assert.deepEqual(tickRuns(-5e9).map(({text}) => text), ["−5×10", "9"]);
  assert.deepEqual(tickRuns(1e-6).map(({text}) => text), ["10", "−6"]);
});

test("paths that stay share a window, one that runs away has its own around its first hops", () => {
  const [low, right, high] = windows([[-2.6, -2.1], [-2.6, -0.4], [-2.6, 3.7, -6, 6.3, -12, 1e9]], [false, false, true]);
  assert.deepEqual(low, right);
  assert.ok(low[0] < -2.6 && low[1] > -0.4 && low[1] < 3);
  assert.ok(high[0] < -6 && high[0] > -12 && high[1] > 6.3 && high[1] < 100);
  assert.ok(-0.4 < low[1] - 1, "the far side of the valley is in sight");
});

test("a window is never without width, and no steep end squashes the path", () => {
  assert.ok(padded([3, 3])[1] > padded([3, 3])[0]);
  assert.ok(padded([0, 0])[1] > 0);
  const [low, high] = heights([1e6, 5, 1, 0, 1, 5], [5, 1, 0.2]);
  assert.ok(low <= 0.2 && high >= 5);
  assert.ok(high < 1e6);
});

test("costs that span decades go over powers of ten; one that runs away does not stretch the frame", () => {
  assert.deepEqual(costFrame([[100, 10, 0.01]], [false]).log, true);
  assert.deepEqual(costFrame([[100, 10, -1]], [false]).log, false);
  const {log, span} = costFrame([[3, 2, 1], [3, 500, 1e9]], [false, true]);
  assert.equal(log, false);
  assert.ok(span[1] > 3 && span[1] < 10);
});

test("two axes get one scale where they are not too unlike", () => {
  const [x, y] = evened([0, 2], [0, 1], [100, 100]);
  assert.deepEqual([x, y], [[0, 2], [-0.5, 1.5]]);
  assert.deepEqual(evened([0, 100], [0, 1], [100, 100]), [[0, 100], [0, 1]]);
});

test("contour levels part the grid evenly and leave the height one stands at alone", () => {
  const heightsOfPlane = evenly([0, 1], 1000);
  assert.deepEqual(levels(heightsOfPlane, 4).map((level) => level.toFixed(1)), ["0.1", "0.4", "0.6", "0.9"]);
  assert.equal(levels(heightsOfPlane, 4, 0.63).length, 3);
  assert.deepEqual(levels([1, 1, NaN], 5), [1]);
});

const FRAME = {size: [600, 400], x: [-4, 4], y: [-1, 9]};
const NAME = [{text: "w", face: "math"}];
const curveOf = (points, at, travelled = 1) => curvePlot(FRAME, {
  curve: evenly([-4, 4], 81).map((x) => [x, x * x]), walk: {points, at, travelled}, slope: 2 * points[at][0], name: NAME,
});

test("a path on its curve: hollow start, points, a bead with its tangent, what is ahead only dotted", () => {
  const marks = curveOf([[3, 9], [2, 4], [1, 1], [0.5, 0.25]], 1);
  assert.equal(named(marks, "start").length, 1);
  assert.equal(named(marks, "descent-bead").length, 1);
  assert.equal(named(marks, "ahead").filter(({tag}) => tag === "circle").length, 2);
  assert.equal(named(marks, "hop").filter(({attrs}) => attrs.class === "hop").length, 1);
  const [x0, y0, x1, y1] = numbersOf(named(marks, "tangent")[0].attrs.d);
  const box = named(marks, "axis")[0].attrs.d.match(/M([\d.]+) ([\d.]+)H([\d.]+)/).slice(1).map(Number);
  const [perX, perY] = [(box[2] - box[0]) / 8, (box[1] - 8) / 10];
  assert.ok(Math.abs(-(y1 - y0) / perY / ((x1 - x0) / perX) - 4) < 0.05, "the tangent's slope is the gradient");
});

test("on its way the bead is between two points, and no tangent is drawn", () => {
  const place = (travelled) => named(curveOf([[2, 4], [-2, 4]], 0, travelled), "descent-bead")[0].attrs.cx;
  assert.ok(place(0.01) > place(0.5) && place(0.5) > place(0.99));
  assert.equal(place(1), place(0));
  assert.equal(named(curveOf([[3, 9], [2, 4]], 0, 0.5), "tangent").length, 0);
});

test("nothing is drawn outside the frame, and a point that is no number is left out", () => {
  const marks = curveOf([[3, 9], [-300, 90000], [NaN, NaN], [2, 4]], 3);
  assert.equal(named(marks, "point").length, 1);
  for (const {attrs} of [...named(marks, "hop"), ...named(marks, "curve")]) {
    for (const number of numbersOf(attrs.d)) assert.ok(number >= 0 && number <= 600);
  }
});

test("contours are shaded by height, and the line one stands on is stronger", () => {
  const marks = contourPlot({size: [400, 400], x: [-1, 1], y: [-1, 1]}, {
    grid: grid(21, (x, y) => x * x + y * y), levels: [0.1, 0.3, 0.5, 0.7, 0.9], here: 0.4, walk: {points: [[0.6, 0.2], [0.3, 0.1]], at: 0}, names: [NAME, NAME],
  });
  assert.ok(named(marks, "c0").length >= 1 && named(marks, "c4").length >= 1);
  assert.equal(named(marks, "here").length, 1);
});

test("lines of cost are named at their ends, and no two names touch", () => {
  const line = (costs, name, active = false) => ({costs, label: [{text: name, face: "word"}], active});
  const marks = costPlot({size: [500, 300], span: [0, 10], log: false, updates: 3}, {
    lines: [line([9, 5, 2, 1], "one", true), line([9, 6, 3, 1.1], "two"), line([9, 50, 500, 5000], "three")], at: 1, name: NAME,
  });
  const labels = all(marks).filter(({runs}) => ["one", "two", "three"].includes(runs?.[0].text)).map(({attrs}) => attrs.y).sort((a, b) => a - b);
  assert.equal(labels.length, 3);
  assert.ok(labels[1] - labels[0] >= 16 && labels[2] - labels[1] >= 16);
  assert.equal(named(marks, "cost-bead").length, 1);
});
