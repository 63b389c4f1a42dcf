/**
 * A step of one weight or one unit as lines: symbols, and the numbers in the four marks. Every number is the API's.
 */

import {chainTex, lossTex, unitBackTex, unitTex, updateTex, weightBackTex, gradientTex, weightTex} from "./walk-tex.js";
import {walkWords as said} from "./walk-words.js";

/** @typedef {import("../../draw/bench/example.js").Example} Example */
/** @typedef {import("../../bench.js").LayerPass} LayerPass */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../types.js").WireNumber} WireNumber */
/** @typedef {import("../../types.js").WireValue} WireValue */
/** @typedef {import("./walk.js").Reached} Reached */
/** @typedef {import("./walk.js").Weight} Weight */
/** @typedef {import("./walking.js").Update} Update */
/** @typedef {import("./walking.js").Measured} Measured */
/** @typedef {"val" | "up" | "loc" | "down"} MarkName */
/**
 * `long`: to nine decimals, for a step is often too small for four digits; `told`: the weight this is about.
 * @typedef {Readonly<{sign?: string, value?: WireNumber | null, mark?: MarkName, words?: string, long?: boolean, told?: boolean}>} Part
 * @typedef {Readonly<{key: string, tex: string | null, parts: readonly Part[], note?: string}>} Line
 */

/** As many terms of a sum are written out; of more, only the one this is about, or the largest. */
const MOST_TERMS = 2;

/** @param {Example} example @param {number} layer */
const passOf = ({pass}, layer) => /** @type {LayerPass} */ (pass.layers[layer - 1]);
/** What comes into a layer. @param {Example} example @param {number} layer */
export const into = (example, layer) => (layer === 1 ? example.x : passOf(example, layer - 1).a[0] ?? []);
/** One number of a parameter; input 0 is the bias. @param {Readonly<Record<string, WireValue>>} parameters @param {Weight} weight @returns {WireNumber | null} */
export function entryOf(parameters, {layer, unit, input}) {
  const found = /** @type {any} */ (parameters[input === 0 ? `b${layer}` : `W${layer}`]);
  return (input === 0 ? found?.[unit - 1] : found?.[unit - 1]?.[input - 1]) ?? null;
}

/** The gradient of a weight, or of a bias. @param {Example} example @param {Weight} weight @returns {WireNumber | null} */
export function gradientOf(example, {layer, unit, input}) {
  const told = passOf(example, layer);
  return (input === 0 ? told.db[unit - 1] : told.dW[unit - 1]?.[input - 1]) ?? null;
}

/**
 * @param {Example} example
 * @param {Readonly<{reached: Reached, weight: Weight, request: TrainRequest, update: Update | null, measured: Measured | null, refused?: boolean}>} at  refused: it could not be measured
 * @returns {readonly Line[]}
 */
export function linesAt(example, {reached, weight, request, update, measured, refused = false}) {
  const {phase} = reached.stop;
  if (phase === "inputs") return [];
  if (phase === "loss") return [lossLine(example)];
  if (phase === "forward") return forwardLines(example, reached, weight);
  if (phase === "update") return updateLines(example, weight, request, update);
  return backwardLines(example, reached, weight, measured, refused);
}

/** @param {Example} example @returns {Line} */
function lossLine({spec, pass, y}) {
  const [total, outputs] = [pass.loss.total, pass.output[0] ?? []];
  /** @type {Part[]} */
  const parts = [];
  if (spec.loss === "half_mse" && outputs.length <= 2 && y.length === outputs.length) {
    outputs.forEach((output, k) => parts.push(
      {sign: k === 0 ? (outputs.length > 1 ? "= ½ ( (" : "= ½ (") : ")² + (", value: output, mark: "val"}, {sign: "−", value: y[k] ?? null}));
    parts.push({sign: outputs.length > 1 ? ")² )" : ")²"});
  }
  return {key: "loss", tex: lossTex(spec), parts: [...parts, {sign: "=", value: total, mark: "val", long: true}]};
}

