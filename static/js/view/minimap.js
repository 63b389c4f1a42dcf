/**
 * The whole graph as dots, in a corner of the board, for a graph that does not fit: the window is a frame on it, and
 * where it is pressed or dragged the camera goes. Keys have their own ways there, so it is hidden from a screen reader.
 */

import {effect} from "@preact/signals-core";
import {h} from "preact";
import {useEffect, useLayoutEffect, useRef} from "preact/hooks";

import {overview} from "../draw/overview.js";
import {render} from "./canvas.js";
import {mover} from "./grasp.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */

/** The most it takes, in px at --u 1. */
const [WIDE, HIGH] = [208, 132];

/** @param {{desk: Desk}} props */
export function Minimap({desk}) {
  const {store} = desk;
  const picture = useRef(/** @type {SVGSVGElement | null} */ (null));
  const dots = useRef(/** @type {SVGGElement | null} */ (null));
  const frame = useRef(/** @type {SVGRectElement | null} */ (null));
  const bounds = store.picture.value ?? {x0: 0, y0: 0, x1: WIDE, y1: HIGH};
  const [width, height] = [bounds.x1 - bounds.x0, bounds.y1 - bounds.y0];
  const scale = store.unit.value * Math.min(WIDE / width, HIGH / height);
  const size = /** @type {const} */ ([Math.round(width * scale), Math.round(height * scale)]);
  const [graph, trace, layout, stop] = [store.graph.value, store.trace.value, store.shown.value?.layout, store.stop.value];
  useLayoutEffect(() => {
    if (graph && layout && dots.current) render(dots.current, overview({graph, trace, layout, stop}, size, "dots").marks);
  }, [graph, trace, layout, stop, ...size]);
  useEffect(() => {
    const box = /** @type {SVGRectElement} */ (frame.current);
    return effect(() => frameWindow(box, store));
  }, []);
  useEffect(() => listen(/** @type {SVGSVGElement} */ (picture.current), store), []);
  return html`<svg class="marks minimap" ref=${picture} aria-hidden="true" width=${size[0]} height=${size[1]}
      viewBox=${`${bounds.x0} ${bounds.y0} ${width} ${height}`}>
    ${h("g", {ref: dots})}<rect class="window" ref=${frame} />
  </svg>`;
}

/** @param {SVGRectElement} box @param {Desk["store"]} store */
function frameWindow(box, {camera, window, unit}) {
  const [now, {width, height}] = [camera.value, window.value];
  if (!now) return;
  const place = {x: -now.x / now.k, y: -now.y / now.k, width: width / now.k, height: height / now.k, rx: 4 * unit.value};
  for (const [name, length] of Object.entries(place)) box.setAttribute(name, String(length));
}

/** @param {SVGSVGElement} map @param {Desk["store"]} store */
function listen(map, store) {
  const {move, end} = mover(store);
  /** @param {PointerEvent} event */
  const go = (event) => {
    const [bounds, camera, {left, top, width, height}] = [store.picture.peek(), store.camera.peek(), map.getBoundingClientRect()];
    if (!bounds || !camera || width === 0) return;
    const x = bounds.x0 + (event.clientX - left) / width * (bounds.x1 - bounds.x0);
    const y = bounds.y0 + (event.clientY - top) / height * (bounds.y1 - bounds.y0);
    const window = store.window.peek();
    move({k: camera.k, x: window.width / 2 - camera.k * x, y: window.height / 2 - camera.k * y});
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
