/** Puts the page together: state, session, player, commands and views; then opens what the address names. */

import "@preact/signals";
import {batch, computed, effect} from "@preact/signals-core";
import {h, render} from "preact";

import {ask} from "./api/client.js";
import {giveOwnNumbers} from "./api/own.js";
import {Session} from "./api/session.js";
import {Undo} from "./api/undo.js";
import {buildCommands} from "./commands/build.js";
import {coverOf, pressedAhead} from "./commands/covers.js";
import {withDescent} from "./commands/descend.js";
import {keepCommands} from "./commands/keep.js";
import {commandFor, keyName, ownedByTarget} from "./commands/keys.js";
import {cameraHand} from "./commands/playing.js";
import {commandTable} from "./commands/table.js";
import {createPlaces} from "./layout/places.js";
import {Lecture} from "./player/lecture.js";
import {Player} from "./player/player.js";
import {goingOn} from "./state/permalink.js";
import {asStops, createDownhill} from "./state/downhill.js";
import {darkHall, paint, present} from "./state/room.js";
import {ROOT} from "./state/root.js";
import {createStore} from "./state/signals.js";
import {BASE, addressKeeper, pathTo, readAddress} from "./view/address.js";
import {App} from "./view/app.js";
import {copyShown} from "./view/table.js";
import {inTurns} from "./view/turns.js";

/** @typedef {import("./page.js").Desk} Desk */
/** @typedef {import("./page.js").Lesson} Lesson */

/** The layout engine is loaded once all else is there, so that the first graph that needs it need not wait. */
const WARM_MS = 1000;

/** What the server gave along. @type {Readonly<{lesson: Lesson, public_url: string}>} */
const given = JSON.parse(document.getElementById("state")?.textContent ?? "");
const opening = given.lesson;
const store = createStore();
const places = createPlaces(new URL("../vendor/elk/elk-worker.min.js", import.meta.url).href);
const address = addressKeeper(opening.slug);
const session = new Session(store, address, places.layout, opening);
const undo = new Undo(session);
const frames = {now: () => performance.now(), request: requestAnimationFrame.bind(window), cancel: cancelAnimationFrame.bind(window)};
const player = new Player(store, frames, () => store.still.peek(), store.foresee);
inTurns(store);

const camera = cameraHand(store);

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

const lecture = new Lecture(store, player, (slug, at) => desk.openLesson(slug, at));
const downhill = createDownhill(store);
const updates = new Player(asStops(store, downhill), frames, () => store.still.peek());
const commands = withDescent([...commandTable(store, player, lecture, camera, {
  setTheme,
  copy: (form) => void copyShown(store, form),
  ownNumbers: () => void giveOwnNumbers(session),
  undo,
  toggle: (composite) => session.openings.toggle(composite),
  present: (on) => batch(() => {
    player.goTo(store.stop.peek(), store.asked.peek());
    present(store, on);
  }),
}), ...buildCommands({store, session}), ...keepCommands(store, {
  download: () => void import("./view/saving.js").then(({download}) => download(desk)),
  openFile: () => void import("./view/taking-in.js").then(({chooseFile}) => chooseFile(desk)),
})], {store, session, player, updates, downhill});

/** @type {Desk} */
const desk = {
  store,
  session,
  player,
  commands,
  downhill,
  updates,
  run(id) {
    commands.find((command) => command.id === id && command.when())?.run();
  },
  openLesson(slug, at) {
    player.halt();
    const summary = store.lessons.peek().find((lesson) => lesson.slug === slug);
    if (summary?.kind === "network") return void openBench(summary, at);
    store.cameraMode.value = "resting";
    void session.open(slug, {program: null, said: goingOn(session.trail.here?.said ?? {}, at)}, {entry: "push"});
  },
  openProgram(program) {
    player.halt();
    store.cameraMode.value = "resting";
    session.openProgram(program, goingOn(session.trail.here?.said ?? {}), "push");
  },
  async link(lecture, form) {
    const place = session.trail.handout(lecture, form);
    return (given.public_url || location.origin + ROOT) + (place ? await pathTo(place) : "/");
  },
  openAddress(path) {
    player.halt();
    store.cameraMode.value = "resting";
    void address.flush().then(() => history.pushState(null, "", ROOT + path)).then(openAddress);
  },
  async goTo(place, draft) {
    if (draft !== undefined) (await import("./api/autosave.js")).typedAgain(session, draft);
    desk.openAddress(await pathTo(place, opening.slug, BASE));
  },
};

/** A network's lesson has a page of its own; from a frame it is opened beside. @param {import("./page.js").LessonSummary} summary @param {string} [at] */
async function openBench(summary, at) {
  const [{lessonPath}, {goOn}] = await Promise.all([import("./state/lesson-path.js"), import("./view/full-screen.js")]);
  const path = lessonPath(summary, {playlist: store.list.peek(), last: at === "last", presenting: store.presenting.peek(), dark: darkHall(store)});
  if (BASE) open(path, "_blank");
  else goOn(path);
}

