/**
 * The formulas of a step as LaTeX: for whole layers, and for one weight. Names only; the numbers come beside them.
 *
 * w_{ji}^l leads to unit j of layer l from unit i of the layer before: the target stands first, as in W a. Values are blue,
 * gradients vermilion, by the page's own macros.
 */

import {activationName, kindOf} from "./walk-terms.js";

/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("./walk.js").WalkStop} WalkStop */
/** @typedef {import("./walk.js").Weight} Weight */

/** Longer indices are told apart by a comma. @param {number} unit @param {number} input */
export const pair = (unit, input) => (unit > 9 || input > 9 ? `${unit},${input}` : `${unit}${input}`);
/** @param {Weight} weight */
export const weightTex = ({layer, unit, input}) => (input === 0 ? `b_{${unit}}^{${layer}}` : `w_{${pair(unit, input)}}^{${layer}}`);
/** What comes in along a weight. @param {Weight} weight */
export const sourceTex = ({layer, input}) => (input === 0 ? "1" : layer === 1 ? `x_{${input}}` : `a_{${input}}^{${layer - 1}}`);
/** @param {Weight} weight */
export const gradientTex = (weight) => `\\frac{\\partial J}{\\partial ${weightTex(weight)}}`;

/** An activation by its name, around something. @type {Readonly<Record<string, (z: string) => string>>} */
const ACTIVATIONS = {
  identity: (z) => z, sigmoid: (z) => `\\sigma(${z})`, tanh: (z) => `\\tanh(${z})`, softmax: (z) => `\\operatorname{softmax}(${z})`,
};
/** @param {string} kind @param {string} z */
const activated = (kind, z) => ACTIVATIONS[kind]?.(z) ?? `\\operatorname{${activationName(kind).replaceAll(" ", "\\ ")}}(${z})`;

/** The slope of an activation at one unit. @param {string} kind @param {string} z @param {string} a */
const slopeTex = (kind, z, a) => ({
  identity: "1", tanh: `\\bigl(1-(${a})^2\\bigr)`, sigmoid: `${a}(1-${a})`,
}[kind] ?? (kind === "relu" ? `[${z}>0]` : `\\sigma'(${z})`));

/** The same for a whole layer. @param {string} kind @param {number} l */
const slopesTex = (kind, l) => ({
  identity: "1", tanh: `(1-a^{${l}}\\odot a^{${l}})`, sigmoid: `a^{${l}}\\odot(1-a^{${l}})`,
}[kind] ?? (kind === "relu" ? `[z^{${l}}>0]` : `\\sigma'(z^{${l}})`));

/** The loss of one example, over its k outputs. @type {Readonly<Record<string, string>>} */
const LOSSES = {
  mse: "\\tfrac1K\\sum_k(\\hat y_k-t_k)^2",
  sse: "\\sum_k(\\hat y_k-t_k)^2",
  half_mse: "\\tfrac12\\sum_k(\\hat y_k-t_k)^2",
  bce: "-\\sum_k t_k\\ln\\hat y_k+(1-t_k)\\ln(1-\\hat y_k)",
  bce_with_logits: "-\\sum_k t_k\\ln\\sigma(\\hat y_k)+(1-t_k)\\ln(1-\\sigma(\\hat y_k))",
  cce: "-\\sum_k t_k\\ln\\hat y_k",
  cce_with_logits: "-\\sum_k t_k\\ln\\operatorname{softmax}(\\hat y)_k",
  hinge: "\\sum_k\\max(0,\\,1-t_k\\,\\hat y_k)",
};

/** What the loss sends back to one output. @type {Readonly<Record<string, (a: string, t: string) => string>>} */
const LOSS_SLOPES = {
  mse: (a, t) => `\\tfrac2K(${a}-${t})`, sse: (a, t) => `2(${a}-${t})`, half_mse: (a, t) => `${a}-${t}`,
  bce: (a, t) => `\\frac{1-${t}}{1-${a}}-\\frac{${t}}{${a}}`, cce: (a, t) => `-\\frac{${t}}{${a}}`,
  bce_with_logits: (a, t) => `\\sigma(${a})-${t}`, cce_with_logits: (a, t) => `\\operatorname{softmax}(a)-${t}`,
};

