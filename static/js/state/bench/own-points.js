/**
 * Examples of the reader's own: those that are there, and one added, moved or taken away. Pure; what comes of it is the
 * data of a request.
 */

import {classOf} from "./classes.js";
import {begun} from "./settings.js";
import {targetOf} from "./targets.js";

/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").Vector} Vector */
/** @typedef {import("./classes.js").Telling} Telling */

/** Digits of a place that is put by hand. */
const DIGITS = 4;

/**
 * What is there as rows of one's own: targets as the loss wants them. A dataset's are all to be trained on then.
 * @param {NetRows} rows
 * @param {NetSpec} spec
 * @returns {NetRows}
 */
export function taken(rows, spec) {
  if (rows.name === "") return rows;
  return whole({...rows, name: "", y: rows.y.map((y) => targetOf(y, spec, rows))});
}

/** @param {NetRows} rows @returns {NetRows} */
const whole = (rows) => ({...rows, rows: {train: rows.x.length, validation: 0, test: 0}});

/** @param {NetRows} rows @param {Vector} x @param {Vector} y @returns {NetRows} */
export const withPoint = (rows, x, y) => whole({...rows, x: [...rows.x, short(x)], y: [...rows.y, short(y)], ...(rows.order && {order: [...rows.order, rows.x.length]})});

/** @param {NetRows} rows @param {number} index @returns {NetRows}  the same where it is the last one */
export function withoutPoint(rows, index) {
  if (rows.x.length < 2) return rows;
  const left = (/** @type {import("../../bench.js").Matrix} */ all) => all.filter((_, at) => at !== index);
  const gone = rows.order?.[index] ?? index;
  const order = rows.order?.filter((at) => at !== gone).map((at) => (at > gone ? at - 1 : at));
  return whole({...rows, x: left(rows.x), y: left(rows.y), ...(order && {order})});
}

/** Which of the reader's own rows an example is, however they are dealt out. @param {NetRows} rows @param {number} index */
export const ownIndex = ({order}, index) => order?.[index] ?? index;
/** The example that one of the reader's own rows is. @param {NetRows} rows @param {number} own */
export const exampleOf = ({order}, own) => Math.max(0, order?.indexOf(own) ?? own);

/** @param {NetRows} rows @param {number} index @param {Vector} x @param {Vector} [y] @returns {NetRows} */
export function movedPoint(rows, index, x, y) {
  const put = (/** @type {import("../../bench.js").Matrix} */ all, /** @type {Vector} */ one) => all.map((old, at) => (at === index ? short(one) : old));
  return {...rows, x: put(rows.x, x), y: y ? put(rows.y, y) : rows.y};
}

/** @param {Vector} values @returns {Vector} */
const short = (values) => values.map((value) => Number(Number(value).toPrecision(DIGITS)));

/**
 * The target of a class: as the examples of that class have it, or as the way of telling classes apart says.
 * @param {number} kind
 * @param {NetRows} rows  of one's own
 * @param {NetSpec} spec
 * @param {Telling} telling
 * @returns {Vector}
 */
export function targetFor(kind, rows, spec, telling) {
  const like = rows.y.find((_, index) => classOf(rows, index, telling) === kind);
  if (like) return like;
  const outputs = spec.layers.at(-1)?.units ?? 1;
  if (telling !== "largest") return [kind === 0 && (spec.loss === "hinge" || rows.y.some(([y]) => Number(y) < 0)) ? -1 : kind];
  return rows.y[0]?.length === 1 ? [kind] : Array.from({length: outputs}, (_, at) => (at === kind ? 1 : 0));
}

/**
 * A run from the beginning on these examples, each in its own place again; shares that one's own rows had go on.
 * @param {TrainRequest} request
 * @param {NetRows} rows  of one's own
 * @returns {TrainRequest}
 */
export function withRows(request, rows) {
  const own = (/** @type {import("../../bench.js").Matrix} */ all) => all.map((_, at) => /** @type {Vector} */ (all[exampleOf(rows, at)]));
  const {split, seed} = "dataset" in request.data ? {} : request.data;
  return {...begun(request), data: {x: own(rows.x), y: /** @type {any} */ (own(rows.y)), ...(seed !== undefined && {seed}), ...(split && {split})}};
}
