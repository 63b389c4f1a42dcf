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

import {circle, group, path, rect, text} from "../marks.js";
import {BRACKET} from "../metrics.js";
import {cellAt, isSmall, tensor, tensorSize} from "../tensor.js";
import {CELL, cellMatrix, mostOf} from "./cells.js";
import {inked, partsWidth} from "./example-names.js";

/**
 * `told`: is a number told yet; those that are not stay bare.
 * `row`, `column`: the dimension, so that one stretch is kept for all; null for a single one. `pick`: cornered, from 0.
 * @typedef {Readonly<{key: string, rows: Matrix, ink: "v" | "g" | "k", name: readonly Part[], row: string | null, column: string | null, pick: Readonly<{row: number | null, column: number | null}>, weights?: boolean, told?: (row: number, column: number) => boolean}>} MatrixTerm
 * @typedef {Readonly<{sign: string}>} SignTerm
 * @typedef {Readonly<{rule: true}>} RuleTerm
 * @typedef {MatrixTerm | SignTerm | RuleTerm} Term
 * @typedef {Readonly<{key: string, box: Box, cell: number, rows: Matrix, row0: number, column0: number, weights: boolean, told: (row: number, column: number) => boolean}>} MatrixHit
 */

const GAP = 11;
/** Bare paper at both ends, for corners stand outside the brackets. */
const EDGE = 14;
const SIGN = Object.freeze({room: 20, word: 15.5});
const RULE = 30;
const NAME = Object.freeze({size: 16, foot: 10, under: 40, room: 34, bracket: 8, side: 20, below: 26});
/** So few rows have room for larger cells. */
const FEW = 5;
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
 * Numbers between brackets where every matrix is small, in two lines if they have to be; else cells.
 * @param {readonly Term[]} terms
 * @param {Readonly<{width: number, height: number}>} room
 * @returns {MatrixScene}
 */
export function matrixScene(terms, room) {
  const numbers = numberScene(terms, room);
  if (numbers) return numbers;
  const cells = cellScene(terms, room);
  const lines = apart(terms);
  if (cells.width <= room.width || lines.length === 1) return cells;
  const most = Math.max(...terms.map((term) => (isMatrix(term) ? Math.min(MOST, term.rows.length) : 1)));
  return most * (CELL.least + 1) + NAME.room + NAME.bracket <= room.height / lines.length ? stacked(lines, room) : cells;
}

/** One line below the other, where all in one would be too wide. @param {readonly (readonly Term[])[]} lines @param {Readonly<{width: number, height: number}>} room @returns {MatrixScene} */
function stacked(lines, room) {
  const height = room.height / lines.length;
  const found = lines.map((line) => cellScene(line, {width: room.width, height}));
  const lower = (/** @type {MatrixHit} */ {box, ...hit}, /** @type {number} */ by) => ({...hit, box: {...box, y0: box.y0 + by, y1: box.y1 + by}});
  return {
    marks: found.map(({marks}, at) => group(`line ${at}`, marks, {transform: `translate(0 ${Math.round(height * at)})`})),
    matrices: found.flatMap(({matrices}, at) => matrices.map((hit) => lower(hit, Math.round(height * at)))),
    elided: found.flatMap(({elided}) => elided), width: Math.max(...found.map(({width}) => width)), written: false,
  };
}

/** @typedef {{marks: readonly Mark[], matrices: readonly MatrixHit[], elided: readonly Stretch[], width: number, written: boolean}} MatrixScene  `width`: all of it, perhaps more than the room; `written`: as numbers */

/**
 * @param {readonly Term[]} terms
 * @param {Readonly<{width: number, height: number}>} room
 * @returns {MatrixScene | null}  null where a matrix is too large, or there is no room
 */
function numberScene(terms, room) {
  if (!terms.every((term) => !isMatrix(term) || isSmall(term.rows))) return null;
  const wide = (/** @type {readonly Term[]} */ line) => line.reduce((sum, term) => sum + numbersBreadth(term) + GAP, -GAP);
  const lines = wide(terms) <= room.width - 2 * NAME.side ? [terms] : apart(terms);
  const tall = lines.map((line) => Math.max(...line.map((term) => (isMatrix(term) ? tensorSize(term.rows).height : 0))) + NAME.below);
  const spare = room.height - tall.reduce((sum, height) => sum + height, 0);
  if (spare < 0 || lines.some((line) => wide(line) > room.width - 2 * NAME.side)) return null;
  let top = 0;
  const found = lines.map((line, at) => {
    const height = /** @type {number} */ (tall[at]);
    top += spare / (lines.length + 1);
    const drawn = numberLine(line, at, top, height);
    top += height;
    return drawn;
  });
  return {marks: found.flatMap(({marks}) => marks), matrices: found.flatMap(({matrices}) => matrices), elided: [], width: Math.max(...lines.map(wide)), written: true};
}

