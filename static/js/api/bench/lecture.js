/**
 * One press after another through a lesson on the bench: its sentences with what they point at, its runs, its questions,
 * the next lesson's title, that lesson. As on the workbench a lesson's end at the desk is its end, unless the address has
 * chosen a playlist; it leads on then without showing the title first.
 */

import {batch, effect} from "@preact/signals-core";

import {lessonBeside} from "../../player/lecture.js";
import {PACES} from "../../state/bench/pace.js";
import {runOn} from "../../state/bench/lesson.js";
import {shownAgain, shownBy, turnWithin, turnsOf} from "../../state/bench/turns.js";
import {lessonPath} from "../../state/lesson-path.js";
import {darkHall} from "../../state/room.js";

/** @typedef {import("../../state/bench/store.js").BenchStore} BenchStore */
/** @typedef {import("../../state/bench/turns.js").Shows} Shows */
/** @typedef {import("../../bench.js").OpenLesson} OpenLesson */
/** @typedef {import("../../bench.js").TrainingHand} TrainingHand */
/** @typedef {import("../../bench.js").BenchLesson} BenchLesson */
/** @typedef {import("../../bench.js").KeptRun} KeptRun */
/** @typedef {import("./library.js").Library} Library */

/** What a run takes at most when a press plays it, in seconds; what is longer is trained at full speed. */
const LONGEST_S = 12;

export class BenchLecture {
  /** What turns show, one after the other. @type {Promise<void>} */
  #showing = Promise.resolve();
  #asked = 0;
  /** The lesson's runs as they were left, each with all that was trained. @type {WeakMap<object, KeptRun>} */
  #kept = new WeakMap();

  /**
   * @param {BenchStore} store
   * @param {TrainingHand} training
   * @param {Readonly<{library: () => Promise<Library>, open: (path: string) => void, point: (chart: string) => void}>} acts
   */
  constructor(store, training, acts) {
    this.store = store;
    this.training = training;
    this.acts = acts;
  }

