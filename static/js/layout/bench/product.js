/**
 * How large the figures of a unit's product stand beside the network: as large as all of them have room for. Pure; in rem.
 *
 * @typedef {import("../../types.d.ts").WireNumber} WireNumber
 */

import {numberWidth} from "../../draw/marks.js";

/** The panel, and the narrowest hand. */
const [PANEL, HAND] = [21.3, 20];
/** A figure's padding and outline. */
const BOX = 0.8;
/** Type, the two edges, and the room of the signs; as the sheet has them. */
const DESK = Object.freeze({size: 1.33, edges: 2.4, signs: 2.2});
const HALL = Object.freeze({size: 1.5, edges: 1.6, signs: 2.2});
const MIDDLING = Object.freeze({...DESK, edges: 1.6});
const LONG = Object.freeze({size: 1.06, edges: 1.6, signs: 1});

/**
 * @param {readonly WireNumber[]} values  all that stand in the row
 * @param {{hall: boolean, narrow: boolean}} where
 * @returns {"" | "middling" | "long" | "long longest"}
 */
export function productSize(values, {hall, narrow}) {
  const ems = values.reduce((/** @type {number} */ sum, value) => sum + numberWidth(value, 1), 0);
  const fits = (/** @type {Readonly<{size: number, edges: number, signs: number}>} */ {size, edges, signs}) => (
    ems * size + BOX * values.length + signs + edges <= (narrow ? HAND : PANEL));
  if (fits(hall ? HALL : DESK)) return "";
  if (hall && fits(MIDDLING)) return "middling";
  return fits(LONG) ? "long" : "long longest";
}
