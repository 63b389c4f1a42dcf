/**
 * The bench before a room: its chrome makes way, and everything else grows by what a style sheet says; how far the
 * training is stands along the bottom. And the title of the lesson that comes next.
 */

import {useEffect, useLayoutEffect} from "preact/hooks";

import {benchWords} from "../../state/bench-words.js";
import {fillScreen} from "../full-screen.js";
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
  const {store} = desk;
  useEffect(() => fillScreen({presenting: store.presenting, leave: () => desk.run("present")}), []);
  return html`<footer class="hall-line">
    <h1>${store.title.value}</h1><p>${sentence(desk)}</p>
    <button type="button" onClick=${() => desk.run("present")}>${said.leaveHall}<kbd>P</kbd></button></footer>`;
}

/** Everything is measured in --u, which the sheet of the hall makes larger. @param {boolean} on */
function grow(on) {
  document.documentElement.classList.toggle("hall", on);
  dispatchEvent(new Event("resize"));
}

/** The next lesson's title on an empty sheet; one more press opens it. @param {{desk: BenchDesk}} props */
export function NextLesson({desk}) {
  const next = desk.store.nextLesson.value;
  return next && html`<section class="present next-lesson" role="status"><div class="present-card"><p class="caption">${said.next}</p><h1>${next.title}</h1><p>${next.text}</p></div></section>`;
}
