/**
 * Frames of open groups, and the small signs of trouble.
 *
 * @typedef {import("../types.d.ts").FrameBox} FrameBox
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Run} Run
 */

import {runsWidth, textWidth} from "../format/text.js";
import {round} from "../geometry/curves.js";
import {FRAME, SIZE} from "./metrics.js";
import {path, text} from "./marks.js";

/** Room around the name in the frame's top rule. */
const NAME_PAD = 6;

/**
 * Span of the gap that the name leaves in the top rule.
 * @param {FrameBox} frame
 * @param {readonly Run[]} name
 * @returns {readonly [number, number]}
 */
export function nameGap(frame, name) {
  const half = Math.max(12, runsWidth(name, 21) / 2 + NAME_PAD);
  const middle = frame.x0 + Math.max(FRAME.name, half + 6);
  return [middle - half, middle + half];
}

/**
 * The line, open where the name is set into it.
 * @param {FrameBox} frame
 * @param {readonly Run[]} name
 * @returns {Mark}
 */
export function frameLine(frame, name) {
  const [left, right] = nameGap(frame, name);
  const [x0, x1, y0, y1] = [frame.x0, frame.x1, frame.y0, frame.y1].map(round);
  return path("line", "group-frame", `M${round(left)} ${y0}H${x0}V${y1}H${x1}V${y0}H${round(right)}`);
}

/** @param {FrameBox} frame @param {readonly Run[]} name @returns {Mark} */
export function frameName(frame, name) {
  const [left, right] = nameGap(frame, name);
  return text("name", name, (left + right) / 2, frame.y0 + 6, 21, {anchor: "middle", cls: "ink-k haloed"});
}

/**
 * The triangle on the first offender: NaN or infinity began here.
 * @param {number} x  its top
 * @param {number} y
 * @returns {readonly Mark[]}
 */
export function alarm(x, y) {
  return [
    path("alarm", "alarm", `M${round(x)} ${round(y)}l10 18h-20z`),
    path("alarm-sign", "alarm-sign", `M${round(x)} ${round(y + 6)}v5.5m0 2.2v1.6`),
  ];
}

/**
 * A kink, and the slopes that could have been taken.
 * @param {number} x  left end of the mark
 * @param {number} y  its lower line
 * @param {string} range  such as 0…1
 * @returns {readonly Mark[]}
 */
export function kink(x, y, range) {
  return [
    path("kink", "kink", `M${round(x)} ${round(y)}h11l9 -12`),
    text("range", [{text: range, face: "number"}], x + 28, y - 1, SIZE.number, {cls: "number ink-h"}),
  ];
}

/** @param {string} range */
export function kinkWidth(range) {
  return 28 + textWidth(range, SIZE.number);
}

/**
 * The slopes at the kinks, as the reference of each op states them.
 * @param {string | null} op
 * @param {Readonly<Record<string, unknown>> | undefined} attrs
 */
export function kinkRange(op, attrs) {
  if (op === "abs" || op === "norm") return "−1…1";
  if (op === "leaky_relu") return `${String(attrs?.slope ?? 0.01)}…1`;
  return "0…1";
}
