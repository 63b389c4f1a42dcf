/**
 * One update as lines to read: in symbols, then with the numbers of the path put in. Nothing is computed here; what a
 * rule remembers stands in the path's own state.
 */

/** @typedef {import("../page.js").DescentEntry} DescentEntry */
/** @typedef {import("../page.js").Rule} Rule */
/** @typedef {import("../types.js").WireValue} WireValue */
/** A piece of a line: a sign, or a number in its ink. @typedef {string | Readonly<{value: WireValue, ink: "v" | "g" | "k"}>} Piece */
/** @typedef {Readonly<{tex: string, pieces: readonly Piece[], result: Piece}>} Line */

import {RULES, isScalar} from "./descent.js";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A leaf's name at a step: w with subscript 4; a name that has a subscript already carries the step above it.
 * @param {string} tex
 * @param {number} step
 */
export const atStep = (tex, step) => (isSubscripted(tex) ? `{${tex}}^{(${step})}` : `${tex}_{${step}}`);

/** @param {string} tex */
const isSubscripted = (tex) => tex.includes("_") || tex.includes("^");

/** @param {string} output @param {string} leaf @param {number} [step] */
export function slopeTex(output, leaf, step) {
  const fraction = `\\frac{d${output}}{d${leaf}}`;
  if (step === undefined) return fraction;
  return `\\left.${fraction}\\right|_{${isSubscripted(leaf) ? `(${step})` : atStep(leaf, step)}}`;
}

/**
 * The rule itself, for the head strip.
 * @param {Rule} rule
 * @param {string} leaf
 * @param {string} output
 */
export function ruleTex(rule, leaf, output) {
  const slope = slopeTex(output, leaf);
  return {
    sgd: `${leaf} \\leftarrow ${leaf} - \\alpha\\,${slope}`,
    momentum: `v \\leftarrow 0.9\\,v + ${slope},\\quad ${leaf} \\leftarrow ${leaf} - \\alpha\\,v`,
    rmsprop: `${leaf} \\leftarrow ${leaf} - \\alpha\\,${slope}\\Big/\\!\\left(\\sqrt{s} + \\varepsilon\\right)`,
    adam: `${leaf} \\leftarrow ${leaf} - \\alpha\\,\\hat m\\Big/\\!\\left(\\sqrt{\\hat s} + \\varepsilon\\right)`,
  }[rule];
}

/**
 * The lines of one leaf's update from an entry to the next.
 * @param {Rule} rule
 * @param {Readonly<{id: string, leaf: string, output: string}>} names  the id, and both names as LaTeX
 * @param {DescentEntry} from
 * @param {DescentEntry} to
 * @returns {readonly Line[]}
 */
export function updateLines(rule, {id, leaf, output}, from, to) {
  const k = from.step;
  const slope = `\\down{${slopeTex(output, leaf, k)}}`;
  const [w, next] = [`\\val{${atStep(leaf, k)}}`, `\\val{${atStep(leaf, k + 1)}}`];
  const [here, there] = [number(from.leaves[id], "v"), number(to.leaves[id], "v")];
  const g = number(from.gradients[id], "g");
  const rate = number(from.learning_rate, "k");
  const slot = (/** @type {DescentEntry} */ entry, /** @type {string} */ name) => number(entry.state[name]?.[id], "k");
  const line = (/** @type {string} */ tex, /** @type {readonly Piece[]} */ pieces) => ({tex: `${next} = ${w} - \\alpha\\,${tex}`, pieces: [here, "−", rate, "×", ...pieces], result: there});
  const memory = (/** @type {string} */ letter, /** @type {string} */ name, /** @type {number} */ keep, /** @type {boolean} */ rest, /** @type {string} */ power) => ({
    tex: `${letter}_{${k + 1}} = ${keep}\\,${letter}_{${k}} + ${rest ? `{(1 - ${keep})}` : ""}\\,${power ? `\\Big(${slope}\\Big)^{2}` : slope}`,
    pieces: [String(keep), "×", bracketed(slot(from, name)), "+", ...(rest ? [`(1 − ${keep})`, "×"] : []), bracketed(g), ...(power ? [power] : [])].flat(),
    result: slot(to, name),
  });
  if (rule === "momentum") {
    return [memory("v", "velocity", RULES.momentum.momentum ?? 0, false, ""), line(`v_{${k + 1}}`, bracketed(slot(to, "velocity")))];
  }
  if (rule === "rmsprop") {
    const keep = RULES.rmsprop.alpha ?? 0;
    return [memory("s", "square", keep, true, "²"),
      line(`\\frac{${slope}}{\\sqrt{s_{${k + 1}}} + \\varepsilon}`, [...bracketed(g), "/ (√", slot(to, "square"), "+ 10⁻⁸)"])];
  }
  if (rule === "adam") {
    const [one, two] = [RULES.adam.beta1 ?? 0, RULES.adam.beta2 ?? 0];
    const power = [...String(k + 1)].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
    return [memory("m", "mean", one, true, ""), memory("s", "square", two, true, "²"),
      line(`\\frac{m_{${k + 1}} / (1 - ${one}^{${k + 1}})}{\\sqrt{s_{${k + 1}} / (1 - ${two}^{${k + 1}})} + \\varepsilon}`,
        [...bracketed(slot(to, "mean")), `/ (1 − ${one}${power}) / (√(`, slot(to, "square"), `/ (1 − ${two}${power})) + 10⁻⁸)`])];
  }
  return [line(slope, bracketed(g))];
}

/** @param {WireValue | undefined} value @param {"v" | "g" | "k"} ink @returns {Piece} */
const number = (value, ink) => ({value: value ?? 0, ink});

/** A factor below zero stands in brackets. @param {Piece} piece @returns {readonly Piece[]} */
function bracketed(piece) {
  if (typeof piece === "string" || !isScalar(piece.value)) return [piece];
  return String(piece.value).startsWith("-") ? ["(", piece, ")"] : [piece];
}
