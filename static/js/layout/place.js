/**
 * A place for every label: numbers beside wires, chips by their target, names above their disc.
 *
 * Slots are found once for a graph, at their boxed size and clear of every op's halo, so one set of places serves all
 * stops and nothing moves between them. Level wires have fixed rows; beside a curve a box slides along the normal
 * until it is free. Order decides: nodes, wires, frames and rows are obstacles, then chips, values, and gradients,
 * shortest wire first.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("./wires.js").Geometry} Geometry
 * @typedef {import("./wires.js").WireShape} WireShape
 * @typedef {import("./slots.js").Block} Block
 * @typedef {import("./slots.js").Content} Content
 * @typedef {import("./slots.js").Slot} Slot
 * @typedef {import("./slots.js").Slots} Slots
 * @typedef {import("./slots.js").Tick} Tick
 */

import {BOXED, CHIP, LANE, LEAF} from "../draw/metrics.js";
import {boxAround, distanceToBox} from "../geometry/boxes.js";
import {at, atLength} from "../geometry/curves.js";
import {SLASH, levelRows} from "./level.js";
import {CROSSING, Room, nearest} from "./room.js";
import {centred, hangsAt, slotKey, slotParts} from "./slots.js";

/**
 * @param {Geometry} geometry
 * @param {Content} content
 * @returns {Slots}
 */
export function placeLabels(geometry, content) {
  return labelsPlaced(geometry, content).slots;
}

/**
 * The same, with what is free around them.
 * @param {Geometry} geometry
 * @param {Content} content
 * @returns {{slots: Slots, room: Room}}
 */
export function labelsPlaced(geometry, content) {
  const room = new Room(geometry);
  /** @type {Map<string, Slot>} */
  const slots = new Map();
  /** @param {string} key @param {Omit<Slot, "tick"> & {tick?: Tick | null}} slot */
  const take = (key, slot) => {
    slots.set(key, {tick: null, ...slot});
    room.takeLabel(slot.box, key, slotParts(key).kind === "shape" ? null : slot.tick);
  };
  const wires = [...geometry.wires.values()];
  for (const wire of wires) {
    const along = content.bead(wire);
    const [x, y] = at(wire.curve, atLength(wire.curve, along)).point;
    if (along) room.takeLabel(boxAround(x, y, 20, 20));
  }
  for (const node of geometry.nodes.values()) fixedOfNode(node, geometry, content, room, take);
  for (const wire of wires) if (wire.level) levelRows(wire, geometry, content, room, take);
  const shortest = [...wires].sort((a, b) => a.curve.length - b.curve.length);
  for (const wire of wires) if (!slots.has(slotKey("chip", wire.edge.key))) chipSlot(wire, geometry, content, room, take);
  for (const wire of wires) if (!wire.level) shapeSlot(wire, content, room, take);
  for (const kind of /** @type {const} */ (["value", "gradient"])) {
    for (const wire of kind === "value" ? wires : shortest) {
      if (!slots.has(slotKey(kind, wire.edge.key))) beside(kind, wire, content[kind](wire), room, take);
    }
  }
  for (const node of geometry.nodes.values()) if (node.form !== "leaf") sumSlot(node, content, room, take);
  return {slots, room};
}

/**
 * A new place for one label, all others as they stand; null where there is none.
 * @param {string} key
 * @param {Geometry} geometry
 * @param {Content} content
 * @param {Room} room  without its old place
 * @returns {Slot | null}
 */
export function placedAgain(key, geometry, content, room) {
  const {kind, owner} = slotParts(key);
  const [wire, node] = [geometry.wires.get(owner), geometry.nodes.get(owner)];
  /** @type {Slot | null} */
  let found = null;
  /** @param {string} one @param {Omit<Slot, "tick"> & {tick?: Tick | null}} slot */
  const take = (one, slot) => {
    if (one === key) found ??= {tick: null, ...slot};
  };
  if (node && (node.form === "leaf" || kind !== "sum")) fixedOfNode(node, geometry, content, room, take);
  else if (node) sumSlot(node, content, room, take);
  if (wire?.level) levelRows(wire, geometry, content, room, take);
  if (wire && !found && kind === "chip") chipSlot(wire, geometry, content, room, take);
  if (wire && !found && (kind === "value" || kind === "gradient")) beside(kind, wire, content[kind](wire), room, take);
  return found;
}

