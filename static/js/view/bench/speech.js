/** The run as a sentence, for a screen reader: said when it stands, and while it runs not oftener than one can listen. */

import {useEffect, useRef, useState} from "preact/hooks";

import {entryAt} from "../../state/bench/moments.js";
import {benchWords} from "../../state/bench-words.js";
import {formatNumber} from "../../format/number.js";
import {html} from "../html.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

const PAUSE_MS = 3000;

/** @param {{desk: BenchDesk}} props */
export function Speech({desk}) {
  const [said, say] = useState("");
  const last = useRef(0);
  const text = sentence(desk);
  const runs = desk.store.status.value === "running";
  useEffect(() => {
    const wait = runs ? Math.max(0, last.current + PAUSE_MS - performance.now()) : 0;
    const timer = setTimeout(() => {
      last.current = performance.now();
      say(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [runs ? Math.floor(performance.now() / PAUSE_MS) : text, runs]);
  return html`<p class="unseen" aria-live="polite">${said}</p>`;
}

/** @param {BenchDesk} desk */
export function sentence({store}) {
  const loss = entryAt(store.history.value, store.epoch.value)?.train;
  return loss === undefined || loss === null ? "" : benchWords.told(store.epoch.value, formatNumber(loss));
}
