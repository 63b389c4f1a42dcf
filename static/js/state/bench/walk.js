/**
 * One example's way through a network as stops: the inputs, every layer forward, the loss, every layer back, the update.
 *
 * A step is a layer, a unit or a weight. Whatever the size, a stop has the same address for the same place, so that a link
 * opens there: `inputs`, `forward:2`, `forward:2:5`, `forward:2:5:3`, `loss`, `backward:2:5:0`, `update`. Layers, units and
 * inputs count from 1. Input 0 is the bias: forward it is what makes the sum whole, so it comes last; backward its
 * gradient is delta itself, which all others need, so it comes first.
 */

/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @typedef {"layer" | "unit" | "weight"} WalkSize */
/** @typedef {"inputs" | "forward" | "loss" | "backward" | "update"} WalkPhase */
/** Null parts: the whole layer, the whole unit. @typedef {Readonly<{address: string, phase: WalkPhase, layer: number | null, unit: number | null, input: number | null}>} WalkStop */
/** @typedef {Readonly<{layer: number, unit: number, input: number}>} Weight */

/** @type {readonly WalkSize[]} */
export const WALK_SIZES = ["weight", "unit", "layer"];

/** Numbers that come into each layer. @param {NetSpec} spec */
export const inputsOf = (spec) => [spec.inputs, ...spec.layers.slice(0, -1).map(({units}) => units)];

/**
 * @param {NetSpec} spec
 * @param {WalkSize} size
 * @returns {readonly WalkStop[]}
 */
export function walkStops(spec, size) {
  const layers = spec.layers.map((_, at) => at + 1);
  return [
    stopAt("inputs"),
    ...layers.flatMap((layer) => layerStops(spec, "forward", layer, size)),
    stopAt("loss"),
    ...layers.reverse().flatMap((layer) => layerStops(spec, "backward", layer, size)),
    stopAt("update"),
  ];
}

/** @param {NetSpec} spec @param {"forward" | "backward"} phase @param {number} layer @param {WalkSize} size */
function layerStops(spec, phase, layer, size) {
  const {units} = /** @type {NetSpec["layers"][number]} */ (spec.layers[layer - 1]);
  if (size === "layer") return [stopAt(phase, layer)];
  const each = upTo(units);
  if (size === "unit") return each.map((unit) => stopAt(phase, layer, unit));
  const inputs = upTo(inputsOf(spec)[layer - 1] ?? 0);
  const order = phase === "forward" ? [...inputs, 0] : [0, ...inputs];
  return each.flatMap((unit) => order.map((input) => stopAt(phase, layer, unit, input)));
}

/** @param {number} count */
const upTo = (count) => Array.from({length: count}, (_, at) => at + 1);

/**
 * @param {WalkPhase} phase
 * @param {number | null} [layer]
 * @param {number | null} [unit]
 * @param {number | null} [input]
 * @returns {WalkStop}
 */
function stopAt(phase, layer = null, unit = null, input = null) {
  return {address: [phase, layer, unit, input].filter((part) => part !== null).join(":"), phase, layer, unit, input};
}

/**
 * The stop an address means where steps are of this size: the very one, the whole that it is part of, or the last of its
 * parts, at which the whole is done.
 * @param {readonly WalkStop[]} stops
 * @param {string} address
 * @returns {number}  0 for what means no place of this network
 */
export function stopNamed(stops, address) {
  const exact = stops.findIndex((stop) => stop.address === address);
  if (exact >= 0) return exact;
  const whole = stops.findIndex((stop) => address.startsWith(`${stop.address}:`));
  if (whole >= 0) return whole;
  return Math.max(0, stops.findLastIndex((stop) => stop.address.startsWith(`${address}:`)));
}

/**
 * The weight of each layer that is told of: the one in focus in its layer, and in the others a way through the network
 * that leads along it.
 * @param {NetSpec} spec
 * @param {NetFocus} focus
 * @returns {readonly Weight[]}  by layer, from the first
 */
