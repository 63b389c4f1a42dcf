/** Puts the network bench together: state, the hand on the run, commands and views; then opens what the address names. */

import "@preact/signals";
import {batch, effect} from "@preact/signals-core";
import {h, render} from "preact";

import {BenchLecture} from "./api/bench/lecture.js";
import {listed} from "./api/bench/library.js";
import {followPass} from "./api/bench/passing.js";
import {Training} from "./api/bench/training.js";
import {ask} from "./api/client.js";
import {benchCommands} from "./commands/bench.js";
import {lectureCommands} from "./commands/lecture.js";
import {commandFor, keyName, ownedByTarget} from "./commands/keys.js";
import {readLink, turnSaid} from "./state/bench/link.js";
import {START} from "./state/bench/moments.js";
import {FOCUS, OPENING} from "./state/bench/opening.js";
import {createBench} from "./state/bench/store.js";
import {standsAt, turnWithin} from "./state/bench/turns.js";
import {benchWords} from "./state/bench-words.js";
import {paint} from "./state/room.js";
import {ROOT} from "./state/root.js";
import {BenchAddress} from "./view/bench/address.js";
import {App} from "./view/bench/app.js";
import {pointAt} from "./view/bench/point-at.js";

/** @typedef {import("./bench.js").BenchDesk} BenchDesk */

/** What the server gave along. @type {Readonly<{public_url: string}>} */
const given = JSON.parse(document.getElementById("state")?.textContent ?? "{}");
const store = createBench();
const address = new BenchAddress(store);
const training = new Training(store, (kind) => address.note(kind));

/** The reader's own choice is kept; one that came with a link, or is for a hall, is not. @param {boolean} dark */
function setTheme(dark) {
  paint(store, dark);
  if (store.hall.peek()) return;
  try {
    localStorage.setItem("theme", dark ? "dark" : "light");
  } catch {
    // Without storage the choice lasts until the page is left.
  }
}

const lecture = new BenchLecture(store, training, {library: listed, open: (path) => void import("./view/full-screen.js").then(({goOn}) => goOn(path)), point: pointAt});
const commands = benchCommands(store, training, {setTheme});
const ofLectures = lectureCommands(store, lecture);

/** @type {BenchDesk} */
const desk = {
  store,
  training,
  get commands() {
    return offered();
  },
  // A class that reads the code off the wall has the bench in its hands, not the room.
  link: async (weights) => (given.public_url || location.origin + ROOT) + (await address.path(weights)).replace("&view=present", ""),
  run: (id) => offered().find((command) => command.id === id && command.when())?.run(),
};

/** A clicker's keys come first, then what the screen that is shown can do. */
function offered() {
  const own = store.screenCommands.value;
  const taken = new Set(own.map(({id}) => id));
  return [...ofLectures, ...own, ...commands.filter(({id}) => !taken.has(id))];
}

/** Follow a media query with a signal. @param {string} query @param {import("@preact/signals-core").Signal<boolean>} signal */
function followMedia(query, signal) {
  const media = matchMedia(query);
  const note = () => (signal.value = media.matches);
  media.addEventListener("change", note);
  note();
}

/** What a pixel at 1280 is now: --u, which the style sheet sets in steps. */
function followSize() {
  const note = () => (store.size.value = Number(getComputedStyle(document.documentElement).getPropertyValue("--u")) || 1);
  addEventListener("resize", note);
  note();
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const target = /** @type {Element} */ (event.target instanceof Element ? event.target : document.body);
  if (ownedByTarget(target, keyName(event))) return;
  const command = commandFor(offered(), event);
  if (!command) return;
  event.preventDefault();
  command.run();
});

