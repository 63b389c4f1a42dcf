/**
 * The current step as an equation: symbols over numbers, in columns, in the four marks.
 *
 * A product of scalars stands as upstream × local = downstream; a sum at a fan-out as addition in a column with a rule;
 * a forward step, and whatever has tensors in it, as the step's own two lines of LaTeX.
 */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {numberToTex} from "../format/number.js";
import {aligned, breadth, pieces, productAndLocal, symbol} from "../state/equation.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure, shown} from "./number.js";

/** @typedef {import("../types.js").Factor} Factor */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/**
 * @param {{step: Step, numbers?: boolean}} props  a step that asks has no value where its answer would stand; without
 *   numbers a line of tensors stays in symbols
 */
export function Equation({step, numbers = true}) {
  const factors = productOf(step);
  if (factors) return h(Product, {step, factors});
  if (step.phase === "accumulate" && addends(step).length > 1) return h(Addition, {step});
  return h(Lines, {step, numbered: numbers});
}

/** @typedef {readonly [WireNumber | null, WireNumber | null, WireNumber | null]} Factors */

/**
 * Upstream, local and downstream of an edge between scalars; null for any other step.
 * @param {Step} step
 * @returns {Factors | null}
 */
function productOf(step) {
  const roles = /** @type {const} */ (["upstream", "local", "downstream"]);
  const values = roles.map((role) => step.factors.find((factor) => factor.role === role)?.value);
  const scalar = values.every((value) => value === null || typeof value === "number" || typeof value === "string");
  return step.phase === "edge" && scalar && values[0] !== null ? /** @type {any} */ (values) : null;
}

/** A number, or a ruled blank where it is to be predicted. @param {{value: WireNumber | null, class: string}} props */
function Slot({value, class: name}) {
  return value === null ? h("b", {class: `${name} blank`, role: "img", "aria-label": words.toPredict}) : h(Figure, {value, class: name});
}

/** The longest line, in letters, that the panel holds; a longer one is broken where KaTeX may break it. */
const LINE = 26;
/** The longest line of symbols that has room at full size. */
const DISPLAYED = 23;
/** The widest symbol, in letters, that has room in a column of its own. */
const COLUMN = 8;
/** So many figures have room in a row. */
const FIGURES = 27;
/** The widest that has room beside its number. */
const BESIDE = 15;

/** @param {{step: Step, factors: Factors}} props */
function Product({step, factors: [upstream, local, downstream]}) {
  const parts = pieces(step.latex);
  const tex = (/** @type {"up" | "loc" | "down"} */ role) => symbol(parts, role) ?? "";
  const maths = (/** @type {"up" | "loc" | "down"} */ role) => html`<span class="symbol">${h(Maths, {tex: `\\${role}{${tex(role)}}`})}</span>`;
  const [up, loc, down] = [h(Slot, {value: upstream, class: "mark-up"}), h(Slot, {value: local, class: "mark-loc"}), h(Slot, {value: downstream, class: "mark-down"})];
  const widest = Math.max(breadth(tex("up")), breadth(tex("loc")), breadth(tex("down")));
  const figures = [upstream, local, downstream].map((value) => (value === null ? 0 : shown(value).length));
  if (widest > COLUMN || figures.reduce((sum, count) => sum + count, 0) > FIGURES) {
    const row = (/** @type {string} */ sign, /** @type {string} */ caption, /** @type {unknown} */ symbols, /** @type {unknown} */ number) => html`
      <span class="sign">${sign}</span><span class="term"><span class="caption">${caption}</span>${widest <= BESIDE && symbols}</span>${number}
      ${widest > BESIDE && symbols}`;
    return html`<div class=${widest > BESIDE ? "equation stacked tall" : "equation stacked"}>
      ${row("", words.upstream, maths("up"), up)}${row("×", words.local, maths("loc"), loc)}${row("=", words.downstream, maths("down"), down)}
    </div>`;
  }
  const wide = figures.some((count) => count > 8);
  return html`<div class=${wide ? "equation narrow" : "equation"}>
    <span class="caption">${words.upstream}</span><i></i><span class="caption">${words.local}</span><i></i><span class="caption">${words.downstream}</span>
    ${maths("up")}<span class="sign symbol">×</span>${maths("loc")}<span class="sign symbol">=</span>${maths("down")}
    ${up}<span class="sign">×</span>${loc}<span class="sign">=</span>${down}
  </div>`;
}

/** The local gradient of a step between scalars. @param {Step} step @returns {WireNumber | null} */
function number(step) {
  const value = step.factors.find(({role}) => role === "local")?.value;
  return typeof value === "number" || typeof value === "string" ? /** @type {WireNumber} */ (value) : null;
}

