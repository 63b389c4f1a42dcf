/**
 * Training as pages do it that compute in the browser, in the manner of TensorFlow Playground: units and links as objects,
 * one example after the other, the activation's slope from the sum it was given, weights updated after each batch, the
 * loss over all examples after each epoch. The first line of the input has the data; each further line says how many
 * updates to make.
 */

import {createInterface} from "node:readline";

/** @param {number} value */
const random = (value) => (Math.sin(value * 12.9898) * 43758.5453) % 1;

const TANH = {
  output: (/** @type {number} */ x) => Math.tanh(x),
  der: (/** @type {number} */ x) => {
    const output = TANH.output(x);
    return 1 - output * output;
  },
};

const SQUARE = {
  error: (/** @type {number} */ output, /** @type {number} */ target) => 0.5 * (output - target) ** 2,
  der: (/** @type {number} */ output, /** @type {number} */ target) => output - target,
};

/** @param {readonly number[]} widths */
function network(widths) {
  let seed = 1;
  const layers = widths.map((units) => Array.from({length: units}, () => ({
    bias: 0.1, inputs: [], outputs: [], total: 0, output: 0, outputDer: 0, inputDer: 0, biasDer: 0, count: 0,
    activation: TANH,
  })));
  for (let k = 1; k < layers.length; k += 1) {
    for (const source of layers[k - 1]) {
      for (const target of layers[k]) {
        const link = {source, target, weight: random(seed += 1), weightDer: 0, der: 0, count: 0};
        source.outputs.push(link);
        target.inputs.push(link);
      }
    }
  }
  return layers;
}

function forward(layers, x) {
  layers[0].forEach((unit, i) => { unit.output = x[i]; });
  for (let k = 1; k < layers.length; k += 1) {
    for (const unit of layers[k]) {
      unit.total = unit.bias;
      for (const link of unit.inputs) unit.total += link.weight * link.source.output;
      unit.output = unit.activation.output(unit.total);
    }
  }
  return layers.at(-1)[0].output;
}

function backward(layers, y) {
  const last = layers.at(-1)[0];
  last.outputDer = SQUARE.der(last.output, y);
  for (let k = layers.length - 1; k > 0; k -= 1) {
    for (const unit of layers[k]) {
      unit.inputDer = unit.outputDer * unit.activation.der(unit.total);
      unit.biasDer += unit.inputDer;
      unit.count += 1;
    }
    for (const unit of layers[k]) {
      for (const link of unit.inputs) {
        link.der = unit.inputDer * link.source.output;
        link.weightDer += link.der;
        link.count += 1;
      }
    }
    if (k === 1) return;
    for (const unit of layers[k - 1]) {
      unit.outputDer = 0;
      for (const link of unit.outputs) unit.outputDer += link.weight * link.target.inputDer;
    }
  }
}

function update(layers, rate) {
  for (let k = 1; k < layers.length; k += 1) {
    for (const unit of layers[k]) {
      unit.bias -= rate * unit.biasDer / unit.count;
      unit.biasDer = unit.count = 0;
      for (const link of unit.inputs) {
        link.weight -= rate / link.count * link.weightDer;
        link.weightDer = link.count = 0;
      }
    }
  }
}

function loss(layers, data) {
  let sum = 0;
  for (let i = 0; i < data.x.length; i += 1) sum += SQUARE.error(forward(layers, data.x[i]), data.y[i]);
  return sum / data.x.length;
}

let data = null;
let layers = null;
let at = 0;
let last = 0;
for await (const line of createInterface({input: process.stdin})) {
  if (data === null) {
    data = JSON.parse(line);
    layers = network(data.widths);
  } else {
    for (let left = Number(line); left > 0; left -= 1) {
      for (let i = 0; i < data.batch; i += 1) {
        forward(layers, data.x[at]);
        backward(layers, data.y[at]);
        at = (at + 1) % data.x.length;
        if (at === 0) last = loss(layers, data);
      }
      update(layers, 0.03);
    }
  }
  process.stdout.write(`${last}\n`);
}
