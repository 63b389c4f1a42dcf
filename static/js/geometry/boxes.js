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
  if (crossesBox(box, a, b)) return 0;
  const {x0, x1, y0, y1} = box;
  return Math.min(distanceToBox(a, box), distanceToBox(b, box), pointToSegment(x0, y0, a, b), pointToSegment(x1, y0, a, b),
    pointToSegment(x1, y1, a, b), pointToSegment(x0, y1, a, b));
}

/**
 * Does a straight piece touch the box? It is clipped by one pair of sides after the other (Liang and Barsky).
 * @param {Box} box
 * @param {Point} a
 * @param {Point} b
 */
export function crossesBox({x0, x1, y0, y1}, a, b) {
  const [left, right] = a[0] < b[0] ? [a[0], b[0]] : [b[0], a[0]];
  const [top, bottom] = a[1] < b[1] ? [a[1], b[1]] : [b[1], a[1]];
  if (right < x0 || left > x1 || bottom < y0 || top > y1) return false;
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const [tx0, tx1] = dx === 0 ? [0, 1] : dx > 0 ? [(x0 - a[0]) / dx, (x1 - a[0]) / dx] : [(x1 - a[0]) / dx, (x0 - a[0]) / dx];
  const [ty0, ty1] = dy === 0 ? [0, 1] : dy > 0 ? [(y0 - a[1]) / dy, (y1 - a[1]) / dy] : [(y1 - a[1]) / dy, (y0 - a[1]) / dy];
  return Math.max(0, tx0, ty0) <= Math.min(1, tx1, ty1);
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

/** @param {number} x @param {number} y @param {Point} a @param {Point} b */
function pointToSegment(x, y, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const at = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length));
  return Math.hypot(x - a[0] - at * dx, y - a[1] - at * dy);
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
