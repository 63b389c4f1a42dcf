/**
 * The first module of a file that plays one trace with no server: it reads what the file holds, and shows it. Nothing in
 * it asks anybody for anything, and none of its numbers is computed here.
 */

import "@preact/signals";
import {effect} from "@preact/signals-core";
import {h, render} from "preact";

import {commandFor, keyName, ownedByTarget} from "./commands/keys.js";
import {cameraHand, lookCommands, numbersCommand, playCommands, screenCommands} from "./commands/playing.js";
import {storedLayout} from "./layout/stored.js";
import {display} from "./graph/display.js";
import {Lecture} from "./player/lecture.js";
import {Player} from "./player/player.js";
import {createStore} from "./state/signals.js";
import {words} from "./state/words.js";
import {FilePage} from "./view/file-page.js";
import {copyShown} from "./view/table.js";

/** @typedef {import("./page.js").Command} Command */
/** @typedef {import("./page.js").Desk} Desk */
/** @typedef {import("./types.js").GraphDocument} GraphDocument */
/** @typedef {import("./types.js").Trace} Trace */

/** What the file holds. @type {Readonly<{title: string, graph: GraphDocument, trace: Trace, at: string | null}>} */
const given = JSON.parse(document.getElementById("state")?.textContent ?? "");
const store = createStore();
const frames = {now: () => performance.now(), request: requestAnimationFrame.bind(window), cancel: cancelAnimationFrame.bind(window)};
const player = new Player(store, frames, () => store.still.peek());
const always = () => true;

/** Escape, from the inside out. @type {Command} */
const close = {
  id: "close", label: "Close what is open", keys: ["Escape"],
  when: () => store.blank.value || store.inspected.value !== null || store.pick.value !== null,
  run() {
    if (store.blank.peek()) store.blank.value = false;
    else if (store.inspected.peek() !== null) store.looked.value = null;
    else store.pick.value = null;
  },
};
/** @type {(form: "latex" | "text" | "table", label: string, key: string) => Command} */
const copying = (form, label, key) => ({id: `copy-${form}`, label, keys: [key], when: always, run: () => void copyShown(store, form)});
const commands = [
  ...playCommands(store, player, new Lecture(store, player, () => undefined)),
  numbersCommand(store, always),
  copying("latex", words.copyLatex, "c"), copying("text", words.copyText, "x"), copying("table", words.copyTable, "v"),
  close,
  ...lookCommands(store, player, cameraHand(store), always),
  ...screenCommands(store, (dark) => (store.darkAtDesk.value = dark)),
];

/** What the views of this file ask of a desk. @type {Pick<Desk, "store" | "player" | "commands" | "run">} */
const desk = {
  store,
  player,
  commands,
  run(id) {
    commands.find((command) => command.id === id && command.when())?.run();
  },
};

/** Show what the file holds, at the stop it was taken at. */
function open() {
  const {title, graph, trace, at} = given;
  const layout = storedLayout(graph, display(graph, trace)) ?? {nodes: {}, edges: {}};
  store.shown.value = {document: {slug: null, title, text: "", graph, parsed: graph, changed: false}, trace, layout};
  player.goTo(store.stops.peek().findIndex(({address}) => address === at));
}

/**
 * What typesets stands packed in the file. As a script it runs only if it is, letter by letter, what the file's policy
 * names by its hash. A browser that cannot unpack it shows LaTeX as it is written.
 */
async function unpackMaths() {
  const packed = Uint8Array.from(atob(document.getElementById("maths")?.textContent ?? ""), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);
}

/** Follow a media query with a signal. @param {string} query @param {import("@preact/signals-core").Signal<boolean>} signal */
function followMedia(query, signal) {
  const media = matchMedia(query);
  const note = () => (signal.value = media.matches);
  media.addEventListener("change", note);
  note();
}

addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target instanceof Element ? event.target : document.body);
  if (event.defaultPrevented || store.helpOpen.peek() || ownedByTarget(target, keyName(event))) return;
  const command = commandFor(commands, event);
  if (!command) return;
  event.preventDefault();
  command.run();
});
followMedia("(prefers-color-scheme: dark)", store.darkAtDesk);
followMedia("(prefers-reduced-motion: reduce)", store.still);
effect(() => {
  document.documentElement.dataset.theme = store.dark.value ? "dark" : "light";
});
open();
void unpackMaths().catch(() => undefined).then(() => {
  render(h(FilePage, {desk: /** @type {Desk} */ (desk)}), /** @type {HTMLElement} */ (document.getElementById("page")));
  return document.fonts.ready;
}).then(() => (document.body.dataset.ready = "true"));
