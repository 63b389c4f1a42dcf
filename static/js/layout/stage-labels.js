/**
 * A place for every number of a stage: value before its wire, gradient and chip behind it, side by side.
 *
 * As on the board, slots are kept at their boxed size and clear of the current op's halo. Each has its usual place; where
 * a stub runs through that, it slides along its wire.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("./slots.js").Slot} Slot
 * @typedef {import("./stage.js").Block} Block
 * @typedef {import("./stage.js").Flow} Flow
 * @typedef {import("./stage.js").Plan} Plan
 * @typedef {import("./stage.js").Row} Row
 * @typedef {import("./stage-wires.js").Stub} Stub
 * @typedef {import("./wires.js").Geometry} Geometry
 * @typedef {import("./wires.js").WireShape} WireShape
 * @typedef {Readonly<{name: (id: NodeId) => number, badge: (id: NodeId) => number, sum: (id: NodeId, asCells?: boolean) => Block | null}>} Words
 * @typedef {Readonly<{slots: ReadonlyMap<string, Slot>, missing: number}>} Labelled  `missing`: labels that found no place
 */

import {CHIP, LANE} from "../draw/metrics.js";
import {boxAround} from "../geometry/boxes.js";
import {at} from "../geometry/curves.js";
import {slotKey} from "./slots.js";
import {CROSSING, Room, nearest} from "./room.js";
import {boxedSize, chipNear, gradientNear, PAD, valueNear} from "./stage.js";

/** Clear of foreign wires and of the rims of nodes. */
const CLEAR = Object.freeze({wires: 6.8, nodes: 0.6});
const NAME_HEIGHT = 17;
/** A chip in no row keeps this far from numbers where it can: their exponents rise above their boxes. */
const CHIP_CLEAR = 6;
/** From a disc to its name: above it, or left of it; the op that acts wears a halo. */
const NAME_AWAY = Object.freeze({right: 13.5, down: 11, halo: 7});
const SUM_AWAY = 10;
const BEAD = Object.freeze({away: 8, size: 18});
const BARB = Object.freeze({along: 13, across: 7});

/**
 * @param {Plan} plan
 * @param {Geometry} geometry
 * @param {readonly Stub[]} stubs
 * @param {Words} words
 * @param {ReadonlySet<NodeId>} beads   nodes that wear a ⊕
 * @param {readonly (Box & {owner: string})[]} counts   of wires that are not shown, each by the end of its own stub
 * @returns {Labelled}
 */
export function labelStage(plan, geometry, stubs, words, beads, counts) {
  const wires = new Map([...geometry.wires, ...stubs.map(({key, wire}) => /** @type {const} */ ([key, {...wire, edge: {...wire.edge, key}}]))]);
  const room = new Room({...geometry, wires});
  /** @type {Map<string, Slot>} */
  const slots = new Map();
  let missing = 0;
  /** @param {string} key @param {Omit<Slot, "tick"> & {tick?: Slot["tick"]} | null} slot */
  const take = (key, slot) => {
    if (!slot) missing += 1;
    if (!slot) return;
    slots.set(key, {tick: null, ...slot});
    room.takeLabel(slot.box);
  };
  for (const id of beads) room.takeLabel(beadBox(plan, /** @type {NodeBox} */ (geometry.nodes.get(id))));
  for (const box of counts) {
    if (!room.isFree(box, {...CLEAR, own: box.owner})) missing += 1;
    room.takeLabel(box);
  }
  for (const wire of geometry.wires.values()) room.takeLabel(barbBox(plan, wire));
  for (const row of plan.rows) rowSlots(row, plan, room, take);
  for (const node of geometry.nodes.values()) nodeSlots(node, plan, geometry, words, room, take);
  for (const row of plan.rows.filter(({needs, manner, way}) => way === "in" && needs.chip != null && !manner.chips)) {
    const found = freeChip(row, geometry, room);
    if (found) slots.set(slotKey("chip", row.edge.key), found);
    else missing += 1;
  }
  return {slots, missing};
}

/** @param {Plan} plan @param {NodeBox} node */
function beadBox({flow}, node) {
  return flow === "right" ? boxAround(node.x1 + BEAD.away, node.cy, BEAD.size, BEAD.size) : boxAround(node.cx, node.y1 + BEAD.away, BEAD.size, BEAD.size);
}

/** The barb at a wire's head stands out of its lane, towards the row before. @param {Plan} plan @param {WireShape} wire */
function barbBox({flow}, {curve}) {
  const [x, y] = at(curve, 1).point;
  return flow === "right" ? {x0: x - BARB.along, x1: x, y0: y - LANE - BARB.across, y1: y - LANE}
    : {x0: x - LANE - BARB.across, x1: x - LANE, y0: y - BARB.along, y1: y};
}

/**
 * A box beside a wire: *along* its middle, *near* the distance of its nearer side from the wire.
 * @param {Flow} flow @param {number} along @param {number} across @param {-1 | 1} side @param {number} near @param {{width: number, height: number}} size
 */
