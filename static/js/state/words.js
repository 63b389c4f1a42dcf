/**
 * Every word the page says of its own, in one place: a translation is another file like this one. Sentences about steps
 * come from the API; maths and names are never translated.
 */

/** @param {number} n @param {number} of */
const outOf = (n, of) => `${n} of ${of}`;

export const words = {
  product: "Backprop",
  openLesson: "Open a lesson",
  loading: "Opening the example",
  ownProgram: "Your program",
  edit: "Edit",
  close: "Close",
  programLabel: "Program text",
  writeMend: "Write",
  damagedLink: "The program in this link cannot be read, so it may have been cut off. This is the lesson it began with.",
  drawing: "drawing",
  kept: "kept: the last program that ran",
  /** @param {number} line @param {number} column */
  place: (line, column) => `Line ${line}, column ${column}.`,
  /** @param {number} n @param {number} of */
  step: (n, of) => `step ${outOf(n, of)}`,
  outOf,
  graph: "Graph",
  track: "Track",
  controls: "Player",
  panel: "Current step",
  key: "Key to the marks",
  value: "value",
  gradient: "gradient",
  upstream: "upstream",
  local: "local",
  downstream: "downstream",
  faded: "faded: not in this step",
  chipsShown: "local gradients are shown",
  chipsHidden: "local gradients are hidden",
  node: "node",
  /** @param {string} name */
  open: (name) => `Open ${name}`,
  /** @param {string} name */
  closeGroup: (name) => `Close ${name}`,
  allNumbers: "All numbers",
  everyGradient: "every gradient is in",
  asFarAsTold: "as far as they are told",
  table: "Table",
  thisStep: "This step",
  copyLatex: "Copy LaTeX",
  copyTable: "Copy table",
  copied: "Copied.",
  notCopied: "The browser did not let me copy.",
  fromLastRun: "from the last program that ran",
  before: "Before the first step",
  beforeText: "Play, or press the right arrow: values come first, then the gradients.",
  forward: "forward",
  backward: "backward",
  /** @param {number} n @param {number} of */
  forwardLine: (n, of) => `forward, node ${outOf(n, of)}`,
  /** @param {number} n @param {number} of */
  edgeLine: (n, of) => `backward, edge ${outOf(n, of)}`,
  seedLine: "backward begins",
  sumLine: "backward, paths meet",
  /** @param {number} speed */
  speed: (speed) => `${{0.25: "¼", 0.5: "½"}[speed] ?? speed}×`,
  /** @param {string} now */
  speedIs: (now) => `Speed ${now}`,
  speedHint: "Speed (< and >)",
  stepSizes: {edge: "by edge", node: "by node", pass: "whole pass"},
  /** @param {string} now */
  stepIs: (now) => `Step ${now}`,
  stepHint: "Step size (N, E, W)",
  asks: {
    /** @param {string | null} name */
    forward: (name) => (name ? `What is the value of ${name}?` : "What is the value here?"),
    seed: () => "With what does the backward pass begin?",
    /** @param {string | null} name */
    edge: (name) => (name ? `What does ${name} receive along this wire?` : "What is passed on along this wire?"),
    /** @param {string | null} name */
    accumulate: (name) => `What do the gradients that meet ${name ? `at ${name}` : "here"} add up to?`,
  },
  question: "Question",
  seed: "Seed",
  seedShort: "seed 1",
  sum: "Sum of gradients",
  kinds: {input: "Input", parameter: "Parameter", constant: "Constant", op: "Operation"},
  origin: "Where the local gradient comes from",
  lastStep: "The last step",
  writing: "Writing programs",
  language: [
    ["x = -2", "an input"],
    ["w: parameter = 5", "it learns"],
    ["x ** 2", "a power"],
    ["exp(x)", "a function"],
    ["# note", "a comment"],
  ],
  keys: "Keys",
  closeKeys: "Close the list of keys",
  blankScreen: "Screen blanked. Any key brings it back.",
  zoom: "Zoom",
  fit: "Fit",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  notANumber: "Type a number, such as -0.5, or a list for a tensor, such as [1, 2].",
  /** @param {string} name */
  valueOf: (name) => `Value of ${name}`,
};

/** Names of ops as the panel's title writes them; an op without an entry is written by its name. */
export const titles = /** @type {Readonly<Record<string, string>>} */ ({
  add: "Sum", sub: "Difference", mul: "Product", div: "Quotient", neg: "Negation", pow: "Power", square: "Square",
  sqrt: "Square root", reciprocal: "Reciprocal", exp: "Exponential", log: "Logarithm", abs: "Absolute value",
  sin: "Sine", cos: "Cosine", tan: "Tangent", sigmoid: "Sigmoid", tanh: "Hyperbolic tangent", relu: "ReLU",
  leaky_relu: "Leaky ReLU", elu: "ELU", prelu: "PReLU", silu: "SiLU", gelu: "GELU", matmul: "Matrix product",
  dot: "Dot product", outer: "Outer product", max: "Largest entry", min: "Smallest entry", norm: "Length",
  mse: "Mean squared error", sse: "Sum of squared errors", half_mse: "Half mean squared error",
  bce: "Binary cross-entropy", cce: "Categorical cross-entropy", hinge: "Hinge loss",
});

/**
 * @param {string} op
 * @returns {string}
 */
export function opTitle(op) {
  const plain = op.replaceAll("_", " ");
  return titles[op] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
