/**
 * Numbers beside wires: bare, outlined (upstream), washed (downstream), or in a chip (local gradient).
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {"upstream" | "downstream" | "sum" | null} Role
 */

import {figure, fullNumber, toNumber} from "../format/number.js";
import {FIGURE_HEIGHT, runsWidth} from "../format/text.js";
import {boxAround, grow} from "../geometry/boxes.js";
import {round} from "../geometry/curves.js";
import {BOXED, CHIP, SIZE} from "./metrics.js";
import {group, number, numberRuns, numberWidth, path, rect, text} from "./marks.js";

/**
 * Box of a number whose middle and baseline are given.
 * @param {WireNumber} value
 * @param {number} x
 * @param {number} baseline
 * @param {number} [size]
 * @returns {Box}
 */
export function numberBox(value, x, baseline, size = SIZE.number) {
  const width = numberWidth(value, size);
  // A raised exponent stands 0.2 em higher than the figures.
  const rise = figure(value).exponent ? 0.2 : 0;
  return {x0: x - width / 2, x1: x + width / 2, y0: baseline - size * (FIGURE_HEIGHT + rise), y1: baseline};
}

/** The same with the room its outline or wash needs. @param {Box} box */
export function boxed(box) {
  return grow(box, BOXED.x, BOXED.y);
}

/**
 * A value or gradient.
 * @param {string} key
 * @param {WireNumber} value
 * @param {number} x         middle
 * @param {number} baseline
 * @param {{ink?: "value" | "gradient", role?: Role, size?: number}} [how]
 * @returns {Mark}
 */
export function numberLabel(key, value, x, baseline, {ink = "value", role = null, size = SIZE.number} = {}) {
  const hazard = !Number.isFinite(toNumber(value));
  const cls = `number ${hazard ? "ink-h" : ink === "value" ? "ink-v" : "ink-g"}${role ? " bare" : ""}`;
  const figures = number("number", value, x, baseline, size, {anchor: "middle", cls});
  if (!role) return group(key, [figures]);
  const frame = rect("box", role === "downstream" ? "washed" : "outlined", boxed(numberBox(value, x, baseline, size)));
  return group(key, [frame, figures]);
}

/**
 * A ruled blank where a number will stand, with a caret: the stop asks for it.
 * @param {string} key
 * @param {Box} box
 * @param {"value" | "gradient"} [ink]
 * @returns {Mark}
 */
export function blankLabel(key, box, ink = "gradient") {
  const height = Math.min(15, box.y1 - box.y0 - 5);
  const y = (box.y0 + box.y1 - height) / 2;
  return group(key, [
    rect("box", ink === "value" ? "ruled value" : "ruled", box),
    path("caret", "caret", `M${round(box.x0 + Math.min(8, (box.x1 - box.x0) / 2))} ${round(y)}v${round(height)}`),
  ]);
}

/** What a chip says. @param {WireNumber} value @returns {readonly Run[]} */
export function chipRuns(value) {
  return [{text: "×", face: "number"}, ...numberRuns(value)];
}

/** @param {readonly Run[]} runs @param {number} [size] */
export function chipWidth(runs, size = SIZE.chip) {
  return runsWidth(runs, size) + CHIP.pad;
}

/** @param {readonly Run[]} runs @param {number} cx @param {number} cy @returns {Box} */
export function chipBox(runs, cx, cy) {
  return boxAround(cx, cy, chipWidth(runs), CHIP.height);
}

/**
 * @param {string} key
 * @param {readonly Run[]} runs
 * @param {number} cx
 * @param {number} cy
 * @param {{tick?: readonly [readonly [number, number], readonly [number, number]] | null, value?: WireNumber | null, box?: Box}} [how]
 *   `tick`: from the lane to the chip's rim; `value`: for the full number; `box`: where more than its own width is kept
 * @returns {Mark}
 */
export function chip(key, runs, cx, cy, {tick = null, value = null, box = chipBox(runs, cx, cy)} = {}) {
  const how = {anchor: /** @type {const} */ ("middle"), cls: "chip-text", ...(value == null ? {} : {title: `×${fullNumber(value)}`})};
  return group(key, [
    tick ? path("tick", "tick", `M${round(tick[0][0])} ${round(tick[0][1])}L${round(tick[1][0])} ${round(tick[1][1])}`) : null,
    rect("box", "chip", box),
    text("text", runs, cx, cy + SIZE.chip * 0.35, SIZE.chip, how),
  ]);
}

/**
 * The product above the op: upstream × local = downstream, in the three marks.
 * @param {number} x         middle of the whole
 * @param {number} y         middle of the row
 * @param {{upstream: WireNumber, local: WireNumber, downstream: WireNumber}} numbers
 * @param {boolean} [asked]  the downstream number is a ruled blank
 * @returns {{mark: Mark, box: Box}}
 */
export function productNote(x, y, {upstream, local, downstream}, asked = false) {
  const size = SIZE.note;
  const [gap, sign] = [9, 11];
  const parts = /** @type {const} */ ([["upstream", upstream, "outlined"], ["local", local, "chip"], ["downstream", downstream, "washed"]]);
  const widths = parts.map(([, value]) => numberWidth(value, size) + 12);
  const total = widths.reduce((sum, width) => sum + width, 0) + 2 * sign + 4 * gap;
  /** @type {Mark[]} */
  const marks = [];
  let left = x - total / 2;
  parts.forEach(([name, value, cls], at) => {
    const width = /** @type {number} */ (widths[at]);
    if (at > 0) {
      marks.push(text(`sign${at}`, [{text: at === 1 ? "×" : "=", face: "word"}], left + sign / 2, y + 6.5, 18, {anchor: "middle", cls: "ink-s"}));
      left += sign + gap;
    }
    const box = {x0: left, x1: left + width, y0: y - 14, y1: y + 14};
    if (asked && name === "downstream") marks.push(blankLabel(`${name}-box`, box));
    else marks.push(rect(`${name}-box`, cls, box), number(name, value, left + width / 2, y + 7, size, {anchor: "middle", cls: name === "local" ? "chip-text" : "number ink-g bare"}));
    left += width + gap;
  });
  return {mark: group("product", marks), box: boxAround(x, y, total, 28)};
}
