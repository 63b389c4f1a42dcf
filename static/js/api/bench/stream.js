/**
 * One run on one connection. See docs/stream.md.
 *
 * Every message but a `step` without `count` is answered by one `state` or one `error`; the next is sent when that has come, so that an
 * answer is never taken for another's. A run elsewhere is another connection: nothing of the old one can reach it.
 */

import {benchWords} from "../../state/bench-words.js";
import {readFrame} from "../../state/bench/frames.js";
import {ROOT} from "../../state/root.js";
import {ApiError, failure} from "../client.js";

/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {{frame: (frame: ReturnType<typeof readFrame>) => void, state: (told: any) => void, refused: (error: ApiError) => void, lost: () => void}} Hearing */

const said = benchWords.faults;
/** What a server says that has as many trainings as it takes, and what it says to what it does not take: asked again, it says it again. */
const [FULL, REFUSED] = [1013, [1003, 1007, 1008, 1009]];

export class Stream {
  /** @type {{done: (told: any) => void, fail: (error: unknown) => void} | null} */
  #waiting = null;
  #closed = false;
  /** @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /** @param {WebSocket} socket @param {Hearing} hearing */
  constructor(socket, hearing) {
    this.socket = socket;
    this.hearing = hearing;
    socket.binaryType = "arraybuffer";
    this.#turn = new Promise((goOn) => ["open", "close"].forEach((name) => socket.addEventListener(name, goOn, {once: true})));
    socket.addEventListener("message", ({data}) => this.#hear(data));
    socket.addEventListener("close", ({code}) => this.#end(code));
  }

  /** @param {Hearing} hearing */
  static open(hearing) {
    const url = new URL(`${ROOT}/api/v1/mlps/train/stream`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return new Stream(new WebSocket(url), hearing);
  }

  /**
   * Say something and wait for what is answered.
   * @param {{type: string} & Record<string, unknown>} message
   * @returns {Promise<any>}  the `state` message
   */
  ask(message) {
    const turn = this.#turn.then(() => new Promise((done, fail) => {
      if (this.#closed) {
        fail(failure("no-connection", said.closed, true));
        return;
      }
      this.#waiting = {done, fail};
      this.socket.send(JSON.stringify(message));
    }));
    this.#turn = turn.catch(() => undefined);
    if (this.#closed) return Promise.reject(failure("no-connection", said.closed, true));
    return turn;
  }

  /** Say something that is answered by a frame. @param {{type: string} & Record<string, unknown>} message */
  say(message) {
    if (!this.#closed && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  close() {
    this.#closed = true;
    this.#settle()?.fail(failure("gone", said.left));
    this.socket.close();
  }

  /** @param {string | ArrayBuffer} data */
  #hear(data) {
    if (this.#closed) return;
    if (typeof data !== "string") {
      this.hearing.frame(readFrame(data));
      return;
    }
    const told = JSON.parse(data);
    if (told.type === "error") {
      const error = new ApiError(told.problem);
      const waiting = this.#settle();
      if (waiting) waiting.fail(error);
      else this.hearing.refused(error);
      return;
    }
    this.hearing.state(told);
    this.#settle()?.done(told);
  }

  /** @param {number} code */
  #end(code) {
    if (this.#closed) return;
    this.#closed = true;
    this.#settle()?.fail(faultOf(code));
    this.hearing.lost();
  }

  #settle() {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }
}

/** Why a connection was closed, by its code. @param {number} code */
function faultOf(code) {
  if (code === FULL) return failure("server-busy", said.busy, true);
  return REFUSED.includes(code) ? failure("refused", said.refused) : failure("no-connection", said.noConnection, true);
}
