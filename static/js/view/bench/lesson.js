/**
 * A lesson's words on the bench: one sentence at a time in a strip over the network, with words that lead to what they
 * speak of, and the whole lesson behind it. A run of the lesson's is chosen beside the sentence.
 */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

import {PICTURES, runOn} from "../../state/bench/lesson.js";
import {turnWithin, turnsOf} from "../../state/bench/turns.js";
import {lessonWords as said} from "../../state/bench-lesson-words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Lazy} from "../lazy.js";
import {withSheet} from "../sheet.js";
import {picture} from "./charts.js";
import {Menu} from "./fields.js";
import {Sentence} from "./sentence.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").BenchLook} BenchLook */
/** @typedef {import("../../bench.js").OpenLesson} OpenLesson */

const loadAll = withSheet("lesson", withSheet("help", () => import("./lesson-all.js").then(({WholeLesson}) => WholeLesson)));

/** @param {{desk: BenchDesk}} props */
export function LessonWords({desk}) {
  const lesson = /** @type {OpenLesson | null} */ (desk.store.lesson.value);
  return lesson && html`<${Words} key=${lesson.slug} desk=${desk} lesson=${lesson} />`;
}

/** @param {{desk: BenchDesk, lesson: OpenLesson}} props */
function Words({desk, lesson}) {
  const {bench} = lesson;
  const {request, lessonRun, turn} = desk.store;
  const [whole, show] = useState(false);
  const turns = turnsOf(bench);
  const at = turnWithin(bench, turn.value);
  // By hand one reads on; only a clicker plays what is spoken of.
  const read = turns.map((_, index) => index).filter((index) => turns[index]?.kind !== "play");
  const before = read.findLast((index) => index < at) ?? at;
  const after = read.find((index) => index > at) ?? at;
  useEffect(() => {
    picture.value = PICTURES[bench.opens.chart ?? ""] ?? picture.peek();
  }, []);
  const run = runOn(bench, request.value, lessonRun.value);
  const choose = (/** @type {string} */ name) => {
    const found = bench.runs.find((one) => one.name === name);
    if (!found) return;
    lessonRun.value = name;
    void desk.training.open(found.request, {entry: "push"});
  };
  /** From the menu: what is said of that run is said now. @param {string} name */
  const chosen = (name) => {
    choose(name);
    const first = bench.look.findIndex((one) => one.run === name);
    if (first >= 0) turn.value = turns.findIndex((one) => one.kind === "say" && one.at === first);
  };
  const now = turns[at];
  if (!now) return null;
  const says = now.kind === "say" || now.kind === "play";
  return html`<section class="bench-words" aria-label=${said.lesson}>
    <div class="turn"><button type="button" aria-label=${said.before} disabled=${before === at} onClick=${() => (turn.value = before)}>${icons.back}</button>
      <span class="num">${says ? said.place(now.at + 1, bench.look.length) : said.question(now.at + 1, bench.questions.length)}</span>
      <button type="button" aria-label=${said.after} disabled=${after === at} onClick=${() => (turn.value = after)}>${icons.next}</button></div>
    <div class="say" role="status">${says ? h(Say, {desk, look: bench.look[now.at], run, choose}) : h(Asked, {...bench.questions[now.at], told: now.kind === "answer"})}</div>
    ${bench.runs.length > 1 && html`<div class="which"><span class="caption">${said.run}</span>${h(Menu, {label: said.run, value: run, options: bench.runs.map(({name}) => /** @type {const} */ ([name, name])), choose: chosen})}</div>`}
    <button type="button" class="whole" title=${said.allHint} onClick=${() => show(true)}>${icons.question}<span>${said.all}</span></button>
    ${whole && h(Lazy, {load: loadAll, props: {desk, lesson, choose, close: () => show(false)}})}
  </section>`;
}

/** A sentence, and the way to the run it is about. @param {{desk: BenchDesk, look: BenchLook | undefined, run: string, choose: (run: string) => void}} props */
function Say({desk, look, run, choose}) {
  if (!look) return null;
  const elsewhere = look.run !== null && look.run !== run ? look.run : null;
  return html`<p>${h(Sentence, {desk, look, choose})}${elsewhere && html` <button type="button" class="elsewhere" onClick=${() => choose(elsewhere)}>${said.inRun(elsewhere)}</button>`}</p>`;
}

/** A question, and what comes of it once that is told. @param {{ask?: string, answer?: string, told: boolean}} props */
const Asked = ({ask = "", answer = "", told}) => html`<p>${ask}${told && html` <b class="told">${answer}</b>`}</p>`;
