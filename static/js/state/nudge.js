/** The nudge of one wire: its steps, the document it is asked about, and how a measured slope is said. */

import {formatNumber, toNumber} from "../format/number.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").TraceEdge} TraceEdge */
/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */

const SIZES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** Every step the slider has, from −1 to 1; zero is none, since it moves nothing. */
export const STEPS = Object.freeze([...SIZES.map((size) => -size).reverse(), ...SIZES]);
/** Where the slider begins: +0.01. */
export const USUAL = STEPS.indexOf(0.01);

/**
 * Where a step stands on the slider, from -1 at its left end to 1: equal ratios are equally far apart.
 * @param {number} at  index of the step
 */
export function placeOf(at) {
  const step = STEPS[at] ?? 0;
  return (Math.sign(step) * (SIZES.indexOf(Math.abs(step)) + 1)) / SIZES.length;
}

/**
 * The step nearest to a place on the slider.
 * @param {number} place  -1 to 1
 * @returns {number}  its index
 */
export function stepNear(place) {
  const level = Math.min(SIZES.length, Math.max(1, Math.round(Math.abs(place) * SIZES.length)));
  return place < 0 ? SIZES.length - level : SIZES.length + level - 1;
}

/** A step with its sign, as it stands beside the slider. @param {number} step */
export const signed = (step) => (step > 0 ? `+${plain(step)}` : plain(step));

/** A step as one writes it, without the zeros of four digits. @param {number} step */
export const plain = (step) => String(step).replace("-", "−");

/**
 * The document with its leaves held still, all but one: the API then need not measure the others.
 * @param {GraphDocument} graph
 * @param {string | null} leaf  the one to measure
 * @returns {GraphDocument}
 */
export function held(graph, leaf = null) {
  const nodes = graph.nodes.map((node) => (node.op || node.id === leaf ? node : {...node, kind: /** @type {const} */ ("constant")}));
  return {nodes, outputs: graph.outputs ?? [], groups: graph.groups ?? []};
}

/**
 * The wire of a key, where a nudge of it can be told in two numbers: everything on the way is a scalar.
 * @param {Trace} trace
 * @param {string | null | undefined} key
 * @returns {TraceEdge | null}
 */
export function wireToNudge(trace, key) {
  const edge = trace.edges.find(({source, target, index}) => `${source}>${target}:${index}` === key);
  const numbers = edge && [edge.downstream, trace.values[edge.source], trace.value];
  return numbers?.every((value) => typeof value === "number" || typeof value === "string") ? (edge ?? null) : null;
}

/** @typedef {"ok" | "mismatch" | "kink" | "not-finite"} Status */
/** @typedef {Readonly<{backward: WireValue, measured: WireValue, step: number, relative_error: WireNumber, status: Status}>} LeafCheck */

/**
 * How many leaves the check has something against, by its word for it.
 * @param {Readonly<Record<string, LeafCheck>>} leaves
 * @returns {Readonly<{agree: number, all: number, others: readonly (readonly [string, Status])[]}>}
 */
export function summed(leaves) {
  const entries = Object.entries(leaves);
  const others = entries.filter(([, {status}]) => status !== "ok").map(([id, {status}]) => /** @type {const} */ ([id, status]));
  return {agree: entries.length - others.length, all: entries.length, others};
}

/** An error as it is said: none, or two digits of it. @param {WireNumber} error */
export function errorText(error) {
  const size = toNumber(error);
  return size === 0 || !Number.isFinite(size) ? formatNumber(error) : formatNumber(Number(size.toPrecision(1))).replace(".000", "");
}

/** How many numbers the leaves hold. @param {Trace} trace */
export function entriesOf(trace) {
  const count = (/** @type {WireValue} */ value) => /** @type {number} */ (Array.isArray(value) ? value.reduce((sum, part) => sum + count(part), 0) : 1);
  return Object.values(trace.gradients).reduce((/** @type {number} */ sum, value) => sum + count(value), 0);
}
