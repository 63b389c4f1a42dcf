/**
 * Asks for the loss over one weight and over two: the network's graph once from POST /mlps/graph, then heights from
 * POST /evaluate/batch. One question at a time, and while a training runs with a rest between them.
 */

import {toNumber} from "../../format/number.js";
import {ALONG, OVER, curveColumns, fitting, ground, movable, sliceColumns} from "../../state/bench/slices.js";
import {entryOf} from "../../state/bench/charting.js";
import {targetOf} from "../../state/bench/targets.js";
import {ask} from "../client.js";

/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../state/bench/slices.js").Weight} Weight */
/** @typedef {import("../../state/bench/slices.js").Graph} Graph */
/** @typedef {import("../../types.js").Point} Point */
/** @typedef {readonly [number, number]} Span */
/** @typedef {Readonly<{spec: NetSpec, rows: NetRows, now: RunMoment, moments: readonly RunMoment[], weights: readonly [Weight, Weight | null], rest: number}>} Wish  `rest`: ms before it is asked */
/**
 * @typedef {Readonly<{wish: Wish, here: Point, loss: number, x: Span, curve: readonly Point[], across: Span | null, up: Span | null, grid: readonly (readonly number[])[] | null, rows: number}>} Slices
 *   `here`: where the two weights stand; `rows`: on how many examples the loss was taken
 */

/** @type {{spec: NetSpec, rows: NetRows, graph: Graph} | null} */
let known = null;

/** @param {Wish} wish @param {AbortSignal} signal @returns {Promise<Graph>} */
async function graphOf({spec, rows, now}, signal) {
  if (known?.spec === spec && known.rows === rows) return known.graph;
  const kept = fitting(spec, rows.rows.train || rows.x.length).rows;
  const body = {spec, parameters: now.parameters, x: rows.x.slice(0, kept), y: rows.y.slice(0, kept).map((y) => targetOf(y, spec, rows)), granularity: "layer"};
  const {graph} = await ask("/mlps/graph", body, signal);
  known = {spec, rows, graph};
  return graph;
}

/**
 * @param {Wish} wish
 * @param {AbortSignal} signal
 * @returns {Promise<Slices>}
 */
export async function slicesOf(wish, signal) {
  if (wish.rest > 0) await new Promise((resolve) => setTimeout(resolve, wish.rest));
  const {spec, rows, now, moments, weights: [first, second]} = wish;
  const graph = await graphOf(wish, signal);
  const heights = async (/** @type {readonly Weight[]} */ weights, /** @type {object} */ columns) => {
    const {output, values} = await ask("/evaluate/batch", {graph: movable(graph, now.parameters, weights), columns}, signal);
    return /** @type {number[]} */ (values[output].map(toNumber));
  };
  const at = (/** @type {Weight} */ {name, cell}) => toNumber(entryOf(now.parameters[name], cell) ?? NaN);
  const span = (/** @type {Weight} */ {name, cell}, /** @type {number} */ least) => ground([...moments, now].map(({parameters}) => toNumber(entryOf(parameters[name], cell) ?? NaN)), least);
  const {rows: kept, side} = fitting(spec, rows.rows.train || rows.x.length);
  const x = span(first, ALONG);
  const line = curveColumns(x, at(first));
  const curve = (await heights([first], line.columns)).map((loss, k) => /** @type {Point} */ ([line.across[k] ?? NaN, loss]));
  const loss = curve.find(([value]) => value === at(first))?.[1] ?? NaN;
  const told = {wish, loss, x, curve, rows: kept};
  if (!second) return {...told, here: [at(first), NaN], across: null, up: null, grid: null};
  const [across, up] = [span(first, OVER), span(second, OVER)];
  const flat = await heights([first, second], sliceColumns(across, up, side).columns);
  return {...told, here: [at(first), at(second)], across, up, grid: Array.from({length: side}, (_, row) => flat.slice(row * side, (row + 1) * side))};
}
