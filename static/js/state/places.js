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

/**
 * The node one comes to from another: right and left along its wires, up and down among those beside it, which are on
 * wires from or to the same nodes.
 * @param {Pick<Display, "edges">} display
 * @param {readonly Pick<NodeBox, "id" | "form" | "cx" | "cy">[]} boxes
 * @param {string} from
 * @param {Direction} direction
 * @returns {string | null}
 */
export function neighbour({edges}, boxes, from, direction) {
  const here = boxes.find(({id}) => id === from);
  if (!here) return null;
  const drawn = edges.filter(({target}) => boxes.some(({id, form}) => id === target && form !== "terminal"));
  const next = (/** @type {string} */ id) => drawn.flatMap(({source, target}) => (source === id ? [target] : []));
  const back = (/** @type {string} */ id) => drawn.flatMap(({source, target}) => (target === id ? [source] : []));
  const ids = direction === "right" ? next(from) : direction === "left" ? back(from)
    : [...next(from).flatMap(back), ...back(from).flatMap(next)];
  const sign = direction === "up" ? -1 : direction === "down" ? 1 : 0;
  const ahead = boxes.filter(({id, cy}) => id !== from && ids.includes(id) && (sign === 0 || sign * (cy - here.cy) > 0));
  const away = (/** @type {{cx: number, cy: number}} */ {cx, cy}) => Math.abs(cy - here.cy) + 0.5 * Math.abs(cx - here.cx);
  return ahead.reduce((/** @type {typeof ahead[0] | null} */ best, box) => (best && away(best) <= away(box) ? best : box), null)?.id ?? null;
}
