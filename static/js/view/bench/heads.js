/** The heads of the columns: what a layer is, its activation, and units and layers more or fewer, in place. */

import {h} from "preact";

import {activationOf, MOST_LAYERS, MOST_UNITS, withActivation, withLayer, withoutLayer, withUnits} from "../../state/bench/edits.js";
import {ACTIVATIONS} from "../../state/bench/net.js";
import {netWords as said} from "../../state/bench/net-words.js";
import {benchWords} from "../../state/bench-words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {pixels} from "../leaf.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../layout/bench/net.js").NetPlaces} NetPlaces */

/** What a head with both its buttons needs, and one with its name alone. */
const [WIDE, BARE] = [176, 96];

/** @param {{desk: BenchDesk, places: NetPlaces, u: number}} props */
export function Heads({desk, places, u}) {
  const layers = desk.store.spec.value?.layers ?? [];
  const {columns} = places;
  if (columns.length !== layers.length + 1 || places.width < 600) return null;
  const focus = desk.store.focus.value.layer;
  return html`<div class="net-heads">
    ${!columns[0]?.picture && html`<span class="head-name" style=${pixels({left: Math.max(8, (columns[0]?.x ?? 0) - 22) * u, top: 8 * u})}>${said.inputs}</span>`}
    ${layers.map((layer, at) => h(Head, {key: at, desk, layer: at + 1, kind: activationOf(layer), units: layer.units, last: layers.length, x: (columns[at + 1]?.x ?? 0) * u, y: 4 * u, room: roomOf(places, at + 1), near: focus === at + 1, u}))}
    ${layers.length < MOST_LAYERS && columns.slice(1).map((column, at) => {
      const before = columns[at];
      const gap = before ? column.x - before.x : 0;
      return gap < 200 ? null : html`<button key=${`+${at}`} type="button" class="head-button add-layer" title=${said.addLayer} aria-label=${`${said.addLayer}, ${said.layer(at + 1, layers.length + 1)}`}
        style=${pixels({left: ((before?.x ?? 0) + gap / 2 - 12) * u, top: 4 * u})} onClick=${() => void desk.training.reshape((request) => withLayer(request, at + 1))}>${icons.plus}</button>`;
    })}
  </div>`;
}

/** Px around a column that its head may take. @param {NetPlaces} places @param {number} at */
function roomOf({columns, loss}, at) {
  const x = columns[at]?.x ?? 0;
  return 2 * Math.min(x - (columns[at - 1]?.x ?? 0), (columns[at + 1]?.x ?? loss.x + 60) - x) - 30;
}

/**
 * @param {{desk: BenchDesk, layer: number, kind: string, units: number, last: number, x: number, y: number, room: number, near: boolean, u: number}} props
 */
function Head({desk, layer, kind, units, last, x, y, room, near, u}) {
  const name = said.layer(layer, last);
  const reshape = (/** @type {(request: import("../../bench.js").TrainRequest) => import("../../bench.js").TrainRequest} */ edit) => void desk.training.reshape(edit);
  const wide = room >= WIDE;
  const choose = (/** @type {Event} */ event) => {
    const {value} = /** @type {HTMLSelectElement} */ (event.currentTarget);
    reshape((request) => withActivation(request, layer, value));
  };
  const listed = ACTIVATIONS.includes(kind) ? ACTIVATIONS : [kind, ...ACTIVATIONS];
  const shift = layer === last ? -0.62 : -0.5;
  if (room < BARE && !near) return null;
  return html`<div class="net-head" role="group" aria-label=${name} style=${{...pixels({left: x, top: y}), transform: `translateX(${shift * 100}%)`}} data-layer=${layer}>
    ${(wide || near) && layer !== last && h(Step, {icon: icons.minus, label: units > 1 ? said.oneLess(name) : said.removeLayer(name), able: units > 1 || last > 1,
      go: () => reshape((request) => (units > 1 ? withUnits(request, layer, units - 1) : withoutLayer(request, layer)))})}
    <span class="head-name">${wide || near ? `${name},` : `${layer},`}</span>
    <select class="head-pick" aria-label=${said.activationOf(name)} value=${kind} onChange=${choose}>
      ${listed.map((one) => html`<option key=${one} value=${one}>${benchWords.activations[one] ?? one}</option>`)}
    </select>
    ${(wide || near) && layer !== last && h(Step, {icon: icons.plus, label: said.oneMore(name), able: units < MOST_UNITS, go: () => reshape((request) => withUnits(request, layer, units + 1))})}
    ${(wide || near) && layer !== last && h(Step, {icon: icons.leave, label: said.removeLayer(name), able: last > 1, quiet: true, go: () => reshape((request) => withoutLayer(request, layer))})}
  </div>`;
}

/** @param {{icon: unknown, label: string, able: boolean, quiet?: boolean, go: () => void}} props */
function Step({icon, label, able, quiet = false, go}) {
  return html`<button type="button" class=${quiet ? "head-button quiet" : "head-button"} aria-label=${label} title=${label} disabled=${!able} onClick=${go}>${icon}</button>`;
}
