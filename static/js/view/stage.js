/**
 * The stage as a view: the neighbourhood of the step under a camera of its own, gliding when another op acts.
 *
 * The node that two neighbourhoods share begins where it stood, so the eye can follow it to its new place. Leaves are
 * edited here as on the pad; a finger that strokes across steps.
 */

import {computed, effect, signal} from "@preact/signals-core";
import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {stageKey, stageScene} from "../draw/stage.js";
import {ease} from "../player/clock.js";
import {between, nodeAt, onScreen, viewBox} from "../state/camera.js";
import {clearOf, framed, sameNode, trimmed} from "../state/framing.js";
import {words} from "../state/words.js";
import {render, show} from "./canvas.js";
import {pixels} from "./handle.js";
import {html} from "./html.js";
import {Leaves} from "./leaf.js";
import {strokes} from "./strokes.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/camera.js").Camera} Camera */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {"right" | "down"} Flow */

/** @type {readonly [number, number]} */
const NONE = [0, 0];
const CAMERA_MS = 450;
const FADE_MS = 120;

/**
 * @param {{desk: Desk, flow: Flow, natural: (size: {width: number, height: number}) => number, corner?: readonly [number, number], onCorner?: (corner: import("../state/framing.js").Corner) => void, onTap?: (at: readonly [number, number], scene: Scene) => void, onLeaf?: (id: string) => void}} props
 *   natural: pixels per unit where the picture has room; corner: px on the right that something else takes, at
 *   the top, or where onCorner is told; onTap: a finger or the mouse pressed at board units; onLeaf: what a press on a leaf does, in place of editing it there
 */
export function Stage({desk, flow, natural, corner = NONE, onCorner, onTap, onLeaf}) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const picture = useRef(/** @type {SVGSVGElement | null} */ (null));
  const [theatre] = useState(() => open(desk, flow, natural, corner));
  const [twice] = useState(() => secondTaps(desk.store));
  useLayoutEffect(() => watchSize(/** @type {HTMLDivElement} */ (place.current), theatre), []);
  useEffect(() => {
    const svg = /** @type {SVGSVGElement} */ (picture.current); // Not read again: it is gone before the effect is.
    return effect(() => draw(svg, theatre));
  }, []);
  useEffect(() => effect(() => onCorner?.(theatre.target.value ? theatre.target.value.corner : "upper")), []);
  useEffect(() => follow(theatre, /** @type {SVGSVGElement} */ (picture.current), desk), []);
  useEffect(() => strokes(/** @type {HTMLDivElement} */ (place.current), {
    next: () => desk.run("next"),
    back: () => desk.run("back"),
    tap: (/** @type {readonly [number, number]} */ [px, py]) => {
      const [camera, scene] = [theatre.camera.peek(), theatre.scene.peek()];
      if (!camera || !scene) return;
      if (twice(nodeAt(camera, scene.boxes.nodes, [px, py]))) desk.run("apart");
      else if (onTap) onTap([(px - camera.x) / camera.k, (py - camera.y) / camera.k], scene);
    },
  }), []);
  return html`<div class="stage" ref=${place}>
    <svg class="canvas marks" ref=${picture} role="group" aria-label=${words.graph}></svg>
    ${onLeaf && desk.store.hidden.value.has("edit") ? null : onLeaf ? h(LeafButtons, {theatre, onLeaf}) : h(Leaves, {desk: theatre.desk})}
  </div>`;
}

/**
 * The stage's own state: its scene, its window and its camera. What edits leaves is given these in place of the pad's.
 * @param {Desk} desk
 * @param {Flow} flow
 * @param {(size: {width: number, height: number}) => number} natural
 * @param {readonly [number, number]} corner
 */
function open(desk, flow, natural, corner) {
  const {shown, stop, travelled, chips, editing, hovered, pointed, pick, asked, question} = desk.store;
  const size = signal({width: 0, height: 0});
  const scene = computed(() => {
    const now = shown.value;
    if (!now) return null;
    const {document: {graph}, trace, layout} = now;
    const options = {
      chips: chips.value && !question.value?.local, editing: editing.value, hovered: hovered.value, travelled: travelled.value,
      predict: asked.value, pick: pick.value, selected: pointed.value, annotation: false,
    };
    return stageScene({graph, trace, layout, stop: stop.value, flow, options});
  });
  const key = computed(() => (shown.value ? stageKey({graph: shown.value.document.graph, trace: shown.value.trace, layout: shown.value.layout, flow}, stop.value) : ""));
  const target = computed(() => {
    const now = scene.value;
    if (!now || size.value.width === 0) return null;
    const whole = framed(size.value, flow === "right" ? trimmed(now) : now.viewBox, natural(size.value));
    return corner === NONE ? {...whole, corner: /** @type {const} */ ("upper")} : clearOf(whole, size.value, now, corner);
  });
  const camera = signal(/** @type {Camera | null} */ (null));
  const nodeBoxes = computed(() => scene.value?.boxes.nodes ?? []);
  return {size, scene, key, target, camera, desk: {...desk, store: {...desk.store, scene, nodeBoxes, camera, stood: camera, window: size}}};
}

