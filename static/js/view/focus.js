/** The keyboard goes back to where it was when what took it away closes. */

import {useEffect} from "preact/hooks";

/**
 * Take the keyboard for as long as this is shown, then give it back to what had it. What a pointer had pressed gets it
 * back only where that is asked for: a button with the keyboard takes Space, which plays.
 * @param {() => void} take
 * @param {{always?: boolean}} [how]
 */
export function useKeyboard(take, {always = false} = {}) {
  useEffect(() => {
    const before = document.activeElement;
    const back = before instanceof HTMLElement && (always || before.matches(":focus-visible")) ? before : null;
    take();
    return () => back?.focus({preventScroll: true});
  }, []);
}
