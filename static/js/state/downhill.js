/**
 * The walk downhill as state: what the API answered, and where one stands on it.
 *
 * The player knows stops; here a stop is an update. Before the first stop no update is made, so `update` counts one more
 * than the player does, and the player that plays the passes plays the updates too.
 */

import {computed, signal} from "@preact/signals-core";

import {hindrance} from "./descent-settings.js";

/** @typedef {import("../page.js").DescentRun} DescentRun */
/** @typedef {import("../page.js").Ground} Ground */
/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {import("./signals.js").Store} Store */
/** @template T @typedef {import("@preact/signals-core").Signal<T>} Signal */

/** @typedef {ReturnType<typeof createDownhill>} Downhill */

/** @param {Store} store */
export function createDownhill(store) {
  const runs = signal(/** @type {readonly DescentRun[]} */ ([]));
  const travelled = signal(1);
  const active = computed(() => runs.value[store.descent.value.active] ?? runs.value[0] ?? null);
  const longest = computed(() => Math.max(0, ...runs.value.map(({path}) => path.length - 1)));
  return {
    runs,
    travelled,
    playing: signal(false),
    /** A reader just came here by a key or a button, so the track takes the keyboard. */
    entered: signal(false),
    /** What the runs are drawn on, one each. */
    grounds: signal(/** @type {readonly (Ground | null)[]} */ ([])),
    /** Why there are none. */
    problem: /** @type {Signal<Problem | null>} */ (signal(null)),
    /** Width by height of the largest plot, so that a contour's grid fits it. */
    aspect: signal(1.2),
    /** The run the panel and the track speak of. */
    active,
    longest,
    /** Updates that have landed. */
    made: computed(() => Math.min(longest.value, travelled.value < 1 ? store.update.value - 1 : store.update.value)),
    hindrance: computed(() => hindrance(store.shown.value?.trace ?? null)),
  };
}

/**
 * The store as the player wants it, with updates for stops.
 * @param {Store} store
 * @param {Downhill} downhill
 * @returns {Store}
 */
export function asStops(store, {longest, travelled, playing}) {
  const {update} = store;
  const stop = {
    get value() { return update.value - 1; },
    set value(at) { update.value = at + 1; },
    peek: () => update.peek() - 1,
  };
  const stops = computed(() => Array.from({length: longest.value}, (_, index) => (
    {index, phase: "forward", address: `update:${index + 1}`, step: index, node: String(index), edge: null})));
  return /** @type {Store} */ (/** @type {unknown} */ ({...store, stop, stops, travelled, playing, stepSize: signal("edge"), currentStop: signal(null)}));
}
