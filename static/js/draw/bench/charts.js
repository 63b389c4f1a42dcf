/**
 * Charts of a run: lines by epoch, in ink up to now and dotted beyond, with one upright line at now; and bars over
 * powers of ten by layer, with a hairline for what they ran through.
 *
 * @typedef {import("../../types.d.ts").Box} Box
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Point} Point
 * @typedef {import("../../types.d.ts").Run} Run
 * @typedef {import("../../types.d.ts").WireNumber} WireNumber
 * @typedef {import("../../state/bench/charting.js").Heights} Heights
 * @typedef {Readonly<{epochs: readonly number[], values: readonly WireNumber[], cls: string}>} Line
 */

import {toNumber} from "../../format/number.js";
import {clipped} from "../../geometry/clip.js";
import {round} from "../../geometry/curves.js";
import {thinned} from "../../state/bench/charting.js";
import {ticks} from "../../state/frames.js";
import {runsWidth} from "../../format/text.js";
import {TICK, through, tickRuns} from "../axes.js";
import {circle, group, number, numberWidth, path, rect, text} from "../marks.js";

const [TOP, BOTTOM] = [10, 26];
/** How far the line at now stands out above the plot; px between two numbers of the epoch axis. */
const [ABOVE, BETWEEN] = [6, 46];
export const FIGURES = 14.4;

/**
 * Room for a line chart, and its scales.
 * @param {readonly [number, number]} size
 * @param {{end: number, heights: Heights, right: number}} shown  `end`: the last epoch; `right`: px for the rungs' labels
 */
export function chartScale([width, height], {end, heights: {span, log}, right}) {
  const box = {x0: 1, y0: TOP, x1: Math.max(20, width - right), y1: height - BOTTOM};
  const up = log ? Math.log10 : (/** @type {number} */ value) => value;
  const [low, high] = [up(span[0]), up(span[1])];
  return {
    box,
    X: (/** @type {number} */ epoch) => box.x0 + epoch / Math.max(1, end) * (box.x1 - box.x0),
    Y: (/** @type {number} */ value) => box.y1 - (up(value) - low) / (high - low || 1) * (box.y1 - box.y0),
  };
}

/**
 * @param {readonly [number, number]} size
 * @param {{end: number, heights: Heights, lines: readonly Line[], pinned?: readonly Line[], tag?: readonly Run[], now: number, label?: (rung: number) => readonly Run[]}} shown
 *   `now`: the epoch one stands at, with its fraction; `pinned`: another run's lines, thin and ending in a ring, with their `tag`
 * @returns {readonly Mark[]}
 */
export function lineChart(size, {end, heights, lines, pinned = [], tag = [], now, label = tickRuns}) {
  const names = heights.rungs.map(label);
  const right = Math.max(24, ...names.map((runs) => runsWidth(runs, TICK) + 10));
  const scale = chartScale(size, {end, heights, right});
  const {box, X, Y} = scale;
  const upright = X(now);
  return [
    group("rungs", heights.rungs.map((rung) => path(`r${rung}`, "hairline", `M${box.x0} ${round(Y(rung))}H${round(box.x1)}`))),
    group("names", heights.rungs.map((rung, at) => text(`n${rung}`, names[at] ?? [], box.x1 + 8, Math.min(Y(rung) + 5, box.y1), TICK, {cls: "ink-s"}))),
    ...epochAxis(scale, end),
    group("pinned", pinned.flatMap((line, at) => pieces(`p${at}`, line, scale, Infinity))),
    group("lines", lines.flatMap((line, at) => pieces(`l${at}`, line, scale, now))),
    ...(pinned.length > 0 ? [endOf(/** @type {Line} */ (pinned.at(-1)), scale, tag)] : []),
    path("now", "now-line", `M${round(upright)} ${box.y0 - ABOVE}V${box.y1}`),
  ];
}

/** The ring at the end of another run's line, and its tag on the side where there is room. @param {Line} line @param {ReturnType<typeof chartScale>} scale @param {readonly Run[]} tag @returns {Mark} */
function endOf({epochs, values}, {box, X, Y}, tag) {
  const [x, height] = [X(epochs.at(-1) ?? 0), Y(toNumber(values.at(-1) ?? NaN))];
  const y = Number.isFinite(height) ? Math.max(box.y0, Math.min(box.y1, height)) : box.y1;
  const width = runsWidth(tag, TICK);
  const beside = x + 8 + width <= box.x1;
  const left = beside ? x + 8 : Math.max(box.x0, Math.min(x - width / 2, box.x1 - width));
  const foot = beside ? y + 5 : y - box.y0 > 22 ? y - 8 : y + 19;
  return group("end", [circle("ring", "kept-end", x, y, 3), text("tag", tag, left, foot, TICK, {cls: "ink-k haloed"})]);
}

/** @param {ReturnType<typeof chartScale>} scale @param {number} end @returns {readonly Mark[]} */
function epochAxis({box, X}, end) {
  const columns = ticks([0, end], Math.max(1, Math.floor((box.x1 - box.x0) / BETWEEN))).filter(Number.isInteger);
  const last = columns.at(-1) ?? 0;
  const shown = [...(X(end) - X(last) < BETWEEN && columns.length > 1 ? columns.slice(0, -1) : columns), ...(end > 0 ? [end] : [])];
  const anchor = (/** @type {number} */ at) => (at === 0 ? "start" : "middle");
  return [
    path("base", "axis", `M${box.x0} ${box.y1}H${round(box.x1)}${shown.map((at) => `M${round(X(at))} ${box.y1}v4`).join("")}`),
    group("epochs", shown.map((at) => text(`e${at}`, tickRuns(at), X(at), box.y1 + 18, TICK, {anchor: anchor(at), cls: "ink-s"}))),
  ];
}

