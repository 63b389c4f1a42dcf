/**
 * What the lesson itself says, in the panel: what it is about and how it writes things before the first step, what to
 * look at on the way, what to mind and where to go on after the last. Words that speak of a mark point at it.
 *
 * A graph of the reader's own has no lesson, and nothing is said.
 */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef} from "preact/hooks";

import {lessonBeside, playlistOf} from "../player/lecture.js";
import {looksAt} from "../state/lesson.js";
import {ROOT} from "../state/root.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Lazy} from "./lazy.js";
import {Maths} from "./maths.js";
import {Look, Prose} from "./prose.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").Lesson} LessonData */

const loadPasses = () => import("./passes.js").then(({Passes}) => Passes);
const loadComparison = () => import("./comparison.js").then(({Comparison}) => Comparison);
const loadSums = () => import("./passes.js").then(({Sums}) => Sums);

/** @param {{desk: Desk, place: "start" | "stop" | "end"}} props */
export function Lesson({desk, place}) {
  const {lesson, asked, currentStop, pointed} = desk.store;
  const [now, address] = [lesson.value, currentStop.value?.address];
  useEffect(() => () => void (pointed.value = []), [now, address]);
  if (!now || desk.store.hidden.value.has("words")) return null;
  const looks = [...(place === "start" || asked.value ? [] : looksAt(now, address)), ...(place === "stop" ? [] : looksAt(now, place))];
  return html`
    ${place === "start" && html`<section class="lesson"><p class="about-line">${now.summary}</p></section>`}
    ${looks.length > 0 && html`<section class="lesson looks">${looks.map((look) => h(Look, {key: look.text, desk, look}))}</section>`}
    ${place !== "stop" && h(Compared, {desk, lesson: now, at: place})}
    ${place === "start" && h(Opening, {desk, lesson: now})}
    ${place === "end" && !asked.value && h(Ending, {desk, lesson: now})}`;
}

/** All of it at once, where there is no panel: a dialog on the phone. @param {{desk: Desk}} props */
export function About({desk}) {
  const {lesson, aboutOpen} = desk.store;
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const now = lesson.value;
  useLayoutEffect(() => dialog.current?.showModal(), []);
  // What is opened from here is looked at without this.
  useEffect(() => () => void (aboutOpen.value = false), [now, desk.store.stop.value]);
  if (!now) return null;
  return html`<dialog class="help about" ref=${dialog} aria-label=${now.title} onClose=${() => (aboutOpen.value = false)}>
    <div class="title"><h2>${now.title}</h2><button type="button" aria-label=${words.closeAbout} onClick=${() => dialog.current?.close()}>
      ${words.close}<kbd>Esc</kbd></button></div>
    <section class="lesson"><p class="about-line">${now.summary}</p></section>
    <section class="lesson looks">${(now.look ?? []).map(({text}) => html`<p key=${text}>${h(Prose, {desk, text})}</p>`)}</section>
    ${h(Compared, {desk, lesson: now, at: "start"})}
    ${h(Opening, {desk, lesson: now})}
    ${h(Compared, {desk, lesson: now, at: "end"})}
    ${h(Ending, {desk, lesson: now})}
  </dialog>`;
}

/** @param {{desk: Desk, lesson: LessonData, at: "start" | "end"}} props */
function Compared({desk, lesson, at}) {
  return (lesson.comparisons ?? []).filter((one) => one.at === at)
    .map((comparison) => h(Lazy, {key: comparison.title, load: loadComparison, props: {desk, comparison}}));
}

