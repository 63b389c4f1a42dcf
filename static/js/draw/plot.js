/**
 * A path downhill on its curve or over its contour lines: hops in vermilion with a harpoon, points in blue, the start
 * hollow, now a bead with the tangent whose slope is the gradient there. What leaves the frame is cut at the frame.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("./axes.js").PlotFrame} PlotFrame
 * @typedef {import("./axes.js").Scale} Scale
 * @typedef {Readonly<{points: readonly Point[], at: number, travelled?: number}>} Walk
 *   the points of a path in the data's units, how many updates are made, and how far the hop to the last of them is done
 */

import {clipped, holds} from "../geometry/clip.js";
import {round} from "../geometry/curves.js";
import {axes, scaleOf, through} from "./axes.js";
import {contour} from "./contour.js";
import {circle, group, path, rect} from "./marks.js";

const HARPOON = {along: 8, across: 5.4};
/** A hop shorter than this has no room for its harpoon, or for itself. */
const [SHORT, NONE] = [13, 1.5];
const [START, STEP, BEAD] = [5, 3.6, 7];
const TANGENT = 46;
const SAMPLES = 28;

/**
 * @param {PlotFrame} frame
 * @param {{curve: readonly Point[], walk: Walk, slope: number | null, name: readonly Run[]}} shown
 * @returns {readonly Mark[]}
 */
export function curvePlot(frame, {curve, walk, slope, name}) {
  const scale = scaleOf(frame);
  return [
    axes(scale, {name}),
    group("curve", cut("c", "curve", curve.map(placed(scale)), scale)),
    tangent(scale, walk, slope),
    walked(scale, walk, arc),
  ].filter((mark) => mark !== null);
}

/**
 * @param {PlotFrame} frame
 * @param {{grid: readonly (readonly number[])[], levels: readonly number[], here: number | null, walk: Walk,
 *   names: readonly [readonly Run[], readonly Run[]]}} shown
 *   the grid's first row lies at the foot; `here` is the height one stands at, whose line is drawn stronger
 * @returns {readonly Mark[]}
 */
export function contourPlot(frame, {grid, levels, here, walk, names: [name, upName]}) {
  const scale = scaleOf(frame);
  const {box} = scale;
  const [wide, high] = [Math.max(1, (grid[0]?.length ?? 1) - 1), Math.max(1, grid.length - 1)];
  const onPlot = (/** @type {Point} */ [column, row]) => /** @type {Point} */ (
    [box.x0 + (column / wide) * (box.x1 - box.x0), box.y1 - (row / high) * (box.y1 - box.y0)]);
  const lines = (/** @type {number} */ level, /** @type {string} */ cls) => contour(grid, level).map((line, at) => (
    path(`${level} ${at}`, cls, through(line.map(onPlot)))));
  return [
    rect("ground", "plot-ground", box),
    group("levels", levels.flatMap((level, at) => lines(level, `contour c${Math.min(4, Math.floor((at / Math.max(1, levels.length)) * 5))}`))),
    group("here", here === null || !Number.isFinite(here) ? [] : lines(here, "contour here")),
    rect("frame", "plot-frame", box),
    axes(scale, {name, upName, rules: false}),
    walked(scale, walk, straight),
  ];
}

/** @param {Scale} scale @returns {(point: Point) => Point} */
const placed = ({X, Y}) => ([x, y]) => [X(x), Y(y)];

/** @param {string} key @param {string} cls @param {readonly Point[]} line @param {Scale} scale @returns {readonly Mark[]} */
const cut = (key, cls, line, {box}) => clipped(line, box).map((part, at) => path(`${key}${at}`, cls, through(part)));

/** @typedef {(from: Point, to: Point) => readonly Point[]} Way */

/** A hop along a curve goes over it. @type {Way} */
function arc(from, to) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const lift = Math.min(30, 6 + length * 0.22) * 1.25;
  const top = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - lift];
  return Array.from({length: SAMPLES + 1}, (_, at) => {
    const [t, u] = [at / SAMPLES, 1 - at / SAMPLES];
    const mix = (/** @type {0 | 1} */ side) => u * u * from[side] + 2 * u * t * (top[side] ?? 0) + t * t * to[side];
    return [mix(0), mix(1)];
  });
}

