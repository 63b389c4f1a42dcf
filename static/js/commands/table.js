/**
 * Every command of the page, once. Buttons, keys and the list of keys read this table, so nothing can be reached by
 * pointer that has no key, and no key is missing from the list.
 */

import {batch} from "@preact/signals-core";

import {compositeHere} from "../api/apart.js";
import {broughtIn} from "../state/camera.js";
import {lookInto} from "../state/looking.js";
import {neighbour} from "../state/places.js";
import {lookCommands, numbersCommand, playCommands, screenCommands} from "./playing.js";

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../state/signals.js").Store} Store */
/** @typedef {import("../player/player.js").Player} Player */
/** @typedef {import("../player/lecture.js").Lecture} Lecture */
/** @typedef {import("./playing.js").Camera} Camera */

const always = () => true;

/**
 * @param {Store} store
 * @param {Player} player
 * @param {Lecture} lecture
 * @param {Camera} camera
 * @param {{setTheme: (dark: boolean) => void, copy: (form: "latex" | "text" | "table") => void, ownNumbers: () => void, undo: import("../api/undo.js").Undo, toggle: (composite: string) => void, present: (on: boolean) => void}} desk
 * @returns {readonly Command[]}
 */
export function commandTable(store, player, lecture, camera, desk) {
  const {stops} = store;
  const some = () => stops.value.length > 0;
  /** What a hall does not see cannot be worked on. A phone that opened the hall's link shows its own view. */
  const atDesk = () => !store.hall.value;
  return [
    ...playCommands(store, player, lecture),
    numbersCommand(store, atDesk),
    {id: "copy-latex", label: "Copy what the panel shows as LaTeX", keys: ["c"], when: () => atDesk() && some(), run: () => desk.copy("latex")},
    {id: "copy-text", label: "Copy what the panel shows as text", keys: ["x"], when: () => atDesk() && some(), run: () => desk.copy("text")},
    {id: "copy-table", label: "Copy all numbers as a table", keys: ["v"], when: () => atDesk() && some(), run: () => desk.copy("table")},
    {id: "program", label: "Open the program; on a leaf, edit its value; on a composite or a frame's name, open or close it", keys: ["Enter"], when: () => atDesk() && !store.hidden.value.has("edit"), run: () => (store.programOpen.value = !store.programOpen.peek())},
    {id: "apart", label: "Open what acts into its parts, or close the parts that it is one of", keys: ["u"], when: () => here(store) !== null, run: () => desk.toggle(here(store) ?? "")},
    {id: "close", label: "Close what is open", keys: ["Escape"], when: () => anythingOpen(store), run: () => closeAll(store, desk)},
    ...[["left", "Along a wire to the node before"], ["right", "Along a wire to the node after"], ["up", "To the node above"], ["down", "To the node below"]]
      .map(([way = "", label = ""]) => ({
        id: `walk-${way}`, label, keys: [`Alt+Arrow${way[0]?.toUpperCase()}${way.slice(1)}`], when: () => atDesk() && some(),
        run: () => walk(store, /** @type {import("../state/places.js").Direction} */ (way)),
      })),
    {id: "nudge-up", label: "Raise the selected leaf's number", keys: ["ArrowUp"], when: () => false, run: () => undefined},
    {id: "nudge-down", label: "Lower the selected leaf's number", keys: ["ArrowDown"], when: () => false, run: () => undefined},
    {id: "undo", label: "Undo", keys: ["Ctrl+z", "Meta+z"], when: () => atDesk() && desk.undo.undoable, run: () => desk.undo.undo()},
    {id: "redo", label: "Redo", keys: ["Ctrl+Shift+z", "Meta+Shift+z", "Ctrl+y"], when: () => atDesk() && desk.undo.redoable, run: () => desk.undo.redo()},
    {id: "own-numbers", label: "Back to the example's own numbers", keys: ["r"], when: () => store.lesson.value !== null && store.shown.value?.document.changed === true, run: () => desk.ownNumbers()},
    ...lookCommands(store, player, camera, atDesk),
    {id: "ask-lesson", label: "Ask at the lesson's questions", keys: ["k"], when: () => store.lessonAsks.value.size > 0, run: () => askLesson(store)},
    {id: "present", label: "Present to a room", keys: ["p"], when: () => some() && !store.narrow.value, run: () => desk.present(!store.presenting.peek())},
    {id: "spotlight", label: "While presenting: a ring around the pointer", keys: ["o"], when: () => store.presenting.value, run: () => (store.spotlight.value = !store.spotlight.peek())},
    {id: "map", label: "On a phone: the whole graph, or this step", keys: ["m"], when: () => store.narrow.value && some(), run: () => toggleMap(store)},
    {id: "share", label: "Hand out the link, with a QR code", keys: ["s"], when: some, run: () => (store.shareOpen.value = true)},
    {id: "take", label: "Take it along: picture, derivation, program", keys: ["Ctrl+e", "Meta+e"], when: some, run: () => (store.takeOpen.value = true)},
    {id: "about", label: "On a phone: what the lesson says", keys: ["i"], when: () => store.narrow.value && atDesk() && store.lesson.value !== null, run: () => (store.aboutOpen.value = true)},
    {id: "lessons", label: "Open a lesson", keys: ["g"], when: () => atDesk() && store.lessons.value.length > 1, run: () => (store.lessonsOpen.value = !store.lessonsOpen.peek())},
    ...screenCommands(store, desk.setTheme),
  ];
}

