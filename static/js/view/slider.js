/** A track that is a scrub bar: as large as its place, dragged with the pointer, walked with up and down. */

import {useLayoutEffect, useRef, useState} from "preact/hooks";

/**
 * @param {{run: (id: string) => void}} desk
 * @param {boolean} able  there is somewhere to go
 * @param {(at: readonly [number, number], size: readonly [number, number]) => void} scrub  to a point of the track, in px from its corner
 */
export function useSlider(desk, able, scrub) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [size, resize] = useState(/** @type {readonly [number, number]} */ ([0, 0]));
  useLayoutEffect(() => {
    const box = /** @type {HTMLDivElement} */ (place.current);
    const watch = new ResizeObserver(() => resize([box.clientWidth, box.clientHeight]));
    watch.observe(box);
    resize([box.clientWidth, box.clientHeight]);
    return () => watch.disconnect();
  }, []);
  const go = (/** @type {PointerEvent} */ {clientX, clientY}) => {
    const {left, top} = /** @type {HTMLDivElement} */ (place.current).getBoundingClientRect();
    scrub([clientX - left, clientY - top], size);
  };
  const onPointerDown = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0 || !able) return;
    place.current?.setPointerCapture(event.pointerId);
    go(event);
  };
  const onPointerMove = (/** @type {PointerEvent} */ event) => {
    if (place.current?.hasPointerCapture(event.pointerId)) go(event);
  };
  // Left and right are everybody's; a slider also answers up and down.
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const command = {ArrowUp: "next", ArrowDown: "back"}[event.key];
    if (!command || event.altKey) return; // Alt and an arrow walk elsewhere.
    event.preventDefault();
    desk.run(command);
  };
  return {place, size, onPointerDown, onPointerMove, onKeyDown};
}
