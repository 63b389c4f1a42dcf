/** What each unit's disc shows: its response over the plane of the inputs, or where there is no plane its value now. */

import {spanOf} from "../../draw/bench/bands.js";
import {toNumber} from "../../format/number.js";

/** @typedef {import("./discs.js").Disc} Disc */
/** @typedef {import("../../draw/bench/bands.js").Field} Field */
/** @typedef {import("../../layout/bench/net.js").NetPlaces} NetPlaces */
/**
 * @typedef {Readonly<{inputs: number, grids: readonly import("../../bench.js").ResponseGrid[] | null, pass: import("../../bench.js").NetPass | null,
 *   plane: import("../../bench.js").GridPlace | null, x: import("../../bench.js").Vector | null, activations: readonly string[]}>} Known
 */

const ONE = Uint8Array.of(0);
const RAMP = Uint8Array.of(0, 255);
const UP = Uint8Array.of(0, 0, 255, 255);

/** @param {NetPlaces} places @param {Known} known @returns {Readonly<Record<string, Disc>>} */
export function discsOf({columns}, known) {
  /** @type {Record<string, Disc>} */
  const found = {};
  for (const {index, x, r, rows, picture} of columns) {
    if (picture) continue;
    for (const {unit, y} of rows.seats) found[`${index}:${unit}`] = {x, y, r, ...(index === 0 ? inputField(unit, known) : unitField(index, unit, known))};
  }
  return found;
}

/** One unit's, for a disc of its own. @param {number} layer @param {number} unit @param {Known} known @returns {{field: Field | null, range: import("../../draw/bench/bands.js").Range}} */
export function unitField(layer, unit, {inputs, grids, pass, activations}) {
  const grid = grids?.find((one) => one.layer === layer && one.unit === unit);
  const kind = activations[layer - 1] ?? "";
  if (grid) {
    const {bytes, low, high} = grid;
    const size = inputs === 1 ? {columns: bytes.length, rows: 1} : {columns: Math.sqrt(bytes.length), rows: Math.sqrt(bytes.length)};
    return {field: {bytes, low, high, ...size}, range: spanOf(kind, grid)};
  }
  return flat(pass?.layers[layer - 1]?.a[0]?.[unit - 1], kind);
}

/** @param {number} unit @param {Known} known */
function inputField(unit, {plane, x}) {
  const along = unit === 1 ? plane?.x : plane?.y;
  if (!plane || !along) return flat(x?.[unit - 1], "");
  const [low, high] = along;
  const field = unit === 1 ? {bytes: RAMP, columns: 2, rows: 1, low, high} : {bytes: UP, columns: 2, rows: 2, low, high};
  return {field, range: spanOf("", field)};
}

/** @param {import("../../types.js").WireNumber | undefined} value @param {string} kind @returns {{field: Field | null, range: import("../../draw/bench/bands.js").Range}} */
function flat(value, kind) {
  const now = value === undefined ? NaN : toNumber(value);
  if (!Number.isFinite(now)) return {field: null, range: {low: -1, high: 1}};
  return {field: {bytes: ONE, columns: 1, rows: 1, low: now, high: now}, range: spanOf(kind, {low: Math.min(-1, now), high: Math.max(1, now)})};
}