/** @param {{desk: Desk, lesson: LessonData}} props */
function Opening({desk, lesson}) {
  const note = playlistOf(desk.store.playlists.value, lesson.slug, desk.store.list.value)?.notes[lesson.slug];
  const notation = lesson.notation ?? [];
  return html`
    ${notation.length > 0 && html`<section class="lesson"><h3>${words.notation}</h3>
      <button type="button" class="sign-switch" aria-pressed=${desk.store.oneSign.value} onClick=${() => desk.run("sign")}>${words.oneSign}</button>
      <p class="notation-heads" aria-hidden="true"><span>${words.notationHere}</span><span>${words.notationElsewhere}</span></p>
      <dl class="notation">${notation.map(({means, here, elsewhere}) => html`<div key=${means}>
        <dt>${means}</dt>
        <dd><span class="unseen">${words.notationHere}</span>${h(Maths, {tex: `\\displaystyle ${here}`})}</dd>
        <dd class="elsewhere"><span class="unseen">${words.notationElsewhere}</span>${elsewhere.map((tex) => h(Maths, {key: tex, tex: `\\displaystyle ${tex}`}))}</dd></div>`)}</dl></section>`}
    ${note && html`<section class="lesson"><details><summary>${words.forTheTeacher}</summary><p>${note}</p></details></section>`}`;
}

/** @param {{desk: Desk, lesson: LessonData}} props */
function Ending({desk, lesson}) {
  const {questions = [], notes = [], more = [], also = [], modes = [], sources = []} = lesson;
  return html`
    ${modes.includes("forward") && h(Lazy, {key: "passes", load: loadPasses, props: {desk}})}
    ${modes.includes("assign") && h(Lazy, {key: "sums", load: loadSums, props: {desk}})}
    ${notes.length > 0 && html`<section class="lesson"><h3>${words.toMind}</h3>${notes.map((note) => html`<p key=${note}>${h(Prose, {desk, text: note})}</p>`)}</section>`}
    <section class="lesson onward">
      ${more.map(({label, title, expression}) => html`<button type="button" key=${label} class="further"
        onClick=${() => desk.openProgram({title, text: expression})}>${icons.plus}${label}</button>`)}
      ${also.map(({label, title, expression}) => html`<button type="button" key=${label} class="further"
        onClick=${() => desk.openProgram({title, text: expression})}>${icons.next}${label}</button>`)}
      ${questions.length > 0 && html`<button type="button" class="further" onClick=${() => askAll(desk)}>${icons.question}${words.askMe(questions.length)}</button>`}
      ${lesson.bench && html`<a class="further" href=${`${ROOT}/train?lesson=${encodeURIComponent(lesson.slug)}`}>${icons.next}${words.trainIt}</a>`}
      ${Boolean(lesson.varies?.length) && html`<button type="button" class="further" onClick=${() => {
        desk.store.sharing.value = "numbers";
        desk.run("share");
      }}>${icons.numbers}${words.otherNumbers}</button>`}
      ${h(Beside, {desk, slug: lesson.slug})}
    </section>
    ${sources.length > 0 && html`<section class="lesson sources"><details><summary>${words.sources}</summary>${sources.map((source) => html`<p key=${source}>${source}</p>`)}</details></section>`}`;
}

/** All of the lesson's questions ask, from the start on. @param {Desk} desk */
function askAll({store, player}) {
  store.questions.value = store.lessonAsks.peek();
  player.goTo(-1);
}

/** The lessons before and after this one. @param {{desk: Desk, slug: string}} props */
function Beside({desk, slug}) {
  const {lessons, playlists, list} = desk.store;
  const [before, after] = [lessonBeside(playlists.value, slug, -1, list.value), lessonBeside(playlists.value, slug, 1, list.value)];
  const title = (/** @type {string} */ one) => lessons.value.find((lesson) => lesson.slug === one)?.title ?? one;
  if (!before && !after) return null;
  return html`<p class="beside">
    ${before && html`<button type="button" class="before" onClick=${() => desk.openLesson(before)}>${icons.back}<span><small>${words.lessonBefore}</small> ${title(before)}</span></button>`}
    ${after && html`<button type="button" class="solid after" onClick=${() => desk.openLesson(after, "start")}><span><small>${words.lessonAfter}</small> ${title(after)}</span>${icons.next}</button>`}
  </p>`;
}
