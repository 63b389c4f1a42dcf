/** What the network on the bench, and its unit in focus, say. */

export const netWords = {
  inputs: "inputs",
  network: "The network",
  /** @param {readonly number[]} counts */
  drawn: (counts) => `A network of ${counts.join("-")}: units in columns, a line for each weight`,
  /** @param {number} layer @param {number} last */
  layer: (layer, last) => (layer === last ? "output" : `layer ${layer}`),
  /** @param {number} unit */
  row: (unit) => `row ${unit}`,
  wider: "wider is larger",
  plus: "plus",
  minus: "minus",
  /** @param {number} shown */
  largest: (shown) => `the ${shown} largest`,
  units: "Units of the network",
  /** @param {number} unit */
  input: (unit) => `input ${unit}`,
  /** @param {number} unit @param {number} layer @param {number} last */
  unit: (unit, layer, last) => (layer === last ? `Output ${unit}` : `Unit ${unit} of layer ${layer}`),
  /** @param {string} a @param {string} da */
  says: (a, da) => `value ${a}, gradient ${da}`,
  /** @param {string} a */
  given: (a) => `value ${a}`,
  /** @type {Readonly<Record<"dead" | "saturated", string>>} */
  trouble: {dead: "passes no gradient back", saturated: "passes hardly any gradient back"},
  /** @type {Readonly<Record<"dead" | "saturated", string>>} */
  why: {
    dead: "Its slope is 0 at this example: no gradient passes, and these weights learn nothing from it.",
    saturated: "Its slope is below 0.01 at this example: next to no gradient passes.",
  },
  /** @param {number} count @param {number} units @param {"dead" | "saturated"} code */
  everywhere: (count, units, code) => `Over all examples, ${count} of the layer's ${units} units ${count === 1 ? "is" : "are"} ${code}.`,
  /** @param {number} count @param {number} layer @param {number} last */
  more: (count, layer, last) => `${count} more units, ${layer === 0 ? "inputs" : layer === last ? "output" : `layer ${layer}`}`,
  activation: "activation",
  /** @param {string} layer */
  activationOf: (layer) => `Activation of ${layer}`,
  /** @param {string} layer */
  oneMore: (layer) => `One unit more, ${layer}`,
  /** @param {string} layer */
  oneLess: (layer) => `One unit less, ${layer}`,
  /** @param {number} layer  the one it comes before */
  addLayer: (layer) => (layer === 1 ? "Add a layer after the inputs" : `Add a layer after layer ${layer - 1}`),
  /** @param {string} layer */
  removeLayer: (layer) => `Remove ${layer}`,
  oneExample: "one example",
  /** @param {string} name */
  exampleOf: (name) => `one example, class ${name}`,
  /** @param {string} target */
  exampleTo: (target) => `one example, target ${target}`,
  upstream: "upstream",
  local: "local",
  downstream: "downstream",
  mixes: "This activation mixes its units: its local gradient is a matrix, the Jacobian, and delta is that matrix times what comes from upstream.",
  bias: "bias",
  slope: "slope",
  table: "Inputs of the unit: value, weight, gradient",
  /** @param {number} input */
  weightFrom: (input) => `Weight from ${input}`,
  biasField: "Bias",
  slopeField: "Learned slope",
  notANumber: "A number, please.",
  workbench: "The same network on the workbench",
  /** @type {Readonly<Record<"layer" | "neuron" | "scalar", string>>} */
  depths: {layer: "by layers", neuron: "by neurons", scalar: "by scalars"},
  /** @param {string} shape @param {string} depth */
  graphTitle: (shape, depth) => `Network ${shape}, ${depth}`,
};
