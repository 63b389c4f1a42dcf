/**
 * What the free corners of the board hold: the focus's matrix and its gradient as cells, and the key.
 *
 * @typedef {import("../../bench.js").Matrix} Matrix
 * @typedef {import("../../bench.js").NetFocus} NetFocus
 * @typedef {import("../../bench.js").NetParameters} NetParameters
 * @typedef {import("../../bench.js").NetPass} NetPass
 * @typedef {import("../../layout/bench/net.js").NetPlaces} NetPlaces
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Run} Run
 */

import {caption, captionWidth, group, text} from "../marks.js";
import {runsWidth} from "../../format/text.js";
import {CELL, cellMatrix, mostOf} from "./cells.js";
import {signedLine} from "./edges.js";
import {matrixOf} from "./net.js";

const NAME = 17;
/** @param {number} layer @returns {readonly Run[]} */
const weightName = (layer) => [{text: "W", face: "math"}, {text: String(layer), face: "roman", size: 0.7, shift: -0.42, gap: 0.06}];
/** @param {number} layer @returns {readonly Run[]} */
const gradientName = (layer) => [{text: "∂", face: "roman"}, {text: "J", face: "math"}, {text: "/", face: "roman", gap: 0.18}, {text: "∂", face: "roman", gap: 0.18}, ...weightName(layer)];

/**
 * The part of a matrix that the board shows: whole where it has room, else the focus's page of rows; a picture's row is
 * folded into a picture.
 * @param {NetPlaces} places @param {NetFocus} focus @param {Matrix} rows
 * @returns {{rows: Matrix, row: number | null, folded: boolean}}
 */
function partOf({columns}, {layer, unit}, rows) {
  const [from, to] = [columns[layer - 1], columns[layer]];
  if (from?.picture) {
    const {side} = from.picture;
    const row = rows[unit - 1] ?? [];
    return {rows: Array.from({length: side}, (_, at) => row.slice(at * side, (at + 1) * side)), row: null, folded: true};
  }
  const inputs = from?.rows.seats ?? [];
  const shown = (to?.rows.seats ?? []).map(({unit: one}) => inputs.map(({unit: input}) => rows[one - 1]?.[input - 1] ?? 0));
  return {rows: shown, row: (to?.rows.seats ?? []).findIndex(({unit: one}) => one === unit), folded: false};
}

/**
 * @param {NetPlaces} places
 * @param {NetFocus} focus
 * @param {NetParameters} parameters
 * @param {NetPass | null} pass
 * @param {{row: (unit: number) => string}} words
 * @returns {readonly Mark[]}
 */
export function cornerMarks(places, focus, parameters, pass, words) {
  const {corner} = places;
  if (!corner) return [];
  const all = matrixOf(parameters, "W", focus.layer);
  const weights = partOf(places, focus, all);
  const gradients = pass ? pass.layers[focus.layer - 1]?.dW ?? null : null;
  const [height, width] = [weights.rows.length, weights.rows[0]?.length ?? 0];
  const room = Math.min((corner.x1 - corner.x0) / Math.max(1, width), (corner.upTo - corner.top) / Math.max(1, height), (corner.bottom - corner.from) / Math.max(1, height));
  if (width === 0 || room < CELL.least) return [];
  const cell = Math.min(CELL.board, room);
  const x = Math.max(corner.x0, corner.x1 - Math.max(width * cell, 5 * CELL.board));
  const low = corner.bottom - height * cell;
  const row = words.row(focus.unit);
  const head = (/** @type {string} */ key, /** @type {readonly Run[]} */ name, /** @type {number} */ y) => group(key, [
    text("name", name, x - 3, y, NAME),
    runsWidth(name, NAME) + captionWidth(row) + 10 < corner.x1 - x + 8 ? caption("row", row, corner.x1 + 2, y, "end") : null,
  ]);
  const part = gradients && partOf(places, focus, gradients);
  return [
    head("weight-head", weightName(focus.layer), corner.top - 10),
    cellMatrix("weights", {x, y: corner.top, cell}, weights.rows, {ink: "v", most: mostOf(all), row: weights.row}),
    ...(part ? [head("gradient-head", gradientName(focus.layer), low - 10),
      cellMatrix("gradients", {x, y: low, cell}, part.rows, {ink: "g", most: mostOf(gradients), row: part.row})] : []),
  ];
}

/**
 * The key is as large on every board: a picture that has grown says so.
 * @param {NetPlaces} places
 * @param {{wider: string, plus: string, minus: string, largest: string | null}} words
 * @param {number} [grown]
 * @returns {readonly Mark[]}
 */
export function keyMarks(places, words, grown = 1) {
  const {key: {x, y, line}} = places;
  if (grown === 1) return keyAt(x, y, line, words);
  return [group("key", keyAt(0, 0, line, words), {transform: `translate(${x / grown} ${places.height - (places.height - y) / grown}) scale(${1 / grown})`})];
}

/** @param {number} x @param {number} y @param {boolean} line @param {{wider: string, plus: string, minus: string, largest: string | null}} words @returns {readonly Mark[]} */
function keyAt(x, y, line, {wider, plus, minus, largest}) {
  const sample = (/** @type {string} */ key, /** @type {number} */ at, /** @type {boolean} */ hollow) => (
    group(key, [...signedLine("line", `M${at} ${y - 5}h30`, {width: 3.2, minus: hollow, ink: "wire"})], {class: "net-key"}));
  const second = x + 38 + captionWidth(plus) + 16;
  const after = second + 38 + captionWidth(minus) + 18;
  const words = [wider, ...(largest ? [largest] : [])];
  return [
    sample("plus", x, false), caption("plus-word", plus, x + 38, y, "start"), sample("minus", second, true), caption("minus-word", minus, second + 38, y, "start"),
    ...(line ? [caption("wider", words.join(", "), after, y, "start")] : words.map((word, at) => caption(`wider${at}`, word, x, y - 22 - 20 * (words.length - 1 - at), "start"))),
  ];
}
