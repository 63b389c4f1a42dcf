/**
 * While the player plays, marks far out of sight are taken off the board: of a large graph the window holds a hundredth,
 * and a browser goes through every mark of an <svg> whenever one of them changes. They come back before the camera does,
 * and when it is over all of them, a few in every frame. They go while the bead rests, when no frame is missed.
 *
 * The same while a number is dragged, and more of them, for then the camera stands still.
 */

import {computed, effect} from "@preact/signals-core";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Box} Box */

/** How far around the window marks are shown, and from where on they are taken away, in windows. */
const [NEAR, FAR] = [0.4, 0.8];
/** The same under a hand. @type {readonly [number, number]} */
const HELD = [0.05, 0.1];
/** So many come back in one frame that are not in sight. */
const AT_ONCE = 80;

/** Marks of their own: the parts of the picture's layers. */
const PARTS = ":scope > g > g > *";

/**
 * @param {SVGSVGElement} svg  the picture of what stands still
 * @param {Desk["store"]} store
 * @returns {() => void}
 */
export function keepToSight(svg, store) {
  /** Where marks are on the board, measured while they are on it; null where there is nothing to be seen. @type {Map<Element, Box | null>} */
  const boxes = new Map();
  const hidden = /** @type {Set<Element>} */ (new Set());
  let [frame, on] = [0, false];
  const resting = computed(() => store.travelled.value === 1);
  const dragging = computed(() => store.trace.value?.hurried === true);
  /** @param {Element} mark */
  const show = (mark) => {
    mark.removeAttribute("display");
    hidden.delete(mark);
  };
  /** Where a frame took long, the camera may have gone further than the margin: these must not wait for the next one. */
  const showInSight = () => {
    const seen = hidden.size > 0 && windowOf(store);
    if (seen) for (const mark of hidden) if (touches(boxes.get(mark), seen, 0)) show(mark);
  };
  const sweep = () => {
    frame = 0;
    const seen = windowOf(store);
    if (!seen) return;
    const [near, far] = dragging.peek() ? HELD : [NEAR, FAR];
    let rest = on ? 0 : AT_ONCE;
    for (const mark of hidden) {
      if (touches(boxes.get(mark), seen, near) || (rest -= 1) >= 0) show(mark);
    }
    if (on && resting.peek()) {
      measure(svg, store, boxes, hidden);
      for (const [mark, box] of boxes) {
        if (hidden.has(mark) || touches(box, seen, far)) continue;
        mark.setAttribute("display", "none");
        hidden.add(mark);
      }
    }
    if (!on && hidden.size > 0) frame = requestAnimationFrame(sweep);
    else if (!on) boxes.clear();
  };
  const end = effect(() => {
    on = (store.playing.value || dragging.value) && !store.inHand.value && !store.leaving.value;
    if (on || hidden.size > 0) void [store.camera.value, resting.value];
    showInSight();
    if (frame === 0 && (on || hidden.size > 0)) frame = requestAnimationFrame(sweep);
  });
  return () => {
    cancelAnimationFrame(frame);
    end();
  };
}

/** The part of the board that is in sight. @param {Desk["store"]} store @returns {Box | null} */
function windowOf({camera, window}) {
  const [now, {width, height}] = [camera.peek(), window.peek()];
  return now && {x0: -now.x / now.k, y0: -now.y / now.k, x1: (width - now.x) / now.k, y1: (height - now.y) / now.k};
}

/** Is it in sight, or within so many windows of it? @param {Box | null | undefined} box @param {Box} seen @param {number} margin */
function touches(box, seen, margin) {
  if (!box) return true;
  const [dx, dy] = [margin * (seen.x1 - seen.x0), margin * (seen.y1 - seen.y0)];
  return box.x1 > seen.x0 - dx && box.x0 < seen.x1 + dx && box.y1 > seen.y0 - dy && box.y0 < seen.y1 + dy;
}

/**
 * Measure marks that are new on the board.
 * @param {SVGSVGElement} svg @param {Desk["store"]} store @param {Map<Element, Box | null>} boxes @param {Set<Element>} hidden
 */
function measure(svg, store, boxes, hidden) {
  const now = store.camera.peek();
  const place = svg.closest(".pad")?.getBoundingClientRect();
  if (!now || !place) return;
  const parts = new Set(svg.querySelectorAll(PARTS));
  for (const mark of boxes.keys()) {
    if (parts.has(mark)) continue;
    boxes.delete(mark);
    hidden.delete(mark);
  }
  for (const mark of parts) {
    if (boxes.has(mark)) continue;
    const {left, top, right, bottom} = mark.getBoundingClientRect();
    boxes.set(mark, left === right && top === bottom ? null : {
      x0: (left - place.left - now.x) / now.k, x1: (right - place.left - now.x) / now.k,
      y0: (top - place.top - now.y) / now.k, y1: (bottom - place.top - now.y) / now.k,
    });
  }
}