/**
 * A line up to now and what is beyond it, cut at the frame.
 * @param {string} key @param {Line} line @param {ReturnType<typeof chartScale>} scale @param {number} now
 * @returns {readonly Mark[]}
 */
function pieces(key, {epochs, values, cls}, {box, X, Y}, now) {
  /** @type {Point[]} */
  const before = [];
  /** @type {Point[]} */
  const after = [];
  const inside = {...box, y1: box.y1 + 0.5, y0: box.y0 - ABOVE};
  epochs.forEach((epoch, at) => {
    const y = Y(toNumber(values[at] ?? NaN));
    // A loss of zero lies at the foot of a log axis, not below all of it.
    const point = /** @type {Point} */ ([X(epoch), y === Infinity ? box.y1 : y]);
    if (epoch <= now) before.push(point);
    else {
      if (after.length === 0) after.push(...before.slice(-1));
      after.push(point);
    }
  });
  const drawn = (/** @type {readonly Point[]} */ points) => clipped(thinned(points), inside).map(through).join("");
  return [
    path(key, `run-line ${cls}`, drawn(before)),
    ...(after.length > 1 ? [path(`${key} ahead`, "run-line ahead", drawn(after))] : []),
  ];
}

/**
 * @typedef {Readonly<{name: readonly Run[], value: WireNumber, range: readonly [number, number] | null}>} Bar
 */

/** Px that a bar's label needs; with less room, not every bar has one. */
const PITCH = 17;

/**
 * Bars from a power of ten on, a hairline each for what they ran through.
 * @param {readonly [number, number]} size
 * @param {readonly Bar[]} bars
 * @param {{cls?: string, ink?: string}} [how]
 * @returns {readonly Mark[]}
 */
export function logBars([width, height], bars, {cls = "gradient-bar", ink = "ink-g"} = {}) {
  const [low, high] = powersAround(bars);
  const names = Math.max(...bars.map(({name}) => runsWidth(name, 16))) + 10;
  const figures = Math.max(52, ...bars.map(({value}) => numberWidth(value, FIGURES) + 6));
  const [x0, x1, y0, y1] = [names, width - figures, TOP, height - BOTTOM];
  const X = (/** @type {number} */ value) => x0 + Math.max(0, Math.min(1, (Math.log10(value) - low) / (high - low))) * (x1 - x0);
  const every = Math.max(1, Math.ceil((high - low) / Math.max(1, Math.floor((x1 - x0) / 44))));
  const shown = Array.from({length: high - low + 1}, (_, at) => low + at);
  const pitch = (y1 - y0) / Math.max(1, bars.length);
  const labelled = Math.ceil(PITCH / pitch);
  return [
    path("powers", "hairline", shown.filter((_, at) => at > 0).map((power) => `M${round(X(10 ** power))} ${y0}V${y1}`).join("")),
    ...bars.flatMap(({name, value, range}, at) => {
      const [y, end] = [y0 + (at + 0.5) * pitch, toNumber(value)];
      const told = at % labelled === 0 && (at === bars.length - 1 || bars.length - 1 - at >= labelled) || at === bars.length - 1;
      return [
        range ? path(`h${at}`, `range ${cls}`, `M${round(X(range[0]))} ${round(y)}H${round(X(range[1]))}`) : null,
        end > 0 && end < Infinity ? rect(`b${at}`, cls, {x0, y0: y - Math.min(5, pitch * 0.3), x1: Math.max(x0, X(end)), y1: y + Math.min(5, pitch * 0.3)}) : null,
        told ? text(`n${at}`, name, 0, y + 5, 16) : null,
        told ? number(`v${at}`, value, width, y + 5, FIGURES, {anchor: "end", cls: ink}) : null,
      ].filter((mark) => mark !== null);
    }),
    path("base", "axis", `M${round(x0)} ${y0}V${y1}`),
    group("axis", shown.filter((_, at) => at % every === 0).map((power) => text(`p${power}`, powerRuns(power), X(10 ** power), y1 + 18, TICK, {anchor: "middle", cls: "ink-s"}))),
  ];
}

/** @param {number} power @returns {readonly Run[]} */
const powerRuns = (power) => [{text: "10", face: "word"}, {text: String(power).replace("-", "\u2212"), face: "word", size: 0.76, shift: -0.4}];

/** The shortest bar, in powers of ten. */
const SHORTEST = 0.4;

/** Whole powers around all values and ranges, at least two apart. @param {readonly Bar[]} bars @returns {readonly [number, number]} */
function powersAround(bars) {
  const found = bars.flatMap(({value, range}) => [toNumber(value), ...(range ?? [])]).filter((value) => value > 0 && value < Infinity).map(Math.log10);
  if (found.length === 0) return [-2, 0];
  const [low, high] = [Math.floor(Math.min(...found) - SHORTEST), Math.ceil(Math.max(...found))];
  return [Math.min(low, high - 2), high];
}

/** A layer's matrix by its letter. @param {number} layer @param {string} [letter] @returns {readonly Run[]} */
export const layerRuns = (layer, letter = "W") => [{text: letter, face: "math"}, {text: String(layer), face: "roman", size: 0.7, shift: -0.42, gap: 0.04}];
