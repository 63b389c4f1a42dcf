/**
 * What is charted of a run, along the bottom: loss and accuracy by epoch, and a picture to choose beside them.
 */

import {signal} from "@preact/signals-core";
import {h} from "preact";
import {useMemo} from "preact/hooks";

import {layerRuns, lineChart, logBars} from "../../draw/bench/charts.js";
import {formatNumber, toNumber} from "../../format/number.js";
import {accuracyHeights, entryOf, epochsShown, focusWeight, indexAt, lossHeights, rangesOf} from "../../state/bench/charting.js";
import {chartWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {Lazy} from "../lazy.js";
import {Figure} from "../number.js";
import {Chart, Name} from "./chart.js";
import {Menu} from "./fields.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {import("../../types.js").WireNumber} WireNumber */

/** Px that one rung of a log axis needs. */
const RUNG = 22;

/** @param {{desk: BenchDesk}} props */
export function Charts({desk}) {
  const {history, request, now} = desk.store;
  if (!history.value || !request.value || !now.value) return null;
  const judged = history.value.accuracy !== null;
  return html`<div class=${`charts ${judged ? "judged" : ""}`}>
    ${h(Loss, {desk, history: history.value})}
    ${judged && h(Accuracy, {desk, history: history.value})}
    ${h(Picture, {desk, judged})}
  </div>`;
}

/** The epoch one stands at, with the share of the one under way. @param {BenchDesk} desk */
function epochNow({store}) {
  const [now, rows] = [store.now.value, store.rows.value];
  return (now?.epoch ?? 0) + (now && rows ? now.position / Math.max(1, rows.rows.train) : 0);
}

/** @param {BenchDesk} desk @param {NetHistory} history */
const endOf = ({store}, history) => epochsShown(store.request.value?.epochs ?? 1, history.epoch.at(-1) ?? 0);

/** A column's value at the moment that is shown. @param {BenchDesk} desk @param {NetHistory} history @param {readonly WireNumber[] | null} column @returns {WireNumber | null} */
const valueNow = ({store}, history, column) => column?.[indexAt(history.epoch, store.now.value?.epoch ?? 0)] ?? null;

/** @typedef {Readonly<{train: readonly WireNumber[] | null, held: readonly WireNumber[] | null}>} Columns */
/** @typedef {(history: NetHistory) => Columns} Read */

/** @type {Read} */
const losses = ({train_loss: train, validation_loss: held}) => ({train, held});
/** @type {Read} */
const accuracies = ({accuracy: train, validation_accuracy: held}) => ({train, held});

/** A history's two lines. @param {NetHistory} history @param {Columns} columns @param {string} [more] @returns {readonly import("../../draw/bench/charts.js").Line[]} */
const linesOf = ({epoch: epochs}, {train, held}, more = "") => [
  ...(held ? [{epochs, values: held, cls: `held ${more}`}] : []), ...(train ? [{epochs, values: train, cls: `train ${more}`}] : []),
];

/** What a line chart shows of the run and of the one that is kept beside it. @param {BenchDesk} desk @param {NetHistory} history @param {Read} read */
function charted(desk, history, read) {
  const kept = desk.store.pinned.value?.history ?? null;
  const [columns, keptColumns] = [read(history), kept && read(kept)];
  return {
    own: valueNow(desk, history, columns.train), held: valueNow(desk, history, columns.held),
    all: [columns.train, columns.held, keptColumns?.train, keptColumns?.held].flatMap((column) => column ?? []).map(toNumber),
    end: Math.max(endOf(desk, history), kept?.epoch.at(-1) ?? 0),
    lines: linesOf(history, columns), pinned: kept && keptColumns ? linesOf(kept, keptColumns, "kept") : [],
    last: keptColumns?.train?.at(-1) ?? null,
  };
}

/** @param {string} name @param {BenchDesk} desk @param {ReturnType<typeof charted>} found */
const labelOf = (name, {store}, {own, held, last}) => said.chart(name, store.epoch.value, told([[said.train, own], [said.validation, held], [said.pinned, last]]));

/** @param {{desk: BenchDesk, history: NetHistory}} props */
function Loss({desk, history}) {
  const found = charted(desk, history, losses);
  const {own, held, last} = found;
  const draw = (/** @type {readonly [number, number]} */ size) => lineChart(size, {
    ...found, heights: lossHeights(found.all, (size[1] - 36) / RUNG), now: epochNow(desk), tag: last === null ? [] : keptRuns(formatNumber(last)),
  });
  return html`<section class="chart loss">
    <header><h3>${said.loss}</h3>
      ${own !== null && html`<span class="line-name">${h(Dash, {held: false})}${said.train} ${h(Figure, {value: own})}</span>`}
      ${held !== null && html`<span class="line-name">${h(Dash, {held: true})}${said.validation} ${h(Figure, {value: held})}</span>`}
    </header>${h(Chart, {label: labelOf(said.loss, desk, found), draw})}</section>`;
}

/** @param {{desk: BenchDesk, history: NetHistory}} props */
function Accuracy({desk, history}) {
  const found = charted(desk, history, accuracies);
  const {own, last} = found;
  const draw = (/** @type {readonly [number, number]} */ size) => lineChart(size, {
    ...found, heights: accuracyHeights(found.all), now: epochNow(desk), label: percentRuns, tag: last === null ? [] : keptRuns(said.percent(last)),
  });
  return html`<section class="chart accuracy">
    <header><h3>${said.accuracy}</h3>${own !== null && html`<b class="num" title=${String(own)}>${said.percent(own)}</b>`}</header>
    ${h(Chart, {label: labelOf(said.accuracy, desk, found), draw})}</section>`;
}

/** What stands at the end of the line that is kept. @param {string} value @returns {readonly import("../../types.js").Run[]} */
const keptRuns = (value) => [{text: `${said.pinned} `, face: "word"}, {text: value, face: "number", gap: 0.2}];

/** @param {number} share @returns {readonly import("../../types.js").Run[]} */
const percentRuns = (share) => [{text: `${Math.round(share * 100)} %`, face: "word"}];

/** @param {readonly (readonly [string, WireNumber | null])[]} values @returns {readonly (readonly [string, WireNumber])[]} */
const told = (values) => values.flatMap(([word, value]) => (value === null ? [] : [/** @type {const} */ ([word, value])]));

/** @param {{held: boolean}} props */
export function Dash({held}) {
  return html`<svg class="dash" viewBox="0 0 20 6" aria-hidden="true"><path class=${`run-line ${held ? "held" : "train"}`} d="M0 3H20" /></svg>`;
}

/**
 * Gradients by layer, or what else is chosen in their place; some of these take the room beside as well.
 * @param {{desk: BenchDesk, judged: boolean}} props
 */
function Picture({desk, judged}) {
  const shown = offered(desk, judged).includes(picture.value) ? picture.value : "gradient";
  const options = offered(desk, judged).map((id) => /** @type {const} */ ([id, said.pictures[id] ?? id]));
  const head = h("h3", {}, h(Menu, {label: said.picture, value: shown, options, choose: (id) => (picture.value = id)}));
  const own = shown === "gradient" ? h(Gradients, {desk, head}) : h(Lazy, {key: shown, load: LOADED[shown], props: {desk, head}});
  return html`<div class=${`picture ${WIDE.has(shown) ? "wide" : ""}`}>${own}</div>${!WIDE.has(shown) && h(Optimizer, {desk})}`;
}

/** The picture that is chosen, by its menu or by a lesson; it stays while the page does. */
export const picture = signal("gradient");
const WIDE = new Set(["confusion", "path"]);
/** @type {Readonly<Record<string, () => Promise<any>>>} */
const LOADED = {
  weights: () => import("./pictures.js").then(({Weights}) => Weights),
  units: () => import("./pictures.js").then(({Units}) => Units),
  confusion: () => import("./pictures.js").then(({Confusion}) => Confusion),
  rate: () => import("./pictures.js").then(({Rates}) => Rates),
  path: () => import("./path.js").then(({Path}) => Path),
};

/** Where nothing is a class there is no confusion. @param {BenchDesk} desk @param {boolean} judged */
const offered = ({store}, judged) => ["gradient", "weights", "units", ...(judged && store.now.value?.confusion !== null ? ["confusion"] : []), "rate", "path"];

/** @param {{desk: BenchDesk, head: unknown}} props */
function Gradients({desk, head}) {
  const {now, moments} = desk.store;
  const layers = now.value?.layers ?? null;
  const ranges = useMemo(() => rangesOf(moments.value, layers?.length ?? 0, ({gradient}) => gradient), [moments.value, layers?.length]);
  const label = layers ? said.bars(layers.map(({gradient}, at) => /** @type {const} */ ([`W${at + 1}`, gradient]))) : said.nothing;
  return html`<section class="chart gradients"><header>${head}</header>
    ${h(Chart, {label, draw: (size) => (layers ? logBars(size, layers.map(({gradient}, at) => ({name: layerRuns(at + 1), value: gradient, range: ranges[at] ?? null}))) : [])})}
  </section>`;
}

/** What each rule remembers of a weight. @type {Readonly<Record<string, readonly string[]>>} */
const SLOTS = {momentum: ["velocity"], nesterov: ["velocity"], rmsprop: ["square"], adam: ["mean", "square"], adamw: ["mean", "square"]};

/** @param {{desk: BenchDesk}} props */
function Optimizer({desk}) {
  const {request, now, moments, focus} = desk.store;
  const kind = request.value?.optimizer.kind ?? "";
  const {name, cell, tex} = focusWeight(focus.value);
  const moment = now.value;
  const slots = moment?.slots ?? null;
  const first = moments.value[0] ?? moment;
  const moved = (SLOTS[kind] ?? []).map((slot) => ({word: said.slots[slot] ?? slot, value: entryOf(slots?.[slot]?.[name], cell), ink: "backward"}));
  const rows = [
    ...moved, ...(moved.length < 2 ? [{word: said.rate, value: moment?.learning_rate ?? null, ink: ""}] : []),
    {word: first && first.epoch > 0 ? said.atEpoch(first.epoch) : said.start, value: entryOf(first?.parameters[name], cell), ink: "forward"},
    {word: said.weight, value: entryOf(moment?.parameters[name], cell), ink: "forward"},
  ];
  return html`<section class="chart optimizer"><header><h3>${said.optimizers[kind] ?? kind}, ${h(Name, {runs: tex})}</h3></header>
    <dl>${rows.map(({word, value, ink}) => html`<div key=${word}><dt>${word}</dt><dd>${value === null ? html`<span class="soft">${said.whenPaused}</span>` : h(Figure, {value, class: `num ${ink}`})}</dd></div>`)}</dl>
  </section>`;
}
