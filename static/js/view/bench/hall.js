/**
 * The bench before a room: its chrome makes way, and everything else grows by what a style sheet says; how far the
 * training is stands along the bottom. And the title of the lesson that comes next.
 */

import {useEffect, useLayoutEffect} from "preact/hooks";

import {benchWords} from "../../state/bench-words.js";
import {html} from "../html.js";
import {sentence} from "./speech.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

const {lecture: said} = benchWords;

/** @param {{desk: BenchDesk}} props */
export function Hall({desk}) {
  useLayoutEffect(() => {
    grow(true);
    return () => grow(false);
  }, []);
  useEffect(() => fillScreen(desk), []);
  const {store} = desk;
  return html`<footer class="hall-line">
    <h1>${store.title.value}</h1><p>${sentence(desk)}</p>
    <button type="button" onClick=${() => desk.run("present")}>${said.leaveHall}<kbd>P</kbd></button></footer>`;
}

/** Everything is measured in --u, which the sheet of the hall makes larger. @param {boolean} on */
function grow(on) {
  document.documentElement.classList.toggle("hall", on);
  dispatchEvent(new Event("resize"));
}

/**
 * The whole screen where the browser gives it; leaving the one leaves the other.
 * @param {BenchDesk} desk
 */
function fillScreen(desk) {
  let filled = false;
  const note = () => {
    if (filled && !document.fullscreenElement && desk.store.presenting.peek()) desk.run("present");
    filled = document.fullscreenElement !== null;
  };
  document.addEventListener("fullscreenchange", note);
  // Opened from a link, without a press, the browser would refuse and say so in its console.
  if (navigator.userActivation?.isActive ?? true) void document.documentElement.requestFullscreen?.().catch(() => undefined);
  return () => {
    document.removeEventListener("fullscreenchange", note);
    if (document.fullscreenElement) void document.exitFullscreen();
  };
}

/** The next lesson's title on an empty sheet; one more press opens it. @param {{desk: BenchDesk}} props */
export function NextLesson({desk}) {
  const next = desk.store.nextLesson.value;
  return next && html`<section class="present next-lesson" role="status"><div class="present-card"><p class="caption">${said.next}</p><h1>${next.title}</h1><p>${next.text}</p></div></section>`;
}
