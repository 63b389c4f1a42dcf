/**
 * The whole graph as typeset maths for the head strip: the output's statement first, then those it is made of.
 *
 * The statements are the trace's own forward lines, so the strip can say nothing that the steps do not. A node without a
 * name that stands written out inside another statement needs none of its own, nor does a part of an opened composite.
 */

import {nameToTex} from "../format/names.js";
import {fullNumber, numberToTex} from "../format/number.js";
import {unmarked} from "./equation.js";
import {folded} from "./folding.js";
import {withUnfinished} from "./unfinished.js";

/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {Readonly<{id: string, left: string, right: string}>} Statement */

/**
 * Cut a line of LaTeX at its first equals sign outside all braces.
 * @param {string} tex
 * @returns {readonly [string, string]}  the second is empty where there is no sign
 */
export function sides(tex) {
  let depth = 0;
  for (let i = 0; i < tex.length; i += 1) {
    if (tex[i] === "\\") i += 1;
    else if (tex[i] === "{") depth += 1;
    else if (tex[i] === "}") depth -= 1;
    else if (tex[i] === "=" && depth === 0) return [tex.slice(0, i).trim(), tex.slice(i + 1).trim()];
  }
  return [tex.trim(), ""];
}

/**
 * Every forward line of a trace by its node; for an op that waits for its operands, what it will be.
 * @param {Trace} trace
 * @returns {ReadonlyMap<string, Statement>}
 */
export function statements(trace) {
  const lines = trace.steps.filter((step) => step.phase === "forward" && step.node);
  const waiting = JSON.stringify(trace.nodes.filter(({missing}) => missing).map(({id, op, inputs}) => [id, op, inputs]));
  const same = lines.length === last.lines.length && waiting === last.waiting
    && lines.every(({node, latex}, at) => node === last.lines[at]?.node && latex === last.lines[at]?.latex);
  if (!same) last = {lines, waiting, all: withUnfinished(new Map(lines.map(statement)), trace.nodes)};
  return last.all;
}

/** The last answer, which is given again where the lines say the same: in symbols, other numbers change nothing. */
let last = {lines: /** @type {readonly Step[]} */ ([]), waiting: "[]", all: /** @type {ReadonlyMap<string, Statement>} */ (new Map())};

/** @param {Step} step @returns {readonly [string, Statement]} */
function statement({node, latex}) {
  const [left, right] = sides(latex).map(unmarked);
  const id = /** @type {string} */ (node);
  return [id, {id, left: left ?? "", right: right ?? ""}];
}

/**
 * The name of a node as the trace writes it.
 * @param {ReadonlyMap<string, Statement>} all
 * @param {string} id
 * @returns {string}
 */
export function nameTex(all, id) {
  return all.get(id)?.left || nameToTex(id);
}

/**
 * The strip's formula, with the part that acts now marked.
 * @param {Trace} trace
 * @param {ReadonlyMap<string, Statement>} said
 * @param {string | null} now  the node that acts
 * @param {ReadonlySet<string>} [parts]  of opened composites, to be written into their statements
 * @param {number} [most]  statements in a row
 * @returns {string}
 */
export function formula(trace, said, now, parts = new Set(), most = MOST) {
  const all = folded(said, parts, now);
  const ops = new Set(trace.nodes.filter(({kind}) => kind === "op").map(({id}) => id));
  const shown = [...all.values()].filter(({id, left, right}) => ops.has(id) && right !== "" && bare(left) !== bare(right)).reverse();
  const output = shown.find(({id}) => id === trace.output);
  const ordered = output ? [output, ...shown.filter((statement) => statement !== output)] : shown;
  const acting = now === null ? undefined : all.get(now);
  if (ordered.length === 0) return nameTex(said, trace.output);
  if (ordered.length > most) return abridged(ordered, acting, most);
  return snug(ordered.map((statement) => `${statement.left} = ${marked(statement, acting)}`).join(",\\quad "));
}

/** A strip holds about this many statements; typesetting hundreds at every step would take longer than the step. */
const MOST = 12;

/**
 * The output's statement, the one that acts now, and where it leads; dots for the rest.
 * @param {readonly Statement[]} ordered
 * @param {Statement | undefined} acting
 * @param {number} most
 */
