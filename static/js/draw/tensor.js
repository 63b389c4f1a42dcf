/**
 * Tensors on wires: up to 3 by 3 in brackets, larger as a glyph of cells, and the shape across the wire.
 *
 * The ink says what the numbers are: blue values, vermilion gradients, graphite local gradients. Minus is hatched,
 * never another hue.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Shape} Shape
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {"value" | "gradient" | "local"} Ink
 */

import {toNumber} from "../format/number.js";
import {boxAround} from "../geometry/boxes.js";
import {round} from "../geometry/curves.js";
import {BRACKET, CELLS, SIZE} from "./metrics.js";
import {corners, group, number, numberWidth, path, rect, text} from "./marks.js";

const INKS = Object.freeze({value: "v", gradient: "g", local: "k"});

/**
 * Shape of nested arrays; `[]` for a number.
 * @param {WireValue} value
 * @returns {Shape}
 */
export function shapeOf(value) {
  /** @type {number[]} */
  const shape = [];
  for (let at = /** @type {WireValue | undefined} */ (value); Array.isArray(at); at = at[0]) shape.push(at.length);
  return shape;
}

/** `3×2`; a vector is `3`. @param {Shape} shape */
export function shapeText(shape) {
  return shape.join("×");
}

/**
 * Rows and columns to draw: a vector stands upright, as a column; further axes are laid below one another.
 * @param {WireValue} value
 * @returns {readonly (readonly WireNumber[])[]}
 */
export function rowsOf(value) {
  if (!Array.isArray(value)) return [[/** @type {WireNumber} */ (value)]];
  if (!Array.isArray(value[0])) return value.map((entry) => [/** @type {WireNumber} */ (entry)]);
  if (!Array.isArray(value[0][0])) return /** @type {WireNumber[][]} */ (value);
  return value.flatMap((part) => rowsOf(part));
}

/** Is it written out in brackets? @param {WireValue} value */
export function isSmall(value) {
  const rows = rowsOf(value);
  const across = rows[0]?.length ?? 0;
  return rows.length > 0 && across > 0 && across <= 3 && rows.length <= (across === 1 ? 4 : 3);
}

/** Widths of the columns of a bracketed tensor. @param {readonly (readonly WireNumber[])[]} rows */
function columns(rows) {
  return (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => numberWidth(/** @type {WireNumber} */ (row[column]), SIZE.number))));
}

/** @param {WireValue} value @param {boolean} [asCells]  however small, and a few rows of it @returns {{width: number, height: number}} */
export function tensorSize(value, asCells = false) {
  const rows = rowsOf(value);
  if (isSmall(value) && !asCells) {
    const widths = columns(rows);
    const inner = widths.reduce((sum, width) => sum + width, 0) + (widths.length - 1) * BRACKET.gap;
    return {width: inner + 2 * BRACKET.pad - 4, height: rows.length * BRACKET.row + BRACKET.more};
  }
  const [height, width] = [Math.min(rows.length, asCells ? CELLS.few : CELLS.limit), Math.min(rows[0]?.length ?? 0, CELLS.limit)];
  return {width: Math.max(1, width) * CELLS.cell + 4, height: Math.max(1, height) * CELLS.cell + 4};
}

/**
 * @param {string} key
 * @param {WireValue} value
 * @param {number} cx
 * @param {number} cy
 * @param {{ink?: Ink, role?: import("./label.js").Role, pick?: readonly number[] | null, picks?: readonly (readonly number[])[], asCells?: boolean}} [how]
 *   `pick`, `picks`: the cells in corners
 * @returns {Mark}
 */
export function tensor(key, value, cx, cy, {ink = "value", role = null, pick = null, picks = pick ? [pick] : [], asCells = false} = {}) {
  const {width, height} = tensorSize(value, asCells);
  const box = boxAround(cx, cy, width, height);
  return group(key, isSmall(value) && !asCells ? bracketed(value, box, ink, role, picks) : cells(value, box, ink, role, picks, asCells ? CELLS.few : CELLS.limit));
}

