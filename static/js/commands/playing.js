/** The commands that need nothing but a trace to step through: those of the page, and of a file that plays it alone. */

import {batch} from "@preact/signals-core";

import {SPEEDS, speedBeside} from "../player/clock.js";
import {zoomAt} from "../state/camera.js";
import {words} from "../state/words.js";

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../state/signals.js").Store} Store */
/** @typedef {import("../player/player.js").Player} Player */
/** @typedef {import("../player/lecture.js").Lecture} Lecture */
/** @typedef {{zoomBy: (factor: number) => void, fit: () => void}} Camera */

const ZOOM = 1.25;
const always = () => true;

/** @param {Store} store @param {Player} player @param {Lecture} lecture @returns {readonly Command[]} */
export function playCommands(store, player, lecture) {
  const {stop, stops} = store;
  const some = () => stops.value.length > 0;
  return [
    {id: "play", label: "Play or pause", keys: [" "], when: some, run: () => player.toggle()},
    {id: "next", label: "One step forward", keys: ["ArrowRight", "PageDown"], when: () => lecture.goesOn, run: () => lecture.next()},
    {id: "back", label: "One step back", keys: ["ArrowLeft", "PageUp"], when: () => lecture.goesBack, run: () => lecture.back()},
    {id: "next-lesson", label: "In a playlist: from a lesson's end to the next lesson", keys: ["PageDown"], when: () => lecture.leads(1), run: () => lecture.lead(1)},
    {id: "lesson-before", label: "In a playlist: from a lesson's beginning to the one before", keys: ["PageUp"], when: () => lecture.leads(-1), run: () => lecture.lead(-1)},
    {id: "next-phase", label: "To the next pass", keys: ["Shift+ArrowRight"], when: some, run: () => player.phase(1)},
    {id: "back-phase", label: "To the pass before", keys: ["Shift+ArrowLeft"], when: some, run: () => player.phase(-1)},
    {id: "first", label: "To the start", keys: ["Home"], when: () => stop.value >= 0, run: () => player.goTo(-1)},
    {id: "last", label: "To the end", keys: ["End"], when: () => stop.value < stops.value.length - 1, run: () => player.goTo(stops.value.length - 1)},
    {id: "slower", label: "Slower", keys: ["<"], when: () => store.speed.value > SPEEDS[0], run: () => (store.speed.value = speedBeside(store.speed.peek(), -1))},
    {id: "faster", label: "Faster", keys: [">"], when: () => store.speed.value < SPEEDS[SPEEDS.length - 1], run: () => (store.speed.value = speedBeside(store.speed.peek(), 1))},
    {id: "by-node", label: "Step by node", keys: ["n"], when: always, run: () => (store.stepSize.value = "node")},
    {id: "by-edge", label: "Step by edge", keys: ["e"], when: always, run: () => (store.stepSize.value = "edge")},
    {id: "by-pass", label: "Step by whole pass", keys: ["w"], when: always, run: () => (store.stepSize.value = "pass")},
  ];
}

/** @param {Store} store @param {() => boolean} when @returns {Command} */
export function numbersCommand(store, when) {
  return {id: "table", label: "All numbers, or this step", keys: ["a"], when: () => when() && store.stops.value.length > 0 && !store.atLast.value, run: () => toggleTable(store)};
}

/** @param {Store} store @param {Player} player @param {Camera} camera @param {() => boolean} atDesk @returns {readonly Command[]} */
export function lookCommands(store, player, camera, atDesk) {
  return [
    {id: "chips", label: "Show or hide the local gradients", keys: ["l"], when: always, run: () => (store.chips.value = !store.chips.peek())},
    {id: "sign", label: "∂ for every derivative, or d for total ones", keys: ["y"], when: always, run: () => (store.oneSign.value = !store.oneSign.peek())},
    {id: "zoom-in", label: words.zoomIn, keys: ["+", "="], when: atDesk, run: () => camera.zoomBy(ZOOM)},
    {id: "zoom-out", label: words.zoomOut, keys: ["-"], when: atDesk, run: () => camera.zoomBy(1 / ZOOM)},
    {id: "fit", label: "Fit the graph on the board", keys: ["0"], when: atDesk, run: () => camera.fit()},
    {id: "ask", label: "Ask here: keep this step's number back until the next press", keys: ["q"], when: () => store.currentStop.value !== null, run: () => player.ask()},
  ];
}

/** What keys and buttons do to the camera. @param {Store} store @returns {Camera} */
export function cameraHand(store) {
  return {
    zoomBy(factor) {
      const {width, height} = store.window.peek();
      const now = store.camera.peek();
      if (!now) return;
      store.cameraMode.value = "free";
      store.camera.value = zoomAt(now, factor, [width / 2, height / 2]);
    },
    fit() {
      store.cameraMode.value = store.cameraMode.peek() === "fit" ? "resting" : "fit";
    },
  };
}

/** @param {Store} store @param {(dark: boolean) => void} setTheme @returns {readonly Command[]} */
export function screenCommands(store, setTheme) {
  return [
    {id: "theme", label: "Light or dark", keys: ["t"], when: always, run: () => setTheme(!store.dark.peek())},
    {id: "blank", label: "Blank the screen", keys: ["b", "."], when: always, run: () => (store.blank.value = !store.blank.peek())},
    {id: "help", label: "This list", keys: ["?"], when: always, run: () => (store.helpOpen.value = !store.helpOpen.peek())},
  ];
}

/** All the numbers in the panel, or the step; a node that was looked into makes way. @param {Store} store */
function toggleTable({tableOpen, inspected, looked}) {
  batch(() => {
    tableOpen.value = inspected.peek() !== null || !tableOpen.peek();
    looked.value = null;
  });
}
