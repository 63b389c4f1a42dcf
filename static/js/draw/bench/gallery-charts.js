/**
 * The marks of the bench's surface and charts, for the sheet of all marks.
 *
 * @typedef {import("../../types.d.ts").Mark} Mark
 */

import {evenly} from "../../state/frames.js";
import {lossHeights} from "../../state/bench/charting.js";
import {group, path} from "../marks.js";
import {layerRuns, lineChart, logBars} from "./charts.js";
import {outputBars} from "./fitted.js";
import {slicePlot} from "./path.js";
import {confusionSquares, unitRow, weightRows} from "./pictures.js";
import {borderLine, borderMark, frameMark, pickedMark, pointMarks, shape} from "./surface.js";

/** Marks in the middle of a cell. @param {number} x @param {number} y @param {number} top @param {readonly (Mark | null)[]} marks */
const placed = (x, y, top, marks) => [group("bench", marks, {class: "state-marks", transform: `translate(${x} ${y - top})`})];

/** @param {number} x @param {number} y */
function plane(x, y) {
  const size = /** @type {const} */ ([250, 92]);
  const heights = evenly([-1, 1], 25).map((v) => evenly([-2, 2], 25).map((u) => v - 0.5 * Math.sin(2.4 * u)));
  const spots = [[40, 60, 1], [70, 70, 1], [112, 62, 1], [196, 50, 1], [34, 24, 0], [118, 20, 0], [150, 28, 0], [226, 18, 0]].map(([px = 0, py = 0, kind = 0], at) => (
    {place: /** @type {const} */ ([px, py]), kind, part: at % 3 === 2 ? /** @type {const} */ ("validation") : /** @type {const} */ ("train")}));
  return placed(x + 35, y, 46, [borderMark(borderLine(heights, 0, size)), pointMarks(spots), frameMark(size), pickedMark({place: [176, 62], kind: 1, part: "train"})]);
}

/** @param {number} x @param {number} y */
function classes(x, y) {
  return placed(x + 30, y, 10, Array.from({length: 6}, (_, kind) => group(`k${kind}`, [
    path("train", "example train", shape(kind, 20 + kind * 44, 0, 5)), path("held", "example held", shape(kind, 20 + kind * 44, 24, 5)),
  ])));
}

/** @param {number} x @param {number} y */
function loss(x, y) {
  const epochs = Array.from({length: 61}, (_, at) => at);
  const [train, held] = [0.05, 0.09].map((floor) => epochs.map((epoch) => floor + 0.8 * Math.exp(-epoch / 12) + 0.01 * Math.sin(epoch * 1.7)));
  const lines = [{epochs, values: held ?? [], cls: "held"}, {epochs, values: train ?? [], cls: "train"}];
  return placed(x + 26, y, 52, lineChart([268, 106], {end: 80, heights: lossHeights([...(train ?? []), ...(held ?? [])], 4), lines, now: 36}));
}

/** @param {number} x @param {number} y */
function gradients(x, y) {
  const bars = [[0.0244, 0.01, 0.09], [0.008241, 0.004, 0.05], [0.002395, 0.001, 0.02]].map(([value = 0, low = 0, high = 0], at) => (
    {name: layerRuns(at + 1), value, range: /** @type {const} */ ([low, high])}));
  return placed(x + 26, y, 52, logBars([268, 106], bars));
}

/** @param {number} x @param {number} y */
function outputs(x, y) {
  const rows = [["setosa", 0.02], ["versicolor", 0.91], ["virginica", 0.07]].map(([name, value], at) => ({name: String(name), value: Number(value), wanted: at === 1}));
  return placed(x + 26, y, 40, outputBars([268, 84], {rows, low: 0, high: 1}));
}

