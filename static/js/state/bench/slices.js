/**
 * The loss over one weight or two, all others held: the network's graph with those weights as numbers of their own, so
 * that POST /evaluate/batch can be given columns for them.
 *
 * A matrix in which a weight moves becomes that weight times a matrix with a single 1, plus the matrix without it; all
 * else is constant, so that no gradient is computed or sent that nobody looks at.
 */

import {evenly, padded, spanOf} from "../frames.js";

/** @typedef {import("../../bench.js").NetParameters} NetParameters */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../types.js").GraphNode} GraphNode */
/** @typedef {import("../../types.js").WireValue} WireValue */
/** @typedef {readonly [number, number]} Span */
/** @typedef {Readonly<{name: string, cell: readonly [number, number | null]}>} Weight  a row of a parameter, in a matrix a column too */
/** @typedef {Readonly<{nodes: readonly GraphNode[], outputs?: readonly string[]}>} Graph */

/** Names of what is put in; no parameter is called so. */
const moving = (/** @type {number} */ at) => `moving_${at}`;
/** Points along a curve; along each side of a slice at most and at least; numbers that one batch may hold. */
const [ACROSS, SIDE, LEAST, ROOM] = [81, 25, 13, 4_500_000];

/**
 * @param {Graph} graph  as POST /mlps/graph writes the network, by layer
 * @param {NetParameters} parameters  where all weights stand
 * @param {readonly Weight[]} weights  those that move
 * @returns {Graph}
 */
export function movable({nodes, outputs}, parameters, weights) {
  return {
    outputs,
    nodes: nodes.flatMap((node) => {
      if (node.kind === "op") return [node];
      const value = /** @type {WireValue} */ (parameters[node.id] ?? node.value);
      const own = weights.map((weight, at) => ({...weight, at})).filter(({name}) => name === node.id);
      return own.length === 0 ? [held(node.id, value)] : moved(node.id, value, own);
    }),
  };
}

/** @param {string} id @param {WireValue} value @returns {GraphNode} */
const held = (id, value) => ({id, kind: "constant", value});

/**
 * @param {string} id
 * @param {WireValue} value
 * @param {readonly (Weight & {at: number})[]} own
 * @returns {readonly GraphNode[]}
 */
function moved(id, value, own) {
  const rest = own.reduce((left, {cell}) => withEntry(left, cell, 0), value);
  const zero = zeros(value);
  return [
    held(`${id}_rest`, rest),
    ...own.flatMap(({at, cell}, k) => /** @type {GraphNode[]} */ ([
      {id: moving(at), kind: "input", value: 0}, held(`place_${at}`, withEntry(zero, cell, 1)),
      {id: `part_${at}`, kind: "op", op: "mul", inputs: [moving(at), `place_${at}`]},
      {id: k === own.length - 1 ? id : `${id}_with_${at}`, kind: "op", op: "add", inputs: [k === 0 ? `${id}_rest` : `${id}_with_${own[k - 1]?.at}`, `part_${at}`]},
    ])),
  ];
}

/** @param {WireValue} value @param {readonly [number, number | null]} cell @param {number} entry @returns {WireValue} */
function withEntry(value, [row, column], entry) {
  if (!Array.isArray(value)) return value;
  return value.map((line, at) => (at !== row ? line : column === null ? entry : withEntry(line, [column, null], entry)));
}

/** @param {WireValue} value @returns {WireValue} */
const zeros = (value) => (Array.isArray(value) ? value.map(zeros) : 0);

/**
 * Columns for one weight's curve, which goes through where it stands.
 * @param {Span} span
 * @param {number} here
 */
export function curveColumns(span, here) {
  const across = [...evenly(span, ACROSS), here].sort((a, b) => a - b);
  return {across, columns: {[moving(0)]: across}};
}

/**
 * Columns for a slice of two weights, a row of points for each of the second's.
 * @param {Span} x
 * @param {Span} y
 * @param {number} side
 */
export function sliceColumns(x, y, side) {
  const [across, up] = [evenly(x, side), evenly(y, side)];
  return {side, columns: {[moving(0)]: up.flatMap(() => across), [moving(1)]: up.flatMap((value) => across.map(() => value))}};
}

/**
 * How much of the data and how fine a slice fit into one batch.
 * @param {NetSpec} spec
 * @param {number} rows  training rows there are
 * @returns {Readonly<{rows: number, side: number}>}
 */
export function fitting(spec, rows) {
  let inputs = spec.inputs;
  let parameters = 0;
  for (const {units} of spec.layers) {
    parameters += units * (inputs + 1);
    inputs = units;
  }
  const each = 2 * spec.inputs + 3 * spec.layers.reduce((sum, {units}) => sum + units, 0) + 4;
  const entries = (/** @type {number} */ count) => count * each + 5 * parameters;
  let [kept, side] = [Math.min(rows, 300), SIDE];
  while (side > LEAST && side * side * entries(kept) > ROOM) side -= 2;
  while (kept > 8 && side * side * entries(kept) > ROOM) kept = Math.floor(kept * 0.8);
  return {rows: kept, side};
}

/** Even a weight that hardly moved is shown with so much of the ground around it: along a curve, and over a slice. */
export const [ALONG, OVER] = [2, 0.7];

/**
 * Where a weight went, with ground on both sides.
 * @param {readonly number[]} values
 * @param {number} least  how wide the ground is at least
 * @returns {Span}
 */
export function ground(values, least) {
  const [low, high] = spanOf(values) ?? [-1, 1];
  const [middle, half] = [(low + high) / 2, Math.max(least, high - low) / 2];
  return padded([middle - half, middle + half], 0.25);
}

/**
 * All weights there are, by parameter.
 * @param {NetSpec} spec
 * @returns {readonly Readonly<{layer: number, unit: number, input: number}>[]}  input 0 is the bias
 */
export function weightsOf({inputs, layers}) {
  return layers.flatMap(({units, bias = true}, at) => {
    const from = at === 0 ? inputs : layers[at - 1]?.units ?? 0;
    const first = bias ? 0 : 1;
    return Array.from({length: units * (from + 1 - first)}, (_, k) => (
      {layer: at + 1, unit: Math.floor(k / (from + 1 - first)) + 1, input: k % (from + 1 - first) + first}));
  });
}