/**
 * Take the keyboard to a neighbour of the node that has it; to the node of this step where none has.
 * @param {Store} store
 * @param {import("../state/places.js").Direction} way
 */
function walk(store, way) {
  const {scene, display, selected, currentStop, focusOn, camera, window, cameraMode} = store;
  const [boxes, shown, from] = [scene.peek()?.boxes.nodes ?? [], display.peek(), selected.peek()];
  if (!shown) return;
  const start = shown.owner[currentStop.peek()?.node ?? shown.output ?? ""] ?? null;
  const to = from === null ? start : neighbour(shown, boxes, from, way) ?? from;
  const [box, now] = [boxes.find(({id}) => id === to), camera.peek()];
  batch(() => {
    focusOn.value = to;
    lookInto(store, to);
    if (!box || !now) return;
    const brought = broughtIn(now, window.peek(), box);
    if (brought === now) return;
    cameraMode.value = "held";
    camera.value = brought;
  });
}

/** The composite that this step stands at. @param {Store} store */
function here({shown, display, currentStop}) {
  const [now, drawn, stop] = [shown.value, display.value, currentStop.value];
  return now && drawn && stop ? compositeHere(now.document.graph, drawn, stop.node) : null;
}

/** The whole graph as far as it fits, or the step again. @param {Store} store */
function toggleMap({overview, cameraMode}) {
  batch(() => {
    overview.value = !overview.peek();
    cameraMode.value = overview.peek() ? "fit" : "resting";
  });
}

/** All of the lesson's questions ask, or none does. @param {Store} store */
function askLesson({questions, lessonAsks, asked}) {
  const [now, lesson] = [questions.peek(), lessonAsks.peek()];
  const all = [...lesson].every((address) => now.has(address));
  batch(() => {
    asked.value = false;
    questions.value = all ? new Set([...now].filter((address) => !lesson.has(address))) : new Set([...now, ...lesson]);
  });
}

/** @param {Store} store */
function anythingOpen({programOpen, helpOpen, lessonsOpen, selected, presenting, inspected, pick}) {
  return inspected.value !== null || pick.value !== null || programOpen.value || helpOpen.value || lessonsOpen.value || selected.value !== null || presenting.value;
}

/** @param {Store} store @param {{present: (on: boolean) => void}} desk */
function closeAll({programOpen, helpOpen, lessonsOpen, selected, presenting, inspected, looked, pick}, desk) {
  if (presenting.peek()) desk.present(false);
  else if (lessonsOpen.peek()) lessonsOpen.value = false;
  else if (helpOpen.peek()) helpOpen.value = false;
  else if (programOpen.peek()) programOpen.value = false;
  else if (inspected.peek() !== null) looked.value = null;
  else if (pick.peek() !== null) pick.value = null;
  else selected.value = null;
}
