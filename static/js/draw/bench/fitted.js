/**
 * What a network says where there is no plane: its curve over one input, and its outputs for one example as bars.
 *
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Point} Point
 * @typedef {import("../../types.d.ts").Run} Run
 * @typedef {import("../../types.d.ts").WireNumber} WireNumber
 * @typedef {import("./surface.js").Spot} Spot
 * @typedef {readonly [number, number]} Span
 */

import {toNumber} from "../../format/number.js";
import {clipped} from "../../geometry/clip.js";
import {round} from "../../geometry/curves.js";
import {axes, scaleOf, through} from "../axes.js";
import {captionWidth, group, number, numberWidth, path, rect, text} from "../marks.js";
import {pickedMark, pointMarks} from "./surface.js";

/** How many px the curve's labels take, and the figures beside a bar. */
const FIGURES = 14.4;
/** Of the outputs' names: a panel with a digit in it is drawn a little smaller, and 14 px is the least. */
const NAMES = 14.6;

/**
 * @param {readonly [number, number]} size
 * @param {{x: Span, y: Span, lines: readonly (readonly number[])[], name: readonly Run[]}} shown
 *   `lines`: each output's values at even steps of x
 */
export function fittedPlot(size, {x, y, lines, name}) {
  const scale = scaleOf({size, x, y, right: 26});
  const at = (/** @type {number} */ k, /** @type {number} */ count) => scale.X(x[0] + (x[1] - x[0]) * (count > 1 ? k / (count - 1) : 0.5));
  const curves = lines.map((values, line) => {
    const points = values.map((value, k) => /** @type {Point} */ ([at(k, values.length), scale.Y(value)]));
    return path(`f${line}`, `fitted f${line % 3}`, clipped(points, scale.box).map(through).join(""));
  });
  return {scale, marks: [axes(scale, {name}), group("lines", curves)]};
}

/**
 * The examples under and over their curve, and the one that is looked at.
 * @param {readonly Spot[]} spots
 * @param {Spot | null} picked
 * @returns {readonly (Mark | null)[]}
 */
export const fittedPoints = (spots, picked) => [pointMarks(spots), picked && Number.isFinite(picked.place[1]) ? pickedMark(picked) : null];

/**
 * @typedef {Readonly<{name: string, value: WireNumber, wanted: boolean}>} OutputRow
 */

/**
 * An output a row: its name, its bar, its value; the one that is wanted has its name boxed.
 * @param {readonly [number, number]} size
 * @param {{rows: readonly OutputRow[], low: number, high: number}} shown
 * @returns {readonly Mark[]}
 */
export function outputBars([width, height], {rows, low, high}) {
  const pitch = Math.min(30, height / Math.max(1, rows.length));
  const names = Math.max(...rows.map(({name}) => captionWidth(name, NAMES))) + 12;
  const figures = Math.max(...rows.map(({value}) => numberWidth(value, FIGURES)), 42) + 4;
  const [x0, x1] = [names, width - figures];
  const X = (/** @type {number} */ value) => x0 + Math.max(0, Math.min(1, (value - low) / (high - low || 1))) * (x1 - x0);
  const zero = X(Math.max(low, 0));
  return rows.flatMap(({name, value, wanted}, at) => {
    const y = (at + 0.5) * pitch;
    const end = X(toNumber(value));
    const [from, to] = [Math.min(zero, end), Math.max(zero, end)];
    return [
      wanted ? rect(`w${at}`, "wanted", {x0: 1, y0: y - Math.min(10, pitch / 2 - 0.5), x1: names - 4, y1: y + Math.min(10, pitch / 2 - 0.5)}) : null,
      text(`n${at}`, [{text: name, face: "word"}], 6, y + 5, NAMES, {cls: "ink-k"}),
      rect(`b${at}`, "output-bar", {x0: from, y0: y - Math.min(6, pitch * 0.32), x1: to, y1: y + Math.min(6, pitch * 0.32)}),
      number(`v${at}`, value, width - 1, y + 5, FIGURES, {anchor: "end", cls: "ink-v"}),
    ];
  }).concat(path("base", "axis", `M${round(zero)} 0V${round(pitch * rows.length)}`)).filter((mark) => mark !== null);
}

