/**
 * The measures of the charts: how far an epoch axis reaches, the rungs of a log axis, lines thinned to what a pixel can
 * show, and the range a number ran through.
 */

import {spanOf, ticks} from "../frames.js";

/** @typedef {import("../../types.js").Point} Point */
/** @typedef {import("../../types.js").WireNumber} WireNumber */
/** @typedef {readonly [number, number]} Span */
/** @typedef {Readonly<{span: Span, log: boolean, rungs: readonly number[]}>} Heights */

/** Runs up to this many epochs are shown whole from the beginning; longer ones grow as they go. */
const WHOLE = 500;

/**
 * How many epochs the axis spans.
 * @param {number} asked   epochs of the request
 * @param {number} trained the last that was trained
 * @returns {number}
 */
export function epochsShown(asked, trained) {
  if (asked <= WHOLE) return Math.max(1, asked, trained);
  const needed = Math.max(WHOLE, trained);
  const power = 10 ** Math.floor(Math.log10(needed));
  const round = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= needed) ?? needed;
  return Math.max(trained, Math.min(asked, round));
}

/** Below this factor between its ends a log axis has too few rungs to be read. */
const [FLAT, FLOOR] = [1.6, 1e-12];

/**
 * Heights of a loss: over powers of ten where all is above zero, and where it is not.
 * @param {readonly number[]} values
 * @param {number} most  rungs that there is room for
 * @returns {Heights}
 */
export function lossHeights(values, most) {
  const finite = values.filter((value) => Number.isFinite(value));
  const [low, high] = spanOf(finite.filter((value) => value > FLOOR)) ?? [0.1, 1];
  if (finite.some((value) => value < 0)) {
    const span = widened(spanOf(finite) ?? [0, 1]);
    return {span, log: false, rungs: ticks(span, most)};
  }
  const span = /** @type {Span} */ (high / low < FLAT ? [low / 1.3, high * 1.3] : [low / 1.15, high * 1.15]);
  const rungs = logRungs(span, most);
  return {span, log: true, rungs: rungs.length > 1 ? rungs : ticks(span, most)};
}

/** @param {Span} span @returns {Span} */
function widened([low, high]) {
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

/** Rungs may come so much nearer to each other than they would if they stood evenly. */
const CROWDED = 0.8;

/**
 * Round numbers within a span, as many as there is room for: up to nine a power of ten, or only some powers.
 * @param {Span} span
 * @param {number} most
 * @returns {readonly number[]}
 */
export function logRungs([low, high], most) {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from({length: to - from + 1}, (_, at) => from + at);
  for (const times of [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]]) {
    const found = powers.flatMap((power) => times.map((factor) => Number(`${factor}e${power}`))).filter((value) => value >= low && value <= high);
    const closest = Math.min(...found.slice(1).map((value, at) => Math.log10(value / (found[at] ?? value))));
    if (found.length <= most && closest > CROWDED * Math.log10(high / low) / most) return found;
  }
  const tens = powers.filter((power) => 10 ** power >= low && 10 ** power <= high);
  const every = Math.ceil(tens.length / Math.max(1, most));
  return tens.filter((_, at) => at % every === 0).map((power) => Number(`1e${power}`));
}

/**
 * Heights of an accuracy: all of the upper quarter, half or whole that it was in.
 * @param {readonly number[]} values
 * @returns {Heights}
 */
export function accuracyHeights(values) {
  const [least] = spanOf(values) ?? [0.5];
  const low = least >= 0.75 ? 0.75 : least >= 0.5 ? 0.5 : 0;
  return {span: [low, 1], log: false, rungs: low === 0 ? [0, 0.5, 1] : low === 0.5 ? [0.5, 0.75, 1] : [0.75, 1]};
}

/**
 * No more than the lowest and the highest point in each px, so that a line of thousands costs what a line of hundreds does.
 * @param {readonly Point[]} points  from left to right
 * @returns {readonly Point[]}
 */
export function thinned(points) {
  if (points.length < 400) return points;
  /** @type {Point[]} */
  const kept = [];
  for (let at = 0; at < points.length;) {
    const column = Math.floor(points[at]?.[0] ?? 0);
    const from = at;
    let [low, high] = [at, at];
    for (; at < points.length && Math.floor(points[at]?.[0] ?? 0) === column; at += 1) {
      if ((points[at]?.[1] ?? 0) < (points[low]?.[1] ?? 0)) low = at;
      if ((points[at]?.[1] ?? 0) > (points[high]?.[1] ?? 0)) high = at;
    }
    const picked = [...new Set([from, low, high, at - 1])].sort((a, b) => a - b);
    for (const index of picked) kept.push(/** @type {Point} */ (points[index]));
  }
  return kept;
}

/**
 * The entry of a history's column at an epoch: that epoch's, or the last before it.
 * @param {readonly number[]} epochs  rising
 * @param {number} epoch
 * @returns {number}  an index; 0 where none is before it
 */
export function indexAt(epochs, epoch) {
  let [low, high] = [0, epochs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((epochs[middle] ?? 0) <= epoch) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/**
 * What a number of each layer ran through.
 * @param {readonly import("../../bench.js").RunMoment[]} moments
 * @param {number} layers
 * @param {(layer: import("../../bench.js").LayerReport) => WireNumber} read
 * @returns {readonly (Span | null)[]}
 */
export function rangesOf(moments, layers, read) {
  const low = new Array(layers).fill(Infinity);
  const high = new Array(layers).fill(-Infinity);
  for (const {layers: told} of moments) {
    told?.forEach((layer, at) => {
      const value = Number(read(layer));
      if (!Number.isFinite(value)) return;
      low[at] = Math.min(low[at], value);
      high[at] = Math.max(high[at], value);
    });
  }
  return low.map((value, at) => (value <= high[at] ? [value, high[at]] : null));
}

/**
 * One entry of a parameter: a row, and in a matrix a column.
 * @param {unknown} value
 * @param {readonly [number, number | null]} cell
 * @returns {WireNumber | null}
 */
export function entryOf(value, [row, column]) {
  const line = Array.isArray(value) ? value[row] : undefined;
  const found = column === null ? line : Array.isArray(line) ? line[column] : undefined;
  return typeof found === "number" || typeof found === "string" ? /** @type {WireNumber} */ (found) : null;
}

/**
 * Which parameter a focus stands on: its weight from an input, or its bias; its first weight where no input is chosen.
 * @param {import("../../bench.js").NetFocus} focus
 * @returns {Readonly<{name: string, cell: readonly [number, number | null], tex: readonly import("../../types.js").Run[]}>}
 */
export function focusWeight({layer, unit, input}) {
  const bias = input === 0;
  const from = input ?? 1;
  const index = `${unit}${bias ? "" : unit > 9 || from > 9 ? `,${from}` : from}`;
  return {
    name: `${bias ? "b" : "W"}${layer}`, cell: [unit - 1, bias ? null : from - 1],
    tex: [{text: bias ? "b" : "w", face: "math"}, {text: String(layer), face: "roman", size: 0.7, shift: -0.42}, {text: index, face: "roman", size: 0.7, shift: 0.2}],
  };
}

/** Networks of up to so many weights have their optimizer's memory in every frame; of larger ones it comes with each pause. */
const SMALL = 600;

/** @param {import("../../bench.js").NetSpec} spec */
export function isSmall({inputs, layers}) {
  return layers.reduce((sum, {units}, at) => sum + units * (1 + (at === 0 ? inputs : layers[at - 1]?.units ?? 0)), 0) <= SMALL;
}
