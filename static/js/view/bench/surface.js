/**
 * What the network says: over the plane of its two inputs, along its one input, or for the example alone.
 */

import {h} from "preact";
import {useState} from "preact/hooks";

import {shape} from "../../draw/bench/surface.js";
import {formatNumber} from "../../format/number.js";
import {surfaceKind, tellingOf} from "../../state/bench/classes.js";
import {surfaceWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {Menu} from "./fields.js";
import {Fitted} from "./fitted.js";
import {Answer} from "./outputs.js";
import {Plane, spanOfOutput} from "./plane.js";
import {Scale} from "./scale.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {Readonly<{desk: BenchDesk, rows: NetRows, spec: NetSpec}>} Given */

/** @param {{desk: BenchDesk}} props */
export function Surface({desk}) {
  const [rows, spec] = [desk.store.rows.value, desk.store.spec.value];
  const [output, choose] = useState(/** @type {number | null} */ (null));
  if (!rows || !spec || rows.inputs !== spec.inputs) return null;
  const kind = surfaceKind(spec, rows);
  const outputs = spec.layers.at(-1)?.units ?? 1;
  const one = output !== null && output < outputs ? output : kind === "bands" ? 0 : null;
  const planar = kind === "bands" || kind === "classes";
  return html`<section class=${`surface of-${kind}`} aria-label=${said.title}>
    <header><h2>${said.title}</h2>${planar && outputs > 1 && h(Choice, {rows, outputs, all: kind === "classes", one, choose})}</header>
    ${planar ? h(Plane, {desk, rows, spec, one}) : kind === "curve" ? h(Fitted, {desk, rows, spec}) : h(Answer, {desk, rows, spec})}
    ${kind !== "bars" && h(Legend, {desk, rows, spec, one: planar ? one : null})}
  </section>`;
}

/** @param {{rows: NetRows, outputs: number, all: boolean, one: number | null, choose: (output: number | null) => void}} props */
function Choice({rows, outputs, all, one, choose}) {
  const each = Array.from({length: outputs}, (_, at) => /** @type {const} */ ([String(at), said.output(rows.classes[at] ?? String(at + 1))]));
  return h(Menu, {
    label: said.response, value: one === null ? "" : String(one), options: all ? [/** @type {const} */ (["", said.winner]), ...each] : each,
    choose: (value) => choose(value === "" ? null : Number(value)),
  });
}

/** The marks of the classes, those for validation, and the bands' scale. @param {Given & {one: number | null}} props */
function Legend({desk, rows, spec, one}) {
  const telling = tellingOf(spec, rows);
  const classes = telling === null ? 0 : telling === "largest" ? Math.max(2, rows.classes.length) : 2;
  const low = telling === "sign" && rows.y.some((row) => Number(row[0]) < 0) ? -1 : 0;
  const names = Array.from({length: classes}, (_, kind) => (telling === "largest" ? String(kind) : formatNumber(kind === 0 ? low : 1)));
  const span = one === null ? null : spanOfOutput(desk, rows, spec, one);
  return html`<div class="legend">
    ${names.map((name, kind) => html`<span key=${kind} class=${one === null && telling === "largest" ? `on-class c${kind % 6}` : ""} title=${rows.classes[kind] ?? ""}>${h(Key, {kind})}${name}</span>`)}
    ${rows.rows.validation > 0 && html`<span class="held-key">${h(Key, {kind: 0, held: true})}${said.validation}</span>`}
    ${span && html`<span class="scale-line">${formatNumber(rounded(span.low))}${h(Scale, {desk})}${formatNumber(rounded(span.high))}</span>`}
  </div>`;
}

/** The ends of a scale need no more than three digits. @param {number} value */
const rounded = (value) => Number(value.toPrecision(3));

/** @param {{kind: number, held?: boolean}} props */
function Key({kind, held = false}) {
  return html`<svg class="key-mark marks" viewBox="0 0 12 12" aria-hidden="true"><path class=${`example ${held ? "held" : "train"} k${kind}`} d=${shape(kind, 6, 6, 3.5)} /></svg>`;
}
