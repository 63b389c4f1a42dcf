/** The network bench: bar, settings, the network with its charts, the panel, and the tape; or one example's way through. */

import {h} from "preact";

import {benchWords} from "../../state/bench-words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Lazy} from "../lazy.js";
import {withSheet} from "../sheet.js";
import {Bar} from "./bar.js";
import {Charts} from "./charts.js";
import {Focus} from "./focus.js";
import {Net} from "./net.js";
import {Speech} from "./speech.js";
import {Strip} from "./strip.js";
import {Surface} from "./surface.js";
import {Tape} from "./tape.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

const loadExample = withSheet("example", () => import("./example.js").then(({Example}) => Example));
const loadSettings = withSheet("bench-sheets", () => import("./settings.js").then(({Settings}) => Settings));
const loadShare = withSheet("share", () => import("./share.js").then(({Share}) => Share));
const loadTake = withSheet("take", () => import("./take.js").then(({Take}) => Take));
const loadData = withSheet("bench-sheets", () => import("./data.js").then(({OwnData}) => OwnData));
const loadLesson = withSheet("bench-lesson", () => import("./lesson.js").then(({LessonWords}) => LessonWords));
const loadHall = withSheet("hall", () => import("./hall.js").then(({Hall}) => Hall));
const loadNext = withSheet("present", () => import("./hall.js").then(({NextLesson}) => NextLesson));
const loadBlank = () => import("../blank.js").then(({Blank}) => Blank);
const loadHelp = withSheet("help", () => import("../help.js").then(({Help}) => Help));

/** What may lie over the page. */
const SHEETS = {settings: loadSettings, share: loadShare, export: loadTake, data: loadData};

/** @param {{desk: BenchDesk}} props */
export function App({desk}) {
  const {store} = desk;
  const sheet = store.dialog.value && SHEETS[store.dialog.value];
  return html`${h(Bar, {desk})}
    ${store.lesson.value && h(Lazy, {key: "lesson", load: loadLesson, props: {desk}})}
    ${store.screen.value === "example" ? h(Lazy, {key: "example", load: loadExample, props: {desk}}) : h(Bench, {desk})}
    ${h(Speech, {desk})}
    ${sheet && h(Lazy, {key: store.dialog.value ?? "", load: sheet, props: {desk}})}
    ${store.hall.value && h(Lazy, {key: "hall", load: loadHall, props: {desk}})}
    ${store.nextLesson.value && h(Lazy, {key: "next", load: loadNext, props: {desk}})}
    ${store.blank.value && h(Lazy, {key: "blank", load: loadBlank, props: {desk}})}
    ${store.helpOpen.value && h(Lazy, {key: "help", load: loadHelp, props: {desk}})}`;
}

/** @param {{desk: BenchDesk}} props */
function Bench({desk}) {
  return html`<main class="desk bench">
      <section class="board" aria-label=${benchWords.network}>
        ${h(Strip, {desk})}
        ${h(Notice, {desk})}
        <div class="net-room grid">${h(Net, {desk})}</div>
        <section class="charts-room" aria-label=${benchWords.charts}><h2 class="unseen">${benchWords.charts}</h2>${h(Charts, {desk})}</section>
      </section>
      <aside class="panel" aria-label=${benchWords.beside}>
        <div class="surface-room">${h(Surface, {desk})}</div>
        ${h(Focus, {desk})}
      </aside>
    </main>
    ${h(Tape, {desk})}`;
}

/** What went wrong, and what ended the run by itself. @param {{desk: BenchDesk}} props */
function Notice({desk: {store}}) {
  const problem = store.problem.value;
  const hint = problem?.errors?.[0]?.hint;
  const ended = store.status.value === "ended" ? benchWords.stopped[store.stopped.value ?? ""] : "";
  const text = problem ? `${problem.detail}${hint ? ` ${hint}` : ""}` : store.away.value ? benchWords.away : ended;
  return html`<div class="notice-room" role="status">${text && html`<p class="bench-notice">${icons.warning}<span>${text}</span>
    ${problem && html`<button type="button" onClick=${() => (store.problem.value = null)}>${benchWords.close}</button>`}</p>`}</div>`;
}
