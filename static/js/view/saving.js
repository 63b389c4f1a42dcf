/**
 * Saving what is on the board: for a short link, as a change of what was saved, as a copy, as a file. Part of the dialog
 * that hands out.
 */

import {h} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";

import {ApiError} from "../api/client.js";
import {saveAgain, saveNew} from "../api/keeping.js";
import {fileName, isAs, savedAs} from "../state/saved.js";
import {keptWords} from "../state/keeping-words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").Problem} Problem */

/** @param {{desk: Desk}} props */
export function Saving({desk}) {
  const said = keptWords.keeping;
  const document = desk.store.shown.value?.document;
  const kept = document?.saved?.value;
  const [title, call] = useState(document?.title ?? "");
  const [state, note] = useState(/** @type {{busy: boolean, done: boolean, problem: Problem | null}} */ ({busy: false, done: false, problem: null}));
  const place = useRef(/** @type {HTMLInputElement | null} */ (null));
  const act = async (/** @type {typeof saveNew} */ save) => {
    note({busy: true, done: false, problem: null});
    try {
      await save(desk.session, title.trim());
      note({busy: false, done: true, problem: null});
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      note({busy: false, done: false, problem: error.problem});
    }
  };
  const same = document !== undefined && isAs(document, kept?.as ?? null) && (title.trim() || document.title) === document.title;
  const mine = Boolean(kept?.id && kept.token) && !isDenied(state.problem);
  useEffect(() => {
    if (!desk.store.saveNow.peek()) return;
    desk.store.saveNow.value = false;
    if (mine && !same) void act(saveAgain);
    else place.current?.focus();
  }, []);
  if (!document) return null;
  return html`<section class="keeping" aria-label=${said.heading}>
    <h3>${said.heading}</h3>
    <p class="soft">${!kept?.id ? said.what : same ? said.stands : mine ? said.changed : said.notYours}</p>
    <label for="keep-title">${said.title}</label>
    <input id="keep-title" ref=${place} maxlength="80" autocomplete="off" value=${title} onInput=${(/** @type {InputEvent} */ event) => call(/** @type {HTMLInputElement} */ (event.target).value)} />
    <div class="row">
      ${!kept?.id && html`<button type="button" class="solid" disabled=${state.busy} onClick=${() => void act(saveNew)}>${said.save}</button>`}
      ${mine && !same && html`<button type="button" class="solid" disabled=${state.busy} onClick=${() => void act(saveAgain)}>${said.again}</button>`}
      ${kept?.id && !mine && html`<button type="button" class="solid" disabled=${state.busy} onClick=${() => void act(saveNew)}>${said.copy}</button>`}
      <button type="button" onClick=${() => download(desk)}>${said.download}</button>
      <span role="status">${state.done && same ? said.saved : ""}</span>
    </div>
    ${state.problem && h(Trouble, {desk, problem: state.problem, keepMine: () => void act(saveNew)})}
  </section>`;
}

/** The token is not, or no longer, one for this graph. @param {Problem | null} problem */
const isDenied = (problem) => problem !== null && ["token-missing", "token-wrong", "not-found"].includes(problem.code);

/** Why it was not saved, and what to do. @param {{desk: Desk, problem: Problem, keepMine: () => void}} props */
function Trouble({desk, problem, keepMine}) {
  const said = keptWords.keeping;
  const stale = problem.status === 412;
  return html`<div class="reach trouble" role="alert">${icons.warning}<div>
    <p>${stale ? said.stale : isDenied(problem) ? said.denied : `${problem.detail} ${said.instead}`}</p>
    ${stale && html`<div class="row"><button type="button" onClick=${keepMine}>${said.keepMine}</button>
      <button type="button" onClick=${() => openTheirs(desk)}>${said.takeTheirs}</button></div>`}
  </div></div>`;
}

/** What is saved by now, as another page of the history. @param {Desk} desk */
function openTheirs(desk) {
  const kept = desk.store.shown.peek()?.document.saved?.peek();
  if (!kept?.id) return;
  desk.store.shareOpen.value = false;
  void desk.goTo({slug: null, program: null, said: {}, saved: {id: kept.id, token: kept.token, version: null}});
}

/** The document as a file. @param {Desk} desk */
export function download(desk) {
  const shown = desk.store.shown.peek();
  if (!shown) return;
  const text = JSON.stringify(savedAs(shown.document), null, 1);
  const url = URL.createObjectURL(new Blob([text], {type: "application/json"}));
  const link = Object.assign(document.createElement("a"), {href: url, download: fileName(shown.document.title)});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
