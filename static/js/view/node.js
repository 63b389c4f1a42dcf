/** The panel for a node that was picked: what came in, what came out, and its numbers as far as they are told. */

import {h} from "preact";

import {opMarks} from "../draw/node.js";
import {wireToNudge} from "../state/nudge.js";
import {lacks, opTitle, words} from "../state/words.js";
import {Equation} from "./equation.js";
import {html} from "./html.js";
import {Lazy} from "./lazy.js";
import {Maths} from "./maths.js";
import {Figure, Value} from "./number.js";
import {withSheet} from "./sheet.js";
import {Taking} from "./table.js";
import {Marks} from "./track.js";

const CURVE = () => import("./curve.js").then(({Curve}) => Curve);
const NUDGE = () => import("./nudge.js").then(({Nudge}) => Nudge);
const MEASURED = () => import("./check.js").then(({LeafMeasured}) => LeafMeasured);
const CHANGE = withSheet("build", () => import("./node-edit.js").then(({NodeEdit}) => NodeEdit));

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").DisplayNode} DisplayNode */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").TraceEdge} TraceEdge */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/** @param {{desk: Desk, id: string}} props  a drawn node */
export function Node({desk, id}) {
  const {store} = desk;
  const drawn = store.display.value?.byId[id];
  const trace = store.shown.value?.trace;
  if (!drawn || !trace) return null;
  const own = drawn.kind === "terminal" || drawn.kind === "group" ? (drawn.members.at(-1) ?? id) : id;
  const told = toldSteps(desk);
  const forward = trace.steps.find((step) => step.phase === "forward" && step.node === own);
  const row = store.numbers.value.find((one) => one.id === own);
  const into = trace.edges.filter((edge) => edge.target === own && edge.local !== null);
  const outOf = trace.edges.filter((edge) => edge.source === own && edge.local !== null);
  const valueTold = row ? row.value !== null : true;
  const slope = valueTold && !store.question.value?.local;
  const wire = outOf.map(keyOf).find((key) => wireToNudge(trace, key));
  const isLeaf = drawn.form === "leaf";
  return html`${h(Heading, {desk, drawn, own})}
    ${!store.presenting.value && !store.hidden.value.has("edit") && desk.commands.some(({id}) => id === "build") && h(Lazy, {key: "change", load: CHANGE, props: {desk, id: own}})}
    ${h(Lacks, {desk, drawn, own})}
    ${forward && drawn.kind !== "group" && !isLeaf && html`<section>${h(Equation, {step: valueTold ? forward : untold(forward)})}</section>`}
    <section class="facts"><dl>
      <div><dt>${words.value}</dt><dd class="forward">${h(Value, {value: row?.value ?? null})}</dd></div>
      <div><dt>${outOf.length > 1 ? words.gradientSum : words.gradient}</dt><dd class="backward">${h(Value, {value: row?.gradient ?? null})}</dd></div>
    </dl></section>
    ${outOf.length > 0 && h(Wires, {desk, title: words.comesIn, edges: outOf, told, end: "target"})}
    ${into.length > 0 && h(Wires, {desk, title: words.goesOut, edges: into, told, end: "source"})}
    ${slope && h(Lazy, {key: `curve ${own}`, load: CURVE, props: {desk, target: own, title: words.slopeHere}})}
    ${wire && !store.asked.value && row?.gradient !== null && h(Lazy, {key: wire, load: NUDGE, props: {desk, wire}})}
    ${isLeaf && row?.gradient != null && !Array.isArray(row.gradient) && h(Lazy, {key: `leaf ${own}`, load: MEASURED, props: {desk, leaf: own}})}
    ${h(Taking, {desk, table: false})}`;
}

