/**
 * The marks of a network, for the sheet of states.
 *
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../gallery.js").Cell} Cell
 * @typedef {import("./bands.js").Field} Field
 * @typedef {Readonly<{x: number, y: number, r: number, field: Field, range: {low: number, high: number}}>} Disc
 */

import {caption} from "../marks.js";
import {cellMatrix} from "./cells.js";
import {edgeMarks, focusLanes, headHarpoon, underlay, wayOf, wayPath} from "./edges.js";
import {edgeNumbers, stub} from "./stubs.js";
import {lossMarks, unitMarks} from "./unit.js";

/** A response that has every band: a slope with a bend. @type {Field} */
const FIELD = Object.freeze({
  bytes: Uint8Array.from({length: 144}, (_, at) => 128 + 127 * Math.sin((at % 12) / 3 - 2 + Math.cos(Math.floor(at / 12) / 4))), columns: 12, rows: 12, low: -1, high: 1,
});
const RANGE = {low: -1, high: 1};

/** @param {number} x @param {number} y @param {number} [r] @returns {Disc} */
const disc = (x, y, r = 19) => ({x, y, r, field: FIELD, range: RANGE});

/** @param {number} rows @param {number} columns @returns {readonly (readonly number[])[]} */
const sample = (rows, columns) => Array.from({length: rows}, (_, j) => Array.from({length: columns}, (_, i) => Math.round(100 * Math.sin(5 * j + 2 * i + 1)) / 100));

const PLACES = /** @type {const} */ ([[48, "none"], [112, "pending"], [176, "done"], [250, "done"]]);

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
const units = (x, y) => PLACES.map(([at, backward]) => unitMarks(`u${at}`, {x: x + at, y, r: 19}, {backward, focus: at === 250}));

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function weights(x, y) {
  const edges = [1, 0.5, -0.5, -1, 0.2, -0.05].map((value, at) => ({key: `e${at}`, value, d: wayPath(wayOf([x + 30, y - 42 + 16 * at], [x + 280, y - 30 + 12 * at], 50))}));
  return edgeMarks(edges, 1);
}

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function read(x, y) {
  const ways = [wayOf([x + 30, y - 26], [x + 240, y], 90), wayOf([x + 30, y + 26], [x + 240, y], 90)];
  const numbers = /** @type {const} */ ([{weight: 1.005, gradient: -0.235}, {weight: -0.5216, gradient: 0.1058}]);
  return [
    ...ways.map((way, at) => underlay(`under${at}`, way)),
    ...ways.map((way, at) => focusLanes(`lanes${at}`, way, {...(numbers[at] ?? numbers[0]), most: 1.005, mostGradient: 0.235})),
    headHarpoon("head", [x + 240, y]), unitMarks("unit", {x: x + 263, y, r: 19}, {focus: true}),
    ...ways.map((way, at) => edgeNumbers(`n${at}`, x + 76, way.from[1], (numbers[at] ?? numbers[0]).weight, (numbers[at] ?? numbers[0]).gradient)),
  ];
}

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
const stubs = (x, y) => [
  stub("in", {x0: x + 40, x1: x + 136, y}, {forward: {value: 0.0425, head: true}, backward: {value: -0.4799, mark: "downstream"}}),
  unitMarks("unit", {x: x + 160, y, r: 19}),
  stub("out", {x0: x + 184, x1: x + 280, y}, {forward: {value: 0.0425}, backward: {value: -0.4807, head: true, mark: "upstream"}}),
];

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
const matrices = (x, y) => [
  cellMatrix("row", {x: x + 34, y: y - 36, cell: 13}, sample(6, 6), {ink: "v", row: 3}),
  cellMatrix("cell", {x: x + 150, y: y - 36, cell: 13}, sample(6, 6), {ink: "g", row: 2, column: 4}),
  cellMatrix("slopes", {x: x + 260, y: y - 36, cell: 13}, sample(6, 1).map((row) => row.map(Math.abs)), {ink: "k", row: 3}),
];

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
const ends = (x, y) => [
  unitMarks("unit", {x: x + 80, y, r: 25}),
  stub("way", {x0: x + 109, x1: x + 201, y}, {forward: {value: 0.7045, head: true}, backward: {value: -1.419, head: true}}),
  lossMarks("loss", {x: x + 230, y, r: 25}),
];

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
const crowded = (x, y) => [
  ...[-36, -12, 12].map((dy) => unitMarks(`u${dy}`, {x: x + 70, y: y + dy, r: 8.5})), caption("more", "… 12 more", x + 70, y + 41),
  cellMatrix("picture", {x: x + 190, y: y - 42, cell: 11}, sample(8, 8).map((row) => row.map(Math.abs)), {ink: "v"}),
];

/** @type {readonly (Cell & {discs?: (x: number, y: number) => readonly Disc[]})[]} */
export const NET_CELLS = [
  {title: "Unit of a network", lines: ["Its response over the inputs in flat bands.", "An input, forward, both ways, in focus."],
    marks: units, discs: (x, y) => PLACES.map(([at]) => disc(x + at, y))},
  {title: "Unit that blocks", lines: ["A bar where the way back ends: dead, or", "saturated, which lets next to nothing by."],
    marks: (x, y) => [unitMarks("dead", {x: x + 110, y, r: 19}, {trouble: "dead"}), unitMarks("faded", {x: x + 210, y, r: 19}, {trouble: "saturated"})],
    discs: (x, y) => [disc(x + 110, y), disc(x + 210, y)]},
  {title: "Weights", lines: ["Solid is plus, hollow is minus; wider is", "larger, and the small ones are faint."], marks: weights},
  {title: "Edges in focus", lines: ["Weight above, its gradient below, each on", "a level piece of its own wire."], marks: read, discs: (x, y) => [disc(x + 263, y)]},
  {title: "Stubs", lines: ["z and a above; delta washed, and what", "comes from upstream outlined, below."], marks: stubs, discs: (x, y) => [disc(x + 160, y)]},
  {title: "Matrices as cells", lines: ["Area is size, hollow is minus. A row or a", "cell is picked by corners."], marks: matrices},
  {title: "Output and loss", lines: ["The last unit is larger; the loss is no unit", "and wears a double ring."], marks: ends, discs: (x, y) => [disc(x + 80, y, 25)]},
  {title: "More than fits", lines: ["Rows close up, then say how many are not", "shown. Many inputs make a picture."], marks: crowded,
    discs: (x, y) => [-36, -12, 12].map((dy) => disc(x + 70, y + dy, 8.5))},
];
