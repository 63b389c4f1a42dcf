/** Taking hold of the board: pointers and wheel move the camera, a press looks into a node. */

import {batch} from "@preact/signals-core";

import {nodeAt, panBy, zoomAt} from "../state/camera.js";
import {lookInto} from "../state/looking.js";
import {cellUnder, samePick} from "../state/picking.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/camera.js").Camera} Camera */

const WHEEL_LINE = 16;
/** The board has come to rest when nothing has moved it for so long. */
const IDLE_MS = 140;

/**
 * The board can be taken anywhere but on a handle; a finger takes it there too.
 * @param {HTMLDivElement} box
 * @param {PointerEvent} event
 */
function takesHold(box, event) {
  const target = /** @type {Element} */ (event.target);
  return target === box || target.className === "hold" || (event.pointerType === "touch" && target.closest("[data-leaf], [data-op]") !== null);
}

/**
 * A hand on the camera: it is moving until it has stood still for a moment.
 * @param {Desk["store"]} store
 * @returns {{move: (camera: Camera) => void, end: () => void}}
 */
export function mover(store) {
  let rest = 0;
  return {
    move(camera) {
      batch(() => {
        store.cameraMode.value = "free";
        store.moving.value = true;
        store.camera.value = camera;
      });
      clearTimeout(rest);
      rest = setTimeout(() => (store.moving.value = false), IDLE_MS);
    },
    end() {
      clearTimeout(rest);
      store.moving.value = false;
    },
  };
}

/** Where in a box something happened, in px from its corner. @param {Element} box @returns {(event: MouseEvent) => readonly [number, number]} */
const within = (box) => ({clientX, clientY}) => {
  const {left, top} = box.getBoundingClientRect();
  return [clientX - left, clientY - top];
};

/**
 * The wheel over panes of the board. Not on the board itself: of all that lies in an element that may hold the wheel
 * back a browser keeps the places, mark by mark.
 * @param {readonly HTMLElement[]} panes
 * @param {Element} box  the pad
 * @param {Desk["store"]} store
 */
export function listenToWheel(panes, box, store) {
  const at = within(box);
  const {move, end} = mover(store);
  const onWheel = (/** @type {WheelEvent} */ event) => {
    const camera = store.camera.peek();
    if (!camera) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE : 1;
    if (event.ctrlKey || event.metaKey) move(zoomAt(camera, Math.exp((-event.deltaY * unit) / 300), at(event)));
    else move(panBy(camera, -event.deltaX * unit, -event.deltaY * unit));
  };
  panes.forEach((pane) => pane.addEventListener("wheel", onWheel, {passive: false}));
  return () => {
    end();
    panes.forEach((pane) => pane.removeEventListener("wheel", onWheel));
  };
}

/**
 * One pointer pans; two pinch.
 * @param {HTMLDivElement} box
 * @param {Desk["store"]} store
 */
export function listenToPointers(box, store) {
  /** @type {Map<number, readonly [number, number]>} */
  const down = new Map();
  const at = within(box);
  const {move, end} = mover(store);
  const onDown = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0 || !takesHold(box, event)) return;
    down.set(event.pointerId, at(event));
  };
  const onMove = (/** @type {PointerEvent} */ event) => {
    const before = down.get(event.pointerId);
    const camera = store.camera.peek();
    if (!camera) return;
    if (!before) {
      // A hand that drags a number past its neighbours looks at none of them.
      if (event.pointerType !== "mouse" || event.buttons !== 0) return;
      store.hovered.value = nodeAt(camera, store.nodeBoxes.peek(), at(event));
      import("./told-number.js").then(({tellNumber}) => tellNumber(event, at(event), store));
      return;
    }
    if (event.buttons === 0) {
      down.delete(event.pointerId);
      return;
    }
    const now = at(event);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      box.setPointerCapture(event.pointerId);
      const apart = (/** @type {readonly [number, number]} */ point) => Math.max(8, Math.hypot(point[0] - other[0], point[1] - other[1]));
      move(zoomAt(camera, apart(now) / apart(before), other));
    } else if (box.hasPointerCapture(event.pointerId) || Math.hypot(now[0] - before[0], now[1] - before[1]) > 3) {
      // Not before it moves: a press that stays is a click on what lies under it.
      box.setPointerCapture(event.pointerId);
      move(panBy(camera, now[0] - before[0], now[1] - before[1]));
    } else {
      return;
    }
    down.set(event.pointerId, now);
  };
  const onLeave = () => (store.hovered.value = null);
  const onUp = (/** @type {PointerEvent} */ event) => {
    const pressed = down.delete(event.pointerId);
    const camera = store.camera.peek();
    // A press that moved nothing looks into what lies under it; beside every node, into none.
    if (!pressed || !camera || event.type !== "pointerup" || store.narrow.peek() || box.hasPointerCapture(event.pointerId)) return;
    const [scene, trace, [px, py]] = [store.scene.peek(), store.trace.peek(), at(event)];
    const cell = scene && trace && cellUnder(scene, trace, [(px - camera.x) / camera.k, (py - camera.y) / camera.k]);
    if (cell) store.pick.value = samePick(cell, store.pick.peek()) ? null : cell;
    else lookInto(store, nodeAt(camera, store.nodeBoxes.peek(), [px, py]));
  };
  box.addEventListener("pointerdown", onDown);
  box.addEventListener("pointermove", onMove);
  box.addEventListener("pointerup", onUp);
  box.addEventListener("pointercancel", onUp);
  box.addEventListener("pointerleave", onLeave);
  return () => {
    end();
    box.removeEventListener("pointerdown", onDown);
    box.removeEventListener("pointermove", onMove);
    box.removeEventListener("pointerup", onUp);
    box.removeEventListener("pointercancel", onUp);
    box.removeEventListener("pointerleave", onLeave);
  };
}
