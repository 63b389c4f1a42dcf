/**
 * The room a curve is drawn in: which part of the plane it shows, and how numbers stand along it.
 *
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {readonly [number, number]} Span
 * @typedef {Readonly<{x: Span, y: Span, left: (x: number) => number, top: (y: number) => number}>} Frame
 * @typedef {Readonly<{xs: readonly number[], ys: readonly number[], slopes: readonly number[]}>} Samples
 * @typedef {Readonly<{x: number, y: number, slope: number}>} Point
 */

import {tickRuns} from "./axes.js";

/** The whole drawing, and in it the room for the curve. Lengths are px at --u 1. */
export const CURVE = Object.freeze({width: 284, height: 132, x0: 14, x1: 270, y0: 8, y1: 106, axis: 108.5, figures: 125});
/** Size of every number on it: the panel is a little narrower than the drawing, and 14 px is the least. */
export const SIZE = 14.2;

/**
 * Which part of the plane is shown. Far branches are cut, or an asymptote would flatten all the rest.
 * @param {Samples} samples
 * @param {Point} point
 * @param {Span} window
 * @returns {Frame | null}  null where there is nothing finite to show
 */
export function frameOf({ys}, {y}, window) {
  const sorted = ys.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  let [low, high] = [at(0), at(1)];
  if (high - low > 3.5 * (at(0.93) - at(0.07)) && at(0.93) > at(0.07)) [low, high] = [at(0.07), at(0.93)];
  if (Number.isFinite(y)) [low, high] = [Math.min(low, y), Math.max(high, y)];
  if (!Number.isFinite(high - low)) return null;
  if (high === low) [low, high] = high === 0 ? [-1, 1] : [Math.min(0, 2 * low), Math.max(0, 2 * high)];
  const room = high - low;
  const from = low >= 0 && low < 0.5 * room ? 0 : low - 0.07 * room;
  const to = high + 0.08 * (high - from);
  const [sx, sy] = [(CURVE.x1 - CURVE.x0) / (window[1] - window[0]), (CURVE.y1 - CURVE.y0) / (to - from)];
  return {x: window, y: [from, to], left: (x) => CURVE.x0 + (x - window[0]) * sx, top: (v) => CURVE.y1 - (v - from) * sy};
}

/**
 * The part of a line that is inside the frame; null where none is.
 * @param {Span} a
 * @param {Span} b
 * @param {Frame} frame
 * @returns {readonly [Span, Span] | null}
 */
export function clipped(a, b, {y: [low, high]}) {
  let [from, to] = [0, 1];
  const rise = b[1] - a[1];
  for (const [edge, sign] of /** @type {const} */ ([[low, 1], [high, -1]])) {
    const [start, end] = [sign * (a[1] - edge), sign * (b[1] - edge)];
    if (start < 0 && end < 0) return null;
    if (start < 0) from = Math.max(from, (edge - a[1]) / rise);
    if (end < 0) to = Math.min(to, (edge - a[1]) / rise);
  }
  const on = (/** @type {number} */ t) => /** @type {Span} */ ([a[0] + (b[0] - a[0]) * t, a[1] + rise * t]);
  return from < to || rise === 0 ? [on(from), on(to)] : null;
}

/** A round number without the zeros of four digits. @param {number} x @param {import("../types.d.ts").Face} face @returns {readonly Run[]} */
export const short = (x, face) => tickRuns(x).map((run) => ({...run, face}));
/** Figures of an axis stand in the face of the maths, not in that of the graph's numbers. @param {number} x */
export const upright = (x) => short(x, "roman");
