/**
 * The hand on the run: what is trained, how fast, from where on.
 *
 * What is shown need not be where the stream stands: going back shows a kept moment at once, and only training on brings
 * the stream there. All acts wait for each other, so that none meets a run half changed.
 */

import {batch} from "@preact/signals-core";

import {focusWithin, merged} from "../../state/bench/edits.js";
import {START, joined, momentAt, placeOf, segmentAt, upTo, withEdits, withSegment} from "../../state/bench/moments.js";
import {planeOf} from "../../state/bench/store.js";
import {ApiError, ask} from "../client.js";
import {Memory} from "./memory.js";
import {Player} from "./playing.js";
import {Rows} from "./rows.js";
import {Seat} from "./seat.js";
import {beginning, walk} from "./walking.js";

/** @typedef {import("../../bench.js").TrainingHand} TrainingHand */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").RunSegment} RunSegment */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").StepUnit} StepUnit */
/** @typedef {import("../../state/bench/store.js").BenchStore} BenchStore */
/** @typedef {import("../../bench.js").RunPlace} RunPlace */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {{segments?: readonly RunSegment[], moment?: Pick<RunMoment, "parameters" | "state"> | null, at?: RunPlace, to?: number}} Past */

const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [250, 4000];

/** @implements {TrainingHand} */
export class Training {
  /** @type {Promise<unknown>} */
  #acts = Promise.resolve();
  /** @type {number | null} */
  #aim = null;
  /** @type {Promise<void> | null} */
  #seeking = null;
  #wish = 0;
  /** What was opened last, to be opened when a server that was away is back. @type {() => Promise<void>} */
  #again = async () => undefined;
  #rows = new Rows();

  /**
   * @param {BenchStore} store
   * @param {(kind: "push" | "replace") => void} entry  tells the address that there is something to write down
   */
  constructor(store, entry) {
    this.store = store;
    this.entry = entry;
    this.memory = new Memory(store);
    this.seat = new Seat(store, {
      stood: (moment) => this.memory.keep(moment),
      shown: () => this.player.shown(),
      ended: (reason) => this.#ended(reason),
      refused: (error) => this.#failed(error),
      lost: () => void this.#lost(),
    });
    this.player = new Player(store, this.seat, () => this.memory.byExample());
  }

  /**
   * @param {TrainRequest} request
   * @param {Readonly<{entry?: "push" | "replace" | "none", epoch?: number, past?: Past}>} [how]
   */
  async open(request, {entry = "push", epoch = 0, past = {}} = {}) {
    const wish = ++this.#wish;
    this.#again = () => this.open(request, {entry, epoch, past});
    await this.#act(async () => {
      if (wish !== this.#wish) return;
      this.player.halt();
      await this.#open(request, past, () => wish === this.#wish);
      if (wish === this.#wish && entry !== "none") this.entry(entry);
    });
    if (epoch > 0 && wish === this.#wish) await this.#act(() => this.#stand(epoch, true));
  }

  /** @param {TrainRequest} request @param {Past} past @param {() => boolean} wanted */
  async #open(request, {segments, moment = null, at = START, to = at.epoch}, wanted) {
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
    if (to > begun.moment.epoch || moment) await this.#reach(at, to, moment);
  }

