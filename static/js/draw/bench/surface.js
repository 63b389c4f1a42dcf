/**
 * What stands on the input plane: the examples, the one that is looked at, and the lines where the network changes its
 * mind. The bands below are pixels; see bands.js.
 *
 * @typedef {import("../../types.d.ts").Box} Box
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Point} Point
 * @typedef {import("../../bench.js").GridPlace} GridPlace
 * @typedef {Readonly<{X: (x: number) => number, Y: (y: number) => number, x: (px: number) => number, y: (px: number) => number}>} Plane
 * @typedef {Readonly<{place: Point, kind: number | null, part: "train" | "validation" | "test"}>} Spot
 *   an example on the plane, in px; `kind` is its class
 */

import {round} from "../../geometry/curves.js";
import {through} from "../axes.js";
import {contour} from "../contour.js";
import {corners, group, path, rect, text} from "../marks.js";
import {rgbOf} from "./bands.js";

/** Radius of a point, of the one that is looked at, and how far its corners stand off. */
export const [POINT, PICKED, CORNER] = [2.9, 5, 10];

/**
 * Data to px and back: the y axis points up.
 * @param {Pick<GridPlace, "x" | "y">} place
 * @param {readonly [number, number]} size  px
 * @returns {Plane}
 */
export function planeOn({x: [x0, x1], y: [y0, y1]}, [width, height]) {
  return {
    X: (x) => (x - x0) / (x1 - x0) * width, Y: (y) => (y1 - y) / (y1 - y0) * height,
    x: (px) => x0 + px / width * (x1 - x0), y: (px) => y1 - px / height * (y1 - y0),
  };
}

/** So many examples have their full size; of more each is smaller, down to the least that still has its shape. */
const [MANY, LEAST] = [250, 1.9];

/** @param {number} count @returns {number} */
export const radiusOf = (count) => Math.max(LEAST, POINT * Math.min(1, Math.sqrt(MANY / Math.max(1, count))));

/** Marks of a class, each of about the same area; classes past these are told by the region's own letter. */
const SHAPES = [disc, triangle, square, diamond, cross, wedge];

/** @param {number | null} kind @param {number} x @param {number} y @param {number} r @returns {string} */
export function shape(kind, x, y, r) {
  return (SHAPES[(kind ?? 0) % SHAPES.length] ?? disc)(x, y, r);
}

/** @param {number} x @param {number} y @param {number} r */
function disc(x, y, r) {
  return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

/** @param {number} x @param {number} y @param {number} r */
function triangle(x, y, r) {
  const s = r * 1.07;
  return `M${round(x)} ${round(y - s * 1.15)}L${round(x + s * 1.08)} ${round(y + s * 0.75)}H${round(x - s * 1.08)}z`;
}

/** @param {number} x @param {number} y @param {number} r */
function wedge(x, y, r) {
  const s = r * 1.07;
  return `M${round(x)} ${round(y + s * 1.15)}L${round(x + s * 1.08)} ${round(y - s * 0.75)}H${round(x - s * 1.08)}z`;
}

/** @param {number} x @param {number} y @param {number} r */
function square(x, y, r) {
  const s = r * 0.89;
  return `M${round(x - s)} ${round(y - s)}h${round(2 * s)}v${round(2 * s)}h${round(-2 * s)}z`;
}

/** @param {number} x @param {number} y @param {number} r */
function diamond(x, y, r) {
  const s = r * 1.25;
  return `M${round(x)} ${round(y - s)}L${round(x + s)} ${round(y)}L${round(x)} ${round(y + s)}L${round(x - s)} ${round(y)}z`;
}

/** @param {number} x @param {number} y @param {number} r */
function cross(x, y, r) {
  const [s, t] = [r * 1.2, r * 0.45].map(round);
  const [a, b] = [s ?? 0, t ?? 0];
  return `M${round(x - b)} ${round(y - a)}h${2 * b}v${round(a - b)}h${round(a - b)}v${2 * b}h${round(b - a)}v${round(a - b)}h${-2 * b}v${round(b - a)}h${round(b - a)}v${-2 * b}h${round(a - b)}z`;
}

/**
 * All examples as a few paths: one for each class and part, however many there are.
 * @param {readonly Spot[]} spots
 * @param {number} [r]
 * @returns {Mark}
 */
export function pointMarks(spots, r = radiusOf(spots.length)) {
  /** @type {Map<string, string>} */
  const lines = new Map();
  for (const {place: [x, y], kind, part} of spots) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const key = `${part === "train" ? "train" : "held"} k${kind ?? 0}`;
    lines.set(key, (lines.get(key) ?? "") + shape(kind, x, y, r));
  }
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)); // Those to train on lie on top.
  return group("points", sorted.map(([key, d]) => path(key, `example ${key}`, d)), {class: spots.length > MANY ? "many" : "few"});
}