/** The lines that rules part. @param {readonly Term[]} terms */
function apart(terms) {
  /** @type {Term[][]} */
  const lines = [[]];
  for (const term of terms) {
    if ("rule" in term) lines.push([]);
    else lines.at(-1)?.push(term);
  }
  return lines;
}

/** @param {Term} term */
function numbersBreadth(term) {
  return isMatrix(term) ? Math.max(tensorSize(term.rows).width + 4, partsWidth(term.name, NAME.size)) : breadth(term, 0);
}

/** @param {readonly Term[]} line @param {number} index @param {number} top @param {number} height */
function numberLine(line, index, top, height) {
  const middle = top + (height - NAME.below) / 2;
  let left = NAME.side;
  /** @type {Mark[]} */
  const marks = [];
  /** @type {MatrixHit[]} */
  const matrices = [];
  line.forEach((term, at) => {
    const wide = numbersBreadth(term);
    const center = left + wide / 2;
    left += wide + GAP;
    if (!isMatrix(term)) {
      marks.push(...signMarks(term, `${index} ${at}`, center, middle, top + height));
      return;
    }
    const {key, rows, ink, pick, name, weights, told = always} = term;
    const size = tensorSize(rows);
    marks.push(tensor(key, rows, center, middle, {ink: TENSOR_INKS[ink], picks: picked(rows, pick)}), inked(`name ${key}`, name, center, middle + (height - NAME.below) / 2 + 19, NAME.size));
    matrices.push({key, box: {x0: center - size.width / 2, x1: center + size.width / 2, y0: middle - size.height / 2, y1: middle + size.height / 2}, cell: 0, rows, row0: 0, column0: 0, weights: weights === true, told});
    marks.push(...coveredRows(key, rows, told, /** @type {Box} */ (matrices.at(-1)?.box)));
  });
  return {marks, matrices};
}

const always = () => true;

/** Rows of numbers that are not all told: a dotted line in their place. @param {string} key @param {Matrix} rows @param {(row: number, column: number) => boolean} told @param {Box} box */
function coveredRows(key, rows, told, box) {
  const height = (box.y1 - box.y0 - BRACKET.more) / rows.length;
  return rows.flatMap((row, at) => {
    if (row.every((_, column) => told(at, column))) return [];
    const y0 = box.y0 + BRACKET.more / 2 + height * at;
    const y = Math.round(y0 + height / 2);
    return [rect(`cover ${key} ${at}`, "untold", {x0: box.x0 + 3, x1: box.x1 - 3, y0: y0 - 1, y1: y0 + height + 1}), path(`dots ${key} ${at}`, "lane pending", `M${Math.round(box.x0 + 10)} ${y}H${Math.round(box.x1 - 10)}`)];
  });
}

/** Cells that are not told: a dot each. @param {string} key @param {Cut} part @param {Box} box @param {number} cell */
function coveredCells(key, {rows, row0, column0, told}, box, cell) {
  if (!told) return [];
  return rows.flatMap((row, r) => row.flatMap((_, c) => {
    if (told(row0 + r, column0 + c)) return [];
    const [x, y] = [box.x0 + c * cell, box.y0 + r * cell];
    return [rect(`cover ${key} ${r} ${c}`, "untold", {x0: x, x1: x + cell, y0: y, y1: y + cell}), circle(`dot ${key} ${r} ${c}`, "untold-dot", x + cell / 2, y + cell / 2, 1)];
  }));
}

const TENSOR_INKS = Object.freeze({v: /** @type {const} */ ("value"), g: /** @type {const} */ ("gradient"), k: /** @type {const} */ ("local")});

