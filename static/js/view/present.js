/**
 * The lecture hall's view: no chrome, light, the step's neighbourhood at a size that the last row reads, its equation,
 * one sentence, and the whole graph as a strip. Every length follows the window, so any projector shows the same page.
 */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {lessonBeside} from "../player/lecture.js";
import {formula} from "../state/formula.js";
import {words} from "../state/words.js";
import {Fitted} from "./fitted.js";
import {Figures} from "./figures.js";
import {useAway} from "./focus.js";
import {fillScreen} from "./full-screen.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Overview} from "./overview.js";
import {Stage} from "./stage.js";
import {ToldLine} from "./told-line.js";

/** @typedef {import("../page.js").Desk} Desk */

/** The window that the sizes are drawn for, the stage's scale there, and the strip's height below its rule. */
const [WIDTH, HEIGHT, SCALE, STRIP] = [1920, 1080, 3.6, 158];
/** More of them in the head's one line would be too small for the last row. */
const STATEMENTS = 5;
/** How long the few buttons stay after the mouse rests. */
const AWAKE_MS = 2500;

const scaleOf = () => SCALE * Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);

/** @param {{desk: Desk}} props */
export function Present({desk}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const pointer = useRef(/** @type {readonly [number, number]} */ ([innerWidth / 2, innerHeight / 2]));
  const awake = useAwake(place, pointer);
  useEffect(() => fillScreen({presenting: store.presenting, leave: () => desk.run("present")}), []);
  useAway();
  const card = store.titleCard.value ? nextTitle(desk) : null;
  const started = store.stop.value >= 0;
  return html`<main class=${`present ${awake ? "awake" : ""} ${store.spotlight.value ? "lit" : ""}`} ref=${place} tabindex="-1" aria-label=${words.presenter}>
    ${card ? h(Card, {...card, caption: words.nextLesson}) : html`
      <h1 class="unseen">${store.shown.value?.document.title}</h1>
      <header class="present-head">${h(Formula, {desk})}${h(Count, {desk})}</header>
      ${started ? html`
        <div class="present-stage">${h(Stage, {desk, flow: "right", natural: scaleOf})}</div>
        <div class="present-equation">${h(Figures, {desk})}</div>
        <div class="present-sentence">${h(ToldLine, {desk})}</div>`
      : h(Card, {title: store.shown.value?.document.title ?? "", text: store.lesson.value?.summary ?? words.beforeText, caption: ""})}
      <div class="present-strip">${h(Overview, {desk, how: "strip", natural: [WIDTH, STRIP]})}</div>`}
    ${h(Buttons, {desk})}
    ${store.spotlight.value && h(Spotlight, {pointer})}
  </main>`;
}

/** @param {Desk} desk */
function nextTitle({store}) {
  const slug = lessonBeside(store.playlists.value, store.shown.value?.document.slug, 1, store.list.value);
  const lesson = store.lessons.value.find((one) => one.slug === slug);
  return slug === null ? null : {title: lesson?.title ?? slug, text: lesson?.summary ?? ""};
}

/** A title on an empty sheet. @param {{title: string, text: string, caption: string}} props */
function Card({title, text, caption}) {
  return html`<section class="present-card"><p class="caption">${caption}</p><h1>${title}</h1><p>${text}</p></section>`;
}

/** @param {{desk: Desk}} props */
function Formula({desk}) {
  const {store} = desk;
  const trace = store.shown.value?.trace ?? null;
  const acting = store.currentStop.value?.node ?? null;
  const tex = trace ? formula(trace, store.statements.value, acting, store.parts.value, STATEMENTS) : "";
  return html`<div class="present-formula">${h(Fitted, {key: "formula", tex, roll: true})}</div>`;
}

/** @param {{desk: Desk}} props */
function Count({desk: {store}}) {
  return html`<p class="present-count">${words.stepWord} <b>${store.stop.value + 1}</b> ${words.ofWord} <b>${store.stops.value.length}</b></p>`;
}

/** What a hand on the mouse may want: it is there while the mouse moves, and for the keyboard always. @param {{desk: Desk}} props */
function Buttons({desk}) {
  const {store} = desk;
  const button = (/** @type {string} */ id, /** @type {unknown} */ icon, /** @type {string} */ name, /** @type {boolean | undefined} */ pressed = undefined) => html`
    <button type="button" class=${`act-${id}`} aria-label=${name} title=${name} aria-pressed=${pressed} onClick=${() => desk.run(id)}>${icon}</button>`;
  return html`<div class="present-buttons" role="group" aria-label=${words.controls}>
    ${button("back", icons.back, words.back)}
    ${button("play", store.playing.value ? icons.pause : icons.play, store.playing.value ? words.pause : words.play)}
    ${button("next", icons.next, words.next)}
    ${button("ask", icons.question, words.askHere, store.asked.value)}
    ${button("spotlight", icons.spotlight, words.spotlight, store.spotlight.value)}
    ${button("theme", icons.theme, words.theme)}
    ${button("present", icons.leave, words.leavePresenting)}
  </div>`;
}

/** A ring that goes with the pointer, from where it rests. @param {{pointer: {current: readonly [number, number]}}} props */
function Spotlight({pointer}) {
  const ring = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const place = () => {
      const [x, y] = pointer.current;
      if (ring.current) ring.current.style.transform = `translate(${x}px, ${y}px)`;
    };
    place();
    addEventListener("pointermove", place);
    return () => removeEventListener("pointermove", place);
  }, []);
  return html`<div class="spotlight" ref=${ring} aria-hidden="true"></div>`;
}

/**
 * True for a while after the mouse moved.
 * @param {{current: HTMLElement | null}} place
 * @param {{current: readonly [number, number]}} pointer  kept at where it is
 */
function useAwake(place, pointer) {
  const [awake, wake] = useState(false);
  useEffect(() => {
    let timer = 0;
    const move = (/** @type {PointerEvent} */ event) => {
      pointer.current = [event.clientX, event.clientY];
      if (event.pointerType !== "mouse") return;
      wake(true);
      clearTimeout(timer);
      timer = setTimeout(() => wake(false), AWAKE_MS);
    };
    place.current?.focus({preventScroll: true});
    addEventListener("pointermove", move);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointermove", move);
    };
  }, []);
  return awake;
}
