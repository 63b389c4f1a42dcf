/**
 * What a run leaves behind on the page: the moments one can go back to, checkpoints inside epochs, and the segments that
 * tell how it went; and what is forgotten of it when one trains on from the past.
 */

import {batch} from "@preact/signals-core";

import {checkpointBefore, leavesExamples, placeOf, segmentAt, segmentsUpTo, upTo, withMoment, withSegment} from "../../state/bench/moments.js";

/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").RunSegment} RunSegment */

/** Checkpoints besides those at the ends of epochs. */
const MOST_CHECKPOINTS = 60;

export class Memory {
  /** @type {readonly RunMoment[]} */
  #checkpoints = [];

  /** @param {import("../../state/bench/store.js").BenchStore} store */
  constructor(store) {
    this.store = store;
  }

  /** Another run: its first moment is all there is. @param {RunMoment} first */
  begin(first) {
    this.#checkpoints = [first];
    this.store.moments.value = [first];
  }

  /** Show a moment of the run, with the settings that were in force. @param {RunMoment} moment */
  show(moment) {
    const {store} = this;
    const segments = store.segments.peek();
    this.keep(moment);
    store.now.value = moment;
    store.request.value = segments[segmentAt(segments, moment)]?.request ?? store.request.peek();
    const last = store.history.peek()?.epoch.at(-1) ?? 0;
    store.status.value = store.stopped.peek() && moment.epoch >= last && moment.position === 0 ? "ended" : "paused";
  }

  /** @param {RunMoment} moment */
  keep(moment) {
    const {moments} = this.store;
    if (moment.position === 0) moments.value = withMoment(moments.peek(), moment);
    else if (moment.state) this.#checkpoints = [...this.#checkpoints, {...moment, grids: null}].slice(-MOST_CHECKPOINTS);
  }

  /** @param {number} epoch @param {number} [position] */
  checkpoint(epoch, position = 0) {
    const known = [this.store.moments.peek(), this.#checkpoints].map((one) => checkpointBefore(one, {epoch, position}));
    return known.filter((one) => one !== null).sort((one, other) => other.step - one.step)[0] ?? null;
  }

  /** Training on from the past forgets what came after, unless it comes out the same. @param {boolean} otherwise */
  onFromHere(otherwise) {
    const {now, segments} = this.store;
    const moment = now.peek();
    if (!moment) return;
    const known = segments.peek();
    if (otherwise || segmentAt(known, moment) < known.length - 1 || leavesExamples(known, moment)) this.forget(moment);
  }

  /** @param {RunMoment} now */
  forget(now) {
    const {store} = this;
    const history = store.history.peek();
    this.#checkpoints = this.#checkpoints.filter(({step}) => step <= now.step);
    batch(() => {
      store.moments.value = store.moments.peek().filter(({step}) => step <= now.step);
      store.segments.value = segmentsUpTo(store.segments.peek(), now);
      if (history) store.history.value = upTo(history, now.epoch);
      store.stopped.value = null;
      if (store.status.peek() === "ended") store.status.value = "paused";
    });
  }

  /** The next updates are on one example each: from here the run is another than by batches. @param {number} [count] */
  byExample(count = 1) {
    const {store} = this;
    const [now, request] = [store.now.peek(), store.request.peek()];
    if (!now || !request) return;
    this.forget(now);
    const segments = store.segments.peek();
    const last = /** @type {RunSegment} */ (segments.at(-1));
    const goesOn = last.from.step + (last.examples ?? 0) === now.step;
    store.segments.value = goesOn ? segments.with(-1, {...last, examples: (last.examples ?? 0) + count})
      : withSegment(segments, {from: placeOf(now), request, examples: count});
  }
}
