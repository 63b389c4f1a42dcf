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
import {mover} from "./grasp.js";
import {html} from "./html.js";

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
  const picture = useRef(/** @type {SVGSVGElement | null} */ (null));
  const dots = useRef(/** @type {SVGGElement | null} */ (null));
  const frame = useRef(/** @type {SVGRectElement | null} */ (null));
  const [mapping] = useState(() => signal(/** @type {Mapping | null} */ (null)));
  const bounds = store.picture.value ?? {x0: 0, y0: 0, x1: WIDE, y1: HIGH};
  const ratio = (bounds.y1 - bounds.y0) / (bounds.x1 - bounds.x0);
  const unit = store.unit.value;
  const [width, height] = [Math.round(unit * Math.min(WIDE, HIGH / ratio * TALLER)), Math.round(unit * Math.max(LEAST, Math.min(HIGH, WIDE * ratio * TALLER)))];
  const [graph, trace, layout, stop] = [store.graph.value, store.trace.value, store.shown.value?.layout, store.stop.value];
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
    const map = /** @type {SVGSVGElement} */ (picture.current);
    return effect(() => standAside(map, store, [width + 2 * BESIDE * unit, height + 2 * BESIDE * unit]));
  }, [width, height]);
  useEffect(() => {
    const box = /** @type {SVGRectElement} */ (frame.current);
    return effect(() => frameWindow(box, mapping.value, store));
  }, []);
  useEffect(() => listen(/** @type {SVGSVGElement} */ (picture.current), mapping, store), []);
  return html`<svg class="marks minimap" ref=${picture} aria-hidden="true" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`}>
    ${h("g", {ref: dots})}<rect class="window" ref=${frame} />
  </svg>`;
}

/**
 * Where the camera rests on a step, the map takes the corner in which it hides less; under a hand it stays.
 * @param {SVGSVGElement} map @param {Desk["store"]} store @param {readonly [number, number]} size
 */
function standAside(map, {camera, moving, cameraMode, window, scene}, size) {
  const [now, shown] = [camera.value, scene.value];
  if (!now || !shown || moving.value || cameraMode.value === "free") return;
  const boxes = [...shown.boxes.nodes, ...shown.boxes.labels.filter((label) => label.shown)];
  map.classList.toggle("aside", emptierCorner(now, window.value, boxes, size) === "left");
}

/** @param {SVGRectElement} box @param {Mapping | null} mapping @param {Desk["store"]} store */
function frameWindow(box, mapping, {camera, window}) {
  const [now, {width, height}] = [camera.value, window.value];
  if (!now || !mapping) return;
  const [[x, sx], [y, sy]] = mapping;
  const place = {x: x - sx * now.x / now.k, y: y - sy * now.y / now.k, width: sx * width / now.k, height: sy * height / now.k};
  for (const [name, length] of Object.entries(place)) box.setAttribute(name, length.toFixed(1));
}

/**
 * @param {SVGSVGElement} map
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
  map.addEventListener("pointerdown", onDown);
  map.addEventListener("pointermove", onMove);
  return () => {
    end();
    map.removeEventListener("pointerdown", onDown);
    map.removeEventListener("pointermove", onMove);
  };
}
