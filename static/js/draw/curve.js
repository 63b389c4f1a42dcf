/**
 * The curve of an op with one operand, its tangent at the current point, and the triangle that shows the slope.
 *
 * Everything drawn is given: the curve's samples and the slope come from the API. Only places on paper are worked out
 * here. Where the op has no value the curve is left out; where it jumps, it breaks, with the dot on the side that counts.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {import("./curve-frame.js").Span} Span
 * @typedef {import("./curve-frame.js").Frame} Frame
 * @typedef {import("./curve-frame.js").Samples} Samples
 * @typedef {import("./curve-frame.js").Point} Point
 * @typedef {import("./slope.js").Triangle} Triangle
 * @typedef {Readonly<{samples: Samples, point: Point, window: Span, ticks: readonly number[],
 *   marks: readonly number[], operand: readonly Run[], shownSlope: WireNumber, shownX: WireNumber}>} CurveRequest
 *   marks: where the op may bend or jump
 */

import {round} from "../geometry/curves.js";
import {runsWidth} from "../format/text.js";
import {clipped, CURVE, frameOf, SIZE, upright} from "./curve-frame.js";
import {circle, number, numberWidth, path, text} from "./marks.js";
import {tangent, triangleOf} from "./slope.js";

/**
 * @param {CurveRequest} request
 * @returns {{marks: readonly Mark[], corner: "left" | "right" | null}}  the corner is where the op's equation has room
 */
export function curveScene({samples, point, window, ticks, marks: asked, operand, shownSlope, shownX}) {
  const frame = frameOf(samples, point, window);
  const triangle = frame && triangleOf(frame, point, samples, shownSlope);
  const line = frame ? curveLine(samples, frame) : "";
  const marks = [
    ...axis(window, ticks, operand, shownX),
    frame && zeroLine(frame),
    path("curve", "curve", line),
    ...(frame ? jumpDots(samples, frame, asked) : []),
    ...(frame ? tangent(frame, point, triangle, shownSlope) : []),
  ];
  return {marks: marks.filter((mark) => mark !== null), corner: frame ? freeCorner(samples, frame, point, triangle) : null};
}

/**
 * The number line below, with the operand's own value in blue where it stands.
 * @param {Span} window
 * @param {readonly number[]} ticks
 * @param {readonly Run[]} operand
 * @param {WireNumber} shownX
 */
function axis(window, ticks, operand, shownX) {
  const left = (/** @type {number} */ x) => CURVE.x0 + ((x - window[0]) / (window[1] - window[0])) * (CURVE.x1 - CURVE.x0);
  const half = numberWidth(shownX, SIZE) / 2;
  const middle = Math.min(Math.max(left(Number(shownX)), half + 1), CURVE.width - half - 1);
  const letter = CURVE.width - 4 - runsWidth(operand, 16.5);
  const clear = (/** @type {number} */ x) => {
    const own = runsWidth(upright(x), SIZE) / 2;
    return Math.abs(left(x) - middle) > half + own + 5 && left(x) + own < letter - 6;
  };
  const lettered = middle + half < letter - 5;
  return [
    path("axis", "axis", `M8 ${CURVE.axis}H${CURVE.width - 8}`),
    path("ticks", "axis", ticks.map((x) => `M${round(left(x))} ${CURVE.axis}v4`).join("")),
    ...ticks.filter(clear).map((x) => text(`tick${x}`, upright(x), left(x), CURVE.figures, SIZE, {anchor: "middle"})),
    lettered ? text("operand", operand, letter, CURVE.figures, 16.5) : null,
    number("x", shownX, middle, CURVE.figures, SIZE, {anchor: "middle", cls: "ink-v"}),
  ];
}

/** @param {Frame} frame */
function zeroLine({x, y, left, top}) {
  const upright = x[0] < 0 && x[1] > 0 ? `M${round(left(0))} ${CURVE.y0 - 4}V${CURVE.axis}` : "";
  const level = y[0] < 0 && y[1] > 0 ? `M8 ${round(top(0))}H${CURVE.width - 8}` : "";
  return path("zero", "zero", upright + level);
}

/** Samples that belong to the same unbroken piece. @param {Samples} samples @param {Frame} frame @param {number} at  the earlier one */
function joined({xs, ys, slopes}, {y: [low, high]}, at) {
  const [x0 = 0, x1 = 0, y0 = NaN, y1 = NaN] = [xs[at], xs[at + 1], ys[at], ys[at + 1]];
  if (!Number.isFinite(y0) || !Number.isFinite(y1)) return false;
  if ((y0 > high && y1 < low) || (y0 < low && y1 > high)) return false;
  const steep = Math.max(Math.abs(slopes[at] ?? 0), Math.abs(slopes[at + 1] ?? 0));
  return Math.abs(y1 - y0) <= 6 * steep * (x1 - x0) + 0.04 * (high - low) || !Number.isFinite(steep);
}

/** @param {Samples} samples @param {Frame} frame */
function curveLine(samples, frame) {
  let line = "";
  let pen = "";
  samples.xs.slice(0, -1).forEach((_, at) => {
    const piece = joined(samples, frame, at) ? clipped(at2(samples, at), at2(samples, at + 1), frame) : null;
    if (!piece) return;
    const [from, to] = piece.map(([x, y]) => `${round(frame.left(x))} ${round(frame.top(y))}`);
    line += from === pen ? `L${to}` : `M${from}L${to}`;
    pen = to ?? "";
  });
  return line;
}

/** @param {Samples} samples @param {number} at @returns {Span} */
const at2 = ({xs, ys}, at) => [xs[at] ?? NaN, ys[at] ?? NaN];

/**
 * Where the op jumps: a full dot at its value, a hollow one at what it comes from.
 * @param {Samples} samples
 * @param {Frame} frame
 * @param {readonly number[]} asked  where it may jump
 */
function jumpDots(samples, frame, asked) {
  const {xs, ys, slopes} = samples;
  return xs.slice(0, -1).flatMap((_, at) => {
    const [x0 = 0, x1 = 0, y0 = NaN, y1 = NaN] = [xs[at], xs[at + 1], ys[at], ys[at + 1]];
    const flat = slopes[at] === 0 && slopes[at + 1] === 0;
    if (joined(samples, frame, at) || !flat || !Number.isFinite(y0) || !Number.isFinite(y1)) return [];
    const here = asked.includes(x0) ? x0 : x1;
    const [full, hollow] = here === x1 ? [y1, y0] : [y0, y1];
    return [
      circle(`hollow${at}`, "jump-from", frame.left(here), frame.top(hollow), 3),
      circle(`full${at}`, "jump-at", frame.left(here), frame.top(full), 3.2),
    ];
  });
}

/** A corner that nothing passes through. @param {Samples} samples @param {Frame} frame @param {Point} point @param {Triangle | null} triangle */
function freeCorner({xs, ys}, frame, point, triangle) {
  const inked = xs.map((x, at) => [frame.left(x), frame.top(ys[at] ?? NaN)]);
  const reach = 0.42 * (frame.x[1] - frame.x[0]);
  xs.forEach((x) => Math.abs(x - point.x) <= reach && inked.push([frame.left(x), frame.top(point.y + point.slope * (x - point.x))]));
  if (triangle) inked.push([triangle.label.x0, triangle.label.y0], [triangle.label.x1, triangle.label.y0]);
  const free = (/** @type {number} */ from, /** @type {number} */ to) => !inked.some(([x = 0, y = 0]) => x > from && x < to && y > -20 && y < 34);
  return free(0, 120) ? "left" : free(CURVE.width - 120, CURVE.width) ? "right" : null;
}
