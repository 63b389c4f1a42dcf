/** The settings as the head strip: caption over value, each changed in place; the rest behind the last cell. */

import {h} from "preact";

import {BATCHES, OPTIMIZERS, otherOptimizer, rateTex, withData} from "../../state/bench/settings.js";
import {withDataset} from "../../state/bench/opening.js";
import {benchWords as said} from "../../state/bench-words.js";
import {formatNumber} from "../../format/number.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Maths} from "../maths.js";
import {Cell, Menu, Slide, named} from "./fields.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */

/** More noise than this is only noise. */
const MOST_NOISE = 0.5;

/** @param {{desk: BenchDesk}} props */
export function Strip({desk}) {
  const {store} = desk;
  const request = store.request.value;
  if (!request) return html`<div class="strip"></div>`;
  const rows = store.rows.value?.rows;
  const {captions} = said;
  const batch = String(request.batch_size ?? 0);
  const batches = [...new Set([...BATCHES, request.batch_size ?? 16])].sort((one, other) => one - other).map(String);
  return html`<div class="strip" role="group" aria-label=${said.settings}>
    ${h(Cell, {caption: captions.data}, h(DataMenu, {desk, request}))}
    ${isNoisy(desk, request) && h(Cell, {caption: captions.noise}, h(Noise, {desk, request}))}
    <div class="cell split"><span class="caption">${captions.split}</span>
      <button type="button" class="value" aria-label=${`${captions.split}: ${rows?.train ?? 0}, ${rows?.validation ?? 0}. ${said.more}`} onClick=${() => (store.dialog.value = "settings")}>${rows?.train ?? 0}, ${rows?.validation ?? 0}</button></div>
    ${h(Cell, {caption: captions.batch}, h(Menu, {
      label: captions.batch, value: batch, options: [...batches.map((one) => /** @type {const} */ ([one, one])), ["0", said.all]],
      choose: (to) => desk.training.change({batch_size: to === "0" ? null : Number(to)}),
    }))}
    ${h(Cell, {caption: captions.optimizer}, h(Menu, {
      label: captions.optimizer, value: request.optimizer.kind, options: named(Object.keys(OPTIMIZERS), said.optimizers),
      choose: (kind) => desk.training.change({optimizer: otherOptimizer(request.optimizer, kind)}),
    }))}
    ${h(Rate, {desk, request})}
    <div class="cell last"><button type="button" class="more" title=${said.moreHint} onClick=${() => (store.dialog.value = "settings")}>${icons.settings}<span>${said.more}</span></button></div>
  </div>`;
}

/** Every dataset, by what is asked of it, and the reader's own. @param {{desk: BenchDesk, request: TrainRequest}} props */
export function DataMenu({desk, request}) {
  const {datasets, rows} = desk.store;
  const groups = Object.entries(said.tasks).map(([task, name]) => /** @type {const} */ ([name, datasets.value.filter((one) => one.task === task).map((one) => /** @type {const} */ ([one.name, one.title]))]));
  const own = [/** @type {const} */ ([said.ownData, [/** @type {const} */ (["", "dataset" in request.data ? said.ownDataMore : said.ownData])]])];
  return h(Menu, {
    label: said.captions.data, value: "dataset" in request.data ? request.data.dataset : "", options: [], groups: [...groups, ...own],
    choose: (name) => {
      const entry = datasets.peek().find((one) => one.name === name);
      if (name === "") desk.run("data");
      if (entry) void desk.training.open(withDataset(request, entry, rows.peek()?.task ?? null));
    },
  });
}

/** Gates and measurements have none, unless somebody gave them some. @param {BenchDesk} desk @param {TrainRequest} request */
export function isNoisy({store}, {data}) {
  if (!("dataset" in data)) return false;
  return (data.noise ?? 0) > 0 || (store.datasets.value.find(({name}) => name === data.dataset)?.noise ?? 0) > 0;
}

/** @param {{desk: BenchDesk, request: TrainRequest}} props */
export function Noise({desk, request}) {
  const {data} = request;
  const entry = "dataset" in data ? desk.store.datasets.value.find(({name}) => name === data.dataset) : null;
  const noise = ("noise" in data ? data.noise : undefined) ?? entry?.noise ?? 0;
  return h(Slide, {
    label: said.captions.noise, value: noise, most: Math.max(MOST_NOISE, 2 * (entry?.noise ?? 0), noise), step: 0.01,
    give: (to) => void desk.training.open(withData({...request, parameters: undefined, state: undefined}, {noise: to}), {entry: "push"}),
  });
}

/** The schedule as maths beside its value now. @param {{desk: BenchDesk, request: TrainRequest}} props */
function Rate({desk, request}) {
  const {now, dialog} = desk.store;
  const rate = formatNumber(now.value?.learning_rate ?? 0);
  const caption = said.captions.rate(now.value?.step ?? 0);
  return html`<div class="cell rate"><span class="caption">${caption}</span>
    <button type="button" class="value" aria-label=${`${caption}: ${rate}. ${said.more}`} onClick=${() => (dialog.value = "settings")}>
      ${h(Maths, {tex: rateTex(request)})}<span class="rate-now">= ${rate}</span>${icons.chevron}</button></div>`;
}