/** @typedef {ReturnType<typeof open>} Theatre */

/** Two taps on a node within this time are one wish. */
const TWICE_MS = 400;

/** Tells the second of two taps on what acts. @param {Desk["store"]} store @returns {(id: string | null) => boolean} */
function secondTaps({display, currentStop}) {
  let last = {id: "", at: -Infinity};
  return (id) => {
    const acts = id !== null && id === display.peek()?.owner[currentStop.peek()?.node ?? ""];
    const second = acts && last.id === id && performance.now() - last.at < TWICE_MS;
    last = second || !acts ? {id: "", at: -Infinity} : {id: id ?? "", at: performance.now()};
    return second;
  };
}

/** A fingertip, in px. */
const FINGER = 44;

/** A button over every leaf, as large as a fingertip at least. @param {{theatre: Theatre, onLeaf: (id: string) => void}} props */
function LeafButtons({theatre: {scene, camera}, onLeaf}) {
  const now = camera.value;
  const leaves = (scene.value?.boxes.nodes ?? []).filter(({form}) => form === "leaf");
  return html`<div class="leaves">${now && leaves.map((box) => {
    const {left, top, width, height} = onScreen(now, box);
    const [wide, high] = [Math.max(0, FINGER - width), Math.max(0, FINGER - height)];
    return h("button", {
      key: box.id, type: "button", class: "leaf-button", "aria-label": words.valueOf(box.id), onClick: () => onLeaf(box.id),
      style: pixels({left: left - wide / 2, top: top - high / 2, width: width + wide, height: height + high}),
    });
  })}</div>`;
}

/** @param {HTMLDivElement} box @param {Theatre} theatre */
function watchSize(box, {size}) {
  const measure = () => (size.value = {width: box.clientWidth, height: box.clientHeight});
  const watch = new ResizeObserver(measure);
  watch.observe(box);
  measure();
  return () => watch.disconnect();
}

/** @param {SVGSVGElement} svg @param {Theatre} theatre */
function draw(svg, {scene, camera, size}) {
  if (!scene.value || !camera.value) return;
  show(svg, size.value, viewBox(camera.value, size.value));
  render(svg, scene.value.marks);
}

/**
 * Bring the camera to its place: at once, or, where another op acts, from where the node both know stood before.
 * @param {Theatre} theatre
 * @param {SVGSVGElement} svg
 * @param {Desk} desk
 */
function follow({scene, key, target, camera}, svg, {store}) {
  let frame = 0;
  let last = "";
  let boxes = scene.peek()?.boxes.nodes ?? [];
  const stop = effect(() => {
    const [to, now, acts] = [target.value, scene.value, key.value];
    if (!to || !now) return;
    const [from, before] = [camera.peek(), boxes];
    boxes = now.boxes.nodes;
    if (acts === last && frame !== 0) return; // on its way there already
    const shared = from && last !== "" && acts !== last ? sameNode(before, now.boxes.nodes, [acts, last]) : null;
    last = acts;
    cancelAnimationFrame(frame);
    frame = 0;
    if (from && shared && !store.still.peek()) {
      const [[x0, y0], [x1, y1]] = shared;
      const start = {k: from.k, x: from.x + from.k * (x0 - x1), y: from.y + from.k * (y0 - y1)};
      frame = glide(camera, start, () => target.peek() ?? to, (id) => (frame = id));
    } else {
      if (from && shared) svg.animate([{opacity: 0}, {opacity: 1}], FADE_MS);
      camera.value = to;
    }
  });
  return () => {
    cancelAnimationFrame(frame);
    stop();
  };
}

/**
 * @param {import("@preact/signals-core").Signal<Camera | null>} camera
 * @param {Camera} from
 * @param {() => Camera} to  where it is to end by now: the window may change on the way
 * @param {(id: number) => void} note
 * @returns {number}
 */
function glide(camera, from, to, note) {
  const start = performance.now();
  camera.value = from;
  const tick = () => {
    const part = ease((performance.now() - start) / CAMERA_MS);
    camera.value = between(from, to(), part);
    note(part < 1 ? requestAnimationFrame(tick) : 0);
  };
  return requestAnimationFrame(tick);
}
