/**
 * Where the reader is, as an address, and the way there, as the browser's history.
 *
 * Edits, lessons and ways of looking are pages of the history; steps change the address of the page they are on. What
 * an address says is state/permalink.js's business.
 */

import {batch} from "@preact/signals-core";

import {hear, linkState} from "../state/permalink.js";
import {carried} from "../state/program-link.js";
import {stopsThatAsk} from "../state/questions.js";
import {isAs} from "../state/saved.js";
import {openIn} from "./apart.js";

/** @typedef {import("../page.js").LinkState} LinkState */
/** @typedef {import("../page.js").PageDocument} PageDocument */
/** @typedef {import("../state/signals.js").Store} Store */
/**
 * A link, and the lesson it is about; variant: the seed of its other numbers.
 * @typedef {LinkState & {slug: string | null, variant?: string | null}} Place
 */

/**
 * Where the page's address is kept: the browser's, or a plain object in a test.
 * @typedef {Readonly<{
 *   write: (place: Place, mode: "push" | "replace") => void,
 *   systemTheme: () => "dark" | "light",
 *   ownTheme: () => "dark" | "light",
 * }>} Address
 */

/** An edit that follows another within this time is the same edit. */
const JOIN_MS = 1000;

export class Trail {
  /**
   * @param {Store} store
   * @param {Address} address
   */
  constructor(store, address) {
    this.store = store;
    this.address = address;
    this.lastPush = -Infinity;
    /** The way of looking that the address names; another is a page of its own in the history. */
    this.view = "";
    /** A change is being made whose entry in the history is not written yet. */
    this.entering = false;
  }

  /** What a link needs to know besides the page's state. @returns {import("../state/permalink.js").Around} */
  get around() {
    const {shown, stops, lesson} = this.store;
    const document = shown.peek()?.document;
    return {
      open: document ? openIn(document.graph) : [],
      usual: document?.slug ? (lesson.peek()?.apart ?? []) : [],
      theme: this.address.systemTheme(),
      own: this.address.ownTheme(),
      lessonAsks: () => stopsThatAsk(lesson.peek()?.questions ?? [], stops.peek()),
    };
  }

  /** What the address of this very picture says. @returns {Place | null} */
  get here() {
    const document = this.store.shown.value?.document;
    return document ? this.withNumbers(placeOf(document, linkState(this.store, this.around))) : null;
  }

  /** A place with the seed of its lesson's numbers, where they are not the deck's. @param {Place} place @returns {Place} */
  withNumbers(place) {
    const variant = this.store.lesson.peek()?.variant;
    return place.slug && variant ? {...place, variant} : place;
  }

  /**
   * The same for handing out: it says the theme too, and the lecture's view only where that is wanted, for a class that
   * reads the code off the wall has the graph in its hands.
   * @param {boolean} lecture
   * @param {import("../page.js").LinkForm} [form]
   * @returns {Place | null}
   */
  handout(lecture, form = "whole") {
    const document = this.store.shown.peek()?.document;
    if (!document) return null;
    const {program, said: {view = "", ...others}} = linkState(this.store, {...this.around, theme: null});
    const said = view === "" || (view === "present" && !lecture) ? others : {view, ...others};
    const kept = document.saved?.peek();
    if (form === "whole" || !kept?.id) return this.withNumbers({slug: document.slug, program, said});
    return {slug: null, program: null, said, saved: {id: kept.id, token: form === "edit" ? kept.token : null, version: null}};
  }

  /**
   * Change what is shown, and enter the change into the history as one: what follows from it on the way there is no
   * step of its own.
   * @param {() => void} change
   * @param {"push" | "replace"} mode
   * @param {boolean} [whole]
   */
  enter(change, mode, whole) {
    this.entering = true;
    try {
      batch(change);
    } finally {
      this.entering = false;
    }
    this.note(mode, whole);
  }

  /**
   * Keep the address in step. Edits and other ways of looking push; steps, and edits that follow within a second,
   * replace.
   * @param {"push" | "replace"} mode
   * @param {boolean} [whole]  another page, never one with the edit before it
   * @param {Place | null} [here]  what it says, where that is known already
   */
  note(mode, whole = false, here = this.here) {
    if (!here || this.entering) return;
    const view = here.said.view ?? "";
    const now = Date.now();
    const join = mode === "push" && !whole && now - this.lastPush < JOIN_MS;
    if (mode === "push") this.lastPush = whole ? -Infinity : now;
    const other = view !== this.view;
    this.view = view;
    this.address.write(here, other ? "push" : join ? "replace" : mode);
  }

  /** Look at what is shown in the way that a link says. @param {LinkState["said"]} said */
  hear(said) {
    batch(() => hear(this.store, said, this.around));
    this.view = this.here?.said.view ?? "";
  }

  /** Whether a link is about the very document that is shown. @param {Place} link */
  shows({slug, variant, program, said, saved, run}) {
    const {here} = this;
    return here !== null && here.slug === slug && (here.variant ?? null) === (variant ?? null) && JSON.stringify(here.program) === JSON.stringify(program) && (here.said.open ?? "") === (said.open ?? "")
      && (here.saved?.id ?? null) === (saved?.id ?? null) && (here.saved?.token ?? null) === (saved?.token ?? null) && (here.run ?? null) === (run ?? null);
  }
}

/**
 * A saved graph, or a stored run, is named; what differs from it by now stands in the link beside it.
 * @param {PageDocument} document
 * @param {LinkState} link
 * @returns {Place}
 */
function placeOf(document, link) {
  const {slug, saved} = document;
  const kept = saved?.value;
  if (!kept || (kept.id === null && kept.run === null)) return {slug, ...link};
  const same = isAs(document, kept.as);
  const named = kept.id === null ? null : {id: kept.id, token: kept.token, version: kept.version};
  return {...link, slug: same ? null : slug, program: same ? null : link.program ?? carried(document), saved: named, run: same ? kept.run : null};
}