/** The cells of a picked row, column or cell. @param {Matrix} rows @param {Readonly<{row: number | null, column: number | null}>} pick */
function picked(rows, {row, column}) {
  if (row === null && column === null) return [];
  return rows.flatMap((each, r) => each.flatMap((_, c) => ((row ?? r) === r && (column ?? c) === c ? [[r, c]] : [])));
}

/** @param {SignTerm | RuleTerm} term @param {string} key @param {number} center @param {number} middle @param {number} end */
function signMarks(term, key, center, middle, end) {
  if ("rule" in term) return [path(`rule ${key}`, "example-rule", `M${Math.round(center)} 0V${Math.round(end)}`)];
  const word = term.sign.length > 1;
  return [text(`sign ${key}`, [{text: term.sign, face: word ? "word" : term.sign === "σ" ? "math" : "roman"}], center, middle + 6.5, word ? SIGN.word : 20, {anchor: "middle", cls: "ink-k"})];
}

/** @param {readonly Term[]} terms @param {Readonly<{width: number, height: number}>} room @returns {MatrixScene} */
function cellScene(terms, room) {
  const drawn = stretches(terms);
  const parts = terms.map((term) => (isMatrix(term) ? {...term, ...cut(term, drawn), whole: term.rows} : term));
  const cell = cellSize(parts, room);
  const width = widthOf(parts, cell);
  const middle = NAME.bracket + (room.height - NAME.room - NAME.bracket) / 2;
  const tallest = Math.max(1, ...parts.map((part) => ("rows" in part ? part.rows.length : 1))) * cell;
  const foot = Math.min(room.height - NAME.foot, middle + tallest / 2 + NAME.under);
  let left = Math.max(EDGE, Math.min(24, (room.width - width) / 2));
  /** @type {Mark[]} */
  const marks = [];
  /** @type {MatrixHit[]} */
  const matrices = [];
  parts.forEach((part, at) => {
    const wide = breadth(part, cell);
    const center = left + wide / 2;
    left += wide + GAP;
    if (!("whole" in part)) {
      marks.push(...signMarks(part, String(at), center, middle, room.height - 6));
      return;
    }
    const [half, tall] = [(columnsOf(part) * cell) / 2, (part.rows.length * cell) / 2];
    const box = {x0: center - half, y0: middle - tall, x1: center + half, y1: middle + tall};
    marks.push(...matrixMarks(part, box, cell, center, foot), ...coveredCells(part.key, part, box, cell));
    matrices.push({key: part.key, box, cell, rows: part.whole, row0: part.row0, column0: part.column0, weights: part.weights === true, told: part.told ?? always});
  });
  return {marks, matrices, width: width + 2 * EDGE, elided: Object.values(drawn).filter(({count, of}) => count < of), written: false};
}

/** @typedef {MatrixTerm & {row0: number, column0: number, whole: Matrix}} Cut */

/** @param {Cut} part @param {Box} box @param {number} cell @param {number} center @param {number} foot */
function matrixMarks(part, box, cell, center, foot) {
  const {key, rows, ink, pick, row0, column0, whole} = part;
  const within = (/** @type {number | null} */ at, /** @type {number} */ from) => (at === null ? null : at - from);
  return [
    cellMatrix(key, {x: box.x0, y: box.y0, cell}, rows, {ink, most: mostOf(whole), row: within(pick.row, row0), column: within(pick.column, column0)}),
    inked(`name ${key}`, part.name, center, foot, NAME.size),
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
  let cell = Math.min(rows > FEW ? CELL.example : CELL.few, (room.height - NAME.room - 2 * NAME.bracket) / rows);
  while (cell > CELL.least + 1 && widthOf(parts, cell) > room.width - 2 * EDGE) cell -= 0.2;
  return Math.floor(Math.max(CELL.least + 1, cell) * 10 + 1e-6) / 10;
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
    if (cell === 0) {
      const [row = -1, column = -1] = cellAt(rows, box, [x, y]) ?? [];
      const entry = rows[row]?.[column];
      if (entry !== undefined && matrix.told(row, column)) return {matrix, row, column, value: entry};
      continue;
    }
    if (x < box.x0 || x >= box.x1 || y < box.y0 || y >= box.y1) continue;
    const [row, column] = [row0 + Math.floor((y - box.y0) / cell), column0 + Math.floor((x - box.x0) / cell)];
    const value = rows[row]?.[column];
    if (value !== undefined && matrix.told(row, column)) return {matrix, row, column, value};
  }
  return null;
}
