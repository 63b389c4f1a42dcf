/**
 * Where the stream stands: one connection that holds one run, paused or running.
 *
 * Frames come faster than a slow tab paints; what has come is shown once a frame of the screen, and only the newest of it,
 * with the histories of all. A `state` is shown at once: it is what one can go on from.
 */

import {batch} from "@preact/signals-core";

import {benchWords} from "../../state/bench-words.js";
import {isSmall} from "../../state/bench/charting.js";
import {momentOf} from "../../state/bench/frames.js";
import {joined} from "../../state/bench/moments.js";
import {failure} from "../client.js";
import {Stream} from "./stream.js";

/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").GridPlace} GridPlace */
/** @typedef {ReturnType<typeof import("../../state/bench/frames.js").readFrame>} Frame */
/** @typedef {{stood: (moment: RunMoment) => void, shown: () => void, ended: (reason: string) => void, refused: (error: import("../client.js").ApiError) => void, lost: () => void}} Hearing */

const FRAMES_A_SECOND = 30;
/** A page that nobody looks at is not painted, but its history goes on. */
const UNSEEN_MS = 250;

export class Seat {
  /** @type {Stream | null} */
  #stream = null;
  /** @type {number | null} */
  #step = null;
  /** @type {Frame[]} */
  #come = [];
  #due = false;
  /** True from a step until its frame is shown. */
  owed = false;

  /** @param {import("../../state/bench/store.js").BenchStore} store @param {Hearing} hearing */
  constructor(store, hearing) {
    this.store = store;
    this.hearing = hearing;
  }

  /** @param {{step: number}} moment */
  standsAt = (moment) => this.#stream !== null && this.#step === moment.step && this.#come.length === 0;

  leave() {
    this.#stream?.close();
    this.#stream = null;
    this.#step = null;
    this.#come = [];
    this.owed = false;
  }

  /**
   * Begin a run, or go on with one, paused. Nothing is shown yet.
   * @param {TrainRequest} request
   * @param {GridPlace | null} plane
   * @param {Pick<RunMoment, "parameters" | "state"> | null} from
   * @returns {Promise<{moment: RunMoment, history: NetHistory, stopped: string | null}>}
   */
  async sit(request, plane, from) {
    this.leave();
    /** @type {Frame | null} */
    let first = null;
    let sitting = true;
    const stream = Stream.open({
      frame: (frame) => (sitting ? (first = frame) : this.#frame(frame)),
      state: (told) => sitting || this.#state(told),
      refused: (error) => this.hearing.refused(error),
      lost: () => {
        if (this.#stream === stream) this.leave();
        if (!sitting) this.hearing.lost();
      },
    });
    try {
      const begun = {...request, ...(from && {parameters: from.parameters, state: from.state ?? undefined})};
      const grid = plane ? {grid: plane} : {};
      const told = await stream.ask({type: "start", ...begun, ...grid, paused: true, slots: isSmall(request.spec), frames: "binary", frames_per_second: FRAMES_A_SECOND});
      if (!first) throw failure("no-answer", benchWords.faults.noPicture);
      const {moment, history} = /** @type {Frame} */ (first);
      this.#stream = stream;
      this.#step = moment.step;
      return {moment: {...moment, slots: told.state.slots, state: told.state}, history, stopped: told.stopped ?? null};
    } catch (error) {
      stream.close();
      throw error;
    } finally {
      sitting = false;
    }
  }

  /** Run on as fast as it goes; again, while it runs, to be told its state. */
  go = () => this.#ask({type: "resume"});
  hold = () => this.#ask({type: "pause"});
  /** To be told the state as it is. */
  tell = () => this.#ask({type: "set"});
  /** @param {Partial<TrainRequest>} part */
  change = (part) => this.#ask({type: "set", ...Object.fromEntries(Object.entries(part).map(([key, value]) => [key, value ?? null]))});

  /** One further; its frame comes by itself. @param {import("../../bench.js").StepUnit} unit */
  nudge(unit) {
    this.owed = true;
    this.#step = null;
    this.#stream?.say({type: "step", unit});
  }

  /** So many further, and what to go on from. @param {import("../../bench.js").StepUnit} unit @param {number} count */
  async step(unit, count) {
    this.owed = true;
    this.#step = null;
    await this.#ask({type: "step", unit, count});
  }

  get there() {
    return this.#stream !== null;
  }

  /** @param {{type: string} & Record<string, unknown>} message */
  #ask(message) {
    if (!this.#stream) return Promise.reject(failure("no-connection", benchWords.faults.noConnection, true));
    return this.#stream.ask(message);
  }

  /** @param {Frame} frame */
  #frame(frame) {
    this.#come.push(frame);
    if (this.#due) return;
    this.#due = true;
    const show = () => {
      this.#due = false;
      this.#shown();
    };
    if (document.hidden) setTimeout(show, UNSEEN_MS);
    else requestAnimationFrame(show);
  }

  #shown() {
    const come = this.#come;
    const last = come.at(-1);
    if (!last) return;
    this.#come = [];
    this.owed = false;
    this.#step = last.moment.step;
    const {store} = this;
    batch(() => {
      store.history.value = come.reduce((/** @type {NetHistory | null} */ all, {history}) => joined(all, history), store.history.peek());
      for (const {moment} of come) this.hearing.stood(moment);
      store.now.value = last.moment;
    });
    this.hearing.shown();
  }

  /** @param {any} told */
  #state(told) {
    batch(() => {
      this.#shown();
      this.#step = told.step;
      const now = this.store.now.peek();
      const moment = momentOf(told);
      const same = now?.step === moment.step ? {...now, parameters: moment.parameters, slots: moment.slots, state: moment.state} : moment;
      this.hearing.stood(same);
      this.store.now.value = same;
    });
    if (told.stopped) this.hearing.ended(told.stopped);
  }
}
