/** The head strip: the graph as maths, the way into its text, the output's value. */

import {h} from "preact";

import {formula, nameTex} from "../state/formula.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";
import {tellMore, useStrip} from "./strip.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/** @param {{desk: Desk}} props */
export function Head({desk}) {
  const {store} = desk;
  const trace = store.shown.value?.trace ?? null;
  const open = store.programOpen.value;
  const acting = store.atLast.value ? null : (store.currentStop.value?.node ?? null);
  const scalar = trace !== null && trace.value !== null && !Array.isArray(trace.value);
  const name = trace ? nameTex(store.statements.value, trace.output) : "";
  const tex = trace ? formula(trace, store.statements.value, acting, store.parts.value) : "";
  const strip = useStrip(tex, `${store.window.value.width} ${open}`);
  return html`<div class="head">
    <div class="formula" ref=${strip} onClick=${() => desk.run("program")} onScroll=${tellMore}>${h(Maths, {tex})}</div>
    <button type="button" class="edit" aria-expanded=${open} aria-controls="program" onClick=${() => desk.run("program")}>
      ${open ? words.close : [icons.pencil, words.edit]}<kbd>${open ? "Esc" : "Enter"}</kbd></button>
    <div class="output">${trace && [
      name !== tex && h(Maths, {tex: name}),
      scalar && (store.outputKnown.value ? h(Figure, {value: /** @type {WireNumber} */ (trace.value), class: "num"}) : html`<b class="num"></b>`),
    ]}</div>
  </div>`;
}