/**
 * Name, badge, and what stands above and below a leaf's tag.
 * @param {NodeBox} node
 * @param {Geometry} geometry
 * @param {Content} content
 * @param {Room} room
 * @param {(key: string, slot: Omit<Slot, "tick">) => void} take
 */
function fixedOfNode(node, {display}, content, room, take) {
  const {id, cx, cy} = node;
  const name = node.form === "leaf" || node.form === "terminal" ? 0 : content.name(id);
  const rise = display.byId[id]?.composite ? SECOND_DISC : 0;
  if (name) take(slotKey("name", id), above(cx, cy - node.r - 13.5 - rise, name, 17, room));
  const badge = content.badge(id);
  if (badge) {
    const left = cx + Math.max(name / 2 + 8, badge > 24 ? -10 : node.halfWidth - 2);
    take(slotKey("badge", id), above(left + badge / 2, cy - node.r - 15, badge, 18, room));
  }
  if (node.form === "terminal") take(slotKey("note", id), {cx, cy: cy + 39, box: {x0: cx - 24, x1: cx + 24, y0: cy + 29, y1: cy + 42}});
  if (node.form !== "leaf") return;
  const {value, gradient} = content.leaf(id);
  if (node.flow === "up") {
    const beside = (/** @type {Block} */ block, /** @type {-1 | 1} */ side) => nearFeed(cx + side * (FEED_ROOM + block.width / 2), node.y0 - 15 - block.height / 2, block, room);
    if (value) take(slotKey("leaf-value", id), beside(value, -1));
    if (gradient) take(slotKey("sum", id), beside(gradient, 1));
    return;
  }
  const right = node.x1 - LEAF.point;
  if (value) take(slotKey("leaf-value", id), nearTag(right - value.width / 2, node.y0 - 9 - value.height / 2, value, -1, room));
  if (gradient?.tensor) take(slotKey("sum", id), nearTag(right - gradient.width / 2, node.y1 + 9 + gradient.height / 2, gradient, 1, room));
  else if (gradient) take(slotKey("sum", id), nearTag(node.x1 - 17 - gradient.width / 2, cy + 38 - gradient.height / 2, gradient, 1, room));
}

/**
 * Over or under a leaf's tag: in its own place, or aside where another wire runs through it.
 * @param {number} cx @param {number} cy @param {Block} block @param {-1 | 1} side @param {Room} room
 */
function nearTag(cx, cy, block, side, room) {
  const usual = centred(cx, cy, block);
  const clear = {wires: 6.6, nodes: 0.6};
  if (room.isFree(usual.box, clear)) return usual;
  const away = side < 0 ? /** @type {const} */ ([-26, 0]) : /** @type {const} */ ([0, 26]);
  return nearest({dx: [-70, 20], dy: away, wider: {dx: [-110, 60], dy: away}}, (dx, dy) => Math.abs(dx) + 1.2 * Math.abs(dy),
    (dx, dy) => centred(cx + dx, cy + dy, block), (box) => room.isFree(box, clear)) ?? usual;
}

/** From the middle of a wire that runs up to the numbers beside it. */
const FEED_ROOM = LANE + 11;

/** Beside the wire over a tag that points up: in its own place, or higher. @param {number} cx @param {number} cy @param {Block} block @param {Room} room */
function nearFeed(cx, cy, block, room) {
  const usual = centred(cx, cy, block);
  const clear = {wires: 6.6, nodes: 0.6};
  if (room.isFree(usual.box, clear)) return usual;
  return nearest({dx: [-6, 6], dy: [-60, 20], wider: {dx: [-60, 60], dy: [-90, 60]}}, (dx, dy) => Math.abs(dx) + Math.abs(dy),
    (dx, dy) => centred(cx + dx, cy + dy, block), (box) => room.isFree(box, clear)) ?? usual;
}

/**
 * A name or badge over its node: in its own place, or as near as other wires let it.
 * @param {number} cx @param {number} cy @param {number} width @param {number} height @param {Room} room
 */
function above(cx, cy, width, height, room) {
  const spot = (/** @type {number} */ dx, /** @type {number} */ dy) => (
    {cx: cx + dx, cy: cy + dy, box: boxAround(cx + dx, cy + dy, width, height)});
  const usual = spot(0, 0);
  if (room.isFree(usual.box, {wires: 6.6, nodes: 0.6})) return usual;
  const range = {dx: /** @type {const} */ ([-30, 60]), dy: /** @type {const} */ ([-24, 0])};
  return nearest({...range, wider: {dx: [-70, 90], dy: [-60, 90]}}, (dx, dy) => Math.abs(dx) + 1.2 * Math.abs(dy), spot,
    (box) => room.isFree(box, {wires: 6.6, nodes: 5.5})) ?? usual;
}

