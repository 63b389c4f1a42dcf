/**
 * Labels of a picture whose nodes are carried by a hand: each goes with its node, or with its place along its wire.
 *
 * They are only carried, not placed: one may come to lie on something on the way. Where the hand lets go all find places
 * of their own again.
 *
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("./slots.js").Slot} Slot
 * @typedef {import("./slots.js").Slots} Slots
 * @typedef {import("./wires.js").Geometry} Geometry
 */

import {slotParts} from "./slots.js";

/**
 * @param {Slots} slots
 * @param {Geometry} before  that they were placed in
 * @param {Geometry} now     the same nodes and wires, some of them elsewhere
 * @returns {Slots}  what stays is the very same slot
 */
export function carriedSlots(slots, before, now) {
  return new Map([...slots].map(([key, slot]) => [key, carried(slot, shiftOf(slotParts(key), slot, before, now))]));
}

/** @param {{kind: string, owner: string}} part @param {Slot} slot @param {Geometry} before @param {Geometry} now @returns {Point} */
function shiftOf({kind, owner}, slot, before, now) {
  const edge = before.wires.get(owner)?.edge;
  if (!edge) return moved(owner, before, now);
  const [source, target] = [moved(edge.source, before, now), moved(edge.target, before, now)];
  const part = kind === "chip" ? 1 : partOf(slot, /** @type {Point} */ (before.points.get(edge.source)), /** @type {Point} */ (before.points.get(edge.target)));
  return [source[0] + part * (target[0] - source[0]), source[1] + part * (target[1] - source[1])];
}

/** @param {string} id @param {Geometry} before @param {Geometry} now @returns {Point} */
function moved(id, before, now) {
  const [from, to] = [before.points.get(id), now.points.get(id)];
  return from && to ? [to[0] - from[0], to[1] - from[1]] : [0, 0];
}

/** How far along the way from one point to another. @param {Slot} slot @param {Point} from @param {Point} to */
function partOf({cx, cy}, [x0, y0], [x1, y1]) {
  const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const along = length > 0 ? ((cx - x0) * (x1 - x0) + (cy - y0) * (y1 - y0)) / length : 0;
  return Math.min(1, Math.max(0, along));
}

/** @param {Slot} slot @param {Point} by @returns {Slot} */
function carried(slot, [dx, dy]) {
  if (dx === 0 && dy === 0) return slot;
  const {cx, cy, box, tick} = slot;
  const point = (/** @type {Point} */ [x, y]) => /** @type {const} */ ([x + dx, y + dy]);
  return {
    ...slot, cx: cx + dx, cy: cy + dy, tick: tick && [point(tick[0]), point(tick[1])],
    box: {x0: box.x0 + dx, x1: box.x1 + dx, y0: box.y0 + dy, y1: box.y1 + dy},
  };
}
