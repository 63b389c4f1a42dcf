/** All values and gradients, node by node, as far as they are told; and what can be copied from the panel. */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {isUnnamed} from "../format/names.js";
import {shapeOf} from "../state/cells.js";
import {stepTex, stepText, tableTex, tableText} from "../state/formula.js";
import {lookInto} from "../state/looking.js";
import {withOneSign} from "../state/signs.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Matrix, rowsOf} from "./matrix.js";
import {shown, Value} from "./number.js";
import {cutNames, inItsType} from "./strip.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/counts.js").NumberRow} NumberRow */
/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */

/** More rows than this stand closer; longer numbers and names stand smaller, or are cut; wider grids are on the board. */
const [TIGHT, WIDE, LONG, GRID] = [7, 8, 10, 15];
/** How long a button says what it has done. */
const SAID_MS = 2000;
/** Rows that are there at once, and that come when the last is in sight: every row costs each frame of the board. */
const [SOME, MORE] = [80, 160];
const HEADS = [words.node, words.value, words.gradient];

/** @param {{desk: Desk}} props */
export function NumbersTable({desk}) {
  const {store} = desk;
  const {numbers, tex, pick} = store;
  const all = numbers.value;
  const [many, extend] = useState(SOME);
  const rows = all.slice(0, many);
  const asked = store.asked.value ? askedIn(store) : null;
  const wide = (/** @type {WireValue | null} */ value) => (Array.isArray(value) ? "wide" : "");
  const cell = (/** @type {NumberRow} */ {id}, /** @type {WireValue | null} */ value, /** @type {"value" | "gradient"} */ ink) => {
    if (value === null && asked?.id === id && asked.ink === ink) return html`<b class="blank" role="img" aria-label=${words.toPredict}></b>`;
    const grid = rowsOf(value);
    if (grid && lettersOf(grid) > GRID) return html`<span class="soft">(${shapeOf(value).join(", ")})</span>`;
    if (!grid || !Array.isArray(value)) return h(Value, {value});
    const name = ink === "value" ? words.valueIn(id) : words.gradientOf(id);
    const at = pick.value?.node === id ? pick.value.cell : null;
    return h(Matrix, {value, name, ink, picked: at, onPick: (place) => (pick.value = {node: id, cell: place})});
  };
  const row = (/** @type {NumberRow} */ {id, value, gradient}) => html`<tr key=${id}>
    <th scope="row" title=${isUnnamed(id) ? written(tex.value(id)) : nameOf(store, id)} onClick=${() => lookInto(store, id)}>${nameOf(store, id).length > LONG && !isUnnamed(id)
      ? html`<span class="long-name">${nameOf(store, id)}</span>` : h(Maths, {tex: tex.value(id)})}</th>
    <td class=${`forward ${wide(value)}`}>${cell({id, value, gradient}, value, "value")}</td>
    <td class=${`backward ${wide(gradient)}`}>${cell({id, value, gradient}, gradient, "gradient")}</td></tr>`;
  const long = rows.some(({value, gradient}) => [value, gradient].some((one) => one !== null && !Array.isArray(one) && shown(/** @type {WireNumber} */ (one)).length > WIDE));
  const body = useRef(/** @type {HTMLTableSectionElement | null} */ (null));
  useLayoutEffect(() => inItsType(() => cutNames([...body.current?.querySelectorAll(/** @type {"span"} */ ("th > span:not(.long-name)")) ?? []])), [tex.value, rows.length, long]);
  return html`<table class=${`numbers${rows.length > TIGHT ? " tight" : ""}${long ? " narrow" : ""}`}>
    <thead><tr>${HEADS.map((head) => html`<th scope="col" key=${head}>${head}</th>`)}</tr></thead>
    <tbody ref=${body}>${rows.map(row)}</tbody></table>
    ${all.length > many && h(Rest, {key: many, count: all.length - many, onReached: () => extend(many + MORE)})}`;
}