/**
 * The chip of a curve, on the outside of its join, as near to its port as it gets.
 * @param {WireShape} wire @param {Geometry} geometry @param {Content} content @param {Room} room
 * @param {(key: string, slot: Omit<Slot, "tick"> & {tick?: Tick | null}) => void} take
 */
function chipSlot(wire, geometry, content, room, take) {
  const width = content.chip(wire);
  if (width == null) return;
  const target = /** @type {NodeBox} */ (geometry.nodes.get(wire.edge.target));
  const west = target.cx - (target.halfWidth - target.r);
  const [portX, portY] = /** @type {readonly [number, number]} */ (wire.curve.points.at(-1));
  // Where a leaf feeds the op from below, the chip of the level wire stands above.
  const side = wire.side !== 0 ? wire.side : wire.level && wire.joins ? -1 : 1;
  const on = (/** @type {number} */ hand) => nearest(
    {dx: [-44, 30], dy: [26, 56], wider: {dx: [-90, 60], dy: [26, 110]}},
    (dx, dy) => Math.abs(west + dx - portX - 2) + 1.2 * Math.abs(target.cy + hand * dy - portY) + Math.max(0, dx),
    (dx, dy) => ({cx: west + dx, cy: target.cy + hand * dy, box: boxAround(west + dx, target.cy + hand * dy, width, CHIP.height)}),
    (box) => room.isFree(box, {wires: 6.8}),
    (box) => hungClear(wire, box, hand, room).crossings);
  const usual = on(side);
  const other = usual && usual.cost < CROSSING || wire.side !== 0 ? null : on(-side);
  const found = other && (!usual || other.cost + CROSSING / 2 < usual.cost) ? other : usual;
  if (!found) return;
  const {cx, cy, box} = found;
  take(slotKey("chip", wire.edge.key), {cx, cy, box, tick: hungClear(wire, box, found === usual ? side : -side, room).tick});
}

/** The tick to a chip; from the very end of a level wire where it is clear of others only from there. @param {WireShape} wire @param {Box} box @param {number} side @param {Room} room */
function hungClear({curve, level}, box, side, room) {
  const from = (/** @type {number} */ t) => {
    const tick = hung(curve, box, side, t);
    return {tick, crossings: room.crossings(curve, ...tick)};
  };
  const usual = from(hangsAt(curve));
  const last = level && usual.crossings > 0 ? from(1) : usual;
  return last.crossings === 0 ? last : usual;
}

/**
 * The tick from the nearer lane, just before the port, to a chip.
 * @param {import("../geometry/curves.js").Curve} curve @param {Box} box @param {number} side @param {number} t
 * @returns {Tick}
 */
function hung(curve, box, side, t) {
  const lanes = /** @type {const} */ ([side, -side]).map((lane) => at(curve, t, lane * (LANE + 1.5)).point);
  const [[qx, qy] = [0, 0]] = lanes.sort((a, b) => distanceToBox(a, box) - distanceToBox(b, box));
  const end = Math.max(box.x0 + 4, Math.min(box.x1 - 4, qx + 2));
  return [[qx, qy + side], [end, side > 0 ? box.y0 : box.y1]];
}

/** Where along a curve the slash may cross it: near its source first, where the wire is still alone. */
const SLASHES = Object.freeze([0.25, 0.3, 0.2, 0.36, 0.42, 0.5, 0.58, 0.66]);

/**
 * The slash of a curve leans as on a level wire, and its shape stands at an end of it.
 * @param {WireShape} wire @param {Content} content @param {Room} room
 * @param {(key: string, slot: Omit<Slot, "tick"> & {tick?: Tick | null}) => void} take
 */