  /** @returns {OpenLesson | null} */
  get #lesson() {
    return this.store.lesson.peek();
  }

  next() {
    const {nextLesson, presenting, turn} = this.store;
    const lesson = this.#lesson;
    if (!lesson) return;
    const card = nextLesson.peek();
    const at = turnWithin(lesson.bench, turn.peek());
    if (card) this.acts.open(card.path());
    else if (at < turnsOf(lesson.bench).length - 1) this.#go(lesson, at + 1, shownBy(lesson.bench, at + 1));
    else void this.#beside(1).then((found) => {
      if (presenting.peek()) nextLesson.value = found;
      else if (found) this.acts.open(found.path());
    });
  }

  back() {
    const {nextLesson, presenting, turn} = this.store;
    const lesson = this.#lesson;
    if (!lesson) return;
    const at = turnWithin(lesson.bench, turn.peek());
    if (nextLesson.peek()) nextLesson.value = null;
    else if (at > 0) this.#go(lesson, at - 1, shownAgain(lesson.bench, at - 1, presenting.peek()));
    else void this.#beside(-1).then((found) => found && this.acts.open(found.path()));
  }

  /**
   * The lesson before or after this one in the lecture; null where there is none, or where one is at the desk.
   * @param {1 | -1} by
   */
  async #beside(by) {
    const {presenting, list, lesson} = this.store;
    const asked = ++this.#asked;
    if (!presenting.peek() && !list.peek()) return null;
    const {lessons, playlists} = await this.acts.library().catch(() => ({lessons: [], playlists: []}));
    const slug = lessonBeside(playlists, this.#lesson?.slug, by, list.peek());
    const found = lessons.find((one) => one.slug === slug);
    // A press that came meanwhile has asked anew, or has left.
    if (!found || asked !== this.#asked || !lesson.peek()) return null;
    // Read when it is opened: the room may have been made dark since the card was shown.
    const path = () => lessonPath(found, {playlist: list.peek(), start: by > 0, last: by < 0, presenting: presenting.peek(), dark: darkHall(this.store)});
    return {title: found.title, text: found.summary ?? "", path};
  }

  /** @param {OpenLesson} lesson @param {number} turn @param {Shows} shows */
  #go({bench}, turn, shows) {
    const onwards = turn > turnWithin(bench, this.store.turn.peek());
    this.#asked += 1;
    this.store.turn.value = turn;
    this.#showing = this.#showing.then(async () => {
      await this.#show(shows);
      if (onwards && turnsOf(bench)[turn]?.kind === "play") this.#play();
    });
  }

  /** Train the run on the bench, at a pace that a room can follow and wait for. */
  #play() {
    const {pace, request, status, unit} = this.store;
    if (status.peek() === "running" || status.peek() === "ended") return;
    const epochs = request.peek()?.epochs ?? 0;
    unit.value = "epoch";
    pace.value = PACES.find((one) => one === "full" || epochs / Number(one) <= LONGEST_S) ?? "full";
    this.training.run();
  }

  /** @param {Shows} shows */
  async #show({run, epoch, screen, walk, focus, example, chart}) {
    const {store} = this;
    batch(() => {
      if (screen !== undefined) store.screen.value = screen;
      if (walk !== undefined) store.walk.value = walk;
      if (focus !== undefined) store.focus.value = focus;
      if (example !== undefined) store.example.value = example;
    });
    await this.#stand(run, epoch);
    if (chart !== undefined) this.acts.point(chart);
  }

  /** The run a sentence is about, at the epoch it tells of. @param {string | undefined} run @param {number | undefined} epoch */
  async #stand(run, epoch) {
    const {store, training} = this;
    await opened(store);
    const bench = this.#lesson?.bench;
    const request = store.request.peek();
    if (!bench || !request) return;
    const here = runOn(bench, request, store.lessonRun.peek());
    const other = run !== here ? bench.runs.find(({name}) => name === run) : undefined;
    if (other) await this.#turnTo(bench, here, other, epoch === Infinity ? 0 : epoch);
    const trained = store.history.peek()?.epoch.at(-1) ?? 0;
    const aim = epoch === Infinity ? trained : epoch;
    const [moment, running] = [store.now.peek(), store.status.peek() === "running"];
    // What trains goes on where a sentence or a question asks for no epoch of its own.
    if (aim === undefined || (running && epoch === Infinity)) return;
    if (!running && moment?.epoch === aim && !moment.position) return;
    if (aim <= trained) await training.goTo(aim);
    else await training.open(store.request.peek() ?? request, {entry: "replace", epoch: aim});
  }

  /**
   * Another run of the lesson's, as far as it was trained before; the one that is left waits as it is.
   * @param {BenchLesson} bench
   * @param {string} here
   * @param {BenchLesson["runs"][number]} other
   * @param {number} [epoch]  where it stands if it was not trained before
   */
  async #turnTo({runs}, here, other, epoch = 0) {
    const {store, training} = this;
    const left = runs.find(({name}) => name === here);
    const kept = await training.setAside();
    // A run that the reader has changed is no longer the one that the sentences are about.
    if (left && kept && isUnchanged(kept.segments, left.request)) this.#kept.set(left, kept);
    store.lessonRun.value = other.name;
    await training.open(other.request, {entry: "replace", epoch, kept: this.#kept.get(other) ?? null});
  }
}

/** @param {KeptRun["segments"]} segments @param {import("../../bench.js").TrainRequest} request */
const isUnchanged = (segments, request) => segments.every((one) => !one.edits && JSON.stringify(one.request) === JSON.stringify(request));

/** A press may come before the lesson's run is there; it is done then. @param {BenchStore} store @returns {Promise<void>} */
function opened({request}) {
  return new Promise((done) => {
    const end = effect(() => {
      if (request.value) queueMicrotask(() => (end(), done()));
    });
  });
}