/** @param {number} x @param {number} y */
function weights(x, y) {
  const layer = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ weight, /** @type {number} */ peak) => ({
    gradient: 0, weight, dead: 0, saturated: 0, weights: {low, high, counts: Array.from({length: 20}, (_, at) => Math.round(9 * Math.exp(-((at - peak) ** 2) / 18)))}});
  return placed(x + 26, y, 52, weightRows([268, 106], [layer(-1.2, 1.4, 2.846, 12), layer(-2, 1.7, 3.925, 9), layer(-0.6, 1.9, 2, 14)]));
}

/** @param {number} x @param {number} y */
function units(x, y) {
  return placed(x + 70, y, 26, [[8, 0, 2], [8, 3, 1], [40, 8, 12]].map(([all = 0, dead = 0, saturated = 0], at) => (
    group(`u${at}`, unitRow(all, dead, saturated), {transform: `translate(0 ${at * 22}) scale(1.6)`}))));
}

/** @param {number} x @param {number} y */
function confusion(x, y) {
  const table = Array.from({length: 10}, (_, from) => Array.from({length: 10}, (_, to) => (from === to ? 30 - 2 * (from % 4) : (from * 7 + to * 3) % 11 === 0 ? 1 + (from % 3) * 2 : 0)));
  return placed(x + 112, y, 48, confusionSquares(table, 96));
}

/** @param {number} x @param {number} y */
function way(x, y) {
  const side = evenly([-1, 1], 21);
  const points = Array.from({length: 14}, (_, at) => /** @type {const} */ ([-0.8 + 0.9 * (1 - 0.8 ** at), 0.8 * 0.72 ** at * Math.cos(at * 0.7)]));
  const grid = side.map((v) => side.map((u) => (u - 0.1) ** 2 + 2.4 * v * v));
  return placed(x + 60, y, 52, slicePlot([200, 106], {x: [-1, 1], y: [-1, 1], grid, levels: [0.05, 0.2, 0.5, 0.9, 1.5, 2.3], way: points, here: points.at(-1) ?? [0, 0], names: [[], []]}));
}

/** @param {number} x @param {number} y */
function kept(x, y) {
  const epochs = Array.from({length: 61}, (_, at) => at);
  const [own, other] = [[8, 0.06], [16, 0.12]].map(([pace = 1, floor = 0]) => epochs.map((epoch) => floor + 0.8 * Math.exp(-epoch / pace)));
  return placed(x + 26, y, 52, lineChart([268, 106], {
    end: 80, heights: lossHeights([...(own ?? []), ...(other ?? [])], 4), lines: [{epochs, values: own ?? [], cls: "train"}], now: 60,
    pinned: [{epochs: epochs.slice(0, 41), values: (other ?? []).slice(0, 41), cls: "train kept"}], tag: [{text: "kept", face: "word"}],
  }));
}

/** @type {readonly import("../gallery.js").Cell[]} */
export const CHART_CELLS = [
  {title: "Examples on their plane", lines: ["Circle and triangle are two classes;", "for validation, hollow. In corners: picked."], marks: plane},
  {title: "More classes", lines: ["A shape each, filled to train on and", "hollow for validation."], marks: classes},
  {title: "Loss by epoch", lines: ["Training solid, validation dashed; dotted", "what was trained beyond now."], marks: loss},
  {title: "Gradient by layer", lines: ["Over powers of ten; the hairline is what", "it ran through in the whole training."], marks: gradients},
  {title: "A run that is kept", lines: ["Thin, whole, and with a ring at its end;", "the run itself is thick."], marks: kept},
  {title: "Weights by layer", lines: ["Each as high as its fullest bin, over one", "axis; beside it the norm."], marks: weights},
  {title: "Blocked units", lines: ["Crossed out: dead. Half full: saturated.", "More than ten are a bar."], marks: units},
  {title: "Confusion", lines: ["The area is the count: full where right,", "outlined where taken for another."], marks: confusion},
  {title: "The way over two weights", lines: ["Lines of equal loss; hollow is the start,", "the bead is now."], marks: way},
  {title: "Outputs of one example", lines: ["The class that is wanted has its name", "in a box."], marks: outputs},
];
