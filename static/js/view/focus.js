/** The keyboard goes back to where it was when what took it away closes. */

import {useEffect, useLayoutEffect} from "preact/hooks";

/**
 * Take the keyboard for as long as this is shown, then give it back to what had it. What a pointer had pressed gets it
 * back only where that is asked for: a button with the keyboard takes Space, which plays.
 * @param {() => void} take
 * @param {{always?: boolean}} [how]
 */
export function useKeyboard(take, {always = false} = {}) {
  // At once, not when it is painted: the next key is meant for it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const back = before instanceof HTMLElement && (always || before.matches(":focus-visible")) ? before : null;
    take();
    return () => back?.focus({preventScroll: true});
  }, []);
}

/** What has the keyboard on the desk, to be found again by once all is drawn anew; null before there was a desk. @type {string | null} */
let last = null;

/** The desk gives the keyboard back to what had it when it made way; to the track where that was nothing, or a pointer's doing. */
export function useReturn() {
  useEffect(() => {
    if (last !== null && document.activeElement === document.body) {
      /** @type {HTMLElement | null} */ (document.querySelector(last) ?? document.querySelector(".track"))?.focus({preventScroll: true});
    }
    last ??= ".track";
    // Not asked when the desk goes: by then nothing has the keyboard.
    const note = () => {
      const place = /** @type {Element} */ (document.activeElement);
      last = place.matches(":focus-visible") ? selectorOf(place) : ".track";
    };
    addEventListener("focusin", note);
    return () => removeEventListener("focusin", note);
  }, []);
}

/** A view that stands in the desk's place, from the page's first moment perhaps: the desk that follows takes the keyboard. */
export const useAway = () => useEffect(() => {
  last ??= ".track";
}, []);

/** @param {Element} place */
function selectorOf(place) {
  const label = place.getAttribute("aria-label");
  return [place.localName, ...place.classList].join(".") + (label ? `[aria-label=${JSON.stringify(label)}]` : "");
}
