/**
 * The trace as a list to be read: every step's sentence up to where one stands, in order. It is not seen; a screen
 * reader finds it as a region of its own, where the live region only ever says the newest step.
 */

import {effect} from "@preact/signals-core";
import {h} from "preact";
import {useEffect, useMemo, useState} from "preact/hooks";

import {words} from "../state/words.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */

/** A very long trace is read from its newest steps. */
const MOST = 1000;

/** Sentences that are heard and not seen follow a dragged value when the hand rests. */
const REST_MS = 200;

/** @param {{desk: Desk}} props */
export function TraceList({desk}) {
  const {store} = desk;
  const told = store.stop.value + (store.asked.value ? 0 : 1);
  const from = Math.max(0, told - MOST);
  const {stops, trace} = useRested(desk);
  const items = useMemo(() => (
    stops.map(({step}, at) => h("li", {key: at}, `${words.step(at + 1, stops.length)}. ${trace?.steps[step]?.text ?? ""}`))
  ), [stops, trace]);
  return html`<section class="unseen" aria-label=${words.stepsSoFar}>
    <ol role="list" start=${from + 1}>${items.slice(from, told)}</ol>
  </section>`;
}

/**
 * The trace and its stops: another graph's at once, the same graph's with other numbers as soon as they rest.
 * @param {Desk} desk
 */
function useRested({store: {stops, trace}}) {
  const [rested, rest] = useState(() => ({stops: stops.peek(), trace: trace.peek()}));
  useEffect(() => {
    let last = stops.peek();
    let pause = 0;
    const end = effect(() => {
      const now = {stops: stops.value, trace: trace.value};
      if (now.trace?.hurried) return; // told in full as soon as the hand rests
      clearTimeout(pause);
      if (now.stops === last) pause = setTimeout(() => rest(now), REST_MS);
      else rest(now);
      last = now.stops;
    });
    return () => {
      clearTimeout(pause);
      end();
    };
  }, []);
  return rested;
}