/**
 * Where the local gradient comes from: in symbols, then with numbers, in a line each where one is too long; null where
 * the step does not say.
 * @param {Step} step
 * @returns {readonly string[] | null}
 */
export function origin(step) {
  const [, symbols] = productAndLocal(step.latex);
  const [, numbers] = productAndLocal(step.numbers);
  if (symbols === null) return null;
  if (numbers === null) {
    // A bare symbol needs its number; a bare number is one.
    const local = number(step);
    return [local === null || /= -?[\d.]+\s*$/.test(symbols) ? symbols : `${symbols} = ${numberToTex(local)}`];
  }
  const [, right = ""] = numbers.split(/=(.*)/s);
  const [value = ""] = numbers.split("=");
  const tail = right.trim() === value.replace(/\\loc\{(.*)\}/s, "$1").trim() ? "" : ` = ${value}`;
  return breadth(symbols) + breadth(right) > LINE ? [symbols, `{} = ${right}${tail}`] : [`${symbols} = ${right}${tail}`];
}

/**
 * What a sum adds up: every factor but its result, which comes last.
 * @param {Step} step
 * @returns {readonly Factor[]}
 */
function addends(step) {
  const scalar = step.factors.every(({value}) => value === null || typeof value === "number" || typeof value === "string");
  return scalar ? step.factors.slice(0, -1) : [];
}

/** @param {{step: Step}} props */
function Addition({step}) {
  const symbols = pieces(step.latex).filter((part) => part.role !== null);
  const terms = addends(step);
  const result = /** @type {Factor} */ (step.factors.at(-1));
  // The line reads "sum = term + term", or the other way round; with the terms counted, the sum is what is left.
  const [total, ...rest] = symbols.length === terms.length + 1 ? symbols : [null];
  return html`<div class="sum">
    ${terms.map(({value}, at) => html`<span class="sign">${at ? "+" : ""}</span>
      <span class="symbol">${rest[at] && h(Maths, {tex: `\\down{${rest[at].tex}}`})}</span>
      ${h(Figure, {value: /** @type {WireNumber} */ (value), class: "mark-down"})}`)}
    <span class="total"></span>
    <span class="sign">=</span><span class="symbol">${total && h(Maths, {tex: `\\up{${total.tex}}`})}</span>
    ${h(Slot, {value: /** @type {WireNumber | null} */ (result.value), class: "num backward"})}
  </div>`;
}

/** @param {{step: Step, numbered: boolean}} props */
function Lines({step, numbered}) {
  const [latex] = productAndLocal(step.latex);
  const [numbers] = productAndLocal(step.numbers);
  const table = Math.max(breadth(latex), breadth(numbers)) <= LINE ? aligned(latex, numbers) : null;
  const short = pieces(latex).length === 1 && pieces(numbers).length === 1;
  // Fractions as large as the line lets them be.
  const symbols = breadth(latex) <= DISPLAYED ? `\\displaystyle ${latex}` : latex;
  const lines = table ? [table] : short ? [`${latex} = ${numbers}`] : numbered ? [symbols, numbers] : [symbols];
  return html`<div class="lines">${lines.map((tex, at) => (wide(tex) ? h(Fitted, {key: at, tex}) : html`<div key=${at}>${h(Maths, {tex})}</div>`))}</div>`;
}

/** Smaller than this a line of matrices is moved sideways instead. */
const LEAST = 0.7;

/** Tensors and cases cannot be broken. @param {string} tex */
const wide = (tex) => /matrix\}|cases\}/.test(tex);

/** Lines of maths under each other. @param {{lines: readonly string[]}} props */
export function Display({lines}) {
  return html`<div class="lines">${lines.map((tex, at) => (
    wide(tex) ? h(Fitted, {key: at, tex: `\\displaystyle ${tex}`}) : html`<div key=${at}>${h(Maths, {tex: `\\displaystyle ${tex}`})}</div>`))}</div>`;
}

/** A line with tensors in it, as large as it fits. @param {{tex: string}} props */
function Fitted({tex}) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const line = place.current;
    if (!line) return;
    line.style.fontSize = "";
    line.classList.remove("broken");
    const fit = () => line.clientWidth / line.scrollWidth;
    const whole = fit();
    // Before it would be too small to read, it goes on in another line after its equals sign.
    if (whole < LEAST) line.classList.add("broken");
    const part = whole < LEAST ? fit() : whole;
    line.style.fontSize = part < 1 ? `${Math.max(LEAST, 0.99 * part)}em` : "";
  }, [tex]);
  return h("div", {ref: place, class: "fitted"}, h(Maths, {tex}));
}
