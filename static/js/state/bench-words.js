/** What the network bench says of its own; a translation is this file and words.js in another language. */

import {count} from "./counting-words.js";

/** @param {number} n @param {string} one @param {string} [many] */
const of = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

export const benchWords = {
  title: "Train",
  network: "Network",
  beside: "What the network says, and the unit in focus",
  charts: "Charts of the training",
  settings: "Settings",
  ownData: "Own data",
  controls: "Training",
  /** @type {Readonly<Record<string, string>>} */
  activations: {identity: "linear", leaky_relu: "leaky ReLU", relu: "ReLU", prelu: "PReLU", elu: "ELU", gelu: "GELU", selu: "SELU", silu: "SiLU", softplus: "softplus", softsign: "softsign"},
  /** @type {Readonly<Record<string, string>>} */
  losses: {
    mse: "mean squared error", sse: "sum of squares", half_mse: "half mean squared error", bce: "cross-entropy", bce_with_logits: "cross-entropy of logits",
    cce: "cross-entropy", cce_with_logits: "cross-entropy of logits", hinge: "hinge",
  },
  /** @type {Readonly<Record<string, string>>} */
  optimizers: {sgd: "Gradient descent", momentum: "Momentum", nesterov: "Nesterov", rmsprop: "RMSprop", adam: "Adam", adamw: "AdamW", perceptron: "Perceptron rule", adaline: "Adaline's rule"},
  /** @type {Readonly<Record<string, string>>} */
  schedules: {constant: "constant", inverse: "inverse", step: "in steps", exponential: "exponential", cosine: "cosine"},
  /** @type {Readonly<Record<string, string>>} */
  initializers: {
    zeros: "zeros", constant: "constant", uniform: "uniform", normal: "normal", xavier_uniform: "Xavier, uniform", xavier_normal: "Xavier, normal",
    he_uniform: "He, uniform", he_normal: "He, normal", explicit: "given numbers",
  },
  tasks: {"two-classes": "Two classes", classes: "Several classes", regression: "A curve to fit"},
  all: "all",
  units: {example: "example", batch: "batch", epoch: "epoch"},
  stepBy: "Step by",
  track: "Epochs",
  back: "One step back",
  next: "One step on",
  first: "To the first epoch",
  play: "Play",
  pause: "Pause",
  /** @param {string} pace */
  pace: (pace) => (pace === "full" ? "full speed" : `${pace} a second`),
  /** @param {string} pace */
  paceIs: (pace) => (pace === "full" ? "Plays at full speed" : `Plays ${pace} steps a second`),
  paceHint: "How fast it plays: another press, another pace",
  /** @param {number} epoch */
  epoch: (epoch) => `epoch ${epoch}`,
  /** @param {number} epoch @param {number} position @param {number} rows */
  within: (epoch, position, rows) => `epoch ${epoch}, ${position} of ${rows}`,
  /** @param {number} epoch */
  lowest: (epoch) => `lowest validation loss, ${epoch}`,
  /** @param {number} epoch @param {string} loss */
  told: (epoch, loss) => `epoch ${epoch}, loss ${loss}`,
  opening: "Opening",
  away: "The connection to the training is lost. It goes on from here when it is back.",
  close: "Close",
  damaged: "The link is damaged: what could not be read of it is left away.",
  /** @param {string} slug */
  noLesson: (slug) => `There is no lesson ${slug} to train. This is what one begins with.`,
  /** @type {Readonly<Record<string, string>>} */
  stopped: {
    epochs: "", tolerance: "Ended: the loss hardly changed any more.", patience: "Ended: no better validation loss for long enough.",
    diverged: "Ended: the loss is no number any more. The steps were too large.", limit: "Ended: as many steps as this server trains.",
  },
  captions: {
    data: "data", noise: "noise", split: "train, validate", batch: "batch", optimizer: "optimizer", loss: "loss", epochs: "epochs",
    /** @param {number} k */
    rate: (k) => `rate from here, k = ${k}`,
  },
  /** @param {number} n */
  examples: (n) => of(n, "example"),
  count,
  more: "All settings",
  moreHint: "Initialiser, loss, schedule, regularisation, stopping",
  adjust: {
    /** @param {string} what */
    menu: (what) => `Choose: ${what}`,
    close: "Close the settings",
    sections: {data: "Data", network: "Network", training: "Training", rate: "Learning rate", decay: "Regularisation", stop: "Stopping"},
    live: "at the next step",
    anew: "begins anew",
    dataset: "Dataset", n: "Examples", noise: "Noise", seed: "Seed", share: "Share to train on", again: "Another draw",
    initializer: "Initialiser", initSeed: "Seed of the weights", otherWeights: "Other weights", loss: "Loss", reduction: "Over examples", mean: "mean", sum: "sum",
    optimizer: "Rule", batch: "Batch size", shuffle: "Shuffle each epoch", epochs: "Epochs", orderSeed: "Seed of the orders",
    rate: "Learning rate", schedule: "Schedule", warmup: "Warm-up, in steps",
    l1: "L1", l2: "L2", clip: "Longest gradient", none: "none", tolerance: "Least change of loss", patience: "Patience, in epochs",
    /** @type {Readonly<Record<string, string>>} */
    names: {
      momentum: "momentum", alpha: "decay α", eps: "ε", beta1: "β₁", beta2: "β₂", weight_decay: "weight decay", c1: "c₁", c2: "c₂", factor: "factor",
      every: "every, in steps", steps: "over, in steps", final: "final share", gain: "gain", bias: "biases", low: "from", high: "to", mean: "mean", std: "deviation", value: "value",
    },
    /** @param {string} from */
    notNumber: (from) => `That is no number that fits here: ${from}.`,
    above: "above 0", whole: "whole, from 1", from0: "from 0", share01: "above 0, at most 1", any: "a number",
  },
  commands: {
    play: "Play or pause", next: "One step on", back: "One step back", first: "To the first epoch", last: "To the last epoch trained",
    example: "Step by example", batch: "Step by batch", epoch: "Step by epoch", through: "One example's way through, and back", help: "This list",
    theme: "Light or dark", slower: "Slower", faster: "Faster", settings: "All settings",
  },
};
