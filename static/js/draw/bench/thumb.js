/**
 * A network in a few marks, for the library: its layers as columns of discs with the curve of their activation inside,
 * and every wire between them. It is drawn from the request alone; where that has weights, wide is large and hollow is
 * minus, else all wires are alike. A layer of many units shows some, with dots for the rest.
 *
 * @typedef {import("../../bench.js").TrainRequest} TrainRequest
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Point} Point
 */

import {round} from "../../geometry/curves.js";
import {activationOf} from "../../state/bench/edits.js";
import {circle, group, path} from "../marks.js";
import {signedLine, wayOf, wayPath, weightWidth} from "./edges.js";

/** Units of one layer that are drawn, at most. */
const MOST = 6;
const EDGE = 22;
const RADIUS = Object.freeze({most: 10.5, input: 7, room: 0.4});
const BARE = 1;

/** Curves within a disc of radius 1, y downwards. @type {Readonly<Record<string, string>>} */
const CURVES = Object.freeze({
  sigmoid: "M-.7 .5C-.1 .5 -.15 -.5 .7 -.5", tanh: "M-.7 .6C-.05 .6 .05 -.6 .7 -.6", relu: "M-.7 .35H0L.65 -.5", leaky_relu: "M-.7 .5L0 .25L.65 -.5",
  step: "M-.7 .45H0V-.45H.7", identity: "M-.55 .55L.55 -.55", softmax: "M-.5 .5V.1M-.17 .5V-.5M.17 .5V-.1M.5 .5V.3",
});

/**
 * @param {TrainRequest} request
 * @param {readonly [number, number]} size
 * @returns {readonly Mark[]}
 */
export function thumb({spec, parameters}, [width, height]) {
  const counts = [spec.inputs, ...spec.layers.map(({units}) => units)];
  const shown = counts.map((count) => Math.min(count, MOST));
  const rows = Math.max(...shown);
  const radius = Math.min(RADIUS.most, RADIUS.room * height / rows, 0.3 * (width - 2 * EDGE) / counts.length);
  const across = Math.min((width - 2 * EDGE) / counts.length, 96);
  const left = (width - across * counts.length) / 2;
  const gap = Math.max(...counts) > MOST ? 0.9 * radius : 0;
  const apart = Math.min(2.9 * radius, (height - 2 * radius - 6 - gap) / Math.max(1, rows - 1));
  /** @type {readonly (readonly Point[])[]} */
  const places = shown.map((count, layer) => Array.from({length: count}, (_, unit) => [round(left + across * layer), round(height / 2 + apart * (unit - (count - 1) / 2) + ((counts[layer] ?? 0) > MOST ? gap * (unit < count / 2 ? -0.5 : 0.5) : 0))]));
  const end = /** @type {Point} */ ([round(left + across * counts.length), height / 2]);
  return [
    group("wires", places.slice(1).flatMap((units, at) => wires(places[at] ?? [], units, radius, at + 1, parameters?.[`W${at + 1}`]))),
    group("out", (places.at(-1) ?? []).map((from, unit) => path(`out${unit}`, "net-line wire", wayPath(wayOf([from[0] + radius, from[1]], [end[0] - radius, end[1]])), {"stroke-width": BARE}))),
    ...places.flatMap((units, layer) => units.map(([x, y], unit) => disc(`unit${layer}-${unit}`, x, y, layer ? radius : Math.min(radius, RADIUS.input), layer ? activationOf(/** @type {any} */ (spec.layers[layer - 1])) : ""))),
    ...counts.map((count, layer) => (count > MOST ? dots(`more${layer}`, places[layer] ?? [], apart, radius) : null)).filter((mark) => mark !== null),
    group("loss", [circle("outer", "thumb-disc", end[0], end[1], radius), circle("inner", "thumb-disc", end[0], end[1], radius * 0.76)]),
  ];
}

/**
 * @param {readonly Point[]} from
 * @param {readonly Point[]} to
 * @param {number} radius
 * @param {number} layer
 * @param {unknown} weights  one row a unit
 * @returns {readonly Mark[]}
 */
function wires(from, to, radius, layer, weights) {
  const known = /** @type {readonly (readonly number[])[] | null} */ (Array.isArray(weights) ? weights : null);
  const most = Math.max(0, ...(known ?? []).flat().map(Math.abs));
  return to.flatMap(([x, y], unit) => from.flatMap(([x0, y0], input) => {
    const value = known?.[unit]?.[input];
    const d = wayPath(wayOf([x0 + (layer > 1 ? radius : Math.min(radius, RADIUS.input)), y0], [x - radius, y]));
    if (value === 0) return [];
    const width = value === undefined || most === 0 ? BARE : 0.7 * weightWidth(Math.abs(value) / most);
    return signedLine(`w${layer}-${unit}-${input}`, d, {width, minus: (value ?? 1) < 0, ink: "wire"});
  }));
}

/** A unit: forward above, backward below, its curve between; an input is bare. @param {string} key @param {number} x @param {number} y @param {number} r @param {string} activation @returns {Mark} */
function disc(key, x, y, r, activation) {
  const half = (/** @type {string} */ name, /** @type {0 | 1} */ sweep) => path(name, `thumb-ring ${name}`, `M${round(x - r)} ${y}A${round(r)} ${round(r)} 0 0 ${sweep} ${round(x + r)} ${y}`);
  const curve = CURVES[activation];
  return group(key, [
    circle("disc", "thumb-disc", x, y, r),
    activation ? half("forward", 1) : null, activation ? half("backward", 0) : null,
    curve && r > 5 ? path("curve", "thumb-curve", within(curve, x, y, 0.8 * r)) : null,
  ], {"data-node": key});
}

/** A curve moved and scaled into a disc. @param {string} d @param {number} x @param {number} y @param {number} scale */
function within(d, x, y, scale) {
  let along = 0;
  let command = "";
  return d.replace(/[MLCHV]|-?\.?\d+(?:\.\d+)?/g, (part) => {
    if (/[A-Z]/.test(part)) {
      [command, along] = [part, 0];
      return part;
    }
    const sideways = command === "H" || (command !== "V" && along % 2 === 0);
    along += 1;
    return String(round((sideways ? x : y) + scale * Number(part)));
  });
}

/** Three dots in the middle of a column, for the units that are not drawn. @param {string} key @param {readonly Point[]} units @param {number} apart @param {number} r @returns {Mark} */
function dots(key, units, apart, r) {
  const [low, high] = [units[2], units[3]];
  const [x, y] = [low?.[0] ?? 0, ((low?.[1] ?? 0) + (high?.[1] ?? 0)) / 2];
  const step = Math.min(3, Math.max(1.7, (apart - 2 * r) / 3));
  return group(key, [-1, 0, 1].map((at) => circle(`dot${at}`, "thumb-dot", x, y + at * step, 1)));
}
