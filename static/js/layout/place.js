/**
 * A place for every label: numbers beside wires, chips by their target, names above their disc.
 *
 * Slots are found once for a graph, at their boxed size and clear of every op's halo, so one set of places serves all
 * stops and nothing moves between them. Level wires have fixed rows; beside a curve a box slides along the normal
 * until it is free. Order decides: nodes, wires, frames and rows are obstacles, then chips, values, and gradients,
 * shortest wire first.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").LabelKind} LabelKind
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("./wires.js").Geometry} Geometry
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

import {BOXED, BRACKET, CHIP, LANE, LEAF, ROW} from "../draw/metrics.js";
import {boxAround, distanceToBox} from "../geometry/boxes.js";
import {at, atLength} from "../geometry/curves.js";
import {CROSSING, Room, nearest} from "./room.js";

/** Keys of the slots map. @param {LabelKind | "sum" | "badge" | "leaf-value"} kind @param {string} owner */
export function slotKey(kind, owner) {
  return `${kind}:${owner}`;
}

/** @param {string} key  of a slot @returns {{kind: string, owner: string}} */
export function slotParts(key) {
  const cut = key.indexOf(":");
  return {kind: key.slice(0, cut), owner: key.slice(cut + 1)};
}

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

/** @param {number} cx @param {number} cy @param {Block} block @param {boolean} [bare]  it is never outlined or washed */
function centred(cx, cy, block, bare = false) {
  const [x, y] = block.tensor ? [2, 2] : bare ? [0, 0] : [2 * BOXED.x, 2 * BOXED.y];
  return {cx, cy, box: boxAround(cx, cy, block.width + x, block.height + y)};
}

/**
 * @param {WireShape} wire @param {Geometry} geometry @param {Content} content @param {Room} room
 * @param {(key: string, slot: Omit<Slot, "tick"> & {tick?: Tick | null}) => void} take
 */
function levelRows(wire, geometry, content, room, take) {
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

/** Where along a wire the tick of its chip begins. @param {import("../geometry/curves.js").Curve} curve */
const hangsAt = (curve) => Math.max(0.93, atLength(curve, -CHIP.tick));
/** From a number in its row to a tick that comes through it. */
const TICK_ROOM = 2.5;
/** How far right of an op's port its tick may hang. */
const RIM_TICK = 7;

/** Half the slash across a wire. */
const SLASH = 9.5;
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
