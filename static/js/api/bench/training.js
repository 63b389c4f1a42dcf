/**
 * The hand on the run: what is trained, how fast, from where on.
 *
 * All acts wait for each other, so that none meets a run half changed.
 */

import {batch} from "@preact/signals-core";

import {merged} from "../../state/bench/edits.js";
import {benchWords} from "../../state/bench-words.js";
import {joined, placeOf, upTo, withEdits, withSegment} from "../../state/bench/moments.js";
import {ApiError, ask, failure} from "../client.js";
import {Acts} from "./acts.js";
import {Memory} from "./memory.js";
import {Player} from "./playing.js";
import {Seat} from "./seat.js";
import {Standing} from "./standing.js";
import {beginning, mostEpochs, walk} from "./walking.js";

/** @typedef {import("../../bench.js").TrainingHand} TrainingHand */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").RunSegment} RunSegment */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */
/** @typedef {import("../../bench.js").StepUnit} StepUnit */
/** @typedef {import("../../state/bench/store.js").BenchStore} BenchStore */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */
/** @typedef {import("./standing.js").Past} Past */

/** @implements {TrainingHand} */
export class Training {
  #acts = new Acts({away: (error) => this.#away(error), back: () => this.#back(), failed: (error) => this.#failed(error)});
  /** @type {number | null} */
  #aim = null;
  /** @type {Promise<void> | null} */
  #seeking = null;
  #wish = 0;
  #pins = 0;
  /** Counts what the reader asked for that ends a playing. */
  #calms = 0;
  /** Steps that wait for their turn: more of their kind go with them. @type {{unit: StepUnit, count: number} | null} */
  #steps = null;

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
      lost: () => this.#lost(),
    });
    this.standing = new Standing(store, this.seat, this.memory);
    this.player = new Player(store, this.seat, () => this.memory.byExample());
  }

  /**
   * @param {TrainRequest} request
   * @param {Readonly<{entry?: "push" | "replace" | "none", epoch?: number, past?: Past, kept?: import("../../bench.js").KeptRun | null}>} [how]
   */
  async open(request, {entry = "push", epoch = 0, past = {}, kept = null} = {}) {
    const wish = ++this.#wish;
    this.#calms += 1;
    await this.#act(async () => {
      if (wish !== this.#wish) return;
      this.player.halt();
      if (kept) this.standing.takeUp(kept);
      else await this.standing.open(request, past, () => wish === this.#wish);
      if (wish === this.#wish && entry !== "none") this.entry(entry);
    });
    if (epoch > 0 && !kept && wish === this.#wish) await this.#act(() => this.standing.stand(epoch, true));
  }

  async setAside() {
    this.#calms += 1;
    await this.#act(async () => void (await this.player.pause()));
    return this.standing.asKept();
  }

  run() {
    void this.#act(async () => {
      if (this.store.status.peek() === "running") return;
      if (this.store.status.peek() === "ended") await this.standing.stand(0);
      this.memory.onFromHere(false);
      await this.standing.ready();
      await this.player.play();
    });
  }

  pause() {
    this.#calms += 1;
    void this.#act(async () => {
      await this.player.pause();
      this.entry("replace");
    });
  }

  /** @param {StepUnit} unit */
  step(unit) {
    this.#calms += 1;
    if (this.#steps?.unit === unit) {
      this.#steps.count += 1;
      return;
    }
    const steps = {unit, count: 1};
    void this.#act(async () => {
      if (this.#steps === steps) this.#steps = null;
      await this.player.pause();
      if (this.store.status.peek() === "ended") return;
      this.memory.onFromHere(unit === "example");
      await this.standing.ready();
      if (unit === "example") this.memory.byExample(steps.count);
      await this.seat.step(unit, steps.count);
      this.entry("replace");
    });
    this.#steps = steps;
  }

  /** What is refused leaves the run as it was, playing if it did. @param {Partial<TrainRequest>} part */
  change(part) {
    let plays = false;
    void this.#act(async () => {
      plays ||= this.player.on;
      await this.player.pause();
      plays &&= this.store.status.peek() !== "ended";
      try {
        await this.#change(part);
      } catch (error) {
        if (isAway(error)) throw error;
        this.#failed(error);
      }
      if (plays) await this.player.play();
    });
  }

  /** @param {Partial<TrainRequest>} part */
  async #change(part) {
    const {store} = this;
    await this.standing.ready();
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
  }

  /** @param {number} epoch */
  goTo(epoch) {
    this.#calms += 1;
    this.#aim = epoch;
    this.#seeking ??= this.#act(async () => {
      await this.player.pause();
      while (this.#aim !== null) {
        const aim = this.#aim;
        await this.standing.stand(aim);
        if (this.#aim === aim) await this.standing.complete();
        if (this.#aim === aim) this.#aim = null;
      }
      this.entry("replace");
    }).finally(() => ([this.#seeking, this.#aim] = [null, null]));
    return this.#seeking;
  }

  /** Each edit is of the request as it is when its turn comes. @param {(request: TrainRequest) => TrainRequest} edit */
  reshape(edit) {
    this.#calms += 1;
    const wish = this.#wish;
    return this.#act(async () => {
      const {request, now} = this.store;
      await this.player.pause();
      const before = request.peek();
      if (!before) return;
      const untouched = !before.parameters && now.peek()?.step === 0;
      const asked = edit(untouched ? before : {...before, parameters: now.peek()?.parameters ?? {}});
      if (asked.spec === before.spec) return;
      const {parameters} = untouched ? {parameters: null} : await ask("/mlps/init", {spec: asked.spec});
      this.player.halt();
      await this.standing.open({...asked, ...(parameters && {parameters: merged(asked.parameters, parameters)})}, {}, () => wish === this.#wish);
      if (wish === this.#wish) this.entry("push");
    });
  }

  /** @param {string} name @param {number} row @param {number | null} column @param {number} value */
  setParameter(name, row, column, value) {
    const edit = {name, row, column, value};
    void this.#act(async () => {
      const {store} = this;
      await this.player.pause();
      await this.standing.ready();
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
    const pin = ++this.#pins;
    const wanted = () => pin === this.#pins;
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
    await this.#acts.now(async () => {
      const {moment: first, history: begun} = await beginning(run.segments);
      const walked = await walk(run.segments, first, Math.min(run.to, mostEpochs(run.segments)), wanted);
      if (wanted()) pinned.value = {title: run.title, request, segments: run.segments, history: walked.history ? joined(begun, walked.history) : begun};
    }, wanted);
  }

  /** One after the other, unless another run was opened before it is its turn again. @param {() => Promise<void>} work */
  #act(work) {
    this.#steps = null;
    const wish = this.#wish;
    return this.#acts.next(work, () => wish === this.#wish);
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

  /** It stands still; whether it played. */
  #halt() {
    const plays = this.player.on;
    this.player.halt();
    if (this.store.status.peek() === "running") this.store.status.value = "paused";
    return plays;
  }

  /** A refusal is shown, and so is what nobody has foreseen. @param {unknown} error */
  #failed(error) {
    if (error instanceof ApiError && error.problem.code === "gone") return;
    this.#halt();
    if (!(error instanceof ApiError)) console.error(error);
    this.store.problem.value = error instanceof ApiError ? error.problem : failure("page", benchWords.faults.mistake(error instanceof Error ? error.message : String(error))).problem;
  }

  /** What was under way waits for the server. @param {ApiError} error */
  #away(error) {
    this.#halt();
    this.store.away.value = true;
    if (error.problem.code === "server-busy") this.store.problem.value = error.problem;
  }

  #back() {
    const {away, problem} = this.store;
    batch(() => {
      away.value = false;
      if (problem.peek()?.code === "server-busy") problem.value = null;
    });
  }

  /** The connection is gone: a run that played plays on when it is back, unless the reader has asked for something else. */
  #lost() {
    if (!this.#halt()) return;
    const calm = this.#calms;
    void this.#act(async () => {
      await this.standing.ready();
      if (calm === this.#calms && this.store.status.peek() === "paused") await this.player.play();
    });
  }
}

/** @param {unknown} error */
const isAway = (error) => error instanceof ApiError && error.away;
