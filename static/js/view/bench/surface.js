/**
 * What the network says: over the plane of its two inputs, along its one input, or for the example alone.
 */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

import {shape} from "../../draw/bench/surface.js";
import {formatNumber} from "../../format/number.js";
import {surfaceKind, tellingOf} from "../../state/bench/classes.js";
import {targetFor} from "../../state/bench/own-points.js";
import {surfaceWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Lazy} from "../lazy.js";
import {Menu} from "./fields.js";
import {Fitted} from "./fitted.js";
import {Answer, DIGIT} from "./outputs.js";
import {Plane, spanOfOutput} from "./plane.js";
import {Scale} from "./scale.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {Readonly<{desk: BenchDesk, rows: NetRows, spec: NetSpec, pen: import("./draw-points.js").Pen | null}>} Given  `pen`: where examples are drawn by hand */

/** @param {{desk: BenchDesk}} props */
export function Surface({desk}) {
  const [trained, spec] = [desk.store.rows.value, desk.store.spec.value];
  const [output, choose] = useState(/** @type {number | null} */ (null));
  const [drawing, draw] = useState(false);
  const [kindDrawn, take] = useState(0);
  const [drafted, draft] = useState(/** @type {NetRows | null} */ (null));
  useEffect(() => draft(null), [trained]);
  if (!trained || !spec || trained.inputs !== spec.inputs) return null;
  const rows = drafted ?? trained;
  const kind = surfaceKind(spec, trained);
  const telling = tellingOf(spec, trained);
  const outputs = spec.layers.at(-1)?.units ?? 1;
  const one = output !== null && output < outputs ? output : kind === "bands" ? 0 : null;
  const planar = kind === "bands" || kind === "classes";
  const drawable = kind === "curve" ? outputs === 1 : planar ? telling !== null : rows.inputs === DIGIT;
  const pen = drawing && drawable ? {draft, target: (/** @type {NetRows} */ all) => targetFor(kindDrawn, all, spec, telling)} : null;
  const given = {desk, rows, spec, pen};
  return html`<section class=${`surface of-${kind} ${pen ? "drawing" : ""}`} aria-label=${said.title}>
    <header><h2>${said.title}</h2>${planar && outputs > 1 && h(Choice, {rows, outputs, all: kind === "classes", one, choose})}
      ${drawable && h(Pencil, {on: drawing, label: kind === "bars" ? said.drawDigit : said.drawPoints, turn: draw})}</header>
    ${planar ? h(Plane, {...given, one}) : kind === "curve" ? h(Fitted, given) : pen ? h(Lazy, {load: loadPad, props: {desk, rows, spec}}) : h(Answer, given)}
    ${kind !== "bars" && (pen ? h(Kinds, {rows, names: kind === "curve" ? [] : namesOf(rows, spec), kind: kindDrawn, take}) : h(Legend, {desk, rows, spec, one: planar ? one : null}))}
  </section>`;
}

const loadPad = () => import("./pad.js").then(({Pad}) => Pad);

/** @param {{on: boolean, label: string, turn: (on: boolean) => void}} props */
function Pencil({on, label, turn}) {
  return html`<button type="button" class="pencil" aria-pressed=${on} aria-label=${label} title=${label} onClick=${() => turn(!on)}>${icons.pencil}</button>`;
}

/** Which class the next example is of; along one input its height says it. @param {{rows: NetRows, names: readonly string[], kind: number, take: (kind: number) => void}} props */
function Kinds({rows, names, kind, take}) {
  return html`<div class="legend kinds" role="group" aria-label=${said.nextClass}>${names.map((name, at) => html`
    <button key=${at} type="button" aria-pressed=${at === kind} title=${rows.classes[at] ?? ""} onClick=${() => take(at)}>${h(Key, {kind: at})}${name}</button>`)}
    <span class="how">${said.drawHow}</span></div>`;
}

/** What the classes are called beside their marks. @param {NetRows} rows @param {NetSpec} spec @returns {readonly string[]} */
function namesOf(rows, spec) {
  const telling = tellingOf(spec, rows);
  const classes = telling === null ? 0 : telling === "largest" ? Math.max(2, rows.classes.length) : 2;
  const low = telling === "sign" && rows.y.some((row) => Number(row[0]) < 0) ? -1 : 0;
  return Array.from({length: classes}, (_, kind) => (telling === "largest" ? String(kind) : formatNumber(kind === 0 ? low : 1)));
}

/** @param {{rows: NetRows, outputs: number, all: boolean, one: number | null, choose: (output: number | null) => void}} props */
function Choice({rows, outputs, all, one, choose}) {
  const each = Array.from({length: outputs}, (_, at) => /** @type {const} */ ([String(at), said.output(rows.classes[at] ?? String(at + 1))]));
  return h(Menu, {
    label: said.response, value: one === null ? "" : String(one), options: all ? [/** @type {const} */ (["", said.winner]), ...each] : each,
    choose: (value) => choose(value === "" ? null : Number(value)),
  });
}

/** The marks of the classes, those for validation, and the bands' scale. @param {{desk: BenchDesk, rows: NetRows, spec: NetSpec, one: number | null}} props */
function Legend({desk, rows, spec, one}) {
  const telling = tellingOf(spec, rows);
  const names = namesOf(rows, spec);
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
