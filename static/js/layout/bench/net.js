/**
 * Where everything of a network stands: columns of units, the room numbers need beside the unit in focus, and the free
 * corners that hold the matrices and the key. Pure; in units of 1 px at --u 1.
 *
 * Columns stay where they are when numbers change and, where the board is wide enough, when the focus moves. A deep
 * network on a narrow board gives the focus's own gaps what its numbers need, and the others what is left.
 *
 * @typedef {import("../../bench.js").NetFocus} NetFocus
 * @typedef {import("../../types.d.ts").Point} Point
 * @typedef {import("./rows.js").Rows} Rows
 * @typedef {Readonly<{index: number, count: number, x: number, r: number, rows: Rows, picture: Picture | null}>} Column
 *   index 0 are the inputs
 * @typedef {Readonly<{x: number, y: number, cell: number, side: number}>} Picture  inputs as a square picture: its upper left corner
 * @typedef {"beside" | "staggered" | null} Numbering
 *   weight and gradient over one another; or one behind the other, where rows are close; or not at all, for want of room
 * @typedef {Readonly<{
 *   width: number, height: number, columns: readonly Column[], loss: {x: number, y: number, r: number},
 *   stubs: readonly number[], numbering: Numbering, outNumbers: boolean, heads: readonly Point[],
 *   key: {x: number, y: number, line: boolean}, corner: {x0: number, x1: number, top: number, upTo: number, from: number, bottom: number} | null,
 * }>} NetPlaces  `stubs`: how far edges run level behind each column
 */

import {CELL} from "../../draw/bench/cells.js";
import {LOSS, UNIT} from "../../draw/bench/unit.js";
import {STUB} from "../../draw/bench/stubs.js";
import {LEAST_NUMBERED, rowsOf} from "./rows.js";

const TOP = 34;
const BOTTOM = 10;
/** A line of its own for the key, where no corner is free. */
const KEY_LINE = 26;
const [KEY_CORNER, KEY_REACH] = [60, 200];
export const GAP = 4;
/** Rows this far apart have room for a weight above and a gradient below each wire. */
export const ROOMY = 38.5;
/** Several outputs have a number and a name each, and one of them a box below. */
const ROOMY_OUTPUT = 54;
export const STAGGERED = 150;
/** From a picture to where the wires of its strongest weights begin. */
export const PORTS = 40;
/** What an S-curve needs to look calm; what it takes at least; and on a narrow board. */
const [CURVE, TIGHT, NARROWEST] = [72, 34, 26];
/** A deep network: its discs, and what its curves take at least. */
const COMPACT = Object.freeze({r: 11, curve: 22});
/** A narrow board: its smallest and its largest discs, what its curves take at least, and its ends. */
const NARROW = Object.freeze({r: 6, most: 16, curve: 4, ends: 120});
const [WIDEST, MOST_PICTURE] = [400, 16];
/** A picture's cell, and what several outputs take up to the loss; and both on a board with less room, so that the focus keeps its numbers. */
const [PICTURE, OUTPUTS] = [Object.freeze({roomy: 14, close: 9}), Object.freeze({roomy: 190, close: 150})];
/** An output's number at its widest, with a sign or a long exponent; and a matrix's bracket, its row's corners and a gap. */
const [NUMBER_OF_OUTPUT, MATRIX_EDGE] = [Object.freeze({wide: 78, high: 22}), 12];
/** Narrower than this a board is close. */
const CLOSE = 760;

/**
 * @param {readonly number[]} counts  inputs first, then the units of each layer
 * @param {NetFocus} focus
 * @param {{width: number, height: number}} size
 * @param {number | null} [told]  the output of the example's class, which is among those shown
 * @returns {NetPlaces}
 */
export function netPlaces(counts, focus, {width, height}, told = null) {
  const narrow = width < 600;
  const close = width < CLOSE;
  const fitted = (/** @type {number} */ bottom, /** @type {number} */ most) => columnsOf(counts, focus, {height: height - bottom, cell: close ? PICTURE.close : PICTURE.roomy, told}, most);
  const loose = fitted(BOTTOM, UNIT.r);
  const most = narrow ? narrowRadius(counts, width) : isDeep(loose, width) ? COMPACT.r : UNIT.r;
  const plan = most < UNIT.r ? fitted(BOTTOM, most) : loose;
  const crowded = narrow || isCrowded(plan, focus, width, height);
  const columns = crowded ? fitted(BOTTOM + KEY_LINE, most) : plan;
  const {xs, loss, numbering, outNumbers} = across(columns, focus, width, narrow);
  const placed = columns.map((column, index) => ({...column, index, x: xs[index] ?? 0, picture: pictureAt(column, xs[index] ?? 0)}));
  const middle = (TOP + height - (crowded ? BOTTOM + KEY_LINE : BOTTOM)) / 2;
  return {
    width, height, columns: placed, loss: {x: loss, y: middle, r: narrow ? 17 : LOSS.outer},
    stubs: counts.map((_, index) => stubOf(index, focus, numbering, outNumbers)), numbering, outNumbers,
    heads: placed.map(({x}) => /** @type {const} */ ([x, 24])),
    key: {x: narrow ? 12 : 20, y: height - (crowded ? 11 : 20), line: crowded},
    corner: narrow ? null : cornerOf(placed, {x: loss, y: middle}, width, height),
  };
}