function beside(flow, along, across, side, near, {width, height}) {
  const away = across + side * (near + (flow === "right" ? height : width) / 2);
  const [cx, cy] = flow === "right" ? [along, away] : [away, along];
  return {cx, cy, box: boxAround(cx, cy, width, height)};
}

/** @param {Flow} flow @param {{width: number, height: number}} size */
const lengthOf = (flow, {width, height}) => (flow === "right" ? width : height);

/** @param {Row} row @param {Plan} plan @param {Room} room @param {(key: string, slot: Omit<Slot, "tick"> & {tick?: Slot["tick"]} | null) => void} take */
function rowSlots(row, plan, room, take) {
  const {edge, needs, way, labels: [start, end], side, manner} = row;
  const {flow} = plan;
  const [first, last] = [start + PAD[way].start, end - PAD[way].end];
  const chip = needs.chip != null && manner.chips ? {width: needs.chip, height: CHIP.height} : null;
  const boxed = needs.gradient && boxedSize(needs.gradient);
  if (chip) take(slotKey("chip", edge.key), chipSlot(row, plan, last - lengthOf(flow, chip) / 2, chip, room));
  if (needs.gradient && boxed) {
    const middle = first + lengthOf(flow, boxed) / 2;
    const near = gradientNear(needs.gradient, flow, manner);
    take(slotKey("gradient", edge.key), along(room, edge.key, (shift) => beside(flow, middle + shift, row.across, 1, near, boxed), manner.cells));
  }
  if (needs.value) {
    const value = needs.value;
    const near = valueNear(value, manner);
    const length = lengthOf(flow, value);
    const middle = manner.staggered && side !== 0 ? last - chipAbove(row, plan) - length / 2 : (start + end) / 2;
    take(slotKey("value", edge.key), along(room, edge.key, (shift) => beside(flow, middle + shift, row.across, -1, near, value), manner.cells));
  }
}

/**
 * What the chip of the wire above takes of the end of a row they share: there the gradient of that one stands at the
 * beginning, then this one's value, and by the port the chip.
 * @param {Row} row @param {Plan} plan
 */
function chipAbove(row, {rows, flow}) {
  const side = rows.filter(({way}) => way === row.way);
  const above = side[side.indexOf(row) - 1];
  return above?.needs.chip != null && row.manner.chips ? lengthOf(flow, {width: above.needs.chip, height: CHIP.height}) + PAD.between : 0;
}

/**
 * The usual place, or as near to it along the wire as others let it.
 * @param {Room} room @param {string} own @param {(shift: number) => {cx: number, cy: number, box: Box}} spot
 * @param {boolean} [asCells]
 */
function along(room, own, spot, asCells = false) {
  for (let shift = 0; shift <= 60; shift += 4) {
    for (const signed of shift === 0 ? [0] : [shift, -shift]) {
      const found = spot(signed);
      if (room.isFree(found.box, {...CLEAR, own})) return {...found, asCells};
    }
  }
  return null;
}

/** @param {Row} row @param {Plan} plan @param {number} middle @param {{width: number, height: number}} size @param {Room} room */
function chipSlot(row, plan, middle, size, room) {
  const {flow} = plan;
  const near = chipNear(flow, row.manner);
  const found = along(room, row.edge.key, (shift) => beside(flow, middle + shift, row.across, 1, near, size));
  if (!found) return null;
  const start = LANE + (flow === "right" ? 2 : 2.9);
  // Under the chip's far end, where the wire ends.
  const at = flow === "right" ? Math.max(found.box.x0 + 4, found.box.x1 - 8) : found.cy;
  const points = [[at, row.across + start], [at, row.across + near]].map(([x, y]) => /** @type {Point} */ (flow === "right" ? [x, y] : [y, x]));
  return {...found, tick: /** @type {Slot["tick"]} */ (/** @type {unknown} */ (points))};
}

/**
 * A chip that has no place in its row: by the port, on the inner side of its wire, where it adds no height. Only this step's is shown then, so
 * they may stand in one another's way.
 * @param {Row} row @param {Geometry} geometry @param {Room} room @returns {Slot | null}
 */
function freeChip(row, geometry, room) {
  return chipBeside(row, geometry, room, CHIP_CLEAR) ?? chipBeside(row, geometry, room);
}

/** @param {Row} row @param {Geometry} geometry @param {Room} room @param {number} [labels]  how far from other labels @returns {Slot | null} */
function chipBeside({needs, edge, across}, geometry, room, labels) {
  const {curve} = /** @type {WireShape} */ (geometry.wires.get(edge.key));
  const inner = across > 0 ? -1 : 1;
  const beside = (/** @type {readonly number[]} */ sides) => room.slide(curve, needs.chip ?? 0, CHIP.height, {sides, preferred: 0.8, far: 60, wires: 6.8, ...(labels && {labels})});
  const near = beside([inner]);
  const spot = near && near.cost < CROSSING ? near : [near, beside([-inner])].reduce((best, one) => (one && (!best || one.cost < best.cost) ? one : best), null);
  return spot && {...spot, tick: tickTo(curve, spot.box, room)};
}