function shapeSlot(wire, content, room, take) {
  const width = content.shape(wire);
  if (!width) return;
  for (const t of SLASHES) {
    const {point: [x, y], normal: [nx, ny]} = at(wire.curve, t);
    const [sx, sy] = [(nx * 0.9 + ny * 0.43) * (SLASH + 1), (ny * 0.9 - nx * 0.43) * (SLASH + 1)];
    for (const end of [-1, 1]) {
      for (const [dx, dy] of /** @type {const} */ ([[width / 2 + 3, end * 2], [-width / 2 - 3, end * 2], [0, end * 8]])) {
        const box = boxAround(x + end * sx + dx, y + end * sy + dy, width, 11);
        if (!room.isFree(box, {wires: 6.3, frames: 1.6})) continue;
        take(slotKey("shape", wire.edge.key), {cx: x, cy: y, box, tick: [[x - sx, y - sy], [x + sx, y + sy]]});
        return;
      }
    }
  }
}

/** A name stands clear of the second disc behind a composite. */
const SECOND_DISC = 5;
/** When all near a wire is taken, a number stands further out on its tick rather than nowhere. */
const FAR_REACH = 140;
/** What is put on the wrong side of a wire: as much as on a tick over two other wires, less than on one over a node. */
const WRONG_SIDE = 2 * CROSSING;
const BESIDE = Object.freeze({
  value: {side: -1, wires: 8.4, reach: [30, 60]},
  gradient: {side: 1, wires: 7, reach: [46, 80]},
});

/**
 * @param {"value" | "gradient"} kind @param {WireShape} wire @param {Block | null} block @param {Room} room
 * @param {(key: string, slot: Omit<Slot, "tick"> & {tick?: Tick | null}) => void} take
 */
function beside(kind, wire, block, room, take) {
  if (!block) return;
  const {side, wires, reach} = BESIDE[kind];
  const [width, height] = kind === "value" && !block.tensor ? [block.width, block.height]
    : block.tensor ? [block.width + 4, block.height + 4] : [block.width + 2 * BOXED.x, block.height + 2 * BOXED.y];
  const climbs = (wire.curve.points[0]?.[1] ?? 0) > (wire.curve.points.at(-1)?.[1] ?? 0);
  const preferred = kind === "gradient" ? 0.4 : climbs ? 0.45 : 0.35;
  /** @type {import("./room.js").Candidate | null} */
  let found = null;
  for (const far of [...reach, FAR_REACH]) {
    const spot = room.slide(wire.curve, width, height, {sides: [side], preferred, far, wires, tied: block});
    if (spot && (!found || spot.cost < found.cost)) found = spot;
    if (found && found.cost < CROSSING) break;
  }
  // A gradient above its wire says the wrong thing, so the other side is for want of any place on its own.
  if (!found || found.cost > WRONG_SIDE) {
    const other = room.slide(wire.curve, width, height, {sides: [-side], preferred, far: found ? reach[0] : FAR_REACH, wires, tied: block});
    if (other && (!found || other.cost + WRONG_SIDE < found.cost)) found = other;
  }
  // At last without the room for an outline: a tight place is better than none.
  const tight = {sides: [side, -side], preferred, far: FAR_REACH, wires: 6.3};
  found ??= room.slide(wire.curve, block.width, block.height, tight);
  const small = found ? null : block.cells;
  found ??= small ? room.slide(wire.curve, small.width, small.height, tight) : null;
  if (!found) return;
  take(slotKey(kind, wire.edge.key), {
    cx: found.cx, cy: found.cy, box: found.box, ...(small && {asCells: true}),
    tick: kind === "gradient" ? room.tie(wire.curve, found.cx, found.cy, small ?? block, side) : null,
  });
}

/** The sum at a fan-out, under its op. @param {NodeBox} node @param {Content} content @param {Room} room @param {(key: string, slot: Omit<Slot, "tick">) => void} take */
function sumSlot(node, content, room, take) {
  const block = content.sum(node.id);
  if (!block) return;
  const under = (/** @type {Block} */ size) => {
    const first = node.r + 22 - size.height / 2 + (size.tensor ? size.height : 0);
    return nearest(
      {dx: [-30, 60], dy: [first, first + 30], wider: {dx: [-70, 90], dy: [first, first + 90]}},
      (dx, dy) => Math.abs(dx) + 1.2 * dy,
      (dx, dy) => centred(node.cx + dx, node.cy + dy, size),
      (box) => room.isFree(box, {wires: 7}));
  };
  const written = under(block);
  const found = written ?? (block.cells ? under({...block.cells, tensor: true}) : null);
  if (found) take(slotKey("sum", node.id), {cx: found.cx, cy: found.cy, box: found.box, ...(!written && {asCells: true})});
}
