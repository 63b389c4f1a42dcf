/**
 * The equation of a step for a room: the product, or a sum, as numbers in boxes with a word above each; whatever has no
 * such form as the step's own lines of maths, as large as they go.
 */

import {h} from "preact";

import {aligned, besideEachOther, breadth, isTall, pieces, productAndLocal, sharesHeight, snugRows} from "../state/equation.js";
import {words} from "../state/words.js";
import {Fitted} from "./fitted.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Factor} Factor */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/** More addends than this stand as a line of maths. */
const MOST_ADDENDS = 4;

/** @param {{desk: Desk, rest?: string, roll?: boolean}} props  rest: what stands there before the first step; roll: a long line may be rolled */
export function Figures({desk: {store}, rest = "", roll = false}) {
  const step = store.currentStep.value;
  if (!step) return html`<p class="figures rest">${rest}</p>`;
  const terms = boxed(step);
  if (!terms) return h(Lines, {key: step.numbers, step, roll});
  return html`<div class="figures" key=${store.stop.value}>${h(Fitted, {
    key: `${store.stop.value} ${store.asked.value}`, roll,
    children: html`<div class="figures-row">${terms.map(({sign, mark, value, word}, at) => html`
      ${at > 0 && html`<span class="sign">${sign}</span>`}
      <span class="term"><span class="caption">${word}</span>${value === null
        ? h("b", {class: `${mark} blank-rule`}, h("span", {class: "unseen"}, words.question))
        : h(Figure, {value, class: mark})}</span>`)}</div>`,
  })}</div>`;
}

/** @typedef {{sign: string, mark: string, value: WireNumber | null, word: unknown}} Term */

/**
 * A step of scalars as boxes, or null where it is none.
 * @param {Step} step
 * @returns {readonly Term[] | null}
 */
function boxed(step) {
  const numbers = step.factors.every(({value}) => value === null || typeof value === "number" || typeof value === "string");
  if (!numbers) return null;
  const value = (/** @type {Factor | undefined} */ factor) => /** @type {WireNumber | null} */ (factor?.value ?? null);
  const {factors} = step;
  if (step.phase === "edge" && factors.map(({role}) => role).join() === "upstream,local,downstream") {
    return [
      {sign: "", mark: "mark-up", value: value(factors[0]), word: words.upstream},
      {sign: "×", mark: "mark-loc", value: value(factors[1]), word: words.local},
      {sign: "=", mark: "mark-down", value: value(factors[2]), word: words.downstream},
    ];
  }
  if (step.phase !== "accumulate" || factors.length < 3 || factors.length > MOST_ADDENDS + 1) return null;
  const [total, ...terms] = pieces(step.latex).filter(({role}) => role !== null);
  const symbol = (/** @type {string | undefined} */ tex) => (tex ? h(Maths, {tex: `\\down{${tex}}`}) : "");
  return [
    ...factors.slice(0, -1).map((factor, at) => ({sign: "+", mark: "mark-down", value: value(factor), word: symbol(terms[at]?.tex)})),
    {sign: "=", mark: "mark-up", value: value(factors.at(-1)), word: symbol(total?.tex)},
  ];
}

/** Longer than this, in letters, symbols and numbers stand in two lines without columns: the numbers as large as they go. */
const LINE = 40;

/** @param {{step: Step, roll: boolean}} props */
function Lines({step, roll}) {
  const [latex] = productAndLocal(step.latex);
  const [numbers] = productAndLocal(step.numbers);
  const short = pieces(latex).length === 1 && pieces(numbers).length === 1;
  const table = !isTall(numbers) && Math.max(breadth(latex), breadth(numbers)) <= LINE ? aligned(latex, numbers) : null;
  const row = table ?? (short ? `${latex} = ${snugRows(numbers)}` : roll ? null : besideEachOther(latex, numbers));
  if (row === null) {
    return html`<div class=${`figures two-lines ${sharesHeight(latex, numbers) ? "in-halves" : ""}`}><div class="symbols">${h(Fitted, {tex: latex})}</div><div class="numbers-line">${h(Fitted, {tex: snugRows(numbers, true), roll})}</div></div>`;
  }
  return html`<div class="figures lines-large">${h(Fitted, {tex: `\\displaystyle ${row}`, roll})}</div>`;
}
