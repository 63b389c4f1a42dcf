/** The whole lesson of the bench, over the page: its sentences, questions, what is set, how others write it, where to go on. */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {listed} from "../../api/bench/library.js";
import {lessonBeside, playlistOf} from "../../player/lecture.js";
import {sheetOf} from "../../state/bench/lesson.js";
import {lessonWords as said} from "../../state/bench-lesson-words.js";
import {lessonPath} from "../../state/lesson-path.js";
import {ROOT} from "../../state/root.js";
import {words} from "../../state/words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Maths} from "../maths.js";
import {Sentence} from "./sentence.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").OpenLesson} OpenLesson */
/** @typedef {import("../../page.js").LessonSummary} LessonSummary */
/** @typedef {import("../../page.js").Playlist} Playlist */

/** @param {{desk: BenchDesk, lesson: OpenLesson, choose: (run: string) => void, close: () => void}} props */
export function WholeLesson({desk, lesson, choose, close}) {
  const {bench, notation = [], notes = [], sources = []} = lesson;
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const leave = (/** @type {string} */ run) => {
    choose(run);
    dialog.current?.close();
  };
  // A word that leads somewhere leads there at once: what it points at lies under this.
  const led = (/** @type {Event} */ event) => {
    if (event.target instanceof Element && event.target.closest(".pointing")) dialog.current?.close();
  };
  return html`<dialog class="help about bench-lesson" ref=${dialog} aria-label=${lesson.title} onClose=${close}>
    <div class="title"><h2>${lesson.title}</h2><button type="button" aria-label=${words.closeAbout} onClick=${() => dialog.current?.close()}>${words.close}<kbd>Esc</kbd></button></div>
    <section class="lesson"><p class="about-line">${lesson.summary}</p></section>
    <section class="lesson looks" onClick=${led}><h3>${said.look}</h3>${bench.look.map((look) => html`<p key=${look.text}>${h(Sentence, {desk, look, choose: leave})}</p>`)}</section>
    <section class="lesson"><h3>${said.questions}</h3><ol class="expect">${bench.questions.map((question) => h(Question, {key: question.ask, question}))}</ol></section>
    ${h(Sheet, {desk})}
    ${notation.length > 0 && html`<section class="lesson"><h3>${words.notation}</h3><p class="notation-heads" aria-hidden="true"><span>${words.notationHere}</span><span>${words.notationElsewhere}</span></p>
      <dl class="notation">${notation.map(({means, here, elsewhere}) => html`<div key=${means}><dt>${means}</dt>
        <dd><span class="unseen">${words.notationHere}</span>${h(Maths, {tex: `\\displaystyle ${here}`})}</dd>
        <dd class="elsewhere"><span class="unseen">${words.notationElsewhere}</span>${elsewhere.map((tex) => h(Maths, {key: tex, tex: `\\displaystyle ${tex}`}))}</dd></div>`)}</dl></section>`}
    ${notes.length > 0 && html`<section class="lesson"><h3>${words.toMind}</h3>${notes.map((note) => html`<p key=${note}>${note}</p>`)}</section>`}
    ${h(Onward, {lesson})}
    ${sources.length > 0 && html`<section class="lesson sources"><details><summary>${words.sources}</summary>${sources.map((source) => html`<p key=${source}>${source}</p>`)}</details></section>`}
  </dialog>`;
}

/** Asked first, told when one has an answer. @param {{question: Readonly<{ask: string, answer: string}>}} props */
function Question({question}) {
  const [told, tell] = useState(false);
  return html`<li><p>${question.ask}</p>${told ? html`<p class="told" role="status">${question.answer}</p>`
    : html`<button type="button" class="further" onClick=${() => tell(true)}>${icons.question}${said.answer}</button>`}</li>`;
}

/** What was set before training. @param {{desk: BenchDesk}} props */
function Sheet({desk}) {
  const request = desk.store.request.value;
  return request && html`<section class="lesson"><h3>${said.sheet}</h3><dl class="set-sheet">${sheetOf(request).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd class="num">${value}</dd></div>`)}</dl></section>`;
}

/** The lessons before and after, the teacher's note, and the same lesson as a graph. @param {{lesson: OpenLesson}} props */
function Onward({lesson}) {
  const [found, show] = useState(/** @type {Awaited<ReturnType<typeof listed>> | null} */ (null));
  useEffect(() => void listed().then(show, () => undefined), []);
  const list = new URLSearchParams(location.search).get("list") ?? "";
  /** @type {readonly LessonSummary[]} */
  const lessons = found?.lessons ?? [];
  /** @type {readonly Playlist[]} */
  const playlists = found?.playlists ?? [];
  const note = playlistOf(playlists, lesson.slug, list)?.notes[lesson.slug];
  const beside = (/** @type {-1 | 1} */ by) => lessons.find((one) => one.slug === lessonBeside(playlists, lesson.slug, by, list));
  const [before, after] = [beside(-1), beside(1)];
  return html`<section class="lesson onward">
    ${note && html`<details><summary>${words.forTheTeacher}</summary><p>${note}</p></details>`}
    ${lesson.kind === "graph" && html`<a class="further" href=${`${ROOT}/?lesson=${encodeURIComponent(lesson.slug)}`}>${icons.next}${said.onGraph}</a>`}
    ${(before || after) && html`<p class="beside">
      ${before && html`<a class="before" href=${lessonPath(before, {playlist: list, start: true})}>${icons.back}<span><small>${words.lessonBefore}</small> ${before.title}</span></a>`}
      ${after && html`<a class="solid after" href=${lessonPath(after, {playlist: list, start: true})}><span><small>${words.lessonAfter}</small> ${after.title}</span>${icons.next}</a>`}</p>`}
  </section>`;
}
