/**
 * The tangent at a curve's point, and the triangle that shows its slope.
 *
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {import("./curve-frame.js").Frame} Frame
 * @typedef {import("./curve-frame.js").Samples} Samples
 * @typedef {import("./curve-frame.js").Point} Point
 * @typedef {Readonly<{run: number, rise: number, over: boolean, label: import("../types.d.ts").Box}>} Triangle
 */

import {runsWidth} from "../format/text.js";
import {round} from "../geometry/curves.js";
import {clipped, CURVE, short, SIZE, upright} from "./curve-frame.js";
import {circle, numberRuns, path, text} from "./marks.js";

/** A triangle narrower or lower than this cannot be read, one wider than this share of the window is a bad tangent. */
const [LEAST, LOWEST, WIDEST] = [18, 5, 0.4];

/**
 * Tangent, triangle, point, and the dotted line down to the operand's value.
 * @param {Frame} frame
 * @param {Point} point
 * @param {Triangle | null} triangle
 * @param {WireNumber} shownSlope
 */
export function tangent(frame, point, triangle, shownSlope) {
  const {x, y, slope} = point;
  if (!Number.isFinite(y)) return [path("drop", "drop", `M${round(frame.left(x))} ${CURVE.y0}V${CURVE.axis}`)];
  const [px, py] = [round(frame.left(x)), round(frame.top(y))];
  return [
    path("drop", "drop", `M${px} ${py}V${CURVE.axis}`),
    tangentLine(frame, point),
    ...(triangle ? triangleMarks(frame, point, triangle, shownSlope) : slopeAlone(frame, point, shownSlope)),
    circle("point", Number.isNaN(slope) ? "curve-point hazard" : "curve-point", px, py, 4.6),
  ];
}

/** @param {Frame} frame @param {Point} point */
function tangentLine(frame, {x, y, slope}) {
  if (Number.isNaN(slope)) return null;
  if (!Number.isFinite(slope)) return path("tangent", "tangent", `M${round(frame.left(x))} ${CURVE.y0}V${CURVE.y1}`);
  const reach = 0.42 * (frame.x[1] - frame.x[0]);
  const [from, to] = [Math.max(frame.x[0], x - reach), Math.min(frame.x[1], x + reach)];
  const piece = clipped([from, y + slope * (from - x)], [to, y + slope * (to - x)], frame);
  if (!piece) return null;
  const [a, b] = piece.map(([px, py]) => `${round(frame.left(px))} ${round(frame.top(py))}`);
  return path("tangent", "tangent", `M${a}L${b}`);
}

/**
 * The triangle with a run of 1 where that can be read, of the nearest round number elsewhere. It lies on the side of the
 * tangent that the curve leaves free; where its slope could not be read, there is none.
 * @param {Frame} frame
 * @param {Point} point
 * @param {Samples} samples
 * @param {WireNumber} shownSlope
 * @returns {Triangle | null}
 */
export function triangleOf(frame, {x, y, slope}, samples, shownSlope) {
  if (!Number.isFinite(slope) || slope === 0 || !Number.isFinite(y)) return null;
  const room = frame.x[1] - frame.x[0];
  const high = (/** @type {number} */ run) => Math.abs(frame.top(y + slope * run) - frame.top(y));
  const wide = (/** @type {number} */ run) => Math.abs(frame.left(x + run) - frame.left(x));
  const inside = (/** @type {number} */ run) => x + run >= frame.x[0] && x + run <= frame.x[1] && y + slope * run >= frame.y[0] && y + slope * run <= frame.y[1];
  const found = runsBy(room).filter((run) => wide(run) >= LEAST && Math.abs(run) <= WIDEST * room && high(run) >= LOWEST && inside(run)).flatMap((run) => {
    const triangle = {run, rise: slope * run, over: curvesBelow(samples, x, y, slope, run)};
    return AWAY.map((away) => ({...triangle, label: riseLabel(frame, {x, y}, triangle, shownSlope, away)}));
  }).filter(({label}) => label.x0 >= 0 && label.x1 <= CURVE.width);
  return found.find(({label}) => !crossed(samples, frame, {x, y, slope}, label)) ?? null;
}

/** How far a label may stand from the middle of its rise, away from the curve. */
const AWAY = [0, 5, 9];

/** Runs to try: 1 first, then round numbers further and further from it, both ways. @param {number} room */
function runsBy(room) {
  const powers = [-12, -9, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 9, 12].flatMap((power) => [1, 2, 5].map((step) => Number(`${step}e${power}`)));
  const fitting = powers.filter((run) => run <= WIDEST * room && run >= 0.02 * room);
  const away = (/** @type {number} */ run) => Math.abs(Math.log(run));
  return fitting.sort((a, b) => away(a) - away(b)).flatMap((run) => [run, -run]);
}

