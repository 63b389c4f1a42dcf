/**
 * How wide text is, from the table of advances. Pure: the page is never asked.
 *
 * @typedef {import("../types.d.ts").Face} Face
 * @typedef {import("../types.d.ts").Run} Run
 */

import {ADVANCES} from "./widths.js";

/** Advance of a character no face has; wide, so that a slot is rather too large than too small. */
const UNKNOWN = 1000;

/** Height of a figure in em of the number face: what a number's box needs above its baseline. */
export const FIGURE_HEIGHT = 0.698;

const TABLES = /** @type {Readonly<Record<Face, Map<string, number>>>} */ (
  Object.fromEntries(Object.entries(ADVANCES).map(([face, byWidth]) => [face, advances(byWidth)])));

/** @param {Readonly<Record<string, string>>} byWidth */
function advances(byWidth) {
  const table = new Map();
  for (const [width, characters] of Object.entries(byWidth)) {
    for (const character of characters) table.set(character, Number(width));
  }
  return table;
}

/**
 * @param {string} text
 * @param {number} size  font size in px
 * @param {Face} [face]
 * @returns {number} px
 */
export function textWidth(text, size, face = "number") {
  let thousandths = 0;
  for (const character of text) thousandths += TABLES[face].get(character) ?? UNKNOWN;
  return thousandths * size / 1000;
}

/**
 * @param {readonly Run[]} runs
 * @param {number} size  of the whole; each run scales it
 * @returns {number} px
 */
export function runsWidth(runs, size) {
  let [pen, farthest] = [0, 0];
  for (const run of runs) {
    pen += (run.gap ?? 0) * size + textWidth(run.text, size * (run.size ?? 1), run.face);
    farthest = Math.max(farthest, pen); // an accent goes back over its letter
  }
  return farthest;
}

/**
 * True where the face has every character, so that no system font steps in.
 * @param {string} text
 * @param {Face} face
 */
export function faceHas(text, face) {
  return [...text].every((character) => TABLES[face].has(character));
}
