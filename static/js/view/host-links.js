/** The pages of whoever runs the server, where the law of a country asks for them; nothing where the server was told of none. */

import {hostWords} from "../state/host-words.js";
import {html} from "./html.js";

/** @type {readonly (readonly ["imprint" | "privacy" | "accessibility", string])[]} */
const PAGES = JSON.parse(document.getElementById("state")?.textContent || "{}").host ?? [];

export function HostLinks() {
  return PAGES.length > 0 && html`<nav class="host" aria-label=${hostWords.about}>${PAGES.map(([name, url]) => html`
    <a key=${name} href=${url} target="_blank" rel="noopener">${hostWords[name]}</a>`)}</nav>`;
}
