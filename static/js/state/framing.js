/** A stage in its window: how large it is drawn, and what two stages have in common. */

/** @typedef {import("../types.js").NodeBox} NodeBox */
/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {import("./camera.js").Size} Size */

/**
 * The camera that has a picture in the middle of its window, as large as it may be.
 * @param {Size} window
 * @param {readonly [number, number, number, number]} picture  a viewBox
 * @param {number} natural  the largest scale
 * @returns {Camera}
 */
export function framed(window, [x, y, width, height], natural) {
  const k = Math.min(natural, window.width / width, window.height / height);
  return {k, x: window.width / 2 - k * (x + width / 2), y: window.height / 2 - k * (y + height / 2)};
}

/**
 * Where a node that is in both pictures stands in each: the first of those wished for, else any.
 * @param {readonly Pick<NodeBox, "id" | "cx" | "cy">[]} before
 * @param {readonly Pick<NodeBox, "id" | "cx" | "cy">[]} after
 * @param {readonly string[]} wishes
 * @returns {readonly [readonly [number, number], readonly [number, number]] | null}
 */
export function sameNode(before, after, wishes) {
  for (const id of [...wishes, ...after.map((node) => node.id)]) {
    const [from, to] = [before.find((node) => node.id === id), after.find((node) => node.id === id)];
    if (from && to) return [[from.cx, from.cy], [to.cx, to.cy]];
  }
  return null;
}