/** @param {NetSpec} spec @param {number} layer */
const kindAt = (spec, layer) => kindOf(spec.layers[layer - 1]?.activation ?? "identity");
/** @param {number} layer */
const before = (layer) => (layer === 1 ? "x" : `a^{${layer - 1}}`);

/** The loss. @param {NetSpec} spec */
export const lossTex = (spec) => `J=${(spec.layers.at(-1)?.units === 1 ? single(spec.loss) : null) ?? LOSSES[spec.loss] ?? "J"}`;

/** With one output there is nothing to sum over. @param {string} loss */
function single(loss) {
  const bare = LOSSES[loss]?.replace(/\\tfrac1K/, "").replace(/\\sum_k\s*/, "").replaceAll("_k", "");
  if (!bare?.startsWith("-")) return bare ?? null;
  return loss.startsWith("bce") ? `-\\bigl(${bare.slice(1)}\\bigr)` : bare;
}

/**
 * The formula or two of a step for whole layers.
 * @param {NetSpec} spec
 * @param {WalkStop} stop
 * @param {Weight} weight
 * @param {string} optimizer
 * @returns {readonly string[]}
 */
export function stepTex(spec, {phase, layer}, weight, optimizer) {
  const l = layer ?? weight.layer;
  if (phase === "inputs") return ["z^l=W^l\\,a^{l-1}+b^l", "a^l=\\sigma(z^l)", "a^0=x"];
  if (phase === "loss") return [lossTex(spec)];
  if (phase === "update") return [updateTex(`W^{l}`, "\\frac{\\partial J}{\\partial W^{l}}", optimizer)];
  if (phase === "forward") {
    const bias = spec.layers[l - 1]?.bias === false ? "" : `+b^{${l}}`;
    return [`\\val{z^{${l}}}=W^{${l}}\\,\\val{${before(l)}}${bias}`, `\\val{a^{${l}}}=${activated(kindAt(spec, l), `\\val{z^{${l}}}`)}`];
  }
  return [deltaTex(spec, l), `\\down{\\frac{\\partial J}{\\partial W^{${l}}}}=\\down{\\delta^{${l}}}\\,(\\val{${before(l)}})^{\\top}`];
}

/** Delta of a whole layer. @param {NetSpec} spec @param {number} l */
function deltaTex(spec, l) {
  const [kind, last] = [kindAt(spec, l), l === spec.layers.length];
  if (kind === "softmax" && last && spec.loss === "cce") return `\\down{\\delta^{${l}}}=a^{${l}}-t`;
  const upstream = last ? `\\frac{\\partial J}{\\partial a^{${l}}}` : `\\bigl((W^{${l + 1}})^{\\top}\\down{\\delta^{${l + 1}}}\\bigr)`;
  if (kind === "softmax") return `\\down{\\delta^{${l}}}=\\Bigl(\\frac{\\partial a^{${l}}}{\\partial z^{${l}}}\\Bigr)^{\\!\\top}${upstream}`;
  return `\\down{\\delta^{${l}}}=${last ? `\\up{${upstream}}` : upstream}\\odot ${slopesTex(kind, l)}`;
}

/** @param {string} w @param {string} gradient @param {string} optimizer */
export const updateTex = (w, gradient, optimizer) => (optimizer === "sgd" ? `${w}\\leftarrow ${w}-\\eta\\,\\down{${gradient}}` : `${w}\\leftarrow\\text{${optimizer}}\\bigl(${w},\\down{${gradient}},\\eta\\bigr)`);

