/**
 * Names set as maths, as the API's formulas set them: `w0` is w with subscript 0, `w1_2_3` with 1,2,3, `sigma` the letter;
 * long ones end in an ellipsis.
 *
 * @typedef {import("../types.d.ts").Run} Run
 */

import {faceHas, runsWidth} from "./text.js";

const GREEK = /** @type {Readonly<Record<string, string>>} */ ({
  alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ϵ", zeta: "ζ", eta: "η", theta: "θ", iota: "ι",
  kappa: "κ", lambda: "λ", lamda: "λ", mu: "μ", nu: "ν", xi: "ξ", pi: "π", rho: "ρ", sigma: "σ", tau: "τ",
  upsilon: "υ", phi: "ϕ", chi: "χ", psi: "ψ", omega: "ω", Gamma: "Γ", Delta: "Δ", Theta: "Θ", Lambda: "Λ",
  Xi: "Ξ", Pi: "Π", Sigma: "Σ", Upsilon: "Υ", Phi: "Φ", Psi: "Ψ", Omega: "Ω",
});
const ELLIPSIS = "…";
/** A subscript: 0.68 of the letter, a sixth of an em down. */
const SUBSCRIPT = {size: 0.68, shift: 0.16, gap: 0.025};

/** A letter with several indices: numbers, and after them a letter with its number. The API's formulas take two tails at most. */
const SEVERAL = /^([A-Za-z]+)(\d+_\d+|\d+(?:_\d+)?_[A-Za-z]\d*|_?\d+_\d+_\d+|_\d+_\d+)$/;

/** @param {string} name */
const indices = (name) => name.replace(/^[A-Za-z]+_?/, "").replaceAll("_", ",");

/**
 * True for ids that were made, not given: `_add7`, and `s__exp1` inside an opened composite.
 * @param {string} id
 */
export function isUnnamed(id) {
  return id.startsWith("_") || id.includes("__");
}

/**
 * @param {string} name
 * @param {{width?: number, size?: number}} [limit]  an ellipsis where it would be wider than `width` at `size`
 * @returns {readonly Run[]}
 */
export function nameRuns(name, {width = Infinity, size = 21} = {}) {
  const runs = setAsMaths(name);
  if (runsWidth(runs, size) <= width) return runs;
  for (let length = name.length - 1; length > 0; length -= 1) {
    const shorter = [letters(name.slice(0, length)), {text: ELLIPSIS, face: /** @type {const} */ ("word")}];
    if (runsWidth(shorter, size) <= width || length === 1) return shorter;
  }
  return runs;
}

/**
 * @param {string} name
 * @returns {readonly Run[]}
 */
function setAsMaths(name) {
  const [, stem = name, below = ""] = /^([A-Za-z]+?)_?(\d+|_?(?<=_)[A-Za-z0-9]+)$/.exec(name) ?? SEVERAL.exec(name)?.with(2, indices(name)) ?? [];
  if (below === "") return [letters(name)];
  return [letters(stem), {text: below, face: "roman", ...SUBSCRIPT}];
}

/**
 * @param {string} text
 * @returns {Run}
 */
function letters(text) {
  const greek = GREEK[text];
  if (greek) return {text: greek, face: "math"};
  return {text, face: faceHas(text, "math") ? "math" : "word"};
}

/**
 * The same as plain text, for titles and screen readers.
 * @param {readonly Run[]} runs
 */
export function plain(runs) {
  return runs.map((run) => run.text).join("");
}

/**
 * LaTeX of a name, for the panel's maths.
 * @param {string} name
 */
export function nameToTex(name) {
  const [stem, below] = setAsMaths(name);
  const letter = stem?.text ?? name;
  const greek = Object.keys(GREEK).find((key) => GREEK[key] === letter);
  const head = greek ? `\\${greek === "lamda" ? "lambda" : greek}` : letter.length > 1 ? `\\mathit{${escapeTex(letter)}}` : letter;
  return below ? `${head}_{${below.text.length > 1 && !/^[\d,]+$/.test(below.text) ? `\\mathrm{${escapeTex(below.text)}}` : below.text}}` : head;
}

/** @param {string} text */
function escapeTex(text) {
  return text.replaceAll("_", "\\_");
}
