/** The settings as the head strip: caption over value, each changed in place. */

import {h} from "preact";

import {benchWords as said} from "../../state/bench-words.js";
import {html} from "../html.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

/** @param {{desk: BenchDesk}} props */
export function Strip({desk}) {
  const {store} = desk;
  const request = store.request.value;
  if (!request) return html`<div class="strip"></div>`;
  const rows = store.rows.value?.rows;
  const {captions} = said;
  return html`<div class="strip" role="group" aria-label=${said.settings}>
    ${h(Cell, {caption: captions.data, value: store.title.value})}
    ${h(Cell, {caption: captions.split, value: `${rows?.train ?? 0}, ${rows?.validation ?? 0}`})}
    ${h(Cell, {caption: captions.batch, value: String(request.batch_size ?? said.all)})}
    ${h(Cell, {caption: captions.optimizer, value: said.optimizers[request.optimizer.kind] ?? request.optimizer.kind})}
  </div>`;
}

/** @param {{caption: string, value: string}} props */
function Cell({caption, value}) {
  return html`<div class="cell"><span class="caption">${caption}</span><span class="value">${value}</span></div>`;
}
