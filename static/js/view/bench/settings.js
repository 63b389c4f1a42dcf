/** All settings of a run on one sheet: what does not fit the strip. What begins anew says so. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {INITIALIZERS, LOSSES, OPTIMIZERS, SCHEDULES, begun, isOlder, otherOptimizer, withData, withLoss, withSplit} from "../../state/bench/settings.js";
import {benchWords} from "../../state/bench-words.js";
import {words} from "../../state/words.js";
import {html} from "../html.js";
import {Menu, NumberField, Row, named} from "./fields.js";
import {DataMenu, Noise, isNoisy} from "./strip.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {{desk: BenchDesk, request: TrainRequest}} Given */

const said = benchWords.adjust;
const WHOLE = {bounds: {least: 1, whole: true}, says: said.notNumber(said.whole)};
const FROM_0 = {bounds: {least: 0}, says: said.notNumber(said.from0)};
const COUNTED = {bounds: {least: 0, whole: true}, says: said.notNumber(said.from0)};
const ABOVE_0 = {bounds: {above: 0}, says: said.notNumber(said.above)};
const ANY = {bounds: {}, says: said.notNumber(said.any)};
const MOST_SEED = 1e6;

/** @param {{desk: BenchDesk}} props */
export function Settings({desk}) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const request = desk.store.request.value;
  const problem = desk.store.problem.value;
  return html`<dialog class="bench-sheet settings-sheet" ref=${dialog} aria-labelledby="settings-title" onClose=${() => (desk.store.dialog.value = null)}>
    <div class="title"><h2 id="settings-title">${benchWords.settings}</h2>
      <button type="button" aria-label=${said.close} onClick=${() => dialog.current?.close()}>${words.close}<kbd>Esc</kbd></button></div>
    ${problem && html`<p class="refused" role="alert">${problem.detail}</p>`}
    ${request && html`<div class="columns">
      ${h(Data, {desk, request})}
      ${h(Network, {desk, request})}
      ${h(Rule, {desk, request})}
      ${h(Rate, {desk, request})}
      ${h(Decay, {desk, request})}
      ${h(Stop, {desk, request})}
    </div>`}
  </dialog>`;
}

/** @param {{title: string, anew?: boolean, children?: unknown}} props */
function Part({title, anew = false, children}) {
  return html`<section><h3>${title}<small>${anew ? said.anew : said.live}</small></h3>${children}</section>`;
}

/** @param {Given} props */
function Data({desk, request}) {
  const data = /** @type {{dataset?: string, n?: number, seed?: number, split?: {train: number}}} */ (request.data);
  const entry = desk.store.datasets.value.find(({name}) => name === data.dataset);
  const own = data.dataset === undefined;
  const open = (/** @type {TrainRequest} */ next) => void desk.training.open(begun(next));
  const share = data.split?.train ?? 1;
  return h(Part, {title: said.sections.data, anew: true}, [
    h(Row, {label: said.dataset}, h(DataMenu, {desk, request})),
    !own && number(said.n, data.n ?? entry?.n ?? 0, {bounds: {least: 1, most: entry?.most ?? 20_000, whole: true}, says: said.notNumber(said.whole)}, (n) => open(withData(request, {n: n ?? 1}))),
    isNoisy(desk, request) && h(Row, {label: said.noise}, h(Noise, {desk, request})),
    number(said.share, share, {bounds: {above: 0, most: 1}, says: said.notNumber(said.share01)}, (train) => open(withSplit(request, train ?? 1))),
    number(said.seed, data.seed ?? 0, COUNTED, (seed) => open(withData(request, {seed: seed ?? 0})), {
      more: html`<button type="button" class="plain" onClick=${() => open(withData(request, {seed: ((data.seed ?? 0) + 1) % MOST_SEED}))}>${said.again}</button>`,
    }),
  ]);
}

/** @param {Given} props */
function Network({desk, request}) {
  const {spec} = request;
  const task = desk.store.rows.value?.task ?? "regression";
  const {scheme = "xavier_uniform", seed = 0, ...numbers} = spec.initializer ?? {scheme: "xavier_uniform"};
  const start = (/** @type {Record<string, unknown>} */ part) => void desk.training.open(begun({...request, spec: {...spec, initializer: /** @type {any} */ ({scheme, seed, ...numbers, ...part})}}));
  const losses = LOSSES[task] ?? [];
  return h(Part, {title: said.sections.network, anew: true}, [
    choice(said.loss, spec.loss, named(losses.includes(spec.loss) ? losses : [spec.loss, ...losses], benchWords.losses), (loss) => void desk.training.open(withLoss(request, loss, task))),
    choice(said.reduction, spec.reduction ?? "mean", [["mean", said.mean], ["sum", said.sum]], (to) => void desk.training.open(begun({...request, spec: {...spec, reduction: to === "sum" ? "sum" : "mean"}}))),
    choice(said.initializer, scheme, named(Object.keys(INITIALIZERS), benchWords.initializers), (to) => void desk.training.open(begun({...request, spec: {...spec, initializer: {scheme: to, seed, ...(to === "constant" && {value: 0.5})}}}))),
    ...settings(INITIALIZERS[scheme] ?? {}, numbers, start, ANY),
    number(said.initSeed, seed, COUNTED, (to) => start({seed: to ?? 0}), {
      more: html`<button type="button" class="plain" onClick=${() => start({seed: (seed + 1) % MOST_SEED})}>${said.otherWeights}</button>`,
    }),
  ]);
}

