/**
 * Training as pages do it that compute in the browser: units and links as objects, one example after the other, weights
 * updated after each batch. The first line of the input has the data; each further line says how many updates to make.
 */

import {createInterface} from "node:readline";

/** @param {number} value */
const random = (value) => (Math.sin(value * 12.9898) * 43758.5453) % 1;

/** @param {readonly number[]} widths */
function network(widths) {
  let seed = 1;
  const layers = widths.map((units) => Array.from({length: units}, () => ({
    bias: 0.1, inputs: [], outputs: [], total: 0, output: 0, outputDer: 0, inputDer: 0, biasDer: 0,
  })));
  for (let k = 1; k < layers.length; k += 1) {
    for (const source of layers[k - 1]) {
      for (const target of layers[k]) {
        const link = {source, target, weight: random(seed += 1), weightDer: 0};
        source.outputs.push(link);
        target.inputs.push(link);
      }
    }
  }
  return layers;
}

function forward(layers, x) {
  layers[0].forEach((unit, i) => { unit.output = x[i]; });
  for (const layer of layers.slice(1)) {
    for (const unit of layer) {
      unit.total = unit.bias;
      for (const link of unit.inputs) unit.total += link.weight * link.source.output;
      unit.output = Math.tanh(unit.total);
    }
  }
  return layers.at(-1)[0].output;
}

function backward(layers, y) {
  const last = layers.at(-1)[0];
  last.outputDer = last.output - y;
  for (let k = layers.length - 1; k > 0; k -= 1) {
    for (const unit of layers[k]) {
      unit.inputDer = unit.outputDer * (1 - unit.output * unit.output);
      unit.biasDer += unit.inputDer;
      for (const link of unit.inputs) link.weightDer += unit.inputDer * link.source.output;
    }
    if (k === 1) return;
    for (const unit of layers[k - 1]) {
      unit.outputDer = 0;
      for (const link of unit.outputs) unit.outputDer += link.weight * link.target.inputDer;
    }
  }
}

function update(layers, rate, batch) {
  for (const layer of layers.slice(1)) {
    for (const unit of layer) {
      unit.bias -= rate / batch * unit.biasDer;
      unit.biasDer = 0;
      for (const link of unit.inputs) {
        link.weight -= rate / batch * link.weightDer;
        link.weightDer = 0;
      }
    }
  }
}

let data = null;
let layers = null;
let at = 0;
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
      }
      update(layers, 0.03, data.batch);
    }
  }
  process.stdout.write("done\n");
}
