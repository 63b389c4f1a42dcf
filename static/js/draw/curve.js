/**
 * The curve of an op with one operand, its tangent at the current point, and the triangle that shows the slope.
 *
 * Everything drawn is given: the curve's samples and the slope come from the API. Only places on paper are worked out
 * here. Where the op has no value the curve is left out; where it jumps, it breaks, with the dot on the side that counts.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {readonly [number, number]} Span
 * @typedef {Readonly<{x: Span, y: Span, left: (x: number) => number, top: (y: number) => number}>} Frame
 * @typedef {Readonly<{xs: readonly number[], ys: readonly number[], slopes: readonly number[]}>} Samples
 * @typedef {Readonly<{x: number, y: number, slope: number}>} Point
 * @typedef {Readonly<{run: number, rise: number, over: boolean, label: import("../types.d.ts").Box}>} Triangle
 * @typedef {Readonly<{samples: Samples, point: Point, window: Span, ticks: readonly number[], marks: readonly number[], operand: readonly Run[], shownSlope: WireNumber, shownX: WireNumber}>} CurveRequest
 */

import {round} from "../geometry/curves.js";
import {runsWidth} from "../format/text.js";
import {tickRuns} from "./axes.js";
import {circle, number, numberRuns, numberWidth, path, text} from "./marks.js";

/** The whole drawing, and in it the room for the curve. Lengths are px at --u 1. */
export const CURVE = Object.freeze({width: 284, height: 132, x0: 14, x1: 270, y0: 8, y1: 106, axis: 108.5, figures: 125});
const SIZE = 14;
/** A triangle narrower or lower than this cannot be read, one wider than this share of the window is a bad tangent. */
const [LEAST, LOWEST, WIDEST] = [18, 5, 0.4];

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
 * Which part of the plane is shown. Far branches are cut, or an asymptote would flatten all the rest.
 * @param {Samples} samples
 * @param {Point} point
 * @param {Span} window
 * @returns {Frame | null}  null where there is nothing finite to show
 */
function frameOf({ys}, {y}, window) {
  const sorted = ys.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  let [low, high] = [at(0), at(1)];
  if (high - low > 3.5 * (at(0.93) - at(0.07)) && at(0.93) > at(0.07)) [low, high] = [at(0.07), at(0.93)];
  if (Number.isFinite(y)) [low, high] = [Math.min(low, y), Math.max(high, y)];
  if (!Number.isFinite(high - low)) return null;
  if (high === low) [low, high] = high === 0 ? [-1, 1] : [Math.min(0, 2 * low), Math.max(0, 2 * high)];
  const room = high - low;
  const from = low >= 0 && low < 0.5 * room ? 0 : low - 0.07 * room;
  const to = high + 0.08 * (high - from);
  const [sx, sy] = [(CURVE.x1 - CURVE.x0) / (window[1] - window[0]), (CURVE.y1 - CURVE.y0) / (to - from)];
  return {x: window, y: [from, to], left: (x) => CURVE.x0 + (x - window[0]) * sx, top: (v) => CURVE.y1 - (v - from) * sy};
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

/** A round number without the zeros of four digits. @param {number} x @param {import("../types.d.ts").Face} face @returns {readonly Run[]} */
const short = (x, face) => tickRuns(x).map((run) => ({...run, face}));
/** Figures of an axis stand in the face of the maths, not in that of the graph's numbers. @param {number} x */
const upright = (x) => short(x, "roman");

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
 * The part of a line that is inside the frame; null where none is.
 * @param {Span} a
 * @param {Span} b
 * @param {Frame} frame
 * @returns {readonly [Span, Span] | null}
 */
function clipped(a, b, {y: [low, high]}) {
  let [from, to] = [0, 1];
  const rise = b[1] - a[1];
  for (const [edge, sign] of /** @type {const} */ ([[low, 1], [high, -1]])) {
    const [start, end] = [sign * (a[1] - edge), sign * (b[1] - edge)];
    if (start < 0 && end < 0) return null;
    if (start < 0) from = Math.max(from, (edge - a[1]) / rise);
    if (end < 0) to = Math.min(to, (edge - a[1]) / rise);
  }
  const on = (/** @type {number} */ t) => /** @type {Span} */ ([a[0] + (b[0] - a[0]) * t, a[1] + rise * t]);
  return from < to || rise === 0 ? [on(from), on(to)] : null;
}

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

/**
 * Tangent, triangle, point, and the dotted line down to the operand's value.
 * @param {Frame} frame
 * @param {Point} point
 * @param {Triangle | null} triangle
 * @param {WireNumber} shownSlope
 */
function tangent(frame, point, triangle, shownSlope) {
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
 * tangent that the curve leaves free, and its slope clear of the curve where it can.
 * @param {Frame} frame
 * @param {Point} point
 * @param {Samples} samples
 * @param {WireNumber} shownSlope
 * @returns {Triangle | null}
 */
function triangleOf(frame, {x, y, slope}, samples, shownSlope) {
  if (!Number.isFinite(slope) || slope === 0 || !Number.isFinite(y)) return null;
  const room = frame.x[1] - frame.x[0];
  const high = (/** @type {number} */ run) => Math.abs(frame.top(y + slope * run) - frame.top(y));
  const wide = (/** @type {number} */ run) => Math.abs(frame.left(x + run) - frame.left(x));
  const inside = (/** @type {number} */ run) => x + run >= frame.x[0] && x + run <= frame.x[1] && y + slope * run >= frame.y[0] && y + slope * run <= frame.y[1];
  const found = runsBy(room).filter((run) => wide(run) >= LEAST && Math.abs(run) <= WIDEST * room && high(run) >= LOWEST && inside(run)).map((run) => {
    const triangle = {run, rise: slope * run, over: curvesBelow(samples, x, y, slope, run)};
    return {...triangle, label: riseLabel(frame, {x, y}, triangle, shownSlope)};
  }).filter(({label}) => label.x0 >= 0 && label.x1 <= CURVE.width);
  return found.find(({label}) => !crossed(samples, frame, {x, y, slope}, label)) ?? found[0] ?? null;
}

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
 */
function riseLabel(frame, {x, y}, triangle, slope) {
  const width = runsWidth(riseRuns(triangle.run, slope), SIZE);
  const leg = frame.left(x + (riseAtEnd(triangle) ? triangle.run : 0));
  const outward = riseAtEnd(triangle) === triangle.run > 0 ? 1 : -1;
  const x0 = outward > 0 ? leg + 6 : leg - 6 - width;
  const middle = (frame.top(y) + frame.top(y + triangle.rise)) / 2;
  const baseline = Math.min(Math.max(middle + 5, 13), CURVE.axis - 5);
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

/** A corner that nothing passes through. @param {Samples} samples @param {Frame} frame @param {Point} point @param {Triangle | null} triangle */
function freeCorner({xs, ys}, frame, point, triangle) {
  const inked = xs.map((x, at) => [frame.left(x), frame.top(ys[at] ?? NaN)]);
  const reach = 0.42 * (frame.x[1] - frame.x[0]);
  xs.forEach((x) => Math.abs(x - point.x) <= reach && inked.push([frame.left(x), frame.top(point.y + point.slope * (x - point.x))]));
  if (triangle) inked.push([triangle.label.x0, triangle.label.y0], [triangle.label.x1, triangle.label.y0]);
  const free = (/** @type {number} */ from, /** @type {number} */ to) => !inked.some(([x = 0, y = 0]) => x > from && x < to && y > -20 && y < 34);
  return free(0, 120) ? "left" : free(CURVE.width - 120, CURVE.width) ? "right" : null;
}