export function pathThrough(spec, focus) {
  const into = inputsOf(spec);
  const own = held(spec, focus);
  /** @type {Weight[]} */
  const path = [];
  for (let layer = own.layer, way = own; layer >= 1; layer -= 1) {
    if (layer < own.layer) way = {layer, unit: Math.max(1, way.input), input: Math.min(1, into[layer - 1] ?? 1)};
    path[layer - 1] = way;
  }
  for (let layer = own.layer + 1; layer <= spec.layers.length; layer += 1) {
    path[layer - 1] = {layer, unit: 1, input: /** @type {Weight} */ (path[layer - 2]).unit};
  }
  return path;
}

/** A focus that lies in the network, whatever a link said. @param {NetSpec} spec @param {NetFocus} focus @returns {Weight} */
function held(spec, {layer, unit, input}) {
  const within = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) => Math.max(low, Math.min(high, Math.round(value) || 0));
  const at = within(layer, 1, spec.layers.length);
  return {
    layer: at,
    unit: within(unit, 1, spec.layers[at - 1]?.units ?? 1),
    input: within(input ?? 1, 0, inputsOf(spec)[at - 1] ?? 1),
  };
}

/**
 * The weight that is told of at a stop: what the stop says, and where it leaves that open, the way through the network.
 * @param {NetSpec} spec
 * @param {WalkStop} stop
 * @param {NetFocus} focus
 * @returns {Weight}
 */
export function weightAt(spec, stop, focus) {
  const path = pathThrough(spec, focus);
  if (stop.phase === "inputs") return /** @type {Weight} */ (path[0]);
  if (stop.phase === "loss") return /** @type {Weight} */ (path.at(-1));
  if (stop.phase === "update" || stop.layer === null) return held(spec, focus);
  const usual = /** @type {Weight} */ (path[stop.layer - 1]);
  return {layer: stop.layer, unit: stop.unit ?? usual.unit, input: stop.input ?? usual.input};
}

/** What has been told when one stands at a stop. Layers, units, inputs from 1. */
export class Reached {
  /** @param {WalkStop} stop */
  constructor(stop) {
    this.stop = stop;
  }

  /** True once the example has come to the loss. */
  get loss() {
    return this.returning || this.stop.phase === "loss";
  }

  /** True on the way back, and after it. */
  get returning() {
    return this.stop.phase === "backward" || this.stop.phase === "update";
  }

  /** Are z and a of a unit known? @param {number} layer @param {number} unit */
  value(layer, unit) {
    if (this.loss) return true;
    if (this.stop.phase === "inputs" || this.stop.layer === null) return layer === 0;
    return this.within(layer < this.stop.layer, layer, unit, this.stop.input === null || this.stop.input === 0);
  }

  /** Are delta and what came from upstream known? @param {number} layer @param {number} unit */
  delta(layer, unit) {
    if (this.stop.phase === "update") return true;
    if (this.stop.phase !== "backward" || this.stop.layer === null) return false;
    return this.within(layer > this.stop.layer, layer, unit, true);
  }

  /** Is a weight's gradient known? Input 0 is the bias. @param {Weight} weight */
  gradient({layer, unit, input}) {
    if (this.stop.phase === "update") return true;
    if (this.stop.phase !== "backward" || this.stop.layer === null) return false;
    const mine = this.stop.unit === unit && this.stop.input !== null && this.stop.layer === layer;
    return mine ? input <= /** @type {number} */ (this.stop.input) : this.delta(layer, unit);
  }

  /** Is a term of a unit's sum told? @param {Weight} weight */
  term({layer, unit, input}) {
    if (this.value(layer, unit)) return true;
    const {stop} = this;
    return stop.phase === "forward" && stop.layer === layer && stop.unit === unit && stop.input !== null && input !== 0 && input <= stop.input;
  }

  /** Is the layer what this step is about? @param {number} layer */
  isNow(layer) {
    return this.stop.layer === layer;
  }

  /** @param {boolean} passed  its layer is behind @param {number} layer @param {number} unit @param {boolean} whole  the stop's own unit is done */
  within(passed, layer, unit, whole) {
    const {stop} = this;
    if (passed) return true;
    if (layer !== stop.layer) return false;
    if (stop.unit === null) return true;
    return unit < stop.unit || (unit === stop.unit && whole);
  }
}
