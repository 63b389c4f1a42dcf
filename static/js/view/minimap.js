/**
 * The whole graph as dots, in a corner of the board, for a graph that does not fit: the window is a frame on it, and
 * where it is pressed or dragged the camera goes. Keys have their own ways there, so it is hidden from a screen reader.
 */

import {effect, signal} from "@preact/signals-core";
import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {overview} from "../draw/overview.js";
import {mappingOf} from "../state/camera.js";
import {emptierCorner} from "../state/framing.js";
import {render} from "./canvas.js";
import {listenToWheel, mover} from "./grasp.js";
import {pixels} from "./handle.js";
import {html} from "./html.js";
import {useTurn} from "./turns.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/camera.js").Mapping} Mapping */

/** The most it takes, in px at --u 1. */
const [WIDE, HIGH] = [208, 132];

/** A map may be a little higher than the graph is, which is mostly long. */
const [TALLER, LEAST] = [1.6, 60];
/** Bare board beside it, in px at --u 1. */
const BESIDE = 11;

/** @param {{desk: Desk}} props */
export function Minimap({desk}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const dots = useRef(/** @type {SVGGElement | null} */ (null));
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [mapping] = useState(() => signal(/** @type {Mapping | null} */ (null)));
  const bounds = store.picture.value ?? {x0: 0, y0: 0, x1: WIDE, y1: HIGH};
  const ratio = (bounds.y1 - bounds.y0) / (bounds.x1 - bounds.x0);
  const unit = store.unit.value;
  const [width, height] = [Math.round(unit * Math.min(WIDE, HIGH / ratio * TALLER)), Math.round(unit * Math.max(LEAST, Math.min(HIGH, WIDE * ratio * TALLER)))];
  // Two turns late: the head's formula has the first.
  const stop = useTurn(store, useTurn(store, store.stop.value));
  const [graph, trace, layout] = [store.graph.value, store.trace.value, store.shown.value?.layout];
  // Other numbers leave the dots as they are, as long as every node still has one.
  const known = `${store.structureKey.value} ${trace?.steps.length} ${trace?.nodes.filter(({value}) => value === null).map(({id}) => id)}`;
  useLayoutEffect(() => {
    if (!graph || !layout || !dots.current) return;
    const {marks, nodes} = overview({graph, trace, layout, stop}, [width, height], "dots");
    // Its own frame is a stage's; here it is the window's.
    render(dots.current, marks.filter(({key}) => key !== "window"));
    mapping.value = mappingOf(store.nodeBoxes.peek(), nodes);
  }, [known, layout, stop, width, height]);
  useEffect(() => {
    const map = /** @type {HTMLDivElement} */ (place.current);
    return effect(() => standAside(map, store, [width + 2 * BESIDE * unit, height + 2 * BESIDE * unit]));
  }, [width, height]);
  useEffect(() => {
    const box = /** @type {HTMLDivElement} */ (frame.current);
    return effect(() => frameWindow(box, mapping.value, store));
  }, []);
  useEffect(() => listen(/** @type {HTMLDivElement} */ (place.current?.lastElementChild), mapping, store), []);
  return html`<div class="minimap" ref=${place} aria-hidden="true" style=${pixels({width, height})}>
    <svg class="marks" width=${width} height=${height}>${h("g", {ref: dots})}</svg>
    <div class="window" ref=${frame}></div>
    <div class="hand"></div>
  </div>`;
}

/**
 * Where the camera rests on a step, the map takes the corner in which it hides less; under a hand it stays.
 * @param {HTMLDivElement} map @param {Desk["store"]} store @param {readonly [number, number]} size
 */
function standAside(map, {camera, moving, cameraMode, window, scene}, size) {
  const [now, shown] = [camera.value, scene.value];
  if (!now || !shown || moving.value || cameraMode.value === "free") return;
  const boxes = [...shown.boxes.nodes, ...shown.boxes.labels.filter((label) => label.shown)];
  map.classList.toggle("aside", emptierCorner(now, window.value, boxes, size) === "left");
}

/** A box of its own, so that the dots are not painted again whenever it moves. @param {HTMLDivElement} box @param {Mapping | null} mapping @param {Desk["store"]} store */
function frameWindow({style}, mapping, {camera, window}) {
  const [now, {width, height}] = [camera.value, window.value];
  if (!now || !mapping) return;
  const [[x, sx], [y, sy]] = mapping;
  style.transform = `translate(${x - sx * now.x / now.k}px, ${y - sy * now.y / now.k}px)`;
  Object.assign(style, pixels({width: sx * width / now.k, height: sy * height / now.k}));
}

/**
 * @param {HTMLDivElement} map
 * @param {import("@preact/signals-core").ReadonlySignal<Mapping | null>} mapping
 * @param {Desk["store"]} store
 */
function listen(map, mapping, store) {
  const {move, end} = mover(store);
  /** @param {PointerEvent} event */
  const go = (event) => {
    const [camera, {width, height}, {left, top}] = [store.camera.peek(), store.window.peek(), map.getBoundingClientRect()];
    if (!mapping.peek() || !camera) return;
    const [[x, sx], [y, sy]] = /** @type {Mapping} */ (mapping.peek());
    move({k: camera.k, x: width / 2 - camera.k * (event.clientX - left - x) / sx, y: height / 2 - camera.k * (event.clientY - top - y) / sy});
  };
  const onDown = (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    map.setPointerCapture(event.pointerId);
    event.stopPropagation();
    go(event);
  };
  const onMove = (/** @type {PointerEvent} */ event) => {
    if (map.hasPointerCapture(event.pointerId)) go(event);
  };
  const endWheel = listenToWheel([map], /** @type {Element} */ (map.closest(".pad")), store);
  map.addEventListener("pointerdown", onDown);
  map.addEventListener("pointermove", onMove);
  return () => {
    end();
    endWheel();
    map.removeEventListener("pointerdown", onDown);
    map.removeEventListener("pointermove", onMove);
  };
}
