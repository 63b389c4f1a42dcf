/** One leaf's update: its line in symbols, below it the numbers. A line breaks before a sign, never inside a tensor. */

import {h} from "preact";

import {fullNumber} from "../format/number.js";
import {isSmall, shapeText, tensor, tensorSize} from "../draw/tensor.js";
import {shapeOf} from "../state/cells.js";
import {isScalar} from "../state/descent.js";
import {nameTex} from "../state/formula.js";
import {updateLines} from "../state/update.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure, Value} from "./number.js";
import {Marks} from "./track.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").DescentEntry} DescentEntry */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {import("../state/update.js").Line} Line */
/** @typedef {import("../state/update.js").Piece} Piece */

const INKS = {v: "forward", g: "backward", k: ""};
const CELLS = /** @type {const} */ ({v: "value", g: "gradient", k: "local"});
/** A tensor that is wider than a line of the panel is drawn as cells. In px at --u 1. */
const WIDEST = 285;

/** @param {{desk: Desk, id: string, from: DescentEntry, to: DescentEntry}} props */
export function Equations({desk, id, from, to}) {
  const one = Object.keys(from.leaves).length === 1;
  const style = desk.store.descent.value.rule === "sgd" ? "\\displaystyle " : "";
  return html`<div class=${one ? "lines-of" : "lines-of several"}>${linesOf(desk, id, from, to).map((line) => html`<div key=${line.tex}>
    <div class="symbols">${h(Maths, {tex: style + line.tex})}</div>
    <div class="put-in">${h(Pieces, {line})}${!one && h(Result, {line})}</div>
    ${one && html`<div class="put-in">${h(Result, {line})}</div>`}</div>`)}</div>`;
}

/** @param {Desk} desk @param {string} id @param {DescentEntry} from @param {DescentEntry} to @returns {readonly Line[]} */
export function linesOf({store}, id, from, to) {
  const name = (/** @type {string} */ of) => nameTex(store.statements.value, of);
  return updateLines(store.descent.value.rule, {id, leaf: name(id), output: name(store.shown.value?.trace.output ?? "")}, from, to);
}

/** The numbers put in, in parts that a line may end between. @param {{line: Line}} props */
export function Pieces({line}) {
  return terms(["=", ...line.pieces]).map((term) => html`<span class="term">${term.map((piece) => h(Put, {piece}))}</span>`);
}

/** @param {{line: Line}} props */
export const Result = ({line}) => html`<span class="term result"><i>=</i>${h(Put, {piece: line.result})}</span>`;

/** Cut before every sign between terms. @param {readonly Piece[]} pieces @returns {readonly (readonly Piece[])[]} */
function terms(pieces) {
  /** @type {Piece[][]} */
  const found = [];
  for (const piece of pieces) {
    const opens = typeof piece === "string" && /^[=+\u2212/]/.test(piece);
    if (opens || found.length === 0) found.push([piece]);
    else found.at(-1)?.push(piece);
  }
  return found;
}

/** @param {{piece: Piece}} props */
function Put({piece}) {
  if (typeof piece === "string") return html`<i class=${{"(": "open", ")": "shut", "²": "shut"}[piece]}>${piece}</i>`;
  if (isScalar(piece.value)) return h(Figure, {value: piece.value, class: `num ${INKS[piece.ink]}`});
  if (isSmall(piece.value) && tensorSize(piece.value).width <= WIDEST) return html`<span class=${`bracketed ${INKS[piece.ink]}`}>${h(Value, {value: piece.value, most: 3})}</span>`;
  return h(Cells, {value: piece.value, ink: piece.ink});
}

/** A larger tensor as on the board: its cells, and its shape; in full on hover. @param {{value: WireValue, ink: "v" | "g" | "k"}} props */
function Cells({value, ink}) {
  const asCells = isSmall(value);
  const {width, height} = tensorSize(value, asCells);
  const shape = shapeText(shapeOf(value));
  return html`<span class="cells-of"><svg class="marks" viewBox=${`-1 -1 ${width + 2} ${height + 2}`} style=${{width: `${(width + 2) / 15}rem`}} role="img" aria-label=${shape}>
    <title>${written(value)}</title>${h(Marks, {marks: [tensor("cells", value, width / 2, height / 2, {ink: CELLS[ink], asCells})]})}</svg>
    <span class="num" aria-hidden="true">${shape}</span></span>`;
}

/** @param {WireValue} value @returns {string} */
const written = (value) => (Array.isArray(value) ? `[${value.map(written).join(", ")}]` : fullNumber(/** @type {import("../types.js").WireNumber} */ (value)));