/** @param {Example} example @param {Reached} reached @param {Weight} weight @returns {readonly Line[]} */
function forwardLines(example, reached, weight) {
  const {layer, unit} = weight;
  const tex = unitTex(example.spec, weight);
  const told = passOf(example, layer);
  const known = reached.value(layer, unit);
  const z = known ? told.z[0]?.[unit - 1] ?? null : null;
  return [
    {key: "sum", tex: tex.sum, parts: [...sumParts(example, weight), ...(known ? [{sign: "=", value: z, mark: /** @type {const} */ ("val")}] : [{sign: "…"}])]},
    ...(known ? [{key: "activation", tex: tex.activation, parts: [{sign: "=", value: told.a[0]?.[unit - 1] ?? null, mark: /** @type {const} */ ("val")}]}] : []),
  ];
}

/** The terms of a unit's sum: all where they are few, else the one this is about. @param {Example} example @param {Weight} weight @returns {readonly Part[]} */
function sumParts(example, weight) {
  const {layer, unit, input} = weight;
  const from = into(example, layer);
  const bias = entryOf(example.parameters, {layer, unit, input: 0});
  const all = from.map((_, at) => at + 1);
  const written = all.length <= MOST_TERMS ? all : [Math.max(1, input)];
  const terms = written.flatMap((each, at) => /** @type {Part[]} */ ([
    {sign: at === 0 ? "=" : "+", value: entryOf(example.parameters, {layer, unit, input: each}), mark: "val", told: each === input},
    {sign: "×", value: from[each - 1] ?? null, mark: "val", told: each === input},
  ]));
  const others = all.length - written.length;
  return [
    ...terms, ...(others > 0 ? [{sign: "+", words: said.others(others)}] : []),
    ...(bias === null ? [] : [{sign: "+", value: bias, mark: /** @type {const} */ ("val"), told: input === 0}]),
  ];
}

/** @param {Example} example @param {Reached} reached @param {Weight} weight @param {Measured | null} measured @param {boolean} refused @returns {readonly Line[]} */
function backwardLines(example, reached, weight, measured, refused) {
  const {layer, unit} = weight;
  if (!reached.delta(layer, unit)) return [];
  const [told, tex] = [passOf(example, layer), unitBackTex(example.spec, weight)];
  const [da, slope, delta] = [told.da[0]?.[unit - 1] ?? null, told.slope?.[0]?.[unit - 1] ?? null, told.delta[0]?.[unit - 1] ?? null];
  const known = reached.gradient(weight);
  const gradient = gradientOf(example, weight);
  return [
    ...(told.slope || layer < example.spec.layers.length ? [{key: "upstream", tex: tex.of ? `${tex.upstream}=${tex.of}` : tex.upstream,
      parts: [...upstreamParts(example, weight), {sign: "=", value: da, mark: /** @type {const} */ ("up")}]}] : []),
    {key: "delta", tex: tex.delta, parts: told.slope ? product(da, slope, delta) : [...differenceParts(example, unit), {sign: "=", value: delta, mark: "down"}]},
    ...(known ? [{key: "gradient", tex: weightBackTex(weight), parts: weight.input === 0 ? [{sign: "=", value: gradient, mark: /** @type {const} */ ("down")}]
      : product(delta, into(example, layer)[weight.input - 1] ?? null, gradient)}] : []),
    ...(known ? [measuredLine(weight, measured, refused)] : []),
  ];
}

/** @param {WireNumber | null} upstream @param {WireNumber | null} local @param {WireNumber | null} downstream @returns {readonly Part[]} */
const product = (upstream, local, downstream) => [
  {sign: "=", value: upstream, mark: "up"}, {sign: "×", value: local, mark: "loc"}, {sign: "=", value: downstream, mark: "down"}];

