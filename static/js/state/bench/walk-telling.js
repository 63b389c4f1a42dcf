/** A stop as a sentence, for whoever hears the page; and in a few words, for the head. */

import {formatNumber} from "../../format/number.js";
import {entryOf, gradientOf, into} from "./walk-lines.js";
import {walkWords} from "./walk-words.js";

/** @typedef {import("../../draw/bench/example.js").Example} Example */
/** @typedef {import("../../types.js").WireNumber} WireNumber */
/** @typedef {import("./walk.js").WalkStop} WalkStop */
/** @typedef {import("./walk.js").Weight} Weight */
/** @typedef {import("./walking.js").Update} Update */

const {says: said, place} = walkWords;
const number = (/** @type {WireNumber | null | undefined} */ value) => (value == null ? "" : formatNumber(value));
/** More inputs than this are not read out. */
const MOST_READ = 4;

/**
 * @param {Example} example
 * @param {WalkStop} stop
 * @param {Weight} weight
 * @param {Update | null} update
 * @returns {string}
 */
export function sentenceAt(example, stop, weight, update) {
  if (stop.phase === "inputs") return said.inputs(example.x.slice(0, MOST_READ).map(number).join(", ") + (example.x.length > MOST_READ ? " …" : ""));
  if (stop.phase === "loss") return said.loss(number(example.pass.loss.total));
  if (stop.phase === "update") {
    if (!update) return said.updateSoon;
    return `${said.update(number(update.before), number(update.after))} ${said.moved(weight.unit, weight.layer, weight.input, number(entryOf(example.parameters, weight)), number(entryOf(update.parameters, weight)))}`;
  }
  return stop.phase === "forward" ? forwardSentence(example, stop, weight) : backwardSentence(example, stop, weight);
}

/** @param {Example} example @param {WalkStop} stop @param {Weight} weight */
function forwardSentence(example, stop, weight) {
  const {layer, unit, input} = weight;
  const told = example.pass.layers[layer - 1];
  if (stop.input) return said.term(unit, layer, number(entryOf(example.parameters, weight)), number(into(example, layer)[input - 1]), input);
  const one = said.unit(unit, layer, number(told?.z[0]?.[unit - 1]), number(told?.a[0]?.[unit - 1]));
  return stop.unit === null ? `${said.forwardLayer(layer, told?.z[0]?.length ?? 0)} ${one}` : one;
}

/** @param {Example} example @param {WalkStop} stop @param {Weight} weight */
function backwardSentence(example, stop, weight) {
  const {layer, unit, input} = weight;
  const told = example.pass.layers[layer - 1];
  const gradient = number(gradientOf(example, weight));
  const last = input === 0 ? said.biasGradient(unit, layer, gradient) : said.gradient(unit, layer, input, gradient);
  if (stop.input) return last;
  const delta = said.delta(unit, layer, number(told?.da[0]?.[unit - 1]), number(told?.slope?.[0]?.[unit - 1]), number(told?.delta[0]?.[unit - 1]));
  const whole = stop.unit === null ? `${said.backwardLayer(layer, told?.delta[0]?.length ?? 0)} ` : "";
  return `${whole}${delta} ${last}`;
}

/** @param {WalkStop} stop @param {number} layers */
export function placeAt({phase, layer}, layers) {
  if (phase === "forward" || phase === "backward") return place[phase](/** @type {number} */ (layer), layers);
  return place[phase];
}
