/**
 * What a step is in matrix form: which matrices stand in its formula, in what order, with which signs.
 *
 * Every number is the API's; transposing is all that is done to them here.
 */

import {Reached} from "./walk.js";
import {walkWords} from "./walk-words.js";

/** @typedef {import("../../draw/bench/example.js").Example} Example */
/** @typedef {import("../../draw/bench/example-matrix.js").Term} Term */
/** @typedef {import("../../draw/bench/example-names.js").Part} Part */
/** @typedef {import("../../bench.js").Matrix} Matrix */
/** @typedef {import("../../bench.js").Vector} Vector */
/** @typedef {import("../../bench.js").LayerPass} LayerPass */
/** @typedef {import("./walk.js").WalkStop} WalkStop */
/** @typedef {import("./walk.js").Weight} Weight */
/** @typedef {import("./walking.js").Update} Update */
/** @typedef {import("../../types.js").Run} Run */
/** Whose numbers they are, and so when they are told. @typedef {Readonly<{what: "value" | "delta" | "gradient", layer: number}>} Of */

const column = (/** @type {Vector} */ vector) => vector.map((value) => [value]);
/** @param {Matrix} rows @returns {Matrix} */
const transposed = (rows) => (rows[0] ?? []).map((_, at) => rows.map((row) => /** @type {import("../../types.js").WireNumber} */ (row[at])));
const NONE = Object.freeze({row: null, column: null});
/** @param {string} sign @returns {Term} */
const sign = (sign) => ({sign});
/** @type {Term} */
const RULE = {rule: true};

/**
 * @param {Example} example
 * @param {WalkStop} stop
 * @param {Weight} weight
 * @param {Update | null} update
 * @param {boolean} [plain]  a step is the rate times the gradient
 * @returns {readonly Term[]}
 */
export function termsAt(example, stop, weight, update, plain = false) {
  const reached = new Reached(stop);
  return termsOf(example, stop, weight, update, plain).map((term) => ("rows" in term && term.of ? {...term, told: toldOf(term.of, reached)} : term));
}

/** Which numbers of a layer are told: a unit's, or those of what leads to it. @param {Of} of @param {Reached} reached @returns {(row: number, column: number) => boolean} */
function toldOf({what, layer}, reached) {
  if (what === "value") return (row) => reached.value(layer, row + 1);
  if (what === "delta") return (row) => reached.delta(layer, row + 1);
  return (row, at) => reached.gradient({layer, unit: row + 1, input: at + 1});
}

/**
 * @param {Example} example @param {WalkStop} stop @param {Weight} weight @param {Update | null} update @param {boolean} plain
 * @returns {readonly (Term & {of?: Of})[]}
 */
function termsOf(example, {phase, layer}, weight, update, plain) {
  const last = example.pass.layers.length;
  if (phase === "inputs") return inputTerms(example);
  if (phase === "loss") return lossTerms(example);
  if (phase === "forward") return forwardTerms(example, /** @type {number} */ (layer), weight);
  if (phase === "update") return update ? updateTerms(example, weight, update, plain) : [];
  const here = /** @type {number} */ (layer);
  return [...(here === last ? outputDelta(example, weight) : hiddenDelta(example, here, weight)), RULE, ...gradientTerms(example, here, weight)];
}

/** @param {Example} example @param {number} layer */
const passOf = (example, layer) => /** @type {LayerPass} */ (example.pass.layers[layer - 1]);
/** What comes into a layer. @param {Example} example @param {number} layer */
const into = (example, layer) => (layer === 1 ? example.x : passOf(example, layer - 1).a[0] ?? []);
/** @param {Example} example @param {string} name */
const parameter = ({parameters}, name) => /** @type {any} */ (parameters[name] ?? []);

/** @param {Example} example @returns {readonly Term[]} */
function inputTerms({x, y}) {
  return [
    {key: "x", rows: column(x), ink: "v", name: [named("x", null, "v")], row: "0", column: null, pick: NONE}, RULE,
    {key: "t", rows: column(y), ink: "k", name: [named("t", null, "k")], row: "t", column: null, pick: NONE},
  ];
}

/** @param {Example} example @returns {readonly Term[]} */
function lossTerms(example) {
  const last = example.pass.layers.length;
  return [
    {key: "a", rows: column(passOf(example, last).a[0] ?? []), ink: "v", name: [named("a", last, "v")], row: String(last), column: null, pick: NONE}, RULE,
    {key: "t", rows: column(example.y), ink: "k", name: [named("t", null, "k")], row: "t", column: null, pick: NONE},
  ];
}

