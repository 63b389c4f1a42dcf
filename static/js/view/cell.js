/**
 * A tensor's gradient by its numbers: the local Jacobian, one of its columns times what arrives, and one cell's story in
 * the four marks. Factors and results are the API's.
 */

import {h} from "preact";

import {cellTex, entryAt, grouped, JACOBIAN, jacobianOf, largest, shapeOf, telling, termsOf} from "../state/cells.js";
import {opTitle, ordinal, words} from "../state/words.js";
import {useCheck} from "./check.js";
import {origin} from "./equation.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Matrix, rowsOf} from "./matrix.js";
import {Figure} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").TraceEdge} TraceEdge */
/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {import("../state/cells.js").Cell} Cell */
/** @typedef {import("../state/cells.js").Term} Term */

/** How many addends of a cell are written out. */
const ADDENDS = 6;

/** @param {{desk: Desk, wire: string}} props  the wire's key */
export function Cells({desk, wire}) {
  const {store} = desk;
  const trace = store.shown.value?.trace;
  const edge = trace?.edges.find(({source, target, index}) => `${source}>${target}:${index}` === wire);
  if (!edge || edge.downstream === null) return null;
  const picked = store.pick.value?.node === edge.source && entryAt(edge.downstream, store.pick.value.cell) !== null ? store.pick.value.cell : null;
  return html`${h(JacobianColumn, {desk, edge, picked})}${h(OneCell, {desk, edge, picked})}`;
}

/** The story of the cell that is picked in the table of all numbers. @param {{desk: Desk}} props */
export function PickedCell({desk}) {
  const {store} = desk;
  const [trace, picked] = [store.shown.value?.trace, store.pick.value];
  if (!trace || !picked) return null;
  const edges = trace.edges.filter((edge) => edge.source === picked.node && edge.downstream !== null && entryAt(edge.downstream, picked.cell) !== null);
  return edges.map((edge) => h(OneCell, {key: `${edge.target} ${edge.index}`, desk, edge, picked: picked.cell, listed: true}));
}

/** @param {Desk} desk @param {string} node @param {Cell} cell */
const pick = ({store}, node, cell) => {
  const now = store.pick.peek();
  const same = now?.node === node && now.cell.join() === cell.join();
  store.pick.value = same ? null : {node, cell};
};

/** The Jacobian of a vector by a vector, and the column that makes one number. @param {{desk: Desk, edge: TraceEdge, picked: Cell | null}} props */
function JacobianColumn({desk, edge, picked}) {
  const {store} = desk;
  const rows = jacobianOf(edge, JACOBIAN);
  const upstream = rowsOf(edge.upstream);
  if (!rows || !upstream || edge.downstream === null) return null;
  const cell = picked ?? largest(edge.downstream);
  const column = cell[0] ?? 0;
  const op = store.shown.value?.trace.nodes.find(({id}) => id === edge.target)?.op ?? "";
  // Its formula stands above, with the title.
  const told = origin(/** @type {import("../types.js").Step} */ (store.currentStep.value)) !== null;
  const arrives = `\\down{\\frac{\\partial ${store.tex.value(store.shown.value?.trace.output ?? "")}}{\\partial ${cellTex(store.tex.value(edge.source), cell)}}}`;
  return html`<section class=${told ? "jacobian goes-on" : "jacobian"}>
    ${!told && html`<h3>${words.jacobianOf(opTitle(op).toLowerCase())}</h3>`}
    <div class="scrolls middle">${h(Matrix, {value: rows, name: words.jacobianOf(opTitle(op).toLowerCase()), ink: "local", onPick: ([, at = 0]) => pick(desk, edge.source, [at])})}</div>
    <p class="soft">${words.columnTimes(ordinal(column + 1))} ${h(Maths, {tex: store.tex.value(edge.target)})}</p>
    <div class="column-times scrolls">
      ${h(Plain, {rows: rows.map((row) => [/** @type {WireNumber} */ (row[column])]), ink: "local"})}
      <span class="sign">·</span>${h(Plain, {rows: upstream, ink: "gradient outlined"})}<span class="sign">=</span>
      <span class="arrives">${h(Maths, {tex: arrives})}${h(Figure, {value: /** @type {WireNumber} */ (entryAt(edge.downstream, cell)), class: "mark-down"})}</span>
    </div></section>`;
}

