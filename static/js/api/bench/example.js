/**
 * What one example's way needs besides its two passes: central differences of every weight from POST /check, on the graph
 * that POST /mlps/graph writes out, and the update from POST /mlps/train: one step of the run's own optimizer with this
 * example alone.
 *
 * Asked only where they are shown: on the way back. While a training runs its numbers change too fast to be measured.
 */

import {batch, effect} from "@preact/signals-core";

import {ApiError, ask, latestWins} from "../client.js";

/** @typedef {import("../../state/bench/store.js").BenchStore} BenchStore */
/** @typedef {import("../../state/bench/walking.js").Walking} Walking */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").Vector} Vector */
/** @typedef {Readonly<{request: TrainRequest, now: RunMoment, shown: Readonly<{x: Vector, y: Vector}>}>} Wish */

/** Rules that remember nothing from step to step; a perceptron does, which two targets it tells apart. */
const FORGETFUL = new Set(["sgd", "adaline"]);

/**
 * Keep both in step with the example, for as long as it is shown.
 * @param {BenchStore} store
 * @param {Walking} walking
 * @returns {() => void}  ends it
 */
export function followExample(store, walking) {
  const {refused} = walking;
  const measured = kept(measure, (found, why) => batch(() => {
    [walking.measured.value, refused.value] = [found, {...refused.peek(), measured: why}];
  }));
  const update = kept(step, (found, why) => batch(() => {
    [walking.update.value, refused.value] = [found, {...refused.peek(), update: why}];
  }));
  const end = effect(() => {
    const [request, now, shown, {returning}] = [store.request.value, store.now.value, store.pass.value?.of, walking.reached.value];
    const still = store.status.value !== "running";
    if (!request || !now || !shown || !returning || shown.parameters !== now.parameters) return;
    const wish = {request, now, shown};
    const told = still && canStep(wish);
    batch(() => {
      walking.held.value = !told;
      if (still) measured.ask(wish);
      if (told) update.ask(wish);
      else walking.update.value = null;
    });
  });
  return () => {
    end();
    measured.cancel();
    update.cancel();
  };
}

/**
 * Work whose result is asked for once per example and weights; what is shown belongs to the latest wish, or is null.
 * @template R
 * @param {(wish: Wish, signal: AbortSignal) => Promise<R>} work
 * @param {(found: R | null, why: string) => void} show  why: in the server's words, where it refused
 */
function kept(work, show) {
  /** @type {Wish | null} */
  let last = null;
  const asked = latestWins(work, (found) => show(found, ""), (error) => {
    if (!(error instanceof ApiError)) throw error;
    show(null, error.problem.detail);
  });
  return {
    /** @param {Wish} wish */
    ask(wish) {
      if (last && isSame(last, wish)) return;
      last = wish;
      show(null, "");
      asked.ask(wish);
    },
    cancel: asked.cancel,
  };
}

/** @param {Wish} one @param {Wish} other */
const isSame = (one, other) => one.request === other.request && one.now.parameters === other.now.parameters && one.now.state === other.now.state
  && one.shown.x === other.shown.x && one.shown.y === other.shown.y;

/** The next step depends on those before it where the optimizer or the schedule does; then their state has to be there. @param {Wish} wish */
const canStep = ({request, now}) => now.state !== null || (FORGETFUL.has(request.optimizer.kind) && !request.schedule);

/** @param {Wish} wish @param {AbortSignal} signal @returns {Promise<import("../../state/bench/walking.js").Measured>} */
async function measure({request, now, shown}, signal) {
  const {graph} = await ask("/mlps/graph", {spec: request.spec, parameters: now.parameters, x: [shown.x], y: [shown.y], granularity: "layer"}, signal);
  const {leaves} = await ask("/check", {graph}, signal);
  const found = Object.entries(/** @type {Record<string, {measured: import("../../types.js").WireValue, step: number}>} */ (leaves));
  const learned = found.filter(([name]) => name in now.parameters);
  return {values: Object.fromEntries(learned.map(([name, {measured}]) => [name, measured])), step: Math.max(...learned.map(([, {step}]) => step))};
}

/** @param {Wish} wish @param {AbortSignal} signal @returns {Promise<import("../../state/bench/walking.js").Update>} */
async function step({request, now, shown}, signal) {
  const {spec, optimizer, freeze, schedule, regularization, clip_norm} = request;
  const own = Object.entries({freeze, schedule, regularization, clip_norm}).filter(([, value]) => value !== undefined);
  // The state belongs to the run's own examples: here an epoch is this one, and begins.
  const state = now.state ? {state: {...now.state, position: 0}} : {};
  const {parameters, history} = await ask("/mlps/train", {
    spec, optimizer, parameters: now.parameters, ...Object.fromEntries(own), ...state,
    data: {x: [shown.x], y: [shown.y]}, batch_size: 1, shuffle: false, epochs: (now.state?.epoch ?? 0) + 1,
  }, signal);
  return {parameters, rate: history.learning_rate[0], before: history.train_loss[0], after: history.train_loss.at(-1)};
}
