/**
 * The scale of a plot, and its axes as marks: one base line, ticks, their numbers, and the axis's name as maths at its
 * end. Heights have hairlines and their numbers on the left; there is no other decoration.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {readonly [number, number]} Span
 * @typedef {Readonly<{size: readonly [number, number], x: Span, y: Span, log?: boolean, right?: number}>} PlotFrame
 *   what part of the plane is shown, on so many px; `right` is kept free for labels
 * @typedef {Readonly<{box: Box, X: (x: number) => number, Y: (y: number) => number, rows: readonly number[], columns: readonly number[]}>} Scale
 */

import {runsWidth} from "../format/text.js";
import {round} from "../geometry/curves.js";
import {powers, ticks} from "../state/frames.js";
import {group, path, text} from "./marks.js";

export const TICK = 14;
const NAME = 17;
/** Px that one tick's number needs. */
const [BETWEEN, ABOVE] = [62, 44];
const [TOP, BOTTOM, RIGHT] = [8, 30, 26];

/**
 * A tick's number: as short as it is.
 * @param {number} value
 * @returns {readonly Run[]}
 */
export function tickRuns(value) {
  const size = Math.abs(value);
  const plain = value === 0 || (size >= 1e-3 && size < 1e5);
  if (plain) return [{text: String(value).replace("-", "\u2212"), face: "word"}];
  const [digits = "", power = ""] = value.toExponential().replaceAll("-", "\u2212").replace("+", "").split("e");
  const times = {"1": "", "\u22121": "\u2212"}[digits] ?? `${digits}\u00d7`;
  return [{text: `${times}10`, face: "word"}, {text: power, face: "word", size: 0.76, shift: -0.4}];
}

/** @param {number} value */
const tickWidth = (value) => runsWidth(tickRuns(value), TICK);

/**
 * @param {PlotFrame} frame
 * @returns {Scale}
 */
export function scaleOf({size: [width, height], x, y, log = false, right = RIGHT}) {
  const rows = log ? powers(y, height / ABOVE) : ticks(y, height / ABOVE);
  const left = Math.max(12, ...rows.map(tickWidth)) + 14;
  const box = {x0: left, y0: TOP, x1: width - right, y1: height - BOTTOM};
  const up = log ? Math.log10 : (/** @type {number} */ value) => value;
  const place = (/** @type {Span} */ [low, high], /** @type {number} */ value) => (value - low) / (high - low || 1);
  return {
    box, rows, columns: ticks(x, (box.x1 - box.x0) / BETWEEN),
    X: (value) => box.x0 + place(x, value) * (box.x1 - box.x0),
    Y: (value) => box.y1 - place([up(y[0]), up(y[1])], up(value)) * (box.y1 - box.y0),
  };
}

/**
 * @param {Scale} scale
 * @param {{name: readonly Run[], upName?: readonly Run[], rules?: boolean}} how  `rules`: hairlines at the heights
 * @returns {Mark}
 */
export function axes({box, X, Y, rows, columns}, {name, upName, rules = true}) {
  const far = runsWidth(name, NAME);
  const end = upName ? Y(rows.at(-1) ?? NaN) : Infinity;
  return group("axes", [
    ...(rules ? rows.map((row) => path(`r${row}`, "hairline", `M${round(box.x0)} ${round(Y(row))}H${round(box.x1)}`)) : []),
    ...rows.filter((row) => row === row && Math.abs(Y(row) - end) > -1).map((row) => (
      text(`rn${row}`, tickRuns(row), box.x0 - 7, Y(row) + 5, TICK, {anchor: "end", cls: "ink-s"}))),
    path("base", "axis", `M${round(box.x0)} ${box.y1}H${round(box.x1)}`),
    ...columns.map((column) => path(`c${column}`, "axis", `M${round(X(column))} ${box.y1}v4`)),
    ...columns.filter((column) => X(column) + tickWidth(column) / 2 < box.x1 + RIGHT - far - 10).map((column) => (
      text(`cn${column}`, tickRuns(column), X(column), box.y1 + 20, TICK, {anchor: "middle", cls: "ink-s"}))),
    text("name", name, box.x1 + RIGHT - 4, box.y1 + 20, NAME, {anchor: "end"}),
    upName ? text("up", upName, box.x0 + 9, box.y0 + 19, NAME, {cls: "ink-k haloed"}) : null,
  ]);
}

/**
 * A line through points.
 * @param {readonly Point[]} points
 * @returns {string}
 */
export const through = (points) => points.map(([x, y], at) => `${at ? "L" : "M"}${round(x)} ${round(y)}`).join("");
