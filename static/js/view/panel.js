/**
 * The panel: what acts at this stop, its equation, the sentence, where its numbers come from and what they foretell; or
 * the node that is picked; or all the numbers. What only some steps have is fetched when the first of them is shown.
 */

import {h} from "preact";

import {JACOBIAN, jacobianOf} from "../state/cells.js";
import {stepsOf} from "../state/counts.js";
import {wireToNudge} from "../state/nudge.js";
import {endsInMany, toldTo} from "../state/told.js";
import {noWayBack} from "../state/unfinished.js";
import {opTitle, words} from "../state/words.js";
import {opMarks} from "../draw/node.js";
import {Display, Equation, origin} from "./equation.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Lazy} from "./lazy.js";
import {Marks} from "./track.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";
import {NumbersTable, Taking} from "./table.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../types.js").WireNumber} WireNumber */

const ANSWER = () => import("./answer.js").then(({Answer}) => Answer);
const CURVE = () => import("./curve.js").then(({Curve}) => Curve);
const NUDGE = () => import("./nudge.js").then(({Nudge}) => Nudge);
const CELLS = () => import("./cell.js").then(({Cells}) => Cells);
const LESSON = () => import("./lesson.js").then(({Lesson}) => Lesson);
const PICKED = () => import("./cell.js").then(({PickedCell}) => PickedCell);
const NODE = () => import("./node.js").then(({Node}) => Node);
const LEAF_MEASURED = () => import("./check.js").then(({LeafMeasured}) => LeafMeasured);
const ALL_MEASURED = () => import("./check.js").then(({AllMeasured}) => AllMeasured);

/** @param {{desk: Desk}} props */
export function Panel({desk}) {
  const {store} = desk;
  const picked = store.inspected.value;
  const stop = store.currentStop.value;
  return html`<aside class="panel" aria-label=${words.panel}><div class="flow">${!store.shown.value ? null
    : store.programOpen.value ? h(Everything, {desk})
    : picked !== null ? h(Lazy, {key: "node", load: NODE, props: {desk, id: picked}})
    : store.tableShown.value ? h(Everything, {desk})
    : stop ? h(AtStop, {desk, stop}) : store.stops.value.length === 0 ? h(Empty, {desk}) : h(Before, {desk})}</div></aside>`;
}

/** Nothing stands on the board, or nothing of it has a number. @param {{desk: Desk}} props */
function Empty({desk}) {
  return html`<header class="text"><div><h2>${desk.store.empty.value ? words.build.nothing : words.build.idle}</h2></div></header><section class="sentence"><p>${words.build.start}</p></section>`;
}

/** @param {{desk: Desk}} props */
function Before({desk}) {
  return html`<header><div><h2>${words.before}</h2></div></header>
    <section class="sentence"><p>${words.beforeText}</p></section>
    ${h(Lazy, {key: "start", load: LESSON, props: {desk, place: "start"}})}
    ${h(Taking, {desk, table: false})}`;
}

/** @param {{desk: Desk, stop: Stop}} props */
function AtStop({desk, stop}) {
  const {store} = desk;
  const step = store.currentStep.value;
  if (!step) return null;
  const text = store.asked.value ? step.text : toldTo([], stop, step, store.display.value);
  return html`${h(Heading, {desk, stop})}
    <section>${h(Equation, {step, numbers: !jacobianAt(desk, stop)})}</section>
    <section class=${store.asked.value ? "sentence asks" : "sentence"}><p>${h(Sentence, {text})}</p></section>
    ${store.asked.value && h(Lazy, {key: `answer ${stop.address}`, load: ANSWER, props: {desk, stop}})}
    ${h(Lazy, {key: "lesson", load: LESSON, props: {desk, place: "stop"}})}
    ${h(Origin, {desk, step, stop})}
    ${h(Warnings, {desk, stop})}
    ${!store.asked.value && h(Foretold, {desk, stop})}
    ${h(Taking, {desk, table: false})}`;
}

/**
 * The op whose Jacobian is written out at a stop, which says more than the line of numbers; null elsewhere.
 * @param {Desk} desk
 * @param {Stop} stop
 * @returns {string | null}
 */
function jacobianAt({store}, stop) {
  const {trace} = store.shown.value ?? {};
  const edge = store.asked.value ? null : trace?.edges.find(({source, target, index}) => `${source}>${target}:${index}` === stop.edge);
  return edge && jacobianOf(edge, JACOBIAN) ? (trace?.nodes.find(({id}) => id === edge.target)?.op ?? null) : null;
}

/** What the gradient foretells: a nudge of its wire, one cell of a tensor, and the measurement of a leaf. @param {{desk: Desk, stop: Stop}} props */
function Foretold({desk, stop}) {
  const trace = desk.store.shown.value?.trace;
  if (!trace || stop.phase === "forward" || stop.phase === "seed") return null;
  const source = stop.phase === "edge" ? (stop.edge ?? "").slice(0, (stop.edge ?? "").lastIndexOf(">")) : stop.node;
  const leaf = trace.nodes.find(({id}) => id === source);
  const whole = stop.phase === "accumulate" || trace.edges.filter((edge) => edge.source === source).length === 1;
  const scalar = !Array.isArray(trace.values[source]);
  return html`
    ${stop.edge && wireToNudge(trace, stop.edge) && h(Lazy, {key: "nudge", load: NUDGE, props: {desk, wire: stop.edge}})}
    ${stop.edge && !wireToNudge(trace, stop.edge) && h(Lazy, {key: "cells", load: CELLS, props: {desk, wire: stop.edge}})}
    ${leaf && leaf.kind !== "op" && whole && scalar && h(Lazy, {key: "leaf", load: LEAF_MEASURED, props: {desk, leaf: source}})}`;
}

