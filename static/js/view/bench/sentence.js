/** A sentence of a lesson on the bench, whose words lead to what they speak of. */

import {pieces} from "../../state/lesson.js";
import {targetOf} from "../../state/bench/lesson.js";
import {html} from "../html.js";
import {pointAt} from "./point-at.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").BenchLook} BenchLook */
/** @typedef {import("../../bench.js").BenchTarget} BenchTarget */

/** @param {{desk: BenchDesk, look: BenchLook, choose: (run: string) => void}} props */
export function Sentence({desk, look, choose}) {
  return html`${pieces(/** @type {any} */ (look)).map(({text, mark}, at) => (mark
    ? html`<button type="button" class="pointing" key=${at} onClick=${() => lead(desk, /** @type {any} */ (mark), choose)}>${text}</button>`
    : html`<span key=${at}>${text}</span>`))}`;
}

/**
 * Go where a word points.
 * @param {BenchDesk} desk
 * @param {BenchTarget} mark
 * @param {(run: string) => void} choose
 */
function lead({store, training}, mark, choose) {
  const {kind, focus, chart, epoch = 0, example = 0, run = "", screen = "bench", walk = ""} = targetOf(mark);
  if (kind === "focus" && focus) store.focus.value = focus;
  if (kind === "chart" && chart) {
    store.screen.value = "bench";
    requestAnimationFrame(() => pointAt(chart));
  }
  if (kind === "epoch") {
    const trained = store.history.peek()?.epoch.at(-1) ?? 0;
    const request = store.request.peek();
    if (epoch <= trained) void training.goTo(epoch);
    else if (request) void training.open(request, {entry: "push", epoch});
  }
  if (kind === "example") store.example.value = example;
  if (kind === "run") choose(run);
  if (kind === "screen") store.screen.value = screen;
  if (kind === "walk") {
    store.walk.value = walk;
    store.screen.value = "example";
  }
}