/** @param {WireValue} value @param {Box} box @param {Ink} ink @param {import("./label.js").Role} role @param {readonly (readonly number[])[]} picks */
function bracketed(value, box, ink, role, picks) {
  const rows = rowsOf(value);
  const widths = columns(rows);
  const marks = [ground(box, role)];
  let right = box.x0 + BRACKET.pad - 2;
  widths.forEach((width, column) => {
    right += width;
    rows.forEach((row, index) => {
      const entry = /** @type {WireNumber} */ (row[column]);
      const hazard = !Number.isFinite(toNumber(entry));
      const top = box.y0 + BRACKET.more / 2 + BRACKET.row * index;
      marks.push(number(`${index},${column}`, entry, right, top + 13.2, SIZE.number,
        {anchor: "end", cls: `number ink-${hazard ? "h" : INKS[ink]} bare`}));
      if (isPicked(picks, index, column)) {
        marks.push(corners(`pick ${index},${column}`, {x0: right - width - 5, x1: right + 5, y0: top - 0.5, y1: top + BRACKET.row + 0.5}, 4.5));
      }
    });
    right += BRACKET.gap;
  });
  marks.push(brackets("brackets", box, ink, BRACKET.serif));
  return marks;
}

/** @param {Box} box @param {import("./label.js").Role} role */
function ground(box, role) {
  if (role === "downstream") return rect("ground", "washed", box);
  if (role) return rect("ground", "outlined", {x0: box.x0 - 4, x1: box.x1 + 4, y0: box.y0 - 4, y1: box.y1 + 4});
  return rect("ground", "ground", {x0: box.x0 - 2, x1: box.x1 + 2, y0: box.y0 - 2, y1: box.y1 + 2});
}

/** @param {string} key @param {Box} box @param {Ink} ink @param {number} serif */
function brackets(key, {x0, x1, y0, y1}, ink, serif) {
  const [left, right, top, bottom] = [x0, x1, y0, y1].map(round);
  return path(key, `bracket line-${INKS[ink]}`,
    `M${round(x0 + serif)} ${top}H${left}V${bottom}H${round(x0 + serif)}M${round(x1 - serif)} ${top}H${right}V${bottom}H${round(x1 - serif)}`);
}

/**
 * @param {readonly (readonly number[])[]} picks
 * @param {number} row
 * @param {number} column
 */
function isPicked(picks, row, column) {
  return picks.some((pick) => pick[0] === row && (pick.length === 1 ? column === 0 : pick[1] === column));
}

/**
 * The cell of a tensor under a point, as places in it; null beside it, or where it is drawn in another way.
 * @param {WireValue} value
 * @param {Box} box  of its slot
 * @param {readonly [number, number]} point
 * @returns {readonly number[] | null}
 */
export function cellAt(value, {x0, x1, y0, y1}, [x, y]) {
  const {width, height} = tensorSize(value);
  const [left, top, small] = [(x0 + x1 - width) / 2, (y0 + y1 - height) / 2, isSmall(value)];
  const shape = shapeOf(value);
  if (shape.length === 0 || shape.length > 2 || x < left || x > left + width || y < top || y > top + height) return null;
  const rows = rowsOf(value);
  const row = Math.floor(small ? (y - top - BRACKET.more / 2) / BRACKET.row : (y - top - 2) / CELLS.cell);
  const column = small ? columnAt(rows, x - left) : Math.floor((x - left - 2) / CELLS.cell);
  const most = small ? 3 : CELLS.limit;
  const within = (/** @type {number} */ place, /** @type {number} */ count) => Math.max(0, Math.min(Math.min(count, most) - 1, place));
  const place = [within(row, rows.length), within(column, rows[0]?.length ?? 1)];
  return shape.length === 1 ? place.slice(0, 1) : place;
}