/** Do the columns stand closer than their discs and curves need? Then all is drawn smaller. @param {readonly Plan[]} columns @param {number} width */
function isDeep(columns, width) {
  const needed = columns.reduce((sum, {half}) => sum + 2 * (half + GAP) + TIGHT, 0);
  return needed > width - 180;
}

/** On a narrow board discs shrink as far as they must for none to lie over another. @param {readonly number[]} counts @param {number} width */
function narrowRadius(counts, width) {
  const pitch = (width - NARROW.ends) / Math.max(1, counts.length - 1);
  return Math.max(NARROW.r, Math.min(NARROW.most, (pitch - NARROW.curve) / 2 - GAP));
}

/** @typedef {Readonly<{count: number, r: number, half: number, rows: Rows, side: number}>} Plan  `half`: from its middle to its rim @param {readonly number[]} counts @param {NetFocus} focus @param {{height: number, cell: number, told: number | null}} board  as far down as columns may go, and a picture's cell @param {number} most  radius @returns {readonly Plan[]} */
function columnsOf(counts, focus, {height, cell, told}, most) {
  const span = {top: TOP, bottom: height};
  return counts.map((count, index) => {
    const side = index === 0 ? pictureSide(count, cell, span.bottom - span.top) : 0;
    const keep = index === focus.layer ? focus.unit : index === focus.layer - 1 && focus.input ? focus.input : 1;
    const several = index === counts.length - 1 && count > 1;
    const rows = rowsOf(side ? 1 : count, span, {keep, largest: Math.max(...counts.slice(1), side ? 1 : counts[0] ?? 1), ...(several ? {told, least: ROOMY_OUTPUT, closest: LEAST_NUMBERED} : {})});
    const largest = index === counts.length - 1 && count === 1 && index > 0 ? Math.min(UNIT.output, most + UNIT.output - UNIT.r) : most;
    const r = Math.max(Math.min(UNIT.least, most), Math.min(largest, rows.pitch / 2 - UNIT.paper));
    return {count, r, half: side ? side * cell / 2 : r, rows, side};
  });
}

/** Many inputs that make a square are a picture. @param {number} count @param {number} cell @param {number} height */
function pictureSide(count, cell, height) {
  const side = Math.sqrt(count);
  return count >= 25 && Number.isInteger(side) && side <= MOST_PICTURE && side * cell <= height ? side : 0;
}

/** Does a column stand where the key would? @param {readonly Plan[]} plan @param {NetFocus} focus @param {number} width @param {number} height */
function isCrowded(plan, focus, width, height) {
  const {xs} = across(plan, focus, width, false);
  return plan.some((column, index) => (xs[index] ?? 0) - column.half < KEY_REACH && lowest(column) > height - KEY_CORNER);
}

/** @param {Plan} column */
const lowest = ({rows, side, half}) => (side ? (rows.seats[0]?.y ?? 0) + half : rows.after?.y ?? (rows.seats.at(-1)?.y ?? 0) + half);

/** @param {Plan} column @param {number} x @returns {Picture | null} */
function pictureAt({side, half, rows}, x) {
  return side ? {x: x - half, y: (rows.seats[0]?.y ?? 0) - half, cell: 2 * half / side, side} : null;
}

