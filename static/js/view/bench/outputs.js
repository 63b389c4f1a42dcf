/** What the network says of the example where its inputs are no plane: a bar for each output; a digit's picture too. */

import {h} from "preact";

import {outputBars} from "../../draw/bench/fitted.js";
import {squares} from "../../draw/bench/surface.js";
import {toNumber} from "../../format/number.js";
import {classOf, outputSpan, tellingOf} from "../../state/bench/classes.js";
import {surfaceWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {Figure} from "../number.js";
import {Marks} from "../track.js";
import {exampleSaid, usePicking} from "./picking.js";
import {useRoom} from "./room.js";

/** @typedef {import("../../types.js").WireNumber} WireNumber */

/** Inputs of a digit's picture, and cells a row. */
export const [DIGIT, ACROSS] = [64, 8];

/** @param {import("./surface.js").Given} props */
export function Answer({desk, rows, spec}) {
  const {store} = desk;
  const [place, room] = useRoom();
  const picking = usePicking({desk, rows, spec, places: [], u: 1});
  const outputs = store.pass.value?.output[0] ?? [];
  const shown = rows.x[store.example.value] ?? [];
  const digit = rows.inputs === DIGIT;
  const wanted = classOf(rows, store.example.value, tellingOf(spec, rows));
  return html`<div class=${`answer-of ${digit ? "" : "rows"}`} ref=${place} ...${picking}>
    ${digit && html`<div class="digit"><svg viewBox="0 0 116 116" role="img" aria-label=${said.inputs}>${h(Marks, {marks: squares(shown.map(toNumber), ACROSS, {x0: 2, y0: 2, x1: 114, y1: 114})})}</svg></div>`}
    ${h(Bars, {rows, spec, outputs, wanted, room: digit ? room : {...room, height: Math.min(room.height, 30 * outputs.length)}, beside: digit ? 132 : 0})}
    ${shown.length <= FEW && html`<p class="given">${exampleSaid(rows, spec, store.example.value, false)}<br />${shown.map((value, at) => h(Figure, {key: at, value, class: "num forward"}))}</p>`}
  </div>`;
}

/** So many inputs are written out. */
const FEW = 8;

/**
 * @param {{rows: import("../../bench.js").NetRows, spec: import("../../bench.js").NetSpec, outputs: readonly WireNumber[], wanted: number | null,
 *   room: import("./room.js").Room, beside: number}} props
 */
export function Bars({rows, spec, outputs, wanted, room: {width, height}, beside}) {
  if (outputs.length === 0 || width - beside < 80) return null;
  const values = outputs.map(toNumber);
  const span = outputSpan(spec, rows, {low: Math.min(0, ...values), high: Math.max(0, ...values)});
  const shown = outputs.map((value, at) => ({name: rows.classes[at] ?? String(at + 1), value, wanted: at === wanted}));
  const label = `${said.outputs}: ${shown.map(({name, value}) => `${name} ${value}`).join(", ")}`;
  return html`<svg class="output-bars" viewBox=${`0 0 ${width - beside} ${height}`} role="img" aria-label=${label}>
    ${h(Marks, {marks: outputBars([width - beside, height], {rows: shown, low: span.low, high: span.high})})}</svg>`;
}