/** One unit's sum, and its activation. @param {NetSpec} spec @param {Weight} weight */
export function unitTex(spec, {layer, unit}) {
  const [z, a] = [`z_{${unit}}^{${layer}}`, `a_{${unit}}^{${layer}}`];
  const source = layer === 1 ? "x_{i}" : `a_{i}^{${layer - 1}}`;
  const bias = spec.layers[layer - 1]?.bias === false ? "" : `+b_{${unit}}^{${layer}}`;
  const kind = kindAt(spec, layer);
  const all = kind === "softmax" ? `\\operatorname{softmax}(z^{${layer}})_{${unit}}` : activated(kind, `\\val{${z}}`);
  return {sum: `\\val{${z}}=\\sum_i w_{${unit > 9 ? `${unit},` : unit}i}^{${layer}}\\,\\val{${source}}${bias}`, activation: `\\val{${a}}=${all}`};
}

/**
 * What comes back to one unit, and what of it passes its activation.
 * @param {NetSpec} spec
 * @param {Weight} weight
 * @returns {{upstream: string, of: string, delta: string}}  of: what upstream is made of
 */
export function unitBackTex(spec, {layer, unit}) {
  const [z, a, delta] = [`z_{${unit}}^{${layer}}`, `a_{${unit}}^{${layer}}`, `\\delta_{${unit}}^{${layer}}`];
  const [kind, last] = [kindAt(spec, layer), layer === spec.layers.length];
  const upstream = `\\frac{\\partial J}{\\partial ${a}}`;
  const outputs = spec.layers[layer]?.units ?? 0;
  const of = last ? LOSS_SLOPES[spec.loss]?.(a, spec.layers.at(-1)?.units === 1 ? "t" : `t_{${unit}}`) ?? ""
    : `\\sum_{c=1}^{${outputs}} w_{c${unit > 9 ? "," : ""}${unit}}^{${layer + 1}}\\,\\up{\\delta_c^{${layer + 1}}}`;
  const single = outputs === 1 ? `w_{${pair(1, unit)}}^{${layer + 1}}\\,\\up{\\delta_1^{${layer + 1}}}` : null;
  const exact = kind === "softmax" && last && spec.loss === "cce";
  return {
    upstream: `\\up{${upstream}}`,
    of: last && spec.loss.startsWith("mse") && spec.layers.at(-1)?.units === 1 ? of.replace("\\tfrac2K", "2") : single ?? of,
    delta: exact ? `\\down{${delta}}=${a}-t_{${unit}}` : kind === "softmax" ? `\\down{${delta}}=\\sum_k\\frac{\\partial a_k^{${layer}}}{\\partial ${z}}\\,\\up{\\frac{\\partial J}{\\partial a_k^{${layer}}}}`
      : `\\down{${delta}}=\\up{${upstream}}\\cdot ${slopeTex(kind, z, a)}`,
  };
}

/** A weight's gradient. @param {Weight} weight */
export const weightBackTex = (weight) => `\\down{${gradientTex(weight)}}=\\up{\\delta_{${weight.unit}}^{${weight.layer}}}${weight.input === 0 ? "" : `\\cdot ${sourceTex(weight)}`}`;

/**
 * The whole chain from the loss to a weight of the layer before the outputs: five factors, summed over the outputs.
 * @param {Weight} weight
 */
export function chainTex(weight) {
  const {layer, unit} = weight;
  const part = (/** @type {string} */ of, /** @type {string} */ by) => `\\frac{\\partial ${of}}{\\partial ${by}}`;
  const [a, z] = [`a_{${unit}}^{${layer}}`, `z_{${unit}}^{${layer}}`];
  const [ac, zc] = [`a_c^{${layer + 1}}`, `z_c^{${layer + 1}}`];
  return `${gradientTex(weight)}=\\sum_{c}${part("J", ac)}\\,${part(ac, zc)}\\,${part(zc, a)}\\,${part(a, z)}\\,${part(z, weightTex(weight))}`;
}
