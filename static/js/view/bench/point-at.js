/** Showing a chart of the page, which stands out for a moment. */

import {PICTURES, PLACES} from "../../state/bench/lesson.js";
import {picture} from "./charts.js";

/** How long what a word points at stands out. */
const POINTED_MS = 2000;

/** @param {string} chart */
export function pointAt(chart) {
  picture.value = PICTURES[chart] ?? picture.peek();
  requestAnimationFrame(() => {
    const place = document.querySelector(PLACES[chart] ?? "");
    if (!place) return;
    place.scrollIntoView({block: "nearest"});
    for (const before of document.querySelectorAll(".last-pointed")) before.classList.remove("last-pointed");
    place.classList.add("pointed-at", "last-pointed");
    setTimeout(() => place.classList.remove("pointed-at"), POINTED_MS);
  });
}
