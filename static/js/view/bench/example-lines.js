/** The step for one weight: symbols, then the numbers in their marks; and which weight that is, to be chosen. */

import {h} from "preact";

import {formatNumber} from "../../format/number.js";
import {inputsOf} from "../../state/bench/walk.js";
import {chainAt, linesAt} from "../../state/bench/walk-lines.js";
import {weightTex} from "../../state/bench/walk-tex.js";
import {walkWords as said} from "../../state/bench/walk-words.js";
import {html} from "../html.js";
import {Maths} from "../maths.js";
import {Long} from "./example-figure.js";

/** @typedef {import("./example.js").ExampleDesk} ExampleDesk */
/** @typedef {import("../../draw/bench/example.js").Example} Shown */
/** @typedef {import("../../state/bench/walk-lines.js").Line} Line */
/** @typedef {import("../../state/bench/walk-lines.js").Part} Part */

const MARKS = {val: "mark-val", up: "mark-up", loc: "mark-loc", down: "mark-down"};

/** @param {{own: ExampleDesk, example: Shown}} props */
export function OneWeight({own, example}) {
  const {desk: {store}, walking} = own;
  const [reached, weight, request] = [walking.reached.value, walking.weight.value, store.request.value];
  const {phase} = reached.stop;
  const [measured, refused] = [walking.measured.value, walking.refused.value];
  const lines = request ? linesAt(example, {reached, weight, request, update: walking.update.value, measured, refused: refused.measured !== ""}) : [];
  const chain = chainAt(example, reached, weight);
  return html`<section class="one-weight"><header><h2>${phase === "loss" ? said.theLoss : phase === "inputs" ? said.notation : said.oneWeight}</h2>
      ${phase !== "loss" && h(Which, {own, example})}</header>
    <div class="lines-of-one" tabindex="0" role="group" aria-label=${said.oneWeight}>
      ${phase === "inputs" && h(Notation, {weight})}
      ${phase === "update" && refused.update && html`<p role="alert">${refused.update}</p>`}
      ${phase === "update" && walking.held.value && html`<p class="soft">${said.running}</p>`}
      ${lines.map((line) => h(OneLine, {key: line.key, line, title: line.key !== "measured" ? "" : measured ? said.differenceStep(formatNumber(measured.step)) : refused.measured}))}
      ${phase === "update" && lines.length > 0 && html`<p class="soft">${said.updateOf}</p>`}
      ${chain && html`<p class="chain"><span class="soft">${said.chain}</span> ${h(Maths, {tex: chain})}</p>`}
    </div></section>`;
}

/** @param {{line: Line, title: string}} props */
function OneLine({line: {tex, parts, note}, title}) {
  return html`<div class=${tex ? "line-of-one" : "line-of-one noted"} title=${title}>
    ${tex ? html`<span class="symbols">${h(Maths, {tex})}</span>` : html`<span class="soft">${note}</span>`}
    <span class="figures-of-one">${parts.map((part, at) => h(Piece, {key: at, part}))}</span></div>`;
}

/** @param {{part: Part}} props */
function Piece({part: {sign, value, mark, words, long, told}}) {
  const name = `${mark ? MARKS[mark] : "num"}${told ? " told" : ""}`;
  return html`<span class="piece">${sign && html`<i>${sign}</i>`}${words && html`<span class="soft">${words}</span>`}${value != null && h(Long, {value, class: name, long: long ?? false})}</span>`;
}

/** Which weight, by its two ends; both can be chosen. @param {{own: ExampleDesk, example: Shown}} props */
function Which({own: {walking, pick}, example: {spec}}) {
  const {layer, unit, input} = walking.weight.value;
  const free = walking.stop.value.phase === "update";
  const units = spec.layers[layer - 1]?.units ?? 1;
  const inputs = inputsOf(spec)[layer - 1] ?? 1;
  const choice = (/** @type {string} */ label, /** @type {number} */ now, /** @type {readonly (readonly [number, string])[]} */ all, /** @type {(to: number) => void} */ choose) => html`
    <select aria-label=${label} value=${now} onChange=${(/** @type {Event} */ event) => choose(Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
      ${all.map(([value, text]) => html`<option key=${value} value=${value} selected=${value === now}>${text}</option>`)}</select>`;
  const upTo = (/** @type {number} */ count) => Array.from({length: count}, (_, at) => /** @type {const} */ ([at + 1, String(at + 1)]));
  const bias = spec.layers[layer - 1]?.bias === false ? [] : [/** @type {const} */ ([0, said.bias])];
  return html`<p class="which-weight soft"><span class="symbol">${h(Maths, {tex: weightTex({layer, unit, input})})}</span>${" "}<span>${said.toUnit} ${choice(said.toUnit, unit, upTo(units), (to) => pick({layer, unit: to, input}))} ${free
      ? html`${said.ofLayer} ${choice(said.ofLayer, layer, upTo(spec.layers.length), (to) => pick({layer: to, unit: 1, input: 1}))}` : said.ofLayerAt(layer)},</span>${" "}<span>${layer === 1 ? said.fromInput : said.fromUnit} ${choice(layer === 1 ? said.fromInput : said.fromUnit, input, [...upTo(inputs), ...bias], (to) => pick({layer, unit, input: to}))}</span></p>`;
}

/** How weights are written, on the one that is told of. @param {{weight: import("../../state/bench/walk.js").Weight}} props */
function Notation({weight}) {
  const {layer, unit, input} = weight;
  const [leads, of, from, before] = said.leadsTo;
  return html`<p class="notation">${h(Maths, {tex: "w_{ji}^{l}"})} ${leads} ${h(Maths, {tex: "j"})} ${of} ${h(Maths, {tex: "l"})} ${from} ${h(Maths, {tex: "i"})} ${before}</p>
    <p class="notation"><span class="symbol">${h(Maths, {tex: `${weightTex(weight)}`})}</span> ${leads} ${unit} ${of} ${layer} ${layer === 1 ? said.fromInput : said.fromUnit} ${input === 0 ? said.bias : input}.</p>
    <p class="notation soft">${said.targetFirst}</p>`;
}
