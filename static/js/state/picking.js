/** Which cell of a tensor a point of the board means. */

import {cellAt} from "../draw/tensor.js";

/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {Readonly<{node: string, cell: readonly number[]}>} Pick */

/**
 * @param {Scene} scene
 * @param {Trace} trace
 * @param {readonly [number, number]} point  board units
 * @returns {Pick | null}
 */
export function cellUnder({boxes}, trace, point) {
  const [x, y] = point;
  for (const label of boxes.labels) {
    if (!label.shown || x < label.x0 || x > label.x1 || y < label.y0 || y > label.y1) continue;
    if (label.kind !== "value" && label.kind !== "gradient") continue;
    const edge = trace.edges.find(({source, target, index}) => `${source}>${target}:${index}` === label.owner);
    const node = edge?.source ?? label.owner.split(">")[0] ?? "";
    const value = label.kind === "value" ? trace.values[node] : edge?.downstream ?? trace.nodes.find(({id}) => id === node)?.gradient;
    const cell = Array.isArray(value) ? cellAt(value, label, point) : null;
    if (cell) return {node, cell};
  }
  return null;
}

/** @param {Pick | null} a @param {Pick | null} b */
export function samePick(a, b) {
  return a !== null && b !== null && a.node === b.node && a.cell.join() === b.cell.join();
}
