/**
 * The reader's own work is kept in the browser when the hand rests, and at the latest when the page is left.
 *
 * What was only looked at is not kept: a work begins with the first change of what was opened. A reload goes on with the
 * tab's own entry; what did not run stands in the editor again.
 */

import {effect, signal} from "@preact/signals-core";

import {ANOTHER, UNSAVED} from "../state/saved.js";
import {contentOf, entryOn, keep} from "../state/work.js";
import {onceRested} from "./client.js";
import {randomKey} from "./keeping.js";

/** @typedef {import("../page.js").PageDocument} PageDocument */
/** @typedef {import("../page.js").Saved} Saved */
/** @typedef {import("../state/work.js").Entry} Entry */
/** @typedef {import("../state/work.js").Shelf} Shelf */
/** @typedef {import("./session.js").Session} Session */
/** A work's entry by the thing that all its documents share. @typedef {WeakMap<object, string>} Ids */

const REST_MS = 300;
/** Where a tab notes its entry. */
const OWN = "work";

export class Autosave {
  /**
   * @param {Session} session
   * @param {{shelf: Shelf, tab: Shelf, ahead: () => string, loaded: string, now?: () => number}} place  shelf: what all tabs share; tab:
   *   what outlives a reload of this one; ahead: the address that the page is ahead of, or ""; loaded: the one it was loaded by
   */
  constructor(session, {shelf, tab, ahead, loaded, now = Date.now}) {
    this.session = session;
    this.shelf = shelf;
    this.tab = tab;
    this.ahead = ahead;
    this.loaded = loaded;
    this.now = now;
    this.page = randomKey();
    /** @type {Ids} */
    this.ids = new WeakMap();
    /** What was written last, so that nothing is written twice, and nothing again that was erased. */
    this.written = "";
    /** What the tab left, read before anything is written: the reader may have typed by now. */
    this.left = entryOn(shelf, tab.getItem(OWN) ?? "");
    this.rested = onceRested(() => this.write(), REST_MS);
    this.stop = effect(() => {
      const {shown, draft} = session.store;
      if (shown.value && draft.value !== null) this.rested.ask(undefined);
    });
  }

  /**
   * Go on with the tab's own entry, where that is what was opened.
   * @returns {Entry | null}  it, where the page or its editor was further than its address
   */
  resume() {
    const entry = this.left;
    const document = this.session.store.shown.peek()?.document;
    if (!entry || !document?.saved) return null;
    const same = contentOf(document) === JSON.stringify(entry.program);
    // Another link opened in the same tab is what the reader wants now.
    if (!same && entry.ahead !== this.loaded) return null;
    this.ids.set(document.saved, entry.id);
    const {ahead: _, ...kept} = entry;
    keep(this.shelf, {...kept, page: this.page});
    this.written = this.wordsOf(document, entry.draft);
    return same && entry.draft === undefined ? null : entry;
  }

  /** Go on where the tab was left, also where its address or its text that runs are not as far. */
  async goOn() {
    const entry = this.resume();
    if (!entry) return;
    const {session} = this;
    typedAgain(session, entry.draft, !entry.ahead);
    if (!entry.ahead) return;
    const saved = signal({...UNSAVED, ...entry.saved, as: entry.saved ? ANOTHER : null});
    this.ids.set(saved, entry.id);
    const {slug, program} = entry;
    if (slug && !(await session.open(slug, {program, said: {}}, {saved}))) return;
    session.openProgram({...program, saved});
  }

  /** Keep what is on the board and in the editor, where it is the reader's own and not kept yet. */
  write(leaving = false) {
    const {shown, draft: typed} = this.session.store;
    const document = shown.peek()?.document;
    if (!document?.saved || this.between) return;
    const draft = typed.peek() === document.text ? undefined : typed.peek();
    const content = this.wordsOf(document, draft);
    if (content === this.written && !(leaving && this.ahead() !== "")) return;
    const {opened, id, token, version} = document.saved.peek();
    const begun = this.ids.has(document.saved);
    const other = draft !== undefined || (opened ? contentOf(opened) !== contentOf(document) : document.parsed.nodes.length > 0);
    if (!begun && !other) return;
    this.written = content;
    const entry = {
      id: this.idOf(document.saved), page: this.page, when: this.now(), program: JSON.parse(contentOf(document)), slug: document.slug,
      saved: id ? {id, token, version} : null, ...(draft !== undefined && {draft}), ...(leaving && this.ahead() && {ahead: this.ahead()}),
    };
    if (keep(this.shelf, entry)) this.tab.setItem(OWN, entry.id);
  }

  /** Another document is being opened: its text is in the editor already, and is no draft over the one that is shown. */
  get between() {
    return this.session.link !== null && this.session.store.problem.peek() === null;
  }

  /** @param {PageDocument} document @param {string | undefined} draft */
  wordsOf(document, draft) {
    return JSON.stringify([contentOf(document), draft ?? null, document.saved?.peek().id, document.saved?.peek().version]);
  }

  /** The entry of a work; a new one where another page writes the old one by now. @param {object} work */
  idOf(work) {
    const known = this.ids.get(work);
    const there = known === undefined ? null : entryOn(this.shelf, known);
    if (known !== undefined && (!there || there.page === this.page)) return known;
    const id = randomKey();
    this.ids.set(work, id);
    return id;
  }
}

/**
 * A text that did not run stands in the editor again, as soon as what it was typed over is on the board.
 * @param {Session} session
 * @param {string | undefined} draft
 * @param {boolean} [now]  it is there already
 */
export function typedAgain(session, draft, now = false) {
  if (draft === undefined) return;
  const {store} = session;
  const before = now ? null : store.shown.peek();
  const stop = effect(() => {
    if (store.shown.value === before) return;
    queueMicrotask(() => {
      stop();
      session.edit(draft);
      store.programOpen.value = true;
    });
  });
}