  /**
   * Go through a run that is known by its segments: its history as far as it was trained, and the moment one stands at.
   * @param {RunPlace} at
   * @param {number} to
   * @param {Pick<RunMoment, "parameters" | "state"> | null} known  the moment, where it was told with its weights
   */
  async #reach(at, to, known) {
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
    } else if (at.epoch > from.epoch) await this.#stand(at.epoch, true);
    const {history, at: end} = await walk(segments, from, to);
    if (history) store.history.value = joined(history, /** @type {NetHistory} */ (store.history.peek()));
    if (end.epoch >= (store.request.peek()?.epochs ?? Infinity)) store.stopped.value = "epochs";
    const now = store.now.peek();
    if (now) this.memory.show(now);
  }

  run() {
    void this.#act(async () => {
      if (this.store.status.peek() === "running") return;
      if (this.store.status.peek() === "ended") await this.#stand(0);
      this.memory.onFromHere(false);
      await this.#ready();
      await this.player.play();
    });
  }

  pause() {
    void this.#act(async () => {
      await this.player.pause();
      this.entry("replace");
    });
  }

  /** @param {StepUnit} unit */
  step(unit) {
    void this.#act(async () => {
      await this.player.pause();
      if (this.store.status.peek() === "ended") return;
      this.memory.onFromHere(unit === "example");
      await this.#ready();
      if (unit === "example") this.memory.byExample();
      await this.seat.step(unit);
      this.entry("replace");
    });
  }

  /** @param {Partial<TrainRequest>} part */
  change(part) {
    void this.#act(async () => {
      const {store} = this;
      const plays = await this.player.pause();
      await this.#ready();
      const request = {.../** @type {TrainRequest} */ (store.request.peek()), ...part};
      await this.seat.change(part);
      const now = /** @type {RunMoment} */ (store.now.peek());
      this.memory.forget(now);
      batch(() => {
        store.request.value = request;
        store.segments.value = withSegment(store.segments.peek(), {from: placeOf(now), request});
        store.problem.value = null;
      });
      this.entry("push");
      if (plays) await this.player.play();
    });
  }

  /** @param {number} epoch */
  goTo(epoch) {
    this.#aim = epoch;
    this.#seeking ??= this.#act(async () => {
      await this.player.pause();
      while (this.#aim !== null) {
        const aim = this.#aim;
        this.#aim = null;
        await this.#stand(aim);
        if (this.#aim === null) await this.#complete();
      }
      this.entry("replace");
    }).finally(() => (this.#seeking = null));
    return this.#seeking;
  }

  /** @param {(request: TrainRequest) => TrainRequest} edit */
  async reshape(edit) {
    const {request, now} = this.store;
    const before = request.peek();
    if (!before) return;
    const untouched = !before.parameters && now.peek()?.step === 0;
    const asked = edit(untouched ? before : {...before, parameters: now.peek()?.parameters ?? {}});
    if (asked.spec === before.spec) return;
    try {
      const {parameters} = untouched ? {parameters: null} : await ask("/mlps/init", {spec: asked.spec});
      await this.open({...asked, ...(parameters && {parameters: merged(asked.parameters, parameters)})});
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @param {string} name @param {number} row @param {number | null} column @param {number} value */
  setParameter(name, row, column, value) {
    const edit = {name, row, column, value};
    void this.#act(async () => {
      const {store} = this;
      await this.player.pause();
      await this.#ready();
      const [now, request] = [/** @type {RunMoment} */ (store.now.peek()), /** @type {TrainRequest} */ (store.request.peek())];
      const parameters = withEdits(now.parameters, [edit]);
      const first = now.step === store.segments.peek()[0]?.from.step && store.segments.peek().length === 1;
      const asked = first ? {...request, parameters, ...(now.step > 0 && now.state && {state: now.state})} : request;
      const told = await this.seat.sit(asked, store.plane.peek(), {...now, parameters});
      this.memory.forget(now);
      batch(() => {
        store.request.value = asked;
        store.segments.value = first ? [{from: placeOf(now), request: asked}] : withSegment(store.segments.peek(), {from: placeOf(now), request, edits: [edit]});
        // The loss of the epoch one stands at is that of the weights as they are now.
        if (now.position === 0) store.history.value = joined(upTo(/** @type {NetHistory} */ (store.history.peek()), now.epoch - 1), told.history);
        this.memory.show(told.moment);
      });
      this.entry("push");
    });
  }

  /** @param {Readonly<{title: string, segments: readonly RunSegment[], to: number}> | null} run */
  async pin(run) {
    const {pinned, segments, history, title} = this.store;
    const request = run?.segments.at(-1)?.request;
    if (!run || !request) {
      pinned.value = null;
      return;
    }
    const known = history.peek();
    if (run.segments === segments.peek() && known) {
      pinned.value = {title: run.title || title.peek(), request, history: known, segments: run.segments};
      return;
    }
    await this.#act(async () => {
      const {moment: first, history: begun} = await beginning(run.segments);
      const walked = await walk(run.segments, first, run.to);
      pinned.value = {title: run.title, request, segments: run.segments, history: walked.history ? joined(begun, walked.history) : begun};
    });
  }

  /** One after the other; what goes wrong is said. @param {() => Promise<void>} work */
  #act(work) {
    const done = this.#acts.then(work).catch((error) => this.#failed(error));
    this.#acts = done;
    return done;
  }

  /**
   * Stand at the end of an epoch.
   * @param {number} epoch
   * @param {boolean} [beyond]  also of one that was not trained yet
   */
  async #stand(epoch, beyond = false) {
    const {store} = this;
    const last = beyond ? epoch : (store.history.peek()?.epoch.at(-1) ?? 0);
    const aim = Math.max(store.history.peek()?.epoch[0] ?? 0, Math.min(last, Math.round(epoch)));
    const kept = momentAt(store.moments.peek(), aim);
    const moment = kept && (kept.grids || !store.plane.peek()) ? kept : await this.#walkTo(aim);
    batch(() => this.memory.show(moment));
  }

  /** What one goes on from here with, where the moment was kept without it. */
  async #complete() {
    const {store} = this;
    const now = store.now.peek();
    const from = now && !now.state && now.position === 0 ? this.memory.checkpoint(now.epoch) : null;
    if (!now || !from) return;
    const {at} = await walk(store.segments.peek(), from, now.epoch);
    if (at.step === now.step && store.now.peek() === now) batch(() => this.memory.show({...now, state: at.state, slots: at.state?.slots ?? null}));
  }

  /** @param {number} epoch @returns {Promise<RunMoment>} */
  async #walkTo(epoch) {
    const {store} = this;
    const segments = store.segments.peek();
    const from = this.memory.checkpoint(epoch);
    if (!from) throw new Error("a run has its first moment");
    const {at, history} = await walk(segments, from, epoch);
    if (history) store.history.value = joined(store.history.peek(), history);
    const request = segments[segmentAt(segments, at)]?.request ?? store.request.peek();
    const told = await this.seat.sit(/** @type {TrainRequest} */ (request), store.plane.peek(), at);
    store.history.value = joined(store.history.peek(), told.history);
    return told.moment;
  }

  /** The stream stands where the page does. */
  async #ready() {
    const {store} = this;
    const now = store.now.peek();
    if (!now || this.seat.standsAt(now)) return;
    const request = /** @type {TrainRequest} */ (store.request.peek());
    const moment = now.state ? (await this.seat.sit(request, store.plane.peek(), now)).moment : await this.#walkTo(now.epoch);
    batch(() => this.memory.show(moment));
  }

  /** @param {string} reason */
  #ended(reason) {
    this.player.halt();
    batch(() => {
      this.store.stopped.value = reason;
      this.store.status.value = "ended";
    });
    this.entry("replace");
  }

  /** A refusal is shown; a server that is away is waited for. @param {unknown} error */
  #failed(error) {
    if (error instanceof ApiError && error.problem.code === "gone") return;
    if (!(error instanceof ApiError)) throw error;
    const plays = this.store.status.peek() === "running";
    this.player.halt();
    if (!error.away || error.problem.code === "server-busy") this.store.problem.value = error.problem;
    if (error.away) void this.#wait(plays);
    if (plays) this.store.status.value = "paused";
  }

  /** The connection is gone; where nothing was under way it is opened again when it is needed. */
  async #lost() {
    if (this.store.status.peek() !== "running") return;
    this.player.halt();
    this.store.status.value = "paused";
    await this.#wait(true);
  }

  /** Until the server is back; then on from the last known state. @param {boolean} plays */
  async #wait(plays) {
    const {store} = this;
    if (store.away.peek()) return;
    store.away.value = true;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      await new Promise((done) => setTimeout(done, pause));
      if (await this.#back()) break;
    }
    batch(() => {
      store.away.value = false;
      if (store.problem.peek()?.code === "server-busy") store.problem.value = null;
    });
    if (plays) this.run();
  }

  /** @returns {Promise<boolean>} */
  async #back() {
    try {
      if (this.store.now.peek()) await this.#ready();
      else if (await ask("/datasets")) void this.#again();
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.away) return false;
      this.#failed(error);
      return true;
    }
  }
}
