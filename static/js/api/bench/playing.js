/**
 * Playing a run: so many steps a second, each asked for when the one before has been shown, or as fast as it trains.
 */

/** @typedef {import("./seat.js").Seat} Seat */

/** Paced, the run tells what to go on from every so many steps; running freely, every so often. */
const STEPS_BETWEEN = 10;
const TELL_MS = 1000;

export class Player {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #steps = 0;
  /** A step was due when the one before had not been shown yet. */
  #late = false;

  /**
   * @param {import("../../state/bench/store.js").BenchStore} store
   * @param {Seat} seat
   * @param {() => void} byExample  called before each step on one example alone
   */
  constructor(store, seat, byExample) {
    this.store = store;
    this.seat = seat;
    this.byExample = byExample;
    this.free = false;
    /** It plays, or would if the connection were there. */
    this.on = false;
  }

  async play() {
    this.on = true;
    this.store.status.value = "running";
    this.free = this.store.pace.peek() === "full";
    if (this.free) await this.#freely();
    else this.#tick();
  }

  /** No more steps are asked for; what was asked for may still come. */
  halt() {
    this.on = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#late = false;
    this.free = false;
  }

  /** @returns {Promise<boolean>}  whether it was playing */
  async pause() {
    const {status} = this.store;
    if (status.peek() !== "running") return false;
    const free = this.free;
    this.halt();
    if (free) await this.seat.hold();
    else await this.seat.tell();
    if (status.peek() !== "running") return false; // It ended meanwhile.
    status.value = "paused";
    return true;
  }

  async #freely() {
    await this.seat.go();
    if (this.free) this.#timer = setTimeout(() => void this.#freely().catch(() => undefined), TELL_MS);
  }

  /** What was asked for has been shown: a step that was due meanwhile is made now. */
  shown() {
    if (!this.#late) return;
    clearTimeout(this.#timer);
    this.#tick();
  }

  #tick() {
    const {unit, pace} = this.store;
    this.#late = this.seat.owed;
    if (this.#late) return;
    this.#timer = setTimeout(() => this.#tick(), 1000 / Number(pace.peek()));
    if (unit.peek() === "example") this.byExample();
    this.seat.nudge(unit.peek());
    this.#steps += 1;
    if (this.#steps % STEPS_BETWEEN === 0) void this.seat.tell().catch(() => undefined);
  }
}
