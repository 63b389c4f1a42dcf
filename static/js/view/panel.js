/** The panel: what acts at this stop, its equation, the sentence, what is noteworthy; at the end all the numbers. */

import {h} from "preact";

import {stepsOf} from "../state/counts.js";
import {opTitle, words} from "../state/words.js";
import {opMarks} from "../draw/node.js";
import {Equation, origin} from "./equation.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Marks} from "./track.js";
import {Maths} from "./maths.js";
import {NumbersTable, Taking} from "./table.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Stop} Stop */

/** @param {{desk: Desk}} props */
export function Panel({desk}) {
  const {store} = desk;
  const stop = store.currentStop.value;
  const step = store.currentStep.value;
  if (!store.shown.value) return html`<aside class="panel" aria-label=${words.panel}></aside>`;
  if (store.tableShown.value) return h(Everything, {desk});
  if (!stop || !step) {
    return html`<aside class="panel" aria-label=${words.panel}>
      <header><div><h2>${words.before}</h2></div></header>
      <section class="sentence"><p>${words.beforeText}</p></section>
      ${h(Taking, {desk, table: false})}</aside>`;
  }
  return html`<aside class="panel" aria-label=${words.panel}>
    ${h(Heading, {desk, stop})}
    <section>${h(Equation, {step})}</section>
    <section class="sentence"><p>${h(Sentence, {text: step.text})}</p></section>
    ${h(Origin, {step})}
    ${h(Warnings, {desk, stop})}
    ${h(Taking, {desk, table: false})}
  </aside>`;
}

/** @param {{desk: Desk, stop: Stop}} props */
function Heading({desk, stop}) {
  const {store} = desk;
  const node = store.display.value?.byId[store.display.value.owner[stop.node] ?? stop.node];
  const line = phaseLine(desk, stop);
  const drawn = node && (node.form === "disc" || node.form === "pill");
  const half = node?.halfWidth ?? 20;
  return html`<header>
    ${drawn && html`<svg viewBox=${`${-half - 9} -29 ${2 * half + 18} 58`} aria-hidden="true">
      ${h(Marks, {marks: opMarks({...node, composite: false}, [0, 0], {forward: "done", backward: stop.phase === "forward" ? "pending" : "done", now: true})})}</svg>`}
    <div><h2>${title(desk, stop)}</h2><p class=${stop.phase === "forward" ? "forward" : "backward"}>${line}</p></div>
  </header>`;
}

/**
 * @param {Desk} desk
 * @param {Stop} stop
 */
function title({store}, stop) {
  const node = store.shown.value?.document.graph.nodes.find(({id}) => id === stop.node);
  if (stop.phase === "seed") return words.seed;
  if (stop.phase === "accumulate") return words.sum;
  if (node?.op) return opTitle(node.op);
  return html`${words.kinds[node?.kind ?? "input"]} ${h(Maths, {tex: store.tex.value(stop.node)})}`;
}

/**
 * @param {Desk} desk
 * @param {Stop} stop
 */
function phaseLine({store}, stop) {
  const {place, count} = stepsOf(store.stops.value, stop);
  if (stop.phase === "forward") return words.forwardLine(place, count);
  if (stop.phase === "edge") return words.edgeLine(place, count);
  return stop.phase === "seed" ? words.seedLine : words.sumLine;
}

/** Where a spoken "minus" is a sign and not an operation: after these. */
const SIGN = /(^|[:,(]\s*|\b(?:times|plus|minus|is|passes|gradient|value|by|of|and|power|to|than|least|most)\s+)minus (?=[\d∞])/g;

/** A sentence with its numbers set as numbers: the API writes for the ear. @param {{text: string}} props */
export function Sentence({text}) {
  const parts = text.replaceAll(SIGN, "$1−").split(/((?<![\w.])[−-]?(?:\d+(?:\.\d+)?|∞)(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?(?![\w]))/);
  return h("span", {}, parts.map((part, at) => (at % 2 ? h("b", {class: "num"}, part) : part)));
}

/** Where the local gradient comes from. @param {{step: import("../types.js").Step}} props */
function Origin({step}) {
  const tex = step.phase === "edge" ? origin(step) : null;
  return tex === null ? null : html`<section><h3>${words.origin}</h3><div class="lines">${h(Maths, {tex: `\\displaystyle ${tex}`})}</div></section>`;
}

/** @param {{desk: Desk, stop: Stop}} props */
function Warnings({desk, stop}) {
  const found = desk.store.shown.value?.trace.warnings.filter(({node}) => node === stop.node) ?? [];
  if (found.length === 0) return null;
  return html`<section>${found.map(({code, message}) => html`<p class="warning" key=${code}>${icons.warning}<span>${message}</span></p>`)}</section>`;
}

/** @param {{desk: Desk}} props */
function Everything({desk}) {
  const {store} = desk;
  const writing = store.programOpen.value;
  const step = store.atLast.value && !writing ? store.currentStep.value : null;
  return html`<aside class="panel" aria-label=${words.panel}>
    <header class="text"><div><h2>${words.allNumbers}</h2>
      <p class="soft">${store.broken.value ? words.fromLastRun : store.atLast.value ? words.everyGradient : words.asFarAsTold}</p></div></header>
    ${h(NumbersTable, {desk})}
    ${!writing && h(Taking, {desk, table: true})}
    ${step && html`<section><h3>${words.lastStep}</h3>${h(Equation, {step})}</section>
      <section class="sentence"><p>${h(Sentence, {text: step.text})}</p></section>`}
    ${writing && html`<section class="language"><h3>${words.writing}</h3><dl>
      ${words.language.map(([text, meaning]) => html`<dt key=${text}><code>${text}</code></dt><dd>${meaning}</dd>`)}</dl></section>`}
  </aside>`;
}
