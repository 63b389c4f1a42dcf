/**
 * The player: moves the store's stop, at once or along the clock.
 *
 * Frames are asked of whoever is given (the window's, or a test's own), so that this runs without a browser. With
 * reduced motion there is no way between two stops: playing then goes from stop to stop in the clock's steps.
 */

import {batch} from "@preact/signals-core";

import {halts, momentAt} from "./clock.js";

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

  /** Where a step of the reader's size can end. */
  get halts() {
    return halts(this.store.stops.peek(), this.store.stepSize.peek());
  }

  /** One step back, at once. */
  back() {
    const here = this.store.stop.peek();
    this.goTo(this.halts.findLast((at) => at < here) ?? -1);
  }

  /** One step on, along the wire; asked again on the way, it lands first. */
  next() {
    const {stop} = this.store;
    const under = this.frame !== 0;
    if (under) this.goTo(stop.peek());
    const to = this.halts.find((at) => at > stop.peek());
    if (to !== undefined) this.travel([to]);
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
    this.travel(this.halts.filter((at) => at > from));
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
   * Along the clock. The speed is read at every frame, so a change of it is felt at once and nothing jumps.
   * @param {readonly number[]} ahead  the stops to stand at, in order
   */
  travel(ahead) {
    const still = this.stillness();
    if (still && !this.store.playing.peek()) {
      this.goTo(ahead[0] ?? this.last);
      return;
    }
    let [before, played] = [this.frames.now(), 0];
    const [end, last] = [ahead.length - 1, this.last];
    const tick = () => {
      if (this.last !== last) {
        this.halt(); // A node was opened or the program is another: these are not the stops one set out for.
        return;
      }
      const now = this.frames.now();
      played += (now - before) * this.store.speed.peek();
      before = now;
      const moment = momentAt(-1, end, played);
      batch(() => {
        this.store.stop.value = ahead[moment.stop] ?? this.last;
        this.store.travelled.value = still ? 1 : moment.travelled;
      });
      if (moment.stop >= end && moment.landed) this.halt();
      else this.frame = this.frames.request(tick);
    };
    tick();
  }
}
