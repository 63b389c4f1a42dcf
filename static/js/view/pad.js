/**
 * The pad: the picture under its camera, with a handle over every leaf. Panned with the pointer or two fingers, zoomed
 * with the keys, the buttons, a pinch, or the wheel with Ctrl.
 */

import {batch, effect} from "@preact/signals-core";
import {h} from "preact";
import {useEffect, useLayoutEffect, useRef} from "preact/hooks";

import {union} from "../geometry/boxes.js";
import {ease} from "../player/clock.js";
import {between, fittedCamera, naturalScale, nodeAt, panBy, restingCamera, viewBox, zoomAt} from "../state/camera.js";
import {lookInto} from "../state/looking.js";
import {words} from "../state/words.js";
import {render} from "./canvas.js";
import {html} from "./html.js";
import {Leaves} from "./leaf.js";
import {Ops} from "./ops.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/camera.js").Camera} Camera */

const CAMERA_MS = 450;
const OPENING_MS = 320;
const WHEEL_LINE = 16;
/** Size of the page's type at --u 1, in px. */
const BODY_SIZE = 15;

/** @param {{desk: Desk}} props */
export function Pad({desk}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const picture = useRef(/** @type {SVGSVGElement | null} */ (null));
  useLayoutEffect(() => watchSize(/** @type {HTMLDivElement} */ (place.current), store), []);
  useEffect(() => effect(() => draw(/** @type {SVGSVGElement} */ (picture.current), store)), []);
  useEffect(() => followCamera(store), []);
  useEffect(() => followOpening(store), []);
  useEffect(() => listen(/** @type {HTMLDivElement} */ (place.current), store), []);
  return html`<div class="pad grid" ref=${place}>
    <svg class="canvas marks" ref=${picture} role="group" aria-label=${words.graph} width="100%" height="100%"></svg>
    ${h(Leaves, {desk})}
    ${h(Ops, {desk})}
  </div>`;
}

/** @param {Desk["store"]} store @param {HTMLDivElement} box */
function watchSize(box, store) {
  const measure = () => {
    store.unit.value = parseFloat(getComputedStyle(document.documentElement).fontSize) / BODY_SIZE;
    store.window.value = {width: box.clientWidth, height: box.clientHeight};
  };
  const watch = new ResizeObserver(measure);
  watch.observe(box);
  measure();
  return () => watch.disconnect();
}

/** @param {SVGSVGElement} svg @param {Desk["store"]} store */
function draw(svg, store) {
  const scene = store.scene.value;
  const camera = store.camera.value;
  const size = store.window.value;
  if (!scene || !camera || size.width === 0) return;
  const seen = viewBox(camera, size);
  // Written again, even the same one makes the browser set all the text anew.
  if (svg.getAttribute("viewBox") !== seen) svg.setAttribute("viewBox", seen);
  render(svg, scene.marks);
}

/**
 * Bring the camera where it belongs: at once when the window or the graph is another, gliding when the step is.
 * @param {Desk["store"]} store
 */
