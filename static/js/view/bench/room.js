/** How large a picture may be: the room its place leaves it, in px of the page's first size. */

import {useLayoutEffect, useRef, useState} from "preact/hooks";

/** Px of the page's type unit: 1 at 1280 px. */
const unit = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;

/**
 * @typedef {Readonly<{width: number, height: number, u: number}>} Room  width and height at --u 1, and what --u is
 */

/**
 * @returns {readonly [{current: HTMLDivElement | null}, Room]}  a place to be measured, and its room
 */
export function useRoom() {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [room, resize] = useState({width: 0, height: 0, u: 1});
  useLayoutEffect(() => {
    const box = /** @type {HTMLDivElement} */ (place.current);
    const note = () => {
      const u = unit();
      const [width, height] = [box.clientWidth / u, box.clientHeight / u];
      resize((old) => (old.width === width && old.height === height && old.u === u ? old : {width, height, u}));
    };
    const watch = new ResizeObserver(note);
    watch.observe(box);
    note();
    return () => watch.disconnect();
  }, []);
  return [place, room];
}
