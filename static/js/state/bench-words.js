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
  ownDataMore: "Own data …",
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
  /** What went wrong on the way to the server and back. */
  faults: {
    noConnection: "The connection to the training is lost.",
    closed: "The connection is closed.",
    busy: "As many trainings are under way as this server takes. It goes on by itself when one ends.",
    refused: "The server broke off the training. It goes on with the next step.",
    left: "The run was left.",
    noPicture: "The training began without a picture.",
    noState: "The run cannot be gone through again from here.",
    /** @param {string} why */
    mistake: (why) => `A mistake of this page: ${why}. The run stands as it stood.`,
  },
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
  through: "One example",
  throughHint: "One example's way through the network, and back (Enter)",
  menu: "Menu",
  share: "Share",
  shareHint: "Share (S)",
  exporting: "Export",
  exportHint: "Take the network along, or bring one back (X)",
  sharing: {
    title: "Share this training", link: "Link to this very moment", forms: "Which link", short: "Short: trained again to the same numbers", whole: "With its weights",
    shortHolds: "It names the network, the data and every change on the way. Opened, it is trained again to the same numbers, and stands at this epoch.",
    wholeHolds: "It holds the network, its weights and what the optimizer keeps. What stands after # never reaches a server.",
    tooLarge: "It is too large for a link: its own table, or its many changes, take more than 1 MB. Take the file along instead: Export, JSON.",
  },
  taking: {
    title: "Take it along, bring it back", close: "Close taking along",
    /** @param {number} epoch */
    along: (epoch) => `The network at epoch ${epoch}`,
    back: "Bring in",
    /** @type {Readonly<Record<string, string>>} */
    forms: {json: "all of it: network, weights, state", pytorch: "a module, and its training", numpy: "a script that needs nothing else"},
    open: "A file", openHint: "a network's JSON, or a table", data: "A table", dataHint: "typed or pasted",
    /** @param {string} name */
    saved: (name) => `${name} is in your downloads.`,
    tooLarge: "That is larger than 2 MB.",
    /** @param {string} why */
    notJson: (why) => `That begins like a network's file, but it is no JSON: ${why}.`,
    notNetwork: "That is JSON, but not a training: it wants spec, data and optimizer, as POST /api/v1/mlps/train does.",
    /** @type {Readonly<Record<import("./bench/csv.js").TableError["what"], (line: number, text: string) => string>>} */
    refused: {
      empty: () => "There is nothing in it.",
      few: () => "A table wants two rows at least.",
      one: (line) => `Line ${line} has one column. The last column is what is to be learned, those before it are what it is learned from.`,
      short: (line, text) => `Line ${line} has another number of columns than the first: ${text.replace(",", " instead of")}.`,
      number: (line, text) => `Line ${line}: “${text}” is no number.`,
      columns: (_, text) => `It has more than ${text} columns.`,
      many: (_, text) => `It has more than ${text} rows.`,
    },
  },
  owning: {
    close: "Close own data", table: "A table, one example a line",
    hint: "The last column is what is to be learned: words, or 0, 1, 2 for classes, any other number for a curve. The columns before it are the inputs.",
    example: "0.2, 1.5, 0\n-1.1, 0.3, 1", use: "Train on it", file: "From a file",
  },
  lecture: {
    on: "In a lesson: on to its next sentence, to its questions, and before a room or in a playlist to the next lesson", back: "In a lesson: back the same way",
    present: "Present to a room", leave: "Back from the room to the desk", blank: "Blank the screen", next: "Next", hall: "Shown to a room",
    leaveHall: "Back to the desk",
  },
  keep: "keep run",
  kept: "run kept",
  keepRun: "Keep this run",
  keepRunHint: "Keep this run to compare the next one with (K)",
  dropRun: "Forget the kept run",
  commands: {
    share: "Share", take: "Export, and bring in", keep: "Keep this run to compare with, or forget it", data: "Data of one's own",
    play: "Play or pause", next: "One step on", back: "One step back", first: "To the first epoch", last: "To the last epoch trained",
    example: "Step by example", batch: "Step by batch", epoch: "Step by epoch", through: "One example's way through, and back", help: "This list",
    theme: "Light or dark", slower: "Slower", faster: "Faster", settings: "All settings",
  },
};