/** Whether the curve or its tangent runs through a label. @param {Samples} samples @param {Frame} frame @param {Point} point @param {import("../types.d.ts").Box} box */
function crossed({xs, ys}, frame, {x: at, y, slope}, {x0, x1, y0, y1}) {
  const inside = (/** @type {number} */ px, /** @type {number} */ py) => px > x0 && px < x1 && py > y0 && py < y1;
  return xs.some((x, n) => inside(frame.left(x), frame.top(ys[n] ?? NaN)) || inside(frame.left(x), frame.top(y + slope * (x - at))));
}

/** Whether the curve runs below its tangent along the run. @param {Samples} samples @param {number} x @param {number} y @param {number} slope @param {number} run */
function curvesBelow({xs, ys}, x, y, slope, run) {
  const at = xs.findIndex((one) => one >= x + run);
  return (ys[at] ?? y) < y + slope * run - 1e-9 * Math.abs(y);
}

/** What stands at the rise: the slope, or its multiple as a product. @param {number} run @param {WireNumber} slope @returns {readonly Run[]} */
function riseRuns(run, slope) {
  const figures = numberRuns(slope);
  return Math.abs(run) === 1 ? figures : [...short(Math.abs(run), "number"), {text: " × ", face: "number"}, ...figures];
}

/**
 * The rise stands at the far end of the run where the triangle lies on the inside of the tangent's angle, else at the point.
 * @param {{run: number, rise: number, over: boolean}} triangle
 */
const riseAtEnd = ({rise, over}) => (rise > 0) !== over;

/**
 * @param {Frame} frame
 * @param {{x: number, y: number}} point
 * @param {{run: number, rise: number, over: boolean}} triangle
 * @param {WireNumber} slope
 * @param {number} away
 */
function riseLabel(frame, {x, y}, triangle, slope, away) {
  const width = runsWidth(riseRuns(triangle.run, slope), SIZE);
  const leg = frame.left(x + (riseAtEnd(triangle) ? triangle.run : 0));
  const outward = riseAtEnd(triangle) === triangle.run > 0 ? 1 : -1;
  const x0 = outward > 0 ? leg + 6 : leg - 6 - width;
  const middle = (frame.top(y) + frame.top(y + triangle.rise)) / 2;
  const baseline = Math.min(Math.max(middle + 5 + (triangle.over ? -away : away), 13), CURVE.axis - 5);
  return {x0, x1: x0 + width, y0: baseline - 11, y1: baseline};
}

/** @param {Frame} frame @param {Point} point @param {Triangle} triangle @param {WireNumber} shownSlope */
function triangleMarks(frame, {x, y}, triangle, shownSlope) {
  const {run, rise, label} = triangle;
  const [x0, x1, y0, y1] = [frame.left(x), frame.left(x + run), frame.top(y), frame.top(y + rise)].map(round);
  const far = riseAtEnd(triangle);
  const legs = far ? `M${x0} ${y0}H${x1}V${y1}` : `M${x0} ${y0}V${y1}H${x1}`;
  // The run's number stands outside the triangle.
  const level = far ? y0 : y1;
  const outside = (far ? y1 : y0) < level ? level + 14 : level - 5;
  const runs = upright(Math.abs(run));
  return [
    path("triangle", "triangle", legs),
    text("run", runs, (x0 + x1) / 2, Math.min(outside, CURVE.axis - 4), SIZE, {anchor: "middle", cls: "ink-k sheet-halo"}),
    text("rise", riseRuns(run, shownSlope), label.x0, label.y1, SIZE, {cls: "ink-k sheet-halo", title: String(shownSlope)}),
  ];
}

/** A slope without a triangle: none, without end, or too steep or flat for one. @param {Frame} frame @param {Point} point @param {WireNumber} shownSlope */
function slopeAlone(frame, {x, y, slope}, shownSlope) {
  if (Number.isNaN(slope)) return [];
  const runs = numberRuns(shownSlope);
  const width = runsWidth(runs, SIZE);
  // Beside the point, where the tangent is not: above it on one side, below it on the other.
  const above = slope > 0 ? frame.left(x) - 10 - width >= 0 : frame.left(x) + 10 + width <= CURVE.width;
  const fits = frame.top(y) - 10 > 14 && above;
  const baseline = Math.min(Math.max(fits ? frame.top(y) - 9 : frame.top(y) + 20, 14), CURVE.axis - 6);
  const atRight = (slope > 0) !== fits || slope === 0;
  const left = atRight ? Math.min(frame.left(x) + 10, CURVE.width - width) : Math.max(frame.left(x) - 10 - width, 0);
  return [text("rise", runs, left, baseline, SIZE, {cls: "ink-k sheet-halo", title: String(shownSlope)})];
}
