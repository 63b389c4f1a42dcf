/** What can be set of a training: which choices there are, which numbers each has, and what suits what. */

import {activationOf} from "./edits.js";

/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {Readonly<Record<string, number>>} Numbers  by name, with the server's defaults */

/** @type {Readonly<Record<string, Numbers>>} */
export const OPTIMIZERS = {
  sgd: {}, momentum: {momentum: 0.9}, nesterov: {momentum: 0.9}, rmsprop: {alpha: 0.99, eps: 1e-8},
  adam: {beta1: 0.9, beta2: 0.999, eps: 1e-8}, adamw: {beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: 0.01},
  perceptron: {}, adaline: {},
};

/** With what a schedule is begun when it is chosen. @type {Readonly<Record<string, Numbers>>} */
export const SCHEDULES = {
  constant: {}, inverse: {c1: 1.2, c2: 40}, step: {factor: 0.5, every: 200}, exponential: {factor: 0.995}, cosine: {steps: 900, final: 0},
};

/** @type {Readonly<Record<string, Numbers>>} */
export const INITIALIZERS = {
  xavier_uniform: {gain: 1, bias: 0}, xavier_normal: {gain: 1, bias: 0}, he_uniform: {gain: 1, bias: 0}, he_normal: {gain: 1, bias: 0},
  uniform: {low: -1, high: 1, bias: 0}, normal: {mean: 0, std: 1, bias: 0}, zeros: {bias: 0}, constant: {value: 0.5, bias: 0},
};

export const BATCHES = [1, 4, 8, 16, 32, 64];
export const RATES = [0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

/** The losses that make sense for a kind of data. @type {Readonly<Record<string, readonly string[]>>} */
export const LOSSES = {
  "two-classes": ["bce", "bce_with_logits", "mse", "half_mse", "sse", "hinge"],
  classes: ["cce", "cce_with_logits", "mse", "half_mse", "sse"],
  regression: ["mse", "half_mse", "sse"],
};

/** What the last layer must be for a loss: probabilities, or numbers of any size. @type {Readonly<Record<string, string>>} */
const ENDS = {bce: "sigmoid", bce_with_logits: "identity", cce: "softmax", cce_with_logits: "identity", hinge: "identity"};
/** For a squared error, as it was before. @type {Readonly<Record<string, string>>} */
const SQUARED_ENDS = {"two-classes": "sigmoid", classes: "softmax", regression: "identity"};

/**
 * @param {TrainRequest} request
 * @param {string} loss
 * @param {string} task
 * @returns {TrainRequest}
 */
export function withLoss(request, loss, task) {
  const {layers} = request.spec;
  const activation = ENDS[loss] ?? SQUARED_ENDS[task] ?? "identity";
  return begun({...request, spec: {...request.spec, loss, layers: layers.map((layer, at) => (at === layers.length - 1 ? {...layer, activation} : layer))}});
}

/** A run from its beginning: weights as the initialiser draws them. @param {TrainRequest} request @returns {TrainRequest} */
export function begun({parameters: _, state: __, ...request}) {
  return request;
}

/**
 * Other examples of the same dataset.
 * @param {TrainRequest} request
 * @param {Partial<{n: number, noise: number, seed: number, split: import("../../bench.js").Split}>} part
 * @returns {TrainRequest}
 */
export const withData = (request, part) => /** @type {TrainRequest} */ ({...request, data: {...request.data, ...part}});

/**
 * Shares to train on and to validate with; none of the second is no split.
 * @param {TrainRequest} request
 * @param {number} train
 */
export function withSplit(request, train) {
  const {split: _, ...data} = request.data;
  const split = train >= 1 ? {} : {split: {train, validation: Math.round(100 * (1 - train)) / 100}};
  return /** @type {TrainRequest} */ ({...request, data: {...data, ...split}});
}

/**
 * Another kind of optimizer or schedule, with its own numbers and the learning rate that there was.
 * @param {TrainRequest["optimizer"]} optimizer
 * @param {string} kind
 */
export const otherOptimizer = ({learning_rate = 0.01}, kind) => ({kind, learning_rate});

/**
 * Is this one of the rules from before backpropagation, which move the last layer only?
 * @param {TrainRequest} request
 */
export const isOlder = ({optimizer: {kind}}) => kind === "perceptron" || kind === "adaline";

/**
 * The learning rate as maths, with its numbers; what it is now is the server's to say.
 * @param {TrainRequest} request
 * @returns {string}  LaTeX up to the last equals sign, that left out
 */
export function rateTex({optimizer, schedule}) {
  const rate = short(optimizer.learning_rate ?? 0.01);
  const numbers = /** @type {Record<string, number>} */ ({...SCHEDULES[schedule?.kind ?? "constant"], ...schedule});
  const warm = numbers.warmup ? `\\min\\left(1, \\tfrac{k+1}{${short(numbers.warmup)}}\\right)` : "";
  switch (schedule?.kind) {
    case "inverse": return `\\alpha_k = ${warm}\\frac{${short(numbers.c1)}}{k+${short(numbers.c2)}}`;
    case "step": return `\\alpha_k = ${warm}${rate}\\cdot ${short(numbers.factor)}^{\\lfloor k/${short(numbers.every)}\\rfloor}`;
    case "exponential": return `\\alpha_k = ${warm}${rate}\\cdot ${short(numbers.factor)}^{k}`;
    case "cosine": return `\\alpha_k = ${warm}${rate}\\cdot\\tfrac{1+\\cos(\\pi k/${short(numbers.steps)})}{2}`;
    default: return warm ? `\\alpha_k = ${warm}${rate}` : "\\alpha";
  }
}

/** @param {number | undefined} x */
function short(x = 0) {
  const [mantissa = "0", exponent] = String(x).split("e");
  return exponent === undefined ? mantissa : `${mantissa}\\cdot 10^{${Number(exponent)}}`;
}

/**
 * A typed number, or null where it is none that may be.
 * @param {string} text
 * @param {{least?: number, most?: number, whole?: boolean, above?: number}} bounds
 */
export function numberIn(text, {least = -Infinity, most = Infinity, whole = false, above = -Infinity}) {
  const read = Number(text.trim().replace("\u2212", "-").replace(",", "."));
  return text.trim() === "" || !Number.isFinite(read) || read < least || read > most || read <= above || (whole && !Number.isInteger(read)) ? null : read;
}

/** How the layers before the last bend, where all do alike; null where they differ. @param {NetSpec} spec */
export function hiddenActivation({layers}) {
  const [first, ...rest] = layers.slice(0, -1).map(activationOf);
  return first !== undefined && rest.every((one) => one === first) ? first : null;
}