/** From the lane, on whichever side of the wire its tick crosses less. @param {import("../geometry/curves.js").Curve} curve @param {Box} box @param {Room} room @returns {Slot["tick"]} */
function tickTo(curve, box, room) {
  const [first, second] = [room.tied(curve, box, -1), room.tied(curve, box, 1)];
  const [x, y] = (first.crossings + first.least <= second.crossings + second.least ? first : second).from;
  return [[x, y], [Math.max(box.x0, Math.min(x, box.x1)), Math.max(box.y0, Math.min(y, box.y1))]];
}

/**
 * Name, badge, seed and sum.
 * @param {NodeBox} node @param {Plan} plan @param {Geometry} geometry @param {Words} words @param {Room} room
 * @param {(key: string, slot: Omit<Slot, "tick"> | null) => void} take
 */
function nodeSlots(node, plan, geometry, words, room, take) {
  const {id} = node;
  const now = id === plan.actor;
  if (now && words.sum(id)) take(slotKey("sum", id), sumSlot(node, plan, words, room));
  const name = node.form === "leaf" || node.form === "terminal" ? 0 : words.name(id);
  if (name) {
    const found = nameSlot(node, plan, geometry.display.byId[id]?.composite ? 5 : 0, name, now, room);
    if (found || now) take(slotKey("name", id), found);
  }
  const badge = words.badge(id);
  if (badge) {
    const found = nearest({dx: [0, 30], dy: [-30, 0], wider: {dx: [-80, 90], dy: [-60, 60]}}, (dx, dy) => Math.abs(dx) + Math.abs(dy),
      (dx, dy) => centred(node.cx + node.halfWidth + 6 + badge / 2 + dx, node.cy - node.r + 4 + dy, badge, 18), (box) => room.isFree(box, {...CLEAR, nodes: 4}));
    if (found || now) take(slotKey("badge", id), found && {cx: found.cx, cy: found.cy, box: found.box});
  }
  if (node.form === "terminal") {
    const [cx, cy] = plan.flow === "right" ? [node.cx, node.cy + 35.5] : [node.x1 + 36, node.cy];
    take(slotKey("note", id), {cx, cy, box: boxAround(cx, cy, 48, 13)});
  }
}

/** @param {number} cx @param {number} cy @param {number} width @param {number} height */
function centred(cx, cy, width, height) {
  return {cx, cy, box: boxAround(cx, cy, width, height)};
}

/**
 * Above its disc, or left of it down a phone; elsewhere by it where that is taken.
 * @param {NodeBox} node @param {Plan} plan @param {number} rise @param {number} width @param {boolean} now @param {Room} room
 */
function nameSlot(node, {flow, spots}, rise, width, now, room) {
  const halo = now ? NAME_AWAY.halo : 0;
  const above = centred(node.cx, node.y0 - NAME_AWAY.right - rise, width, NAME_HEIGHT);
  const left = centred(node.x0 - NAME_AWAY.down - halo - width / 2, node.cy, width, NAME_HEIGHT);
  const [usual, other] = flow === "right" ? [above, left] : [left, above];
  const corner = centred(node.x0 - 1 - halo - width / 2, node.y0 + 1 - halo, width, NAME_HEIGHT);
  const right = centred(node.x1 + 1 + halo + rise + width / 2, node.y0 + 1 - halo, width, NAME_HEIGHT);
  return (spots.get(node.id)?.manner?.short && !now ? [corner, right, usual, other] : [usual, corner, right, other]).find(({box}) => room.isFree(box, {...CLEAR, nodes: 0.6})) ?? null;
}

/** What the addends of a fan-out come to: under its node, or right of it. @param {NodeBox} node @param {Plan} plan @param {Words} words @param {Room} room */
function sumSlot(node, {flow, rows}, words, room) {
  const asCells = rows.find(({way}) => way === "out")?.manner.cells ?? false;
  const {width, height} = boxedSize(/** @type {Block} */ (words.sum(node.id, asCells)));
  const [cx, cy] = flow === "right" ? [node.cx, node.y1 + SUM_AWAY + height / 2] : [node.x1 + SUM_AWAY + 2 + width / 2, node.cy];
  const found = nearest({dx: [0, 0], dy: [0, 0], wider: {dx: [-60, 60], dy: flow === "right" ? [0, 40] : [-30, 40]}}, (dx, dy) => Math.abs(dx) + 1.2 * Math.abs(dy),
    (dx, dy) => centred(cx + dx, cy + dy, width, height), (box) => room.isFree(box, CLEAR));
  return found && {cx: found.cx, cy: found.cy, box: found.box, asCells};
}
