/**
 * A step of the example in matrix form: cells between brackets, with the signs of the formula between them.
 *
 * Of dimensions that are too long a stretch around the told weight is drawn, the same in every matrix, and the name below
 * says which. The told weight's row, column and cell are in corners everywhere.
 *
 * @typedef {import("../../types.d.ts").Box} Box
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").WireNumber} WireNumber
 * @typedef {import("../../bench.js").Matrix} Matrix
 * @typedef {import("./example-names.js").Part} Part
 * @typedef {Readonly<{from: number, count: number, of: number}>} Stretch  from 0
 */

import {path, text} from "../marks.js";
import {CELL, cellMatrix, mostOf} from "./cells.js";
import {inked, partsWidth} from "./example-names.js";

/**
 * `row`, `column`: the dimension, so that one stretch is kept for all; null for a single one. `pick`: cornered, from 0.
 * @typedef {Readonly<{key: string, rows: Matrix, ink: "v" | "g" | "k", name: readonly Part[], row: string | null, column: string | null, pick: Readonly<{row: number | null, column: number | null}>, weights?: boolean}>} MatrixTerm
 * @typedef {Readonly<{sign: string}>} SignTerm
 * @typedef {Readonly<{rule: true}>} RuleTerm
 * @typedef {MatrixTerm | SignTerm | RuleTerm} Term
 * @typedef {Readonly<{key: string, box: Box, cell: number, rows: Matrix, row0: number, column0: number, weights: boolean}>} MatrixHit
 */

const GAP = 11;
const SIGN = Object.freeze({room: 20, word: 15.5});
const RULE = 30;
const NAME = Object.freeze({size: 16, foot: 10, room: 34, bracket: 8});
/** More rows or columns than this are not told apart. */
const MOST = 16;

/** @param {Term} term @returns {term is MatrixTerm} */
const isMatrix = (term) => "rows" in term;

/**
 * The stretch of each dimension that is drawn.
 * @param {readonly Term[]} terms
 * @returns {Readonly<Record<string, Stretch>>}
 */
export function stretches(terms) {
  /** @type {Record<string, Stretch>} */
  const found = {};
  const note = (/** @type {string | null} */ name, /** @type {number} */ of, /** @type {number | null} */ pick) => {
    if (name === null) return;
    const count = Math.min(MOST, of);
    const from = Math.max(0, Math.min(of - count, (pick ?? 0) - Math.floor(count / 2)));
    if (!found[name] || pick !== null) found[name] = {from, count, of};
  };
  for (const term of terms) {
    if (!isMatrix(term)) continue;
    note(term.row, term.rows.length, term.pick.row);
    note(term.column, term.rows[0]?.length ?? 0, term.pick.column);
  }
  return found;
}

/** The part of a matrix that is drawn. @param {MatrixTerm} term @param {Readonly<Record<string, Stretch>>} drawn */
function cut({rows, row, column}, drawn) {
  const down = (row && drawn[row]) || {from: 0, count: rows.length, of: rows.length};
  const across = (column && drawn[column]) || {from: 0, count: rows[0]?.length ?? 0, of: rows[0]?.length ?? 0};
  return {rows: rows.slice(down.from, down.from + down.count).map((each) => each.slice(across.from, across.from + across.count)), row0: down.from, column0: across.from};
}

/**
 * @param {readonly Term[]} terms
 * @param {Readonly<{width: number, height: number}>} room
 * @returns {{marks: readonly Mark[], matrices: readonly MatrixHit[], elided: readonly Stretch[], width: number}}  `width`: all of it, perhaps more than the room
 */
