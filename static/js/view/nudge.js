/**
 * A nudge of one wire: move its value a little, and see the output move by about the gradient times as much.
 *
 * Both numbers on show belong to one answer; while the next is under way they stay, and land together.
 */

import {h} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";

import {ask, latestWins} from "../api/client.js";
import {toNumber} from "../format/number.js";
import {held, placeOf, plain, signed, stepNear, STEPS, USUAL, wireToNudge} from "../state/nudge.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").TraceEdge} TraceEdge */
/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {{graph: GraphDocument, trace: Trace, edge: TraceEdge, key: string, step: number}} Wish */
/** @typedef {{key: string, step: number, moves: number, expected: number}} Moved */

/** The step the reader chose last; it stays from wire to wire. */
let chosen = USUAL;

/** @param {{desk: Desk, wire: string}} props  the wire's key */
export function Nudge({desk, wire}) {
  const {store} = desk;
  const now = store.shown.value;
  const edge = now && wireToNudge(now.trace, wire);
  const [at, choose] = useState(chosen);
  const [moved, land] = useState(/** @type {Moved | null} */ (null));
  const [wishes] = useState(() => paced(land));
  const step = STEPS[at] ?? 0;
  useEffect(() => {
    if (now && edge) wishes.ask({graph: now.document.graph, trace: now.trace, edge, key: wire, step});
  }, [now?.trace, wire, step]);
  useEffect(() => wishes.cancel, []);
  if (!now || !edge) return null;
  const set = (/** @type {number} */ next) => choose((chosen = Math.min(STEPS.length - 1, Math.max(0, next))));
  const tex = store.tex.value(edge.source);
  const landed = moved?.key === wire ? moved : null;
  const shared = now.trace.edges.filter(({source}) => source === edge.source).length > 1;
  return html`<section class="nudge">
    <h3>${words.nudge} ${h(Maths, {tex})}${shared && html`<span class="soft"> ${words.thisWire}</span>`}</h3>
    <div class="nudge-line"><${Slider} at=${at} set=${set} name=${edge.source} /><b class="num">${signed(step)}</b></div>
    <dl>
      <div><dt>${h(Maths, {tex: store.tex.value(now.trace.output)})} ${words.movesBy}</dt><dd>${landed && h(Figure, {value: landed.moves})}</dd></div>
      <div><dt>${words.gradientTimes(plain(landed?.step ?? step))}</dt><dd>${landed && h(Figure, {value: landed.expected, class: "num backward"})}</dd></div>
    </dl>
  </section>`;
}

/** While a leaf is dragged, the graph's own numbers come first: a nudge is measured again when they have rested so long. */
const REST_MS = 150;

/**
 * Asks at once for another wire or step, and when values rest for other values.
 * @param {(moved: Moved | null) => void} land
 */
function paced(land) {
  const wishes = latestWins(measured, (/** @type {Moved} */ found) => land(found), () => land(null));
  let last = {key: "", step: 0};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return {
    ask(/** @type {Wish} */ wish) {
      clearTimeout(timer);
      const same = wish.key === last.key && wish.step === last.step;
      last = {key: wish.key, step: wish.step};
      if (same) timer = setTimeout(() => wishes.ask(wish), REST_MS);
      else wishes.ask(wish);
    },
    cancel() {
      clearTimeout(timer);
      wishes.cancel();
    },
  };
}

/**
 * @param {Wish} wish
 * @param {AbortSignal} signal
 * @returns {Promise<Moved>}
 */
async function measured({graph, trace, edge, key, step}, signal) {
  const {source, target, index} = edge;
  const {nudge} = await ask("/check", {graph: held(graph), output: trace.output, nudge: {source, target, index, step}}, signal);
  const moves = toNumber(nudge.after) - toNumber(nudge.before);
  return {key, step, moves, expected: toNumber(/** @type {import("../types.js").WireNumber} */ (edge.downstream)) * step};
}

/** How far the arrows and pages go. @type {Readonly<Record<string, number>>} */
const KEYS = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 3, PageDown: -3, Home: -STEPS.length, End: STEPS.length};

/** @param {{at: number, set: (at: number) => void, name: string}} props */
function Slider({at, set, name}) {
  const track = useRef(/** @type {HTMLDivElement | null} */ (null));
  const step = STEPS[at] ?? 0;
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const by = KEYS[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    set(at + by);
  };
  const follow = (/** @type {PointerEvent} */ event) => {
    const {left, width} = /** @type {HTMLDivElement} */ (track.current).getBoundingClientRect();
    set(stepNear(((event.clientX - left) / width) * 2 - 1));
  };
  const onPointerDown = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    track.current?.setPointerCapture(event.pointerId);
    follow(event);
  };
  const onPointerMove = (/** @type {PointerEvent} */ event) => track.current?.hasPointerCapture(event.pointerId) && follow(event);
  const place = placeOf(at);
  const [from, to] = [Math.min(0, place), Math.max(0, place)].map((x) => 50 + 50 * x);
  return html`<div class="slider" ref=${track} role="slider" tabindex="0" aria-label=${words.nudgeOf(name)} aria-valuemin="-1" aria-valuemax="1"
      aria-valuenow=${step} aria-valuetext=${signed(step)} onKeyDown=${onKeyDown} onPointerDown=${onPointerDown} onPointerMove=${onPointerMove}>
    <i class="slider-line"></i><i class="slider-zero"></i>
    <i class="slider-run" style=${{left: `${from}%`, width: `${(to ?? 0) - (from ?? 0)}%`}}></i>
    <i class="slider-thumb" style=${{left: `${50 + 50 * place}%`}}></i>
  </div>`;
}