/** What a unit's upstream gradient is made of: the sum over what it feeds, or the loss. @param {Example} example @param {Weight} weight @returns {readonly Part[]} */
function upstreamParts(example, {layer, unit}) {
  const after = example.pass.layers[layer];
  if (!after) return example.spec.loss === "half_mse" ? differenceParts(example, unit) : [];
  const deltas = after.delta[0] ?? [];
  const strength = (/** @type {number} */ c) => Math.abs(Number(deltas[c - 1])) * Math.abs(Number(entryOf(example.parameters, {layer: layer + 1, unit: c, input: unit}))) || 0;
  const all = deltas.map((_, at) => at + 1);
  const written = all.length <= MOST_TERMS ? all : [...all].sort((a, b) => strength(b) - strength(a)).slice(0, 1);
  const terms = written.flatMap((c, at) => /** @type {Part[]} */ ([
    {sign: at === 0 ? "=" : "+", value: entryOf(example.parameters, {layer: layer + 1, unit: c, input: unit}), mark: "val"},
    {sign: "×", value: deltas[c - 1] ?? null, mark: "up"},
  ]));
  return all.length > written.length ? [...terms, {sign: "+", words: said.others(all.length - written.length)}] : terms;
}

/** The prediction minus its target. @param {Example} example @param {number} unit @returns {readonly Part[]} */
function differenceParts({pass, spec, y}, unit) {
  if (spec.loss !== "half_mse" && spec.loss !== "cce") return [];
  const target = y.length === (pass.output[0]?.length ?? 0) ? y[unit - 1] : undefined;
  return target === undefined ? [] : [{sign: "=", value: pass.output[0]?.[unit - 1] ?? null, mark: "val"}, {sign: "−", value: target}];
}

/** @param {Weight} weight @param {Measured | null} measured @param {boolean} refused @returns {Line} */
function measuredLine(weight, measured, refused) {
  const value = measured ? entryOf(measured.values, weight) : null;
  return {key: "measured", tex: null, note: said.difference, parts: [value === null ? {words: refused ? said.notMeasured : said.measuring} : {value, mark: "down"}]};
}

/** @param {Example} example @param {Weight} weight @param {TrainRequest} request @param {Update | null} update @returns {readonly Line[]} */
function updateLines(example, weight, request, update) {
  if (!update) return [];
  const name = weight.input === 0 ? `b${weight.layer}` : `W${weight.layer}`;
  const [from, to] = [entryOf(example.parameters, weight), entryOf(update.parameters, weight)];
  const {kind} = request.optimizer;
  const frozen = request.freeze?.includes(name) ?? false;
  const plain = isPlain(request);
  const parts = /** @type {Part[]} */ (frozen ? [{words: said.held}] : plain
    ? [{sign: "=", value: from, mark: "val"}, {sign: "−", value: update.rate, mark: "loc"}, {sign: "×", value: gradientOf(example, weight), mark: "up"}]
    : [{sign: ":", value: from, mark: "val"}, {sign: "→", words: ""}]);
  const ends = {sign: plain && !frozen ? "=" : "", value: to, mark: /** @type {const} */ ("val"), long: true};
  return [
    {key: "rule", tex: updateTex(weightTex(weight), gradientTex(weight), plain ? "sgd" : said.optimizer(kind)), parts: frozen ? [...parts, {value: from, mark: "val"}] : [...parts, ends]},
    {key: "before", tex: null, note: said.loss, parts: [{value: update.before, mark: "val", long: true}]},
    {key: "after", tex: null, note: said.lossAfter, parts: [{value: update.after, mark: "val", long: true}]},
  ];
}

/** Is a step the rate times the gradient, and nothing else? @param {TrainRequest} request */
export const isPlain = ({optimizer, regularization, clip_norm: clip}) => optimizer.kind === "sgd" && !regularization && !clip;

/** The chain of five factors, where it has five: at a layer right before the outputs. @param {Example} example @param {Reached} reached @param {Weight} weight */
export const chainAt = ({spec}, {stop}, weight) => (stop.phase === "backward" && weight.layer === spec.layers.length - 1 && weight.input > 0 ? chainTex(weight) : null);
