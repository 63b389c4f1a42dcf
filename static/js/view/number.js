/** Numbers in the page's text: rounded where they stand, in full on hover, as words for a screen reader. */

import {h} from "preact";

import {formatNumber, fullNumber, toNumber} from "../format/number.js";
import {html} from "./html.js";

/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */

/** @param {WireNumber} value */
export const shown = (value) => formatNumber(value);

/**
 * @param {{value: WireNumber, class?: string}} props
 */
export function Figure({value, class: name = "num"}) {
  const finite = Number.isFinite(toNumber(value));
  return h("b", {class: finite ? name : `${name} hazard`, title: fullNumber(value), "data-full": fullNumber(value)}, shown(value));
}

/** Larger tensors are said by their shape, their cells are on the board: value and gradient stand side by side here. */
const [ROWS, COLUMNS] = [6, 2];

/**
 * A value of any shape in one cell: a number, or a bracketed grid of them.
 * @param {{value: WireValue | null, most?: number}} props  most: columns of a grid
 */
export function Value({value, most = COLUMNS}) {
  if (value === null) return html`<span class="soft">–</span>`;
  if (!Array.isArray(value)) return h(Plain, {value: /** @type {WireNumber} */ (value)});
  const rows = value.map((row) => (Array.isArray(row) ? row : [row]));
  const columns = rows[0]?.length ?? 0;
  if (rows.length > ROWS || columns > most || rows.some((row) => row.some(Array.isArray))) return html`<span>(${shapeOf(value).join(", ")})</span>`;
  return h("span", {class: "tensor", style: {gridTemplateColumns: `repeat(${columns}, auto)`}},
    rows.flat().map((entry) => h(Plain, {value: /** @type {WireNumber} */ (entry)})));
}

/** @param {{value: WireNumber}} props */
function Plain({value}) {
  return html`<span class=${Number.isFinite(toNumber(value)) ? "" : "hazard"} title=${fullNumber(value)} data-full=${fullNumber(value)}>${shown(value)}</span>`;
}

/** @param {unknown} value @returns {number[]} */
function shapeOf(value) {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}
