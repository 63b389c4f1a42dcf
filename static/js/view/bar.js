/** The bar: the mark, the document and its step, what else there is; on a phone the acts are in a menu, and the pace. */

import {h} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";

import {keyLabel} from "../commands/keys.js";
import {NOTHING, linkWith} from "../state/hiding.js";
import {ROOT} from "../state/root.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Lazy} from "./lazy.js";
import {Nav} from "./nav.js";
import {Pace} from "./tape.js";

/** @typedef {import("../page.js").Desk} Desk */

const loadLessons = () => import("./lessons.js").then(({Lessons}) => Lessons);

/** What the phone's menu offers, by command, with the word of each. */
const MENU = /** @type {const} */ ([["build", words.build.palette], ["undo", words.build.undo], ["redo", words.build.redo], ["lessons", words.lessons], ["about", words.aboutLesson], ["apart", words.apart], ["map", words.wholeGraph], ["descend", words.descendWord], ["theme", words.themeWord], ["help", words.keys]]);

/** @param {{desk: Desk}} props */
export function Bar({desk}) {
  const {store} = desk;
  const document = store.shown.value?.document;
  const {length} = store.stops.value;
  const narrow = store.narrow.value;
  return html`<header class="bar">
    <a class="logo" href=${`${ROOT}/`}>${icons.logo}<span>${words.product}</span></a>
    <div class="document">
      ${h(Title, {desk, title: document?.title ?? words.loading})}
      ${length > 0 && !store.descending.value && html`<span class="count">${(narrow ? words.outOf : words.step)(store.stop.value + 1, length)}</span>`}
    </div>
    ${h(Nav, {here: "workbench", lesson: document?.slug ?? null})}
    ${h(narrow ? NarrowActs : Acts, {desk})}
  </header>`;
}

/** In a frame: what it is, where it stands, and the way to the whole page. @param {{desk: Desk}} props */
export function EmbedBar({desk}) {
  const {store} = desk;
  const {length} = store.stops.value;
  const [link, say] = useState("");
  const stop = store.stop.value;
  useEffect(() => void desk.link(false).then((made) => say(linkWith(made, {hide: NOTHING, theme: "", embed: false}))), [stop, store.shown.value]);
  return html`<header class="bar framed">
    <div class="document"><h1>${store.shown.value?.document.title ?? words.loading}</h1>
      ${length > 0 && html`<span class="count">${words.outOf(stop + 1, length)}</span>`}</div>
    <a class="whole" href=${link} target="_blank" rel="noopener">${words.openWhole}</a>
  </header>`;
}

/** @param {{desk: Desk}} props */
function Acts({desk}) {
  return html`<div class="acts">
    ${h(Icon, {desk, id: "theme", word: words.themeWord, icon: icons.theme})}
    ${h(Icon, {desk, id: "help", word: words.keys, icon: icons.keys})}
    <button type="button" class="named" title=${words.take.hint} onClick=${() => desk.run("take")}>${words.take.word}</button>
    <button type="button" class="named" title=${words.shareHint} onClick=${() => desk.run("share")}>${words.share}</button>
    <button type="button" class="named solid" title=${words.present} onClick=${() => desk.run("present")}>${words.presentWord}</button>
  </div>`;
}

/** @param {{desk: Desk, id: string, word: string, icon: unknown}} props */
function Icon({desk, id, word, icon}) {
  const key = desk.commands.find((command) => command.id === id)?.keys[0];
  const name = key ? `${word} (${keyLabel(key)})` : word;
  return html`<button type="button" aria-label=${name} title=${name} onClick=${() => desk.run(id)}>${icon}</button>`;
}

/** @param {{desk: Desk}} props */
function NarrowActs({desk}) {
  const [open, show] = useState(false);
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLeaving(open, place, () => show(false));
  const offered = MENU.filter(([id]) => desk.commands.some((command) => command.id === id && command.when()));
  return html`<div class="acts" ref=${place} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    show(false);
    /** @type {HTMLElement | null | undefined} */ (place.current?.querySelector(".menu-button"))?.focus();
  }}>
    <button type="button" aria-label=${words.share} onClick=${() => desk.run("share")}>${icons.share}</button>
    <button type="button" class="menu-button" aria-label=${words.menu} aria-expanded=${open} onClick=${() => show(!open)}>${icons.menu}</button>
    ${open && html`<ul class="menu">${offered.map(([id, word]) => html`<li key=${id}>
      <button type="button" onClick=${() => {
        show(false);
        desk.run(id);
      }}>${word}</button></li>`)}<li>${h(Pace, {desk, spelled: true})}</li></ul>`}
  </div>`;
}

/**
 * Close what is open when something else is pressed.
 * @param {boolean} open
 * @param {{current: HTMLElement | null}} place
 * @param {() => void} close
 */
function useLeaving(open, place, close) {
  useEffect(() => {
    if (!open) return undefined;
    const leave = (/** @type {Event} */ event) => {
      if (!place.current?.contains(/** @type {Node} */ (event.target))) close();
    };
    addEventListener("pointerdown", leave);
    return () => removeEventListener("pointerdown", leave);
  }, [open]);
}

/** @param {{desk: Desk, title: string}} props  a plain title until the list of lessons is there */
function Title({desk, title}) {
  const {lessons, lessonsOpen} = desk.store;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const was = useRef(false);
  const open = lessonsOpen.value;
  useLeaving(open, place, () => (lessonsOpen.value = false));
  useEffect(() => {
    // Closed by its key, the list gives the focus back; closed by a press elsewhere, that has it already.
    if (was.current && !open && document.activeElement === document.body) place.current?.querySelector("button")?.focus();
    was.current = open;
  }, [open]);
  if (lessons.value.length < 2) return html`<h1>${title}</h1>`;
  return html`<div class="chosen" ref=${place}>
    <h1><button type="button" class="chooser" aria-expanded=${open} aria-label=${`${title}. ${words.openLesson}`} title=${title}
      onClick=${() => (lessonsOpen.value = !open)}><span>${title}</span>${icons.chevron}</button></h1>
    ${open && h(Lazy, {load: loadLessons, props: {desk}})}
  </div>`;
}
