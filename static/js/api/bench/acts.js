/**
 * What is done one after the other, so that no act meets a run half changed.
 *
 * An act that meets a server that is away waits and is done again, and those behind it wait with it: what was asked for is
 * never forgotten. One that is no longer wanted gives up its place. An act has to bear being done twice.
 */

import {ApiError} from "../client.js";

/** @typedef {{away: (error: ApiError) => void, back: () => void, failed: (error: unknown) => void}} Hearing */

const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [250, 4000];

/** @param {number} ms @returns {Promise<unknown>} */
const resting = (ms) => new Promise((done) => setTimeout(done, ms));

export class Acts {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  /** @param {Hearing} hearing @param {(ms: number) => Promise<unknown>} [rest] */
  constructor(hearing, rest = resting) {
    this.hearing = hearing;
    this.rest = rest;
  }

  /** When its turn comes. @param {() => Promise<void>} work @param {() => boolean} wanted @returns {Promise<void>}  never rejected */
  next(work, wanted) {
    const done = this.#last.then(() => this.now(work, wanted));
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Beside the others. @param {() => Promise<void>} work @param {() => boolean} wanted */
  async now(work, wanted) {
    let away = false;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        await work();
        break;
      } catch (error) {
        if (!(error instanceof ApiError && error.away)) {
          this.hearing.failed(error);
          break;
        }
        away = true;
        this.hearing.away(error);
      }
      await this.rest(pause);
      if (!wanted()) break;
    }
    if (away) this.hearing.back();
  }
}
