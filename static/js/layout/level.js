/**
 * The labels of a level wire: value and gradient in fixed rows above and below, its shape on a slash, its chip by the port.
 *
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("./slots.js").Block} Block
 * @typedef {import("./slots.js").Content} Content
 * @typedef {import("./slots.js").Slot} Slot
 * @typedef {import("./slots.js").Tick} Tick
 * @typedef {import("./wires.js").Geometry} Geometry
 * @typedef {import("./wires.js").WireShape} WireShape
 */

import {BOXED, BRACKET, CHIP, ROW} from "../draw/metrics.js";
import {boxAround} from "../geometry/boxes.js";
import {at} from "../geometry/curves.js";
import {centred, hangsAt, slotKey} from "./slots.js";

/** Half the slash across a wire. */
export const SLASH = 9.5;
/** From a number in its row to a tick that comes through it. */
const TICK_ROOM = 2.5;
/** How far right of an op's port its tick may hang. */
const RIM_TICK = 7;

/**
 * @param {WireShape} wire @param {Geometry} geometry @param {Content} content @param {Room} room
 * @param {(key: string, slot: Omit<Slot, "tick"> & {tick?: Tick | null}) => void} take
 */
export function levelRows(wire, geometry, content, room, take) {
  const {key} = wire.edge;
  const {middle, gap} = clearSpan(wire, geometry);
  const y = /** @type {readonly [number, number]} */ (wire.curve.points[0])[1];
  const [value, gradient] = [content.value(wire), content.gradient(wire)];
  const far = [value, gradient].some((block) => block && !block.tensor && block.width + 2 * BOXED.x > gap);
  const chip = content.chip(wire);
  /** @type {ReturnType<typeof centred> | null} */
  let below = null;
  for (const [kind, block, row] of /** @type {const} */ ([["value", value, -1], ["gradient", gradient, 1]])) {
    const spot = block && inRow(middle, rowMiddle(y, block, row, far), block, {gap, room, own: key, bare: kind === "value", most: tickIn(row, wire, chip)});
    if (spot) take(slotKey(kind, key), spot);
    if (spot && row > 0) below = spot;
  }
  const shape = content.shape(wire);
  if (shape) {
    const slash = /** @type {Tick} */ ([[middle - 4.5, y + SLASH], [middle + 4.5, y - SLASH]]);
    take(slotKey("shape", key), {cx: middle, cy: y, box: {x0: middle + 8, x1: middle + 8 + shape, y0: y - 20, y1: y - 9}, tick: slash});
  }
  if (chip == null || wire.joins || gradient?.tensor) return;
  const target = /** @type {NodeBox} */ (geometry.nodes.get(wire.edge.target));
  const port = target.cx - target.halfWidth;
  const frame = geometry.frames.find((one) => one.x0 < port && one.x0 > port - 40 && one.y0 < y && one.y1 > y);
  let cx = Math.max(port - 1, port - 1 + chip / 2 - CHIP.tuck);
  if (frame) cx = Math.max(cx, frame.x0 + 6 + chip / 2);
  const cy = y + (far ? ROW.chipFar : ROW.chip);
  const box = boxAround(cx, cy, chip, CHIP.height);
  if (!room.isFree(box, {wires: 6.8, own: key, frames: 1.6})) return;
  // Beside a gradient that fills its row the tick hangs from the op's rim.
  const aside = Math.min(RIM_TICK, Math.max(0, (below?.box.x1 ?? 0) + TICK_ROOM - (port - 0.5)));
  const top = aside > 0 ? target.cy - y + Math.sqrt(target.r ** 2 - (target.r - aside) ** 2) + 3 : 9.5;
  take(slotKey("chip", key), {cx, cy, box, tick: [[port - 0.5 + aside, y + top], [Math.max(port - 0.5 + aside, cx - chip / 2), cy - CHIP.height / 2]]});
}

/**
 * The middle of the gap, or beside it where another wire crosses the row, or a tick; null where the row is full.
 * @param {number} middle @param {number} cy @param {Block} block
 * @param {{gap: number, room: Room, own: string, bare: boolean, most: number}} how  `most`: as far as it may reach to the right
 */
function inRow(middle, cy, block, {gap, room, own, bare, most}) {
  const spare = Math.max(0, (gap - block.width) / 2 - BOXED.x);
  /** @type {ReturnType<typeof centred> | null} */
  let over = null;
  for (let shift = 0; shift <= spare; shift += 4) {
    for (const dx of shift === 0 ? [0] : [-shift, shift]) {
      const slot = centred(middle + dx, cy, block, bare);
      if (!room.isFree(slot.box, {wires: 6.8, nodes: 0.6, frames: 1.6, own})) continue;
      if (slot.box.x1 <= most) return slot;
      over ??= slot;
    }
  }
  return over;
}

/** Where the tick of a level wire's chip comes through a row. @param {-1 | 1} row @param {WireShape} wire @param {number | null} chip */
function tickIn(row, {curve, joins, side}, chip) {
  const hand = side !== 0 ? side : joins ? -1 : 1;
  if (chip == null || hand !== row) return Infinity;
  return at(curve, joins ? hangsAt(curve) : 1).point[0] - TICK_ROOM;
}

/** Middle of a block in its row. @param {number} y @param {Block} block @param {-1 | 1} side @param {boolean} far */
function rowMiddle(y, block, side, far) {
  if (block.tensor) return side < 0 ? y - BRACKET.above - block.height / 2 : y + BRACKET.below + block.height / 2;
  const baseline = side < 0 ? (far ? ROW.valueFar : ROW.value) : far ? ROW.gradientFar : ROW.gradient;
  return y + baseline - block.height / 2;
}

/** Where the numbers of a level wire stand: between the rims, on the wider side of a frame's line. @param {WireShape} wire @param {Geometry} geometry */
function clearSpan(wire, geometry) {
  const [source, target] = [wire.edge.source, wire.edge.target].map((id) => /** @type {NodeBox} */ (geometry.nodes.get(id)));
  const y = /** @type {readonly [number, number]} */ (wire.curve.points[0])[1];
  let [x0, x1] = [source?.x1 ?? 0, target?.x0 ?? 0];
  if (wire.fans) x0 += 18;
  for (const frame of geometry.frames) {
    for (const line of frame.y0 < y && frame.y1 > y ? [frame.x0, frame.x1] : []) {
      if (line <= x0 || line >= x1) continue;
      if (line - x0 > x1 - line) x1 = line - 2;
      else x0 = line + 1;
    }
  }
  return {middle: (x0 + x1) / 2, gap: x1 - x0};
}
