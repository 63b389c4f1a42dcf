/**
 * What is asked of the API to draw an op's curve: the op alone, over a window of its one operand.
 *
 * The window is chosen in steps, so that it stays while a value is dragged within it: the point runs along a curve that
 * is already there, and the API is asked again only when the point leaves the window.
 */

import {isScalar} from "../graph/queries.js";
import {toNumber} from "../format/number.js";
import {entryAt} from "./cells.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").GraphNode} GraphNode */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").TraceEdge} TraceEdge */
/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {readonly [number, number]} Window */

/**
 * A curve to ask for, and the point to mark on it. `key` is the same as long as the curve is.
 * @typedef {Readonly<{key: string, operand: string, result: string, window: Window, request: object, marks: readonly number[], x: WireNumber, y: WireNumber, local: WireNumber}>} Curve
 */

const SAMPLES = 144;
/** Half a window that shows all there is to see, of ops with a scale of their own. */
const REACH = /** @type {Readonly<Record<string, number>>} */ ({
  sigmoid: 5, tanh: 3, softplus: 4, silu: 5, gelu: 4, elu: 4, relu: 2, leaky_relu: 2, prelu: 2, sin: 4, cos: 4, tan: 4.5, hinge: 2,
});
/** Ops with an edge or a break at zero: their window hugs the point's side of it. */
const BROKEN_AT_ZERO = new Set(["log", "sqrt", "reciprocal"]);

/**
 * The curve of an op with one operand that is a variable number, or acts on a tensor number by number and one is picked;
 * null for any other node.
 * @param {GraphDocument} graph
 * @param {Trace} trace
 * @param {string} target  the op
 * @param {Readonly<{node: string, cell: readonly number[]}> | null} [pick]  a cell of its operand or of its result
 * @returns {Curve | null}
 */
export function curveOf(graph, trace, target, pick = null) {
  const node = graph.nodes.find(({id}) => id === target);
  const flowing = trace.edges.filter((edge) => edge.target === target && edge.local !== null);
  const edge = flowing[0];
  if (!node?.op || !edge || flowing.length !== 1) return null;
  const cell = Array.isArray(edge.local) && pick && [edge.source, target].includes(pick.node) ? pick.cell : null;
  const [x, y, local] = [trace.values[edge.source], trace.values[target], edge.local].map((value) => (cell ? entryAt(value, cell) : value));
  const others = (node.inputs ?? []).filter((_, index) => index !== edge.index).map((id) => trace.values[id ?? ""]);
  if (!isNumber(x) || !isNumber(y) || !isNumber(local) || !Number.isFinite(toNumber(x)) || !others.every(isNumber)) return null;
  const marks = special(node, /** @type {WireNumber[]} */ (others));
  const window = windowOf(node, edge.index, toNumber(others[0] ?? NaN), toNumber(x));
  const alone = single(node, edge, trace, /** @type {readonly WireNumber[]} */ (others));
  const request = {...alone, columns: {[edge.source]: columnOf(window, marks)}};
  return {key: JSON.stringify(request), operand: edge.source, result: target, window, request, marks, x, y, local};
}

/** @param {unknown} value @returns {value is WireNumber} */
const isNumber = (value) => isScalar(/** @type {any} */ (value)) && typeof value !== "object";

/**
 * The op with its constants, as a graph of its own.
 * @param {GraphNode} node
 * @param {TraceEdge} edge
 * @param {Trace} trace
 * @param {readonly WireNumber[]} others
 */
function single(node, edge, trace, others) {
  const inputs = node.inputs ?? [];
  const held = inputs.filter((_, index) => index !== edge.index);
  const constants = held.map((id, at) => ({id, kind: "constant", value: others[at]}));
  const known = [...new Map(constants.map((constant) => [constant.id, constant])).values()];
  const op = {id: node.id, kind: "op", op: node.op, inputs, attrs: node.attrs ?? {}};
  return {graph: {nodes: [{id: edge.source, kind: "input"}, ...known, op], outputs: [node.id]}, output: node.id};
}

/**
 * Where an op may bend, break or end: at zero, at its constants, at its settings.
 * @param {GraphNode} node
 * @param {readonly WireNumber[]} others
 */
function special(node, others) {
  const settings = Object.values(node.attrs ?? {}).filter((value) => typeof value === "number");
  return [0, ...others.map(toNumber), .../** @type {number[]} */ (settings)].filter(Number.isFinite);
}

/**
 * The part of the axis to show around a point.
 * @param {Pick<GraphNode, "op">} node
 * @param {number} index     which operand moves
 * @param {number} constant  the other one, NaN where there is none
 * @param {number} x
 * @returns {Window}
 */
export function windowOf({op = ""}, index, constant, x) {
  if (op === "exp") return expWindow(x);
  const reach = REACH[op];
  if (reach) return Math.abs(x) <= reach * 0.9 ? [-reach, reach] : Math.abs(x) <= 8 * reach ? outTo(x, reach) : around(x, reach);
  const broken = BROKEN_AT_ZERO.has(op) || (op === "div" && index === 1)
    || (op === "pow" && index === 0 && (constant < 0 || !Number.isInteger(constant)));
  if (broken && x !== 0) return besideZero(op, x);
  if (op === "pow" && index === 1) return expWindow(x, 1.5);
  const size = roundUp(Math.max(Math.abs(x), 2));
  return [-1.6 * size, 1.6 * size];
}

/** An exponential looks the same everywhere: a little of what comes, more of what was. @param {number} x @param {number} [scale] @returns {Window} */
function expWindow(x, scale = 1) {
  const middle = Math.floor(x + 0.5);
  return [middle - 2.1 * scale, middle + 1.65 * scale];
}

/** From the op's own middle out to a point far away. @param {number} x @param {number} reach @returns {Window} */
function outTo(x, reach) {
  const far = roundUp(Math.abs(x) * 1.15);
  return x > 0 ? [-reach, far] : [-far, reach];
}

/** @param {number} x @param {number} reach @returns {Window} */
function around(x, reach) {
  const middle = Math.round(x / reach) * reach;
  return [middle - reach, middle + reach];
}

/** @param {string} op @param {number} x @returns {Window} */
function besideZero(op, x) {
  const size = roundUp(Math.abs(x));
  const behind = op === "log" || op === "sqrt" ? 0.25 : 0.9;
  return x > 0 ? [-behind * size, 1.9 * size] : [-1.9 * size, behind * size];
}

/** The next of 1, 2, 5, 10, …, not below. @param {number} size */
export function roundUp(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  return (/** @type {number} */ ([1, 2, 5, 10].find((step) => size <= step * power * (1 + 1e-12)) ?? 10)) * power;
}

/**
 * Where the curve is measured: evenly, and exactly where it may bend or break.
 * @param {Window} window
 * @param {readonly number[]} marks
 * @returns {number[]}
 */
export function columnOf([from, to], marks) {
  const even = Array.from({length: SAMPLES + 1}, (_, at) => Number((from + ((to - from) * at) / SAMPLES).toPrecision(12)));
  return [...new Set([...even, ...marks.filter((x) => x > from && x < to)])].sort((a, b) => a - b);
}

/**
 * Round numbers along a window, about `count` of them.
 * @param {Window} window
 * @param {number} [count]
 * @returns {number[]}
 */
export function ticksOf([from, to], count = 4) {
  const step = roundUp((to - from) / (count + 0.5));
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({length: Math.max(0, last - first + 1)}, (_, at) => Number(((first + at) * step).toPrecision(12)) + 0);
}
