/** Puts the network bench together: state, the hand on the run, commands and views; then opens what the address names. */

import "@preact/signals";
import {effect} from "@preact/signals-core";
import {h, render} from "preact";

import {followPass} from "./api/bench/passing.js";
import {Training} from "./api/bench/training.js";
import {ask} from "./api/client.js";
import {benchCommands} from "./commands/bench.js";
import {commandFor, keyName, ownedByTarget} from "./commands/keys.js";
import {OPENING} from "./state/bench/opening.js";
import {createBench} from "./state/bench/store.js";
import {benchWords} from "./state/bench-words.js";
import {App} from "./view/bench/app.js";

/** @typedef {import("./bench.js").BenchDesk} BenchDesk */

const store = createBench();
const training = new Training(store, () => undefined);

/** The reader's own choice is kept; one that came with a link is not. @param {boolean} dark */
function setTheme(dark) {
  store.dark.value = dark;
  try {
    localStorage.setItem("theme", dark ? "dark" : "light");
  } catch {
    // Without storage the choice lasts until the page is left.
  }
}

const commands = benchCommands(store, training, {setTheme});

/** @type {BenchDesk} */
const desk = {store, training, commands, run: (id) => commands.find((command) => command.id === id && command.when())?.run()};

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
  const command = commandFor(commands, event);
  if (!command) return;
  event.preventDefault();
  command.run();
});

store.dark.value = document.documentElement.dataset.theme === "dark";
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
  store.title.value = !data ? "" : named ? (store.datasets.value.find(({name}) => name === named)?.title ?? "") : benchWords.ownData;
});
effect(() => {
  document.title = `${store.title.value || benchWords.title} · Backprop Visualizer`;
});
render(h(App, {desk}), /** @type {HTMLElement} */ (document.getElementById("page")));
void open();

async function open() {
  try {
    store.datasets.value = (await ask("/datasets")).datasets;
  } catch {
    // The list is asked for again by whoever opens it.
  }
  await training.open(OPENING, {entry: "none"});
  await document.fonts.ready;
  document.body.dataset.ready = "true";
}
