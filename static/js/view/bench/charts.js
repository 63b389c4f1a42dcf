/**
 * What is charted of a run, along the bottom: loss and accuracy by epoch, and a picture to choose beside them.
 */

import {h} from "preact";
import {useMemo, useState} from "preact/hooks";

import {layerRuns, lineChart, logBars} from "../../draw/bench/charts.js";
import {formatNumber, toNumber} from "../../format/number.js";
import {accuracyHeights, entryOf, epochsShown, focusWeight, indexAt, lossHeights, rangesOf} from "../../state/bench/charting.js";
import {chartWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {Figure} from "../number.js";
import {Marks} from "../track.js";
import {useRoom} from "./room.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {import("../../types.js").Mark} Mark */
/** @typedef {import("../../types.js").WireNumber} WireNumber */

/** Px that one rung of a log axis needs. */
const RUNG = 22;

/** @param {{desk: BenchDesk}} props */
export function Charts({desk}) {
  const {history, request, now} = desk.store;
  if (!history.value || !request.value || !now.value) return null;
  const judged = history.value.accuracy !== null;
  return html`<section class=${`charts ${judged ? "judged" : ""}`} aria-label=${said.strip}>
    ${h(Loss, {desk, history: history.value})}
    ${judged && h(Accuracy, {desk, history: history.value})}
    ${h(Gradients, {desk})}
    ${h(Optimizer, {desk})}
  </section>`;
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

/** @param {{desk: BenchDesk, history: NetHistory}} props */
function Loss({desk, history}) {
  const {train_loss: train, validation_loss: validation} = history;
  const [own, held] = [valueNow(desk, history, train), valueNow(desk, history, validation)];
  const label = said.chart(said.loss, desk.store.epoch.value, told([[said.train, own], [said.validation, held]]));
  const draw = (/** @type {readonly [number, number]} */ size) => {
    const heights = lossHeights([...train, ...(validation ?? [])].map(toNumber), (size[1] - 36) / RUNG);
    const lines = [...(validation ? [{epochs: history.epoch, values: validation, cls: "held"}] : []), {epochs: history.epoch, values: train, cls: "train"}];
    return lineChart(size, {end: endOf(desk, history), heights, lines, now: epochNow(desk)});
  };
  return html`<section class="chart loss">
    <header><h3>${said.loss}</h3>
      ${own !== null && html`<span class="line-name">${h(Dash, {held: false})}${said.train} ${h(Figure, {value: own})}</span>`}
      ${held !== null && html`<span class="line-name">${h(Dash, {held: true})}${said.validation} ${h(Figure, {value: held})}</span>`}
    </header>${h(Chart, {label, draw})}</section>`;
}

/** @param {{desk: BenchDesk, history: NetHistory}} props */
function Accuracy({desk, history}) {
  const {accuracy: train, validation_accuracy: validation} = history;
  const [own, held] = [valueNow(desk, history, train), valueNow(desk, history, validation)];
  const label = said.chart(said.accuracy, desk.store.epoch.value, told([[said.train, own], [said.validation, held]]));
  const draw = (/** @type {readonly [number, number]} */ size) => {
    const heights = accuracyHeights([...(train ?? []), ...(validation ?? [])]);
    const lines = [...(validation ? [{epochs: history.epoch, values: validation, cls: "held"}] : []), {epochs: history.epoch, values: train ?? [], cls: "train"}];
    return lineChart(size, {end: endOf(desk, history), heights, lines, now: epochNow(desk), label: percentRuns});
  };
  return html`<section class="chart accuracy">
    <header><h3>${said.accuracy}</h3>${own !== null && html`<b class="num" title=${String(own)}>${said.percent(own)}</b>`}</header>
    ${h(Chart, {label, draw})}</section>`;
}

/** @param {number} share @returns {readonly import("../../types.js").Run[]} */
const percentRuns = (share) => [{text: `${Math.round(share * 100)} %`, face: "word"}];

/** @param {readonly (readonly [string, WireNumber | null])[]} values @returns {readonly (readonly [string, WireNumber])[]} */
const told = (values) => values.flatMap(([word, value]) => (value === null ? [] : [/** @type {const} */ ([word, value])]));

/** @param {{held: boolean}} props */
export function Dash({held}) {
  return html`<svg class="dash" viewBox="0 0 20 6" aria-hidden="true"><path class=${`run-line ${held ? "held" : "train"}`} d="M0 3H20" /></svg>`;
}

/** @param {{desk: BenchDesk}} props */
function Gradients({desk}) {
  const {now, moments} = desk.store;
  const layers = now.value?.layers ?? null;
  const ranges = useMemo(() => rangesOf(moments.value, layers?.length ?? 0, ({gradient}) => gradient), [moments.value, layers?.length]);
  const label = layers ? said.bars(layers.map(({gradient}, at) => /** @type {const} */ ([`W${at + 1}`, gradient]))) : said.nothing;
  return html`<section class="chart gradients"><header><h3>${said.gradient}</h3></header>
    ${h(Chart, {label, draw: (size) => (layers ? logBars(size, layers.map(({gradient}, at) => ({name: layerRuns(at + 1), value: gradient, range: ranges[at] ?? null}))) : [])})}
  </section>`;
}

/** @param {{desk: BenchDesk}} props */
function Optimizer({desk}) {
  const {request, now, moments, focus} = desk.store;
  const kind = request.value?.optimizer.kind ?? "";
  const {name, cell, tex} = focusWeight(focus.value);
  const moment = now.value;
  const slots = moment?.state?.slots ?? null;
  const first = moments.value[0] ?? moment;
  const moved = Object.entries(slots ?? {}).map(([slot, values]) => ({word: said.slots[slot] ?? slot, value: entryOf(values[name], cell), ink: "backward"}));
  const rows = [
    ...moved, ...(moved.length < 2 ? [{word: said.rate, value: moment?.learning_rate ?? null, ink: ""}] : []),
    {word: first && first.epoch > 0 ? said.atEpoch(first.epoch) : said.start, value: entryOf(first?.parameters[name], cell), ink: "forward"},
    {word: said.weight, value: entryOf(moment?.parameters[name], cell), ink: "forward"},
  ];
  return html`<section class="chart optimizer"><header><h3>${said.optimizers[kind] ?? kind}, ${h(Name, {runs: tex})}</h3></header>
    <dl>${rows.map(({word, value, ink}) => html`<div key=${word}><dt>${word}</dt><dd>${value === null ? "–" : h(Figure, {value, class: `num ${ink}`})}</dd></div>`)}</dl>
  </section>`;
}

/** A short name as maths in a line of text. @param {{runs: readonly import("../../types.js").Run[]}} props */
export function Name({runs}) {
  return html`<span class="short-name">${runs.map(({text, shift = 0}, at) => (shift === 0 ? html`<i key=${at} class="math">${text}</i>` : shift < 0 ? html`<sup key=${at}>${text}</sup>` : html`<sub key=${at}>${text}</sub>`))}</span>`;
}

/**
 * A chart fills what its cell leaves it.
 * @param {{label: string, draw: (size: readonly [number, number]) => readonly Mark[]}} props
 */
export function Chart({label, draw}) {
  const [place, {width, height}] = useRoom();
  const drawn = width > 60 && height > 40;
  return html`<div class="chart-room" ref=${place}>${drawn && html`
    <svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>${h(Marks, {marks: draw([width, height])})}</svg>`}</div>`;
}
