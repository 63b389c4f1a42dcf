/** Pictures that are fetched when they are chosen: weights, blocked units, confusion, the learning rate. */

import {h} from "preact";

import {lineChart} from "../../draw/bench/charts.js";
import {UNITS_WIDE, confusionSquares, mistakes, unitRow, weightRows} from "../../draw/bench/pictures.js";
import {epochsShown, indexAt, lossHeights} from "../../state/bench/charting.js";
import {chartWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {Figure} from "../number.js";
import {Marks} from "../track.js";
import {Chart} from "./chart.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {{desk: BenchDesk, head: unknown}} Given  `head`: the menu of pictures */

/** @param {Given} props */
export function Weights({desk, head}) {
  const layers = desk.store.now.value?.layers ?? [];
  const label = said.spread(layers.map(({weights, weight}, at) => /** @type {const} */ ([`W${at + 1}`, weights.low, weights.high, weight])));
  return html`<section class="chart"><header>${head}<span class="aside">${said.norm}</span></header>
    ${h(Chart, {label, draw: (size) => (layers.length ? weightRows(size, layers) : [])})}</section>`;
}

/** @param {Given} props */
export function Units({desk, head}) {
  const [layers, spec] = [desk.store.now.value?.layers ?? [], desk.store.spec.value];
  return html`<section class="chart"><header>${head}</header>
    <div class=${layers.length > 3 ? "rolls" : ""} tabindex=${layers.length > 3 ? 0 : undefined} role=${layers.length > 3 ? "group" : undefined} aria-label=${layers.length > 3 ? said.pictures.units : undefined}><table class="units"><thead><tr><td></td><td></td><th scope="col" title=${said.deadSays}>${said.dead}</th><th scope="col" title=${said.saturatedSays}>${said.saturated}</th></tr></thead>
    <tbody>${layers.map(({dead, saturated}, at) => {
      const units = spec?.layers[at]?.units ?? 0;
      return html`<tr key=${at} aria-label=${said.blocked(at + 1, units, dead, saturated)}><th scope="row">${at + 1}</th>
        <td><svg class="marks" viewBox=${`0 0 ${UNITS_WIDE} 9`} aria-hidden="true">${h(Marks, {marks: unitRow(units, dead, saturated)})}</svg></td>
        <td class="num">${dead}</td><td class="num">${saturated}</td></tr>`;
    })}</tbody></table></div></section>`;
}

/** @param {Given} props */
export function Confusion({desk, head}) {
  const told = desk.store.now.value?.confusion;
  const names = desk.store.rows.value?.classes ?? [];
  return html`<section class="chart confusion"><header>${head}<span class="aside">${said.truth} ↓, ${said.taken} →</span></header>
    <div class="tables">${told && h(Table, {title: said.toTrain, table: told.train, names})}${told?.validation && h(Table, {title: said.forValidation, table: told.validation, names})}</div></section>`;
}

/** Up to so many classes have their counts written out. */
const WRITTEN = 4;
/** Of more than two classes a column's name is cut to so many letters; the row's is whole. */
const LETTERS = 3;
/** So many of the mistakes are named beside the squares. */
const NAMED = 3;

/** @param {{title: string, table: readonly (readonly number[])[], names: readonly string[]}} props */
function Table({title, table, names}) {
  const name = (/** @type {number} */ at) => names[at] ?? String(at);
  if (table.length <= WRITTEN) {
    return html`<table class=${`counts ${table.length <= 2 ? "two" : ""}`}><caption>${title}</caption><thead><tr><td></td>${table.map((_, at) => html`<th key=${at} scope="col" title=${name(at)} aria-label=${name(at)}>${table.length <= 2 ? name(at) : name(at).slice(0, LETTERS)}</th>`)}</tr></thead>
      <tbody>${table.map((row, from) => html`<tr key=${from}><th scope="row">${name(from)}</th>${row.map((count, to) => html`<td key=${to} class=${`num ${from === to ? "hit" : count ? "miss" : ""}`}>${count}</td>`)}</tr>`)}</tbody></table>`;
  }
  const found = mistakes(table).map(([from, to, count]) => said.mistake(name(from), name(to), count));
  const all = table.flat().reduce((sum, count) => sum + count, 0);
  const right = table.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
  return html`<figure class="squares"><figcaption>${title}</figcaption>
    <svg class="marks" viewBox="-1 -1 92 92" role="img" aria-label=${said.confused(found, right, all)}>${h(Marks, {marks: confusionSquares(table, 90)})}</svg>
    <ul>${found.length === 0 ? html`<li>${said.noMistakes}</li>` : found.slice(0, NAMED).map((one) => html`<li key=${one}>${one}</li>`)}</ul></figure>`;
}

/** @param {Given} props */
export function Rates({desk, head}) {
  const {history, request, now, epoch} = desk.store;
  const told = history.value;
  if (!told) return null;
  const rate = now.value?.learning_rate ?? told.learning_rate[indexAt(told.epoch, epoch.value)] ?? 0;
  const draw = (/** @type {readonly [number, number]} */ size) => lineChart(size, {
    end: epochsShown(request.value?.epochs ?? 1, told.epoch.at(-1) ?? 0), heights: lossHeights(told.learning_rate, (size[1] - 36) / 24),
    lines: [{epochs: told.epoch, values: told.learning_rate, cls: "train"}], now: epoch.value,
  });
  return html`<section class="chart"><header>${head}${h(Figure, {value: rate})}</header>${h(Chart, {label: said.chart(said.rate, epoch.value, [[said.rate, rate]]), draw})}</section>`;
}
