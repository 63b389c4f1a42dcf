/**
 * A unit of a network: rings around a disc, corners where it is looked at, and signs of trouble.
 *
 * The disc itself, with the unit's response in flat bands, is an image and lies beneath these marks; see bands.js. So
 * a unit costs nothing here while a training changes its response thirty times a second.
 *
 * @typedef {import("../../types.d.ts").Box} Box
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {"pending" | "done" | "zero" | "none"} Half  none: there is nothing to come, as under an input
 * @typedef {Readonly<{x: number, y: number, r: number}>} Disc
 */

import {round} from "../../geometry/curves.js";
import {circle, corners, group, path, text} from "../marks.js";

export const UNIT = Object.freeze({r: 19, least: 8, output: 25, paper: 3.5, corner: 9, ring: 2.4, focusRing: 3.6});
/** Of the output's terminal: no unit, so it wears a double ring. */
export const LOSS = Object.freeze({outer: 25, inner: 20.5, letter: 24});

/**
 * @param {string} key
 * @param {Disc} disc
 * @param {{forward?: Half, backward?: Half, focus?: boolean, cornered?: boolean, trouble?: "dead" | "saturated" | null}} [state]
 *   `focus`: heavier rings; `cornered`: registration corners, which the focus has as well
 * @returns {Mark}
 */
export function unitMarks(key, {x, y, r}, {forward = "done", backward = "done", focus = false, cornered = focus, trouble = null} = {}) {
  const width = focus ? UNIT.focusRing : r < 12 ? 1.8 : UNIT.ring;
  const out = r + Math.min(UNIT.corner, r / 2 + 2);
  return group(key, [
    {...circle("paper", "unit-paper", x, y, r + UNIT.paper / 2 + 0.5)},
    ring("forward", forward, x, y, r, true, width),
    ring("backward", backward, x, y, r, false, width),
    trouble ? blockedBar(trouble, x, y, r) : null,
    cornered ? corners("corners", {x0: x - out, y0: y - out, x1: x + out, y1: y + out}, Math.min(8, r / 2)) : null,
  ], {class: focus ? "unit in-focus" : "unit"});
}

/** Upper is forward, lower is backward. @param {string} key @param {Half} half @param {number} x @param {number} y @param {number} r @param {boolean} upper @param {number} width */
function ring(key, half, x, y, r, upper, width) {
  const d = `M${round(x - r)} ${round(y)}A${round(r)} ${round(r)} 0 0 ${upper ? 1 : 0} ${round(x + r)} ${round(y)}`;
  if (half === "none") return path(key, "ring none", d, {"stroke-width": 1.2});
  if (half === "pending") return path(key, "ring pending", d);
  return path(key, `ring ${key}`, d, {"stroke-width": half === "zero" ? 0.9 : width});
}

/** A bar where the gradient stops: across the way back for a dead unit, half of it for one that lets next to nothing through. @param {"dead" | "saturated"} trouble @param {number} x @param {number} y @param {number} r */
function blockedBar(trouble, x, y, r) {
  const [at, reach] = [y + r + 1.5, Math.min(9, r * 0.6)];
  const d = trouble === "dead" ? `M${round(x - reach)} ${round(at)}H${round(x + reach)}` : `M${round(x - reach)} ${round(at)}h${round(reach * 0.7)}m${round(reach * 0.6)} 0h${round(reach * 0.7)}`;
  return path("blocked", "unit-blocked", d);
}

/** The loss: where the network ends. @param {string} key @param {Disc} disc @param {string} [letter] */
export function lossMarks(key, {x, y, r}, letter = "J") {
  const part = r / LOSS.outer;
  return group(key, [
    circle("outer", "disc outline", x, y, r), circle("inner", "disc outline", x, y, LOSS.inner * part),
    text("name", [{text: letter, face: "math"}], x, y + 8 * part, LOSS.letter * part, {anchor: "middle"}),
  ], {class: "unit"});
}

/** What a unit keeps free of everything else, rings and all. @param {Disc} disc @returns {Box} */
export function unitBox({x, y, r}) {
  const out = r + UNIT.paper;
  return {x0: x - out, x1: x + out, y0: y - out, y1: y + out};
}
