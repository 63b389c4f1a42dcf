/** The bar that changes a leaf's value by touch: less, more, the other sign, or a number typed. Dragging changes nothing. */

import {h} from "preact";
import {useState} from "preact/hooks";

import {leaf, nudged, readValue, writeValue} from "../state/document.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Maths} from "./maths.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").WireValue} WireValue */

/** @param {{desk: Desk, id: string, close: () => void}} props */
export function ValueBar({desk: {store, session}, id, close}) {
  const graph = (session.wanted ?? store.shown.value?.document)?.graph;
  const value = (graph && leaf(graph, id)?.value) ?? null;
  const [typed, type] = useState(/** @type {string | null} */ (null));
  const scalar = typeof value === "number";
  const wrong = typed !== null && readValue(typed) === null;
  const set = (/** @type {WireValue} */ next) => {
    type(null);
    session.setValue(id, next);
  };
  const write = (/** @type {string} */ text) => {
    type(text);
    const read = readValue(text);
    if (read !== null) session.setValue(id, read);
  };
  const button = (/** @type {string} */ name, /** @type {unknown} */ face, /** @type {(now: number) => number} */ change) => html`
    <button type="button" class="step" aria-label=${name} onClick=${() => set(change(/** @type {number} */ (value)))}>${face}</button>`;
  return html`<div class="value-bar" role="group" aria-label=${words.valueOf(id)}>
    <div class="row">
      <span class="name">${h(Maths, {tex: store.tex.value(id)})}</span>
      ${scalar && button(words.lower, icons.minus, (now) => nudged(now, -1))}
      <input class="num" aria-label=${words.valueOf(id)} aria-invalid=${wrong} autocomplete="off" autocorrect=${false} autocapitalize="off" spellcheck=${false}
        enterkeyhint="done" value=${typed ?? writeValue(value)} onInput=${(/** @type {InputEvent} */ event) => write(/** @type {HTMLInputElement} */ (event.target).value)}
        onBlur=${() => type(null)} onKeyDown=${(/** @type {KeyboardEvent} */ event) => onKey(event, close)} />
      ${scalar && button(words.raise, icons.plus, (now) => nudged(now, 1))}
      ${scalar && button(words.otherSign, "±", (now) => -now + 0)}
      <button type="button" class="done" onClick=${close}>${words.done}</button>
    </div>
    <p class="soft" role=${wrong ? "alert" : undefined}>${wrong ? words.notANumber : words.staysHere}</p>
  </div>`;
}

/** @param {KeyboardEvent} event @param {() => void} close */
function onKey(event, close) {
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  close();
}
