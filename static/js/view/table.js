/** All values and gradients, node by node, as far as they are told; and what can be copied from the panel. */

import {h} from "preact";

import {stepTex, tableTex, tableText} from "../state/formula.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Value} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/counts.js").NumberRow} NumberRow */

const TIGHT = 7;
/** How long a button says what it has done. */
const SAID_MS = 2000;
const HEADS = [words.node, words.value, words.gradient];

/** @param {{desk: Desk}} props */
export function NumbersTable({desk}) {
  const {numbers, tex} = desk.store;
  const rows = numbers.value;
  const wide = (/** @type {unknown} */ value) => (Array.isArray(value) ? "wide" : "");
  const row = (/** @type {NumberRow} */ {id, value, gradient}) => html`<tr key=${id}>
    <th scope="row">${h(Maths, {tex: tex.value(id)})}</th>
    <td class=${`forward ${wide(value)}`}>${h(Value, {value})}</td>
    <td class=${`backward ${wide(gradient)}`}>${h(Value, {value: gradient})}</td></tr>`;
  return html`<table class=${rows.length > TIGHT ? "numbers tight" : "numbers"}>
    <thead><tr>${HEADS.map((head) => html`<th scope="col" key=${head}>${head}</th>`)}</tr></thead>
    <tbody>${rows.map(row)}</tbody></table>`;
}

/** What to do with the panel: copy it, or see the other half. @param {{desk: Desk, table: boolean}} props */
export function Taking({desk, table}) {
  const {store} = desk;
  const button = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ key) => html`
    <button type="button" class="taking" title=${`${label} (${key})`} onClick=${() => desk.run(id)}>${label}</button>`;
  return html`<section class="take">
    ${button("copy-latex", words.copyLatex, "C")}
    ${table && button("copy-table", words.copyTable, "V")}
    ${!store.atLast.value && button("table", table ? words.thisStep : words.table, "A")}
    <span class="soft" role="status">${store.copied.value}</span>
  </section>`;
}

let saying = 0;

/**
 * Copy what the panel shows: the step, or the table, as LaTeX; or the table as text.
 * @param {Desk["store"]} store
 * @param {"latex" | "table"} form
 */
export async function copyShown(store, form) {
  const [step, rows] = [store.currentStep.peek(), store.numbers.peek()];
  const text = form === "table" ? tableText(rows, HEADS)
    : step && !store.tableShown.peek() ? stepTex(step) : tableTex(rows, store.tex.peek(), HEADS);
  store.copied.value = (await written(text)) ? words.copied : words.notCopied;
  clearTimeout(saying);
  saying = setTimeout(() => (store.copied.value = ""), SAID_MS);
}

/**
 * To the clipboard; in a page that was not fetched safely (a classroom's plain http) by way of a field.
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const field = document.createElement("textarea");
    field.className = "unseen";
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus();
    return done;
  }
}
