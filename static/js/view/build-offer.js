/** An offer of the palette, dragged onto the board: the palette steps aside while it is in the hand. */

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Point} Point */

/** A press that moves less chooses the offer where it is. */
const DRAG_START = 7;

/**
 * @param {Desk} desk
 * @param {PointerEvent} press  on the offer
 * @param {(point: Point) => void} drop  with a point of the board; not called when it is let go elsewhere
 */
export function dragOffer({store}, press, drop) {
  const item = /** @type {HTMLElement} */ (press.currentTarget);
  const palette = /** @type {HTMLElement} */ (item.closest("dialog"));
  const over = new AbortController();
  /** @type {HTMLElement | null} */
  let ghost = null;
  item.setPointerCapture(press.pointerId); // A quick hand has left it before it is first heard of.
  const listen = (/** @type {"pointermove" | "pointerup" | "pointercancel"} */ type, /** @type {(event: any) => void} */ hear) =>
    item.addEventListener(type, hear, {signal: over.signal, capture: true});
  listen("pointermove", (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== press.pointerId || (!ghost && Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) < DRAG_START)) return;
    ghost ??= liftedFrom(item, palette);
    ghost.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
  });
  listen("pointerup", (/** @type {PointerEvent} */ event) => {
    if (!ghost) return over.abort();
    putDown(ghost, palette);
    const point = boardPoint(store, event);
    // The click that follows chooses nothing, and closes nothing.
    const swallowed = new AbortController();
    palette.addEventListener("click", (click) => click.stopImmediatePropagation(), {capture: true, signal: swallowed.signal});
    palette.addEventListener("pointerdown", () => swallowed.abort(), {capture: true, once: true});
    over.abort();
    if (point) drop(point);
  });
  listen("pointercancel", () => {
    if (ghost) putDown(ghost, palette);
    over.abort();
  });
}

/** Its name goes with the hand. @param {HTMLElement} item @param {HTMLElement} palette */
function liftedFrom(item, palette) {
  const ghost = document.createElement("b");
  ghost.className = "in-hand";
  ghost.textContent = item.querySelector("b")?.textContent ?? "";
  palette.append(ghost);
  palette.classList.add("aside");
  return ghost;
}

/** @param {HTMLElement} ghost @param {HTMLElement} palette */
function putDown(ghost, palette) {
  ghost.remove();
  palette.classList.remove("aside");
}

/** Where on the board; null beside it. @param {Desk["store"]} store @param {PointerEvent} event @returns {Point | null} */
function boardPoint({camera}, {clientX, clientY}) {
  const [pad, now] = [document.querySelector(".pad")?.getBoundingClientRect(), camera.peek()];
  if (!pad || !now || clientX < pad.left || clientX > pad.right || clientY < pad.top || clientY > pad.bottom) return null;
  return [Math.round((clientX - pad.left - now.x) / now.k), Math.round((clientY - pad.top - now.y) / now.k)];
}
