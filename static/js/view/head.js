/** The head strip: the graph as maths, the way into its text, the output's value. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

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
  const name = trace ? nameTex(store.statements.value, trace.output) : "";
  const strip = useRef(/** @type {HTMLDivElement | null} */ (null));
  const tex = trace ? formula(trace, store.statements.value, acting, store.parts.value) : "";
  useLayoutEffect(() => {
    shrink(strip.current);
    reveal(strip.current);
    tellMore(strip.current);
  }, [tex, store.window.value.width]);
  return html`<div class="head">
    <div class="formula" ref=${strip} onClick=${() => desk.run("program")} onScroll=${() => tellMore(strip.current)}>${h(Maths, {tex})}</div>
    <button type="button" class="edit" aria-expanded=${open} aria-controls="program" onClick=${() => desk.run("program")}>
      ${open ? words.close : [icons.pencil, words.edit]}<kbd>${open ? "Esc" : "Enter"}</kbd></button>
    <div class="output">${trace && [
      name !== tex && h(Maths, {tex: name}),
      scalar && (store.outputKnown.value ? h(Figure, {value: /** @type {WireNumber} */ (trace.value), class: "num"}) : html`<b class="num"></b>`),
    ]}</div>
  </div>`;
}

/** Maths with several levels is set smaller until it fits the strip's height. @param {HTMLElement | null} strip */
function shrink(strip) {
  if (!strip) return;
  strip.style.fontSize = "";
  const needed = /** @type {HTMLElement | null} */ (strip.firstElementChild)?.getBoundingClientRect().height ?? 0;
  const room = strip.clientHeight;
  if (needed > room) strip.style.fontSize = `${(parseFloat(getComputedStyle(strip).fontSize) * room) / needed}px`;
}

/** A formula longer than the strip is rolled to the part that acts. @param {HTMLElement | null} strip */
function reveal(strip) {
  const now = strip?.querySelector(".now");
  if (!strip) return;
  const [inner, outer] = [now?.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft = inner ? Math.max(0, strip.scrollLeft + inner.right - outer.right + 60) : 0;
}

/** Dots at the ends where the formula goes on, so that none is taken for the whole. @param {HTMLElement | null} strip */
function tellMore(strip) {
  if (!strip) return;
  const over = strip.scrollWidth - strip.clientWidth;
  strip.classList.toggle("more-before", strip.scrollLeft > 2);
  strip.classList.toggle("more-after", strip.scrollLeft < over - 2);
}
