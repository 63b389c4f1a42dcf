/** The camera follows the step, and the picture the places of its nodes. */

import {batch, effect} from "@preact/signals-core";

import {union} from "../geometry/boxes.js";
import {ease} from "../player/clock.js";
import {between, fittedCamera, naturalScale, restingCamera} from "../state/camera.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/camera.js").Camera} Camera */

const CAMERA_MS = 450;
const OPENING_MS = 320;

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
  const stop = effect(() => {
    const {picture, structureKey} = store;
    const size = store.window.value;
    const bounds = picture.value;
    const mode = store.cameraMode.value;
    // Not the height: on a phone a longer sentence below takes some of it.
    const at = `${store.currentStop.value?.address} ${size.width}`;
    if (mode === "held" && (held === null || held === at || store.leaving.value)) {
      held = at;
      goal = null;
      return;
    }
    held = null;
    if (mode === "held") store.cameraMode.value = "resting";
    if (mode === "free") goal = null;
    if (!bounds || size.width === 0 || mode === "free") return;
    const key = `${structureKey.value} ${size.width} ${size.height} ${mode === "fit"}`;
    const focus = focusOf(store, size);
    const target = mode === "fit" ? fittedCamera(size, bounds, store.narrow.value) : restingCamera(size, bounds, focus, store.narrow.value);
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

/** There at once. @param {Desk["store"]} store @param {Camera} camera */
function put(store, camera) {
  batch(() => {
    store.moving.value = false;
    store.camera.value = camera;
  });
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
