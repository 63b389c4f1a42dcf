/**
 * The other pictures of a run: weights as histograms by layer, units as a row of discs, confusions as squares.
 *
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../bench.js").LayerReport} LayerReport
 */

import {round} from "../../geometry/curves.js";
import {runsWidth} from "../../format/text.js";
import {ticks} from "../../state/frames.js";
import {TICK, tickRuns} from "../axes.js";
import {group, number, numberWidth, path, rect, text} from "../marks.js";
import {FIGURES, layerRuns} from "./charts.js";

const [TOP, BOTTOM] = [10, 26];
/** A row's least height for a label; px between two numbers of the axis. */
const [PITCH, BETWEEN] = [17, 44];

/**
 * A histogram a layer over one axis of weights, each as high as its own fullest bin; a hairline at zero, norms beside.
 * @param {readonly [number, number]} size
 * @param {readonly LayerReport[]} layers
 * @returns {readonly Mark[]}
 */
export function weightRows([width, height], layers) {
  const names = Math.max(...layers.map((_, at) => runsWidth(layerRuns(at + 1), 16))) + 10;
  const figures = Math.max(52, ...layers.map(({weight}) => numberWidth(weight, FIGURES) + 8));
  const [x0, x1, y0, y1] = [names, width - figures, TOP, height - BOTTOM];
  const low = Math.min(...layers.map(({weights}) => weights.low), 0);
  const high = Math.max(...layers.map(({weights}) => weights.high), 0);
  const X = (/** @type {number} */ value) => x0 + (value - low) / (high - low || 1) * (x1 - x0);
  const pitch = (y1 - y0) / Math.max(1, layers.length);
  const labelled = Math.ceil(PITCH / pitch);
  const shown = ticks([low, high], Math.max(1, Math.floor((x1 - x0) / BETWEEN)));
  return [
    path("zero", "hairline", `M${round(X(0))} ${y0}V${y1}`),
    ...layers.flatMap(({weights, weight}, at) => {
      const foot = y0 + (at + 1) * pitch - 1;
      const told = (layers.length - 1 - at) % labelled === 0;
      return [
        path(`h${at}`, "histogram", histogram(weights, X, foot, Math.max(3, pitch - 4))),
        path(`f${at}`, "foot", `M${round(x0)} ${round(foot)}H${round(x1)}`),
        told ? text(`n${at}`, layerRuns(at + 1), 0, foot - Math.min(2, pitch / 5), 16) : null,
        told ? number(`w${at}`, weight, width, foot - Math.min(2, pitch / 5), FIGURES, {anchor: "end", cls: "ink-v"}) : null,
      ].filter((mark) => mark !== null);
    }),
    path("ticks", "axis", shown.map((value) => `M${round(X(value))} ${round(y1)}v4`).join("")),
    group("axis", shown.map((value) => text(`t${value}`, tickRuns(value), X(value), y1 + 18, TICK, {anchor: "middle", cls: "ink-s"}))),
  ];
}

/**
 * Bars side by side as one outline.
 * @param {LayerReport["weights"]} weights @param {(value: number) => number} X @param {number} foot @param {number} room
 */
function histogram({low, high, counts}, X, foot, room) {
  const most = Math.max(1, ...counts);
  const left = X(low);
  const step = counts.length > 0 ? Math.max(2 / counts.length, (X(high) - left) / counts.length) : 0;
  return `M${round(left)} ${round(foot)}${counts.map((count, at) => `V${round(foot - count / most * room)}H${round(left + (at + 1) * step)}`).join("")}V${round(foot)}z`;
}

/** A layer's units one by one, or as a bar where there are more than ten; and how wide either is, in px. */
const [SINGLY, R] = [10, 3.3];
export const UNITS_WIDE = 79;

/**
 * A layer's units as discs: dead ones crossed out, saturated ones half filled, the others open.
 * @param {number} units @param {number} dead @param {number} saturated
 * @returns {readonly Mark[]}
 */
export function unitRow(units, dead, saturated) {
  if (units > SINGLY) return unitBar(units, dead, saturated);
  const pitch = Math.min(2 * R + 3, (UNITS_WIDE - 1) / units);
  return Array.from({length: units}, (_, at) => {
    const [x, y] = [R + 1 + at * pitch, R + 1];
    const ring = `M${round(x - R)} ${y}a${R} ${R} 0 1 0 ${2 * R} 0a${R} ${R} 0 1 0 ${-2 * R} 0z`;
    if (at < dead) return path(`u${at}`, "unit-dead", `${ring}${crossed(x, y, R * 0.7)}`);
    if (at < dead + saturated) return group(`u${at}`, [path("ring", "unit-open", ring), path("half", "unit-half", `M${round(x - R)} ${y}a${R} ${R} 0 0 0 ${2 * R} 0z`)]);
    return path(`u${at}`, "unit-open", ring);
  });
}

/** @param {number} x @param {number} y @param {number} arm */
const crossed = (x, y, arm) => `M${round(x - arm)} ${round(y - arm)}l${round(arm * 2)} ${round(arm * 2)}m0 ${round(-arm * 2)}l${round(-arm * 2)} ${round(arm * 2)}`;

/** @param {number} units @param {number} dead @param {number} saturated @returns {readonly Mark[]} */
function unitBar(units, dead, saturated) {
  const X = (/** @type {number} */ count) => 1 + count / units * (UNITS_WIDE - 2);
  return [
    rect("all", "unit-open", {x0: 1, y0: 1, x1: X(units), y1: 2 * R + 1}),
    rect("half", "unit-half", {x0: X(dead), y0: R + 1, x1: X(dead + saturated), y1: 2 * R + 1}),
    dead > 0 ? group("dead", [rect("box", "unit-dead", {x0: 1, y0: 1, x1: X(dead), y1: 2 * R + 1}), path("cross", "unit-dead", `M1 1L${round(X(dead))} ${2 * R + 1}M1 ${2 * R + 1}L${round(X(dead))} 1`)]) : null,
  ].filter((mark) => mark !== null);
}

/**
 * A table of counts as squares, their area the count: what is right in ink, what is not in outline.
 * @param {readonly (readonly number[])[]} table  a row for what it is, a column for what it is taken for
 * @param {number} side  px
 * @returns {readonly Mark[]}
 */
export function confusionSquares(table, side) {
  const cell = side / Math.max(1, table.length);
  const most = Math.max(1, ...table.flat());
  const squares = table.flatMap((row, from) => row.map((count, to) => {
    if (count === 0) return null;
    const edge = Math.max(2.4, (cell - 2) * Math.sqrt(count / most));
    const [x, y] = [(to + 0.5) * cell - edge / 2, (from + 0.5) * cell - edge / 2];
    return rect(`c${from} ${to}`, from === to ? "told-right" : "told-wrong", {x0: x, y0: y, x1: x + edge, y1: y + edge});
  }));
  const grid = Array.from({length: table.length + 1}, (_, at) => `M0 ${round(at * cell)}H${round(side)}M${round(at * cell)} 0V${round(side)}`).join("");
  return [path("grid", "hairline", grid), group("squares", squares)];
}

/** What was taken for what, most often first. @param {readonly (readonly number[])[]} table @returns {readonly (readonly [number, number, number])[]} */
export function mistakes(table) {
  return table.flatMap((row, from) => row.map((count, to) => /** @type {const} */ ([from, to, count])))
    .filter(([from, to, count]) => from !== to && count > 0).sort((a, b) => b[2] - a[2]);
}

