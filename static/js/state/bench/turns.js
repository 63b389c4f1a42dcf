/**
 * A lesson on the bench as a clicker goes through it, pure: sentence by sentence with what each points at, its runs
 * played where it speaks of them, then question and answer. Every turn has a place on the bench of its own, so that a
 * press back, or a link, stands where it did.
 */

import {targetOf} from "./lesson.js";

/** @typedef {import("../../bench.js").BenchLesson} BenchLesson */
/** @typedef {import("../../bench.js").BenchLook} BenchLook */
/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @typedef {Readonly<{kind: "say" | "play" | "ask" | "answer", at: number}>} Turn  at: which sentence, or which question */
/**
 * What of the bench a turn shows; what is not named stays. An infinite epoch is as far as the run was trained.
 * @typedef {Readonly<{run?: string, epoch?: number, screen?: "bench" | "example", walk?: string, focus?: NetFocus, example?: number, chart?: string}>} Shows
 */

/** A run from given weights that trains no longer than so many epochs is there to be looked at. */
const LOOKED_AT = 20;

/** @param {BenchLesson} lesson @returns {readonly Turn[]} */
export function turnsOf(lesson) {
  const plays = playsAfter(lesson);
  return [
    ...lesson.look.flatMap((_, at) => /** @type {Turn[]} */ ([{kind: "say", at}, ...(plays.has(at) ? [{kind: "play", at}] : [])])),
    ...lesson.questions.flatMap((_, at) => /** @type {Turn[]} */ ([{kind: "ask", at}, {kind: "answer", at}])),
  ];
}

/** One of the turns, whatever number was asked for. @param {BenchLesson} lesson @param {number} turn */
export const turnWithin = (lesson, turn) => Math.max(0, Math.min(turnsOf(lesson).length - 1, turn));

/**
 * The sentences after which a run is played: of those in a row that are about one run, the first that points at a chart,
 * or the last. Where one of them tells of an epoch, that is how far the run goes.
 * @param {BenchLesson} lesson
 * @returns {ReadonlySet<number>}
 */
function playsAfter(lesson) {
  const {look, runs} = lesson;
  const played = new Set();
  const found = new Set();
  for (let first = 0, end = 0; first < look.length; first = end) {
    const run = runAt(lesson, first);
    for (end = first + 1; end < look.length && runAt(lesson, end) === run;) end += 1;
    const shown = look.slice(first, end).map(saidBy);
    const request = runs.find(({name}) => name === run)?.request;
    const meant = shown.some((one) => one.run !== undefined || one.chart !== undefined);
    const charted = shown.findIndex(({chart}, at) => first + at > 0 && chart !== undefined);
    if (!request || !meant || played.has(run) || shown.some(({epoch}) => epoch !== undefined && epoch > 0)) continue;
    played.add(run);
    if (!request.parameters || request.epochs > LOOKED_AT) found.add(charted < 0 ? end - 1 : first + charted);
  }
  return found;
}

/** The run that is on the bench at a sentence. @param {BenchLesson} lesson @param {number} at */
const runAt = ({look, runs, opens}, at) => look.slice(0, at + 1).map(saidBy).findLast(({run}) => run !== undefined)?.run ?? runs[opens.run ?? 0]?.name ?? "";

/** What a sentence points at. @param {BenchLook} look @returns {Shows} */
const saidBy = ({run, marks}) => Object.assign({}, run !== null && {run}, ...marks.map(shownByMark));

/** @param {BenchLook["marks"][number]} mark @returns {Shows} */
function shownByMark(mark) {
  const {kind, words: _, ...target} = /** @type {any} */ (targetOf(mark));
  if (kind === "chart") return {chart: target.chart, screen: "bench"};
  return kind === "walk" ? {walk: target.walk, screen: "example"} : {[kind]: target[kind]};
}

/** Where the lesson opens. @param {BenchLesson} lesson */
const opened = ({runs, opens}) => ({
  run: runs[opens.run ?? 0]?.name ?? "", screen: opens.screen ?? "bench", walk: opens.walk ?? "", example: opens.example ?? 0,
  ...(opens.focus && {focus: opens.focus}),
});

/**
 * What a question is asked over: where the lesson opens, but for what it says itself. Without an epoch of its own, that is
 * as far as its run was trained.
 * @param {BenchLesson} lesson
 * @param {number} at
 * @returns {Shows}
 */
function askedOver(lesson, at) {
  const {run, epoch, focus, walk} = lesson.questions[at] ?? {};
  return {...opened(lesson), ...(run && {run}), ...(focus && {focus}), ...(walk && {walk}), epoch: epoch ?? Infinity};
}

/**
 * What a turn shows by itself. An answer takes nothing away: one may have tried it.
 * @param {BenchLesson} lesson
 * @param {number} turn
 * @returns {Shows}
 */
export function shownBy(lesson, turn) {
  const one = turnsOf(lesson)[turn];
  const look = one && lesson.look[one.at];
  if (one?.kind === "ask") return askedOver(lesson, one.at);
  if (one?.kind === "play") return {run: runAt(lesson, one.at), screen: "bench"};
  // The first sentence is told where the lesson opens.
  return one?.kind === "say" && look && turn > 0 ? saidBy(look) : {};
}

/**
 * Where the bench stands at a turn: all that was shown on the way to it. Another run begins at its beginning.
 * @param {BenchLesson} lesson
 * @param {number} turn
 * @param {boolean} [room]  before a room nobody chooses a run, so the first sentence is told over its own
 * @returns {Shows & Readonly<{run: string, epoch: number, screen: "bench" | "example", walk: string, example: number}>}
 */
export function standsAt(lesson, turn, room = false) {
  /** @type {any} */
  let found = {...opened(lesson), epoch: lesson.opens.epoch ?? 0, ...(room && {run: runAt(lesson, 0)})};
  for (let at = 1; at <= Math.min(turn, turnsOf(lesson).length - 1); at += 1) {
    const {chart: _, epoch, ...shows} = shownBy(lesson, at);
    const begins = shows.run !== undefined && shows.run !== found.run;
    found = {...found, ...(begins && {epoch: 0}), ...shows, ...(Number.isFinite(epoch) && {epoch})};
  }
  return found;
}

/**
 * What a step back to a turn shows: what stood there, the chart it points at, and the epoch only where it tells of one,
 * for what was trained since is not taken away.
 * @param {BenchLesson} lesson
 * @param {number} turn
 * @param {boolean} [room]  see standsAt
 * @returns {Shows}
 */
export function shownAgain(lesson, turn, room = false) {
  const {epoch: _, ...place} = standsAt(lesson, turn, room);
  const {epoch, chart} = shownBy(lesson, turn);
  return {...place, ...(epoch !== undefined && {epoch}), ...(chart !== undefined && {chart})};
}
