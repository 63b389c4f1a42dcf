/**
 * Level pieces of wire beside a unit, with the numbers that travel on them: the value above, the gradient below.
 *
 * @typedef {import("../../types.d.ts").Box} Box
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").WireNumber} WireNumber
 * @typedef {Readonly<{value: WireNumber | null, pending?: boolean, head?: boolean, mark?: "upstream" | "downstream" | null}>} Lane
 *   `pending`: dotted, without its number; `head`: half an arrowhead at the end it runs to; `mark`: outlined, or washed
 */

import {toNumber} from "../../format/number.js";
import {line} from "../../geometry/curves.js";
import {harpoon} from "../edge.js";
import {boxed, numberBox, numberLabel} from "../label.js";
import {group, path} from "../marks.js";
import {LANE, UNDERLAY} from "./edges.js";

export const STUB = Object.freeze({edge: 84, out: 78, size: 14.4, above: -8.4, below: 18.2, boxedBelow: 24.5, aboveOut: -9});
const HEAD = Object.freeze({along: 8, across: 5});

/**
 * Where the two numbers of a level wire stand, around its middle.
 * @param {number} x  middle
 * @param {number} y  of the wire
 */
export const rows = (x, y) => ({value: {x, y: y + STUB.above}, gradient: {x, y: y + STUB.below}});

/** The weight over its wire, and the gradient under it. @param {string} key @param {number} x  middle @param {number} y @param {WireNumber} weight @param {WireNumber | null} gradient */
export function edgeNumbers(key, x, y, weight, gradient) {
  return group(key, [
    numberLabel("weight", weight, x, y + STUB.above),
    gradient === null ? null : numberLabel("gradient", gradient, x, y + STUB.below, {ink: "gradient"}),
  ]);
}

/**
 * A stub with its two lanes, either way: z in and delta out before a unit, a out and dJ/da in behind it.
 * @param {string} key
 * @param {{x0: number, x1: number, y: number, middle?: number}} place  `middle`: of the value, where it is not the wire's
 * @param {{forward: Lane, backward: Lane, above?: number, below?: number}} lanes  baselines from the wire, where not as usual
 * @returns {Mark}
 */
export function stub(key, {x0, x1, y, middle: at}, {forward, backward, above = STUB.above, below = backward.mark === "upstream" ? STUB.boxedBelow : STUB.below}) {
  const way = line([x0, y], [x1, y]);
  const middle = (x0 + x1) / 2;
  const lane = (/** @type {"forward" | "backward"} */ name, /** @type {Lane} */ {pending, head}, /** @type {number} */ side) => {
    const d = `M${x0} ${y + side}H${x1}`;
    if (pending) return [path(name, "lane pending", d)];
    return [path(name, `lane ${name}`, d, {"stroke-width": 2}), head ? harpoon(way, [0, 1], name, side, 2, HEAD) : null];
  };
  return group(key, [
    path("under", "under", `M${x0} ${y}H${x1}`, {"stroke-width": UNDERLAY}),
    ...lane("forward", forward, -LANE), ...lane("backward", backward, LANE),
    forward.pending || forward.value === null ? null : numberLabel("value", forward.value, at ?? middle, y + above),
    backward.pending || backward.value === null ? null : numberLabel("gradient", backward.value, middle, y + below, {ink: "gradient", role: backward.mark ?? null}),
  ]);
}

/** What a stub's number takes, its outline with it. @param {WireNumber} value @param {number} x @param {number} baseline @param {boolean} [outlined] @returns {Box} */
export function numberRoom(value, x, baseline, outlined = false) {
  const box = numberBox(toNumber(value), x, baseline, STUB.size);
  return outlined ? boxed(box) : box;
}
