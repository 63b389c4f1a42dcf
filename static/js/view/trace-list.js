/**
 * The trace as a list to be read: every step's sentence up to where one stands, in order. It is not seen; a screen
 * reader finds it as a region of its own, where the live region only ever says the newest step.
 */

import {h} from "preact";
import {useRef} from "preact/hooks";

import {words} from "../state/words.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */

/** A very long trace is read from its newest steps. */
const MOST = 1000;

/** @param {{desk: Desk}} props */
export function TraceList({desk}) {
  const {store} = desk;
  const told = store.stop.value + (store.asked.value ? 0 : 1);
  const from = Math.max(0, told - MOST);
  const items = useItems(desk);
  return html`<section class="unseen" aria-label=${words.stepsSoFar}>
    <ol role="list" start=${from + 1}>${items.slice(from, told)}</ol>
  </section>`;
}

/**
 * The whole trace's items, made once a trace: the same item again is not compared again.
 * @param {Desk} desk
 */
function useItems({store}) {
  const [stops, trace] = [store.stops.value, store.shown.value?.trace];
  const kept = useRef(/** @type {{stops: unknown, items: readonly import("preact").VNode[]} | null} */ (null));
  if (kept.current?.stops !== stops) {
    kept.current = {stops, items: stops.map(({step}, at) => h("li", {key: at}, `${words.step(at + 1, stops.length)}. ${trace?.steps[step]?.text ?? ""}`))};
  }
  return kept.current.items;
}
