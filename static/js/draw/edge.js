/**
 * Wires: two lanes, the upper blue running forward, the lower vermilion running back, each with half an arrowhead.
 *
 * Width follows the logarithm of the magnitude. Near unity one fixed rule serves, so that pictures can be compared; a
 * graph whose numbers span many powers of ten is mapped over its own range instead.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {import("../geometry/curves.js").Curve} Curve
 * @typedef {import("./node.js").Half} Half
 * @typedef {(magnitude: number) => number} WidthRule
 */

import {toNumber} from "../format/number.js";
import {at, atLength, lanePath, round} from "../geometry/curves.js";
import {HARPOON, LANE, UNDERLAY} from "./metrics.js";
import {circle, group, path, text} from "./marks.js";

const [THINNEST, WIDEST] = [1.1, 4.5];
const WIDE_RANGE = {below: 1e-4, above: 1e3};
/** Two hairlines this far from the lane's middle make it hollow: exactly zero. */
const HOLLOW = 1.6;

/**
 * Largest magnitude in a value; 0 for none.
 * @param {WireValue | null} value
 * @returns {number}
 */
export function magnitude(value) {
  if (value == null) return 0;
  if (Array.isArray(value)) return value.reduce((most, entry) => Math.max(most, magnitude(entry)), 0);
  return Math.abs(toNumber(/** @type {number} */ (value)));
}

/**
 * The rule for a graph, from all magnitudes on its wires.
 * @param {readonly number[]} magnitudes
 * @returns {WidthRule}
 */
export function widthRule(magnitudes) {
  const finite = magnitudes.filter((size) => size > 0 && Number.isFinite(size));
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0 || (least >= WIDE_RANGE.below && most <= WIDE_RANGE.above)) return nearUnity;
  const span = Math.log10(most) - Math.log10(least) || 1;
  return (size) => {
    if (!(size > 0)) return THINNEST;
    const place = (Math.log10(Math.min(size, most)) - Math.log10(least)) / span;
    return THINNEST + (WIDEST - THINNEST) * Math.max(0, Math.min(1, place));
  };
}

/** @type {WidthRule} */
export function nearUnity(size) {
  return 1.5 + 1.7 * Math.log10(1 + 9 * Math.min(1.5, size));
}

/**
 * @param {Curve} curve
 * @param {{forward: Half, backward: Half, forwardWidth?: number, backwardWidth?: number, underlay?: readonly [number, number],
 *   trim?: readonly [number, number], bead?: {way: "forward" | "backward", travelled: number} | null}} state
 *   `underlay`: bare px at each end, where the underlay would cut a neighbour off; `trim`: px of ink taken away at each
 *   end, for the halo of the current op
 * @returns {readonly Mark[]}
 */
export function wireMarks(curve, {forward, backward, forwardWidth = 2, backwardWidth = 2, underlay = [0, 0], trim = [0, 0], bead = null}) {
  const under = span(curve, underlay);
  const inked = span(curve, trim);
  return [
    path("under", "under", lanePath(curve, 0, ...under), {"stroke-width": UNDERLAY}),
    ...lane(curve, inked, "forward", forward, forwardWidth, bead?.way === "forward" ? bead.travelled : null),
    ...lane(curve, inked, "backward", backward, backwardWidth, bead?.way === "backward" ? bead.travelled : null),
  ];
}

/**
 * Parameters of a curve without some px at its ends.
 * @param {Curve} curve
 * @param {readonly [number, number]} without
 * @returns {[number, number]}
 */
function span(curve, [start, end]) {
  return [start > 0 ? atLength(curve, start) : 0, end > 0 ? atLength(curve, -end) : 1];
}

/**
 * @param {Curve} curve
 * @param {readonly [number, number]} ends  parameters between which it is drawn
 * @param {"forward" | "backward"} way
 * @param {Half} state
 * @param {number} width
 * @param {number | null} travelled
 * @returns {readonly Mark[]}
 */
function lane(curve, ends, way, state, width, travelled) {
  if (state === "none") return [];
  const side = way === "forward" ? -LANE : LANE;
  const [from, to] = ends;
  if (travelled != null && travelled < 1) return arriving(curve, ends, way, side, width, travelled);
  if (state === "pending") return [path(way, "lane pending", lanePath(curve, side, from, to))];
  if (state === "hazard") return [path(way, "lane hazard", lanePath(curve, side, from, to), {"stroke-width": 4, "stroke-dasharray": "5 3"})];
  if (state === "zero") {
    return [-HOLLOW, HOLLOW].map((apart, index) => path(`${way}${index}`, `lane ${way} hollow`, lanePath(curve, side + apart, from, to), {"stroke-width": 0.9}));
  }
  return [path(way, `lane ${way}`, lanePath(curve, side, from, to), {"stroke-width": width}), harpoon(curve, ends, way, side, width)];
}

