/**
 * A stop that asks: what it asks, and the step as it is told while its answer is kept back.
 *
 * The answer is the number that the stop brings: the first that its line of numbers marks. Where the lesson asks for a
 * local gradient, that goes too, since the product would give it away.
 */

import {questionsAt} from "./questions.js";
import {words} from "./words.js";

/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../types.js").Display} Display */
/** @typedef {import("../page.js").LessonQuestion} LessonQuestion */

/** A ruled blank as wide as a number, where one stands in LaTeX. */
export const BLANK = "\\underline{\\hphantom{00.000}\\vphantom{0}}";

/**
 * The question of a stop: the lesson's own words, else what one would ask there anyway.
 * @param {readonly LessonQuestion[]} questions
 * @param {readonly Stop[]} stops
 * @param {Stop} stop
 * @returns {{words: string, local: boolean}}  local: it is about the local gradient
 */
export function questionOf(questions, stops, stop) {
  const [own] = questionsAt(questions, stops, stop.address);
  return own ? {words: own.ask, local: own.quantity === "local"} : {words: usual(stop), local: false};
}

/** @param {Stop} stop */
function usual({phase, node, edge}) {
  const receiver = phase === "edge" ? (edge ?? "").slice(0, (edge ?? "").lastIndexOf(">")) : node;
  return words.asks[phase](/^_|__/.test(receiver) ? null : receiver);
}

/**
 * The step without its answer.
 * @param {Step} step
 * @param {{words: string, local: boolean}} question  stands for the sentence, which would tell
 * @returns {Step}
 */
export function withheld(step, {words: text, local}) {
  const answer = step.factors.length - 1;
  return {
    ...step,
    text,
    factors: step.factors.map((factor, at) => (at === answer || (local && factor.role === "local") ? {...factor, value: null} : factor)),
    numbers: blanked(step.numbers, local),
  };
}

/**
 * A line of numbers with a blank for its result, and for its local gradient where that is asked.
 * @param {string} numbers
 * @param {boolean} local
 */
function blanked(numbers, local) {
  const first = /\\(up|loc|down|val)\s*\{/.exec(numbers);
  if (!first) return BLANK;
  const kept = filled(numbers, first.index);
  if (!local) return kept;
  const parts = kept.split(/(?=\\loc\s*\{)/);
  return parts.map((part, at) => (at > 0 || part.startsWith("\\loc") ? filled(part, 0) : part)).join("");
}

/** A blank for the group that a macro opens. @param {string} tex @param {number} at  of the macro */
function filled(tex, at) {
  const open = tex.indexOf("{", at);
  let depth = 0;
  for (let i = open; i < tex.length; i += 1) {
    if (tex[i] === "\\") i += 1;
    else if (tex[i] === "{") depth += 1;
    else if (tex[i] === "}" && (depth -= 1) === 0) return `${tex.slice(0, open + 1)}${BLANK}${tex.slice(i)}`;
  }
  return tex;
}
