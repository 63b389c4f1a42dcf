/**
 * Where one stands on an example's way through the network, as state; the page's store as the player wants it.
 *
 * As downhill, the first place is none of the player's stops: at the inputs nothing has been worked out yet. The address
 * is what is kept, so that another step size, or another network, leaves one where one was.
 */

import {computed, signal} from "@preact/signals-core";

import {Reached, stopNamed, walkStops, weightAt} from "./walk.js";

/** @typedef {import("./store.js").BenchStore} BenchStore */
/** @typedef {import("./walk.js").WalkStop} WalkStop */
/** @typedef {import("../../bench.js").NetPass} NetPass */
/** @typedef {import("../../bench.js").NetParameters} NetParameters */
/** @typedef {import("../../types.js").WireNumber} WireNumber */
/** @template T @typedef {import("@preact/signals-core").Signal<T>} Signal */

/** @typedef {Readonly<{parameters: NetParameters, rate: number, before: WireNumber, after: WireNumber}>} Update  what one step with this example alone changes */
/** @typedef {Readonly<{values: Readonly<Record<string, import("../../types.js").WireValue>>, step: number}>} Measured  central differences by parameter */
/** @typedef {ReturnType<typeof createWalking>} Walking */

const NOWHERE = /** @type {WalkStop} */ ({address: "inputs", phase: "inputs", layer: null, unit: null, input: null});

/** @param {BenchStore} store */
export function createWalking(store) {
  const {spec, walk, walkSize, focus, pass} = store;
  const all = computed(() => (spec.value ? walkStops(spec.value, walkSize.value) : []));
  const at = computed(() => stopNamed(all.value, walk.value));
  const travelled = signal(1);
  // On the way to a stop the picture is that of the stop one comes from.
  const stop = computed(() => all.value[travelled.value < 1 ? Math.max(0, at.value - 1) : at.value] ?? NOWHERE);
  return {
    /** Every stop, the inputs first. */
    all,
    at,
    stop,
    last: computed(() => Math.max(0, all.value.length - 1)),
    reached: computed(() => new Reached(stop.value)),
    weight: computed(() => (spec.value ? weightAt(spec.value, stop.value, focus.value) : {layer: 1, unit: 1, input: 1})),
    travelled,
    playing: signal(false),
    speed: signal(1),
    /** The example's update; null until it is there, or where there is none. */
    update: /** @type {Signal<Update | null>} */ (signal(null)),
    /** A training is under way: which step comes next is its own. */
    held: signal(false),
    measured: /** @type {Signal<Measured | null>} */ (signal(null)),
    /** Why one of the two is not there, in the server's words. */
    refused: signal({update: "", measured: ""}),
    /** The loss now: after the update that of the new weights. */
    loss: computed(() => pass.value?.loss.total ?? null),
  };
}

/**
 * The store as the player wants it. Its stops begin after the inputs, and their address is written to the page's.
 * @param {Walking} walking
 * @param {BenchStore} store
 * @returns {import("../signals.js").Store}
 */
export function asWalkStops({all, at, travelled, playing, speed}, {walk}) {
  const stop = {
    get value() { return at.value - 1; },
    set value(index) { walk.value = all.peek()[index + 1]?.address ?? ""; },
    peek: () => at.peek() - 1,
  };
  const stops = computed(() => all.value.slice(1).map(({address, phase}, index) => (
    {index, phase: phase === "forward" || phase === "loss" ? "forward" : "edge", address, step: index, node: String(index), edge: null})));
  return /** @type {import("../signals.js").Store} */ (/** @type {unknown} */ ({
    stop, stops, travelled, playing, speed, stepSize: signal("edge"), currentStop: signal(null), asked: signal(false), questions: signal(new Set()), titleCard: signal(false),
  }));
}
