/**
 * A lesson's words on the bench: one sentence at a time in a strip over the network, with words that lead to what they
 * speak of, and the whole lesson behind it. A run of the lesson's is chosen beside the sentence.
 */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

import {pieces} from "../../state/lesson.js";
import {PICTURES, PLACES, runOn, targetOf} from "../../state/bench/lesson.js";
import {lessonWords as said} from "../../state/bench-lesson-words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Lazy} from "../lazy.js";
import {withSheet} from "../sheet.js";
import {picture} from "./charts.js";
import {Menu} from "./fields.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").BenchLook} BenchLook */
/** @typedef {import("../../bench.js").BenchTarget} BenchTarget */
/** @typedef {import("../../bench.js").OpenLesson} OpenLesson */

const loadAll = withSheet("lesson", withSheet("help", () => import("./lesson-all.js").then(({WholeLesson}) => WholeLesson)));
/** How long what a word points at stands out. */
const POINTED_MS = 2000;

/** @param {{desk: BenchDesk}} props */
export function LessonWords({desk}) {
  const lesson = /** @type {OpenLesson | null} */ (desk.store.lesson.value);
  return lesson && html`<${Words} key=${lesson.slug} desk=${desk} lesson=${lesson} />`;
}

/** @param {{desk: BenchDesk, lesson: OpenLesson}} props */
function Words({desk, lesson}) {
  const {bench} = lesson;
  const {request} = desk.store;
  const [at, go] = useState(0);
  const [whole, show] = useState(false);
  const [last, open] = useState(bench.runs[bench.opens.run]?.name ?? "");
  useEffect(() => {
    picture.value = PICTURES[bench.opens.chart ?? ""] ?? picture.peek();
  }, []);
  const run = runOn(bench, request.value, last);
  const choose = (/** @type {string} */ name) => {
    const found = bench.runs.find((one) => one.name === name);
    if (!found) return;
    open(name);
    void desk.training.open(found.request, {entry: "push"});
  };
  /** From the menu: what is said of that run is said now. @param {string} name */
  const chosen = (name) => {
    choose(name);
    const first = bench.look.findIndex((one) => one.run === name);
    if (first >= 0) go(first);
  };
  const look = bench.look[at];
  if (!look) return null;
  const elsewhere = look.run !== null && look.run !== run ? look.run : null;
  return html`<section class="bench-words" aria-label=${said.lesson}>
    <div class="turn"><button type="button" aria-label=${said.before} disabled=${at === 0} onClick=${() => go(at - 1)}>${icons.back}</button>
      <span class="num">${said.place(at + 1, bench.look.length)}</span>
      <button type="button" aria-label=${said.after} disabled=${at === bench.look.length - 1} onClick=${() => go(at + 1)}>${icons.next}</button></div>
    <div class="say" role="status"><p>${h(Sentence, {desk, look, choose})}${elsewhere && html` <button type="button" class="elsewhere" onClick=${() => choose(elsewhere)}>${said.inRun(elsewhere)}</button>`}</p></div>
    ${bench.runs.length > 1 && html`<div class="which"><span class="caption">${said.run}</span>${h(Menu, {label: said.run, value: run, options: bench.runs.map(({name}) => /** @type {const} */ ([name, name])), choose: chosen})}</div>`}
    <button type="button" class="whole" title=${said.allHint} onClick=${() => show(true)}>${icons.question}<span>${said.all}</span></button>
    ${whole && h(Lazy, {load: loadAll, props: {desk, lesson, choose, close: () => show(false)}})}
  </section>`;
}

/**
 * A sentence whose words lead to what they speak of.
 * @param {{desk: BenchDesk, look: BenchLook, choose: (run: string) => void}} props
 */
export function Sentence({desk, look, choose}) {
  return html`${pieces(/** @type {any} */ (look)).map(({text, mark}, at) => (mark
    ? html`<button type="button" class="pointing" key=${at} onClick=${() => lead(desk, /** @type {any} */ (mark), choose)}>${text}</button>`
    : html`<span key=${at}>${text}</span>`))}`;
}

/**
 * Go where a word points.
 * @param {BenchDesk} desk
 * @param {BenchTarget} mark
 * @param {(run: string) => void} choose
 */
function lead({store, training}, mark, choose) {
  const {kind, focus, chart, epoch = 0, example = 0, run = "", screen = "bench", walk = ""} = targetOf(mark);
  if (kind === "focus" && focus) store.focus.value = focus;
  if (kind === "chart" && chart) {
    store.screen.value = "bench";
    requestAnimationFrame(() => lookAt(chart));
  }
  if (kind === "epoch") {
    const trained = store.history.peek()?.epoch.at(-1) ?? 0;
    const request = store.request.peek();
    if (epoch <= trained) void training.goTo(epoch);
    else if (request) void training.open(request, {entry: "push", epoch});
  }
  if (kind === "example") store.example.value = example;
  if (kind === "run") choose(run);
  if (kind === "screen") store.screen.value = screen;
  if (kind === "walk") {
    store.walk.value = walk;
    store.screen.value = "example";
  }
}

/** Show a chart, and let it stand out for a moment. @param {string} chart */
function lookAt(chart) {
  picture.value = PICTURES[chart] ?? picture.peek();
  requestAnimationFrame(() => {
    const place = document.querySelector(PLACES[chart] ?? "");
    if (!place) return;
    place.scrollIntoView({block: "nearest"});
    place.classList.add("pointed-at");
    setTimeout(() => place.classList.remove("pointed-at"), POINTED_MS);
  });
}
