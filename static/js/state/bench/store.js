/**
 * What the bench knows: the run that is asked for, the moments it has been through, and what is looked at.
 *
 * As on the workbench, signals are written by the run's hand and by commands, and read by views; what follows from
 * others is computed here.
 */

import {computed, signal} from "@preact/signals-core";

import {createRoom} from "../room.js";
import {targetOf} from "./targets.js";

/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetPass} NetPass */
/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @template T @typedef {import("@preact/signals-core").Signal<T>} Signal */
/** @typedef {ReturnType<typeof createBench>} BenchStore */

/** Points a side of the plane that the units' responses are drawn over. */
export const GRID = 48;

export function createBench() {
  const state = own();
  return {...state, ...follows(state)};
}

function own() {
  return {
    title: signal(""),
    /** The lesson on the bench, or null. */
    lesson: /** @type {Signal<any>} */ (signal(null)),
    /** Where one stands in the lesson: one of its turns, as a clicker takes them; see turns.js. */
    turn: signal(0),
    /** The run of the lesson's that was opened last. */
    lessonRun: signal(""),
    /** The playlist whose run this is, of several that have the lesson. */
    list: signal(""),
    /** The next lesson, where its title is shown already. */
    nextLesson: /** @type {Signal<Readonly<{title: string, text: string, path: () => string}> | null>} */ (signal(null)),
    ...createRoom(),
    blank: signal(false),
    /** What is trained, and how; null until the page has opened something. */
    request: /** @type {Signal<TrainRequest | null>} */ (signal(null)),
    /** The examples the request names. */
    rows: /** @type {Signal<NetRows | null>} */ (signal(null)),
    datasets: /** @type {Signal<readonly import("../../bench.js").DatasetEntry[]>} */ (signal([])),
    /** Moments that are kept to go back to, oldest first; thinned out as they grow many. */
    moments: /** @type {Signal<readonly RunMoment[]>} */ (signal([])),
    /** The moment that is shown; the newest unless one has gone back. */
    now: /** @type {Signal<RunMoment | null>} */ (signal(null)),
    /** All epochs that were trained, also those after `now`. */
    history: /** @type {Signal<NetHistory | null>} */ (signal(null)),
    status: signal(/** @type {import("../../bench.js").BenchStatus} */ ("opening")),
    /** Why the run ended by itself: epochs, tolerance, patience, diverged, limit. */
    stopped: /** @type {Signal<string | null>} */ (signal(null)),
    /** The stretches the run is made of, each under one request. */
    segments: /** @type {Signal<readonly import("../../bench.js").RunSegment[]>} */ (signal([])),
    /** The connection is lost; what is shown is the last that came. */
    away: signal(false),
    unit: signal(/** @type {import("../../bench.js").StepUnit} */ ("epoch")),
    pace: signal(/** @type {import("../../bench.js").RunPace} */ ("15")),
    /** The run that is kept to compare with. */
    pinned: /** @type {Signal<import("../../bench.js").PinnedRun | null>} */ (signal(null)),
    focus: signal(/** @type {NetFocus} */ ({layer: 1, unit: 1, input: null})),
    /** Index of the example that goes through, among the rows. */
    example: signal(0),
    /** The example's forward and backward half at `now`; with the moment it belongs to. */
    pass: /** @type {Signal<NetPass | null>} */ (signal(null)),
    /** The whole bench, or one example's way through. */
    screen: signal(/** @type {"bench" | "example"} */ ("bench")),
    /** Where one stands on the example's way, as an address; "" is its beginning. */
    walk: signal(""),
    walkSize: signal(/** @type {import("./walk.js").WalkSize} */ ("layer")),
    problem: /** @type {Signal<import("../../types.js").Problem | null>} */ (signal(null)),
    still: signal(false),
    /** Size of the page's type, 1 at 1280 px: what --u is. */
    size: signal(1),
    helpOpen: signal(false),
    /** What the screen that is shown can do besides; tried before the page's own. */
    screenCommands: signal(/** @type {readonly import("../../page.js").Command[]} */ ([])),
    /** What lies over the page. */
    dialog: /** @type {Signal<null | "settings" | "share" | "export" | "data">} */ (signal(null)),
  };
}

/** @param {ReturnType<typeof own>} state */
function follows({request, rows, example, now}) {
  return {
    spec: computed(() => request.value?.spec ?? null),
    /** The plane that responses are drawn over: around the examples, a little wider. */
    plane: computed(() => planeOf(rows.value)),
    /** The example's inputs and targets, as its loss wants them; null where there is none. */
    shown: computed(() => {
      const [x, y, spec] = [rows.value?.x[example.value], rows.value?.y[example.value], request.value?.spec];
      return rows.value && x && y && spec ? {x, y: targetOf(y, spec, rows.value)} : null;
    }),
    epoch: computed(() => now.value?.epoch ?? 0),
  };
}

/**
 * Where the plane of two inputs, or the stretch of one, is drawn; the same for every moment of a run.
 * @param {NetRows | null} rows
 * @returns {import("../../bench.js").GridPlace | null}  null where there are no examples, or more inputs than two
 */
export function planeOf(rows) {
  if (!rows || rows.inputs > 2 || rows.x.length === 0) return null;
  const along = (/** @type {number} */ axis) => {
    const found = rows.x.map((row) => Number(row[axis] ?? 0)).filter(Number.isFinite);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    const room = Math.max(0.25, 0.12 * (high - low));
    return /** @type {const} */ ([low - room, high + room]);
  };
  return {x: along(0), y: rows.inputs > 1 ? along(1) : [-1, 1], size: GRID};
}
