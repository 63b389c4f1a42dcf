/**
 * Boxes, and whether things touch. All in board units; a margin widens the first argument.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").Point} Point
 */

/**
 * @param {number} cx
 * @param {number} cy
 * @param {number} width
 * @param {number} height
 * @returns {Box}
 */
export function boxAround(cx, cy, width, height) {
  return {x0: cx - width / 2, x1: cx + width / 2, y0: cy - height / 2, y1: cy + height / 2};
}

/** @param {Box} box @param {number} x @param {number} [y] @returns {Box} */
export function grow(box, x, y = x) {
  return {x0: box.x0 - x, x1: box.x1 + x, y0: box.y0 - y, y1: box.y1 + y};
}

/** @param {Box} a @param {Box} b @param {number} [margin] */
export function boxesTouch(a, b, margin = 0) {
  return a.x0 < b.x1 + margin && b.x0 < a.x1 + margin && a.y0 < b.y1 + margin && b.y0 < a.y1 + margin;
}

/**
 * Distance from a point to a box, 0 inside.
 * @param {Point} point
 * @param {Box} box
 */
export function distanceToBox([x, y], box) {
  return Math.hypot(Math.max(box.x0 - x, x - box.x1, 0), Math.max(box.y0 - y, y - box.y1, 0));
}

/**
 * Distance from a box to the body of a node: a tag's box, or the rounded outline of a disc or pill; 0 where they touch.
 * @param {Box} box
 * @param {NodeBox} node
 */
export function distanceToNode(box, node) {
  if (node.form === "leaf") {
    return Math.hypot(Math.max(box.x0 - node.x1, node.x0 - box.x1, 0), Math.max(box.y0 - node.y1, node.y0 - box.y1, 0));
  }
  const reach = node.halfWidth - node.r;
  const dx = Math.max(box.x0 - (node.cx + reach), node.cx - reach - box.x1, 0);
  const dy = Math.max(box.y0 - node.cy, node.cy - box.y1, 0);
  return Math.max(0, Math.hypot(dx, dy) - node.r);
}

/**
 * Distance from a box to a polyline, segments included.
 * @param {Box} box
 * @param {readonly Point[]} points
 */
export function distanceToLine(box, points) {
  let least = Infinity;
  for (let at = 1; at < points.length && least > 0; at += 1) {
    least = Math.min(least, distanceToSegment(box, /** @type {Point} */ (points[at - 1]), /** @type {Point} */ (points[at])));
  }
  return least;
}

/**
 * @param {Box} box
 * @param {Point} a
 * @param {Point} b
 */
export function distanceToSegment(box, a, b) {
  if (crosses(box, a, b)) return 0;
  const corners = /** @type {const} */ ([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]]);
  return Math.min(distanceToBox(a, box), distanceToBox(b, box), ...corners.map((corner) => pointToSegment(corner, a, b)));
}

/** Clips the segment to the box, Liang and Barsky. @param {Box} box @param {Point} a @param {Point} b */
function crosses(box, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  let [from, to] = [0, 1];
  for (const [step, room] of [[-dx, ax - box.x0], [dx, box.x1 - ax], [-dy, ay - box.y0], [dy, box.y1 - ay]]) {
    if (step === 0) {
      if (/** @type {number} */ (room) < 0) return false;
    } else {
      const at = /** @type {number} */ (room) / /** @type {number} */ (step);
      if (/** @type {number} */ (step) < 0) from = Math.max(from, at);
      else to = Math.min(to, at);
      if (from > to) return false;
    }
  }
  return true;
}

/**
 * Does the straight piece from *a* to *b* cross the polyline?
 * @param {readonly Point[]} points
 * @param {Point} a
 * @param {Point} b
 */
export function crossesLine(points, a, b) {
  const side = (/** @type {Point} */ p, /** @type {Point} */ q, /** @type {Point} */ r) => (
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])));
  return points.some((to, at) => {
    const from = points[at - 1];
    return from !== undefined && side(a, b, from) !== side(a, b, to) && side(from, to, a) !== side(from, to, b);
  });
}

/** @param {Point} point @param {Point} a @param {Point} b */
function pointToSegment([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const at = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - at * dx, y - ay - at * dy);
}

/**
 * The smallest box around all of them; null for none.
 * @param {readonly Box[]} boxes
 * @returns {Box | null}
 */
export function union(boxes) {
  if (boxes.length === 0) return null;
  const all = {x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity};
  for (const box of boxes) {
    all.x0 = Math.min(all.x0, box.x0);
    all.y0 = Math.min(all.y0, box.y0);
    all.x1 = Math.max(all.x1, box.x1);
    all.y1 = Math.max(all.y1, box.y1);
  }
  return all;
}
