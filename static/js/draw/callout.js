/**
 * A product of matrices written out at its stop: what arrives, the other operand turned over, and what is passed on,
 * each under its symbol. The one picked cell is cornered in what it is made of.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").TraceEdge} TraceEdge
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {import("./content.js").Numbers} Numbers
 * @typedef {import("./label.js").Role} Role
 * @typedef {Readonly<{value: WireValue, symbol: readonly Run[], ink: "value" | "gradient", role: Role, cells: (cell: readonly number[]) => readonly (readonly number[])[]}>} Part
 *   `cells`: those of it that a cell of the result is made of
 */

import {isUnnamed, nameRuns} from "../format/names.js";
import {runsWidth} from "../format/text.js";
import {boxAround} from "../geometry/boxes.js";
import {group, rect, text} from "./marks.js";
import {isSmall, rowsOf, shapeOf, tensor, tensorSize} from "./tensor.js";

const [SYMBOL, HEAD, PAD, GAP, SIGN] = [18.5, 34, 18, 18, 16];

/**
 * The parts of the product on an edge into a matmul, in the order in which they are multiplied; null for another edge,
 * or where one of them is too large to be written out.
 * @param {Numbers} numbers
 * @param {TraceEdge} edge
 * @returns {readonly Part[] | null}
 */
export function productParts(numbers, {source, target, index, upstream, downstream}) {
  const node = numbers.nodes.get(target);
  const other = node?.op === "matmul" ? node.inputs?.[1 - index] : null;
  const operand = other == null ? null : numbers.value(other);
  const all = [upstream, operand, downstream].map((value) => (Array.isArray(value) && shapeOf(value).length < 3 ? value : null));
  const [g, m, result] = all;
  if (other == null || !g || !m || !result || isUnnamed(other) || isUnnamed(source)) return null;
  // A vector stands upright, as it is drawn; beside a matrix on its left it lies, as the outer product has it.
  const turned = transposed(m);
  if (![g, turned, result].every(isSmall)) return null;
  const plain = (/** @type {string} */ id) => nameRuns(id, {width: 60, size: SYMBOL});
  const output = numbers.trace?.output ?? "";
  const up = /** @type {Part} */ ({value: g, symbol: [{text: "g", face: "math"}], ink: "gradient", role: null,
    cells: ([row = 0, column = 0]) => (index === 0 ? across(g, row) : down(g, column))});
  const local = /** @type {Part} */ ({value: turned, symbol: [...plain(other), {text: "⊤", face: "roman", size: 0.75, shift: -0.4, gap: 0.05}], ink: "value", role: null,
    cells: ([row = 0, column = 0]) => (index === 0 ? down(turned, column) : across(turned, row))});
  const made = /** @type {Part} */ ({value: result, ink: "gradient", role: "downstream", cells: (cell) => [cell],
    symbol: [{text: "d", face: "math"}, ...plain(output), {text: "/", face: "roman", gap: 0.15}, {text: "d", face: "math", gap: 0.15}, ...plain(source)]});
  return index === 0 ? [up, local, made] : [local, up, made];
}

/** Rows become columns; an upright vector lies down. @param {WireValue} value @returns {WireValue} */
function transposed(value) {
  const rows = rowsOf(value);
  return (rows[0] ?? []).map((_, column) => rows.map((row) => /** @type {import("../types.d.ts").WireNumber} */ (row[column])));
}

/** The cells of a row. @param {WireValue} value @param {number} row */
const across = (value, row) => (rowsOf(value)[row] ?? []).map((_, column) => [row, column]);
/** The cells of a column. @param {WireValue} value @param {number} column */
const down = (value, column) => rowsOf(value).map((_, row) => [row, column]);

/** @param {Part} part */
const breadth = ({value, symbol}) => Math.max(tensorSize(value).width, runsWidth(symbol, SYMBOL));

/** @param {readonly Part[]} parts @returns {readonly [number, number]} */
export function calloutSize(parts) {
  const width = parts.reduce((sum, part) => sum + breadth(part), 0) + 2 * PAD + GAP + 2 * GAP + SIGN;
  return [width, HEAD + Math.max(...parts.map(({value}) => tensorSize(value).height)) + 12];
}

/**
 * @param {number} cx
 * @param {number} cy
 * @param {readonly Part[]} parts
 * @param {readonly number[] | null} pick  a cell of the result
 * @returns {Mark}
 */
export function callout(cx, cy, parts, pick) {
  const [width, height] = calloutSize(parts);
  const box = boxAround(cx, cy, width, height);
  const middle = box.y0 + HEAD + (height - HEAD - 12) / 2;
  let left = box.x0 + PAD;
  /** @type {Mark[]} */
  const marks = [rect("box", "callout", box)];
  parts.forEach((part, at) => {
    const wide = breadth(part);
    const x = left + wide / 2;
    marks.push(text(`symbol${at}`, part.symbol, x, box.y0 + 23, SYMBOL, {anchor: "middle", cls: part.ink === "value" ? "ink-v" : "ink-g"}));
    marks.push(tensor(`part${at}`, part.value, x, middle, {ink: part.ink, role: part.role, picks: pick ? part.cells(pick) : []}));
    left += wide + GAP;
    if (at !== 1) return;
    marks.push(text("sign", [{text: "=", face: "word"}], left + SIGN / 2, middle + 6, 18, {anchor: "middle", cls: "ink-s"}));
    left += SIGN + GAP;
  });
  return group("product", marks);
}
