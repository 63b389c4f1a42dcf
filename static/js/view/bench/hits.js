/**
 * What of the network can be pressed: a button over each unit, walked with the arrows, and the nearest wire to a pointer.
 *
 * The buttons are also what a screen reader reads: each says its unit and the unit's two numbers.
 */

import {h} from "preact";
import {useRef} from "preact/hooks";

import {nearestWire} from "../../draw/bench/net-focus.js";
import {wiresOf} from "../../draw/bench/net.js";
import {speakNumber} from "../../format/number.js";
import {inputsOf} from "../../state/bench/net.js";
import {netWords as said} from "../../state/bench/net-words.js";
import {pixels} from "../handle.js";
import {html} from "../html.js";
import {pointed} from "./pointed.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @typedef {import("../../layout/bench/net.js").NetPlaces} NetPlaces */
/** @typedef {Readonly<{desk: BenchDesk, sight: import("./net.js").Sight, places: NetPlaces, u: number}>} Given */

/** Px round a pointer within which a wire is meant. */
const REACH = 7;
/** A target is at least so wide. */
const LEAST = 24;

/** @param {Given} props */
export function Hits({desk, sight, places, u}) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const {store} = desk;
  const focus = sight.focus.value;
  const choose = (/** @type {NetFocus} */ next) => (store.focus.value = next);
  const at = (/** @type {MouseEvent} */ {clientX, clientY}) => {
    const {left, top} = /** @type {HTMLDivElement} */ (place.current).getBoundingClientRect();
    return /** @type {const} */ ([(clientX - left) / u, (clientY - top) / u]);
  };
  const own = (/** @type {MouseEvent} */ event) => nearestWire(sight.drawn.peek().wires, at(event), REACH + 4)?.unit ?? null;
  const onClick = (/** @type {MouseEvent} */ event) => {
    if (event.target !== event.currentTarget) return;
    const input = own(event);
    if (input !== null) return void choose({...focus, input: focus.input === input ? null : input});
    const found = wiresOf(places).map((wires, layer) => ({layer, wire: nearestWire(wires, at(event), REACH)})).find(({wire}) => wire);
    if (found?.wire) choose({layer: found.layer, unit: found.wire.unit, input: found.wire.input ?? null});
  };
  const onPointerMove = (/** @type {PointerEvent} */ event) => {
    if (event.pointerType === "touch") return;
    pointed.value = event.target === event.currentTarget ? own(event) : null;
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : walked(event.key, focus, sight.counts.value);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    choose(next);
    requestAnimationFrame(() => /** @type {HTMLElement | null | undefined} */ (place.current?.querySelector("[aria-pressed=true]"))?.focus());
  };
  return html`<div class="net-hits" ref=${place} role="group" aria-label=${said.units} onClick=${onClick} onPointerMove=${onPointerMove}
    onPointerLeave=${() => (pointed.value = null)} onKeyDown=${onKeyDown}>
    ${places.columns.map((column) => column.picture ? null : column.rows.seats.map(({unit, y}) => h(Unit, {key: `${column.index}:${unit}`, desk, sight, layer: column.index, unit, x: column.x, y, r: column.r, u, choose})))}
    ${places.columns.map((column) => [column.rows.before, column.rows.after].map((more) => more && h(More, {key: `${column.index}>${more.next}`, desk, sight, column, more, u, choose})))}
  </div>`;
}

/**
 * @param {{desk: BenchDesk, sight: Given["sight"], layer: number, unit: number, x: number, y: number, r: number, u: number, choose: (focus: NetFocus) => void}} props
 */
function Unit({desk, sight, layer, unit, x, y, r, u, choose}) {
  const focus = sight.focus.value;
  const half = Math.max(LEAST / 2, r + 2) * u;
  const chosen = focus.layer === layer && focus.unit === unit;
  const press = () => choose(layer === 0 ? {layer: 1, unit: focus.layer === 1 ? focus.unit : 1, input: unit} : {layer, unit, input: null});
  return h("button", {
    type: "button", class: "net-unit", "aria-pressed": layer === 0 ? undefined : chosen, tabIndex: chosen ? 0 : -1, "data-unit": `${layer}:${unit}`,
    "aria-label": labelOf(desk, sight, layer, unit), onClick: press,
    style: pixels({left: x * u - half, top: y * u - half, width: 2 * half, height: 2 * half}),
  });
}

/** @param {BenchDesk} desk @param {Given["sight"]} sight @param {number} layer @param {number} unit */
function labelOf({store}, sight, layer, unit) {
  const [pass, last] = [sight.pass.value, sight.counts.value.length - 1];
  if (layer === 0) {
    const value = inputsOf(pass, store.shown.value?.x ?? null, 1)?.[unit - 1];
    return value === undefined ? said.input(unit) : `${said.input(unit)}, ${said.given(speakNumber(value))}`;
  }
  const [a, da] = [pass?.layers[layer - 1]?.a[0]?.[unit - 1], pass?.layers[layer - 1]?.da[0]?.[unit - 1]];
  const trouble = sight.trouble.value.get(`${layer}:${unit}`);
  const name = [said.unit(unit, layer, last), ...(trouble ? [said.trouble[trouble]] : [])].join(", ");
  return a === undefined || da === undefined ? name : `${name}, ${said.says(speakNumber(a), speakNumber(da))}`;
}

/** @param {{desk: BenchDesk, sight: Given["sight"], column: import("../../layout/bench/net.js").Column, more: import("../../layout/bench/rows.js").More, u: number, choose: (focus: NetFocus) => void}} props */
function More({sight, column, more, u, choose}) {
  const layer = column.index;
  const focus = sight.focus.value;
  const go = () => choose(layer === focus.layer - 1 ? {...focus, input: more.next} : layer === 0 ? {layer: 1, unit: 1, input: more.next} : {layer, unit: more.next, input: null});
  return h("button", {
    type: "button", class: "net-unit", "aria-label": said.more(more.count, layer, sight.counts.value.length - 1), onClick: go,
    style: pixels({left: (column.x - 40) * u, top: (more.y - LEAST / 2) * u, width: 80 * u, height: LEAST * u}),
  });
}

/** Where an arrow goes: up and down within a layer, left and right between them. @param {string} key @param {NetFocus} focus @param {readonly number[]} counts @returns {NetFocus | null} */
export function walked(key, {layer, unit}, counts) {
  const step = {ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0]}[key];
  if (!step) return null;
  const to = Math.max(1, Math.min(counts.length - 1, layer + (step[0] ?? 0)));
  const of = counts[to] ?? 1;
  const along = to === layer ? unit + (step[1] ?? 0) : Math.round((unit - 0.5) / (counts[layer] ?? 1) * of + 0.5);
  return {layer: to, unit: Math.max(1, Math.min(of, along)), input: null};
}
