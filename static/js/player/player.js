/**
 * The player: moves the store's stop, at once or along the clock.
 *
 * Frames are asked of whoever is given (the window's, or a test's own), so that this runs without a browser. With
 * reduced motion there is no way between two stops: playing then goes from stop to stop in the clock's steps.
 */

import {batch} from "@preact/signals-core";

import {momentAt} from "./clock.js";

/** @typedef {import("../state/signals.js").Store} Store */
/** @typedef {{now: () => number, request: (frame: () => void) => number, cancel: (id: number) => void}} Frames */

export class Player {
  /**
   * @param {Store} store
   * @param {Frames} frames
   * @param {() => boolean} stillness  true where motion is to be reduced
   */
  constructor(store, frames, stillness) {
    this.store = store;
    this.frames = frames;
    this.stillness = stillness;
    this.frame = 0;
    this.speed = 1;
  }

  /** Index of the last stop. */
  get last() {
    return this.store.stops.peek().length - 1;
  }

  /**
   * Stand at a stop, at once.
   * @param {number} index  held within the stops; -1 is before the first
   */
  goTo(index) {
    this.halt();
    batch(() => {
      this.store.stop.value = Math.max(-1, Math.min(this.last, index));
      this.store.travelled.value = 1;
    });
  }

  /** One stop back, at once. */
  back() {
    this.goTo(this.store.stop.peek() - 1);
  }

  /** One stop on, along the wire; asked again on the way, it lands first. */
  next() {
    const {stop} = this.store;
    const under = this.frame !== 0;
    if (under) this.goTo(stop.peek());
    if (stop.peek() < this.last) this.travel(stop.peek(), stop.peek() + 1);
  }

  /** Play to the end, from the start where it stands there already; or pause. */
  toggle() {
    const {playing, stop} = this.store;
    if (playing.peek()) {
      this.goTo(stop.peek());
      return;
    }
    const from = stop.peek() >= this.last ? -1 : stop.peek();
    if (this.last < 0) return;
    if (from !== stop.peek()) this.goTo(from);
    playing.value = true;
    this.travel(from, this.last);
  }

  /**
   * To the first stop of the next phase, or of the one before.
   * @param {1 | -1} direction
   */
  phase(direction) {
    const stops = this.store.stops.peek();
    const side = (/** @type {number} */ index) => (index < 0 ? "none" : stops[index]?.phase === "forward" ? "forward" : "backward");
    let index = this.store.stop.peek();
    const here = side(index);
    while (index >= -1 && index <= this.last && side(index) === here) index += direction;
    this.goTo(index);
  }

  /** Stop moving, wherever the bead is. */
  halt() {
    if (this.frame) this.frames.cancel(this.frame);
    this.frame = 0;
    this.store.playing.value = false;
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  travel(from, to) {
    const start = this.frames.now();
    const still = this.stillness();
    const single = to - from === 1 && !this.store.playing.peek();
    if (single && still) {
      this.goTo(to);
      return;
    }
    const tick = () => {
      const moment = momentAt(from, to, this.frames.now() - start, this.speed);
      const done = moment.stop >= to && moment.landed;
      batch(() => {
        this.store.stop.value = moment.stop;
        this.store.travelled.value = still ? 1 : moment.travelled;
      });
      if (done) this.halt();
      else this.frame = this.frames.request(tick);
    };
    tick();
  }
}