/** This tab has kept some work, and may have been loaded again. */
function hasKept() {
  try {
    return sessionStorage.getItem("work") !== null;
  } catch {
    return false; // storage is switched off
  }
}

/** Follow a media query with a signal. @param {string} query @param {import("@preact/signals-core").Signal<boolean>} signal */
function followMedia(query, signal) {
  const media = matchMedia(query);
  const note = () => (signal.value = media.matches);
  media.addEventListener("change", note);
  note();
}

function listen() {
  // Before anything that has the keyboard hears it.
  addEventListener("keydown", (event) => {
    const cover = coverOf(store);
    if (!cover || document.querySelector(cover) || !pressedAhead(store, event)) return;
    event.preventDefault();
    event.stopPropagation();
  }, {capture: true});
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || coverOf(store) === "dialog[open]") return;
    const target = /** @type {Element} */ (event.target instanceof Element ? event.target : document.body);
    if (ownedByTarget(target, keyName(event))) return;
    const command = commandFor(commands, event);
    if (!command) return;
    event.preventDefault();
    command.run();
  });
  addEventListener("popstate", () => {
    address.forget();
    player.halt();
    store.shareOpen.value = false; // It hands out the page one has left.
    void openAddress();
  });
}

/** Open what the address names: a lesson, or a program of its own, at its stop. */
async function openAddress() {
  const {slug: named, ...link} = await readAddress();
  const kept = link.saved || link.run;
  const slug = named ?? (link.program || kept ? null : opening.slug);
  if (session.trail.shows({slug, ...link})) {
    session.trail.hear(link.said);
    return;
  }
  if (kept) {
    const {openKept} = await import("./api/keeping.js");
    await openKept(session, {slug, ...link}, opening);
    return;
  }
  if (link.program && !slug) {
    session.openProgram(link.program, link.said);
    return;
  }
  const notice = await session.open(slug && (slug !== opening.slug || link.variant) ? slug : opening, link);
  if (notice && !store.shown.peek()) await session.open(opening, undefined, {notice});
}

/** Everything around the opening example that it need not wait for. */
async function readCatalogue() {
  try {
    const [{lessons}, {playlists}] = await Promise.all([ask("/lessons"), ask("/playlists")]);
    store.lessons.value = Array.isArray(lessons) ? lessons : [];
    store.playlists.value = Array.isArray(playlists) ? playlists : [];
  } catch {
    store.lessons.value = []; // The chooser is then not there; the page works without it.
  }
}

store.darkAtDesk.value = document.documentElement.dataset.theme === "dark";
// A dark page would cost much ink; pages of steps are as they were on the screen.
addEventListener("beforeprint", () => {
  if (!document.body.classList.contains("pages")) document.documentElement.dataset.theme = "light";
});
addEventListener("afterprint", () => (document.documentElement.dataset.theme = store.dark.peek() ? "dark" : "light"));
effect(() => {
  document.documentElement.dataset.theme = store.dark.value ? "dark" : "light";
});
followMedia("(max-width: 760px), (max-height: 480px)", store.narrow);
followMedia("(max-height: 480px)", store.lying);
followMedia("(prefers-reduced-motion: reduce)", store.still);
listen();
render(h(App, {desk}), /** @type {HTMLElement} */ (document.getElementById("page")));
void openAddress().then(readCatalogue).then(() => setTimeout(() => {
  places.warm();
  // A paste is told to who is there when it comes.
  void import("./view/taking-in.js").then(({takeIn}) => takeIn(desk));
}, WARM_MS));
effect(() => {
  if (store.trace.value?.hurried) return; // the address has time until the hand rests
  const {here} = session.trail;
  if (here && !store.playing.value) session.trail.note("replace", false, here);
});
// What keeps the reader's work comes with the first change, or where this tab has kept some.
const stopWatching = effect(() => {
  const document = store.shown.value?.document;
  const changed = document && (document !== document.saved?.value.opened || store.draft.value !== document.text);
  if (BASE || !document || !(changed || hasKept())) return; // What is framed elsewhere is not the reader's work.
  queueMicrotask(() => stopWatching());
  void import("./view/keep-work.js").then(({keepWork}) => keepWork(session, address));
});
const title = computed(() => store.shown.value?.document.title);
effect(() => {
  if (title.value) document.title = `${title.value} · Backprop Visualizer`;
  document.querySelector(".panel")?.scrollTo(0, 0); // what is said of another graph is read from its beginning
});
effect(() => {
  // A graph that cannot go downhill is looked at as a graph.
  if (downhill.hindrance.value && store.shown.value) store.descending.value = false;
});
// The title of the next lesson stays until that lesson is there.
effect(() => {
  if (store.shown.value) store.titleCard.value = false;
});
const stopWaiting = effect(() => {
  if (!store.scene.value && !store.problem.value && !store.empty.value) return;
  void document.fonts.ready.then(() => (document.body.dataset.ready = "true"));
  queueMicrotask(() => stopWaiting());
});
