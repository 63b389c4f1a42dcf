/**
 * What stands on an op's disc: its sign, its Greek letter, or its name; and how a constant is drawn inside.
 *
 * The catalogue (`GET /ops`) is the authority on ops; this table only sets type. An op it does not know is written by
 * its name, so a new op needs no change here.
 *
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {{runs: readonly Run[], size: number, drop: number, pad: number, least: number}} Glyph
 *   `drop`: baseline below the middle; `pad`: room at each end inside a pill; `least`: smallest half-width
 */

import {figure, MINUS, toNumber} from "../format/number.js";

const SIGNS = /** @type {Readonly<Record<string, string>>} */ ({
  add: "+", sub: MINUS, mul: "×", div: "÷", matmul: "@", dot: "⋅", outer: "⊗", sqrt: "√", sum: "Σ",
  less: "<", less_equal: "≤", greater: ">", greater_equal: "≥", equal: "=",
});
const WORDS = /** @type {Readonly<Record<string, string>>} */ ({
  relu: "ReLU", leaky_relu: "leaky ReLU", elu: "ELU", prelu: "PReLU", silu: "SiLU", gelu: "GELU", identity: "id",
  maximum: "max", minimum: "min", not_equal: "not equal",
});
/** Ops that put an operand into brackets: before, after, and what is raised. */
const AROUND = /** @type {Readonly<Record<string, readonly [string, string]>>} */ ({
  neg: [MINUS, ""], reciprocal: ["", `${MINUS}1`], square: ["", "2"], transpose: ["", "⊤"],
});
/** Constants are drawn inside these only: sign in front when the constant comes second, behind when first. */
const INLINE = new Set(["add", "sub", "mul", "div", "pow", "maximum", "minimum",
  "less", "less_equal", "greater", "greater_equal", "equal"]);
/** Their slanted strokes reach into a pill's round ends. */
const COMPARED = new Set(["less", "less_equal", "greater", "greater_equal", "equal"]);
const RAISED = -0.42;

/**
 * @param {string} op
 * @returns {Glyph}
 */
export function opGlyph(op) {
  const sign = SIGNS[op];
  if (sign) return {runs: [roman(sign)], size: 23, drop: 7.2, pad: 8, least: 0};
  if (op === "sigmoid") return {runs: [{text: "σ", face: "math"}], size: 24, drop: 6.5, pad: 8, least: 0};
  const around = AROUND[op];
  if (around) return bracketed(around[0], [roman(around[1])]);
  const word = WORDS[op] ?? op.replaceAll("_", " ");
  return {runs: [roman(word)], size: word.length > 3 ? 15 : 16.5, drop: word.length > 4 ? 5 : 5.2, pad: 8, least: 0};
}

/**
 * A single letter or name on a disc of its own, for a group of the reader's.
 * @param {readonly Run[]} runs
 * @returns {Glyph}
 */
export function nameGlyph(runs) {
  return {runs, size: runs.length === 1 && runs[0]?.text.length === 1 ? 22 : 16.5, drop: 6, pad: 8, least: 0};
}

/** @param {string | null | undefined} op */
export function takesInline(op) {
  return op != null && INLINE.has(op);
}

/**
 * An op with a constant drawn inside it: ×(−1), +1, ( )^−1.
 * @param {string} op
 * @param {string} name       of the constant; pi keeps its letter
 * @param {WireValue} value
 * @param {number} index      which operand the constant is
 * @returns {Glyph}
 */
export function inlineGlyph(op, name, value, index) {
  const number = name === "pi" ? [/** @type {Run} */ ({text: "π", face: "math"})] : constantRuns(value);
  if (op === "pow") return index === 1 ? bracketed("", number) : raisedBrackets(number);
  const sign = SIGNS[op] ?? WORDS[op] ?? op;
  const negative = number[0]?.text.startsWith(MINUS) ?? false;
  const shown = negative && index === 1 ? [roman("("), ...number, roman(")")] : number;
  const gap = sign.length > 1 ? 0.25 : 0;
  const runs = index === 1 ? [roman(sign), ...withGap(shown, gap)] : [...shown, roman(sign, 0.12)];
  return {runs, size: 18.5, drop: 6, pad: COMPARED.has(op) ? 6 : 3, least: 20};
}

/** A constant was written, not computed: it keeps no zeros at its end. @param {WireValue} value @returns {readonly Run[]} */
function constantRuns(value) {
  const {text, exponent} = figure(toNumber(/** @type {number} */ (value)));
  return exponent ? [roman(text), raised(exponent)] : [roman(text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, ""))];
}

/** @param {readonly Run[]} runs @param {number} gap */
function withGap(runs, gap) {
  return gap ? runs.map((run, at) => (at ? run : {...run, gap})) : runs;
}

/** @param {string} before @param {readonly Run[]} above @returns {Glyph} */
function bracketed(before, above) {
  const power = above.filter((run) => run.text !== "").map((run, at) => ({...raised(run.text, run.face), gap: at ? 0 : 0.05}));
  const runs = [...(before ? [roman(before)] : []), roman("("), roman(")", 0.3), ...power];
  return {runs, size: 19, drop: 6, pad: 6.5, least: 24};
}

/** @param {readonly Run[]} base @returns {Glyph} */
function raisedBrackets(base) {
  return {runs: [...base, raised("("), {...raised(")"), gap: 0.2}], size: 19, drop: 6, pad: 6.5, least: 24};
}

/** @param {string} text @param {number} [gap] @returns {Run} */
function roman(text, gap = 0) {
  return {text, face: "roman", gap};
}

/** @param {string} text @param {Run["face"]} [face] @returns {Run} */
function raised(text, face = "roman") {
  return {text, face, size: 0.74, shift: RAISED};
}
