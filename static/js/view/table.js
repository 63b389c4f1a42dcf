/** All values and gradients, node by node. */

import {h} from "preact";

import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Value} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").TraceNode} TraceNode */

const TIGHT = 7;

/** @param {{desk: Desk}} props */
export function NumbersTable({desk}) {
  const {shown, display, tex} = desk.store;
  const nodes = shown.value?.trace.nodes.filter(({id}) => display.value?.owner[id] === id) ?? [];
  const wide = (/** @type {unknown} */ value) => (Array.isArray(value) ? "wide" : "");
  const row = (/** @type {TraceNode} */ {id, value, gradient}) => html`<tr key=${id}>
    <th scope="row">${h(Maths, {tex: tex.value(id)})}</th>
    <td class=${`forward ${wide(value)}`}>${h(Value, {value})}</td>
    <td class=${`backward ${wide(gradient)}`}>${h(Value, {value: gradient})}</td></tr>`;
  return html`<table class=${nodes.length > TIGHT ? "numbers tight" : "numbers"}>
    <thead><tr><th scope="col">${words.node}</th><th scope="col">${words.value}</th><th scope="col">${words.gradient}</th></tr></thead>
    <tbody>${nodes.map(row)}</tbody></table>`;
}