/** @param {{desk: Desk, stop: Stop}} props */
export function Heading({desk, stop}) {
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

/** A power of ten as it is spoken. */
const POWER = /(\d) times 10 to the (minus )?(\d+)/g;
const NUMBER = /((?<![\w.])[−-]?(?:\d+(?:\.\d+)?(?:×10\^−?\d+)?|∞)(?![\w]))/;

/** A sentence with its numbers set as numbers: the API writes for the ear. @param {{text: string}} props */
export function Sentence({text}) {
  const written = text.replaceAll(POWER, (_, digit, minus, power) => `${digit}×10^${minus ? "−" : ""}${power}`);
  const parts = written.replaceAll(SIGN, "$1−").split(NUMBER);
  return h("span", {}, parts.map((part, at) => (at % 2 ? h(Told, {number: part}) : part)));
}

/** @param {{number: string}} props */
function Told({number}) {
  const [digits, power] = number.split("^");
  return h("b", {class: "num"}, digits, power && h("sup", {}, power));
}

/** Where the local gradient comes from: its formula, and for an op of one number the curve. @param {{desk: Desk, step: Step, stop: Stop}} props */
function Origin({desk, step, stop}) {
  const {store} = desk;
  if (stop.phase === "forward") {
    return store.asked.value ? null : h(Lazy, {key: stop.node, load: CURVE, props: {desk, target: stop.node, title: words.slopeHere}});
  }
  const lines = step.phase === "edge" ? origin(step) : null;
  if (lines === null) return null;
  const local = step.factors.find(({role}) => role === "local")?.value;
  const [before, after] = words.originOf;
  const op = jacobianAt(desk, stop);
  const title = op ? words.jacobianOf(opTitle(op).toLowerCase())
    : typeof local === "number" || typeof local === "string" ? html`${before}${h(Figure, {value: /** @type {WireNumber} */ (local)})}${after}` : words.origin;
  return html`<section class="origin"><h3>${title}</h3>${h(Display, {lines})}
    ${!store.question.value?.local && h(Lazy, {key: stop.node, load: CURVE, props: {desk, target: stop.node}})}</section>`;
}

/** @param {{desk: Desk, stop: Stop}} props */
export function Warnings({desk, stop}) {
  const found = desk.store.shown.value?.trace.warnings.filter(({node}) => node === stop.node) ?? [];
  if (found.length === 0) return null;
  return html`<section>${found.map(({code, message}) => html`<p class="warning" key=${code}>${icons.warning}<span>${message}</span></p>`)}</section>`;
}

/** How much of a run the table of all numbers shows. @param {Desk["store"]} store @returns {string} */
function howFar(store) {
  const trace = store.shown.value?.trace;
  if (store.broken.value) return words.fromLastRun;
  if (!trace || !store.atLast.value || store.asked.value) return words.asFarAsTold;
  if (store.currentStop.value?.phase !== "forward") return words.everyGradient;
  return {constant: words.noGradient, tensor: words.build.everyValue, open: words.build.stillOpen}[noWayBack(trace)];
}

/** @param {{desk: Desk}} props */
function Everything({desk}) {
  const {store} = desk;
  const writing = store.programOpen.value;
  const step = store.atLast.value && !writing ? store.currentStep.value : null;
  return html`<header class="text"><div><h2>${words.allNumbers}</h2>
      <p class="soft">${howFar(store)}</p></div></header>
    ${endsInMany(store) && !writing && html`<section class="sentence"><p>${words.build.endsInMany}</p></section>`}
    ${store.pick.value && store.atLast.value && !store.asked.value && h(Lazy, {key: "picked", load: PICKED, props: {desk}})}
    ${h(NumbersTable, {desk})}
    ${step && !store.asked.value && h(Lazy, {key: "measured", load: ALL_MEASURED, props: {desk}})}
    ${step && html`<section><h3>${words.lastStep}</h3>${h(Equation, {step})}</section>
      <section class=${store.asked.value ? "sentence asks" : "sentence"}><p>${h(Sentence, {text: step.text})}</p></section>`}
    ${store.asked.value && store.currentStop.value && h(Lazy, {key: `answer ${store.currentStop.value.address}`, load: ANSWER, props: {desk, stop: store.currentStop.value}})}
    ${step && h(Lazy, {key: "end", load: LESSON, props: {desk, place: "end"}})}
    ${!writing && h(Taking, {desk, table: true})}
    ${writing && html`<section class="language"><h3>${words.writing}</h3><dl>
      ${words.language.map(([text, meaning]) => html`<dt key=${text}><code>${text}</code></dt><dd>${meaning}</dd>`)}</dl></section>`}`;
}
