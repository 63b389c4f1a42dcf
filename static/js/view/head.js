/** The head strip: the graph as maths, the way into its text, the output's value. */

import {h} from "preact";

import {formula, nameTex} from "../state/formula.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";
import {tellMore, useStrip} from "./strip.js";
import {useTurn} from "./turns.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/** @param {{desk: Desk}} props */
export function Head({desk}) {
  const open = desk.store.programOpen.value;
  if (desk.store.hidden.value.has("edit")) return html`<div class="head">${h(Formula, {desk})}${h(Output, {desk})}</div>`;
  return html`<div class="head">
    ${h(Formula, {desk, onPress: () => desk.run("program")})}
    <button type="button" class="edit" aria-expanded=${open} aria-controls="program" onClick=${() => desk.run("program")}>
      ${open ? words.close : [icons.pencil, words.edit]}<kbd>${open ? "Esc" : "Enter"}</kbd></button>
    ${h(Output, {desk})}
  </div>`;
}

/** @param {Desk} desk @param {import("../types.js").Trace | null} trace */
function texts({store}, trace) {
  const acting = store.atLast.value ? null : (store.currentStop.value?.node ?? null);
  return trace ? {name: nameTex(store.statements.value, trace.output), tex: formulaOf(trace, store.statements.value, acting, store.parts.value)} : {name: "", tex: ""};
}

/** The last formula: it is in symbols, so other numbers leave it as it is. */
let last = {said: /** @type {ReadonlyMap<string, unknown>} */ (new Map()), key: "", tex: ""};

/**
 * @param {import("../types.js").Trace} trace
 * @param {ReadonlyMap<string, import("../state/formula.js").Statement>} said
 * @param {string | null} now
 * @param {ReadonlySet<string>} parts
 */
function formulaOf(trace, said, now, parts) {
  const key = [trace.output, now, trace.nodes.length, ...parts].join(" ");
  if (last.said !== said || last.key !== key) last = {said, key, tex: formula(trace, said, now, parts)};
  return last.tex;
}

/** @param {{desk: Desk, onPress?: () => void}} props */
export function Formula({desk, onPress}) {
  const {store} = desk;
  const tex = useTurn(store, texts(desk, store.shown.value?.trace ?? null).tex);
  const strip = useStrip(tex, `${store.window.value.width} ${store.programOpen.value}`);
  return html`<div class="formula" ref=${strip} onClick=${onPress} onScroll=${tellMore}>${h(Maths, {tex})}</div>`;
}

/** @param {{desk: Desk}} props */
export function Output({desk}) {
  const {store} = desk;
  const trace = store.shown.value?.trace ?? null;
  const {name, tex} = texts(desk, trace);
  const scalar = trace !== null && trace.value !== null && !Array.isArray(trace.value);
  return html`<div class="output">${trace && [
    name !== tex && h(Maths, {tex: name}),
    scalar && (store.outputKnown.value ? h(Figure, {value: /** @type {WireNumber} */ (trace.value), class: "num"}) : html`<b class="num"></b>`),
  ]}</div>`;
}