/** @param {Given} props */
function Rule({desk, request}) {
  const {optimizer} = request;
  const change = desk.training.change.bind(desk.training);
  return h(Part, {title: said.sections.training}, [
    choice(said.optimizer, optimizer.kind, named(Object.keys(OPTIMIZERS), benchWords.optimizers), (kind) => change({optimizer: otherOptimizer(optimizer, kind)})),
    ...settings(OPTIMIZERS[optimizer.kind] ?? {}, optimizer, (part) => change({optimizer: {...optimizer, ...part}}), FROM_0),
    number(said.batch, request.batch_size ?? null, WHOLE, (size) => change({batch_size: size}), {empty: benchWords.all}),
    number(said.epochs, request.epochs, COUNTED, (epochs) => change({epochs: epochs ?? 1})),
    h(Row, {label: said.shuffle}, html`<input type="checkbox" aria-label=${said.shuffle} checked=${request.shuffle ?? true} onChange=${() => change({shuffle: !(request.shuffle ?? true)})} />`),
  ]);
}

/** @param {Given} props */
function Rate({desk, request: {optimizer, schedule}}) {
  const kind = schedule?.kind ?? "constant";
  const change = (/** @type {Record<string, unknown>} */ part) => desk.training.change({schedule: /** @type {any} */ ({kind, ...schedule, ...part})});
  const warmup = Number(schedule?.warmup ?? 0);
  return h(Part, {title: said.sections.rate}, [
    kind !== "inverse" && number(said.rate, optimizer.learning_rate ?? 0.01, FROM_0, (rate) => desk.training.change({optimizer: {...optimizer, learning_rate: rate ?? 0}})),
    choice(said.schedule, kind, named(Object.keys(SCHEDULES), benchWords.schedules), (to) => desk.training.change({schedule: {kind: to, ...SCHEDULES[to], ...(warmup && {warmup})}})),
    ...settings(SCHEDULES[kind] ?? {}, schedule ?? {}, change, kind === "cosine" ? FROM_0 : ABOVE_0),
    number(said.warmup, warmup, COUNTED, (to) => change({warmup: to ?? 0})),
  ]);
}

/** @param {Given} props */
function Decay({desk, request}) {
  const {l1 = 0, l2 = 0} = request.regularization ?? {};
  const change = (/** @type {{l1?: number, l2?: number}} */ part) => desk.training.change({regularization: {l1, l2, ...part}});
  if (isOlder(request)) return null;
  return h(Part, {title: said.sections.decay}, [
    number(said.l2, l2, FROM_0, (to) => change({l2: to ?? 0})),
    number(said.l1, l1, FROM_0, (to) => change({l1: to ?? 0})),
    number(said.clip, request.clip_norm ?? null, ABOVE_0, (to) => desk.training.change({clip_norm: to}), {empty: said.none}),
  ]);
}

/** @param {Given} props */
function Stop({desk, request: {stopping = {}}}) {
  const {tolerance = null, patience = null} = stopping;
  const change = (/** @type {{tolerance?: number | null, patience?: number | null}} */ part) => {
    const all = Object.entries({tolerance, patience, ...part}).filter(([, value]) => value !== null);
    desk.training.change({stopping: Object.fromEntries(all)});
  };
  return h(Part, {title: said.sections.stop}, [
    number(said.patience, patience, WHOLE, (to) => change({patience: to}), {empty: said.none}),
    number(said.tolerance, tolerance, FROM_0, (to) => change({tolerance: to}), {empty: said.none}),
  ]);
}

/**
 * @param {string} label
 * @param {number | null} value
 * @param {{bounds: import("./fields.js").Bounds, says: string}} kind
 * @param {(value: number | null) => void} give
 * @param {{empty?: string, more?: unknown}} [how]
 */
const number = (label, value, kind, give, {empty, more} = {}) => h(Row, {key: label, label}, [h(NumberField, {label, value, ...kind, give, ...(empty && {empty})}), more]);

/** @param {string} label @param {string} value @param {import("./fields.js").Options} options @param {(value: string) => void} choose */
const choice = (label, value, options, choose) => h(Row, {key: label, label}, h(Menu, {label, value, options, choose}));

/**
 * The numbers that a choice has of its own.
 * @param {Readonly<Record<string, number>>} defaults
 * @param {Readonly<Record<string, unknown>>} given
 * @param {(part: Record<string, number>) => void} give
 * @param {{bounds: import("./fields.js").Bounds, says: string}} kind
 */
const settings = (defaults, given, give, kind) => Object.entries(defaults).map(([name, usual]) =>
  number(said.names[name] ?? name, Number(given[name] ?? usual), kind, (value) => value !== null && give({[name]: value})));
