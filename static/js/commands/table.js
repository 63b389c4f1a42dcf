/**
 * Every command of the page, once. Buttons, keys and the list of keys read this table, so nothing can be reached by
 * pointer that has no key, and no key is missing from the list.
 */

import {batch} from "@preact/signals-core";

import {SPEEDS, speedBeside} from "../player/clock.js";
import {broughtIn} from "../state/camera.js";
import {neighbour} from "../state/places.js";
import {words} from "../state/words.js";

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../state/signals.js").Store} Store */
/** @typedef {import("../player/player.js").Player} Player */
/** @typedef {{zoomBy: (factor: number) => void, fit: () => void}} Camera */

const ZOOM = 1.25;
const always = () => true;

/**
 * @param {Store} store
 * @param {Player} player
 * @param {Camera} camera
 * @param {{setTheme: (dark: boolean) => void, copy: (form: "latex" | "table") => void}} desk
 * @returns {readonly Command[]}
 */
export function commandTable(store, player, camera, desk) {
  const {stop, stops} = store;
  const some = () => stops.value.length > 0;
  return [
    {id: "play", label: "Play or pause", keys: [" "], when: some, run: () => player.toggle()},
    {id: "next", label: "One step forward", keys: ["ArrowRight", "PageDown"], when: () => stop.value < stops.value.length - 1, run: () => player.next()},
    {id: "back", label: "One step back", keys: ["ArrowLeft", "PageUp"], when: () => stop.value >= 0, run: () => player.back()},
    {id: "next-phase", label: "To the next pass", keys: ["Shift+ArrowRight"], when: some, run: () => player.phase(1)},
    {id: "back-phase", label: "To the pass before", keys: ["Shift+ArrowLeft"], when: some, run: () => player.phase(-1)},
    {id: "first", label: "To the start", keys: ["Home"], when: () => stop.value >= 0, run: () => player.goTo(-1)},
    {id: "last", label: "To the end", keys: ["End"], when: () => stop.value < stops.value.length - 1, run: () => player.goTo(stops.value.length - 1)},
    {id: "slower", label: "Slower", keys: ["<"], when: () => store.speed.value > SPEEDS[0], run: () => (store.speed.value = speedBeside(store.speed.peek(), -1))},
    {id: "faster", label: "Faster", keys: [">"], when: () => store.speed.value < SPEEDS[SPEEDS.length - 1], run: () => (store.speed.value = speedBeside(store.speed.peek(), 1))},
    {id: "by-node", label: "Step by node", keys: ["n"], when: always, run: () => (store.stepSize.value = "node")},
    {id: "by-edge", label: "Step by edge", keys: ["e"], when: always, run: () => (store.stepSize.value = "edge")},
    {id: "by-pass", label: "Step by whole pass", keys: ["w"], when: always, run: () => (store.stepSize.value = "pass")},
    {id: "table", label: "All numbers, or this step", keys: ["a"], when: () => some() && !store.atLast.value, run: () => (store.tableOpen.value = !store.tableOpen.peek())},
    {id: "copy-latex", label: "Copy what the panel shows as LaTeX", keys: ["c"], when: some, run: () => desk.copy("latex")},
    {id: "copy-table", label: "Copy all numbers as a table", keys: ["v"], when: some, run: () => desk.copy("table")},
    {id: "program", label: "Open the program; on a leaf, edit its value; on a composite or a frame's name, open or close it", keys: ["Enter"], when: always, run: () => (store.programOpen.value = !store.programOpen.peek())},
    {id: "close", label: "Close what is open", keys: ["Escape"], when: () => anythingOpen(store), run: () => closeAll(store)},
    ...[["left", "Along a wire to the node before"], ["right", "Along a wire to the node after"], ["up", "To the node above"], ["down", "To the node below"]]
      .map(([way = "", label = ""]) => ({
        id: `walk-${way}`, label, keys: [`Alt+Arrow${way[0]?.toUpperCase()}${way.slice(1)}`], when: some,
        run: () => walk(store, /** @type {import("../state/places.js").Direction} */ (way)),
      })),
    {id: "nudge-up", label: "Raise the selected leaf's number", keys: ["ArrowUp"], when: () => false, run: () => undefined},
    {id: "nudge-down", label: "Lower the selected leaf's number", keys: ["ArrowDown"], when: () => false, run: () => undefined},
    {id: "chips", label: "Show or hide the local gradients", keys: ["l"], when: always, run: () => (store.chips.value = !store.chips.peek())},
    {id: "zoom-in", label: words.zoomIn, keys: ["+", "="], when: always, run: () => camera.zoomBy(ZOOM)},
    {id: "zoom-out", label: words.zoomOut, keys: ["-"], when: always, run: () => camera.zoomBy(1 / ZOOM)},
    {id: "fit", label: "Fit the graph on the board", keys: ["0"], when: always, run: () => camera.fit()},
    {id: "theme", label: "Light or dark", keys: ["t"], when: always, run: () => desk.setTheme(!store.dark.peek())},
    {id: "blank", label: "Blank the screen", keys: ["b", "."], when: always, run: () => (store.blank.value = !store.blank.peek())},
    {id: "help", label: "This list", keys: ["?"], when: always, run: () => (store.helpOpen.value = !store.helpOpen.peek())},
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
    if (!box || !now) return;
    const brought = broughtIn(now, window.peek(), box);
    if (brought === now) return;
    cameraMode.value = "held";
    camera.value = brought;
  });
}

/** @param {Store} store */
function anythingOpen({programOpen, helpOpen, lessonsOpen, selected}) {
  return programOpen.value || helpOpen.value || lessonsOpen.value || selected.value !== null;
}

/** @param {Store} store */
function closeAll({programOpen, helpOpen, lessonsOpen, selected}) {
  if (lessonsOpen.peek()) lessonsOpen.value = false;
  else if (helpOpen.peek()) helpOpen.value = false;
  else if (programOpen.peek()) programOpen.value = false;
  else selected.value = null;
}
