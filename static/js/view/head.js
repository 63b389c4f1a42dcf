/** The head strip: the graph as maths, the way into its text, the output's value. */

import {h} from "preact";

import {formula, nameTex} from "../state/formula.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/** @param {{desk: Desk}} props */
export function Head({desk}) {
  const {store} = desk;
  const trace = store.shown.value?.trace ?? null;
  const open = store.programOpen.value;
  const acting = store.atLast.value ? null : (store.currentStop.value?.node ?? null);
  const scalar = trace !== null && trace.value !== null && !Array.isArray(trace.value);
  return html`<div class="head">
    <div class="formula" onClick=${() => desk.run("program")}>${trace && h(Maths, {tex: formula(trace, store.statements.value, acting)})}</div>
    <button type="button" class="edit" aria-expanded=${open} aria-controls="program" onClick=${() => desk.run("program")}>
      ${open ? words.close : [icons.pencil, words.edit]}<kbd>${open ? "Esc" : "Enter"}</kbd></button>
    <div class="output">${trace && [
      h(Maths, {tex: nameTex(store.statements.value, trace.output)}),
      scalar && h(Figure, {value: /** @type {WireNumber} */ (trace.value), class: "num"}),
    ]}</div>
  </div>`;
}