/** Numbers in brackets, to be read only. @param {{rows: readonly (readonly WireNumber[])[], ink: string}} props */
function Plain({rows, ink}) {
  return h("span", {class: `tensor ${ink}`, style: {gridTemplateColumns: `repeat(${rows[0]?.length ?? 1}, auto)`}},
    rows.flat().map((value, key) => h(Figure, {key, value})));
}

/** @param {{desk: Desk, edge: TraceEdge, picked: Cell | null, listed?: boolean}} props  listed: its tensor is on show already */
function OneCell({desk, edge, picked, listed = false}) {
  const {store} = desk;
  const name = store.tex.value(edge.source);
  const terms = picked && termsOf(edge, picked);
  const scalar = shapeOf(edge.downstream).length === 0;
  const story = scalar ? termsOf(edge, []) : terms;
  const grid = rowsOf(edge.downstream);
  if (!story && !grid) return null;
  const output = store.tex.value(store.shown.value?.trace.output ?? "");
  return html`<section class="cell">
    <h3>${picked ? html`${words.cellOf} ${h(Maths, {tex: cellTex(name, picked)})}` : scalar ? words.sumHere : words.cells}</h3>
    ${grid && !listed && html`<div class="scrolls">${h(Maths, {tex: `\\displaystyle \\down{\\frac{d${grouped(output)}}{d${grouped(name)}}} = {}`})} ${h(Matrix, {
      value: /** @type {WireValue} */ (edge.downstream), name: words.gradientOf(edge.source), ink: "gradient", role: "washed", picked,
      onPick: (cell) => pick(desk, edge.source, cell)})}</div>`}
    ${story ? h(Story, {desk, edge, cell: picked ?? [], terms: telling(story)}) : html`<p class="soft">${words.pickCell}</p>`}
    ${picked && h(Measured, {desk, edge, cell: picked})}</section>`;
}

/**
 * What arrives at one cell: every product that reaches it, and their sum.
 * @param {{desk: Desk, edge: TraceEdge, cell: Cell, terms: readonly Term[]}} props
 */
function Story({desk, edge, cell, terms}) {
  const {store} = desk;
  const [output, source, target] = [store.shown.value?.trace.output ?? "", edge.source, edge.target].map(store.tex.value);
  const own = cellTex(source ?? "", cell);
  const symbols = (/** @type {Cell} */ at) => `\\up{\\frac{\\partial ${output}}{\\partial ${cellTex(target ?? "", at)}}} \\cdot \\loc{\\frac{\\partial ${cellTex(target ?? "", at)}}{\\partial ${own}}}`;
  const named = (target ?? "").length + (source ?? "").length <= 12;
  const sum = /** @type {WireNumber} */ (entryAt(edge.downstream, cell));
  return html`${named && terms.length === 1 && html`<div class="lines">${h(Maths, {tex: `\\displaystyle \\down{\\frac{\\partial ${output}}{\\partial ${own}}} = ${symbols(terms[0]?.at ?? [])}`})}</div>`}
    <div class="addends">
      ${terms.slice(0, ADDENDS).map(({at, upstream, local}, n) => html`<div key=${at.join()}><span class="sign">${n === 0 ? "=" : "+"}</span>
        ${h(Figure, {value: upstream, class: "mark-up"})}<span class="sign">×</span>${h(Figure, {value: local, class: "mark-loc"})}
        ${terms.length === 1 && html`<span class="sign">=</span>${h(Figure, {value: sum, class: "mark-down"})}`}</div>`)}
      ${terms.length > ADDENDS && html`<p class="soft">${words.more(terms.length - ADDENDS)}</p>`}
      ${terms.length > 1 && html`<div class="total"><span class="sign">=</span>${h(Figure, {value: sum, class: "mark-down"})}</div>`}
    </div>`;
}

/** The same cell, measured: for leaves whose gradient comes along this wire alone. @param {{desk: Desk, edge: TraceEdge, cell: Cell}} props */
function Measured({desk, edge, cell}) {
  const trace = desk.store.shown.value?.trace;
  const leaf = trace?.nodes.some(({id, kind}) => id === edge.source && kind !== "op" && kind !== "constant") ?? false;
  const alone = trace?.edges.filter(({source}) => source === edge.source).length === 1;
  const found = useCheck(desk, edge.source, leaf && alone)?.[edge.source];
  const measured = found ? entryAt(found.measured, cell) : null;
  if (!leaf || !alone) return null;
  return html`<dl><div><dt>${words.cellMeasured}</dt><dd>${measured !== null && h(Figure, {value: measured, class: "num backward"})}</dd></div></dl>`;
}
