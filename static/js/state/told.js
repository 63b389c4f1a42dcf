/**
 * The one sentence a room reads at a stop: the lesson's own where it has one, else a short one about the op.
 *
 * The API's sentence tells the whole product again, which stands right above; here it is enough to say what the op does
 * with what it receives. Where there is no product of two numbers, the API's sentence is it.
 */

import {formatNumber, toNumber} from "../format/number.js";
import {noWayBack} from "./unfinished.js";
import {opTitle, words} from "./words.js";

/** @typedef {import("../types.js").Display} Display */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../page.js").LessonLook} LessonLook */

/**
 * @param {readonly LessonLook[]} look
 * @param {Stop} stop
 * @param {Step} step
 * @param {Display | null} display
 * @returns {string}
 */
export function toldTo(look, stop, step, display) {
  const own = look.find(({at}) => at === stop.address);
  if (own) return own.text;
  const local = step.factors.find(({role}) => role === "local")?.value;
  const op = display?.byId[display.owner[stop.node] ?? stop.node]?.op;
  if (step.phase !== "edge" || typeof local !== "number" || !op) return step.text;
  return words.passesOn(theOp(op), size(local), formatNumber(local));
}

/** @param {number} local @returns {"all" | "none" | "part" | "times"} */
function size(local) {
  const x = toNumber(local);
  if (x === 1) return "all";
  if (x === 0) return "none";
  return Math.abs(x) < 1 && x > 0 ? "part" : "times";
}

/** An op in a sentence: "the product", but "the ReLU". @param {string} op */
function theOp(op) {
  const title = opTitle(op);
  return /^[A-Z][a-z]+( |$)/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** True at the end of a way there that has no way back, for want of one number at its end. @param {import("../page.js").Desk["store"]} store */
export function endsInMany({shown, atLast, currentStop}) {
  const trace = shown.value?.trace;
  return trace !== undefined && atLast.value && currentStop.value?.phase === "forward" && noWayBack(trace) === "tensor";
}
