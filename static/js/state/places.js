/**
 * Places while the picture changes: between two layouts, and from one node to the next.
 *
 * A layout is never changed; every function here returns a new one. Lengths are board units.
 */

/** @typedef {import("../types.js").Display} Display */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").NodeBox} NodeBox */
/** @typedef {Readonly<Record<string, readonly [number, number]>>} Places */
/** @typedef {"left" | "right" | "up" | "down"} Direction */

/**
 * How far a node is from where it was; nothing where it is new.
 * @param {Layout} before
 * @param {Layout} after
 * @param {string} id
 * @returns {readonly [number, number]}
 */
export function shiftOf(before, after, id) {
  const [from, to] = [before.nodes[id], after.nodes[id]];
  return from && to ? [to[0] - from[0], to[1] - from[1]] : [0, 0];
}

/**
 * The same picture elsewhere on the board.
 * @param {Layout} layout
 * @param {readonly [number, number]} by
 * @returns {Layout}
 */
export function moved({nodes}, [dx, dy]) {
  return {nodes: Object.fromEntries(Object.entries(nodes).map(([id, [x, y]]) => [id, /** @type {const} */ ([x + dx, y + dy])])), edges: {}};
}

/**
 * On the way from one layout to another: what is new comes out of the node that was opened.
 * @param {Layout} from
 * @param {Layout} to
 * @param {string} origin  the node that was opened or closed
 * @param {number} part    0 to 1
 * @returns {Layout}
 */
export function between(from, to, origin, part) {
  if (part >= 1) return to;
  const start = from.nodes[origin];
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * part;
  const nodes = Object.fromEntries(Object.entries(to.nodes).map(([id, [x, y]]) => {
    const [fromX, fromY] = from.nodes[id] ?? start ?? [x, y];
    return [id, /** @type {const} */ ([mix(fromX, x), mix(fromY, y)])];
  }));
  return {nodes, edges: {}};
}