/**
 * The bead inks the lane as it goes.
 * @param {Curve} curve @param {readonly [number, number]} ends @param {"forward" | "backward"} way @param {number} side
 * @param {number} width @param {number} travelled
 */
function arriving(curve, [from, to], way, side, width, travelled) {
  const head = way === "forward" ? from + (to - from) * travelled : to - (to - from) * travelled;
  const {point: [x, y]} = at(curve, head, side);
  const inked = way === "forward" ? lanePath(curve, side, from, head) : lanePath(curve, side, head, to);
  return [
    path(`${way}-waiting`, "lane pending", lanePath(curve, side, from, to)),
    path(way, `lane ${way}`, inked, {"stroke-width": width}),
    circle(`${way}-bead`, `bead ${way}`, x, y, 6.5),
  ];
}

/**
 * Half an arrowhead, on the outer side.
 * @param {Curve} curve @param {readonly [number, number]} ends @param {"forward" | "backward"} way @param {number} side @param {number} width
 * @param {{along: number, across: number}} [size]
 */
export function harpoon(curve, [from, to], way, side, width, size = HARPOON) {
  const forward = way === "forward";
  const inset = 0.8 / curve.length;
  const {point: [x, y], normal, tangent} = at(curve, forward ? to - inset : from + inset, side);
  const outer = side < 0 ? -1 : 1;
  const back = forward ? -size.along : size.along;
  const [hx, hy] = [x + tangent[0] * back + normal[0] * outer * size.across, y + tangent[1] * back + normal[1] * outer * size.across];
  return path(`${way}-head`, `harpoon ${way}`, `M${round(x)} ${round(y)}L${round(hx)} ${round(hy)}`, {"stroke-width": width});
}

/**
 * Gradients meet: the bead where addends become a sum.
 * @param {number} x
 * @param {number} y
 * @param {"⊕" | "Σ" | "waiting"} sign  waiting: nothing has come back yet
 * @returns {Mark}
 */
export function sumBead(x, y, sign) {
  if (sign === "waiting") return group("sum", [circle("ring", "sum-bead pending", x, y, 8)]);
  if (sign === "Σ") {
    return group("sum", [circle("ring", "sum-bead", x, y, 9.5),
      text("sign", [{text: "Σ", face: "roman"}], x, y + 5, 14, {anchor: "middle"})]);
  }
  return group("sum", [circle("ring", "sum-bead", x, y, 8),
    path("plus", "sum-plus", `M${round(x - 4)} ${round(y)}h8M${round(x)} ${round(y - 4)}v8`)]);
}

/**
 * Where a gradient was stopped: a bar across the lower lane at the target.
 * @param {Curve} curve
 * @returns {Mark}
 */
export function stopBar(curve) {
  const t = atLength(curve, -1);
  const {point: [x, y], normal} = at(curve, t, LANE);
  const d = `M${round(x - normal[0] * 4.6)} ${round(y - normal[1] * 4.6)}L${round(x + normal[0] * 7.4)} ${round(y + normal[1] * 7.4)}`;
  return path("stop", "stop-bar", d);
}

/**
 * A value fans into strands; the gradient's strands meet again.
 * @param {readonly [number, number]} from
 * @param {readonly [number, number]} to
 * @param {{strands?: number, backward: Half}} how
 * @returns {readonly Mark[]}
 */
export function strands([x, y], [x2, y2], {strands: count = 4, backward}) {
  const reach = x2 - x;
  return Array.from({length: count}, (_, index) => {
    const d = (index - (count - 1) / 2) * 10;
    const lane = (/** @type {number} */ start, /** @type {number} */ end) => `M${round(x)} ${round(y + start)}`
      + `C${round(x + reach * 0.3)} ${round(y + start)} ${round(x + reach * 0.22)} ${round(y2 + d + end)} ${round(x + reach * 0.53)} ${round(y2 + d + end)}H${round(x2)}`;
    return [
      path(`forward${index}`, "lane forward", lane(-3, -3), {"stroke-width": 1.5}),
      backward === "pending" ? null : path(`backward${index}`, "lane backward", lane(2, 1), {"stroke-width": 1.4}),
    ];
  }).flat().filter((mark) => mark !== null);
}
