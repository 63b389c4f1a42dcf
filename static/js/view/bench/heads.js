/** The heads of the columns: what a layer is, its activation, and units and layers more or fewer, in place. */

import {h} from "preact";

import {textWidth} from "../../format/text.js";
import {activationOf, MOST_LAYERS, MOST_UNITS, withActivation, withLayer, withMoreUnits, withoutLayer} from "../../state/bench/edits.js";
import {ACTIVATIONS} from "../../state/bench/net.js";
import {netWords as said} from "../../state/bench/net-words.js";
import {benchWords} from "../../state/bench-words.js";
import {pixels} from "../handle.js";
import {html} from "../html.js";
import {icons} from "../icons.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../layout/bench/net.js").NetPlaces} NetPlaces */

/** What a head with its buttons needs, and the gap that has room for a new layer's button. */
const [WIDE, BETWEEN] = [176, 200];
/** The output's head ends where its column does: right of it stands a matrix. */
const OUTPUT_REACH = 30;

/**
 * Heads are as large on every board, so they reckon in the board's units, not in those of a picture that has grown.
 * @param {{desk: BenchDesk, places: NetPlaces, u: number, grown: number}} props
 */
export function Heads({desk, places, u, grown}) {
  return h(Row, {desk, places: spread(places, grown), u: u / grown});
}

/** @param {NetPlaces} places @param {number} by @returns {NetPlaces} */
function spread(places, by) {
  const {width, loss, columns} = places;
  return {...places, width: width * by, loss: {...loss, x: loss.x * by}, columns: columns.map((column) => ({...column, x: column.x * by}))};
}

/** @param {{desk: BenchDesk, places: NetPlaces, u: number}} props */
function Row({desk, places, u}) {
  const layers = desk.store.spec.value?.layers ?? [];
  const {columns} = places;
  if (columns.length !== layers.length + 1 || places.width < 600) return null;
  const near = desk.store.focus.value.layer;
  const first = columns[0];
  return html`<div class="net-heads">
    ${first && !first.picture && html`<span class="head-name" style=${pixels({left: Math.max(8, first.x - 22) * u, top: 8 * u})}>${said.inputs}</span>`}
    ${layers.map((layer, at) => h(Head, {key: at, desk, layer: at + 1, text: `${at + 1}, ${nameOf(activationOf(layer))}`, places, near: Math.min(near, layers.length), u}))}
    ${layers.length < MOST_LAYERS && columns.slice(1).map((column, at) => h(Between, {key: `+${at}`, desk, at: at + 1, from: columns[at]?.x ?? 0, to: column.x, u}))}
  </div>`;
}

/** Where a layer can be put between two columns. @param {{desk: BenchDesk, at: number, from: number, to: number, u: number}} props */
function Between({desk, at, from, to, u}) {
  if (to - from < BETWEEN) return null;
  const label = said.addLayer(at);
  return html`<button type="button" class="head-button add-layer" title=${label} aria-label=${label}
    style=${pixels({left: ((from + to) / 2 - 12) * u, top: 4 * u})} onClick=${() => void desk.training.reshape((request) => withLayer(request, at))}>${icons.plus}</button>`;
}

/** Px that a column's head may take: half the way to each neighbour. @param {NetPlaces} places @param {number} at */
function roomOf({columns, loss}, at) {
  const x = columns[at]?.x ?? 0;
  return Math.min(x - (columns[at - 1]?.x ?? 0), (columns[at + 1]?.x ?? loss.x + 60) - x) - 10;
}

/** @param {string} activation */
const nameOf = (activation) => benchWords.activations[activation] ?? activation;

/**
 * Where columns stand close the layer in focus has its head in full, those beside it give way, and of the others there is
 * as much as fits.
 * @param {{desk: BenchDesk, layer: number, text: string, places: NetPlaces, near: number, u: number}} props
 */
function Head({desk, layer, text, places: {columns}, places, near, u}) {
  const [room, last] = [roomOf(places, layer), layer === columns.length - 1];
  const middle = columns[layer]?.x ?? 0;
  const tight = columns.some((_, at) => at > 0 && at < columns.length - 1 && roomOf(places, at) < WIDE);
  const whole = near === layer || !tight;
  const away = Math.abs(middle - (columns[near]?.x ?? 0));
  const wide = textWidth(text, 14, "word") + 8;
  if (!whole && away < (WIDE + Math.min(room, wide)) / 2) return null;
  const place = {...pixels({left: (middle + (last ? OUTPUT_REACH : 0)) * u, top: 4 * u}), transform: last ? "translateX(-100%)" : "translateX(-50%)"};
  if (!whole && room < wide) return html`<span class="net-head head-name number-only" style=${place}>${layer}</span>`;
  return html`<div class="net-head" style=${place}>${h(LayerControls, {desk, layer, whole})}</div>`;
}

/** A layer's name and what can be changed of it. @param {{desk: BenchDesk, layer: number, whole: boolean}} props  `whole`: with buttons, and its name in full */
export function LayerControls({desk, layer, whole}) {
  const layers = desk.store.spec.value?.layers ?? [];
  const one = layers[layer - 1];
  if (!one) return null;
  const {units} = one;
  const [kind, name] = [activationOf(one), said.layer(layer, layers.length)];
  const hidden = whole && layer !== layers.length;
  const reshape = (/** @type {(request: TrainRequest) => TrainRequest} */ edit) => void desk.training.reshape(edit);
  const choose = (/** @type {Event} */ event) => {
    const {value} = /** @type {HTMLSelectElement} */ (event.currentTarget);
    reshape((request) => withActivation(request, layer, value));
  };
  return html`<div class="layer-controls" role="group" aria-label=${name} data-layer=${layer}>
    ${hidden && h(Step, {icon: icons.minus, label: said.oneLess(name), able: units > 1, go: () => reshape((request) => withMoreUnits(request, layer, -1))})}
    <span class="head-name">${whole ? `${name},` : `${layer},`}</span>
    <select class="head-pick" aria-label=${said.activationOf(name)} value=${kind} onChange=${choose}>
      ${(ACTIVATIONS.includes(kind) ? ACTIVATIONS : [kind, ...ACTIVATIONS]).map((activation) => (
        html`<option key=${activation} value=${activation}>${nameOf(activation)}</option>`))}
    </select>
    ${hidden && h(Step, {icon: icons.plus, label: said.oneMore(name), able: units < MOST_UNITS, go: () => reshape((request) => withMoreUnits(request, layer, 1))})}
    ${hidden && h(Step, {icon: icons.leave, label: said.removeLayer(name), able: true, quiet: true, go: () => reshape((request) => withoutLayer(request, layer))})}
  </div>`;
}

/** @param {{icon: unknown, label: string, able: boolean, quiet?: boolean, go: () => void}} props */
function Step({icon, label, able, quiet = false, go}) {
  return html`<button type="button" class=${quiet ? "head-button quiet" : "head-button"} aria-label=${label} title=${label} disabled=${!able} onClick=${go}>${icon}</button>`;
}

/** In the hand the heads have no room over their columns: the layer in focus has them beside its numbers. @param {{desk: BenchDesk, layer: number}} props */
export function LayerInHand({desk, layer}) {
  const layers = desk.store.spec.value?.layers ?? [];
  return html`<div class="layer-in-hand">${h(LayerControls, {desk, layer, whole: true})}
    ${layers.length < MOST_LAYERS && html`<button type="button" class="taking" onClick=${() => void desk.training.reshape((request) => withLayer(request, layer))}>${said.addLayer(layer)}</button>`}</div>`;
}
