/** The reader's own work, to go on with, and to be erased from a machine that others use too. */

import {useRef, useState} from "preact/hooks";

import {keptWords} from "../state/keeping-words.js";
import {entriesOn, erase, firstLine} from "../state/work.js";
import {html} from "./html.js";
import {sharedShelf} from "./keep-work.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/work.js").Entry} Entry */

const WHEN = new Intl.DateTimeFormat("en-GB", {dateStyle: "medium", timeStyle: "short"});

/** @param {{desk: Desk}} props */
export function Work({desk}) {
  const said = keptWords.work;
  const shelf = sharedShelf();
  const [entries, show] = useState(() => (shelf ? entriesOn(shelf) : []));
  const [state, turn] = useState(/** @type {"there" | "asked" | "cleared"} */ ("there"));
  const note = useRef(/** @type {HTMLElement | null} */ (null));
  const clear = () => {
    if (!shelf) return;
    erase(shelf);
    sessionStorage.removeItem("work");
    show([]);
    turn("cleared");
    note.current?.focus();
  };
  if (entries.length === 0 && state !== "cleared") return null;
  return html`<h2 key="work">${said.heading}</h2>
    <ul key="work list" class="work">${entries.map((entry) => html`<li key=${entry.id}><button type="button" onClick=${() => open(desk, entry)}>
      <span class="station" aria-hidden="true"></span><b>${entry.program.title}</b><small><code>${firstLine(entry)}</code> <time>${WHEN.format(entry.when)}</time></small>
    </button></li>`)}
    <li class="clear"><span ref=${note} role="status" tabindex="-1">${state === "cleared" ? said.cleared : state === "asked" ? said.sure(entries.length) : said.kept}</span>
      ${state === "there" && html`<button type="button" onClick=${() => turn("asked")}>${said.clear}</button>`}
      ${state === "asked" && html`<button type="button" onClick=${clear}>${said.erase}</button><button type="button" onClick=${() => turn("there")}>${said.not}</button>`}
    </li></ul>`;
}

/** Another page of the history. @param {Desk} desk @param {Entry} entry */
function open(desk, {slug, program, saved, draft}) {
  desk.store.lessonsOpen.value = false;
  void desk.goTo({slug, program, said: {}, saved}, draft);
}
