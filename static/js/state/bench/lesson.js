/** What the bench asks of a lesson as data: which run is on it, what is said of it, what is set, and where its words lead. Pure. */

import {lessonWords} from "../bench-lesson-words.js";
import {benchWords} from "../bench-words.js";
import {activationOf} from "./edits.js";

/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").BenchLesson} BenchLesson */
/** @typedef {import("../../bench.js").BenchLook} BenchLook */
/** @typedef {import("../../bench.js").BenchTarget} BenchTarget */

/**
 * The run whose network, examples and rule are on the bench; what one may change on the way is not asked for.
 * @param {BenchLesson} bench
 * @param {TrainRequest | null} request
 * @param {string} last  the run that was opened last: it stays the one that is meant where the reader has changed it
 * @returns {string}
 */
export function runOn({runs}, request, last) {
  const same = runs.find((run) => JSON.stringify(run.request) === JSON.stringify(request));
  return same?.name ?? last;
}

/**
 * What a target points at, as one of a kind.
 * @param {BenchTarget} mark
 * @returns {BenchTarget & {kind: string}}
 */
export function targetOf(mark) {
  const kind = ["focus", "chart", "epoch", "example", "run", "screen", "walk"].find((one) => one in mark) ?? "";
  return {...mark, kind};
}

/** The picture beside loss and accuracy that a chart of a lesson is, by its name in the menu; null where it stands by itself. */
export const PICTURES = /** @type {Readonly<Record<string, string>>} */ (Object.freeze({
  gradients: "gradient", weights: "weights", confusion: "confusion", rate: "rate", path: "path",
}));

/** Where a chart stands on the page. */
export const PLACES = /** @type {Readonly<Record<string, string>>} */ (Object.freeze({
  loss: ".chart.loss", accuracy: ".chart.accuracy", surface: ".surface-room", slots: ".chart.optimizer",
  gradients: ".charts .picture", weights: ".charts .picture", confusion: ".charts .picture", rate: ".charts .picture", path: ".charts .picture",
}));

/**
 * Everything that is set before training, and to what.
 * @param {TrainRequest} request
 * @returns {readonly (readonly [name: string, value: string])[]}
 */
export function sheetOf({spec, optimizer, schedule, batch_size: batch, epochs, seed}) {
  const {settings: said} = lessonWords;
  const {layers, initializer} = spec;
  const {activations, losses, initializers, optimizers, schedules} = benchWords;
  const kind = schedule?.kind ?? "constant";
  return [
    [said.layers, String(layers.length)],
    [said.units, layers.map(({units}) => units).join(", ")],
    [said.activations, layers.map(activationOf).map((name) => activations[name] ?? name).join(", ")],
    [said.loss, losses[spec.loss] ?? spec.loss],
    [said.initializer, initializer ? initializers[initializer.scheme] ?? initializer.scheme : lessonWords.given],
    [said.optimizer, optimizers[optimizer.kind] ?? optimizer.kind],
    [said.rate, String(optimizer.learning_rate ?? "")],
    [said.schedule, schedules[kind] ?? kind],
    [said.batch, batch == null ? lessonWords.whole : String(batch)],
    [said.epochs, String(epochs)],
    [said.seed, String(seed ?? 0)],
  ];
}
