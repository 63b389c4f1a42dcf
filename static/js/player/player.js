/**
 * The player: moves the store's stop, at once or along the clock.
 *
 * Frames are asked of whoever is given (the window's, or a test's own), so that this runs without a browser. With
 * reduced motion there is no way between two stops: playing then goes from stop to stop in the clock's steps.
 *
 * A stop that asks is a place to stand at whatever the step size, and it takes two presses: the first shows all but its
 * number, the second the number. Going somewhere by name never asks, since one then wants to see that place.
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
   * @param {(stop: number, travelled: number) => void} [foresee]  told, while nothing moves, where it will stand next
   */
  constructor(store, frames, stillness, foresee = () => undefined) {
    this.store = store;
    this.frames = frames;
    this.stillness = stillness;
    this.foresee = foresee;
    this.frame = 0;
  }

  /** Index of the last stop. */
  get last() {
    return this.store.stops.peek().length - 1;
  }

  /**
   * Stand at a stop, at once.
   * @param {number} index  held within the stops; -1 is before the first
   * @param {boolean} [asking]  its number is kept back
   */
  goTo(index, asking = false) {
    this.halt();
    batch(() => {
      this.store.stop.value = Math.max(-1, Math.min(this.last, index));
      this.store.travelled.value = 1;
      this.store.asked.value = asking;
      this.store.titleCard.value = false;
    });
  }

  /** Does this stop ask before it tells? @param {number} index */
  asks(index) {
    return this.store.questions.peek().has(this.store.stops.peek()[index]?.address ?? "");
  }

  /** Where a step of the reader's size can end. */
  get halts() {
    return halts(this.store.stops.peek(), this.store.stepSize.peek());
  }

  /** Where a step on can end: a question on the way is not passed over. */
  get halting() {
    const usual = new Set(this.halts);
    return this.store.stops.peek().flatMap((_, at) => (usual.has(at) || this.asks(at) ? [at] : []));
  }

  /** One step back, at once. */
  back() {
    const here = this.store.stop.peek();
    this.goTo(this.halts.findLast((at) => at < here) ?? -1);
  }

  /** One step on, along the wire; asked again on the way, it lands first. At a question, the answer. */
  next() {
    const {stop, asked} = this.store;
    if (asked.peek()) {
      asked.value = false;
      return;
    }
    const under = this.frame !== 0;
    if (under) this.goTo(stop.peek());
    const to = this.halting.find((at) => at > stop.peek());
    if (to !== undefined) this.travel([to]);
  }

  /** Play to the end, from the start where it stands there already; or pause. */
  toggle() {
    const {playing, stop, asked} = this.store;
    if (playing.peek()) {
      this.goTo(stop.peek());
      return;
    }
    asked.value = false;
    const from = stop.peek() >= this.last ? -1 : stop.peek();
    if (this.last < 0) return;
    if (from !== stop.peek()) this.goTo(from);
    playing.value = true;
    this.travel(this.halting.filter((at) => at > from));
  }

  /** Keep the number of this stop back, or give it: from now on the stop asks, or no longer does. */
  ask() {
    const {asked, questions, currentStop} = this.store;
    const address = currentStop.peek()?.address;
    if (address === undefined) return;
    const asking = !asked.peek();
    const others = [...questions.peek()].filter((other) => other !== address);
    batch(() => {
      this.goTo(this.store.stop.peek(), asking);
      questions.value = new Set(asking ? [...others, address] : others);
    });
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
   * Along the clock, as far as the first question. The speed is read at every frame, so a change of it is felt at once
   * and nothing jumps.
   * @param {readonly number[]} ahead  the stops to stand at, in order
   */
  travel(ahead) {
    const still = this.stillness();
    const question = ahead.findIndex((at) => this.asks(at));
    if (still && !this.store.playing.peek()) {
      this.goTo(ahead[0] ?? this.last, question === 0);
      return;
    }
    let [before, played] = [this.frames.now(), 0];
    const [end, last] = [ahead.length - 1, this.last];
    let resting = 0;
    const tick = () => {
      if (this.last !== last) {
        this.halt(); // A node was opened or the program is another: these are not the stops one set out for.
        return;
      }
      const now = this.frames.now();
      played += (now - before) * this.store.speed.peek();
      before = now;
      const moment = momentAt(-1, end, played);
      if (question >= 0 && moment.stop >= question) {
        this.goTo(/** @type {number} */ (ahead[question]), true);
        return;
      }
      batch(() => {
        this.store.asked.value = false;
        this.store.stop.value = ahead[moment.stop] ?? this.last;
        this.store.travelled.value = still ? 1 : moment.travelled;
      });
      if (moment.stop >= end && moment.landed) {
        this.halt();
        return;
      }
      // The frame of a landing has enough to do; those after it have nothing: first the next landing, then the way to it.
      resting = moment.landed ? resting + 1 : 0;
      if (resting === 2 || resting === 3) this.foresee(ahead[moment.stop + 1] ?? last, resting === 2 ? 1 : 0);
      this.frame = this.frames.request(tick);
    };
    tick();
  }
}