/** @param {Example} example @param {number} layer @param {Weight} weight @returns {readonly Term[]} */
function forwardTerms(example, layer, weight) {
  const told = passOf(example, layer);
  const [unit, input] = [weight.unit - 1, weight.input - 1];
  const {activation, bias} = /** @type {import("../../bench.js").LayerSpec} */ (example.spec.layers[layer - 1]);
  const [row, before] = [String(layer), String(layer - 1)];
  const own = {row: unit, column: null};
  return [
    vector("z", told.z[0], "v", [named("z", layer, "v")], row, own, {what: "value", layer}), sign("="),
    {key: "W", rows: parameter(example, `W${layer}`), ink: "v", name: [named("W", layer, "k")], row, column: before, pick: {row: unit, column: input < 0 ? null : input}, weights: true},
    vector("in", into(example, layer), "v", [layer === 1 ? named("x", null, "v") : named("a", layer - 1, "v")], before, {row: input < 0 ? null : input, column: null}),
    ...(bias === false ? [] : [sign("+"), vector("b", parameter(example, `b${layer}`), "v", [named("b", layer, "k")], row, own)]), RULE,
    vector("a", told.a[0], "v", [named("a", layer, "v")], row, own, {what: "value", layer}), sign("="), ...(kindOf(activation) === "identity" ? [] : [sign(activationName(kindOf(activation)))]),
    vector("z again", told.z[0], "v", [named("z", layer, "v")], row, own, {what: "value", layer}),
  ];
}

/** Delta of the last layer: from the loss. @param {Example} example @param {Weight} weight @returns {readonly Term[]} */
function outputDelta(example, weight) {
  const layer = example.pass.layers.length;
  const told = passOf(example, layer);
  const own = {row: weight.unit - 1, column: null};
  const row = String(layer);
  const mine = /** @type {Of} */ ({what: "delta", layer});
  const delta = vector("delta", told.delta[0], "g", [named("δ", layer, "g")], row, own, mine);
  if (told.slope) return [delta, sign("="), vector("da", told.da[0], "g", [slopeOfLoss("a", layer)], row, own, mine), sign("⊙"), vector("slope", told.slope[0], "k", slopeName(example, layer), row, own)];
  if (example.spec.loss !== "cce") return [delta, sign("←"), vector("da", told.da[0], "g", [slopeOfLoss("a", layer)], row, own, mine)];
  return [delta, sign("="), vector("a", told.a[0], "v", [named("a", layer, "v")], row, own), sign("−"), vector("t", example.y, "k", [named("t", null, "k")], row, own)];
}

/** Delta of a layer before others: what they send back, times the slope. @param {Example} example @param {number} layer @param {Weight} weight @returns {readonly Term[]} */
function hiddenDelta(example, layer, weight) {
  const [told, after] = [passOf(example, layer), passOf(example, layer + 1)];
  const own = {row: weight.unit - 1, column: null};
  const [row, next] = [String(layer), String(layer + 1)];
  return [
    vector("delta", told.delta[0], "g", [named("δ", layer, "g")], row, own, {what: "delta", layer}), sign(told.slope ? "=" : "←"),
    {key: "W", rows: transposed(parameter(example, `W${layer + 1}`)), ink: "v", name: turned("W", layer + 1, "k"), row, column: next, pick: own},
    vector("delta after", after.delta[0], "g", [named("δ", layer + 1, "g")], next, NONE),
    ...(told.slope ? [sign("⊙"), vector("slope", told.slope[0], "k", slopeName(example, layer), row, own)] : []),
  ];
}

/** delta times a^T. @param {Example} example @param {number} layer @param {Weight} weight @returns {readonly Term[]} */
function gradientTerms(example, layer, weight) {
  const told = passOf(example, layer);
  const [unit, input] = [weight.unit - 1, weight.input - 1];
  const [row, before] = [String(layer), String(layer - 1)];
  const across = input < 0 ? null : input;
  return [
    vector("delta again", told.delta[0], "g", [named("δ", layer, "g")], row, {row: unit, column: null}, {what: "delta", layer}),
    {key: "in", rows: [into(example, layer)], ink: "v", name: turned(layer === 1 ? "x" : "a", layer === 1 ? null : layer - 1, "v"), row: null, column: before, pick: {row: null, column: across}}, sign("="),
    /** @type {Term & {of: Of}} */ ({key: "dW", rows: told.dW, ink: "g", name: [slopeOfLoss("W", layer)], row, column: before, pick: {row: unit, column: across}, weights: true, of: {what: "gradient", layer}}),
  ];
}

