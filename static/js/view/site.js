/** What the library's pages share with each other: their bar, and the theme it switches. */

import {h} from "preact";

import {ROOT} from "../state/root.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Nav} from "./nav.js";

/** @param {{title: string, note?: unknown}} props */
export function SiteBar({title, note = null}) {
  return html`<header class="bar">
    <a class="logo" href=${`${ROOT}/`} aria-label=${words.product}>${icons.logo}<span>${words.product}</span></a>
    <div class="document"><h1>${title}</h1>${note && html`<span class="note">${note}</span>`}</div>
    ${h(Nav, {here: "lessons"})}
    <div class="acts"><button type="button" aria-label=${words.themeWord} title=${words.themeWord} onClick=${otherTheme}>${icons.theme}</button></div>
  </header>`;
}

/** The reader's own choice, kept as on the workbench. */
function otherTheme() {
  const now = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = now;
  try {
    localStorage.setItem("theme", now);
  } catch {
    // Without storage the choice lasts until the page is left.
  }
}