function abridged(ordered, acting, most) {
  const at = acting ? ordered.findIndex((statement) => marked(statement, acting) !== statement.right) : -1;
  const from = Math.max(1, at - 1);
  const shown = ordered.slice(from, from + most - 2);
  const parts = [ordered[0], ...shown].map((statement) => statement && `${statement.left} = ${marked(statement, acting)}`);
  if (from > 1) parts.splice(1, 0, "\\dots");
  if (from + shown.length < ordered.length) parts.push("\\dots");
  return snug(parts.join(",\\quad "));
}

/**
 * @param {Statement} statement
 * @param {Statement | undefined} acting
 */
function marked(statement, acting) {
  if (!acting) return statement.right;
  if (acting.id === statement.id) return `\\now{${statement.right}}`;
  const part = acting.left;
  const nameless = acting.right === "" || bare(acting.left) === bare(acting.right);
  const inside = nameless && part.length > 3 && statement.right.split(part).length === 2;
  return inside ? statement.right.replace(part, () => `\\now{${part}}`) : statement.right;
}

/** LaTeX without the braces and blanks that do not show. @param {string} tex */
const bare = (tex) => tex.replaceAll(/[{}\s]/g, "");

/** Stretching brackets keep a thin space around them that a function's argument should not have. @param {string} tex */
const snug = (tex) => tex.replaceAll("\\left(", "\\mathopen{}\\left(").replaceAll("\\right)", "\\right)\\mathclose{}");

/**
 * A step as LaTeX to paste: its symbols, then its numbers, aligned at their equals signs.
 * @param {Pick<import("../types.js").Step, "latex" | "numbers">} step
 * @returns {string}
 */
export function stepTex({latex, numbers}) {
  const [[left, right], [first, rest]] = [sides(unmarked(latex)), sides(unmarked(numbers))];
  const lines = right === "" ? [`${left} &= ${first}${rest && ` = ${rest}`}`] : [`${left} &= ${right}`, rest ? `${first} &= ${rest}` : `&= ${first}`];
  return `\\begin{aligned}\n  ${lines.join(" \\\\\n  ")}\n\\end{aligned}`;
}

/**
 * A step as text to paste: its product or sum in full where it is one of numbers, then its sentence.
 * @param {Pick<import("../types.js").Step, "phase" | "factors" | "text">} step
 * @returns {string}
 */
export function stepText({phase, factors, text}) {
  const numbers = factors.map(({value}) => value);
  if (!numbers.every((value) => typeof value === "number" || typeof value === "string") || numbers.length < 2) return text;
  const written = numbers.map((value) => fullNumber(/** @type {import("../types.js").WireNumber} */ (value)));
  const sign = {edge: " × ", accumulate: " + ", forward: null, seed: null}[phase];
  return sign ? `${written.slice(0, -1).join(sign)} = ${written.at(-1)}\n${text}` : text;
}

/** @typedef {import("./counts.js").NumberRow} NumberRow */
/** @typedef {import("../types.js").WireValue} WireValue */

/** @param {WireValue | null} value @returns {string} */
function valueTex(value) {
  if (value === null) return "";
  if (!Array.isArray(value)) return numberToTex(/** @type {import("../types.js").WireNumber} */ (value));
  if (value.some((row) => Array.isArray(row) && row.some(Array.isArray))) return `\\left[${value.map(valueTex).join(",\\, ")}\\right]`;
  const rows = value.map((row) => (Array.isArray(row) ? row : [row]).map(valueTex).join(" & "));
  return `\\begin{bmatrix} ${rows.join(" \\\\ ")} \\end{bmatrix}`;
}

/**
 * All numbers as a LaTeX array, rounded as they are shown.
 * @param {readonly NumberRow[]} rows
 * @param {(id: string) => string} name
 * @param {readonly string[]} heads
 * @returns {string}
 */
export function tableTex(rows, name, heads) {
  const lines = rows.map(({id, value, gradient}) => `  ${name(id)} & ${valueTex(value)} & ${valueTex(gradient)}`);
  return `\\begin{array}{lrr}\n  ${heads.map((head) => `\\text{${head}}`).join(" & ")} \\\\ \\hline\n${lines.join(" \\\\\n")}\n\\end{array}`;
}

/**
 * All numbers as text with tabs, in full: what a spreadsheet takes.
 * @param {readonly NumberRow[]} rows
 * @param {readonly string[]} heads
 * @returns {string}
 */
export function tableText(rows, heads) {
  const written = (/** @type {WireValue | null} */ value) => (value === null ? "" : Array.isArray(value) ? JSON.stringify(value) : String(value));
  return [heads.join("\t"), ...rows.map(({id, value, gradient}) => [id, written(value), written(gradient)].join("\t"))].join("\n");
}
