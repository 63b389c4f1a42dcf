/**
 * A matrix as cells: a square whose area is the magnitude, solid for plus and hollow for minus, between brackets.
 *
 * The ink says what the numbers are: values blue, gradients vermilion, local slopes graphite. Each matrix has its own
 * largest; where two stand side by side, somebody has to say so. All cells are two paths: they change with every frame.
 *
 * @typedef {import("../../types.d.ts").Box} Box
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../bench.js").Matrix} Matrix
 * @typedef {Readonly<{x: number, y: number, cell: number}>} CellPlace  the upper left cell's corner, and a cell's side
 */

import {toNumber} from "../../format/number.js";
import {round} from "../../geometry/curves.js";
import {corners, group, path} from "../marks.js";

export const CELL = Object.freeze({board: 13, example: 15.2, few: 21, least: 4});
const SQUARE = Object.freeze({room: 2.4, least: 1.6, line: 1.5});
const BRACKET = Object.freeze({serif: 5, out: 2});
/** Corners of a row stand so far outside the brackets, those of a cell so far around it. */
const PICKED = Object.freeze({row: 9, across: 2, cell: 1.5});

/** Largest magnitude; 0 where there is no finite one. @param {Matrix} rows */
export const mostOf = (rows) => rows.reduce((most, row) => row.reduce((/** @type {number} */ so, value) => {
  const size = Math.abs(toNumber(value));
  return Number.isFinite(size) ? Math.max(so, size) : so;
}, most), 0);

/** What the matrix covers, brackets and all. @param {CellPlace} place @param {number} rows @param {number} columns @returns {Box} */
export function matrixBox({x, y, cell}, rows, columns) {
  const out = BRACKET.out;
  return {x0: x - out, y0: y - out, x1: x + columns * cell + out, y1: y + rows * cell + out};
}

/**
 * @param {string} key
 * @param {CellPlace} place
 * @param {Matrix} rows
 * @param {{ink: "v" | "g" | "k", most?: number, row?: number | null, column?: number | null}} how
 *   counted from 0: the row, the column, or where both are given the cell that is cornered
 * @returns {Mark}
 */
export function cellMatrix(key, place, rows, {ink, most = mostOf(rows), row = null, column = null}) {
  const width = rows[0]?.length ?? 0;
  const box = matrixBox(place, rows.length, width);
  const {plus, minus, broken} = squares(place, rows, most);
  return group(key, [
    path("plus", `cell-${ink}`, plus), path("minus", `cell-hollow line-${ink}`, minus, {"stroke-width": lineWidth(place.cell)}),
    broken ? path("broken", "cell-hazard", broken) : null,
    path("bracket", "bracket line-k", bracket(box), {"stroke-width": 1.4}),
    row === null && column === null ? null : corners("picked", pickedBox(place, box, row, column), Math.min(5, place.cell / 2)),
  ]);
}

/** @param {number} cell */
const lineWidth = (cell) => Math.min(SQUARE.line, cell / 6);

/** All the squares of a sign as one path; a hollow one's line lies inside its square. @param {CellPlace} place @param {Matrix} rows @param {number} most */
function squares({x, y, cell}, rows, most) {
  const [line, found] = [lineWidth(cell), {plus: "", minus: "", broken: ""}];
  const room = cell - Math.min(SQUARE.room, cell / 5);
  rows.forEach((row, down) => row.forEach((entry, across) => {
    const value = toNumber(entry);
    const finite = Number.isFinite(value);
    const side = finite ? Math.max(Math.min(SQUARE.least, room), room * Math.sqrt(most > 0 ? Math.min(1, Math.abs(value) / most) : 0)) : room;
    const inset = value < 0 && finite ? Math.min(line, side / 2.6) / 2 : 0;
    const [left, top, size] = [x + (across + 0.5) * cell - side / 2 + inset, y + (down + 0.5) * cell - side / 2 + inset, round(side - 2 * inset)];
    found[finite ? (value < 0 ? "minus" : "plus") : "broken"] += `M${round(left)} ${round(top)}h${size}v${size}h${-size}z`;
  }));
  return found;
}

/** @param {Box} box */
function bracket({x0, y0, x1, y1}) {
  const {serif} = BRACKET;
  const [left, right, top, end] = [round(x0), round(x1), round(y0), round(y1)];
  return `M${round(left + serif)} ${top}H${left}V${end}H${round(left + serif)}M${round(right - serif)} ${top}H${right}V${end}H${round(right - serif)}`;
}

/** @param {CellPlace} place @param {Box} whole @param {number | null} row @param {number | null} column @returns {Box} */
function pickedBox({x, y, cell}, whole, row, column) {
  const {row: out, across, cell: around} = PICKED;
  if (row !== null && column !== null) {
    return {x0: x + column * cell - around, x1: x + (column + 1) * cell + around, y0: y + row * cell - around, y1: y + (row + 1) * cell + around};
  }
  if (row !== null) return {x0: whole.x0 - out + 2, x1: whole.x1 + out - 2, y0: y + row * cell - across, y1: y + (row + 1) * cell + across};
  const at = column ?? 0;
  return {x0: x + at * cell - across, x1: x + (at + 1) * cell + across, y0: whole.y0 - out + 2, y1: whole.y1 + out - 2};
}