/** Columns meet in the middle of their gap. @param {readonly (readonly WireNumber[])[]} rows @param {number} x  from the left bracket */
function columnAt(rows, x) {
  let right = BRACKET.pad - 2 + BRACKET.gap / 2;
  return columns(rows).findIndex((width, at, all) => (right += width + (at ? BRACKET.gap : 0)) >= x || at === all.length - 1);
}

/**
 * A square per entry, its area the magnitude; minus is hatched. The first rows and columns where there are many.
 * @param {WireValue} value @param {Box} box @param {Ink} ink @param {import("./label.js").Role} role @param {readonly (readonly number[])[]} picks
 * @param {number} high  rows at most
 */
function cells(value, box, ink, role, picks, high) {
  const {cell, limit, least, most} = CELLS;
  const rows = rowsOf(value).slice(0, high).map((row) => row.slice(0, limit));
  const largest = Math.max(...rows.flat().map((entry) => Math.abs(toNumber(entry))).filter(Number.isFinite), 0) || 1;
  const marks = [rect("ground", `cells line-${INKS[ink]}${role === "downstream" ? " washed-cells" : ""}`, box)];
  rows.forEach((row, r) => row.forEach((entry, c) => {
    const x = toNumber(entry);
    const size = Number.isFinite(x) ? Math.max(least, most * Math.sqrt(Math.abs(x) / largest)) : most;
    const [cx, cy] = [box.x0 + 2 + (c + 0.5) * cell, box.y0 + 2 + (r + 0.5) * cell];
    const square = boxAround(cx, cy, size, size);
    if (!Number.isFinite(x)) marks.push(rect(`${r},${c}`, "cell-hazard", square));
    else if (x < 0) marks.push(...hatched(`${r},${c}`, square, INKS[ink]));
    else if (x > 0) marks.push(rect(`${r},${c}`, `cell-${INKS[ink]}`, square));
    if (isPicked(picks, r, c)) marks.push(rect("pick", "cell-pick", boxAround(cx, cy, cell + 1, cell + 1)));
  }));
  return marks;
}

/** An outline with diagonal strokes, drawn as a path so that no pattern has to be defined. @param {string} key @param {Box} box @param {string} ink */
function hatched(key, box, ink) {
  const size = box.x1 - box.x0;
  let d = "";
  for (let offset = 2.4; offset < 2 * size; offset += 3.4) {
    const [a, b] = [Math.max(0, offset - size), Math.min(size, offset)];
    d += `M${round(box.x0 + a)} ${round(box.y0 + offset - a)}L${round(box.x0 + b)} ${round(box.y0 + offset - b)}`;
  }
  return [rect(key, `cell-minus line-${ink}`, box), path(`${key}-hatch`, `hatch line-${ink}`, d)];
}

/**
 * The shape beside a slash across both lanes, as on a bus. Values and gradients have one shape, so it stands once.
 * @param {string} key
 * @param {readonly [readonly [number, number], readonly [number, number]]} slash
 * @param {Box} box  of the shape's figures
 * @param {Shape} shape
 * @returns {Mark}
 */
export function busSlash(key, [[ax, ay], [bx, by]], box, shape) {
  return group(key, [
    path("slash", "slash", `M${round(ax)} ${round(ay)}L${round(bx)} ${round(by)}`),
    text("shape", [{text: shapeText(shape), face: "number"}], box.x0, box.y1, 14, {cls: "number ink-k"}),
  ]);
}

/**
 * The shape set into the wire itself, where there is no room beside it.
 * @param {string} key
 * @param {number} x
 * @param {number} y
 * @param {Shape} shape
 * @returns {Mark}
 */
export function shapeOnWire(key, x, y, shape) {
  const runs = [{text: shapeText(shape), face: /** @type {const} */ ("number")}];
  const width = runs[0] ? runs[0].text.length * 7.6 + 8 : 0;
  return group(key, [rect("ground", "ground", boxAround(x, y, width, 18)), text("shape", runs, x, y + 5, 14, {anchor: "middle", cls: "number ink-k bare"})]);
}
