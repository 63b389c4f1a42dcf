/**
 * The names of a network's quantities, set as maths in their inks: z and a are values, delta and dJ/da gradients.
 *
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Run} Run
 * @typedef {"k" | "v" | "g"} Ink
 * @typedef {Readonly<{runs: readonly Run[], ink: Ink}>} Part
 */

import {runsWidth} from "../../format/text.js";
import {round} from "../../geometry/curves.js";
import {group, path, text} from "../marks.js";

const SUPER = Object.freeze({size: 0.7, shift: -0.42, gap: 0.06});
const SUB = Object.freeze({size: 0.7, shift: 0.2, gap: 0.02});

/** @param {string} letter @param {string | number} above @returns {readonly Run[]} */
const raised = (letter, above) => [{text: letter, face: "math"}, {text: String(above), face: "roman", ...SUPER}];

/** @param {number} unit @returns {readonly Run[]} */
export const inputName = (unit) => [{text: "x", face: "math"}, {text: String(unit), face: "roman", ...SUB}];

/** The weights that lead to a layer. @param {number} layer @returns {readonly Part[]} */
export const wireHead = (layer) => [{runs: raised("W", layer), ink: "k"}];

/**
 * What stands beside a layer's units: above the wires, and once gradients are there, below them.
 * @param {number} layer
 * @param {boolean} back
 * @returns {{into: readonly Part[], out: readonly Part[]}}
 */
export function columnHeads(layer, back) {
  const [z, a] = [/** @type {Part} */ ({runs: raised("z", layer), ink: "v"}), /** @type {Part} */ ({runs: raised("a", layer), ink: "v"})];
  if (!back) return {into: [z], out: [a]};
  const comma = /** @type {Part} */ ({runs: [{text: ", ", face: "roman", gap: 0.1}], ink: "k"});
  return {into: [z, comma, {runs: raised("\u03b4", layer), ink: "g"}], out: [a, comma, {runs: slopeOfLoss(layer), ink: "g"}]};
}

/** dJ/da of a layer. @param {number} layer @returns {readonly Run[]} */
const slopeOfLoss = (layer) => [{text: "\u2202", face: "roman"}, {text: "J", face: "math"}, {text: "/\u2202", face: "roman"}, ...raised("a", layer)];

/**
 * Parts of several inks on one baseline, around a middle.
 * @param {string} key @param {readonly Part[]} parts @param {number} x @param {number} y @param {number} size
 */
export function inked(key, parts, x, y, size) {
  let left = x - partsWidth(parts, size) / 2;
  return group(key, parts.map(({runs, ink}, at) => {
    const mark = text(String(at), runs, left, y, size, {cls: `ink-${ink}`});
    left += runsWidth(runs, size);
    return mark;
  }));
}

/** @param {readonly Part[]} parts @param {number} size */
export const partsWidth = (parts, size) => parts.reduce((sum, {runs}) => sum + runsWidth(runs, size), 0);

/** The prediction, y with its hat; the letter's own width has no room for one. @param {string} key @param {number} x  middle @param {number} y  baseline @param {number} size @returns {Mark} */
export function prediction(key, x, y, size) {
  const [half, top] = [size * 0.17, y - size * 0.52];
  return group(key, [
    text("y", [{text: "y", face: "math"}], x, y, size, {anchor: "middle"}),
    path("hat", "name-hat", `M${round(x - half + 1)} ${round(top)}L${round(x + 1)} ${round(top - half)}L${round(x + half + 1)} ${round(top)}`),
  ]);
}
