/**
 * Where page and stream stand: a run is opened, and both are brought to one of its moments.
 *
 * What is shown need not be where the stream stands: going back shows a kept moment at once, and only training on brings
 * the stream there.
 */

import {batch} from "@preact/signals-core";

import {focusWithin} from "../../state/bench/edits.js";
import {START, joined, momentAt, placeOf, segmentAt} from "../../state/bench/moments.js";
import {planeOf} from "../../state/bench/store.js";
import {Rows} from "./rows.js";
import {mostEpochs, walk} from "./walking.js";

/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").RunSegment} RunSegment */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").RunPlace} RunPlace */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {{segments?: readonly RunSegment[], moment?: Pick<RunMoment, "parameters" | "state"> | null, at?: RunPlace, to?: number}} Past */

export class Standing {
  #rows = new Rows();

  /**
   * @param {import("../../state/bench/store.js").BenchStore} store
   * @param {import("./seat.js").Seat} seat
   * @param {import("./memory.js").Memory} memory
   */
  constructor(store, seat, memory) {
    this.store = store;
    this.seat = seat;
    this.memory = memory;
  }

  /** @param {TrainRequest} request @param {Past} past @param {() => boolean} wanted */
  async open(request, {segments, moment = null, at = START, to = at.epoch}, wanted) {
    const {store} = this;
    const first = segments?.[0]?.request ?? request;
    const rows = await this.#rows.of(first, store.datasets.peek());
    const begun = await this.seat.sit(first, planeOf(rows), null);
    if (!wanted()) return;
    batch(() => {
      store.request.value = first;
      store.rows.value = rows;
      store.segments.value = segments ?? [{from: placeOf(begun.moment), request: first}];
      store.history.value = begun.history;
      this.memory.begin(begun.moment);
      store.now.value = begun.moment;
      store.stopped.value = begun.stopped;
      store.status.value = begun.stopped ? "ended" : "paused";
      store.problem.value = null;
      store.example.value = Math.min(store.example.peek(), Math.max(0, rows.x.length - 1));
      store.focus.value = focusWithin(store.focus.peek(), first.spec);
    });
    const most = mostEpochs(store.segments.peek());
    if (to > begun.moment.epoch || moment) await this.#reach({...at, epoch: Math.min(at.epoch, most)}, Math.min(to, most), moment, wanted);
  }

  /** All that is on the page of the run. @returns {import("../../bench.js").KeptRun | null} */
  asKept() {
    const [request, rows, now, history] = ["request", "rows", "now", "history"].map((name) => /** @type {any} */ (this.store)[name].peek());
    const {segments, moments, stopped} = this.store;
    return request && rows && now && history && {request, rows, now, history, segments: segments.peek(), moments: moments.peek(), stopped: stopped.peek()};
  }

  /** A run as it was kept; the stream comes there when it is trained on. @param {import("../../bench.js").KeptRun} kept */
  takeUp({request, rows, now, history, segments, moments, stopped}) {
    const {store} = this;
    this.seat.leave();
    batch(() => {
      store.request.value = request;
      store.rows.value = rows;
      store.segments.value = segments;
      store.history.value = history;
      store.stopped.value = stopped;
      store.problem.value = null;
      this.memory.begin(/** @type {RunMoment} */ (moments[0]));
      store.moments.value = moments;
      this.memory.show(now);
      store.example.value = Math.min(store.example.peek(), Math.max(0, rows.x.length - 1));
      store.focus.value = focusWithin(store.focus.peek(), request.spec);
    });
  }

  /**
   * Go through a run that is known by its segments: its history as far as it was trained, and the moment one stands at.
   * @param {RunPlace} at
   * @param {number} to
   * @param {Pick<RunMoment, "parameters" | "state"> | null} known  the moment, where it was told with its weights
   * @param {() => boolean} wanted
   */
  async #reach(at, to, known, wanted) {
    const {store} = this;
    const segments = store.segments.peek();
    const from = /** @type {RunMoment} */ (store.moments.peek()[0]);
    if (known?.state) {
      const request = /** @type {RunSegment} */ (segments[segmentAt(segments, {step: Number(known.state.step)})]).request;
      const told = await this.seat.sit(request, store.plane.peek(), known);
      batch(() => {
        store.stopped.value = told.stopped;
        store.history.value = joined(store.history.peek(), told.history);
        this.memory.show(told.moment);
      });
    } else if (at.epoch > from.epoch) await this.stand(at.epoch, true, wanted);
    const {history, at: end, stopped} = await walk(segments, from, to, wanted);
    if (!wanted()) return;
    if (stopped) store.stopped.value = stopped;
    if (history) store.history.value = joined(history, /** @type {NetHistory} */ (store.history.peek()));
    if (end.epoch >= (store.request.peek()?.epochs ?? Infinity)) store.stopped.value = "epochs";
    const now = store.now.peek();
    if (now) this.memory.show(now);
  }

  /**
   * Stand at the end of an epoch.
   * @param {number} epoch
   * @param {boolean} [beyond]  also of one that was not trained yet
   * @param {() => boolean} [wanted]
   */
  async stand(epoch, beyond = false, wanted = undefined) {
    const {store} = this;
    const last = beyond ? epoch : (store.history.peek()?.epoch.at(-1) ?? 0);
    const aim = Math.max(store.history.peek()?.epoch[0] ?? 0, Math.min(last, Math.round(epoch)));
    const kept = momentAt(store.moments.peek(), aim);
    const moment = kept && (kept.grids || !store.plane.peek()) ? kept : await this.#walkTo(aim, wanted);
    batch(() => this.memory.show(moment));
  }

  /** What one goes on from here with, where the moment was kept without it. */
  async complete() {
    const {store} = this;
    const now = store.now.peek();
    const from = now && !now.state && now.position === 0 ? this.memory.checkpoint(now.epoch) : null;
    if (!now || !from) return;
    const {at} = await walk(store.segments.peek(), from, now.epoch);
    if (at.step === now.step && store.now.peek() === now) batch(() => this.memory.show({...now, state: at.state, slots: at.state?.slots ?? null}));
  }

  /** @param {number} epoch @param {() => boolean} [wanted] @returns {Promise<RunMoment>} */
  async #walkTo(epoch, wanted) {
    const {store} = this;
    const segments = store.segments.peek();
    const from = this.memory.checkpoint(epoch);
    if (!from) throw new Error("a run has its first moment");
    const {at, history} = await walk(segments, from, epoch, wanted);
    if (history) store.history.value = joined(store.history.peek(), history);
    const request = segments[segmentAt(segments, at)]?.request ?? store.request.peek();
    const told = await this.seat.sit(/** @type {TrainRequest} */ (request), store.plane.peek(), at);
    store.history.value = joined(store.history.peek(), told.history);
    return told.moment;
  }

  /** The stream stands where the page does. */
  async ready() {
    const {store} = this;
    const now = store.now.peek();
    if (!now || this.seat.standsAt(now)) return;
    const request = /** @type {TrainRequest} */ (store.request.peek());
    const moment = now.state ? (await this.seat.sit(request, store.plane.peek(), now)).moment : await this.#walkTo(now.epoch);
    batch(() => this.memory.show(moment));
  }
}