/** What an op lacks, or whom it waits for. @param {{desk: Desk, drawn: DisplayNode, own: string}} props */
function Lacks({desk, drawn, own}) {
  const {trace, document} = desk.store.shown.value ?? {};
  const missing = trace?.nodes.find(({id}) => id === own)?.missing ?? [];
  if (!drawn.op || missing.length === 0) return null;
  const others = [...new Set(missing.map(({node}) => node))].filter((id) => id !== own)
    .map((id) => opTitle(document?.graph.nodes.find((node) => node.id === id)?.op ?? id).toLowerCase());
  const said = [...(drawn.ports ? [lacks(drawn.ports)] : []), ...(others.length ? [words.build.waitsFor(others.join(", "))] : [])];
  return html`<section class="sentence"><p>${said.join(" ")}</p></section>`;
}

/** @param {TraceEdge} edge */
const keyOf = ({source, target, index}) => `${source}>${target}:${index}`;

/** The steps that are told by now. @param {Desk} desk @returns {(step: number) => boolean} */
function toldSteps({store}) {
  const stops = store.stops.value;
  const landed = store.travelled.value === 1 && !store.asked.value ? store.stop.value : store.stop.value - 1;
  const last = landed >= stops.length - 1;
  const now = stops[landed]?.step ?? -1;
  return (step) => last || step <= now;
}

/** A step without its numbers, which are not known yet. @param {Step} step @returns {Step} */
const untold = (step) => ({...step, numbers: step.latex, factors: []});

/** @param {{desk: Desk, drawn: DisplayNode, own: string}} props */
function Heading({desk, drawn, own}) {
  const {store} = desk;
  const half = drawn.halfWidth;
  const disc = drawn.form === "disc" || drawn.form === "pill";
  const tex = store.tex.value(own);
  return html`<header>
    ${disc && html`<svg viewBox=${`${-half - 9} -29 ${2 * half + 18} 58`} aria-hidden="true">
      ${h(Marks, {marks: opMarks({...drawn, composite: false}, [0, 0], {forward: "done", backward: "done"})})}</svg>`}
    <div><h2>${drawn.op ? opTitle(drawn.op) : words.kinds[drawn.kind === "constant" || drawn.kind === "parameter" ? drawn.kind : "input"]}</h2>
      <p class="soft">${h(Maths, {tex})}, ${words.selected}</p></div>
    <button type="button" class="back-to-step" title=${words.backToStep} aria-label=${words.backToStep} onClick=${() => (store.looked.value = null)}><kbd>Esc</kbd></button>
  </header>`;
}

/**
 * Products along the wires at one side of the node, those not told yet with their symbols alone.
 * @param {{desk: Desk, title: string, edges: readonly TraceEdge[], told: (step: number) => boolean, end: "source" | "target"}} props
 */
function Wires({desk, title, edges, told, end}) {
  const {store} = desk;
  const steps = store.shown.value?.trace.steps ?? [];
  const at = (/** @type {TraceEdge} */ edge) => steps.findIndex((step) => (
    step.phase === "edge" && step.source === edge.source && step.target === edge.target && step.index === edge.index));
  return html`<section class="wires"><h3>${title}</h3>${edges.map((edge) => html`<div key=${keyOf(edge)}>
    <span class="symbol">${h(Maths, {tex: store.tex.value(edge[end])})}</span>
    ${told(at(edge)) ? h(Product, {edge}) : html`<span class="soft">${words.notTold}</span>`}</div>`)}</section>`;
}

/** @param {{edge: TraceEdge}} props */
function Product({edge: {upstream, local, downstream}}) {
  const numbers = [upstream, local, downstream];
  if (!numbers.every((value) => typeof value === "number" || typeof value === "string")) {
    return html`<span class="backward">${h(Value, {value: downstream})}</span>`;
  }
  const [up, loc, down] = /** @type {WireNumber[]} */ (numbers);
  return html`<span class="product">${h(Figure, {value: /** @type {WireNumber} */ (up), class: "mark-up"})}<span class="sign">×</span>
    ${h(Figure, {value: /** @type {WireNumber} */ (loc), class: "mark-loc"})}<span class="sign">=</span>
    ${h(Figure, {value: /** @type {WireNumber} */ (down), class: "mark-down"})}</span>`;
}
