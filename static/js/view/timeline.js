/** The history of networks as a track: a station a discovery, with the lessons that show it. */

import {h} from "preact";
import {useEffect} from "preact/hooks";

import {lessonPath} from "../state/lesson-path.js";
import {libraryWords} from "../state/library-words.js";
import {html} from "./html.js";
import {SiteBar} from "./site.js";

/** @typedef {import("../page.js").HistoryStop} HistoryStop */
/** @typedef {import("../page.js").LessonSummary} LessonSummary */
/** @typedef {import("../page.js").LibraryGiven} LibraryGiven */

const said = libraryWords.timeline;

/** @param {{given: LibraryGiven}} props */
export function Timeline({given: {history, lessons}}) {
  useEffect(() => {
    document.title = document.title.replace(/^[^·]*/, `${said.title} `);
  }, []);
  return html`${h(SiteBar, {title: said.title})}
    <main class="timeline"><div class="way">
      <p class="lead">${said.lead}</p>
      <ol>${history.map((stop) => h(Stop, {key: stop.what, stop, lessons}))}</ol>
      <section class="works"><h2>${said.sources}</h2><ul>${history.map(({source}) => html`<li key=${source}>${source}</li>`)}</ul></section>
    </div></main>`;
}

/** @param {{stop: HistoryStop, lessons: readonly LessonSummary[]}} props */
function Stop({stop: {year, who, what, text, lessons: shows}, lessons}) {
  const there = lessons.filter(({slug}) => shows.includes(slug));
  return html`<li><span class="year num">${year}</span><span class="bead" aria-hidden="true"></span>
    <div class="told"><h2>${what}</h2><p class="who">${who}</p><p>${text}</p>
      ${there.length > 0 && html`<ul class="shows">${there.map((lesson) => html`<li key=${lesson.slug}><a href=${lessonPath(lesson)}>${lesson.title}</a></li>`)}</ul>`}
    </div></li>`;
}