function followCamera(store) {
  let frame = 0;
  let last = "";
  /** Where the reader stood when a node was opened; the camera rests again at another stop. @type {string | null} */
  let held = null;
  const stop = effect(() => {
    const {picture, structureKey} = store;
    const size = store.window.value;
    const bounds = picture.value;
    const mode = store.cameraMode.value;
    // Not the height: on a phone a longer sentence below takes some of it.
    const at = `${store.currentStop.value?.address} ${size.width}`;
    if (mode === "held" && (held === null || held === at || store.leaving.value)) {
      held = at;
      return;
    }
    held = null;
    if (mode === "held") store.cameraMode.value = "resting";
    if (!bounds || size.width === 0 || mode === "free") return;
    const key = `${structureKey.value} ${size.width} ${size.height} ${mode === "fit"}`;
    const focus = focusOf(store, size);
    const target = mode === "fit" ? fittedCamera(size, bounds, store.narrow.value) : restingCamera(size, bounds, focus, store.narrow.value);
    cancelAnimationFrame(frame);
    const from = store.camera.peek();
    if (!from || key !== last || store.still.peek() || same(from, target)) store.camera.value = target;
    else frame = glide(store, from, target, (id) => (frame = id));
    last = key;
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}

/**
 * What the step is about, as much of it as the window holds: all that is in it, else its edge, else the node that acts.
 * @param {Desk["store"]} store
 * @param {import("../state/camera.js").Size} size
 */
function focusOf(store, size) {
  const [scene, stop] = [store.scene.value, store.currentStop.value];
  if (!scene || !stop) return scene?.focus ?? null;
  const owner = store.display.value?.owner ?? {};
  const boxes = (/** @type {readonly (string | undefined)[]} */ ids) =>
    union(scene.boxes.nodes.filter(({id}) => ids.some((one) => one !== undefined && (owner[one] ?? one) === id)));
  const natural = naturalScale(size, store.narrow.value);
  const wishes = [scene.focus, boxes([stop.node, stop.edge?.split(">")[0]]), boxes([stop.node])];
  return wishes.find((box) => box && (box.x1 - box.x0) * natural <= size.width && (box.y1 - box.y0) * natural <= size.height) ?? wishes[2] ?? null;
}

/**
 * Take the picture from the places it leaves to those it has now.
 * @param {Desk["store"]} store
 */
function followOpening(store) {
  let frame = 0;
  const stop = effect(() => {
    cancelAnimationFrame(frame);
    if (!store.leaving.value) return;
    const start = performance.now();
    const tick = () => {
      const part = ease((performance.now() - start) / OPENING_MS);
      if (part >= 1) {
        batch(() => {
          store.moved.value = 1;
          store.leaving.value = null;
        });
        return;
      }
      store.moved.value = part;
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}

/** @param {Camera} a @param {Camera} b */
const same = (a, b) => Math.abs(a.k - b.k) < 1e-6 && Math.hypot(a.x - b.x, a.y - b.y) < 0.5;

/**
 * @param {Desk["store"]} store
 * @param {Camera} from
 * @param {Camera} to
 * @param {(id: number) => void} note
 * @returns {number}
 */
function glide(store, from, to, note) {
  const start = performance.now();
  const tick = () => {
    const part = ease((performance.now() - start) / CAMERA_MS);
    store.camera.value = between(from, to, part);
    if (part < 1) note(requestAnimationFrame(tick));
  };
  return requestAnimationFrame(tick);
}

/**
 * The board can be taken anywhere but on a handle; a finger takes it there too.
 * @param {HTMLDivElement} box
 * @param {PointerEvent} event
 */
function takesHold(box, event) {
  const target = /** @type {Element} */ (event.target);
  return box.firstElementChild?.contains(target) || (event.pointerType === "touch" && target.closest("[data-leaf], [data-op]") !== null);
}

/**
 * Pointers and wheel. One pointer pans; two pinch.
 * @param {HTMLDivElement} box
 * @param {Desk["store"]} store
 */
function listen(box, store) {
  /** @type {Map<number, readonly [number, number]>} */
  const down = new Map();
  const at = (/** @type {MouseEvent} */ event) => {
    const edge = box.getBoundingClientRect();
    return /** @type {const} */ ([event.clientX - edge.left, event.clientY - edge.top]);
  };
  const move = (/** @type {Camera} */ camera) => {
    store.cameraMode.value = "free";
    store.camera.value = camera;
  };
  const onDown = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0 || !takesHold(box, event)) return;
    down.set(event.pointerId, at(event));
  };
  const onMove = (/** @type {PointerEvent} */ event) => {
    const before = down.get(event.pointerId);
    const camera = store.camera.peek();
    if (!camera) return;
    if (!before) {
      if (event.pointerType === "mouse") store.hovered.value = nodeAt(camera, store.scene.peek()?.boxes.nodes ?? [], at(event));
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
    lookInto(store, nodeAt(camera, store.scene.peek()?.boxes.nodes ?? [], at(event)));
  };
  const onWheel = (/** @type {WheelEvent} */ event) => {
    const camera = store.camera.peek();
    if (!camera) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE : 1;
    if (event.ctrlKey || event.metaKey) move(zoomAt(camera, Math.exp((-event.deltaY * unit) / 300), at(event)));
    else move(panBy(camera, -event.deltaX * unit, -event.deltaY * unit));
  };
  box.addEventListener("pointerdown", onDown);
  box.addEventListener("pointermove", onMove);
  box.addEventListener("pointerup", onUp);
  box.addEventListener("pointercancel", onUp);
  box.addEventListener("pointerleave", onLeave);
  box.addEventListener("wheel", onWheel, {passive: false});
  return () => {
    box.removeEventListener("pointerdown", onDown);
    box.removeEventListener("pointermove", onMove);
    box.removeEventListener("pointerup", onUp);
    box.removeEventListener("pointercancel", onUp);
    box.removeEventListener("pointerleave", onLeave);
    box.removeEventListener("wheel", onWheel);
  };
}
