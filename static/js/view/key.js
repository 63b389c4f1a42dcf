/** The key strip: the marks with the numbers of this very step, and what faded means. L hides the local gradients. */

import {h} from "preact";

import {words} from "../state/words.js";
import {html} from "./html.js";
import {Figure, shown} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Factor} Factor */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/** Stands in a mark for a tensor, which has no room there. */
const TENSOR = "[ ]";

/** @param {{desk: Desk}} props */
export function Key({desk}) {
  const {store} = desk;
  const asked = store.asked.value;
  const trace = store.shown.value?.trace ?? null;
  if (!trace || store.empty.value) return html`<div class="key"></div>`;
  const step = store.currentStep.value;
  const last = store.atLast.value && !asked;
  const edge = step?.phase === "edge" && !last;
  const factor = (/** @type {Factor["role"]} */ role) => scalar(step?.factors.findLast((one) => one.role === role)?.value);
  const hidden = store.question.value?.local ?? false;
  const local = hidden ? null : (edge ? factor("local") : null) ?? firstScalar(trace.edges.map((one) => one.local));
  const value = (edge ? scalar(trace.values[step.target ?? ""]) : factor("value")) ?? firstScalar(Object.values(trace.values));
  const gradient = firstScalar(Object.values(trace.gradients));
  const flows = Object.values(trace.gradients).some((one) => one !== null);
  const chips = store.chips.value;
  const some = trace.edges.some((one) => one.local !== null);
  const entry = (/** @type {WireNumber | null} */ number, /** @type {string} */ mark, /** @type {string} */ word) => html`
    <span class="entry">${number !== null ? h(Figure, {value: number, class: mark}) : asked && mark !== "mark-val" ? html`<b class=${`${mark} blank`}></b>` : html`<b class=${mark}>${TENSOR}</b>`}${word}</span>`;
  return html`<div class="key" role="group" aria-label=${words.key}>
    ${entry(value, "mark-val", words.value)}
    ${last && flows && entry(gradient, "num backward bare", words.gradient)}
    ${edge && entry(factor("upstream"), "mark-up", words.upstream)}
    ${some && html`<button type="button" class="entry" aria-pressed=${chips} title=${chips ? words.chipsShown : words.chipsHidden} onClick=${() => desk.run("chips")}>
      <b class=${`mark-loc ${chips ? "" : "off"} ${hidden ? "blank" : ""}`}>${hidden ? "" : local !== null ? `×${shown(local)}` : TENSOR}</b>${words.local}<kbd>L</kbd></button>`}
    ${edge && entry(factor("downstream"), "mark-down", words.downstream)}
    ${!last && store.stop.value >= 0 && html`<span class="aside">${words.faded}</span>`}
    ${store.stop.value >= 0 && html`<button type="button" class="entry" aria-pressed=${asked} title=${words.askHint} onClick=${() => desk.run("ask")}>${words.ask}<kbd>Q</kbd></button>`}
  </div>`;
}

/**
 * @param {unknown} value
 * @returns {WireNumber | null}
 */
function scalar(value) {
  return typeof value === "number" || typeof value === "string" ? /** @type {WireNumber} */ (value) : null;
}

/** @param {readonly unknown[]} values */
function firstScalar(values) {
  return values.map(scalar).find((value) => value !== null) ?? null;
}
