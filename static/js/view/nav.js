/** The way between the pages, in the bar of each. */

import {ROOT} from "../state/root.js";
import {words} from "../state/words.js";
import {html} from "./html.js";

/** @param {{here: "workbench" | "lessons" | "train", lesson?: string | null}} props  lesson: the one on the desk, found again in the library */
export function Nav({here, lesson = null}) {
  return html`<nav aria-label=${words.mainNav}>
    <a aria-current=${here === "workbench" ? "page" : undefined} href=${`${ROOT}/`}>${words.workbench}</a>
    <a aria-current=${here === "lessons" ? "page" : undefined} href=${`${ROOT}/lessons${lesson ? `#${lesson}` : ""}`}>${words.lessons}</a>
    <a aria-current=${here === "train" ? "page" : undefined} href=${`${ROOT}/train`}>${words.train}</a>
  </nav>`;
}
