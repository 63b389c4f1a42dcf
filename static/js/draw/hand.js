/**
 * What a hand at work on the board sees: where a wire can be pulled from and dropped, what takes it and what refuses it.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").Point} Point
 */

import {cubic, lanePath, round} from "../geometry/curves.js";
import {circle, group, path} from "./marks.js";
import {pillPath} from "./node.js";

/** From a node's body to the ring around it. */
const AROUND = 7;
const CROSS = 4;
/** A wire that is carried back leaves its plug and comes in by so much. */
const LOOP = 46;

/**
 * Around a node: it may take the wire, takes it if it is dropped now, or refuses it.
 * @param {string} key
 * @param {NodeBox} box
 * @param {"invites" | "takes" | "refuses"} how
 */
export function ring(key, box, how) {
  return path(key, `wiring ${how}`, outline(box));
}

/** @param {NodeBox} box */
function outline({form, cx, cy, halfWidth, r, x0, x1, y0, y1}) {
  if (form !== "leaf") return pillPath(cx, cy, halfWidth + AROUND, r + AROUND);
  return `M${round(x0 - AROUND)} ${round(y0 - AROUND)}H${round(x1 + AROUND)}V${round(y1 + AROUND)}H${round(x0 - AROUND)}Z`;
}

/**
 * A port while a wire is in the hand.
 * @param {string} key
 * @param {Point} point
 * @param {"open" | "taken" | "takes"} how
 */
export function port(key, [x, y], how) {
  return circle(key, `port ${how}`, x, y, how === "taken" ? 4 : 6);
}

/** Where a wire is pulled from: a node's output. @param {string} key @param {Point} point */
export function plug(key, [x, y]) {
  return group(key, [circle("ring", "plug", x, y, 7.5), circle("core", "plug-core", x, y, 3)]);
}

/** The end of a wire, to be pulled off its port. @param {string} key @param {Point} point */
export function grip(key, [x, y]) {
  return circle(key, "grip", x, y, 6.5);
}

/**
 * The wire in the hand; where it is refused it ends in a cross.
 * @param {Point} from
 * @param {Point} to
 * @param {boolean} refused
 * @returns {readonly Mark[]}
 */
export function looseWire(from, to, refused) {
  const [x, y] = to;
  const reach = Math.max(LOOP, 0.55 * (x - from[0]));
  const curve = cubic(from, [from[0] + reach, from[1]], [x - reach, y], to);
  const way = path("wire", refused ? "loose refused" : "loose", lanePath(curve, 0));
  return [way, refused ? path("end", "loose-cross", `M${round(x - CROSS)} ${round(y - CROSS)}l${2 * CROSS} ${2 * CROSS}m0 ${-2 * CROSS}l${-2 * CROSS} ${2 * CROSS}`)
    : circle("end", "loose-end", x, y, 4.5)];
}

/** What is chosen by a stroke over it. @param {Box} box */
export function marquee({x0, y0, x1, y1}) {
  return path("marquee", "marquee", `M${round(x0)} ${round(y0)}H${round(x1)}V${round(y1)}H${round(x0)}Z`);
}
