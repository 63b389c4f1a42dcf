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
 * What costs as much to draw as the rest of the page comes a turn later, while it plays.
 * @template T
 * @param {Desk["store"]} store
 * @param {T} now  what it is drawn from
 * @returns {T}
 */
export function useTurn({playing}, now) {
  const drawn = useRef(now);
  const [, again] = useState(0);
  const late = playing.peek() && drawn.current !== now;
  if (!late) drawn.current = now;
  useLayoutEffect(() => {
    if (!late) return undefined;
    const frame = requestAnimationFrame(() => {
      drawn.current = now;
      again((turns) => turns + 1);
    });
    return () => cancelAnimationFrame(frame);
  }, [now]);
  return drawn.current;
}
