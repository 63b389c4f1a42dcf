/** Numbers in the page's text: rounded where they stand, in full on hover, as words for a screen reader. */

import {h} from "preact";

import {formatNumber, fullNumber} from "../format/number.js";
import {html} from "./html.js";

/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */

/**
 * @param {WireNumber} value
 * @returns {string}  figures, with a plain e for real superscripts in the number face
 */
export const shown = (value) => formatNumber(value);

/**
 * @param {{value: WireNumber, class?: string}} props
 */
export function Figure({value, class: name = "num"}) {
  return h("b", {class: name, title: fullNumber(value), "data-full": fullNumber(value)}, shown(value));
}

/**
 * A value of any shape in one cell: a number, or rows of numbers.
 * @param {{value: WireValue | null}} props
 */
export function Value({value}) {
  if (value === null) return html`<span class="soft">–</span>`;
  if (!Array.isArray(value)) return html`<span title=${fullNumber(/** @type {WireNumber} */ (value))}>${shown(/** @type {WireNumber} */ (value))}</span>`;
  return h("span", {}, "[", value.map((entry, at) => [at ? ", " : "", h(Value, {value: /** @type {WireValue} */ (entry)})]), "]");
}

/** @param {WireValue | null} value */
export const isTensor = (value) => Array.isArray(value);
