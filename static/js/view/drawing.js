/**
 * The picture in its place: as large as the place is, drawn for where the camera stands, carried along while it moves.
 */

import {effect} from "@preact/signals-core";
import {useEffect, useLayoutEffect} from "preact/hooks";

import {apart} from "../draw/underway.js";
import {carriedFrom, viewBox} from "../state/camera.js";
import {render, show} from "./canvas.js";
import {followCamera, followOpening} from "./follow.js";
import {keepToSight} from "./sight.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("preact").RefObject<HTMLDivElement | null>} Place */

/** Size of the page's type at --u 1, in px. */
const BODY_SIZE = 15;

/**
 * @param {Desk["store"]} store
 * @param {{place: Place, sheet: Place, handles?: Place}} places  the window
 *   on the board; what holds the two pictures, of what stands and of what goes along a wire; and what lies on the board
 */
export function usePicture(store, {place, sheet, handles}) {
  useLayoutEffect(() => watchSize(/** @type {HTMLDivElement} */ (place.current), store), []);
  useEffect(() => {
    // Not read again: they are gone before the effects are.
    const [under, over] = [/** @type {HTMLDivElement} */ (sheet.current), handles?.current];
    const svgs = /** @type {[SVGSVGElement, SVGSVGElement]} */ (/** @type {unknown} */ ([...under.children]));
    const ends = [effect(() => stand(svgs, store)), effect(() => draw(svgs, store)), effect(() => carry(over ? [under, over] : [under], store)),
      keepToSight(svgs[0], store)];
    return () => ends.forEach((end) => end());
  }, []);
  useEffect(() => followCamera(store), []);
  useEffect(() => followOpening(store), []);
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

/**
 * Draw for where the camera stands, unless it is moving, or has only gone aside: the picture is then as it would be drawn.
 * @param {readonly [SVGSVGElement, SVGSVGElement]} svgs @param {Desk["store"]} store
 */
function stand(svgs, {camera, moving, window, stood}) {
  const [now, size, last] = [camera.value, window.value, stood.peek()];
  if (!now || size.width === 0 || (moving.value && last)) return;
  if (last?.k === now.k && svgs[0].getAttribute("viewBox") === viewBox(last, size)) return;
  stood.value = now;
  for (const svg of svgs) show(svg, size, viewBox(now, size));
}

/** @param {readonly [SVGSVGElement, SVGSVGElement]} svgs  for what stands still and what goes along a wire @param {Desk["store"]} store */
function draw([svg, way], {scene, stood}) {
  const {still, moving} = apart(scene.value && stood.value ? scene.value.marks : []);
  render(svg, still);
  render(way, moving);
}

/** From where they were drawn to where the camera is. @param {readonly HTMLDivElement[]} elements @param {Desk["store"]} store */
function carry(elements, {camera, stood}) {
  const [from, to] = [stood.value, camera.value];
  if (!from || !to) return;
  const transform = from === to ? "" : carriedFrom(from, to);
  for (const {style} of elements) style.transform = transform;
}
