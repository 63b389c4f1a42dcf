/**
 * The trace as sentences, for a screen reader: one polite region that says the stop one stands at.
 *
 * While playing it says at most one sentence a second, the newest; faster speech would only queue up behind the picture.
 */

import {useEffect, useState} from "preact/hooks";

import {endsInMany} from "../state/told.js";
import {words} from "../state/words.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */

const PAUSE_MS = 1000;

/** @param {{desk: Desk}} props */
export function Speech({desk}) {
  const {store} = desk;
  const text = sentence(desk);
  const [said, say] = useState("");
  const playing = store.playing.value;
  useEffect(() => {
    if (!playing) {
      say(text);
      return undefined;
    }
    const timer = setTimeout(() => say(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, playing]);
  return html`<p class="unseen" aria-live="polite">${said}</p>`;
}

/**
 * The stop as one sentence, numbered.
 * @param {Desk} desk
 * @returns {string}
 */
export function sentence({store}) {
  const {length} = store.stops.value;
  if (length === 0) return "";
  const step = store.currentStep.value;
  if (!step) return words.before;
  return `${words.step(store.stop.value + 1, length)}. ${step.text}${endsInMany(store) ? ` ${words.build.endsInMany}` : ""}`;
}
