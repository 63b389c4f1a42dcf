/** Every word the example's screen says of its own; a translation is this file in another language. */

const NAMES = /** @type {Readonly<Record<string, string>>} */ ({
  sgd: "gradient descent", momentum: "momentum", nesterov: "Nesterov's momentum", rmsprop: "RMSProp", adam: "Adam", adamw: "AdamW",
  perceptron: "the perceptron rule", adaline: "the delta rule",
});

/** @param {number} input @param {number} layer */
const source = (input, layer) => (input === 0 ? "the bias" : layer === 1 ? `input ${input}` : `unit ${input} of layer ${layer - 1}`);

export const walkWords = {
  board: "The network, with one example",
  forms: "This step",
  atOnce: "All at once",
  oneWeight: "One weight",
  oneUnit: "One unit",
  theLoss: "The loss",
  theExample: "The example",
  cells: "area is size, hollow is minus; each to its own largest",
  shortCells: "area is size, hollow is minus",
  /** @param {number} from @param {number} to @param {number} of */
  part: (from, to, of) => `${from} to ${to} of ${of} drawn`,
  loss: "loss",
  layerWord: "layer",
  example: "example",
  /** @param {number} n @param {number} of */
  outOf: (n, of) => `${n} of ${of}`,
  exampleBefore: "Example before",
  exampleAfter: "Next example",
  toBench: "The whole bench",
  toBenchShort: "Bench",
  toUnit: "to unit",
  ofLayer: "of layer",
  from: "from",
  fromUnit: "from unit",
  fromInput: "from input",
  bias: "bias",
  /** @param {number} layer */
  ofLayerAt: (layer) => `of layer ${layer}`,
  /** @param {number} n @param {number} of */
  more: (n, of) => `${n} weaker of ${of}`,
  /** The same where there is no room. @param {number} n */
  fewer: (n) => `+${n}`,
  target: "target",
  others: (/** @type {number} */ n) => `${n} more`,
  difference: "central difference",
  /** @param {string} step */
  differenceStep: (step) => `Measured: the loss with this weight a little larger and a little smaller, over the distance; steps of at most ${step}.`,
  measuring: "measuring",
  notMeasured: "not measured",
  /** @param {string} weight @param {string} gradient */
  wire: (weight, gradient) => (gradient ? `weight ${weight}, gradient ${gradient}` : `weight ${weight}`),
  minusRate: "− rate ×",
  optimizer: (/** @type {string} */ kind) => NAMES[kind] ?? kind,
  held: "held: this parameter is frozen",
  updateOf: "one step with this example alone",
  lossAfter: "loss after",
  chain: "The whole chain",
  notation: "How it is written",
  targetFirst: "The target stands first: so a row of W holds what comes into one unit, and z = W a + b. Where a book writes the source first, its W is this one transposed.",
  leadsTo: ["leads to unit", "of layer", "from unit", "of the layer before."],
  sizes: {weight: "weight", unit: "unit", layer: "layer"},
  stepSize: "Step size",
  track: "The example's way",
  forward: "forward",
  backward: "backward",
  inputs: "inputs",
  output: "output",
  update: "update",
  /** @param {number} layer */
  layerName: (layer) => `layer ${layer}`,
  waiting: "Working it out",
  noPass: "There is no example to take through the network.",
  running: "While the training runs, its next step is its own; pause it to see this example's.",
  controls: {first: "To the inputs", back: "Back", play: "Play", pause: "Pause", next: "Next"},
  place: {
    inputs: "the inputs",
    loss: "the loss",
    update: "the update",
    /** @param {number} layer @param {number} of */
    forward: (layer, of) => `${layer} of ${of}, going forward`,
    /** @param {number} layer @param {number} of */
    backward: (layer, of) => `${layer} of ${of}, going back`,
  },
  says: {
    /** @param {string} values */
    inputs: (values) => `The example's inputs: ${values}.`,
    /** @param {number} layer @param {number} units */
    forwardLayer: (layer, units) => `Forward, layer ${layer}: ${units} ${units === 1 ? "unit adds up its" : "units add up their"} weighted inputs.`,
    /** @param {number} unit @param {number} layer @param {string} z @param {string} a */
    unit: (unit, layer, z, a) => `Unit ${unit} of layer ${layer}: z is ${z}, a is ${a}.`,
    /** @param {number} unit @param {number} layer @param {string} w @param {string} a @param {number} input */
    term: (unit, layer, w, a, input) => `To unit ${unit} of layer ${layer} from ${source(input, layer)}: weight ${w} times ${a}.`,
    /** @param {string} loss */
    loss: (loss) => `The loss is ${loss}.`,
    /** @param {number} layer @param {number} units */
    backwardLayer: (layer, units) => `Backward, layer ${layer}: delta of ${units === 1 ? "its one unit" : `${units} units`}, and the gradients of what leads to ${units === 1 ? "it" : "them"}.`,
    /** @param {number} unit @param {number} layer @param {string} da @param {string} slope @param {string} delta */
    delta: (unit, layer, da, slope, delta) => `Unit ${unit} of layer ${layer}: ${da} from upstream${slope ? ` times the slope ${slope}` : ""} gives delta ${delta}.`,
    /** @param {number} unit @param {number} layer @param {number} input @param {string} gradient */
    gradient: (unit, layer, input, gradient) => `The gradient of the weight to unit ${unit} of layer ${layer} from ${source(input, layer)} is ${gradient}.`,
    /** @param {number} unit @param {number} layer @param {string} gradient */
    biasGradient: (unit, layer, gradient) => `The gradient of the bias of unit ${unit} of layer ${layer} is delta itself, ${gradient}.`,
    /** @param {string} before @param {string} after */
    update: (before, after) => `The update: every weight moves against its gradient. The loss was ${before} and is ${after}.`,
    updateSoon: "The update: every weight moves against its gradient.",
    /** @param {number} unit @param {number} layer @param {number} input @param {string} from @param {string} to */
    moved: (unit, layer, input, from, to) => `The ${input === 0 ? "bias" : "weight"} of unit ${unit} of layer ${layer}${input === 0 ? "" : ` from ${source(input, layer)}`} goes from ${from} to ${to}.`,
  },
  commands: {
    play: "Play or pause", next: "One step forward", back: "One step back", first: "To the inputs", last: "To the update",
    "next-phase": "To the next pass", "back-phase": "To the pass before",
    slower: "Slower", faster: "Faster",
    weight: "Step by weight", unit: "Step by unit", layer: "Step by layer",
    "unit-up": "The unit above", "unit-down": "The unit below", "input-before": "The weight before", "input-after": "The next weight",
    "example-before": "The example before", "example-after": "The next example", leave: "Back to the whole bench",
  },
};
