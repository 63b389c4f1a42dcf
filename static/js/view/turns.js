/**
 * Whose turn it is: while the player plays, a new stop is drawn in two frames, the board in its own and all that stands
 * around the board in the next. Both in one would hold up the bead.
 */

import {options} from "preact";
import {useLayoutEffect, useRef, useState} from "preact/hooks";

/** @typedef {import("../page.js").Desk} Desk */

/** From now on views wait their turn. @param {Desk["store"]} store */
export function inTurns({playing}) {
  options.debounceRendering = (draw) => (playing.peek() ? void requestAnimationFrame(draw) : queueMicrotask(draw));
}

/**
 * A text that costs as much to set as the rest of the page comes a turn later, while it plays.
 * @param {Desk["store"]} store
 * @param {string} text
 * @returns {string}
 */
export function useTurn({playing}, text) {
  const set = useRef(text);
  const [, again] = useState(0);
  const late = playing.peek() && set.current !== text;
  if (!late) set.current = text;
  useLayoutEffect(() => {
    if (!late) return undefined;
    const frame = requestAnimationFrame(() => {
      set.current = text;
      again((turns) => turns + 1);
    });
    return () => cancelAnimationFrame(frame);
  }, [text]);
  return set.current;
}
