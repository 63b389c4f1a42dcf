/**
 * Names set as maths, by the rule of the API's formulas (app/explain/names.py): `w0` is w with subscript 0, `w_1_2_3` with
 * 1,2,3, `sigma` the letter, `y_hat` has its accent, `loss` is an upright word. Long ones end in an ellipsis.
 *
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {{head: string, accent: string, below: readonly string[]}} Parts  the accent on the head, what stands below it
 */

import {faceHas, runsWidth, textWidth} from "./text.js";

const LETTERS = "αβγδϵζηθικλλμνξπρστυϕχψωΓΔΘΛΞΠΣΥΦΨΩ";
const GREEK = new Map(("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda lamda mu nu xi pi rho sigma tau upsilon phi chi psi omega "
  + "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega").split(" ").map((name, at) => [name, LETTERS.charAt(at)]));
const ELLIPSIS = "…";
/** A subscript: 0.68 of the letter, a sixth of an em down. */
const SUBSCRIPT = {size: 0.68, shift: 0.16, gap: 0.025};

/** Accents as the roman face has them. */
const ACCENTS = /** @type {Readonly<Record<string, string>>} */ ({hat: "ˆ", bar: "ˉ", tilde: "˜"});
/** Letters that an accent must be lifted over, by this much. */
const [TALL, LIFT] = [/[A-Zbdfhkltθλ]/, -0.24];
/** How far an accent stands beyond the middle of what it is on. */
const SKEW = 0.04;

/** Characters of a name that are read at a glance. */
const MAX_NAME = 24;
const INDEX = /^(\d+|[a-z]\d*)$/i;
/** Letters, their number, an accent, and at most two indices; three where the first two are numbers. */
const NAME = /^([A-Za-z]+)(\d*)(?:_(hat|bar|tilde)(?![^_]))?((?:_[^\W_]+){0,2}|(?:_\d+){2}_[^\W_]+)$/;
/** What may follow a word, which else keeps its underscores (learning_rate): a number first, or indices only. */
const AFTER_A_WORD = /^(_\d+(_.*)?|(_(\d+|[a-z]\d*))*)$/i;

/** @param {string} name @returns {Parts} */
function partsOf(name) {
  if (name.length > MAX_NAME) return {head: name.slice(0, MAX_NAME - 1) + ELLIPSIS, accent: "", below: []};
  const [, head = "", digits = "", accent = "", rest = ""] = NAME.exec(name) ?? [];
  if (!head || (!accent && isWord(head) && !AFTER_A_WORD.test(rest))) return {head: name, accent: "", below: []};
  return {head, accent, below: (digits + rest).split("_").filter(Boolean)};
}

/** @param {string} text */
const isWord = (text) => text.length > 1 && !greek(text);
/** @param {string} text */
const greek = (text) => GREEK.get(text);

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
  let runs = setAsMaths(name);
  if (runsWidth(runs, size) <= width) return runs;
  for (let cut = runs; cut.length > 1 || (cut[0]?.text.length ?? 0) > 1;) {
    const last = /** @type {Run} */ (cut.at(-1));
    const text = last.text.slice(0, -1);
    cut = [...cut.slice(0, -1), ...(text ? [{...last, text}] : [])];
    runs = [...cut, {...last, text: ELLIPSIS, face: "word", gap: text ? 0 : Math.max(0, last.gap ?? 0), shift: Math.max(0, last.shift ?? 0)}];
    if (runsWidth(runs, size) <= width) break;
  }
  return runs;
}

/**
 * @param {string} name
 * @returns {readonly Run[]}
 */
function setAsMaths(name) {
  const {head, accent, below} = partsOf(name);
  const symbol = letters(greek(head) ?? head);
  const tails = below.map((tail) => greek(tail) ?? tail);
  if (!accent) return [symbol, ...subscripts(tails, SUBSCRIPT.gap)];
  const mark = accentOn(symbol, accent);
  return [symbol, mark, ...subscripts(tails, SUBSCRIPT.gap - mark.gap - textWidth(mark.text, 1, mark.face))];
}

/**
 * In the middle above what stands before it.
 * @param {Run} symbol
 * @param {string} accent
 */
function accentOn({text: below, face}, accent) {
  const text = ACCENTS[accent] ?? "";
  const gap = SKEW - (textWidth(below, 1, face) + textWidth(text, 1, "roman")) / 2;
  return {text, face: /** @type {const} */ ("roman"), gap, ...(TALL.test(below) ? {shift: LIFT} : {})};
}

/**
 * Indices and the commas between them: letters slanted, all else upright.
 * @param {readonly string[]} tails
 * @param {number} gap  in front
 * @returns {readonly Run[]}
 */
function subscripts(tails, gap) {
  const pieces = tails.flatMap((tail, at) => [...(at ? [","] : []), ...(isIndex(tail) ? tail.match(/\d+|\D/g) ?? [] : [tail])]);
  return pieces.map(letters).reduce((/** @type {Run[]} */ runs, {text, face}) => {
    const last = runs.at(-1);
    if (last?.face === face) return [...runs.slice(0, -1), {...last, text: last.text + text}];
    return [...runs, {text, face, ...SUBSCRIPT, gap: last ? 0 : gap}];
  }, []);
}

/** Numbers, a letter with its number and two letters; a longer tail is a word. @param {string} tail */
const isIndex = (tail) => tail.length <= 2 || INDEX.test(tail);

/**
 * @param {string} text
 * @returns {Run}
 */
function letters(text) {
  const face = /^[A-Za-zα-ωϕϵ]$/.test(text) ? "math" : "roman";
  return {text, face: faceHas(text, face) ? face : faceHas(text, "math") ? "math" : "word"};
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
  const {head, accent, below} = partsOf(name);
  const symbol = isWord(head) ? upright(head) : command(head);
  const accented = accent ? `\\${accent}{${symbol}}` : symbol;
  const indices = below.map((tail) => (greek(tail) || isIndex(tail) ? command(tail) : upright(tail))).join(",");
  return indices ? `${accented}_{${indices}}` : accented;
}

/** @param {string} text */
const command = (text) => (greek(text) ? `\\${text.replace("lamda", "lambda")}` : text);
/** @param {string} text */
const upright = (text) => `\\mathrm{${text.replaceAll("_", "\\_").replace(ELLIPSIS, "\\ldots")}}`;
