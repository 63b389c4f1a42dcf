/** A number in a hand that moves on: what is told of it in a hurry, the steps in sight alone, and in full once it rests. */

/** @typedef {import("../types.js").Trace} Trace */

export class InHand {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #rest = undefined;

  /** @param {import("./session.js").Session} session @param {number} restMs */
  constructor(session, restMs) {
    this.session = session;
    this.restMs = restMs;
  }

  /** An answer is shown; one that was told in a hurry is asked for in full when the hand rests. @param {Trace} trace */
  told(trace) {
    this.cancel();
    if (trace.hurried) this.#later();
  }

  cancel() {
    clearTimeout(this.#rest);
  }

  #later() {
    this.#rest = setTimeout(() => this.letGo(), this.restMs);
  }

  /** The hand has let go, or rests: what was told in a hurry is told in full. */
  letGo() {
    this.cancel();
    const {store, texts, openings, editing, wanted, values} = this.session;
    const shown = store.shown.peek();
    if (!shown?.trace.hurried) return;
    // Where another document is on its way, that one is told in full.
    const alone = texts.idle() && openings.wanted === null && editing.wanted === null;
    const {graph, parsed} = wanted ?? shown.document;
    if (alone) values.ask({graph, parsed});
    else this.#later();
  }

  /** The steps in sight, and the answer that the others are told by; null where all of them may be. */
  get inSight() {
    const {shown, currentStop, inspected, display, playing} = this.session.store;
    const [trace, stop, drawn] = [shown.peek()?.trace, currentStop.peek(), display.peek()?.byId[inspected.peek() ?? ""]];
    if (!trace || playing.peek()) return null;
    const looked = trace.steps.findIndex(({phase, node}) => phase === "forward" && node === (drawn?.members.at(-1) ?? drawn?.id));
    return {trace, places: [stop?.step ?? -1, looked].filter((place) => place >= 0)};
  }
}
