/**
 * A pass with the parameters it is of, as slowly as numbers can be read: at once while the run stands, and a few times a
 * second while it runs.
 */

import {effect, signal} from "@preact/signals-core";

/** @typedef {import("../../bench.js").NetPass} NetPass */
/** @typedef {Readonly<{pass: NetPass | null, parameters: import("../../bench.js").NetParameters | null, x: import("../../bench.js").Vector | null}>} Settled */

const PAUSE_MS = 200;

/** One for each store: its views show the same numbers. @type {WeakMap<object, import("@preact/signals-core").Signal<Settled>>} */
const known = new WeakMap();

/** @param {import("../../state/bench/store.js").BenchStore} store @returns {import("@preact/signals-core").ReadonlySignal<Settled>} */
export function settledOf(store) {
  const found = known.get(store) ?? follow(store);
  known.set(store, found);
  return found;
}

/** @param {import("../../state/bench/store.js").BenchStore} store */
function follow(store) {
  const settled = signal(/** @type {Settled} */ ({pass: null, parameters: null, x: null}));
  let [last, timer] = [0, 0];
  const take = () => {
    last = performance.now();
    const pass = store.pass.peek();
    settled.value = {pass, parameters: pass?.of?.parameters ?? store.now.peek()?.parameters ?? null, x: pass?.of?.x ?? store.shown.peek()?.x ?? null};
  };
  effect(() => {
    const [pass, runs] = [store.pass.value, store.status.value === "running"];
    clearTimeout(timer);
    const wait = runs && pass ? last + PAUSE_MS - performance.now() : 0;
    if (wait > 0) timer = window.setTimeout(take, wait);
    else take();
  });
  return settled;
}