/** The weights before and after. @param {Example} example @param {Weight} weight @param {Update} update @param {boolean} plain @returns {readonly Term[]} */
function updateTerms(example, {layer, unit, input}, {parameters}, plain) {
  const [row, before] = [String(layer), String(layer - 1)];
  const pick = {row: unit - 1, column: input > 0 ? input - 1 : null};
  const matrix = (/** @type {string} */ key, /** @type {any} */ rows, /** @type {"v" | "g"} */ ink, /** @type {readonly Part[]} */ name) => (
    /** @type {Term} */ ({key, rows, ink, name, row, column: before, pick, weights: true}));
  return [
    matrix("W", parameter(example, `W${layer}`), "v", [named("W", layer, "k")]), plain ? sign(walkWords.minusRate) : RULE,
    matrix("dW", passOf(example, layer).dW, "g", [slopeOfLoss("W", layer)]), plain ? sign("=") : RULE,
    matrix("new W", parameters[`W${layer}`] ?? [], "v", [named("W", layer, "k"), {runs: [{text: " after", face: "word", size: 0.9}], ink: "k"}]),
  ];
}

/**
 * @param {string} key @param {Vector | undefined} values @param {"v" | "g" | "k"} ink @param {readonly Part[]} name @param {string} row
 * @param {Readonly<{row: number | null, column: number | null}>} pick
 * @param {Of} [of]
 * @returns {Term & {of?: Of}}
 */
const vector = (key, values, ink, name, row, pick, of) => ({key, rows: column(values ?? []), ink, name, row, column: null, pick, ...(of && {of})});

const UP = Object.freeze({size: 0.7, shift: -0.42, gap: 0.06});

/** @param {string} letter @param {number | null} layer @param {"v" | "g" | "k"} ink @returns {Part} */
const named = (letter, layer, ink) => ({runs: [{text: letter, face: "math"}, ...above(layer)], ink});

/** @param {number | string | null} sup @returns {readonly Run[]} */
const above = (sup) => (sup === null ? [] : [{text: String(sup), face: "roman", ...UP}]);

/** Turned on its side. @param {string} letter @param {number | null} layer @param {"v" | "k"} ink @returns {readonly Part[]} */
function turned(letter, layer, ink) {
  const inside = named(letter, layer, ink);
  if (layer === null) return [{runs: [...inside.runs, ...above("⊤")], ink}];
  return [{runs: [{text: "(", face: "roman"}], ink: "k"}, inside, {runs: [{text: ")", face: "roman"}, ...above("⊤")], ink: "k"}];
}

/** dJ/da or dJ/dW of a layer. @param {"a" | "W"} of @param {number} layer @returns {Part} */
const slopeOfLoss = (of, layer) => ({runs: [{text: "∂", face: "roman"}, {text: "J", face: "math"}, {text: " / ∂", face: "roman"}, ...named(of, layer, "g").runs], ink: "g"});

/** @param {import("../../bench.js").ActivationSpec} activation */
export const kindOf = (activation) => (typeof activation === "string" ? activation : activation.kind);

const WRITTEN = /** @type {Readonly<Record<string, string>>} */ ({relu: "ReLU", leaky_relu: "leaky ReLU", elu: "ELU", prelu: "PReLU", silu: "SiLU", gelu: "GELU", sigmoid: "σ"});
/** An activation as it is written in a formula. @param {string} kind */
export const activationName = (kind) => WRITTEN[kind] ?? kind.replaceAll("_", " ");

/** The slope of a layer's activation, written out where it is short. @param {Example} example @param {number} layer @returns {readonly Part[]} */
function slopeName(example, layer) {
  const kind = kindOf(/** @type {import("../../bench.js").LayerSpec} */ (example.spec.layers[layer - 1]).activation);
  const a = named("a", layer, "k").runs;
  const roman = (/** @type {string} */ text) => /** @type {Run} */ ({text, face: "roman"});
  if (kind === "tanh") return [{runs: [roman("1 − "), ...a, roman("⊙"), ...a], ink: "k"}];
  if (kind === "sigmoid") return [{runs: [...a, roman("⊙(1 − "), ...a, roman(")")], ink: "k"}];
  if (kind === "identity") return [{runs: [roman("1")], ink: "k"}];
  if (kind === "relu") return [{runs: [roman("["), ...named("z", layer, "k").runs, roman(" > 0]")], ink: "k"}];
  return [{runs: [{text: "σ", face: "math"}, roman("′("), ...named("z", layer, "k").runs, roman(")")], ink: "k"}];
}
