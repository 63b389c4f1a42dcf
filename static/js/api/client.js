/**
 * The way to the API: one function that asks, and one that keeps asking sensible.
 *
 * A refusal comes back as an ApiError that carries the problem document; a broken connection is an ApiError too, with
 * the code "no-connection", so that callers have one thing to show.
 */

import {signal as state} from "@preact/signals-core";

import {ROOT} from "../state/root.js";

/** @typedef {import("../types.js").Problem} Problem */

const TIMEOUT_MS = 20_000;
/** What a proxy answers while the server behind it starts again. */
const BEFORE_IT = [502, 503, 504];
/** Pauses before the server is asked again: short ones first, for it may only be starting again. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [250, 4000];

/** An answer that is not the one asked for. */
export class ApiError extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem.detail);
    this.name = "ApiError";
    this.problem = problem;
    /** Nobody was there to answer: asked again later, it may be well. */
    this.away = false;
  }
}

/** True while the server is not there and what was asked is asked again. */
export const away = state(false);

/**
 * @param {string} code
 * @param {string} detail
 * @param {boolean} [isAway]
 * @returns {ApiError}
 */
export function failure(code, detail, isAway = false) {
  return Object.assign(new ApiError({type: "about:blank", title: "No answer", status: 0, code, detail, errors: []}), {away: isAway});
}

/**
 * Ask the API.
 * @param {string} path  below /api/v1, with its slash
 * @param {unknown} [body]  sent as JSON by POST; left out, the call is a GET
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}  the answer; its shape is the route's business
 */
export async function ask(path, body, signal) {
  return (await call(path, body === undefined ? {} : {method: "POST", body: JSON.stringify(body)}, signal)).answer;
}

/**
 * Call the API in any way it takes.
 * @param {string} path  below /api/v1, with its slash
 * @param {{method?: string, body?: string, headers?: Record<string, string>}} how
 * @param {AbortSignal} [signal]
 * @returns {Promise<{answer: any, etag: string | null}>}
 */
export async function call(path, {headers = {}, ...how}, signal) {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  /** @type {Record<string, string>} */
  const typed = how.body === undefined ? {} : {"content-type": "application/json"};
  const request = {...how, signal: signal ? AbortSignal.any([signal, timeout]) : timeout, headers: {accept: "application/json", ...typed, ...headers}};
  let response;
  try {
    response = await fetch(`${ROOT}/api/v1${path}`, request);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw failure("no-connection", "The server does not answer. What you see is from its last answer.", true);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return {answer, etag: response.headers.get("etag")};
  throw answer && typeof answer.code === "string"
    ? new ApiError(answer)
    : failure("no-answer", `The server answered ${response.status} without saying why.`, BEFORE_IT.includes(response.status));
}

/**
 * One piece of work in flight, and of those that wait only the latest.
 *
 * Dragging a number asks faster than answers come. Each answer that lands is shown, what was asked in between is
 * dropped, and what was asked last is always answered: the picture keeps up and ends right. While the server is away the
 * latest is asked again and again, so that a server that starts anew loses nobody's edit.
 * @template A, R
 * @param {(wish: A, signal: AbortSignal) => Promise<R>} work
 * @param {(result: R, wish: A) => void} deliver
 * @param {(error: unknown, wish: A) => void} refuse  called only where nothing newer waits
 * @returns {{ask: (wish: A) => void, cancel: () => void, idle: () => boolean}}
 */
export function latestWins(work, deliver, refuse) {
  /** @type {{wish: A} | null} */
  let waiting = null;
  /** @type {AbortController | null} */
  let running = null;

  async function run() {
    let pause = FIRST_PAUSE_MS;
    while (waiting) {
      const {wish} = waiting;
      waiting = null;
      const control = new AbortController();
      running = control;
      try {
        const result = await work(wish, control.signal);
        away.value = false;
        if (!control.signal.aborted) deliver(result, wish);
      } catch (error) {
        if (!control.signal.aborted && error instanceof ApiError && error.away) {
          away.value = true;
          waiting ??= {wish};
          await rest(pause, control.signal);
          pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        } else {
          away.value = false;
          if (!control.signal.aborted && !waiting) refuse(error, wish);
        }
      }
      if (control.signal.aborted) return;
    }
    running = null;
  }

  return {
    ask(wish) {
      waiting = {wish};
      if (!running) void run();
    },
    cancel() {
      waiting = null;
      running?.abort();
      running = null;
    },
    idle: () => running === null,
  };
}

/** Wait, unless what is waited for is given up. @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function rest(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      away.value = false;
      resolve();
    }, {once: true});
  });
}

/**
 * Work that is done at once, and while it is asked again and again, only when the asking rests: a drag asks sixty times
 * a second for what is needed once.
 * @template A
 * @param {(wish: A) => void} work
 * @param {number} pauseMs
 * @returns {{ask: (wish: A) => void, cancel: () => void}}
 */
export function onceRested(work, pauseMs) {
  let last = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return {
    ask(wish) {
      clearTimeout(timer);
      const soon = performance.now() - last < pauseMs;
      last = performance.now();
      if (soon) timer = setTimeout(() => work(wish), pauseMs);
      else work(wish);
    },
    cancel: () => clearTimeout(timer),
  };
}
