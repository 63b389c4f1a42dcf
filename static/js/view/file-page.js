/** The page of a file that plays one trace: the workbench's board, panel and tape, without all that asks a server. */

import {h} from "preact";
import {useEffect, useRef} from "preact/hooks";

import {keyLabel} from "../commands/keys.js";
import {words} from "../state/words.js";
import {usePicture} from "./drawing.js";
import {listenToPointers, listenToWheel} from "./grasp.js";
import {Formula, Output} from "./head.js";
import {Help} from "./help.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Key} from "./key.js";
import {Minimap} from "./minimap.js";
import {Panel} from "./panel.js";
import {Speech} from "./speech.js";
import {Tape} from "./tape.js";
import {TraceList} from "./trace-list.js";
import {Zoom} from "./zoom.js";

/** @typedef {import("../page.js").Desk} Desk */

/** @param {{desk: Desk}} props */
export function FilePage({desk}) {
  const {store} = desk;
  return html`${h(Bar, {desk})}
    <main class="desk">
      <section class="board" aria-label=${words.graph}>
        <div class="head">${h(Formula, {desk})}${h(Output, {desk})}</div>
        <div class="pad-frame"><div class="tools" role="group" aria-label=${words.tools}>${h(Zoom, {desk})}</div>${h(Board, {desk})}</div>
        ${h(Key, {desk})}
      </section>
      ${h(Panel, {desk})}
    </main>
    ${h(Tape, {desk})}${h(Speech, {desk})}${h(TraceList, {desk})}
    ${store.helpOpen.value && h(Help, {desk})}
    ${store.blank.value && html`<button type="button" class="blank-screen" aria-label=${words.blankScreen} onClick=${() => (store.blank.value = false)}></button>`}`;
}

/** @param {{desk: Desk}} props */
function Bar({desk}) {
  const {store} = desk;
  const {length} = store.stops.value;
  return html`<header class="bar">
    <span class="logo">${icons.logo}<span>${words.product}</span></span>
    <div class="document"><h1>${store.shown.value?.document.title}</h1>
      ${length > 0 && html`<span class="count">${words.step(store.stop.value + 1, length)}</span>`}</div>
    <div class="acts">${h(Act, {desk, id: "theme", word: words.themeWord, icon: icons.theme})}${h(Act, {desk, id: "help", word: words.keys, icon: icons.keys})}</div>
  </header>`;
}

/** @param {{desk: Desk, id: string, word: string, icon: unknown}} props */
function Act({desk, id, word, icon}) {
  const name = `${word} (${keyLabel(desk.commands.find((command) => command.id === id)?.keys[0] ?? "")})`;
  return html`<button type="button" aria-label=${name} title=${name} onClick=${() => desk.run(id)}>${icon}</button>`;
}

/** In a small window, as a notebook's, a map would hide what it is about. @param {import("../state/camera.js").Size} size */
const roomForMap = ({width, height}) => width >= 640 && height >= 400;

/** The picture under its camera; nothing on it can be changed. @param {{desk: Desk}} props */
function Board({desk}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const sheet = useRef(/** @type {HTMLDivElement | null} */ (null));
  usePicture(store, {place, sheet});
  useEffect(() => {
    const box = /** @type {HTMLDivElement} */ (place.current);
    const panes = /** @type {HTMLElement[]} */ ([...box.children].slice(1, 2));
    const ends = [listenToPointers(box, store), listenToWheel(panes, box, store)];
    return () => ends.forEach((end) => end());
  }, []);
  return html`<div class="pad grid" ref=${place}>
    <div class="sheet" ref=${sheet}><svg class="canvas marks" role="group" aria-label=${words.graph}></svg><svg class="canvas marks" aria-hidden="true"></svg></div>
    <div class="hold"></div>
    ${store.reachesOut.value && roomForMap(store.window.value) && h(Minimap, {desk})}
  </div>`;
}
