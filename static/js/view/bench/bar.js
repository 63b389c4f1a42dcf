/** The bench's bar: the mark, what is trained, the way to the other pages, what else there is. */

import {h} from "preact";

import {activationOf, shapeOf} from "../../state/bench/edits.js";
import {benchWords} from "../../state/bench-words.js";
import {words} from "../../state/words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Nav} from "../nav.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

/** @param {{desk: BenchDesk}} props */
export function Bar({desk}) {
  const {store} = desk;
  return html`<header class="bar">
    <a class="logo" href="/" aria-label=${words.product}>${icons.logo}<span>${words.product}</span></a>
    <div class="document"><h1>${store.title.value || benchWords.opening}</h1><span class="count">${said(store)}</span></div>
    ${h(Nav, {here: "train"})}
    <div class="acts">
      <button type="button" aria-label=${words.themeWord} title=${words.themeWord} onClick=${() => desk.run("theme")}>${icons.theme}</button>
      <button type="button" aria-label=${words.keys} title=${words.keys} onClick=${() => desk.run("help")}>${icons.keys}</button>
      <button type="button" class="named" title=${benchWords.exportHint} onClick=${() => desk.run("take")}>${benchWords.exporting}</button>
      <button type="button" class="named" title=${benchWords.shareHint} onClick=${() => desk.run("share")}>${benchWords.share}</button>
    </div>
  </header>`;
}

/** The network in a line: 2-8-8-1, tanh, sigmoid, cross-entropy. @param {BenchDesk["store"]} store */
function said({spec}) {
  if (!spec.value) return "";
  const {layers, loss} = spec.value;
  const kinds = layers.map(activationOf).map((name) => benchWords.activations[name] ?? name);
  return [shapeOf(spec.value), ...new Set(kinds), benchWords.losses[loss] ?? loss].join(", ");
}
