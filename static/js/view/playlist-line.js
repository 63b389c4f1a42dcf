/** A playlist as a track: its lessons as numbered stations, ink as far as the one that is pointed at. */

import {useLayoutEffect, useRef} from "preact/hooks";

import {lessonPath} from "../state/lesson-path.js";
import {libraryWords as said} from "../state/library-words.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").LessonSummary} LessonSummary */
/** @typedef {import("../page.js").Playlist} Playlist */

/**
 * @param {{playlist: Playlist, playlists: readonly Playlist[], lessons: readonly LessonSummary[], here: string | null, choose: (slug: string) => void}} props
 */
export function PlaylistLine({playlist, playlists, lessons, here, choose}) {
  const line = useRef(/** @type {HTMLElement | null} */ (null));
  const at = playlist.lessons.indexOf(here ?? "");
  const lessonOf = (/** @type {string} */ slug) => lessons.find((lesson) => lesson.slug === slug) ?? {slug, title: slug};
  // What stands before a colon is enough to know it by.
  const title = (/** @type {string} */ slug) => lessonOf(slug).title.split(":")[0];
  useLayoutEffect(() => {
    // Where the line is longer than its place, the station of what is pointed at is in it.
    const [place, station] = [line.current, line.current?.querySelectorAll("li")[at]];
    if (place && station && place.scrollWidth > place.clientWidth) place.scrollTo({left: station.offsetLeft - place.clientWidth / 2});
  }, [at, playlist]);
  return html`<footer class="line">
    <div class="line-head"><span class="caption">${said.playlist}</span>
      <select aria-label=${said.choosePlaylist} value=${playlist.slug} onChange=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
        ${playlists.map(({slug, title: name}) => html`<option key=${slug} value=${slug}>${name}</option>`)}</select>
      <b>${playlist.title}</b><span class="caption">${said.oneLecture(playlist.lessons.length)}</span></div>
    <nav class="stations" ref=${line} aria-label=${said.track(playlist.title)}><ol>${playlist.lessons.map((slug, index) => html`
      <li key=${slug} class=${index < at ? "passed" : index === at ? "here" : ""}><a href=${lessonPath(lessonOf(slug), {playlist: playlist.slug, start: true})}>
        <b class="num">${index + 1}</b><span class="bead" aria-hidden="true"></span><span class="name">${title(slug)}</span></a></li>`)}</ol></nav>
  </footer>`;
}
