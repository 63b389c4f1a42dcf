/**
 * The weights between two layers: one S-curve each, so that a bundle leaves and arrives level and looks calm.
 *
 * The sign is solid or hollow, never a hue, and never dashes, which mean a constant. Width is the magnitude, against the
 * largest of its layer; a power above 1 sinks the many small ones, and the largest are drawn last.
 *
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Point} Point
 * @typedef {import("../../types.d.ts").WireNumber} WireNumber
 */

import {toNumber} from "../../format/number.js";
import {cubic, lanePath, line, round} from "../../geometry/curves.js";
import {harpoon} from "../edge.js";
import {group, path} from "../marks.js";

/** Half the way between the two lanes of an edge in focus. */
export const LANE = 3.4;
const WIDTH = Object.freeze({least: 0.7, more: 3.9, power: 1.15});
const GRADIENT = Object.freeze({least: 0.9, more: 2.6});
/** Two hairlines: the outer width is so much more than a solid line's, and the core so much less than the outer. */
const HOLLOW = Object.freeze({more: 1.5, rim: 1.9, least: 0.8});
export const UNDERLAY = 14;
const HEAD = Object.freeze({along: 8, across: 5});

/** How much of a weight's layer it is, 0 to 1. @param {WireNumber} value @param {number} most  the layer's largest magnitude */
export function share(value, most) {
  const size = Math.abs(toNumber(value));
  return most > 0 && Number.isFinite(size) ? Math.min(1, size / most) : 0;
}

/** @param {number} part  its share of the layer's largest @param {number} [scale] */
export const weightWidth = (part, scale = 1) => (WIDTH.least + WIDTH.more * part ** WIDTH.power) * scale;
/** @param {number} part  its share of the layer's largest gradient */
export const gradientWidth = (part) => GRADIENT.least + GRADIENT.more * part;

/**
 * The way of an edge: level from the unit for as long as numbers may stand there, then an S to the next.
 * @typedef {Readonly<{from: Point, bend: Point, to: Point, curve: import("../../geometry/curves.js").Curve}>} Way  `bend`: where the S begins
 * @param {Point} from  beside the rim of the unit it leaves
 * @param {Point} to    beside the rim of the unit it comes to
 * @param {number} [stub]  how far it runs level first
 * @param {number} [arrive]  how far it runs level last
 * @returns {Way}
 */
export function wayOf(from, to, stub = 0, arrive = 0) {
  const [bend, end] = [/** @type {Point} */ ([from[0] + stub, from[1]]), /** @type {Point} */ ([to[0] - arrive, to[1]])];
  const half = (end[0] - bend[0]) / 2;
  return {from, bend, to, curve: cubic(bend, [bend[0] + half, bend[1]], [end[0] - half, end[1]], end)};
}

/** The whole way as one path. @param {Way} way */
export function wayPath({from, bend, to, curve}) {
  const end = /** @type {Point} */ (curve.points.at(-1));
  const half = round((end[0] - bend[0]) / 2);
  const start = `M${round(from[0])} ${round(from[1])}${from[0] === bend[0] ? "" : `H${round(bend[0])}`}`;
  return `${start}C${round(bend[0] + half)} ${round(bend[1])} ${round(end[0] - half)} ${round(end[1])} ${round(end[0])} ${round(end[1])}${end[0] === to[0] ? "" : `H${round(to[0])}`}`;
}

/** The same, *side* px to its right; level ends stay level. @param {Way} way @param {number} side */
function sidePath({from, to, curve, bend}, side) {
  const end = /** @type {Point} */ (curve.points.at(-1));
  const start = from[0] === bend[0] ? "" : `M${round(from[0])} ${round(from[1] + side)}`;
  const lane = lanePath(curve, side);
  return `${start}${start ? lane.replace("M", "L") : lane}${end[0] === to[0] ? "" : `H${round(to[0])}`}`;
}

/**
 * A line that says its sign: solid for plus, two hairlines for minus.
 * @param {string} key
 * @param {string} d
 * @param {{width: number, minus: boolean, ink: "wire" | "wire-faint" | "lane forward" | "lane backward"}} how
 * @returns {readonly Mark[]}
 */
export function signedLine(key, d, {width, minus, ink}) {
  if (!minus) return [path(key, `net-line ${ink}`, d, {"stroke-width": width})];
  const outer = width + HOLLOW.more;
  return [
    path(key, `net-line ${ink}`, d, {"stroke-width": outer}),
    path(`${key}-core`, "net-core", d, {"stroke-width": Math.max(HOLLOW.least, outer - HOLLOW.rim)}),
  ];
}

/** Below so much of its layer's largest weight a wire is faint; more of them where the focus reads from. */
export const FAINT = Object.freeze({bare: 0.12, read: 0.34});

/**
 * @typedef {Readonly<{key: string, d: string, value: WireNumber}>} Edge
 * The bare edges of one layer.
 * @param {readonly Edge[]} edges  in painting order: see `byMagnitude`
 * @param {number} most  largest magnitude among the layer's weights
 * @param {number} [faint]  a share below which a wire is faint
 * @param {number} [scale]  wires among close rows are thinner
 * @returns {readonly Mark[]}
 */
export function edgeMarks(edges, most, faint = FAINT.bare, scale = 1) {
  return edges.flatMap(({key, d, value}) => {
    const part = share(value, most);
    return signedLine(key, d, {width: weightWidth(part, scale), minus: toNumber(value) < 0, ink: part > faint ? "wire" : "wire-faint"});
  });
}

/** Smallest first, so that the largest lie on top. @template {{value: WireNumber}} E @param {readonly E[]} edges @returns {readonly E[]} */
export const byMagnitude = (edges) => [...edges].sort((a, b) => Math.abs(toNumber(a.value)) - Math.abs(toNumber(b.value)));

/** What keeps a wire of the focus legible: all of them are drawn before the first lane, or the last would cut the others. @param {string} key @param {Way} way */
export const underlay = (key, way) => path(key, "under", wayPath(way), {"stroke-width": UNDERLAY});

/**
 * The two lanes of an edge in focus: the weight above, its gradient below, both with width and sign.
 * @param {string} key
 * @param {Way} way
 * @param {{weight: WireNumber, most: number, gradient?: WireNumber | null, mostGradient?: number}} numbers  no gradient: its lane is dotted
 * @returns {Mark}
 */
export function focusLanes(key, way, {weight, most, gradient = null, mostGradient = 0}) {
  const [upper, lower] = [sidePath(way, -LANE), sidePath(way, LANE)];
  const width = weightWidth(share(weight, most), 0.82);
  const back = gradient === null ? [path("gradient", "lane pending", lower)] : [
    ...signedLine("gradient", lower, {width: gradientWidth(share(gradient, mostGradient)), minus: toNumber(gradient) < 0, ink: "lane backward"}),
    tailHarpoon(way),
  ];
  return group(key, [...signedLine("weight", upper, {width, minus: toNumber(weight) < 0, ink: "lane forward"}), ...back]);
}

/** The lower lane's head, where the edge leaves its unit. @param {Way} way */
function tailHarpoon({from, bend, curve}) {
  const start = from[0] === bend[0] ? curve : line(from, bend);
  return harpoon(start, [0, 1], "backward", LANE, 1.8, HEAD);
}

/** The upper lanes' common head, at the unit in focus. @param {string} key @param {Point} to */
export function headHarpoon(key, to) {
  const end = line([to[0] - 20, to[1]], to);
  return {...harpoon(end, [0, 1], "forward", -LANE, 2, {along: 9, across: 6}), key};
}
