/**
 * The way of a run on its loss: over one weight as a curve, over two as contour lines, all other weights as now. The way
 * is vermilion, its start hollow, now a bead.
 *
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Point} Point
 * @typedef {import("../../types.d.ts").Run} Run
 * @typedef {import("../axes.js").Scale} Scale
 * @typedef {readonly [number, number]} Span
 */

import {clipped, holds} from "../../geometry/clip.js";
import {thinned} from "../../state/bench/charting.js";
import {axes, scaleOf, through} from "../axes.js";
import {contour} from "../contour.js";
import {circle, group, path, rect} from "../marks.js";

const [START, BEAD, STEP] = [3.6, 4.6, 1.8];
/** So many points of the way are drawn one by one. */
const SINGLE = 40;

/**
 * @param {readonly [number, number]} size
 * @param {{x: Span, y: Span, curve: readonly Point[], way: readonly Point[], here: Point, name: readonly Run[]}} shown
 *   `way`: the weight and the loss of each moment; `here` lies on the curve
 * @returns {readonly Mark[]}
 */
export function cutPlot(size, {x, y, curve, way, here, name}) {
  const scale = scaleOf({size, x, y, right: 22});
  return [
    axes(scale, {name}),
    path("curve", "loss-curve", clipped(curve.map(placed(scale)), scale.box).map(through).join("")),
    walked(scale, way, here),
  ];
}

/**
 * @param {readonly [number, number]} size
 * @param {{x: Span, y: Span, grid: readonly (readonly number[])[], levels: readonly number[], way: readonly Point[], here: Point, names: readonly [readonly Run[], readonly Run[]]}} shown
 * @returns {readonly Mark[]}
 */
export function slicePlot(size, {x, y, grid, levels, way, here, names: [name, upName]}) {
  const scale = scaleOf({size, x, y, right: 22});
  const {box} = scale;
  const [wide, high] = [Math.max(1, (grid[0]?.length ?? 1) - 1), Math.max(1, grid.length - 1)];
  const onPlot = (/** @type {Point} */ [column, row]) => /** @type {Point} */ (
    [box.x0 + column / wide * (box.x1 - box.x0), box.y1 - row / high * (box.y1 - box.y0)]);
  return [
    group("levels", levels.map((level, at) => path(`${at}`, `loss-level l${Math.min(4, Math.floor(at / Math.max(1, levels.length) * 5))}`,
      contour(grid, level).map((line) => through(line.map(onPlot))).join("")))),
    rect("frame", "plot-frame", box),
    axes(scale, {name, upName, rules: false}),
    walked(scale, way, here),
  ];
}

/** @param {Scale} scale @returns {(point: Point) => Point} */
const placed = ({X, Y}) => ([x, y]) => [X(x), Y(y)];

/** @param {Scale} scale @param {readonly Point[]} way @param {Point} here @returns {Mark} */
function walked(scale, way, here) {
  const spots = way.map(placed(scale));
  const [start, now] = [spots[0], placed(scale)(here)];
  const inside = (/** @type {Point | undefined} */ spot) => spot !== undefined && spot.every(Number.isFinite) && holds(spot, scale.box);
  return group("way", [
    path("line", "way", clipped(thinned(spots), scale.box).map(through).join("")),
    ...(spots.length <= SINGLE ? spots.map((spot, at) => (at > 0 && inside(spot) ? circle(`p${at}`, "way-point", spot[0], spot[1], STEP) : null)) : []),
    start && inside(start) ? circle("start", "way-start", start[0], start[1], START) : null,
    inside(now) ? circle("bead", "way-bead", now[0], now[1], BEAD) : null,
  ]);
}
