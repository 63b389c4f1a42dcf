/** Fingers on a picture: a stroke across steps, a press that stays is a tap. The mouse taps, but does not stroke. */

/** A stroke goes at least this far, mostly sideways; a tap stays within the other. */
const [STROKE_PX, TAP_PX] = [44, 8];

/**
 * @param {HTMLElement} box
 * @param {{next: () => void, back: () => void, tap: (at: readonly [number, number]) => void}} act  a tap in pixels from the box's corner
 * @returns {() => void}
 */
export function strokes(box, {next, back, tap}) {
  /** @type {{id: number, x: number, y: number} | null} */
  let down = null;
  const onDown = (/** @type {PointerEvent} */ event) => {
    down = event.isPrimary && event.button === 0 ? {id: event.pointerId, x: event.clientX, y: event.clientY} : null;
  };
  const onUp = (/** @type {PointerEvent} */ event) => {
    if (!down || down.id !== event.pointerId) return;
    const [dx, dy] = [event.clientX - down.x, event.clientY - down.y];
    down = null;
    const {left, top} = box.getBoundingClientRect();
    if (Math.hypot(dx, dy) <= TAP_PX) tap([event.clientX - left, event.clientY - top]);
    else if (event.pointerType !== "mouse" && Math.abs(dx) >= STROKE_PX && Math.abs(dx) > 1.5 * Math.abs(dy)) (dx < 0 ? next : back)();
  };
  const onCancel = () => (down = null);
  // The browser would make a fling of the stroke, and take the next tap for the end of that.
  const onMove = (/** @type {TouchEvent} */ event) => event.cancelable && event.preventDefault();
  box.addEventListener("touchmove", onMove, {passive: false});
  box.addEventListener("pointerdown", onDown);
  box.addEventListener("pointerup", onUp);
  box.addEventListener("pointercancel", onCancel);
  return () => {
    box.removeEventListener("touchmove", onMove);
    box.removeEventListener("pointerdown", onDown);
    box.removeEventListener("pointerup", onUp);
    box.removeEventListener("pointercancel", onCancel);
  };
}
