/** The lessons to choose from: the playlist one is in as a track with its stations, then the others by topic. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {playlistOf} from "../player/lecture.js";
import {byPlaylist} from "../state/lesson.js";
import {keptWords} from "../state/keeping-words.js";
import {ROOT} from "../state/root.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Work} from "./work.js";

/** @typedef {import("../page.js").Desk} Desk */

/** @param {{desk: Desk}} props */
export function Lessons({desk}) {
  const {lessons, playlists, lessonsOpen, lesson, list: chosen} = desk.store;
  const current = lesson.value?.slug;
  const playlist = playlistOf(playlists.value, current, chosen.value) ?? playlists.value[0];
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    const buttons = /** @type {HTMLElement[]} */ ([...(list.current?.querySelectorAll("button, a") ?? [])]);
    (buttons.find((button) => button.ariaCurrent === "true") ?? buttons[0])?.focus({preventScroll: false});
  }, []);
  const pick = (/** @type {string} */ slug) => {
    lessonsOpen.value = false;
    desk.openLesson(slug);
  };
  return html`<div class="lesson-list" ref=${list} role="group" aria-label=${words.lessons} onKeyDown=${walk}>
    <ul key="new"><li><button type="button" onClick=${() => {
      lessonsOpen.value = false;
      desk.run("new");
    }}><span class="station" aria-hidden="true">+</span><b>${words.build.fresh}</b><small>${words.build.freshHint}</small></button></li>
      <li><button type="button" onClick=${() => {
        lessonsOpen.value = false;
        desk.run("open-file");
      }}><span class="station" aria-hidden="true">↑</span><b>${keptWords.work.openFile}</b><small>${keptWords.work.fileHint}</small></button></li></ul>
    ${h(Work, {desk})}
    <ul key="all"><li><a href=${`${ROOT}/lessons${current ? `#${current}` : ""}`}><span class="station" aria-hidden="true">${icons.sheet}</span><b>${words.allLessons}</b><small>${words.allLessonsHint}</small></a></li></ul>
    ${byPlaylist(lessons.value, playlist ? [playlist] : []).map(({title, ordered, lessons: those}) => html`
      <h2 key=${title}>${title}</h2>
      <ol key=${`${title} list`} class=${ordered ? "ordered" : ""}>${those.map(({slug, title: name, summary}, at) => html`<li key=${slug}>
        <button type="button" aria-current=${slug === current ? "true" : undefined} onClick=${() => pick(slug)}>
          <span class="station" aria-hidden="true">${ordered ? at + 1 : ""}</span><b>${name}</b><small>${summary}</small>
        </button></li>`)}</ol>`)}
  </div>`;
}

/** Up and down go from lesson to lesson. @param {KeyboardEvent} event */
function walk(event) {
  const place = /** @type {HTMLElement} */ (event.currentTarget);
  const buttons = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("button, a")]);
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1}[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
}