/** @type {Way} */
const straight = (from, to) => [from, to];

/**
 * The path itself: hops under their points, the bead on top.
 * @param {Scale} scale
 * @param {Walk} walk
 * @param {Way} way
 * @returns {Mark}
 */
function walked(scale, {points, at, travelled = 1}, way) {
  const spots = points.map(placed(scale));
  const made = travelled < 1 ? at + 1 : at;
  const lost = spots.findIndex((spot, k) => k > made && !holds(spot, scale.box));
  const drawn = lost < 0 ? spots : spots.slice(0, lost + 1); // Of what is still ahead, no more than to where it first leaves.
  const hops = drawn.slice(1).flatMap((to, k) => hop(`h${k}`, way(/** @type {Point} */ (spots[k]), to), k < made, scale));
  const dots = spots.map((spot, k) => {
    if (!spot.every(Number.isFinite) || !holds(spot, scale.box) || (k === at && travelled === 1)) return null;
    return circle(`p${k}`, k === 0 ? "point start" : k <= at ? "point" : "point ahead", spot[0], spot[1], k === 0 ? START : STEP);
  });
  return group("path", [...hops, ...dots, bead(spots, at, travelled, way, scale)]);
}

/**
 * @param {string} key
 * @param {readonly Point[]} line
 * @param {boolean} made
 * @param {Scale} scale
 * @returns {readonly Mark[]}
 */
function hop(key, line, made, scale) {
  const [first, last] = [line[0] ?? [NaN, NaN], line.at(-1) ?? [NaN, NaN]];
  const length = Math.hypot(last[0] - first[0], last[1] - first[1]);
  if (!(length >= NONE)) return [];
  const marks = cut(key, made ? "hop" : "hop ahead", line, scale);
  const before = line.at(-2) ?? first;
  if (!made || length < SHORT || !holds(/** @type {Point} */ (last), scale.box)) return marks;
  return [...marks, path(`${key} head`, "hop-head", harpoon(/** @type {Point} */ (before), /** @type {Point} */ (last)))];
}

/** Half an arrowhead, at the rim of the point it comes to. @param {Point} from @param {Point} to */
function harpoon(from, to) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const side = ux > 0 ? -1 : 1;
  const tip = [to[0] - ux * 4.6, to[1] - uy * 4.6];
  const back = [(tip[0] ?? 0) - ux * HARPOON.along + uy * HARPOON.across * -side, (tip[1] ?? 0) - uy * HARPOON.along + ux * HARPOON.across * side];
  return `M${round(back[0] ?? 0)} ${round(back[1] ?? 0)}L${round(tip[0] ?? 0)} ${round(tip[1] ?? 0)}`;
}

/** @param {readonly Point[]} spots @param {number} at @param {number} travelled @param {Way} way @param {Scale} scale */
function bead(spots, at, travelled, way, scale) {
  const [here, next] = [spots[at], spots[at + 1]];
  if (!here) return null;
  const line = travelled < 1 && next ? way(here, next) : [here];
  const spot = onWay(line, travelled);
  if (!spot.every(Number.isFinite) || !holds(spot, scale.box)) return null;
  return circle("bead", "descent-bead", spot[0], spot[1], BEAD);
}

/** @param {readonly Point[]} line @param {number} share @returns {Point} */
function onWay(line, share) {
  const place = (line.length - 1) * share;
  const [a, b] = [line[Math.floor(place)] ?? [NaN, NaN], line[Math.ceil(place)] ?? [NaN, NaN]];
  const rest = place - Math.floor(place);
  return [a[0] + (b[0] - a[0]) * rest, a[1] + (b[1] - a[1]) * rest];
}

/** @param {Scale} scale @param {Walk} walk @param {number | null} slope */
function tangent(scale, {points, at, travelled = 1}, slope) {
  const here = points[at];
  if (!here || slope === null || !Number.isFinite(slope) || travelled < 1) return null;
  const [x, y] = placed(scale)(here);
  const [dx, dy] = [scale.X(1) - scale.X(0), (scale.Y(1) - scale.Y(0)) * slope];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [(dx / length) * TANGENT, (dy / length) * TANGENT];
  return group("tangent", cut("t", "tangent", [[x - ux, y - uy], [x + ux, y + uy]], scale));
}
