/**
 * Another network out of the one that is asked for: units and layers more or fewer, other activations.
 *
 * What is kept of the weights stays with its unit. The new ones are the server's, drawn by the initialiser: `kept` says
 * where an old number belongs in the new parameters, `merged` puts both together.
 */

/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").NetParameters} NetParameters */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").LayerSpec} LayerSpec */

/** What a layer, and a network, may have here: as many as can be drawn. */
export const MOST_UNITS = 32;
export const MOST_LAYERS = 8;

/**
 * @param {TrainRequest} request
 * @param {number} layer  from 1
 * @param {number} count
 * @returns {TrainRequest}
 */
export function withUnits(request, layer, count) {
  const units = Math.max(1, Math.min(MOST_UNITS, Math.round(count)));
  return withLayers(request, request.spec.layers.map((one, at) => (at === layer - 1 ? {...one, units} : one)));
}

/**
 * So many units more, or fewer, than the request has there.
 * @param {TrainRequest} request
 * @param {number} layer  from 1
 * @param {number} more
 * @returns {TrainRequest}
 */
export function withMoreUnits(request, layer, more) {
  const known = request.spec.layers[layer - 1];
  return known ? withUnits(request, layer, known.units + more) : request;
}

/**
 * One more hidden layer before layer `at` (from 1), like the one it comes after.
 * @param {TrainRequest} request
 * @param {number} at
 * @param {number} [units]
 * @returns {TrainRequest}
 */
export function withLayer(request, at, units) {
  const {layers} = request.spec;
  if (layers.length >= MOST_LAYERS) return request;
  const like = layers[at - 2] ?? layers[Math.min(at - 1, layers.length - 2)] ?? {units: 4, activation: "tanh"};
  return withLayers(request, layers.toSpliced(at - 1, 0, {...like, units: units ?? like.units}), (layer) => (layer >= at ? layer + 1 : layer));
}

/**
 * @param {TrainRequest} request
 * @param {number} layer  from 1; the output layer stays
 * @returns {TrainRequest}
 */
export function withoutLayer(request, layer) {
  const {layers} = request.spec;
  if (layers.length < 2 || layer >= layers.length) return request;
  return withLayers(request, layers.toSpliced(layer - 1, 1), (one) => (one > layer ? one - 1 : one === layer ? null : one));
}

/**
 * @param {TrainRequest} request
 * @param {number} layer  from 1
 * @param {import("../../bench.js").ActivationSpec} activation
 * @returns {TrainRequest}
 */
export function withActivation(request, layer, activation) {
  return withLayers(request, request.spec.layers.map((one, at) => (at === layer - 1 ? {...one, activation} : one)));
}

/**
 * A request for other layers: begun anew, with the parameters it had under the names they have now.
 * @param {TrainRequest} request
 * @param {readonly LayerSpec[]} layers
 * @param {(layer: number) => number | null} [moved]  where a layer of before is now, from 1; null where it is gone
 * @returns {TrainRequest}
 */
function withLayers({state: _, parameters, freeze, ...request}, layers, moved = (layer) => layer) {
  const renamed = (/** @type {string} */ name) => {
    const now = moved(Number(name.slice(1)));
    return now === null ? null : name[0] + now;
  };
  const kept = Object.entries(parameters ?? {}).flatMap(([name, value]) => {
    const now = renamed(name);
    return now ? [[now, value]] : [];
  });
  const held = (freeze ?? []).map(renamed).filter((name) => name !== null);
  return {
    ...request, spec: {...request.spec, layers},
    ...(kept.length > 0 && {parameters: Object.fromEntries(kept)}), ...(held.length > 0 && {freeze: held}),
  };
}

/**
 * Parameters of the shapes that are needed: what there was before where it fits, the new ones elsewhere.
 * @param {NetParameters | undefined} before
 * @param {NetParameters} fresh  of the right shapes, from the server
 * @returns {NetParameters}
 */
export function merged(before, fresh) {
  return Object.fromEntries(Object.entries(fresh).map(([name, value]) => [name, laidOver(before?.[name], value)]));
}

/**
 * Old numbers over new ones, entry by entry.
 * @param {any} old
 * @param {any} fresh
 * @returns {any}
 */
function laidOver(old, fresh) {
  if (!Array.isArray(fresh)) return old === undefined || Array.isArray(old) ? fresh : old;
  return fresh.map((one, at) => laidOver(Array.isArray(old) ? old[at] : undefined, one));
}

/**
 * The network's shape as one says it: 2-8-8-1.
 * @param {NetSpec} spec
 */
export const shapeOf = ({inputs, layers}) => [inputs, ...layers.map(({units}) => units)].join("-");

/** @param {LayerSpec} layer */
export const activationOf = ({activation}) => (typeof activation === "string" ? activation : activation.kind);

/**
 * The focus, on a unit that there is.
 * @param {import("../../bench.js").NetFocus} focus
 * @param {NetSpec} spec
 * @returns {import("../../bench.js").NetFocus}
 */
export function focusWithin({layer, unit, input}, {inputs, layers}) {
  const at = Math.max(1, Math.min(layer, layers.length));
  const before = at > 1 ? (layers[at - 2]?.units ?? 1) : inputs;
  return {layer: at, unit: Math.min(unit, layers[at - 1]?.units ?? 1), input: input === null ? null : Math.min(input, before)};
}
