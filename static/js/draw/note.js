/**
 * The product `upstream × local = downstream` at its op: above it where there is room, else wherever a straight leader
 * reaches a free spot. It repeats marks that stand on the graph, so it covers nothing; its leader crosses a wire only
 * where no other way leads out, and a label never.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").LabelBox} LabelBox
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {import("../types.d.ts").SceneOptions} SceneOptions
 * @typedef {import("./reveal.js").Reveal} Reveal
 * @typedef {import("./scene.js").Picture} Picture
 * @typedef {readonly [number, number]} Size
 * @typedef {{upstream: WireNumber, local: WireNumber, downstream: WireNumber}} Product
 * @typedef {Readonly<{cx: number, cy: number, box: Box, from: Point, to: Point, across?: boolean}>} Spot
 *   middle and box of the product, and the leader from it to the op
 */

import {boxAround, grow} from "../geometry/boxes.js";
import {round} from "../geometry/curves.js";
import {Room} from "../layout/room.js";
import {callout, calloutSize, productParts} from "./callout.js";
import {productNote} from "./label.js";
import {group, path} from "./marks.js";

/** Where the product may stand, above the op first. */
const NOTE_ROWS = [-112, -128, -144, -96, 112, 128, 144];
const NOTE_SHIFTS = [0, -40, 40, -90, 90, -150, 150];
const LEADER_SHIFTS = [0, 4, -4, 8, -8, 12, -12];
/** Else the ways a leader may go, in degrees from straight up, and how far. */
const WAYS = [...Array(72).keys()].map((at) => at * 5 - 180).sort((a, b) => Math.abs(a) - Math.abs(b));
const LENGTHS = Object.freeze({least: 20, most: 240, step: 8});
/** Where along the product's side its leader starts: at the middle, or nearer to an end. */
const STARTS = [0, 0.35, -0.35, 0.45, -0.45];
/** It stands this much clearer of all else than a number would; beside it more, where there is room, or one would read on. */
const [ASIDE, APART] = [5, 16];
/** A product of numbers is so high. */
const ROW_HEIGHT = 28;
/** Bare paper under a leader that crosses wires. */
const BRIDGE = 6;
/** From the rim to where a leader ends, clear of the halo. */
const HALO_ROOM = 9;

/**
 * @param {Picture} picture
 * @param {Reveal} reveal
 * @param {SceneOptions["pick"]} [pick]
 * @returns {{mark: Mark, box: LabelBox} | null}
 */
export function noteOf(picture, reveal, pick = null) {
  const {geometry, numbers} = picture;
  // At the last stop the board tells of all steps alike; only a product of matrices is nowhere else on it.
  const key = reveal.nowEdge ?? (reveal.last ? reveal.stop?.edge ?? null : null);
  const edge = key == null || !(reveal.landed || reveal.asked) ? undefined : numbers.edges.get(key);
  const op = edge && geometry.nodes.get(geometry.display.owner[edge.target] ?? "");
  const written = edge && (reveal.nowEdge != null || typeof edge.downstream === "object") ? whatIsSaid(edge, numbers, reveal.asked, pick) : null;
  if (key == null || !written || !op) return null;
  const spot = spotOf(picture, key, op, written.size);
  if (!spot) return null;
  const {cx, cy, box, from, to} = spot;
  const way = `M${round(from[0])} ${round(from[1])}L${round(to[0])} ${round(to[1])}`;
  const leader = [...(spot.across ? [path("bridge", "under", way, {"stroke-width": BRIDGE})] : []), path("leader", "tick", way)];
  const mark = written.draw(cx, cy);
  return {mark: group("note", [...leader, mark], {class: "full note"}), box: {kind: "note", owner: key, text: "product", shown: true, ...box}};
}

/**
 * The product of two numbers in a row, or that of two matrices in a box of its own; null for what has no room on a board.
 * @param {import("../types.d.ts").TraceEdge} edge @param {Picture["numbers"]} numbers @param {boolean} asked
 * @param {SceneOptions["pick"]} pick
 * @returns {{size: Size, draw: (cx: number, cy: number) => Mark} | null}
 */
function whatIsSaid(edge, numbers, asked, pick) {
  const {upstream, local, downstream} = edge;
  if (![upstream, local, downstream].some((part) => part == null || typeof part === "object")) {
    const {x0, x1, y0, y1} = productNote(0, 0, /** @type {Product} */ (edge)).box;
    return {size: [x1 - x0, y1 - y0], draw: (cx, cy) => productNote(cx, cy, /** @type {Product} */ (edge), asked).mark};
  }
  const parts = asked ? null : productParts(numbers, edge);
  return parts && {size: calloutSize(parts), draw: (cx, cy) => callout(cx, cy, parts, pick?.node === edge.source ? pick.cell : null)};
}

/**
 * Where the product of an edge stands: where it stood with other numbers, as long as it fits there.
 * @param {Picture} picture @param {string} edge @param {NodeBox} op @param {Size} size @returns {Spot | null}
 */
function spotOf({geometry, slots, frame, drawn, ...picture}, edge, op, size) {
  const places = drawn.keep("notes", "", () => /** @type {Map<string, {spot: Spot | null, slots: unknown}>} */ (new Map()), geometry);
  const last = places.get(edge);
  const fits = last?.spot && size[0] <= last.spot.box.x1 - last.spot.box.x0 + 0.01;
  if (last?.slots === slots && (fits || !last.spot)) return last.spot;
  const room = picture.room ?? roomAround(geometry, slots);
  const wider = last?.spot && stretched(last.spot, size[0]);
  const spot = wider && holds(frame, wider.box) && room.isFree(wider.box, {wires: 8}) ? wider
    : above({geometry, frame}, op, size, room) ?? anywhere(frame, op, size, room, {apart: APART}) ?? anywhere(frame, op, size, room, {apart: ASIDE})
      ?? anywhere(frame, op, size, room, {apart: ASIDE, across: true});
  places.set(edge, {spot, slots});
  return spot;
}

