/**
 * What has a place, and where: keys of labels, how large they are, and their slots.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").LabelKind} LabelKind
 * @typedef {import("./wires.js").WireShape} WireShape
 * @typedef {Readonly<{width: number, height: number, tensor: boolean, cells?: Readonly<{width: number, height: number}>}>} Block
 *   `cells`: what a tensor needs where there is no room to write it out
 * @typedef {Readonly<{
 *   value: (wire: WireShape) => Block | null, gradient: (wire: WireShape) => Block | null,
 *   chip: (wire: WireShape) => number | null, leaf: (id: string) => {value: Block | null, gradient: Block | null},
 *   sum: (id: string) => Block | null, name: (id: string) => number, badge: (id: string) => number,
 *   shape: (wire: WireShape) => number, bead: (wire: WireShape) => number,
 * }>} Content  widths of chips, names, badges and shapes, and how far along its wire a Σ bead sits; null or 0 for none
 * @typedef {Readonly<{cx: number, cy: number, box: Box, tick: Tick | null, asCells?: boolean}>} Slot
 * @typedef {readonly [readonly [number, number], readonly [number, number]]} Tick
 * @typedef {ReadonlyMap<string, Slot>} Slots  by `kind:owner`
 */

import {BOXED, CHIP} from "../draw/metrics.js";
import {boxAround} from "../geometry/boxes.js";
import {atLength} from "../geometry/curves.js";

/** Keys of the slots map. @param {LabelKind | "sum" | "badge" | "leaf-value"} kind @param {string} owner */
export function slotKey(kind, owner) {
  return `${kind}:${owner}`;
}

/** @param {string} key  of a slot @returns {{kind: string, owner: string}} */
export function slotParts(key) {
  const cut = key.indexOf(":");
  return {kind: key.slice(0, cut), owner: key.slice(cut + 1)};
}

/** @param {number} cx @param {number} cy @param {Block} block @param {boolean} [bare]  it is never outlined or washed */
export function centred(cx, cy, block, bare = false) {
  const [x, y] = block.tensor ? [2, 2] : bare ? [0, 0] : [2 * BOXED.x, 2 * BOXED.y];
  return {cx, cy, box: boxAround(cx, cy, block.width + x, block.height + y)};
}

/** Where along a wire the tick of its chip begins. @param {import("../geometry/curves.js").Curve} curve */
export const hangsAt = (curve) => Math.max(0.93, atLength(curve, -CHIP.tick));
