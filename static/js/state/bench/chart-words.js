/** What the network bench says of its surface and charts. */

import {formatNumber} from "../../format/number.js";

/** @typedef {import("../../types.js").WireNumber} WireNumber */

export const surfaceWords = {
  title: "What the network says",
  curve: "What the network says",
  response: "Which output is shown",
  winner: "the largest",
  /** @param {string} name */
  output: (name) => `output ${name}`,
  validation: "validation",
  /** @param {string} name */
  target: (name) => `target ${name}`,
  points: "The examples. Arrow keys go to the nearest one that way.",
  inputs: "The example's inputs as squares: their area is the value",
  outputs: "The outputs for this example",
  /** @param {number} index @param {number} count @param {readonly WireNumber[]} x @param {string | null} name @param {"train" | "validation" | "test"} part */
  example: (index, count, x, name, part) => (
    `Example ${index + 1} of ${count}, ${part === "train" ? "to train on" : `for ${part}`}${x.length > 4 ? "" : `, at ${x.map(formatNumber).join(", ")}`}${name === null ? "" : `, ${name}`}`),
  /** @param {string} name */
  ofClass: (name) => `class ${name}`,
  /** @param {WireNumber} y */
  ofTarget: (y) => `target ${formatNumber(y)}`,
  /** @param {readonly WireNumber[]} outputs */
  says: (outputs) => `The network says ${outputs.map(formatNumber).join(", ")} here.`,
  /** @param {{low: WireNumber, high: WireNumber}} span @param {number} train @param {number} validation */
  bands: ({low, high}, train, validation) => (
    `The network's output over the plane of its two inputs, in ten bands from ${formatNumber(low)} to ${formatNumber(high)}, over ${train} examples to train on${validation ? ` and ${validation} for validation` : ""}.`),
  /** @param {number} classes */
  classes: (classes) => `Which of ${classes} classes has the largest output, over the plane of the two inputs.`,
  fitted: "The network's output over its input, through the examples.",
};

export const chartWords = {
  strip: "How the training goes",
  loss: "Loss",
  accuracy: "Accuracy",
  train: "train",
  validation: "val.",
  pinned: "kept",
  gradient: "Gradient by layer",
  picture: "Picture",
  layers: "By layer",
  nothing: "Nothing yet: it comes with the first step.",
  /** @type {Readonly<Record<string, string>>} */
  optimizers: {
    sgd: "Gradient descent", momentum: "Momentum", nesterov: "Nesterov", rmsprop: "RMSProp", adam: "Adam", adamw: "AdamW",
    perceptron: "Perceptron rule", adaline: "Delta rule",
  },
  /** @type {Readonly<Record<string, string>>} */
  slots: {mean: "mean gradient", square: "mean square", velocity: "velocity"},
  start: "at the start",
  weight: "weight now",
  rate: "learning rate",
  whenPaused: "in a pause",
  /** @param {number} epoch */
  atEpoch: (epoch) => `at epoch ${epoch}`,
  /** @param {WireNumber} value */
  percent: (value) => `${(Number(value) * 100).toFixed(1)} %`,
  /** @param {string} name @param {number} epoch @param {readonly (readonly [string, WireNumber])[]} values */
  chart: (name, epoch, values) => `${name} at epoch ${epoch}: ${values.map(([word, value]) => `${word} ${formatNumber(value)}`).join(", ")}.`,
  /** @param {readonly (readonly [string, WireNumber])[]} values */
  bars: (values) => `Norm of the loss's gradient by layer: ${values.map(([name, value]) => `${name} ${formatNumber(value)}`).join(", ")}.`,
};
