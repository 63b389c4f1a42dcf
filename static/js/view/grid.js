/**
 * A tensor leaf's numbers as a small grid of fields over the board: typed, or nudged with Shift and an arrow, live.
 *
 * Arrows go from field to field, Enter keeps what was typed, Escape takes it back; both give the leaf the keyboard again.
 */

import {useLayoutEffect, useRef, useState} from "preact/hooks";

import {onScreen} from "../state/camera.js";
import {entryAt, withEntry} from "../state/cells.js";
import {nudged, readValue, writeValue} from "../state/document.js";
import {words} from "../state/words.js";
import {pixels, valueOf} from "./handle.js";
import {html} from "./html.js";
import {ARROWS, rowsOf} from "./matrix.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").NodeBox} NodeBox */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {readonly [number, number]} Place  row and column */

/** A field's room, with the gap beside it; in px at --u 1. */
const [WIDE, HIGH, EDGE] = [70, 36, 16];

/** @param {{desk: Desk, box: NodeBox}} props */
export function Grid({desk, box}) {
  const {store, session} = desk;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [before] = useState(() => valueOf(desk, box.id));
  const [texts, setTexts] = useState(() => (rowsOf(before) ?? []).map((row) => row.map((entry) => writeValue(entry))));
  const [[row, column], stand] = useState(/** @type {Place} */ ([0, 0]));
  const done = useRef(false);
  const flat = Array.isArray(before) && !Array.isArray(before[0]);
  const field = (/** @type {Place} */ [r, c]) => /** @type {HTMLInputElement | undefined} */ (place.current?.querySelectorAll("input")[r * (texts[0]?.length ?? 1) + c]);
  const go = (/** @type {Place} */ to) => {
    stand(to);
    field(to)?.focus();
    field(to)?.select();
  };
  useLayoutEffect(() => go([0, 0]), []);
  const camera = store.stood.value;
  if (!camera || before === null) return null;
  const write = (/** @type {Place} */ [r, c], /** @type {string} */ text) => {
    setTexts((now) => now.map((line, at) => (at === r ? line.map((old, k) => (k === c ? text : old)) : line)));
    const read = readValue(text);
    const now = valueOf(desk, box.id);
    if (typeof read === "number" && now !== null) session.setValue(box.id, withEntry(now, flat ? [r] : [r, c], read));
  };
  const close = (/** @type {boolean} */ keep) => {
    if (done.current) return;
    done.current = true;
    if (!keep) session.setValue(box.id, before);
    store.selected.value = box.id;
    store.editing.value = null;
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    const way = ARROWS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (way && event.shiftKey && way[0] !== 0) {
      const now = entryAt(valueOf(desk, box.id), flat ? [row] : [row, column]);
      if (typeof now === "number") write([row, column], String(nudged(now, -way[0])));
    } else if (way) go([within(row + way[0], texts.length), within(column + way[1], texts[0]?.length ?? 1)]);
    else if (event.key === "Enter" || event.key === "Escape") close(event.key === "Enter");
    else return;
    event.preventDefault();
  };
  // Inside the board only: a press beside the grid closes it, a step from field to field does not.
  const onFocusOut = (/** @type {FocusEvent} */ event) => {
    if (!place.current?.contains(/** @type {Node | null} */ (event.relatedTarget))) close(true);
  };
  return html`<div class="leaf-grid" ref=${place} role="grid" aria-label=${words.valueOf(box.id)} style=${pixels(spot(desk, box, texts))}
      onKeyDown=${onKeyDown} onFocusOut=${onFocusOut}>
    ${texts.map((line, r) => html`<div role="row" key=${r}>${line.map((text, c) => html`<span role="gridcell" key=${c}><input
      inputmode="decimal" autocomplete="off" spellcheck=${false} tabindex=${r === row && c === column ? 0 : -1}
      aria-label=${words.cellAt(r + 1, flat ? null : c + 1)} aria-invalid=${typeof readValue(text) !== "number"}
      value=${text} onFocus=${() => stand([r, c])}
      onInput=${(/** @type {InputEvent} */ event) => write([r, c], /** @type {HTMLInputElement} */ (event.target).value)} /></span>`)}</div>`)}
  </div>`;
}

/** @param {number} at @param {number} length */
const within = (at, length) => Math.min(Math.max(at, 0), length - 1);

/**
 * Under the tag, or above it where there is more room, and never over the board's edge.
 * @param {Desk} desk
 * @param {NodeBox} box
 * @param {readonly (readonly string[])[]} texts
 */
function spot({store}, box, texts) {
  const {window, unit} = store;
  const [drawn, now] = /** @type {import("../state/camera.js").Camera[]} */ ([store.stood.value, store.camera.peek()]);
  const tag = onScreen(/** @type {import("../state/camera.js").Camera} */ (now), box);
  const [width, height] = [(texts[0]?.length ?? 1) * WIDE + EDGE, texts.length * HIGH + EDGE].map((length) => length * unit.value);
  const below = tag.top + tag.height + 6;
  const top = below + (height ?? 0) <= window.value.height ? below : tag.top - (height ?? 0) - 6;
  // What it stands in has gone aside with the picture.
  const [aside, down] = drawn && now ? [now.x - drawn.x, now.y - drawn.y] : [0, 0];
  return {left: clamp(tag.left, window.value.width - (width ?? 0)) - aside, top: clamp(top, window.value.height - (height ?? 0)) - down};
}

/** @param {number} at @param {number} most */
const clamp = (at, most) => Math.max(0, Math.min(at, most));
