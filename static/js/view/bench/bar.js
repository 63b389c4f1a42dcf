/** The bench's bar: the mark, what is trained, the way to the other pages, what else there is. */

import {h} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";

import {activationOf, shapeOf} from "../../state/bench/edits.js";
import {benchWords} from "../../state/bench-words.js";
import {ROOT} from "../../state/root.js";
import {words} from "../../state/words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Nav} from "../nav.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

/** @param {{desk: BenchDesk}} props */
export function Bar({desk}) {
  const {store} = desk;
  return html`<header class="bar">
    <a class="logo" href=${`${ROOT}/`} aria-label=${words.product}>${icons.logo}<span>${words.product}</span></a>
    <div class="document"><h1>${store.title.value || benchWords.opening}</h1><span class="count">${said(store)}</span></div>
    ${h(Nav, {here: "train"})}
    ${h(store.narrow.value ? NarrowActs : Acts, {desk})}
  </header>`;
}

/** @param {{desk: BenchDesk}} props */
function Acts({desk}) {
  const icon = (/** @type {string} */ id, /** @type {string} */ word, /** @type {unknown} */ drawn) => html`
    <button type="button" aria-label=${word} title=${word} onClick=${() => desk.run(id)}>${drawn}</button>`;
  return html`<div class="acts">
    ${icon("theme", words.themeWord, icons.theme)}
    ${icon("help", words.keys, icons.keys)}
    ${h(Through, {desk})}
    <button type="button" class="named" title=${benchWords.exportHint} onClick=${() => desk.run("take")}>${benchWords.exporting}</button>
    <button type="button" class="named" title=${benchWords.shareHint} onClick=${() => desk.run("share")}>${benchWords.share}</button>
  </div>`;
}

/** To one example's way; that screen has the way back. @param {{desk: BenchDesk}} props */
function Through({desk}) {
  if (desk.store.screen.value === "example") return null;
  return html`<button type="button" class="named through" title=${benchWords.throughHint} onClick=${() => desk.run("through")}>${benchWords.through}</button>`;
}

/** What the phone's menu offers, by command, with the word of each. */
const MENU = /** @type {const} */ ([["settings", benchWords.more], ["keep", benchWords.keepRun], ["share", benchWords.share], ["take", benchWords.exporting], ["data", benchWords.ownData], ["theme", words.themeWord], ["help", words.keys]]);

/** @param {{desk: BenchDesk}} props */
function NarrowActs({desk}) {
  const [open, show] = useState(false);
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    const leave = (/** @type {Event} */ event) => place.current?.contains(/** @type {Node} */ (event.target)) || show(false);
    addEventListener("pointerdown", leave);
    return () => removeEventListener("pointerdown", leave);
  }, [open]);
  const offered = MENU.filter(([id]) => desk.commands.some((command) => command.id === id && command.when()));
  return html`<div class="acts" ref=${place} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    show(false);
    /** @type {HTMLElement | null | undefined} */ (place.current?.querySelector(".menu-button"))?.focus();
  }}>
    ${h(Through, {desk})}
    <button type="button" class="menu-button" aria-label=${benchWords.menu} aria-expanded=${open} onClick=${() => show(!open)}>${icons.menu}</button>
    ${open && html`<ul class="menu">${offered.map(([id, word]) => html`<li key=${id}><button type="button" onClick=${() => {
      show(false);
      desk.run(id);
    }}>${word}</button></li>`)}
      <li><a href=${`${ROOT}/`}>${words.workbench}</a></li><li><a href=${`${ROOT}/lessons`}>${words.lessons}</a></li></ul>`}
  </div>`;
}

/** The network in a line: 2-8-8-1, tanh, sigmoid, cross-entropy. @param {BenchDesk["store"]} store */
function said({spec}) {
  if (!spec.value) return "";
  const {layers, loss} = spec.value;
  const kinds = layers.map(activationOf).map((name) => benchWords.activations[name] ?? name);
  return [shapeOf(spec.value), ...new Set(kinds), benchWords.losses[loss] ?? loss].join(", ");
}
