/** The bar: the mark, the document and its step, what else there is. */

import {h} from "preact";
import {useEffect, useRef} from "preact/hooks";

import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";

/** @typedef {import("../page.js").Desk} Desk */

/** @param {{desk: Desk}} props */
export function Bar({desk}) {
  const {store} = desk;
  const document = store.shown.value?.document;
  const {length} = store.stops.value;
  return html`<header class="bar">
    <a class="logo" href="/">${icons.logo}<span>${words.product}</span></a>
    <div class="document">
      ${h(Title, {desk, title: document?.title ?? words.loading})}
      ${length > 0 && html`<span class="count">${(store.narrow.value ? words.outOf : words.step)(store.stop.value + 1, length)}</span>`}
    </div>
    <nav aria-label="Main"><a aria-current="page" href="/">Workbench</a></nav>
    <div class="acts">
      <button type="button" aria-label="Light or dark (T)" title="Light or dark (T)" onClick=${() => desk.run("theme")}>${icons.theme}</button>
      <button type="button" aria-label="Keys (?)" title="Keys (?)" onClick=${() => desk.run("help")}>${icons.keys}</button>
    </div>
  </header>`;
}

/** @param {{desk: Desk, title: string}} props  a plain title until the list of lessons is there */
function Title({desk, title}) {
  const {lessons, lessonsOpen} = desk.store;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const open = lessonsOpen.value;
  useEffect(() => {
    if (!open) return undefined;
    const leave = (/** @type {Event} */ event) => {
      if (!place.current?.contains(/** @type {Node} */ (event.target))) lessonsOpen.value = false;
    };
    addEventListener("pointerdown", leave);
    return () => removeEventListener("pointerdown", leave);
  }, [open]);
  if (lessons.value.length < 2) return html`<h1>${title}</h1>`;
  return html`<div ref=${place}>
    <h1><button type="button" class="chooser" aria-expanded=${open} aria-label=${`${title}. ${words.openLesson}`}
      onClick=${() => (lessonsOpen.value = !open)}>${title}${icons.chevron}</button></h1>
    ${open && h(LessonList, {desk})}
  </div>`;
}

/** @param {{desk: Desk}} props */
function LessonList({desk}) {
  const {lessons, lessonsOpen, shown} = desk.store;
  const current = shown.value?.document.slug;
  const list = useRef(/** @type {HTMLUListElement | null} */ (null));
  useEffect(() => list.current?.querySelector("button")?.focus(), []);
  const pick = (/** @type {string} */ slug) => {
    lessonsOpen.value = false;
    desk.openLesson(slug);
  };
  return html`<ul class="lesson-list" ref=${list}>
    ${lessons.value.map(({slug, title, summary}) => html`<li key=${slug}>
      <button type="button" aria-current=${slug === current ? "true" : undefined} onClick=${() => pick(slug)}>
        ${title}${summary && html`<small>${summary}</small>`}
      </button></li>`)}
  </ul>`;
}
