/** What a lesson on the network bench says besides its own sentences; a translation is this file in another language. */

export const lessonWords = {
  lesson: "Lesson",
  /** @param {number} at @param {number} of */
  place: (at, of) => `${at} of ${of}`,
  /** @param {number} at @param {number} of */
  question: (at, of) => `question ${at} of ${of}`,
  before: "The sentence before",
  after: "The next sentence",
  run: "run",
  /** @param {string} name */
  inRun: (name) => `Open “${name}”`,
  all: "All of it",
  allHint: "The whole lesson: what to look at, questions, how others write it",
  look: "What to look at",
  questions: "What do you expect?",
  answer: "Show what comes of it",
  sheet: "Set beforehand",
  onGraph: "The same as a graph, on the workbench",
  /** What is set before training, and what it is now. */
  settings: {
    layers: "layers", units: "units in each", activations: "activations", loss: "loss", initializer: "weights begin", optimizer: "optimizer",
    rate: "learning rate", schedule: "schedule", batch: "batch size", epochs: "epochs", seed: "seed",
  },
  whole: "all examples",
  given: "as given",
};