store.darkAtDesk.value = document.documentElement.dataset.theme === "dark";
effect(() => {
  document.documentElement.dataset.theme = store.dark.value ? "dark" : "light";
});
followMedia("(max-width: 760px), (max-height: 480px)", store.narrow);
followMedia("(prefers-reduced-motion: reduce)", store.still);
followSize();
followPass(store);
effect(() => {
  const data = store.request.value?.data;
  const named = data && "dataset" in data ? data.dataset : null;
  store.title.value = store.lesson.value ? store.lesson.value.title : !data ? "" : named ? (store.datasets.value.find(({name}) => name === named)?.title ?? "") : benchWords.ownData;
});
effect(() => {
  document.title = `${store.title.value || benchWords.title} · Backprop Visualizer`;
});
render(h(App, {desk}), /** @type {HTMLElement} */ (document.getElementById("page")));
addEventListener("popstate", () => {
  address.forget();
  store.dialog.value = null;
  if (address.isHere()) void readLink(location.hash).then(({said}) => hear(said, FOCUS));
  else void open();
});
void import("./view/bench/bring.js").then(({takeIn}) => takeIn(desk));
void open().then(() => document.fonts.ready).then(() => (document.body.dataset.ready = "true"));
effect(() => {
  // The way of looking, and where one stands: told by the address once all is at rest.
  const looks = [store.focus, store.example, store.unit, store.screen, store.walk, store.turn, store.presenting, store.dark, store.pinned, store.now].map(({value}) => value);
  if (looks && store.status.value !== "running") address.note("replace");
});

/** Open what the address names: a lesson, a run of its own, or what one begins with. */
async function open() {
  address.opening = true;
  try {
    store.datasets.value = store.datasets.peek().length ? store.datasets.peek() : (await ask("/datasets")).datasets;
  } catch {
    // Without the list a dataset is still trained on; the menu has none to choose.
  }
  const {lesson, segments, at, to, moment, pinned, said, damaged} = await address.read();
  const bare = !segments && !/[#&](at|focus)=/.test(location.hash);
  const {usual, ...opens} = await openLesson(lesson, bare ? turnSaid(said.turn) : 0, said.view === "present" && !store.narrow.peek());
  address.usual = [{from: START, request: usual}];
  hear({...opens.said, ...said}, opens.focus);
  await training.open(opens.request, {entry: "none", past: {segments: segments ?? [{from: START, request: opens.request}], moment, at: bare ? {...START, epoch: opens.epoch} : at, to: bare ? opens.epoch : to}});
  const failed = segments !== null && store.problem.peek() !== null;
  if (!store.now.peek() || failed) await training.open(OPENING, {entry: "none"});
  if (damaged || failed) note("damaged-link", benchWords.damaged);
  if (lesson && !address.lesson) note("no-lesson", benchWords.noLesson(lesson));
  if (pinned) void training.pin(pinned);
  else void training.pin(null);
  address.opening = false;
  address.remember();
}

/** @param {string} code @param {string} detail */
function note(code, detail) {
  store.problem.value = {type: "about:blank", title: "", status: 0, code, detail, errors: []};
}

/** @param {Readonly<Record<string, string>>} said @param {import("./bench.js").NetFocus} focus */
function hear(said, focus) {
  address.hear(said, focus);
  if (store.lesson.peek()) store.turn.value = turnWithin(store.lesson.peek().bench, store.turn.peek());
}

/**
 * What a lesson opens: its run, where, and what is looked at; the opening run where there is none.
 * @param {string | null} slug
 * @param {number} turn  of the lesson's, where it is opened at one
 * @param {boolean} room  it is opened before one
 */
async function openLesson(slug, turn, room) {
  const none = {request: OPENING, usual: OPENING, epoch: 0, focus: FOCUS, said: {}};
  address.lesson = null;
  store.lesson.value = null;
  store.list.value = new URLSearchParams(location.search).get("list") ?? "";
  if (!slug) return none;
  try {
    const lesson = await ask(`/lessons/${encodeURIComponent(slug)}`);
    const {runs, opens} = lesson.bench;
    const at = standsAt(lesson.bench, turn, room);
    const found = runs.find((/** @type {{name: string}} */ {name}) => name === at.run) ?? runs[0];
    address.lesson = slug;
    batch(() => {
      store.lesson.value = lesson;
      store.lessonRun.value = found.name;
    });
    return {request: found.request, usual: runs[opens.run ?? 0].request, epoch: at.epoch, focus: at.focus ?? FOCUS, said: looksOf({...opens, ...at})};
  } catch {
    return none; // Which is said once that stands.
  }
}

/** A lesson's place as a link's words. @param {any} place @returns {Record<string, string>} */
function looksOf({unit = "epoch", example = 0, screen = "bench", walk = ""}) {
  return {by: unit, example: String(example), screen, walk: walk.replaceAll(":", ".")};
}
