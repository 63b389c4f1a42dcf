/** What the network bench says of its surface and charts. */

import {formatNumber} from "../../format/number.js";

/** @typedef {import("../../types.js").WireNumber} WireNumber */

/** @param {number} value @param {string} digits */
const inDigits = (value, digits) => [...String(value)].map((digit) => digits[Number(digit)]).join("");
/** @param {number} value */
const raised = (value) => inDigits(value, "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079");
/** @param {number} value */
const lowered = (value) => inDigits(value, "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089");

export const surfaceWords = {
  title: "What the network says",
  curve: "What the network says",
  response: "Which output is shown",
  winner: "largest",
  /** @param {string} name */
  output: (name) => `output ${name}`,
  validation: "validation",
  /** @param {string} name */
  target: (name) => `target ${name}`,
  points: "The examples. Arrow keys go to the nearest one that way.",
  keys: {
    nearest: "On the surface: the nearest example that way",
    put: "While examples are drawn: one more beside the one that is picked", shift: "While examples are drawn: move it",
    away: "While examples are drawn: take it away",
  },
  drawPoints: "Draw examples",
  drawDigit: "Draw a digit",
  drawing: "Draw examples: Enter puts one beside this, Shift with an arrow moves it, Delete takes it away.",
  nextClass: "The class of the next example",
  drawHow: "click, drag, Delete",
  clear: "Clear",
  wanted: "meant as",
  none: "none",
  pad: "Your digit. Arrow keys move; Space fills, halves and empties a square.",
  /** @param {number} row @param {number} column @param {number} value */
  square: (row, column, value) => `Row ${row + 1}, column ${column + 1}: ${formatNumber(value)}`,
  loss: "loss",
  inputs: "The example's inputs as squares: their area is the value",
  outputs: "The outputs for this example",
  /** @param {number} index @param {number} count @param {readonly WireNumber[]} x @param {string | null} name @param {"train" | "validation" | "test"} part */
  example: (index, count, x, name, part) => (
    `Example ${index + 1} of ${count}, ${part === "train" ? "to train on" : `for ${part}`}${x.length > 4 || x.length === 0 ? "" : `, at ${x.map(formatNumber).join(", ")}`}${name === null ? "" : `, ${name}`}`),
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
  loss: "Loss",
  accuracy: "Accuracy",
  train: "train",
  validation: "val.",
  pinned: "kept",
  picture: "Picture",
  /** @type {Readonly<Record<string, string>>} */
  pictures: {
    gradient: "Gradient by layer", weights: "Weights by layer", units: "Blocked units", confusion: "Confusion", rate: "Learning rate", path: "Path on the loss",
  },
  norm: "norm",
  dead: "dead",
  saturated: "saturated",
  deadSays: "Slope 0 at every example looked at",
  saturatedSays: "Slope under 0.02 at every example looked at",
  /** @param {number} layer @param {number} units @param {number} dead @param {number} saturated */
  blocked: (layer, units, dead, saturated) => `Layer ${layer}: ${dead} of ${units} units dead, ${saturated} saturated`,
  /** @param {readonly (readonly [string, WireNumber, WireNumber, WireNumber])[]} rows */
  spread: (rows) => `Weights by layer: ${rows.map(([name, low, high, norm]) => `${name} from ${formatNumber(low)} to ${formatNumber(high)}, norm ${formatNumber(norm)}`).join("; ")}.`,
  truth: "is",
  taken: "taken for",
  toTrain: "to train on",
  forValidation: "for validation",
  noMistakes: "no mistakes",
  /** @param {string} from @param {string} to @param {number} count */
  mistake: (from, to, count) => `${from} as ${to}: ${count}`,
  /** @param {readonly string[]} mistakes @param {number} right @param {number} all */
  confused: (mistakes, right, all) => `${right} of ${all} right${mistakes.length ? `; ${mistakes.join(", ")}` : ""}.`,
  along: "along",
  over: "and",
  second: "The second weight",
  /** @param {string} letter @param {number} layer @param {readonly number[]} places */
  weightName: (letter, layer, places) => `${letter}${raised(layer)}${places.map(lowered).join(places.some((place) => place > 9) ? "," : "")}`,
  others: "all others as now",
  asking: "The loss is being asked for.",
  /** @param {string} weight @param {WireNumber} value @param {WireNumber} loss */
  cut: (weight, value, loss) => `The loss along ${weight}, all other weights as now. It stands at ${formatNumber(value)} with loss ${formatNumber(loss)}.`,
  /** @param {string} a @param {string} b @param {WireNumber} loss */
  slice: (a, b, loss) => `Lines of equal loss over ${a} and ${b}, all other weights as now. The way so far is drawn over it; the loss is ${formatNumber(loss)} now.`,
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
