/** What a finger means on a picture: the leaf whose value it wants to change, or the number it wants to read in full. */

/** @typedef {import("../types.js").Box} Box */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Scene} Scene */

/** A fingertip reaches this far around the point it hits, in board units: 22 px at a phone's scale. */
const REACH = 17;

/**
 * @param {Pick<Scene, "marks" | "boxes">} scene
 * @param {readonly [number, number]} at  board units
 * @returns {{leaf: string | null, number: string | null} | null}
 */
export function tapped({marks, boxes}, at) {
  const labels = boxes.labels.filter(({shown, kind}) => shown && (kind === "value" || kind === "gradient" || kind === "chip"));
  const label = nearest(labels, at);
  const leaf = nearest(boxes.nodes.filter(({form}) => form === "leaf"), at);
  if (label && (!leaf || away(label, at) < away(leaf, at))) return {leaf: null, number: fullNumber(marks, label)};
  return leaf ? {leaf: leaf.id, number: null} : null;
}

/** @template {Box} T @param {readonly T[]} boxes @param {readonly [number, number]} at @returns {T | null} */
function nearest(boxes, at) {
  const near = boxes.filter((box) => away(box, at) <= REACH);
  return near.reduce((/** @type {T | null} */ best, box) => (best && away(best, at) <= away(box, at) ? best : box), null);
}

/** How far a point is outside a box. @param {Box} box @param {readonly [number, number]} at */
function away({x0, x1, y0, y1}, [x, y]) {
  return Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1));
}

/**
 * The number of a label with all its digits: the picture keeps it as its title.
 * @param {readonly Mark[]} marks
 * @param {{kind: string, owner: string}} label
 * @returns {string | null}
 */
function fullNumber(marks, {kind, owner}) {
  for (const mark of marks) {
    const own = mark.attrs["data-label"] === kind && mark.attrs["data-owner"] === owner;
    const found = own ? titleIn(mark) : fullNumber(mark.children ?? [], {kind, owner});
    if (found !== null) return found;
  }
  return null;
}

/** @param {Mark} mark @returns {string | null} */
function titleIn({title, children = []}) {
  return title ?? children.map(titleIn).find((found) => found !== null) ?? null;
}
