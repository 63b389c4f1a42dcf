/**
 * Asks for the walk: a path for each rate from POST /descend, and the ground it is drawn on from POST /evaluate/batch.
 *
 * After the first paths, paths and their grounds land together, so that no path is ever drawn on another's curve. Where more leaves move than
 * the picture has axes, the others are held at their values of the step one stands at, and the ground is asked for again
 * at each.
 */

import {batch, effect} from "@preact/signals-core";

import {toNumber} from "../format/number.js";
import {along, axesOf, descendRequest, isScalar, leaves, moving} from "../state/descent.js";
import {evened, evenly, windows} from "../state/frames.js";
import {ApiError, ask, latestWins} from "./client.js";

/** @typedef {import("../page.js").DescentRun} DescentRun */
/** @typedef {import("../page.js").DescentSettings} DescentSettings */
/** @typedef {import("../page.js").Ground} Ground */
/** @typedef {import("../page.js").Shown} Shown */
/** @typedef {import("../state/downhill.js").Downhill} Downhill */
/** @typedef {import("../state/signals.js").Store} Store */
/** @typedef {readonly [number, number]} Span */
/** @typedef {Readonly<{shown: Shown, settings: DescentSettings, at: number, aspect: number, runs: readonly DescentRun[] | null}>} Wish */

/** Points along a curve; points along each side of a grid, fewer for a large graph. */
const [ACROSS, SIDE] = [161, 41];
const CELLS = 1_000_000;

/**
 * Keep the walk in step with the document and the settings, for as long as it is shown.
 * @param {Store} store
 * @param {Downhill} downhill
 * @returns {() => void}  ends it
 */
export function follow(store, downhill) {
  /** @type {{key: string, runs: readonly DescentRun[]} | null} */
  let kept = null;
  // At first the paths need not wait for their grounds: equations, track and costs have all they need.
  const early = (/** @type {readonly DescentRun[]} */ runs) => {
    if (downhill.grounds.peek().length === 0) downhill.runs.value = runs;
  };
  const asked = latestWins((/** @type {Wish} */ wish, signal) => walked(wish, signal, early), ({runs, grounds}, wish) => {
    kept = {key: keyOf(wish), runs};
    batch(() => {
      [downhill.runs.value, downhill.grounds.value, downhill.problem.value] = [runs, grounds, null];
      // A path that is shorter now ends where it ends.
      store.update.value = Math.min(store.update.peek(), downhill.longest.value);
    });
  }, (error) => {
    if (!(error instanceof ApiError)) throw error;
    batch(() => {
      [downhill.runs.value, downhill.grounds.value, downhill.problem.value] = [[], [], error.problem];
    });
  });
  const end = effect(() => {
    const [shown, settings, aspect] = [store.shown.value, store.descent.value, downhill.aspect.value];
    if (!shown || downhill.hindrance.value) return;
    const at = holdsSome(shown, settings) ? downhill.made.value : 0;
    const wish = {shown, settings: {...settings, active: 0}, at, aspect, runs: null};
    asked.ask({...wish, runs: kept?.key === keyOf(wish) ? kept.runs : null});
  });
  return () => {
    end();
    asked.cancel();
    batch(() => {
      // The next walk may begin elsewhere, and must not be seen on this one's curve first; a hop on its way ends.
      downhill.travelled.value = 1;
      [downhill.runs.value, downhill.grounds.value, downhill.problem.value] = [[], [], null];
    });
  };
}

/** True where more leaves move than the picture has axes. @param {Shown} shown @param {DescentSettings} settings */
function holdsSome({trace}, {moving: chosen, axes}) {
  const all = moving(trace, chosen);
  const numbers = all.filter((id) => isScalar(trace.values[id]));
  const over = numbers.filter((id) => axes?.includes(id)).length || numbers.length;
  return all.length > Math.min(2, over);
}

/** What the paths depend on. @param {Wish} wish */
const keyOf = ({shown, settings: {rates, rule, updates, moving: chosen}}) => (
  JSON.stringify([shown.document.parsed.nodes, rates, rule, updates, chosen]));

/**
 * @param {Wish} wish
 * @param {AbortSignal} signal
 * @param {(runs: readonly DescentRun[]) => void} early  called as soon as the paths are there
 */
async function walked(wish, signal, early) {
  const {shown: {document, trace}, settings} = wish;
  const runs = wish.runs ?? await Promise.all(settings.rates.map(async (rate) => {
    const {path, stopped} = await ask("/descend", descendRequest(document.parsed, trace, settings, rate), signal);
    return /** @type {DescentRun} */ ({rate, path, stopped});
  }));
  if (!signal.aborted) early(runs);
  return {runs, grounds: await groundsOf(wish, runs, signal)};
}

/**
 * @param {Wish} wish
 * @param {readonly DescentRun[]} runs
 * @param {AbortSignal} signal
 * @returns {Promise<readonly (Ground | null)[]>}
 */
async function groundsOf(wish, runs, signal) {
  const start = runs[0]?.path[0];
  const axes = start ? axesOf(start, wish.settings.axes) : [];
  const away = runs.map(leaves);
  const spans = axes.map((id) => windows(runs.map(({path}) => along(path, id)), away));
  /** @type {Map<string, Promise<Ground>>} runs that share a window share their ground */
  const grounds = new Map();
  return Promise.all(runs.map((run, at) => {
    if (axes.length === 0) return null;
    const window = spans.map((each) => /** @type {Span} */ (each[at]));
    const entry = run.path[Math.min(wish.at, run.path.length - 1)];
    const others = Object.entries(entry?.leaves ?? {}).filter(([id, value]) => !axes.includes(id) && finite(value));
    const key = JSON.stringify([window, others]);
    const ground = grounds.get(key) ?? groundOf(wish, axes, window, Object.fromEntries(others), signal);
    grounds.set(key, ground);
    return ground;
  }));
}

/** @param {unknown} value @returns {boolean} */
const finite = (value) => (Array.isArray(value) ? value.every(finite) : typeof value === "number");

/**
 * @param {Wish} wish
 * @param {readonly string[]} axes
 * @param {readonly Span[]} window
 * @param {Readonly<Record<string, unknown>>} inputs  the other leaves that move
 * @param {AbortSignal} signal
 * @returns {Promise<Ground>}
 */
async function groundOf({shown: {document: {parsed}, trace}, aspect}, [a = "", b], [x = [0, 1], y], inputs, signal) {
  const heights = async (/** @type {Readonly<Record<string, readonly number[]>>} */ columns) => {
    const {values} = await ask("/evaluate/batch", {graph: parsed, output: trace.output, inputs, columns}, signal);
    return /** @type {number[]} */ (values[trace.output].map(toNumber));
  };
  if (b === undefined || !y) {
    const across = evenly(x, ACROSS);
    return {kind: "curve", axes: [a], x, across, heights: await heights({[a]: across})};
  }
  const [right, up] = evened(x, y, [aspect, 1]);
  const side = Math.max(9, Math.min(SIDE, Math.floor(Math.sqrt(CELLS / parsed.nodes.length))));
  const [columns, rows] = [evenly(right, side), evenly(up, side)];
  const flat = await heights({[a]: rows.flatMap(() => columns), [b]: rows.flatMap((row) => columns.map(() => row))});
  return {kind: "contour", axes: [a, b], x: right, y: up, grid: rows.map((_, row) => flat.slice(row * side, (row + 1) * side))};
}

