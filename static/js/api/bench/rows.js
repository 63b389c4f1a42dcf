/** The examples that a request names: drawn by the server, or the reader's own. The last few are kept. */

import {ask} from "../client.js";

/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */

const MOST_KEPT = 12;

export class Rows {
  /** @type {Map<string, NetRows>} */
  #kept = new Map();

  /**
   * @param {TrainRequest} request
   * @param {readonly import("../../bench.js").DatasetEntry[]} datasets
   * @returns {Promise<NetRows>}
   */
  async of({data, spec}, datasets) {
    if (!("dataset" in data)) {
      const rows = ownRows(data, spec);
      const {split, seed = 0, x} = data;
      // How rows are dealt out goes by their number, the shares and the seed alone: evenly spaced ones tell the order.
      return split ? dealt(rows, await this.#drawn({dataset: "lines", n: x.length, noise: 0, seed, split})) : rows;
    }
    const {dataset} = data;
    const known = await this.#drawn(data);
    const classes = datasets.find(({name}) => name === dataset)?.classes;
    return classes ? {...known, classes} : known;
  }

  /** @param {Extract<TrainRequest["data"], {dataset: string}>} data @returns {Promise<NetRows>} */
  async #drawn(data) {
    const key = JSON.stringify(data);
    const {dataset, ...how} = data;
    const known = this.#kept.get(key) ?? await ask(`/datasets/${encodeURIComponent(dataset)}`, how);
    this.#kept.delete(key);
    this.#kept.set(key, known);
    for (const old of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(old);
    return known;
  }
}

/**
 * Rows in the order in which as many evenly spaced ones were dealt out.
 * @param {NetRows} own
 * @param {Pick<NetRows, "x" | "rows">} spaced
 * @returns {NetRows}
 */
export function dealt(own, {x, rows}) {
  const places = x.map(([place]) => Number(place));
  const rising = [...places].sort((one, other) => one - other);
  const rank = new Map(rising.map((place, at) => [place, at]));
  const order = places.map((place) => rank.get(place) ?? 0);
  const inTurn = (/** @type {import("../../bench.js").Matrix} */ all) => order.map((at) => all[at] ?? []);
  return {...own, x: inTurn(own.x), y: inTurn(own.y), rows, order};
}

/**
 * The reader's own rows: what kind they are is told by the loss they are trained on.
 * @param {Readonly<{x: import("../../bench.js").Matrix, y: any}>} data
 * @param {import("../../bench.js").NetSpec} spec
 * @returns {NetRows}
 */
function ownRows({x, y}, {inputs, loss, layers}) {
  const rows = /** @type {any[]} */ (y).map((one) => (Array.isArray(one) ? one : [one]));
  const outputs = layers.at(-1)?.units ?? 1;
  const task = loss.startsWith("cce") ? "classes" : loss.startsWith("bce") || loss === "hinge" ? "two-classes" : "regression";
  const names = task === "regression" ? [] : Array.from({length: task === "classes" ? outputs : 2}, (_, at) => String(at));
  return {name: "", task, inputs, classes: names, x, y: rows, rows: {train: x.length, validation: 0, test: 0}};
}
