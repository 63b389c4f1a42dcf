/**
 * One sign for every derivative, as the decks write: ∂ for a total derivative too.
 *
 * The API tells the two apart, d for how the output answers along all paths and ∂ for one operation alone, and so does
 * the page unless it is asked not to. Only what is set on the page changes: a line of the API is never rewritten in place.
 */

import {signal} from "@preact/signals-core";

/** True where ∂ stands for both. Read wherever maths is set, so that no formula is left behind. */
export const oneSign = signal(false);

/** A total derivative's d stands at once before what is differentiated; a variable's name d has a blank or nothing after it. */
const UPPER = "\\frac{d";
const LOWER = "}{d";
const DIFFERENTIATES = /^[A-Za-z\\(]/;

/**
 * @param {string} tex
 * @returns {string}  every \frac{dy}{dx} as \frac{\partial y}{\partial x}
 */
export function withOneSign(tex) {
  let out = "";
  let at = 0;
  for (let found = tex.indexOf(UPPER); found >= 0; found = tex.indexOf(UPPER, at)) {
    const end = endOfGroup(tex, found + "\\frac".length);
    const [top, rest] = [tex.slice(found + UPPER.length, end), tex.slice(end)];
    const below = rest.slice(LOWER.length);
    const total = rest.startsWith(LOWER) && DIFFERENTIATES.test(top) && DIFFERENTIATES.test(below);
    out += tex.slice(at, found) + (total ? `\\frac{\\partial ${withOneSign(top)}}{\\partial ` : UPPER);
    at = total ? end + LOWER.length : found + UPPER.length;
  }
  return out + tex.slice(at);
}

/** Where the group that opens at a place is closed. @param {string} tex @param {number} open */
function endOfGroup(tex, open) {
  let depth = 0;
  for (let at = open; at < tex.length; at += 1) {
    if (tex[at] === "\\") at += 1;
    else if (tex[at] === "{") depth += 1;
    else if (tex[at] === "}" && (depth -= 1) === 0) return at;
  }
  return tex.length;
}
