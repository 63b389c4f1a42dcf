/**
 * What the views of the network read out of the store: its shape, where its numbers come from, what its units are called.
 *
 * The shape is that of the parameters, not of the request: an edit of the request is ahead of its answer for a moment.
 */

/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @typedef {import("../../bench.js").NetParameters} NetParameters */
/** @typedef {import("../../bench.js").NetPass} NetPass */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").Vector} Vector */
/** @typedef {import("../../types.js").WireNumber} WireNumber */

import {toNumber} from "../../format/number.js";
import {activationOf} from "./edits.js";

/** Inputs first, then the units of each layer. @param {NetParameters} parameters @returns {readonly number[]} */
export function countsOf(parameters) {
  const counts = [];
  for (let layer = 1; ; layer += 1) {
    const rows = /** @type {readonly (readonly unknown[])[] | undefined} */ (parameters[`W${layer}`]);
    if (!rows) return counts;
    if (layer === 1) counts.push(rows[0]?.length ?? 0);
    counts.push(rows.length);
  }
}

/** A focus that the network has: what is written in a link or a lesson may be of another. @param {NetFocus} focus @param {readonly number[]} counts @returns {NetFocus} */
export function focusWithin({layer, unit, input}, counts) {
  const at = Math.max(1, Math.min(counts.length - 1, layer));
  const one = layer === 0 ? 1 : Math.max(1, Math.min(counts[at] ?? 1, unit));
  const from = layer === 0 ? unit : input;
  return {layer: at, unit: one, input: from === null || from > (counts[at - 1] ?? 0) || from < 0 ? null : from};
}

/** An example's class, from 1: where its target is largest, or what it counts to. @param {Vector} y @returns {number | null} */
export function classOf(y) {
  const target = y.map(toNumber);
  return target.length === 0 ? null : 1 + (target.length > 1 ? target.indexOf(Math.max(...target)) : target[0] ?? 0);
}

/** Is the pass of a network of this shape? @param {NetPass | null} pass @param {readonly number[]} counts */
export const fits = (pass, counts) => pass !== null && pass.layers.length === counts.length - 1
  && pass.layers.every(({a}, at) => a[0]?.length === counts[at + 1]);

/** What comes into a layer: the example itself, or the units before. @param {NetPass | null} pass @param {Vector | null} x @param {number} layer @returns {Vector | null} */
export const inputsOf = (pass, x, layer) => (layer === 1 ? x : pass?.layers[layer - 2]?.a[0] ?? null);

/** A unit whose slope is smaller passes next to nothing back: the server's own bound. */
const FADED = 0.01;

/** Rules from before backprop: they learn without a slope, so none is missed. */
const OLDER = ["perceptron", "adaline"];

/**
 * Units the server warns of, by layer and unit: dead where the slope is nothing, else saturated.
 * @param {NetPass | null} pass
 * @param {import("../../bench.js").TrainRequest | null} request
 * @returns {ReadonlyMap<string, "dead" | "saturated">}
 */
export function troubleOf(pass, request) {
  const found = new Map();
  if (OLDER.includes(request?.optimizer.kind ?? "")) return found;
  for (const {code, node} of pass?.warnings ?? []) {
    const layer = Number(/^a(\d+)$/.exec(node ?? "")?.[1]);
    if (!layer || (code !== "dead" && code !== "saturated")) continue;
    (pass?.layers[layer - 1]?.slope?.[0] ?? []).forEach((slope, at) => {
      const size = Math.abs(toNumber(slope));
      if (code === "dead" ? size === 0 : size > 0 && size < FADED) found.set(`${layer}:${at + 1}`, code);
    });
  }
  return found;
}

/**
 * LaTeX of an activation's slope, as it is written in terms of its own value or of z; null where there is none by unit.
 * @param {NetSpec} spec
 * @param {number} layer
 * @param {number} unit
 * @returns {string | null}
 */
export function slopeTex(spec, layer, unit) {
  const [a, z] = [`a_{${unit}}^{${layer}}`, `z_{${unit}}^{${layer}}`];
  const one = spec.layers[layer - 1];
  const kind = one ? activationOf(one) : "";
  return {
    identity: "1", tanh: `1-(${a})^2`, sigmoid: `${a}(1-${a})`, relu: `[${z}>0]`, step: "0", softplus: `\\sigma(${z})`, softmax: null,
  }[kind] ?? (kind === "softmax" ? null : `\\partial ${a}/\\partial ${z}`);
}

/** Activations by their names in the API. */
export const ACTIVATIONS = Object.freeze(["tanh", "sigmoid", "relu", "leaky_relu", "prelu", "elu", "softplus", "silu", "gelu", "identity", "softmax", "step"]);
