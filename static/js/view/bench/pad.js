/** A digit of one's own: painted on eight by eight squares, and what the network says of it at once, with its loss. */

import {h} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";

import {ApiError, ask, latestWins} from "../../api/client.js";
import {squares as squareMarks} from "../../draw/bench/surface.js";
import {corners} from "../../draw/marks.js";
import {SIDE, blank, stroked, turned} from "../../state/bench/digit.js";
import {surfaceWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {Figure} from "../number.js";
import {Marks} from "../track.js";
import {Menu} from "./fields.js";
import {Bars} from "./outputs.js";
import {useRoom} from "./room.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").NetPass} NetPass */

/** The pad's edge and where its squares lie, in px of its picture; how wide it stands, and where there is room for a finger. */
const [EDGE, X0, CELL] = [116, 2, 14];
const [SMALL, LARGE, ROOMY] = [116, 168, 320];
/** @type {Readonly<Record<string, number>>} */
const WAYS = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE};

/** What is painted stays while the page does. */
let kept = /** @type {readonly number[]} */ (blank());

/** @param {object} body @param {AbortSignal} signal @returns {Promise<NetPass>} */
const evaluated = (body, signal) => ask("/mlps/evaluate", body, signal);

/** @param {{desk: BenchDesk, rows: NetRows, spec: NetSpec}} props */
export function Pad({desk, rows, spec}) {
  const {now} = desk.store;
  const [place, room] = useRoom();
  const [painted, paint] = useState(kept);
  const [wanted, want] = useState(/** @type {number | null} */ (null));
  const [pass, land] = useState(/** @type {NetPass | null} */ (null));
  const [wishes] = useState(() => latestWins(evaluated, land, (error) => {
    if (!(error instanceof ApiError)) throw error;
    desk.store.problem.value = error.problem;
  }));
  useEffect(() => () => wishes.cancel(), []);
  useEffect(() => {
    kept = painted;
    const parameters = now.value?.parameters;
    if (parameters) wishes.ask({spec, parameters, x: [painted], ...(wanted === null ? {} : {y: [targetOfClass(wanted, rows, spec)]})});
  }, [painted, wanted, now.value?.parameters, spec]);
  const loss = wanted === null ? undefined : pass?.loss?.total;
  const side = room.width > ROOMY ? LARGE : SMALL;
  const names = rows.classes.map((name, at) => /** @type {const} */ ([String(at), name]));
  return html`<div class="answer-of pad-room" ref=${place}>
    <div class="pad-side" style=${{width: `${side / 15}rem`}}>${h(Squares, {painted, paint})}
      <p><span>${said.wanted}</span> ${h(Menu, {label: said.wanted, value: wanted === null ? "" : String(wanted), options: [["", said.none], ...names], choose: (value) => want(value === "" ? null : Number(value))})}</p>
      <p>${loss === undefined ? "" : html`${said.loss} ${h(Figure, {value: loss, class: "num forward"})}`}
        <button type="button" class="clear" onClick=${() => paint(blank())}>${said.clear}</button></p></div>
    ${h(Bars, {rows, spec, outputs: pass?.output[0] ?? [], wanted, room, beside: side + 16})}
  </div>`;
}

/** A class as the loss wants it. @param {number} kind @param {NetRows} rows @param {NetSpec} spec */
function targetOfClass(kind, rows, spec) {
  const outputs = spec.layers.at(-1)?.units ?? 1;
  return spec.loss.startsWith("cce") ? [kind] : Array.from({length: outputs}, (_, at) => (at === kind ? 1 : 0));
}

/** @param {{painted: readonly number[], paint: (squares: readonly number[]) => void}} props */
function Squares({painted, paint}) {
  const [at, go] = useState(27);
  const [focused, note] = useState(false);
  const pen = useRef(/** @type {readonly number[] | null} */ (null));
  const stroke = (/** @type {PointerEvent} */ event) => {
    const {left, top, width} = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const on = (/** @type {number} */ px) => (px / width * EDGE - X0) / CELL;
    pen.current = stroked(pen.current ?? painted, on(event.clientX - left), on(event.clientY - top));
    paint(pen.current);
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const way = WAYS[event.key];
    const to = way === undefined ? at : at + way;
    if (way !== undefined && to >= 0 && to < SIDE * SIDE && (Math.abs(way) > 1 || Math.floor(to / SIDE) === Math.floor(at / SIDE))) go(to);
    else if (event.key === " ") paint(turned(painted, at));
    else if (event.key === "Delete" || event.key === "Backspace") paint(blank());
    else if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const [x, y] = [X0 + at % SIDE * CELL, X0 + Math.floor(at / SIDE) * CELL];
  const cursor = focused ? [corners("cursor", {x0: x, y0: y, x1: x + CELL, y1: y + CELL}, 4)] : [];
  return html`<div class="digit pad" tabindex="0" role="application" aria-label=${`${said.pad} ${said.square(Math.floor(at / SIDE), at % SIDE, painted[at] ?? 0)}`}
    onKeyDown=${key} onFocus=${() => note(true)} onBlur=${() => note(false)}
    onPointerDown=${(/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
      pen.current = painted;
      stroke(event);
    }}
    onPointerMove=${(/** @type {PointerEvent} */ event) => pen.current && stroke(event)}
    onPointerUp=${() => (pen.current = null)} onPointerCancel=${() => (pen.current = null)}>
    <svg viewBox=${`0 0 ${EDGE} ${EDGE}`} aria-hidden="true">${h(Marks, {marks: [...squareMarks(painted, SIDE, {x0: X0, y0: X0, x1: X0 + SIDE * CELL, y1: X0 + SIDE * CELL}), ...cursor]})}</svg></div>`;
}