/** The example that is looked at. @param {Spot} spot @returns {Mark} */
export function pickedMark({place: [x, y], kind}) {
  return group("picked", [
    path("mark", "example picked", shape(kind, x, y, PICKED)),
    corners("corners", {x0: x - CORNER, y0: y - CORNER - 0.5, x1: x + CORNER, y1: y + CORNER - 0.5}, 5.5),
  ]);
}

/**
 * A grid of bytes as rows of values, lowest y first.
 * @param {Readonly<{low: number, high: number, bytes: Uint8Array}>} grid
 * @param {number} size
 * @returns {readonly (readonly number[])[]}
 */
export function heightsOf({low, high, bytes}, size) {
  const step = (high - low) / 255;
  return Array.from({length: size}, (_, row) => Array.from({length: size}, (_, column) => low + (bytes[row * size + column] ?? 0) * step));
}

/**
 * Where heights cross a level, over a plane of so many px.
 * @param {readonly (readonly number[])[]} heights  lowest y first
 * @param {number} level
 * @param {readonly [number, number]} size
 * @returns {string}  "" where they do not
 */
export function borderLine(heights, level, [width, height]) {
  const [columns, rows] = [Math.max(1, (heights[0]?.length ?? 1) - 1), Math.max(1, heights.length - 1)];
  const onPlane = (/** @type {Point} */ [column, row]) => /** @type {Point} */ ([column / columns * width, (1 - row / rows) * height]);
  return contour(heights, level).map((line) => through(line.map(onPlane))).join("");
}

/** @param {string} d @returns {Mark} */
export const borderMark = (d) => path("border", "border", d);

/** @param {readonly [number, number]} size @returns {Mark} */
export const frameMark = ([width, height]) => rect("frame", "plane-frame", {x0: 0, y0: 0, x1: width, y1: height});

/**
 * By how much each class's output is above the best of the others: its border is where that is zero.
 * @param {readonly (readonly (readonly number[])[])[]} heights  by class
 * @returns {readonly (readonly (readonly number[])[])[]}
 */
export function leads(heights) {
  return heights.map((own, kind) => own.map((row, y) => row.map((value, x) => {
    let best = -Infinity;
    for (let other = 0; other < heights.length; other += 1) if (other !== kind) best = Math.max(best, heights[other]?.[y]?.[x] ?? -Infinity);
    return value - best;
  })));
}

/**
 * The winning class of each point as pixels, the y axis pointing up.
 * @param {readonly (readonly (readonly number[])[])[]} heights  by class, lowest y first
 * @param {readonly string[]} inks  #RRGGBB, a wash for each class
 * @param {number} width
 * @param {number} height
 * @returns {Uint8ClampedArray<ArrayBuffer>}
 */
