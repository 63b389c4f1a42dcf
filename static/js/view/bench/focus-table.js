/** The focus's row of its matrix: what comes in, the weight, and the weight's gradient; a weight can be changed in place. */

import {h} from "preact";

import {formatNumber} from "../../format/number.js";
import {netWords as said} from "../../state/bench/net-words.js";
import {html} from "../html.js";
import {Maths} from "../maths.js";
import {Figure} from "../number.js";
import {pointed} from "./pointed.js";
import {WeightField} from "./weight-field.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @typedef {import("../../types.js").WireNumber} WireNumber */
/**
 * `input`: from 1; 0 is the bias, null a learned slope, which is no input. `at`: its place among the parameters.
 * @typedef {Readonly<{input: number | null, name: string, value: WireNumber | null, weight: WireNumber, gradient: WireNumber | null,
 *   label: string, at: readonly [string, number, number | null]}>} Row
 */

/** With numbers of more letters than this the table is set smaller. */
const LONG = 9;

/**
 * @param {{desk: BenchDesk, focus: NetFocus, parameters: import("../../bench.js").NetParameters, pass: import("../../bench.js").NetPass | null,
 *   inputs: import("../../bench.js").Vector | null}} props
 */
export function FocusTable({desk, focus, parameters, pass, inputs}) {
  const {layer, unit} = focus;
  const rows = rowsOf(focus, parameters, pass, inputs);
  const shown = pointed.value ?? focus.input;
  const from = layer === 1 ? "x_i" : `a_i^{${layer - 1}}`;
  const choose = (/** @type {number | null} */ input) => input !== null && desk.store.focus.peek().input !== input && (desk.store.focus.value = {...focus, input});
  const long = rows.some(({value, weight, gradient}) => [value ?? 0, weight, gradient ?? 0].some((number) => formatNumber(number).length > LONG));
  return html`<table class=${long ? "focus-table long" : "focus-table"} aria-label=${said.table} onPointerLeave=${() => (pointed.value = null)}>
    <thead><tr><th scope="col">${h(Maths, {tex: "i"})}</th><th scope="col" class="value">${h(Maths, {tex: `\\val{${from}}`})}</th>
      <th scope="col" class="value">${h(Maths, {tex: `\\val{w_{${unit}i}^{${layer}}}`})}</th>
      <th scope="col" class="gradient">${h(Maths, {tex: `\\down{\\delta_{${unit}}^{${layer}}\\,${from}}`})}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${`${layer}:${unit}:${row.name}`} class=${row.input !== null && row.input === shown ? "now" : ""} data-input=${row.input}
        onPointerMove=${(/** @type {PointerEvent} */ event) => event.pointerType !== "touch" && (pointed.value = row.input)} onClick=${() => choose(row.input)}>
      <th scope="row">${row.name}</th>
      <td class="value">${row.value === null ? null : h(Figure, {value: row.value})}</td>
      <td class="value">${h(WeightField, {value: row.weight, name: row.label, give: (value) => desk.training.setParameter(...row.at, value), enter: () => choose(row.input)})}</td>
      <td class="gradient">${row.gradient === null ? null : h(Figure, {value: row.gradient})}</td></tr>`)}</tbody></table>`;
}

/** @param {NetFocus} focus @param {import("../../bench.js").NetParameters} parameters @param {import("../../bench.js").NetPass | null} pass @param {import("../../bench.js").Vector | null} inputs @returns {readonly Row[]} */
function rowsOf({layer, unit}, parameters, pass, inputs) {
  const at = pass?.layers[layer - 1];
  const row = unit - 1;
  const list = (/** @type {string} */ name) => /** @type {readonly any[]} */ (parameters[name + layer] ?? []);
  const weights = /** @type {readonly WireNumber[]} */ (list("W")[row] ?? []);
  const [bias, slope] = [list("b")[row], list("a")[row]];
  return [
    ...weights.map((weight, input) => ({
      input: input + 1, name: String(input + 1), value: inputs?.[input] ?? null, weight, gradient: at?.dW[row]?.[input] ?? null,
      label: said.weightFrom(input + 1), at: /** @type {const} */ ([`W${layer}`, row, input])})),
    ...(bias === undefined ? [] : [{input: 0, name: said.bias, value: 1, weight: bias, gradient: at?.db[row] ?? null, label: said.biasField, at: /** @type {const} */ ([`b${layer}`, row, null])}]),
    ...(slope === undefined ? [] : [{input: null, name: said.slope, value: null, weight: slope, gradient: at?.dslopes?.[row] ?? null, label: said.slopeField, at: /** @type {const} */ ([`a${layer}`, row, null])}]),
  ];
}
