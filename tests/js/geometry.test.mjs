import assert from "node:assert/strict";
import {test} from "node:test";

import {boxAround, boxesTouch, crossesLine, distanceToLine, distanceToNode, union} from "../../static/js/geometry/boxes.js";
import {at, atLength, flowing, lanePath, line} from "../../static/js/geometry/curves.js";

const near = (a, b, tolerance = 1e-6) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test("boxes touch only where they overlap by more than the margin allows", () => {
  const a = boxAround(0, 0, 10, 10);
  assert.equal(boxesTouch(a, boxAround(10, 0, 10, 10)), false);
  assert.equal(boxesTouch(a, boxAround(10, 0, 10, 10), 1), true);
  assert.equal(boxesTouch(a, boxAround(9, 9, 10, 10)), true);
});

test("a box is as far from a line as its nearest point, and 0 where the line crosses it between samples", () => {
  near(distanceToLine(boxAround(0, 10, 4, 4), [[-100, 0], [100, 0]]), 8);
  assert.equal(distanceToLine(boxAround(0, 0, 4, 4), [[-100, -100], [100, 100]]), 0);
  assert.equal(distanceToLine(boxAround(0, 0, 4, 4), [[-1, 0], [1, 0]]), 0);
  near(distanceToLine(boxAround(0, 0, 4, 4), [[5, 6], [50, 60]]), 5);
});

test("distance to a pill is measured to its round end", () => {
  const pill = {id: "p", form: "pill", cx: 0, cy: 0, r: 20, halfWidth: 30, x0: -30, x1: 30, y0: -20, y1: 20};
  near(distanceToNode(boxAround(50, 0, 10, 2), pill), 15);
  assert.ok(distanceToNode(boxAround(30, 20, 2, 2), pill) > 3);
  assert.equal(distanceToNode(boxAround(0, 0, 2, 2), pill), 0);
});

test("the union of no boxes is none", () => assert.equal(union([]), null));

test("lanes keep their distance along a curve", () => {
  const curve = flowing([[0, 0], [100, 80]]);
  for (let t = 0; t <= 1; t += 0.05) {
    const [middle, beside] = [at(curve, t).point, at(curve, t, 3.6).point];
    near(Math.hypot(middle[0] - beside[0], middle[1] - beside[1]), 3.6);
  }
});

test("a curve leaves level and the forward lane lies above a wire that runs right", () => {
  const curve = flowing([[0, 0], [100, 80]]);
  const {tangent} = at(curve, 0);
  near(tangent[1], 0, 0.05);
  assert.ok(at(line([0, 0], [100, 0]), 0.5, -3.6).point[1] < 0);
});

test("a place along a curve is found by its length, from either end", () => {
  const straight = line([0, 0], [200, 0]);
  near(atLength(straight, 50), 0.25);
  near(atLength(straight, -50), 0.75);
  assert.equal(atLength(straight, 0), 0);
  assert.equal(atLength(straight, 999), 1);
});

test("a straight lane is one line", () => {
  assert.equal(lanePath(line([0, 0], [100, 0]), -3.6), "M0 -3.6L100 -3.6");
});

test("a piece crosses a line only where they meet", () => {
  const bent = [[0, 0], [10, 0], [10, 10]];
  assert.equal(crossesLine(bent, [5, -5], [5, 5]), true);
  assert.equal(crossesLine(bent, [-5, 5], [5, 5]), false);
  assert.equal(crossesLine(bent, [5, 5], [15, 5]), true);
});

test("a wire that climbs steeply turns smoothly at both ends", () => {
  const {points} = flowing([[0, 0], [60, 1500], [200, 1500]]);
  const headings = points.slice(1).map(([x, y], at) => Math.atan2(y - points[at][1], x - points[at][0]));
  const turns = headings.slice(1).map((heading, at) => Math.abs(heading - headings[at]));
  assert.ok(Math.max(...turns) < 0.8, `${Math.max(...turns)} rad`);
  assert.deepEqual([points[0], points.at(-1)], [[0, 0], [200, 1500]]);
});
