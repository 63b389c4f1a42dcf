/**
 * Every word the page says of its own: a translation is this file and building-words.js, counting-words.js and
 * keeping-words.js in another language; the last comes with what it speaks of. Sentences about steps come from the API; maths and names are
 * never translated.
 */

import {buildingWords} from "./building-words.js";
import {count} from "./counting-words.js";

/** @param {number} n @param {number} of */
const outOf = (n, of) => `${n} of ${of}`;

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
/** @param {number} n  from 1 */
export const ordinal = (n) => ORDINALS[n - 1] ?? `${n}th`;

export const words = {
  product: "Backprop",
  openLesson: "Open a lesson",
  lessons: "Lessons",
  workbench: "Workbench",
  train: "Train",
  openWhole: "Open in full",
  mainNav: "Main",
  /** @param {number} n */
  moreRows: (n) => `${n} more`,
  answer: {field: "Your answer", check: "Check", right: "Right. The next press shows it.", wrong: "Not right."},
  ...buildingWords,
  notation: "How it is written",
  notationHere: "here",
  oneSign: "One sign, ∂, for both (Y)",
  notationElsewhere: "elsewhere",
  aboutLesson: "About this lesson",
  closeAbout: "Close what the lesson says",
  forTheTeacher: "For the teacher",
  toMind: "To keep in mind",
  /** @param {number} n */
  askMe: (n) => `Play it again and ask me ${n === 1 ? "one number" : `${count(n)} numbers`}`,
  otherNumbers: "Other numbers",
  trainIt: "Train it as a network",
  allLessons: "All lessons",
  allLessonsHint: "With their pictures, by topic and by playlist",
  /** @param {string} title @param {string} seed */
  variantTitle: (title, seed) => `${title}, numbers ${seed}`,
  lessonBefore: "Before",
  lessonAfter: "Next",
  sources: "Sources",
  passes: "Two ways to the same derivatives",
  pass: "pass",
  passBrings: "brings",
  multiplications: "products",
  forwardFrom: "forward from",
  allOfThem: "all of them",
  inAProgram: "As a program would have it",
  written: "written with",
  held: "gradient of",
  sums: {
    assign: "keeps the last arrival",
    add: "adds each arrival",
    twice: "again, not zeroed before",
  },
  menu: "Menu",
  apart: "Open or close this composite",
  presentWord: "Present",
  descendWord: "Descend",
  themeWord: "Light or dark",
  shareHint: "Share (S)",
  share: "Share",
  shareTitle: "Share this picture",
  closeShare: "Close sharing",
  shareLink: "Link to this very picture",
  copyLink: "Copy link",
  asPresented: "Open it as it is presented here",
  codeOf: "QR code of the link",
  linkHolds: {
    lesson: "It names the lesson, the step and the way of looking. All of it stands in the link; nothing is stored.",
    program: "It holds the whole program with its numbers, and the step. What stands after # never reaches a server.",
  },
  /** @param {number} bytes @param {number} most */
  tooLong: (bytes, most) => `The link is too long for a code: it has ${bytes} bytes, and a code that a hall can read holds ${most}. Copied as text it works all the same.`,
  reach: {
    machine: "This address works on this machine only. For others, start the server with --host 0.0.0.0 and open this page by the machine's name, or set BACKPROP_PUBLIC_URL.",
    network: "This address works in this network only. Where the class is elsewhere, set BACKPROP_PUBLIC_URL.",
  },
  away: "The server does not answer. It is asked again until it does; what you did is not lost.",
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
  stepsSoFar: "The steps so far",
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
  noGradient: "a constant: nothing to differentiate",
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
  wholeGraph: "The whole graph",
  lower: "Less",
  raise: "More",
  otherSign: "The other sign",
  done: "Done",
  staysHere: "Everything up to this step follows.",
  questions: "questions",
  questionsHint: "Ask at the lesson's questions (K)",
  askQuestions: "Ask the lesson's questions",
  ask: "ask",
  askHint: "Ask here: the number stays away until the next press (Q)",
  signs: "Signs",
  insert: (/** @type {string} */ text) => `Write ${text}`,
  presenter: "Presenting",
  nextLesson: "Next",
  stepWord: "step",
  ofWord: "of",
  back: "Back",
  next: "Next",
  play: "Play",
  pause: "Pause",
  askHere: "Ask here (Q)",
  spotlight: "Ring around the pointer (O)",
  theme: "Light or dark (T)",
  present: "Present (P)",
  leavePresenting: "Leave (Esc)",
  /** @param {string} op @param {"all" | "none" | "part" | "times"} size @param {string} local */
  passesOn: (op, size, local) => ({
    all: `The ${op} passes on what it receives.`,
    none: `The ${op} passes on nothing: its local gradient is 0.`,
    part: `The ${op} passes on ${local} of what it receives.`,
    times: `The ${op} passes on ${local} times what it receives.`,
  })[size],
  seed: "Seed",
  seedShort: "seed 1",
  sum: "Sum of gradients",
  kinds: {input: "Input", parameter: "Parameter", constant: "Constant", op: "Operation"},
  origin: "Where the local gradient comes from",
  originOf: ["Where ", " comes from"],
  slopeHere: "Its curve, and its slope here",
  /** @param {string} x @param {string} y @param {string} slope */
  curveSaid: (x, y, slope) => `The curve of this operation: at ${x} its value is ${y} and its slope ${slope}.`,
  lastStep: "The last step",
  toPredict: "to be predicted",
  nudge: "Nudge",
  /** @param {string} name */
  nudgeOf: (name) => `Nudge ${name}`,
  movesBy: "moves by",
  /** @param {string} step */
  gradientTimes: (step) => `gradient × ${step}`,
  thisWire: "on this wire alone",
  check: "measured",
  /** How a gradient and its measurement agree. */
  checked: /** @type {Readonly<Record<string, string>>} */ ({
    ok: "agrees", mismatch: "does not agree", kink: "a kink: no one slope", "not-finite": "no number to compare",
  }),
  differs: "differs by",
  checkAll: "Check by finite differences",
  /** @param {number} n */
  agreesWithAll: (n) => `The finite-difference check agrees with ${n === 1 ? "the one leaf" : n === 2 ? "both leaves" : `all ${count(n)} leaves`}.`,
  /** @param {number} n @param {number} of */
  agreesWith: (n, of) => `The finite-difference check agrees with ${n === 0 ? "none" : count(n)} of ${of === 1 ? "the one leaf" : `${count(of)} leaves`}.`,
  cellOf: "One cell,",
  cells: "One cell",
  pickCell: "Pick a number to see what it is made of.",
  /** @param {string} op */
  jacobianOf: (op) => `Local Jacobian of ${op}`,
  /** @param {string} nth */
  columnTimes: (nth) => `its ${nth} column times the gradient at`,
  /** @param {number} n */
  more: (n) => `and ${n} more`,
  cellMeasured: "central difference, this cell alone",
  /** @param {number} row @param {number | null} column */
  cellAt: (row, column) => (column === null ? `entry ${row}` : `row ${row}, column ${column}`),
  /** @param {string} name */
  gradientOf: (name) => `Gradient of ${name}`,
  /** @param {string} name */
  valueIn: (name) => `Value of ${name}, by its numbers`,
  sumHere: "What is summed",
  notTold: "not told yet",
  selected: "selected",
  comesIn: "Gradient that comes back to it",
  goesOut: "Gradient that it passes on",
  gradientSum: "gradient, the sum",
  backToStep: "Back to the step",
  copyText: "Copy text",
  ownNumbers: "The example's own numbers",
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
  tools: "Downhill and zoom",
  zoom: "Zoom",
  fit: "Fit",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  notANumber: "Type a number, such as -0.5, or a list for a tensor, such as [1, 2].",
  /** @param {string} name */
  valueOf: (name) => `Value of ${name}`,
  downhill: {
    enter: "Descend",
    enterHint: "Downhill (D): w ← w − rate × gradient",
    hindered: {
      "no-graph": "There is no graph yet.",
      "no-scalar": "Going downhill needs one number at the end; this graph ends in a tensor.",
      "no-leaf": "Nothing here can move: the graph has no input and no parameter.",
    },
    region: "Going downhill",
    formula: "The graph and its update rule",
    start: "start",
    update: "update",
    theUpdate: "The update",
    lastUpdate: "The last update",
    /** @param {number} n @param {number} of */
    updateOf: (n, of) => `update ${outOf(n, of)}`,
    outOf,
    /** @param {string} name @param {"up" | "down" | "not"} way */
    moves: (name, way) => ({
      up: `The slope is negative here, so ${name} moves right.`,
      down: `The slope is positive here, so ${name} moves left.`,
      not: `The gradient is zero here, so ${name} stays.`,
    })[way],
    movesAll: "Each moves against its own gradient: one with a positive gradient becomes smaller.",
    remembersAll: "Each moves by its own gradient and by what the rule remembers of those before.",
    /** @param {string} name @param {"up" | "down" | "not"} way @param {"up" | "down" | "not"} slope */
    remembers: (name, way, slope) => {
      const moves = {up: `${name} moves right`, down: `${name} moves left`, not: `${name} stays`}[way];
      const here = {up: "negative", down: "positive", not: "zero"}[slope];
      return way === slope ? `The slope is ${here} here, and ${moves}, by what the rule remembers too.` : `The slope is ${here} here, yet ${moves}: the rule remembers the slopes before.`;
    },
    /** @param {string} output */
    ended: (output) => `There ${output} is no finite number any more, so the path ends.`,
    playAgain: "Play again with",
    /** @param {number} n */
    nth: (n) => `update ${n}`,
    backToGraph: "Back to the graph",
    toGraph: "Graph",
    rate: "Learning rate",
    /** @param {string} title */
    rateOf: (title) => `Learning rate, ${title}`,
    rateHint: "Type it, drag it, or use the up and down arrows",
    verdicts: {low: "Too low", right: "Right", high: "Too high", flat: "Flat", falling: "Falling"},
    /** One rate alone is not compared with any. */
    alone: "Path",
    /** @param {string} title @param {number} rate */
    atRate: (title, rate) => `${title}, learning rate ${rate}`,
    /** @param {string} over */
    pathOver: (over) => `Path over ${over}`,
    lines: {low: "too low", right: "right", high: "too high", flat: "flat", falling: "falling"},
    faster: "faster each time",
    /** @param {number} n */
    after: (n) => `after ${n} ${n === 1 ? "update" : "updates"}`,
    onTheWay: "still on the way down",
    further: "further out each time",
    noLower: "ends no lower than it began",
    tooFar: "steps too far each time",
    stays: "the gradient is zero: nothing moves",
    /** @param {number} n */
    ends: (n) => `no finite number after ${n} ${n === 1 ? "update" : "updates"}`,
    outside: "out of the frame:",
    /** @param {number} n */
    held: (n) => `the other leaves as after update ${n}`,
    costByStep: "Cost by update",
    noCurve: "A curve needs a leaf that is a number. Here only tensors move, so there is the cost by update alone.",
    runs: "Three rates, one start",
    twoRuns: "Two rates, one start",
    path: "The path",
    rule: "Update rule",
    rules: {sgd: "gradient descent", momentum: "with momentum", rmsprop: "RMSprop", adam: "Adam"},
    updates: "updates",
    compare: "Three rates",
    moving: "moves",
    over: "drawn over",
    /** @param {string} name */
    movingOf: (name) => `${name} moves`,
    /** @param {string} name */
    overOf: (name) => `Draw over ${name}`,
    track: "Updates",
    first: "To the start", back: "Back", play: "Play", pause: "Pause", next: "Next",
    /** @param {string} output @param {string} value */
    costIs: (output, value) => `${output} is ${value}.`,
    /** @param {string} over @param {number} n */
    plot: (over, n) => `The output over ${over}, with ${n} updates downhill. The numbers are in the table.`,
    costs: "The output after each update. The numbers are in the table.",
    step: "update",
    gradient: "gradient",
  },
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

/** What an op lacks, in words. @param {NonNullable<import("../types.js").DisplayNode["ports"]>} ports */
export const lacks = (ports) => words.build.lacks(ports.flatMap(({open}, at) => (open ? [at] : [])), ports.length);
