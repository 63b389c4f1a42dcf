/** Undoing and redoing: the history of what was shown, and the way back to it. */

import {effect, signal} from "@preact/signals-core";

import {EMPTY, noted, redone, undone} from "../state/history.js";

/** @typedef {import("../state/history.js").Entry} Entry */
/** @typedef {import("../state/history.js").History} History */
/** @typedef {import("./session.js").Session} Session */

export class Undo {
  /**
   * @param {Session} session
   * @param {() => number} [clock]  in milliseconds
   */
  constructor(session, clock = Date.now) {
    this.session = session;
    this.history = signal(/** @type {History} */ (EMPTY));
    this.stop = effect(() => {
      const shown = session.store.shown.value;
      const before = this.history.peek();
      if (shown && shown !== before.now?.shown) this.history.value = noted(before, {shown, lesson: session.lesson}, clock());
    });
  }

  get undoable() {
    return this.history.value.past.length > 0;
  }

  get redoable() {
    return this.history.value.future.length > 0;
  }

  undo() {
    this.turnTo(undone(this.history.peek()));
  }

  redo() {
    this.turnTo(redone(this.history.peek()));
  }

  /**
   * Show another moment of the history. What is in flight belongs to the one that is left.
   * @param {History} history
   */
  turnTo(history) {
    const {session} = this;
    const {store} = session;
    if (history === this.history.peek() || !history.now) return;
    const {shown, lesson} = history.now;
    const address = session.standing;
    session.abandon();
    this.history.value = history;
    session.trail.enter(() => {
      store.lesson.value = lesson;
      store.draft.value = shown.document.text;
      store.problem.value = null;
      store.shown.value = shown;
      store.travelled.value = 1;
      store.stop.value = session.find(address);
    }, "push", true);
  }
}
