/**
 * The pad: the picture under its camera, with a handle over every leaf. Panned with the pointer or two fingers, zoomed
 * with the keys, the buttons, a pinch, or the wheel with Ctrl.
 *
 * While the camera moves, picture and handles are moved as one by a transform, which costs the same for ten nodes and
 * for a thousand; when it rests they are drawn for where it stands, so that text is sharp.
 */

import {effect} from "@preact/signals-core";
import {h} from "preact";
import {useEffect, useLayoutEffect, useRef} from "preact/hooks";

import {carriedFrom, viewBox} from "../state/camera.js";
import {words} from "../state/words.js";
import {render, show} from "./canvas.js";
import {followCamera, followOpening} from "./follow.js";
import {listenToPointers} from "./grasp.js";
import {html} from "./html.js";
import {Lazy} from "./lazy.js";
import {Leaves} from "./leaf.js";
import {Ops} from "./ops.js";

/** @typedef {import("../page.js").Desk} Desk */

const MINIMAP = () => import("./minimap.js").then(({Minimap}) => Minimap);
/** Size of the page's type at --u 1, in px. */
const BODY_SIZE = 15;

/** @param {{desk: Desk}} props */
export function Pad({desk}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const picture = useRef(/** @type {SVGSVGElement | null} */ (null));
  const handles = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => watchSize(/** @type {HTMLDivElement} */ (place.current), store), []);
  useEffect(() => {
    // Not read again: they are gone before the effects are.
    const [svg, over] = [/** @type {SVGSVGElement} */ (picture.current), /** @type {HTMLDivElement} */ (handles.current)];
    const ends = [effect(() => stand(svg, store)), effect(() => draw(svg, store)), effect(() => carry([svg, over], store))];
    return () => ends.forEach((end) => end());
  }, []);
  useEffect(() => followCamera(store), []);
  useEffect(() => followOpening(store), []);
  useEffect(() => listenToPointers(/** @type {HTMLDivElement} */ (place.current), store), []);
  return html`<div class="pad grid" ref=${place}>
    <svg class="canvas marks" ref=${picture} role="group" aria-label=${words.graph}></svg>
    <div class="handles" ref=${handles}>${h(Leaves, {desk})}${h(Ops, {desk})}</div>
    ${store.reachesOut.value && !store.narrow.value && h(Lazy, {key: "map", load: MINIMAP, props: {desk}})}
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

/** Draw for where the camera stands, unless it is moving. @param {SVGSVGElement} svg @param {Desk["store"]} store */
function stand(svg, {camera, moving, window, stood}) {
  const [now, size] = [camera.value, window.value];
  if (!now || size.width === 0 || (moving.value && stood.peek())) return;
  stood.value = now;
  show(svg, size, viewBox(now, size));
}

/** @param {SVGSVGElement} svg @param {Desk["store"]} store */
function draw(svg, {scene, stood}) {
  render(svg, scene.value && stood.value ? scene.value.marks : []);
}

/** From where they were drawn to where the camera is. @param {readonly (SVGSVGElement | HTMLDivElement)[]} elements @param {Desk["store"]} store */
function carry(elements, {camera, moving, stood}) {
  const [from, to] = [stood.value, camera.value];
  if (!from || !to) return;
  const transform = moving.value ? carriedFrom(from, to) : "";
  for (const element of elements) {
    element.classList.toggle("moving", moving.value);
    if (element.style.transform !== transform) element.style.transform = transform;
  }
}
