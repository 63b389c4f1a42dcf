/** The library: all lessons on a specimen sheet, what finds one of them, and a playlist as a track. */

import {h} from "preact";
import {useLayoutEffect, useRef, useState} from "preact/hooks";

import {search, topicsOf} from "../state/library.js";
import {libraryWords as said} from "../state/library-words.js";
import {ROOT} from "../state/root.js";
import {HostLinks} from "./host-links.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Lazy} from "./lazy.js";
import {PlaylistLine} from "./playlist-line.js";
import {SiteBar} from "./site.js";
import {Specimen} from "./specimen.js";

/** @typedef {import("../page.js").LibraryGiven} LibraryGiven */
/** @typedef {import("../state/library.js").Topic} Topic */

const loadAnswers = () => import("./answers.js").then(({Answers}) => Answers);
const loadTimeline = () => import("./timeline.js").then(({Timeline}) => Timeline);

/** @param {{given: LibraryGiven, path: string}} props */
export function Library({given, path}) {
  const [, slug] = /^\/lessons\/([^/]+)\/answers$/.exec(path) ?? [];
  if (slug) return h(Lazy, {load: loadAnswers, props: {given, slug: decodeURIComponent(slug)}});
  if (path.endsWith("/history")) return h(Lazy, {load: loadTimeline, props: {given}});
  return h(Shelf, {given});
}

/** @param {{given: LibraryGiven}} props */
function Shelf({given}) {
  const [text, find] = useState("");
  const [pointed, point] = useState(/** @type {string | null} */ (null));
  const [chosen, choose] = useState(() => new URLSearchParams(location.search).get("playlist") ?? "");
  const [topic, reach] = useState("A");
  const came = useRef(decodeURIComponent(location.hash.slice(1)));
  const sheet = useRef(/** @type {HTMLElement | null} */ (null));
  const topics = topicsOf(given.topics, search(given.lessons, text));
  const all = topicsOf(given.topics, given.lessons);
  const playlist = given.playlists.find(({slug}) => slug === chosen) ?? given.playlists[0];
  const here = pointed ?? came.current;
  useLayoutEffect(() => {
    if (came.current) document.getElementById(came.current)?.scrollIntoView({block: "center"});
  }, []);
  const turnTo = (/** @type {string} */ slug) => {
    choose(slug);
    history.replaceState(null, "", `?playlist=${encodeURIComponent(slug)}`);
  };
  return html`${h(SiteBar, {title: said.title, note: said.byTopic})}
    <main class="library">
      <div class="finder">
        ${h(Search, {text, find, found: topics.flatMap(({lessons}) => lessons).length})}
        ${h(Topics, {topics: all, at: text ? "" : topic, go: (letter) => {
          find("");
          requestAnimationFrame(() => document.getElementById(`topic-${letter}`)?.scrollIntoView());
        }})}
        ${h(Playlists, {given, chosen: playlist?.slug, choose: turnTo})}
        ${h(HostLinks, {})}
      </div>
      <div class="sheet grid" ref=${sheet} onScroll=${() => reach(topicAt(sheet.current) ?? topic)}>
        ${topics.map((one) => h(Section, {key: one.letter, topic: one, here, point}))}
        ${topics.length === 0 && html`<p class="nothing">${said.none(text)} <button type="button" onClick=${() => find("")}>${said.all}</button></p>`}
      </div>
    </main>
    ${playlist && h(PlaylistLine, {playlist, playlists: given.playlists, lessons: given.lessons, here, choose: turnTo})}`;
}

/** The topic whose lessons stand at the top of the sheet. @param {HTMLElement | null} sheet */
function topicAt(sheet) {
  if (!sheet) return null;
  const top = sheet.getBoundingClientRect().top + 2;
  const sections = [...sheet.querySelectorAll("section")];
  const end = sheet.scrollTop > 0 && sheet.scrollTop + sheet.clientHeight >= sheet.scrollHeight - 2;
  const at = end ? sections.at(-1) : sections.find((section) => section.getBoundingClientRect().bottom > top + 60);
  return at?.id.replace("topic-", "") ?? null;
}

/** @param {{text: string, find: (text: string) => void, found: number}} props */
function Search({text, find, found}) {
  return html`<search class="find"><label for="find">${icons.search}<span class="unseen">${said.find}</span></label>
    <input id="find" type="search" placeholder=${said.find} value=${text} autocomplete="off" spellcheck=${false}
      onInput=${(/** @type {InputEvent} */ event) => find(/** @type {HTMLInputElement} */ (event.target).value)} />
    <span class="unseen" role="status">${text && said.found(found)}</span></search>`;
}

/** @param {{topics: readonly Topic[], at: string, go: (letter: string) => void}} props */
function Topics({topics, at, go}) {
  return html`<nav class="topics" aria-label=${said.topics}><h2>${said.topics}</h2><ul>${topics.map(({letter, title, lessons}) => html`<li key=${letter}>
    <a href=${`#topic-${letter}`} aria-current=${letter === at ? "true" : undefined} onClick=${(/** @type {Event} */ event) => {
      event.preventDefault();
      go(letter);
    }}><i class="letter">${letter}</i><span>${title}</span><b class="num">${lessons.length}</b></a></li>`)}</ul></nav>`;
}

/** @param {{given: LibraryGiven, chosen: string | undefined, choose: (slug: string) => void}} props */
function Playlists({given, chosen, choose}) {
  return html`<nav class="playlists" aria-label=${said.playlists}><h2>${said.playlists}</h2><ul>
    ${given.playlists.map(({slug, title}) => html`<li key=${slug}><button type="button" aria-pressed=${slug === chosen} onClick=${() => choose(slug)}>${title}</button></li>`)}
  </ul><h2>${said.also}</h2><ul><li><a href=${`${ROOT}/lessons/history`}>${said.history}</a></li></ul></nav>`;
}

/** @param {{topic: Topic, here: string | null, point: (slug: string | null) => void}} props */
function Section({topic: {letter, title, lessons}, here, point}) {
  return html`<section id=${`topic-${letter}`} aria-labelledby=${`head-${letter}`}>
    <div class="topic-head"><h2 id=${`head-${letter}`}><i class="letter">${letter}</i> ${title}</h2><span>${said.lessons(lessons.length)}</span></div>
    <ul class="specimens">${lessons.map((lesson) => h(Specimen, {key: lesson.slug, lesson, here: lesson.slug === here, point}))}</ul>
  </section>`;
}
