/** Which columns of numbers stand beside each other without a digit cut off. Lengths are px at --u 1. */

import {figure} from "../format/number.js";
import {textWidth} from "../format/text.js";

/** @typedef {import("../types.js").WireNumber} WireNumber */

/** Type of a table's figures, and the smaller one of wide figures; what a cell keeps on its left. */
const [FIGURES, SMALL, PAD] = [16.05, 14, 8];
/** A raised figure is so much smaller. */
const RAISED = 0.8;
/** A column is never narrower than its head, in em. */
const LEAST = 1.5;

/**
 * How many of the columns are shown, the most wanted first, and whether in smaller type.
 * @param {readonly (readonly WireNumber[])[]} columns  all numbers of each
 * @param {number} room
 * @returns {{count: number, small: boolean}}  one at least
 */
export function columnsIn(columns, room) {
  const widths = columns.map((numbers) => Math.max(LEAST, ...numbers.map(widthOf)));
  const fitting = (/** @type {number} */ size) => {
    let used = 0;
    const over = widths.findIndex((width) => (used += PAD + width * size) > room);
    return over < 0 ? columns.length : Math.max(1, over);
  };
  const [large, small] = [fitting(FIGURES), fitting(SMALL)];
  return small > large ? {count: small, small: true} : {count: large, small: false};
}

/** In em. @param {WireNumber} value */
function widthOf(value) {
  const {text, exponent} = figure(value);
  return textWidth(text, 1) + textWidth(exponent, RAISED);
}
