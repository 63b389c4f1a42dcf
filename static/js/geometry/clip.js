/**
 * Lines cut at a frame. What leaves a plot is cut by arithmetic, so that a picture needs no clipping of the browser's
 * and an export is the same everywhere.
 *
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").Box} Box
 */

/**
 * The part of a straight piece within a box, as two shares of its length (Liang and Barsky's).
 * @param {Point} from
 * @param {Point} to
 * @param {Box} box
 * @returns {readonly [number, number] | null}
 */
export function within([x0, y0], [x1, y1], box) {
  let [enters, leaves] = [0, 1];
  const [dx, dy] = [x1 - x0, y1 - y0];
  for (const [step, room] of [[-dx, x0 - box.x0], [dx, box.x1 - x0], [-dy, y0 - box.y0], [dy, box.y1 - y0]]) {
    if (step === undefined || room === undefined) continue;
    if (step === 0 && room < 0) return null;
    if (step < 0) enters = Math.max(enters, room / step);
    if (step > 0) leaves = Math.min(leaves, room / step);
  }
  return enters <= leaves ? [enters, leaves] : null;
}

/**
 * A line's parts within a box. A point that is no number breaks the line.
 * @param {readonly Point[]} points
 * @param {Box} box
 * @returns {readonly (readonly Point[])[]}
 */
export function clipped(points, box) {
  /** @type {Point[][]} */
  const parts = [];
  let open = false;
  for (let at = 0; at + 1 < points.length; at += 1) {
    const [from, to] = [/** @type {Point} */ (points[at]), /** @type {Point} */ (points[at + 1])];
    const kept = [...from, ...to].every(Number.isFinite) ? within(from, to, box) : null;
    if (!kept) {
      open = false;
      continue;
    }
    const on = (/** @type {number} */ share) => /** @type {Point} */ ([from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
    if (!open || kept[0] > 0) parts.push([on(kept[0])]);
    parts.at(-1)?.push(on(kept[1]));
    open = kept[1] === 1;
  }
  return parts;
}

/** @param {Point} point @param {Box} box */
export const holds = ([x, y], box) => x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