/** What is left of a long table: comes when it is scrolled to, or at a press. @param {{count: number, onReached: () => void}} props */
function Rest({count, onReached}) {
  const place = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => {
    const watch = new IntersectionObserver((seen) => seen.some(({isIntersecting}) => isIntersecting) && onReached());
    watch.observe(/** @type {Element} */ (place.current));
    return () => watch.disconnect();
  }, []);
  return html`<button type="button" class="taking rest" ref=${place} onClick=${onReached}>${words.moreRows(count)}</button>`;
}

/** How wide a grid is, in letters. @param {readonly (readonly WireNumber[])[]} rows */
const lettersOf = (rows) => (rows[0] ?? []).reduce((/** @type {number} */ sum, _, column) => (
  sum + Math.max(...rows.map((row) => shown(/** @type {WireNumber} */ (row[column])).length))), 0);

/**
 * A node's name in full, for where it is cut.
 * @param {Desk["store"]} store
 * @param {string} id
 */
const nameOf = (store, id) => store.shown.value?.document.graph.nodes.find((node) => node.id === id)?.label ?? id;

/** What stands for a nameless node, as plain text. @param {string} tex */
const written = (tex) => tex.replaceAll("\\cdot", "·").replaceAll("\\times", "×").replaceAll(/\\frac\{([^{}]*)\}\{([^{}]*)\}/g, "($1)/($2)")
  .replaceAll(/\\(?:left|right|mathrm|operatorname|[,;!])/g, "").replaceAll(/[{}\\]/g, "").replaceAll(/ +/g, " ");

/**
 * The place in the table of the number that the stop asks for.
 * @param {Desk["store"]} store
 * @returns {{id: string, ink: "value" | "gradient"} | null}
 */
function askedIn({currentStop}) {
  const stop = currentStop.value;
  if (!stop) return null;
  const id = stop.phase === "edge" ? (stop.edge ?? "").slice(0, (stop.edge ?? "").lastIndexOf(">")) : stop.node;
  return {id, ink: stop.phase === "forward" ? "value" : "gradient"};
}

/** What to do with the panel: copy it, or see the other half. @param {{desk: Desk, table: boolean}} props */
export function Taking({desk, table}) {
  const {store} = desk;
  const button = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ key) => html`
    <button type="button" class="taking" title=${`${label} (${key})`} onClick=${() => desk.run(id)}>${label}</button>`;
  const changed = desk.commands.find(({id}) => id === "own-numbers")?.when() ?? false;
  return html`<section class="take">
    ${changed && button("own-numbers", words.ownNumbers, "R")}
    ${button("copy-latex", words.copyLatex, "C")}
    ${table ? button("copy-table", words.copyTable, "V") : button("copy-text", words.copyText, "X")}
    ${!store.atLast.value && button("table", table ? words.thisStep : words.table, "A")}
    <span class="soft" role="status">${store.copied.value}</span>
  </section>`;
}

let saying = 0;

/**
 * Copy what the panel shows: the step, or the table, as LaTeX or as text; or the table whatever is shown.
 * @param {Desk["store"]} store
 * @param {"latex" | "text" | "table"} form
 */
export async function copyShown(store, form) {
  const [step, rows] = [shownStep(store), store.numbers.peek()];
  const signed = store.oneSign.peek() ? withOneSign : String;
  const text = form === "latex" ? (step ? signed(stepTex(step)) : tableTex(rows, store.tex.peek(), HEADS))
    : form === "text" && step ? stepText(step) : tableText(rows, HEADS);
  store.copied.value = (await toClipboard(text)) ? words.copied : words.notCopied;
  clearTimeout(saying);
  saying = setTimeout(() => (store.copied.value = ""), SAID_MS);
}

/**
 * The step that the panel shows: of a node that is looked into, the one that computed it.
 * @param {Desk["store"]} store
 */
function shownStep({currentStep, tableShown, inspected, shown, numbers}) {
  const node = inspected.peek();
  const told = numbers.peek().some(({id, value}) => id === node && value !== null);
  const forward = told && shown.peek()?.trace.steps.find((step) => step.phase === "forward" && step.node === node);
  return forward || (tableShown.peek() ? null : currentStep.peek());
}

/**
 * To the clipboard; in a page that was not fetched safely (a classroom's plain http) by way of a field.
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function toClipboard(text) {
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
