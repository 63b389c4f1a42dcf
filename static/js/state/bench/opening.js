/** What the bench opens on, and what suits a dataset. */

/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").DatasetEntry} DatasetEntry */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */

/** Two thirds to train on, one third to validate with. */
export const SPLIT = {train: 0.67, validation: 0.33};

/** Fewer than this are all trained on. */
const FEW = 10;

/** @type {TrainRequest} */
export const OPENING = {
  spec: {
    inputs: 2,
    layers: [{units: 8, activation: "tanh"}, {units: 8, activation: "tanh"}, {units: 1, activation: "sigmoid"}],
    loss: "bce",
    initializer: {scheme: "xavier_uniform", seed: 0},
  },
  data: {dataset: "moons", n: 144, noise: 0.22, seed: 0, split: SPLIT},
  optimizer: {kind: "adam", learning_rate: 0.01},
  batch_size: 16,
  epochs: 150,
  seed: 0,
};

/** What is in focus first. @type {import("../../bench.js").NetFocus} */
export const FOCUS = {layer: 2, unit: 5, input: 3};

/** The last layer and the loss that suit a task. @type {Record<DatasetEntry["task"], {activation: string, loss: string}>} */
const ENDS = {
  "two-classes": {activation: "sigmoid", loss: "bce"},
  classes: {activation: "softmax", loss: "cce"},
  regression: {activation: "identity", loss: "mse"},
};

/**
 * The same network for other examples: its inputs, outputs and loss are theirs, its hidden layers stay.
 * @param {NetSpec} spec
 * @param {Pick<DatasetEntry, "task" | "inputs" | "classes">} data
 * @param {DatasetEntry["task"] | null} before  the task it was for; a loss that was chosen for the same task stays
 * @returns {NetSpec}
 */
export function suited(spec, {task, inputs, classes}, before) {
  const {activation, loss} = ENDS[task];
  const units = task === "classes" ? Math.max(2, classes.length) : 1;
  const last = spec.layers.at(-1);
  const end = task === before && last ? {...last, units} : {units, activation};
  return {...spec, inputs, layers: [...spec.layers.slice(0, -1), end], loss: task === before ? spec.loss : loss};
}

/**
 * A request for another dataset, with as many examples and as much noise as is usual there.
 * @param {TrainRequest} request
 * @param {DatasetEntry} entry
 * @param {DatasetEntry["task"] | null} before
 * @returns {TrainRequest}
 */
export function withDataset({parameters: _, state: __, freeze: ___, ...request}, entry, before) {
  const split = splitOf(entry.n, request);
  const seed = "dataset" in request.data ? (request.data.seed ?? 0) : 0;
  const data = {dataset: entry.name, n: Math.min(entry.n, 400), noise: entry.noise, seed, ...(split && {split})};
  return {...request, spec: suited(request.spec, entry, before), data};
}

/**
 * A request for a table of one's own.
 * @param {TrainRequest} request  from its beginning
 * @param {Pick<import("./csv.js").Table, "x" | "y" | "task" | "inputs" | "classes">} table
 * @param {DatasetEntry["task"] | null} before
 * @returns {TrainRequest}
 */
export function withTable(request, {x, y, task, inputs, classes}, before) {
  const split = splitOf(x.length, request);
  return {...request, spec: suited(request.spec, {task, inputs, classes}, before), data: {x, y: /** @type {any} */ (y), ...(split && {split})}};
}

/** The shares there were, else the usual ones, where there is enough to deal out. @param {number} n @param {TrainRequest} request */
const splitOf = (n, {data}) => (n < FEW ? undefined : data.split ?? SPLIT);
