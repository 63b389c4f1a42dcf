/**
 * A tensor in brackets whose numbers can be picked: one stop for the Tab key, the arrows go from cell to cell, Enter or
 * a click picks.
 */

import {h} from "preact";
import {useRef, useState} from "preact/hooks";

import {fullNumber, toNumber} from "../format/number.js";
import {shapeOf} from "../state/cells.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {shown} from "./number.js";

/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {import("../state/cells.js").Cell} Cell */

/** Larger ones are on the board. */
export const MOST = Object.freeze({rows: 8, columns: 5});

/**
 * Rows of a vector or matrix that can be shown in brackets; null for anything else.
 * @param {WireValue | null | undefined} value
 * @returns {readonly (readonly WireNumber[])[] | null}
 */
export function rowsOf(value) {
  if (!Array.isArray(value)) return null;
  const shape = shapeOf(value);
  if (shape.length > 2 || (shape[0] ?? 0) > MOST.rows || (shape[1] ?? 1) > MOST.columns) return null;
  return /** @type {WireNumber[][]} */ (shape.length === 1 ? value.map((entry) => [entry]) : value);
}

/** The way each arrow goes. @type {Readonly<Record<string, readonly [number, number]>>} */
export const ARROWS = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]};

/**
 * @param {{value: WireValue, name: string, ink: "value" | "gradient" | "local", role?: string, picked?: Cell | null, onPick: (cell: Cell) => void}} props
 *   role: the class of its ground; a picked row or column of -1 means all of them
 */
export function Matrix({value, name, ink, role = "", picked = null, onPick}) {
  const place = useRef(/** @type {HTMLSpanElement | null} */ (null));
  const [[row, column], stand] = useState(/** @type {readonly [number, number]} */ ([picked?.[0] ?? 0, picked?.[1] ?? 0]));
  const rows = rowsOf(value);
  if (!rows) return null;
  const flat = !Array.isArray(/** @type {readonly WireValue[]} */ (value)[0]);
  const cellOf = (/** @type {number} */ r, /** @type {number} */ c) => (flat ? [r] : [r, c]);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const way = ARROWS[event.key];
    if (way) {
      const next = /** @type {const} */ ([clamp(row + way[0], rows.length), clamp(column + way[1], rows[0]?.length ?? 1)]);
      stand(next);
      /** @type {HTMLElement | undefined} */ (place.current?.querySelectorAll("[role=gridcell]")[next[0] * (rows[0]?.length ?? 1) + next[1]])?.focus();
    } else if (event.key === "Enter" || event.key === " ") onPick(cellOf(row, column));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<span class=${`tensor pickable ${ink} ${role}`} ref=${place} role="grid" aria-label=${name} onKeyDown=${onKeyDown}>
    ${rows.map((entries, r) => html`<span role="row" class="tensor-row" key=${r}>${entries.map((entry, c) => {
      const here = picked !== null && picked[0] === r && (flat || picked[1] === c);
      return h("span", {
        key: c, role: "gridcell", tabIndex: r === row && c === column ? 0 : -1, title: fullNumber(entry), "data-full": fullNumber(entry),
        class: `${here ? "picked" : ""} ${Number.isFinite(toNumber(entry)) ? "" : "hazard"}`, "aria-selected": here ? "true" : "false",
        "aria-label": `${words.cellAt(r + 1, flat ? null : c + 1)}: ${shown(entry)}`,
        onClick: () => {
          stand([r, c]);
          onPick(cellOf(r, c));
        },
      }, shown(entry));
    })}</span>`)}</span>`;
}

/** @param {number} at @param {number} length */
const clamp = (at, length) => Math.min(Math.max(at, 0), length - 1);
