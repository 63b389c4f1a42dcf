/** The whole graph small: the strip under a lecture, or the phone's minimap. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {overview} from "../draw/overview.js";
import {render} from "./canvas.js";

/** @typedef {import("../page.js").Desk} Desk */

/**
 * @param {{desk: Desk, how: "strip" | "dots", natural: readonly [number, number]}} props  natural: the pixels it is drawn for
 */
export function Overview({desk, how, natural}) {
  const {store} = desk;
  const place = useRef(/** @type {SVGSVGElement | null} */ (null));
  const now = store.shown.value;
  const stop = store.stop.value;
  const travelled = store.travelled.value;
  const asked = store.asked.value;
  useLayoutEffect(() => {
    if (!now || !place.current) return;
    const {document: {graph}, trace, layout} = now;
    const {marks, viewBox} = overview({graph, trace, layout, stop, options: {travelled, predict: asked}}, natural, how);
    place.current.setAttribute("viewBox", viewBox.join(" "));
    render(place.current, marks);
  }, [now, stop, travelled, asked]);
  return h("svg", {ref: place, class: `marks overview ${how}`, "aria-hidden": "true"});
}