/** Middles of the columns and of the loss. @param {readonly Plan[]} columns @param {NetFocus} focus @param {number} width @param {boolean} narrow */
function across(columns, focus, width, narrow) {
  const first = /** @type {Plan} */ (columns[0]);
  const last = /** @type {Plan} */ (columns.at(-1));
  const [left, right] = [first.half + (narrow ? 28 : first.side ? 24 : 35), narrow ? 26 : 42];
  const out = narrow ? (last.count === 1 ? 58 : 72) : last.count === 1 ? 134 : width < CLOSE ? OUTPUTS.close : OUTPUTS.roomy;
  const needs = columns.slice(1).map((column, at) => needOf(/** @type {Plan} */ (columns[at]), column, focus.layer === at + 1, focus.layer === at, narrow));
  const gaps = gapsOf(needs, width - left - right - out, columns);
  const [inGap, outGap] = [gaps[focus.layer - 1] ?? 0, focus.layer === columns.length - 1 ? Infinity : gaps[focus.layer] ?? 0];
  const used = left + gaps.reduce((sum, gap) => sum + gap, 0) + out + right;
  let x = left + Math.max(0, (width - used) * 0.4);
  const xs = [x, ...gaps.map((gap) => x += gap)];
  const numbering = inGap >= (needs[focus.layer - 1]?.wants ?? 0) ? numberingOf(columns, focus) : null;
  return {xs, loss: x + out, numbering: narrow && numbering === "staggered" ? null : numbering, outNumbers: !narrow && outGap >= (needs[focus.layer]?.wants ?? 0)};
}

/** @param {readonly Plan[]} columns @param {NetFocus} focus @returns {Numbering} */
function numberingOf(columns, focus) {
  const from = columns[focus.layer - 1];
  return from?.side || (from?.rows.pitch ?? 0) >= ROOMY ? "beside" : "staggered";
}

/**
 * What a gap needs, and what it wants for the numbers of the focus.
 * @param {Plan} from @param {Plan} to @param {boolean} read  the focus reads over it @param {boolean} told  the focus's own output goes over it @param {boolean} narrow
 */
function needOf(from, to, read, told, narrow) {
  const [curve, tight] = narrow ? [NARROWEST, NARROWEST] : [CURVE, TIGHT];
  const rims = from.half + to.half + 2 * GAP;
  const numbers = from.side ? PORTS + STUB.edge : from.rows.pitch >= ROOMY ? STUB.edge : STAGGERED;
  const wants = rims + (read ? numbers + curve : tight + (narrow ? 0 : 16) + (told ? STUB.out : 0));
  return {least: rims + (from.half < UNIT.r && to.half < UNIT.r ? COMPACT.curve : tight), wants, usual: rims + numbers + curve, urgent: read ? 2 : told ? 1 : 0, weight: Math.sqrt(from.rows.seats.length * to.rows.seats.length)};
}

/** @param {readonly ReturnType<typeof needOf>[]} needs @param {number} room @param {readonly Plan[]} columns @returns {number[]} */
function gapsOf(needs, room, columns) {
  const usual = needs.reduce((sum, need) => sum + need.usual, 0);
  const weights = needs.reduce((sum, need) => sum + need.weight, 0);
  if (room >= usual) return needs.map(({usual: base, weight}) => Math.min(WIDEST, base + (room - usual) * weight / weights));
  let left = room - needs.reduce((sum, need) => sum + need.least, 0);
  const gaps = needs.map(({least}) => least);
  if (left < 0) return needs.map(({least}) => least * Math.max(0.4, room / (room - left)));
  for (const urgency of [2, 1]) {
    needs.forEach((need, at) => {
      const more = need.wants - need.least;
      if (need.urgent !== urgency || more > left) return;
      gaps[at] = need.wants;
      left -= more;
    });
  }
  return gaps.map((gap) => gap + left / columns.slice(1).length);
}

/** How far edges run level behind a column. @param {number} index @param {NetFocus} focus @param {Numbering} numbering @param {boolean} outNumbers */
function stubOf(index, focus, numbering, outNumbers) {
  if (index === focus.layer - 1) return numbering === "beside" ? STUB.edge : numbering === "staggered" ? STAGGERED : 0;
  return index === focus.layer && outNumbers ? STUB.out : 0;
}

/** The free corners right of the last layer, above and below the loss. @param {readonly Column[]} columns @param {{x: number, y: number}} loss @param {number} width @param {number} height */
function cornerOf(columns, loss, width, height) {
  const last = /** @type {Column} */ (columns.at(-1));
  const [top, upTo] = [38, loss.y - LOSS.outer - 30];
  const lowest = Math.min(upTo, top + CELL.board * Math.max(...columns.slice(1).map(({rows}) => rows.seats.length)));
  const beside = last.count > 1 && (last.rows.seats[0]?.y ?? 0) - NUMBER_OF_OUTPUT.high < lowest;
  const free = last.x + (last.count === 1 ? last.r + 16 : (loss.x - last.x) * 0.62);
  const x0 = beside ? Math.max(free, last.x + last.r + GAP + 5 + NUMBER_OF_OUTPUT.wide + MATRIX_EDGE) : free;
  return {x0, x1: width - (beside && width < CLOSE ? 17 : 24), top, upTo, from: loss.y + LOSS.outer + 30, bottom: height - 22};
}