export function matrixScene(terms, room) {
  const drawn = stretches(terms);
  const parts = terms.map((term) => (isMatrix(term) ? {...term, ...cut(term, drawn), whole: term.rows} : term));
  const cell = cellSize(parts, room);
  const width = widthOf(parts, cell);
  const middle = NAME.bracket + (room.height - NAME.room - NAME.bracket) / 2;
  let left = Math.max(4, Math.min(24, (room.width - width) / 2));
  /** @type {Mark[]} */
  const marks = [];
  /** @type {MatrixHit[]} */
  const matrices = [];
  parts.forEach((part, at) => {
    const wide = breadth(part, cell);
    const center = left + wide / 2;
    if ("whole" in part) {
      const box = {x0: center - (columnsOf(part) * cell) / 2, y0: middle - (part.rows.length * cell) / 2, x1: center + (columnsOf(part) * cell) / 2, y1: middle + (part.rows.length * cell) / 2};
      marks.push(...matrixMarks(part, box, cell, center, room.height));
      matrices.push({key: part.key, box, cell, rows: part.whole, row0: part.row0, column0: part.column0, weights: part.weights === true});
    } else if ("sign" in part) {
      marks.push(text(`sign ${at}`, [{text: part.sign, face: part.sign.length > 1 ? "word" : "roman"}], center, middle + 6.5, part.sign.length > 1 ? SIGN.word : 20, {anchor: "middle", cls: "ink-k"}));
    } else {
      marks.push(path(`rule ${at}`, "example-rule", `M${Math.round(center)} 0V${Math.round(room.height - 6)}`));
    }
    left += wide + GAP;
  });
  return {marks, matrices, width: width + 8, elided: Object.values(drawn).filter(({count, of}) => count < of)};
}

/** @typedef {MatrixTerm & {row0: number, column0: number, whole: Matrix}} Cut */

/** @param {Cut} part @param {Box} box @param {number} cell @param {number} center @param {number} height */
function matrixMarks(part, box, cell, center, height) {
  const {key, rows, ink, pick, row0, column0, whole} = part;
  const within = (/** @type {number | null} */ at, /** @type {number} */ from) => (at === null ? null : at - from);
  return [
    cellMatrix(key, {x: box.x0, y: box.y0, cell}, rows, {ink, most: mostOf(whole), row: within(pick.row, row0), column: within(pick.column, column0)}),
    inked(`name ${key}`, part.name, center, height - NAME.foot, NAME.size),
  ];
}

/** @param {{rows: Matrix}} part */
const columnsOf = ({rows}) => rows[0]?.length ?? 0;

/** @param {Term | Cut} part @param {number} cell */
function breadth(part, cell) {
  if ("sign" in part) return part.sign.length > 1 ? partsWidth([{runs: [{text: part.sign, face: "word"}], ink: "k"}], SIGN.word) : SIGN.room - 4;
  if ("rule" in part) return RULE;
  return Math.max(columnsOf(part) * cell + 6, partsWidth(part.name, NAME.size));
}

/** @param {readonly (Term | Cut)[]} parts @param {number} cell */
const widthOf = (parts, cell) => parts.reduce((sum, part) => sum + breadth(part, cell) + GAP, -GAP);

/** The largest cell at which all fits. @param {readonly (Term | Cut)[]} parts @param {Readonly<{width: number, height: number}>} room */
function cellSize(parts, room) {
  const rows = Math.max(1, ...parts.map((part) => ("rows" in part ? part.rows.length : 1)));
  let cell = Math.min(CELL.example, (room.height - NAME.room - 2 * NAME.bracket) / rows);
  while (cell > CELL.least + 1 && widthOf(parts, cell) > room.width - 8) cell -= 0.2;
  return Math.round(Math.max(CELL.least + 1, cell) * 10) / 10;
}

/**
 * The number under a point, and where it stands in its matrix.
 * @param {readonly MatrixHit[]} matrices
 * @param {readonly [number, number]} point
 * @returns {{matrix: MatrixHit, row: number, column: number, value: WireNumber} | null}
 */
export function cellUnder(matrices, [x, y]) {
  for (const matrix of matrices) {
    const {box, cell, rows, row0, column0} = matrix;
    if (x < box.x0 || x >= box.x1 || y < box.y0 || y >= box.y1) continue;
    const [row, column] = [row0 + Math.floor((y - box.y0) / cell), column0 + Math.floor((x - box.x0) / cell)];
    const value = rows[row]?.[column];
    if (value !== undefined) return {matrix, row, column, value};
  }
  return null;
}
