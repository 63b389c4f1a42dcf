/** The camera follows the step, and the picture the places of its nodes. */

import {batch, effect} from "@preact/signals-core";

import {ease} from "../player/clock.js";
import {asMuchAs, between, clearOfCorners, fitScale, fittedCamera, isWhole, leastScale, naturalScale, restingCamera} from "../state/camera.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/camera.js").Camera} Camera */
/** @typedef {import("../types.js").Box} Box */

const CAMERA_MS = 450;
/** What the tools take of the board's upper corners, in px at --u 1. */
const CORNERS = {left: 268, right: 166, height: 42};
/** Where the product stands over an op: half its width, and from the op's middle to its top and bottom. */
const NOTE = {half: 110, top: 128, bottom: 98};
const OPENING_MS = 320;
/** A graph that is followed has a map, and a band for the tools; so much too large for the window, at the least scale. */
const FOLLOWED = 0.98;
/** Bare board around a step, in px: both sides together. */
const AROUND = 12;

/**
 * Bring the camera where it belongs: at once when the window or the graph is another, gliding when the step is.
 * @param {Desk["store"]} store
 */
export function followCamera(store) {
  let frame = 0;
  let last = "";
  /** Where it is gliding to: a bead on its way asks again for the same place. @type {Camera | null} */
  let goal = null;
  /** Where the reader stood when a node was opened; the camera rests again at another stop. @type {string | null} */
  let held = null;
  /** The graph that it was. */
  let heldOn = "";
  /** All that may be drawn of a graph, as it was when the camera first rested on it: a number that grows must not move it. */
  let drawn = {key: "", boxes: /** @type {readonly Box[]} */ ([])};
  const clear = (/** @type {Camera} */ camera, /** @type {Box} */ bounds) => {
    const [size, unit, key] = [store.window.value, store.unit.value, store.structureKey.value];
    if (drawn.key !== key) drawn = {key, boxes: whatIsDrawn(store)};
    const corners = {left: CORNERS.left * unit, right: CORNERS.right * unit, height: CORNERS.height * unit};
    return clearOfCorners(camera, size, bounds, drawn.boxes, corners, leastScale(size, false));
  };
  const stop = effect(() => {
    const {picture, structureKey} = store;
    const size = store.window.value;
    const bounds = picture.value;
    const mode = store.cameraMode.value;
    if (store.empty.value) {
      // What comes first comes to stand in the middle.
      if (size.width > 0 && mode !== "free") put(store, {k: naturalScale(size, store.narrow.value), x: size.width / 2, y: size.height / 2});
      return;
    }
    // Not the height: on a phone a longer sentence below takes some of it.
    const at = `${store.currentStop.value?.address} ${size.width}`;
    if (mode === "held" && structureKey.value !== heldOn) {
      // An edit is no step.
      [held, heldOn] = [null, structureKey.value];
    }
    if (mode === "held" && store.camera.peek() && (held === null || held === at || store.leaving.value)) {
      const arrived = held === at && !store.leaving.value;
      held = at;
      goal = null;
      // What was opened may reach out of the window; where all of it fits there is no need for that.
      const camera = store.camera.peek();
      const lost = arrived && bounds && camera && size.width > 0 && fitScale(size, bounds) >= leastScale(size, store.narrow.value) && !isWhole(camera, size, bounds);
      if (!lost) return;
    }
    held = null;
    if (mode === "held") store.cameraMode.value = "resting";
    if (mode === "free") goal = null;
    if (!bounds || size.width === 0 || mode === "free") return;
    const key = `${structureKey.value} ${size.width} ${size.height} ${mode === "fit"}`;
    const free = mode === "fit" ? fittedCamera(size, bounds, store.narrow.value) : resting(store, size, bounds);
    const target = store.narrow.value || !isWhole(free, size, bounds) ? free : clear(free, bounds);
    if (goal && key === last && same(goal, target)) return;
    cancelAnimationFrame(frame);
    goal = target;
    const from = store.camera.peek();
    if (!from || key !== last || store.still.peek() || same(from, target)) put(store, target);
    else frame = glide(store, from, target, (id) => (frame = id));
    last = key;
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}

/** Nodes, labels and the room for products over ops. @param {Desk["store"]} store @returns {readonly Box[]} */
function whatIsDrawn({scene}) {
  const {nodes = [], labels = []} = scene.peek()?.boxes ?? {};
  const notes = nodes.filter(({form}) => form === "disc" || form === "pill")
    .map(({cx, cy}) => ({x0: cx - NOTE.half, x1: cx + NOTE.half, y0: cy - NOTE.top, y1: cy - NOTE.bottom}));
  return [...nodes, ...labels.filter(({text}) => text !== "product"), ...notes];
}

/** There at once. @param {Desk["store"]} store @param {Camera} camera */
function put(store, camera) {
  batch(() => {
    store.moving.value = false;
    store.camera.value = camera;
  });
}

/**
 * The camera nobody has touched. Over a graph that it follows the tools have a band of the window to themselves.
 * @param {Desk["store"]} store
 * @param {import("../state/camera.js").Size} size
 * @param {Box} bounds
 */
function resting({scene, narrow, unit}, size, bounds) {
  const least = leastScale(size, narrow.value);
  const band = !narrow.value && fitScale(size, bounds) < FOLLOWED * least ? CORNERS.height * unit.value : 0;
  const room = {width: size.width, height: size.height - band};
  const focus = asMuchAs(scene.value?.aims ?? [], {width: (size.width - AROUND) / least, height: (room.height - AROUND) / least});
  const camera = restingCamera(room, bounds, focus, narrow.value);
  return {...camera, y: camera.y + band};
}

/**
 * Take the picture from the places it leaves to those it has now.
 * @param {Desk["store"]} store
 */
export function followOpening(store) {
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
    // A hand that takes the board meanwhile has it, and so has a node that is opened.
    const mode = store.cameraMode.peek();
    if (mode === "held") store.moving.value = false;
    if (mode === "free" || mode === "held") return;
    const part = ease((performance.now() - start) / CAMERA_MS);
    batch(() => {
      store.moving.value = part < 1;
      store.camera.value = between(from, to, part);
    });
    if (part < 1) note(requestAnimationFrame(tick));
  };
  return requestAnimationFrame(tick);
}