/** @param {Spot} spot @param {number} width @returns {Spot} */
function stretched(spot, width) {
  const {x0, x1, y0, y1} = spot.box;
  return {...spot, box: boxAround((x0 + x1) / 2, (y0 + y1) / 2, Math.max(width, x1 - x0), y1 - y0)};
}

/** @param {Picture["geometry"]} geometry @param {Picture["slots"]} slots */
function roomAround(geometry, slots) {
  const room = new Room(geometry);
  for (const slot of slots.values()) room.takeLabel(slot.box);
  return room;
}

/**
 * Straight above the op, or below.
 * @param {Pick<Picture, "geometry" | "frame">} picture @param {NodeBox} op @param {Size} size @param {Room} room @returns {Spot | null}
 */
function above({geometry, frame}, op, [width, height], room) {
  for (const dy of NOTE_ROWS) {
    for (const dx of NOTE_SHIFTS) {
      // A higher one grows away from the op.
      const [cx, cy] = [op.cx + dx, op.cy + dy + Math.sign(dy) * (height - ROW_HEIGHT) / 2];
      const box = boxAround(cx, cy, width, height);
      if (!holds(frame, box) || !room.isFree(box, {wires: 8})) continue;
      const [from, to] = dy < 0 ? [box.y1 + 4, leaderEnd(op.cy - op.r, geometry.display.byId[op.id]?.name.length ?? 0)] : [box.y0 - 4, op.cy + op.r + 8];
      const x = leaderAt(room, op.cx, from, to);
      if (x != null) return {cx, cy, box, from: [x, from], to: [x, to]};
    }
  }
  return null;
}

/**
 * At the end of the shortest slanted leader that crosses nothing, or nothing but wires.
 * @param {Box} frame @param {NodeBox} op @param {Size} size @param {Room} room @param {{apart: number, across?: boolean}} how @returns {Spot | null}
 */
function anywhere(frame, op, [width, height], room, {apart, across = false}) {
  const clear = across ? {wires: -Infinity, labels: 1, nodes: 0.1, frames: -Infinity} : {wires: 6, nodes: 0.1, frames: -Infinity};
  /** @type {{spot: Spot, cost: number} | null} */
  let best = null;
  for (const degrees of WAYS) {
    const [ux, uy] = [Math.sin(degrees * Math.PI / 180), -Math.cos(degrees * Math.PI / 180)];
    // Beside a pill's middle its rim is further away.
    const rim = op.r + HALO_ROOM + (op.halfWidth - op.r) * Math.abs(ux);
    const to = /** @type {Point} */ ([op.cx + ux * rim, op.cy + uy * rim]);
    for (let length = 0; length <= (across ? 2 : 1) * LENGTHS.most; length += 4) {
      const from = /** @type {Point} */ ([to[0] + ux * length, to[1] + uy * length]);
      if (!room.isFree(boxAround(from[0], from[1], 2, 2), clear)) break;
      const cost = length + Math.abs(degrees) / 4;
      if (length < LENGTHS.least || length % LENGTHS.step !== 4 || (best && cost >= best.cost)) continue;
      const spot = attached(from, [ux, uy], [width, height], (box) => holds(frame, box) && room.isFree(grow(box, apart, ASIDE), {wires: 8}));
      if (spot) best = {spot: {...spot, from, to, across}, cost};
    }
  }
  return best?.spot ?? null;
}

/**
 * A box beyond the leader's start, touching it with its nearer side.
 * @param {Point} from @param {readonly [number, number]} way @param {readonly [number, number]} size
 * @param {(box: Box) => boolean} isFree
 */
function attached([x, y], [ux, uy], [width, height], isFree) {
  const upright = Math.abs(uy) > 0.5;
  for (const start of STARTS) {
    const cx = upright ? x + start * width : x + Math.sign(ux) * (width / 2 + 4);
    const cy = upright ? y + Math.sign(uy) * (height / 2 + 4) : y + start * height;
    const box = boxAround(cx, cy, width, height);
    if (isFree(box)) return {cx, cy, box};
  }
  return null;
}

/** Straight down to the op, or a little beside it where a label stands in the way. @param {Room} room @param {number} cx @param {number} from @param {number} to */
function leaderAt(room, cx, from, to) {
  const [y0, y1] = [Math.min(from, to), Math.max(from, to)];
  const free = LEADER_SHIFTS.find((dx) => room.isFree({x0: cx + dx - 1, x1: cx + dx + 1, y0, y1}, {wires: 6, nodes: 0.1, frames: -Infinity}));
  return free === undefined ? null : cx + free;
}

/** @param {Box} outer @param {Box} inner */
function holds(outer, inner) {
  return inner.x0 >= outer.x0 + 4 && inner.x1 <= outer.x1 - 4 && inner.y0 >= outer.y0 + 4 && inner.y1 <= outer.y1 - 4;
}

/** A leader ends above the name, or above the halo. @param {number} rim @param {number} named */
function leaderEnd(rim, named) {
  return rim - (named ? 29 : 9);
}