export function classPixels(heights, inks, width, height) {
  const pixels = new Uint32Array(width * height);
  const washes = new Uint32Array(new Uint8ClampedArray(inks.flatMap((ink) => [...rgbOf(ink), 255])).buffer);
  const [rows, columns] = [heights[0]?.length ?? 1, heights[0]?.[0]?.length ?? 1];
  for (let py = 0; py < height; py += 1) {
    const down = (height - 0.5 - py) / height * (rows - 1);
    const [row, v] = [Math.min(rows - 2, Math.floor(down)), down - Math.min(rows - 2, Math.floor(down))];
    for (let px = 0; px < width; px += 1) {
      const along = (px + 0.5) / width * (columns - 1);
      const column = Math.min(columns - 2, Math.floor(along));
      pixels[py * width + px] = washes[winner(heights, row, column, v, along - column) % washes.length] ?? 0;
    }
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** @param {readonly (readonly (readonly number[])[])[]} heights @param {number} row @param {number} column @param {number} v @param {number} u */
function winner(heights, row, column, v, u) {
  let [found, best] = [0, -Infinity];
  for (let kind = 0; kind < heights.length; kind += 1) {
    const [near, far] = [heights[kind]?.[row], heights[kind]?.[row + 1]];
    const value = ((near?.[column] ?? 0) * (1 - u) + (near?.[column + 1] ?? 0) * u) * (1 - v) + ((far?.[column] ?? 0) * (1 - u) + (far?.[column + 1] ?? 0) * u) * v;
    if (value > best) [found, best] = [kind, value];
  }
  return found;
}

/** Places for a letter, across and up; how near the frame or an example one may stand, in px. */
const [WAYS, LEVELS, CLEAR] = [14, 9, 9];

/**
 * Where each class's own letter stands: in its region, as far as can be from examples and from the frame.
 * @param {readonly (readonly (readonly number[])[])[]} ahead  as `leads` says
 * @param {readonly [number, number]} size  px
 * @param {readonly Spot[]} spots
 * @returns {Mark}
 */
export function classNames(ahead, size, spots) {
  const roomy = places(size).map((place) => /** @type {const} */ ([place, roomAt(place, size, spots)]));
  return group("names", ahead.map((rows, kind) => {
    let [found, most] = [/** @type {Point | null} */ (null), CLEAR];
    for (const [place, room] of roomy) if (room > most && inside(rows, place, size)) [found, most] = [place, room];
    return found && text(`n${kind}`, [{text: String(kind), face: "word-strong"}], found[0], found[1] + 5, 14, {anchor: "middle", cls: "class-name"});
  }));
}

/** @param {readonly [number, number]} size @returns {readonly Point[]} */
const places = ([width, height]) => Array.from({length: WAYS * LEVELS}, (_, at) => (
  [(at % WAYS + 0.5) / WAYS * width, (Math.floor(at / WAYS) + 0.5) / LEVELS * height]));

/** How far the next example or the frame is. @param {Point} place @param {readonly [number, number]} size @param {readonly Spot[]} spots */
function roomAt([x, y], [width, height], spots) {
  const aside = Math.min(x, y, width - x, height - y) + CLEAR;
  return spots.reduce((least, {place}) => Math.min(least, Math.hypot(place[0] - x, place[1] - y)), Math.min(aside, 4 * CLEAR));
}

/** Whether a class leads at a place and on all sides of it. @param {readonly (readonly number[])[]} rows @param {Point} place @param {readonly [number, number]} size */
const inside = (rows, [x, y], size) => [[0, 0], [CLEAR, 0], [-CLEAR, 0], [0, CLEAR], [0, -CLEAR]].every(([dx = 0, dy = 0]) => leadAt(rows, [x + dx, y + dy], size) > 0);

/** @param {readonly (readonly number[])[]} rows @param {Point} place @param {readonly [number, number]} size */
function leadAt(rows, [x, y], [width, height]) {
  const row = rows[Math.round((1 - y / height) * (rows.length - 1))];
  return row?.[Math.round(x / width * (row.length - 1))] ?? -1;
}

/**
 * A row of values as squares on a grid, their area the value: the picture of a digit, as a network is given it.
 * @param {readonly number[]} values  from 0 up
 * @param {number} across  cells a row
 * @param {Box} box
 * @returns {readonly Mark[]}
 */
export function squares(values, across, {x0, y0, x1}) {
  const cell = (x1 - x0) / across;
  const most = Math.max(1, ...values);
  const d = values.map((value, at) => {
    if (!(value > 0)) return "";
    const side = Math.max(1, (cell - 1) * Math.sqrt(value / most));
    const [x, y] = [x0 + (at % across + 0.5) * cell - side / 2, y0 + (Math.floor(at / across) + 0.5) * cell - side / 2];
    return `M${round(x)} ${round(y)}h${round(side)}v${round(side)}h${round(-side)}z`;
  }).join("");
  const down = Math.ceil(values.length / across);
  return [
    rect("ground", "squares-ground", {x0: x0 - 2, y0: y0 - 2, x1: x1 + 2, y1: y0 + down * cell + 2}),
    path("cells", "cell-v", d),
  ];
}

