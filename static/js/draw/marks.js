/**
 * The few kinds of SVG element a picture is made of, as plain data.
 *
 * Colours are classes of marks.css; sizes and places are attributes, rounded to hundredths so that equal pictures are
 * equal text.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {Readonly<Record<string, string | number>>} Attrs
 */

import {figure, fullNumber} from "../format/number.js";
import {runsWidth, textWidth} from "../format/text.js";
import {round} from "../geometry/curves.js";

/** An exponent, as part of the figures it stands above. */
const EXPONENT = Object.freeze({size: 0.764, shift: -0.35});

/** @param {Attrs} attrs @returns {Attrs} */
function rounded(attrs) {
  /** @type {Record<string, string | number>} */
  const found = {};
  for (const name in attrs) {
    const value = /** @type {string | number} */ (attrs[name]);
    found[name] = typeof value === "number" ? round(value) : value;
  }
  return found;
}

/**
 * @param {string} key
 * @param {readonly (Mark | null)[]} children
 * @param {Attrs} [attrs]
 * @returns {Mark}
 */
export function group(key, children, attrs = {}) {
  return {key, tag: "g", attrs, children: /** @type {Mark[]} */ (children.filter((child) => child != null))};
}

/** @param {string} key @param {string} cls @param {string} d @param {Attrs} [attrs] @returns {Mark} */
export function path(key, cls, d, attrs = {}) {
  return {key, tag: "path", attrs: {class: cls, d, ...rounded(attrs)}};
}

/**
 * @param {string} key
 * @param {string} cls
 * @param {import("../types.d.ts").Box} box
 * @returns {Mark}
 */
export function rect(key, cls, box) {
  return {key, tag: "rect", attrs: {class: cls, ...rounded({x: box.x0, y: box.y0, width: box.x1 - box.x0, height: box.y1 - box.y0})}};
}

/** @param {string} key @param {string} cls @param {number} cx @param {number} cy @param {number} r @returns {Mark} */
export function circle(key, cls, cx, cy, r) {
  return {key, tag: "circle", attrs: {class: cls, ...rounded({cx, cy, r})}};
}

/**
 * Runs of text on one baseline, anchored by arithmetic (the width table), never by the browser.
 * @param {string} key
 * @param {readonly Run[]} runs
 * @param {number} x
 * @param {number} y  baseline
 * @param {number} size
 * @param {{anchor?: "start" | "middle" | "end", cls?: string, title?: string}} [how]
 * @returns {Mark}
 */
export function text(key, runs, x, y, size, {anchor = "start", cls = "ink-k", title} = {}) {
  const width = anchor === "start" ? 0 : runsWidth(runs, size);
  const left = x - (anchor === "middle" ? width / 2 : width);
  const alone = plainRun(runs);
  const attrs = {class: alone ? `${cls} f-${alone.face}` : cls, ...rounded({x: left, y, "font-size": size})};
  const mark = {key, tag: /** @type {const} */ ("text"), attrs, runs: alone ? [{text: alone.text, attrs: NONE}] : spansOf(runs, size)};
  return title === undefined ? mark : {...mark, title};
}

const NONE = Object.freeze({});

/** One run as large and as high as its text needs no element of its own: a browser sets it in half the time. @param {readonly Run[]} runs */
function plainRun(runs) {
  const [first] = runs;
  return runs.length === 1 && first && !first.size && !first.gap && !first.shift ? first : null;
}

/** @param {readonly Run[]} runs @param {number} size */
function spansOf(runs, size) {
  let shifted = 0;
  return runs.map((run) => {
    const shift = (run.shift ?? 0) * size;
    const attrs = /** @type {Record<string, string | number>} */ ({class: `f-${run.face}`});
    if (run.size) attrs["font-size"] = round(size * run.size);
    if (run.gap) attrs.dx = round(run.gap * size);
    if (shift !== shifted) attrs.dy = round(shift - shifted);
    shifted = shift;
    return {text: run.text, attrs};
  });
}

/** @param {WireNumber} value @returns {readonly Run[]} */
export function numberRuns(value) {
  const {text: figures, exponent} = figure(value);
  // The number face has no infinity sign.
  const face = figures.includes("∞") ? "roman" : "number";
  const run = /** @type {Run} */ ({text: figures, face});
  return exponent === "" ? [run] : [run, {text: exponent, face: "number", ...EXPONENT}];
}

/** @param {WireNumber} value @param {number} size */
export function numberWidth(value, size) {
  return runsWidth(numberRuns(value), size);
}

/**
 * @param {string} key
 * @param {WireNumber} value
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {{anchor?: "start" | "middle" | "end", cls?: string}} [how]
 * @returns {Mark}
 */
export function number(key, value, x, y, size, how = {}) {
  return text(key, numberRuns(value), x, y, size, {cls: "number ink-v", ...how, title: fullNumber(value)});
}

/** @param {string} key @param {string} words @param {number} x @param {number} y @param {"start" | "middle" | "end"} [anchor] */
export function caption(key, words, x, y, anchor = "middle", cls = "ink-s") {
  return text(key, [{text: words, face: "word"}], x, y, 14, {anchor, cls});
}

/** @param {string} words @param {number} [size] */
export function captionWidth(words, size = 14) {
  return textWidth(words, size, "word");
}

/**
 * Registration corners around a box: selection, keyboard focus, a picked cell.
 * @param {string} key
 * @param {import("../types.d.ts").Box} box
 * @param {number} [arm]
 * @param {boolean} [three]  without the lower left one, where something else stands
 */
export function corners(key, box, arm = 9, three = false) {
  const ends = /** @type {const} */ ([[box.x0, box.y0, 1, 1], [box.x1, box.y0, -1, 1], [box.x1, box.y1, -1, -1], [box.x0, box.y1, 1, -1]]);
  const d = ends.slice(0, three ? 3 : 4).map(([x, y, right, down]) => `M${round(x)} ${round(y + down * arm)}V${round(y)}H${round(x + right * arm)}`).join("");
  return path(key, "corners", d);
}
