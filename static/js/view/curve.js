/**
 * The curve of the op that acts, with its tangent: where a local gradient of a one-input op comes from.
 *
 * The curve is asked for once a window, and kept; while a value is dragged the point runs along it. Until another
 * window's answer is there, nothing is drawn over the old one, and the room stays.
 */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {ask, latestWins} from "../api/client.js";
import {curveScene} from "../draw/curve.js";
import {CURVE} from "../draw/curve-frame.js";
import {formatNumber, toNumber} from "../format/number.js";
import {curveOf, ticksOf} from "../state/curve.js";
import {breadth} from "../state/equation.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Marks} from "./track.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/curve.js").Curve} CurveOf */
/** @typedef {{xs: readonly number[], ys: readonly number[], slopes: readonly number[]}} Samples */

/** Answers by what was asked, the newest last. @type {Map<string, Samples>} */
const known = new Map();
const KEPT = 64;

/**
 * @param {CurveOf} curve
 * @param {AbortSignal} signal
 * @returns {Promise<Samples>}
 */
async function sampled({request, operand, result}, signal) {
  const {values, gradients} = await ask("/evaluate/batch", request, signal);
  const {columns} = /** @type {{columns: Record<string, number[]>}} */ (request);
  return {xs: columns[operand] ?? [], ys: values[result].map(toNumber), slopes: gradients[operand].map(toNumber)};
}

/** @param {string} key @param {Samples} samples */
function keep(key, samples) {
  known.set(key, samples);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
}

/** The equation over the curve has this much room, in letters. */
const LETTERS = 13;

/** @param {{desk: Desk, target: string, title?: string}} props  with a title it is a section of its own */
export function Curve({desk, target, title = ""}) {
  const now = desk.store.shown.value;
  const curve = now && curveOf(now.document.graph, now.trace, target, desk.store.pick.value);
  const [, arrived] = useState(0);
  const before = useRef(/** @type {CurveOf | null} */ (null));
  const [wishes] = useState(() => latestWins(
    sampled,
    (samples, {key}) => {
      keep(key, samples);
      arrived((n) => n + 1);
    },
    () => undefined,
  ));
  const key = curve?.key ?? "";
  useEffect(() => {
    if (curve && !known.has(key)) wishes.ask(curve);
  }, [key]);
  useEffect(() => () => wishes.cancel(), []);
  useLayoutEffect(() => {
    if (known.has(key)) before.current = curve;
  });
  if (!curve) return null;
  const old = before.current?.result === target ? before.current : null;
  const drawn = known.has(key) ? curve : old && {...curve, key: old.key, window: old.window};
  const samples = drawn && known.get(drawn.key);
  const room = samples ? h(Drawn, {desk, curve: drawn, samples}) : h("div", {class: "curve-room"});
  return title ? html`<section class="origin"><h3>${title}</h3>${room}</section>` : room;
}

/** @param {{desk: Desk, curve: CurveOf, samples: Samples}} props */
function Drawn({desk, curve, samples}) {
  const {store} = desk;
  const {operand, result, window, local, x, y} = curve;
  const named = store.display.value?.byId[operand]?.name ?? [];
  const {marks, corner} = curveScene({
    samples, window, ticks: ticksOf(window), marks: curve.marks, operand: named, shownSlope: local, shownX: x,
    point: {x: toNumber(x), y: toNumber(y), slope: toNumber(local)},
  });
  const statement = store.statements.value.get(result);
  const tex = statement?.right ? (statement.left ? `${statement.left} = ${statement.right}` : statement.right) : "";
  const label = words.curveSaid(formatNumber(x), formatNumber(y), formatNumber(local));
  return html`<div class="curve-room">
    <svg class="marks curve" viewBox=${`0 0 ${CURVE.width} ${CURVE.height}`} role="img" aria-label=${label}>${h(Marks, {marks})}</svg>
    ${corner && tex && breadth(tex) <= LETTERS && html`<span class=${`curve-name at-${corner}`} aria-hidden="true">${h(Maths, {tex})}</span>`}
  </div>`;
}
