/** The way of the run on its loss: along the weight in focus, and over it and a second one. */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

import {ApiError, latestWins} from "../../api/client.js";
import {slicesOf} from "../../api/bench/slices.js";
import {cutPlot, slicePlot} from "../../draw/bench/path.js";
import {toNumber} from "../../format/number.js";
import {entryOf, focusWeight, indexAt} from "../../state/bench/charting.js";
import {weightsOf} from "../../state/bench/slices.js";
import {chartWords as said} from "../../state/bench/chart-words.js";
import {levels, padded, spanOf} from "../../state/frames.js";
import {html} from "../html.js";
import {Chart, Name} from "./chart.js";
import {Menu} from "./fields.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @typedef {import("../../api/bench/slices.js").Slices} Slices */
/** @typedef {import("../../api/bench/slices.js").Wish} Wish */
/** @typedef {import("../../types.js").Point} Point */

/** While a training runs the loss is asked for no more often than this. */
const REST_MS = 700;
const LEVELS = 9;
/** More weights than this are too many for a list: then only the unit's own are offered. */
const LISTED = 150;

/** @param {{desk: BenchDesk, head: unknown}} props */
export function Path({desk, head}) {
  const {spec, rows, now, moments, focus, status} = desk.store;
  const [found, land] = useState(/** @type {Slices | null} */ (null));
  const [chosen, choose] = useState("");
  const [refused, refuse] = useState("");
  const [wishes] = useState(() => latestWins(slicesOf, (slices) => {
    land(slices);
    refuse("");
  }, (error) => {
    if (!(error instanceof ApiError)) throw error;
    refuse(error.problem.detail);
  }));
  useEffect(() => () => wishes.cancel(), []);
  const first = withInput(focus.value);
  const others = spec.value ? offered(spec.value, first) : [];
  const second = others.find((weight) => keyOf(weight) === chosen) ?? others[0] ?? null;
  const running = status.value === "running";
  useEffect(() => {
    if (!spec.value || !rows.value || !now.value) return;
    wishes.ask({spec: spec.value, rows: rows.value, now: now.value, moments: moments.peek(), weights: [focusWeight(first), second && focusWeight(second)], rest: running ? REST_MS : 0});
  }, [spec.value, rows.value, now.value?.step, now.value?.parameters, keyOf(first), second && keyOf(second)]);
  const fits = found && found.wish.spec === spec.value && found.wish.rows === rows.value && found.wish.weights[0].name === focusWeight(first).name;
  return html`<section class="chart path"><header>${head}<span class="aside">${said.others}</span></header>
    ${refused ? html`<p class="refused">${refused}</p>` : html`<div class="slices">
      <div class="slice"><p>${said.along} ${h(Name, {runs: focusWeight(first).tex})}</p>${fits ? h(Cut, {desk, found}) : html`<p class="waiting">${said.asking}</p>`}</div>
      ${second && html`<div class="slice"><p>${said.over} ${h(Menu, {label: said.second, value: keyOf(second), options: others.map((weight) => /** @type {const} */ ([keyOf(weight), plainName(weight)])), choose})}</p>
        ${fits && found.grid && h(Slice, {found, moments: moments.value})}</div>`}
    </div>`}</section>`;
}

/** @param {NetFocus} focus @returns {NetFocus & {input: number}} */
const withInput = (focus) => ({...focus, input: focus.input ?? 1});

/** @param {NetFocus} weight */
const keyOf = ({layer, unit, input}) => `${layer} ${unit} ${input}`;

/** A weight as a list can show it. @param {NetFocus} weight */
const plainName = ({layer, unit, input}) => said.weightName(input === 0 ? "b" : "w", layer, input === 0 ? [unit] : [unit, input ?? 1]);

/** What the first weight may be paired with: its own unit's others first. @param {import("../../bench.js").NetSpec} spec @param {NetFocus} first */
function offered(spec, first) {
  const all = weightsOf(spec).filter((weight) => keyOf(weight) !== keyOf(first));
  const near = all.filter(({layer, unit}) => layer === first.layer && unit === first.unit);
  const sorted = [...near.filter(({input}) => input !== 0), ...near.filter(({input}) => input === 0)];
  return all.length > LISTED ? sorted : [...sorted, ...all.filter((weight) => !near.includes(weight))];
}

/** @param {{desk: BenchDesk, found: Slices}} props */
function Cut({desk, found}) {
  const {moments, history} = desk.store;
  const {wish: {weights: [weight]}, here: [x], loss, curve} = found;
  const told = history.value;
  const way = moments.value.filter(({position}) => position === 0).map(({epoch, parameters}) => /** @type {Point} */ ([
    toNumber(entryOf(parameters[weight.name], weight.cell) ?? NaN), toNumber(told?.train_loss[indexAt(told.epoch, epoch)] ?? NaN)]));
  const y = padded(spanOf(curve.map(([, value]) => value)) ?? [0, 1], 0.12); // Not the way's: it may come from far above.
  const name = focusOf(weight);
  return h(Chart, {label: said.cut(plainName(name), x, loss), draw: (size) => cutPlot(size, {x: found.x, y, curve, way, here: [x, loss], name: focusWeight(name).tex})});
}

/** @param {{found: Slices, moments: readonly import("../../bench.js").RunMoment[]}} props */
function Slice({found, moments}) {
  const {wish: {weights: [first, second]}, here, loss, across, up, grid} = found;
  if (!second || !across || !up || !grid) return null;
  const at = (/** @type {import("../../state/bench/slices.js").Weight} */ {name, cell}, /** @type {import("../../bench.js").RunMoment} */ {parameters}) => toNumber(entryOf(parameters[name], cell) ?? NaN);
  const way = moments.map((moment) => /** @type {Point} */ ([at(first, moment), at(second, moment)]));
  const names = /** @type {const} */ ([focusWeight(focusOf(first)).tex, focusWeight(focusOf(second)).tex]);
  return h(Chart, {
    label: said.slice(plainName(focusOf(first)), plainName(focusOf(second)), loss),
    draw: (size) => slicePlot(size, {x: across, y: up, grid, levels: levels(grid.flat(), LEVELS, loss), way, here, names}),
  });
}

/** @param {import("../../state/bench/slices.js").Weight} weight @returns {NetFocus & {input: number}} */
const focusOf = ({name, cell: [row, column]}) => ({layer: Number(name.slice(1)), unit: row + 1, input: column === null ? 0 : column + 1});
