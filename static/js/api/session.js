/**
 * From an edit to the next picture: asks the API, waits for the places, and shows document, answer and places together.
 *
 * Nothing half-done is ever shown: a program that does not run leaves the last one that did on the board and says why,
 * and the numbers of an edited value land all at once. Text and values are one document; a value's new digits are
 * written into the text by POST /print, which keeps its comments and its order.
 */

import {batch, effect, signal, untracked} from "@preact/signals-core";

import {looseOf, withoutLoose} from "../editing/edits.js";
import {structure, withValue} from "../state/document.js";
import {openedBy, stopNamed} from "../state/permalink.js";
import {ROOT} from "../state/root.js";
import {UNSAVED} from "../state/saved.js";
import {words} from "../state/words.js";
import {openIn} from "./apart.js";
import {ApiError, ask, away, latestWins, onceRested} from "./client.js";
import {Editing} from "./editing.js";
import {InHand} from "./in-hand.js";
import {Openings} from "./openings.js";
import {runInHand, runOf, runProgram} from "./running.js";
import {Trail} from "./trail.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("../page.js").LinkState} LinkState */
/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {import("../page.js").PageDocument} PageDocument */
/** @typedef {import("../state/signals.js").Store} Store */

/** @typedef {import("./running.js").Program} Program */
/** The same graph twice: as drawn, and as the text says it. @typedef {Pick<PageDocument, "graph" | "parsed">} Graphs */

const PAUSE_MS = 160;
const REST_MS = 200;

export class Session {
  /**
   * @param {Store} store
   * @param {import("./trail.js").Address} address
   * @param {(graph: GraphDocument, trace: Trace) => Promise<Layout>} layout
   * @param {Lesson | null} [fallback]  what is shown below a first program that does not run
   */
  constructor(store, address, layout, fallback = null) {
    this.fallback = fallback;
    this.store = store;
    this.trail = new Trail(store, address);
    this.layout = layout;
    /** @type {Problem | null} */
    this.notice = null;
    /** @type {Graphs | null} the newest values asked for; nudges count on from them, not from what is shown */
    this.wanted = null;
    this.openings = new Openings(this);
    this.editing = new Editing(this);
    /** @type {LinkState["said"] | null} what the link that is being opened says of the page */
    this.link = null;
    /** @type {"push" | "replace"} how the document on its way enters the history */
    this.entry = "replace";
    /** Counts what was asked to be opened: of two lessons on their way the later one is wanted. */
    this.turn = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    this.hand = new InHand(this, REST_MS);
    this.texts = latestWins(
      async (/** @type {Program} */ program, signal) => {
        store.busy.value = true;
        return runProgram(program, (graph, trace) => this.places(graph, trace), signal).finally(() => (store.busy.value = false));
      },
      (result, program) => this.showText(result, program),
      (error, program) => this.refuseText(error, program),
    );
    this.values = latestWins(
      (/** @type {Graphs & {inHand?: boolean}} */ {graph, inHand}, signal) => (inHand ? runInHand(graph, this.hand.inSight, signal) : runOf(graph, signal)),
      (trace, {graph, parsed}) => this.showValues(trace, {graph, parsed}),
      (error) => this.refuse(error),
    );
    this.prints = latestWins(
      (/** @type {{graph: GraphDocument, source: string}} */ {graph, source}, signal) => ask("/print", {graph: withoutLoose(graph), source}, signal),
      ({expression}) => this.showPrint(expression),
      (error) => this.refuse(error),
    );
    /** The text takes a dragged value when the hand rests. @type {ReturnType<typeof onceRested<{graph: GraphDocument, source: string}>>} */
    this.rested = onceRested((wish) => this.prints.ask(wish), REST_MS);
    effect(() => {
      // Somewhere else, other steps are in sight than those the hand was told.
      void [store.stop.value, store.looked.value, store.playing.value];
      untracked(() => this.letGo());
    });
    effect(() => {
      if (away.value) store.problem.value = said("away", words.away);
      else if (store.problem.peek()?.code === "away") store.problem.value = null;
    });
  }

  /** The lesson on the desk; none once the graph is the reader's own. @returns {Lesson | null} */
  get lesson() {
    return this.store.lesson.peek();
  }

  set lesson(lesson) {
    this.store.lesson.value = lesson;
  }

  /**
   * Open a lesson by its slug, or by what the page already holds of it.
   * @param {string | Lesson} lesson
   * @param {LinkState & {variant?: string | null}} [link]  variant: the seed of other numbers than the deck's
   * @param {{notice?: Problem | null, entry?: "push" | "replace", draft?: string, saved?: Program["saved"]}} [how]  notice: to
   *   be said beside the lesson, such as why it is not what was asked for; entry: whether it is a new page of the history;
   *   draft: what stands in the editor instead of the lesson's text; saved: where the link's program is kept
   * @returns {Promise<Problem | null>}  why it could not be opened
   */
  async open(lesson, link = {program: null, said: {}}, {notice = null, entry = "replace", draft, saved} = {}) {
    const turn = (this.turn += 1);
    try {
      const numbers = link.variant ? `?variant=${encodeURIComponent(link.variant)}` : "";
      const found = typeof lesson === "string" ? await ask(`/lessons/${encodeURIComponent(lesson)}${numbers}`) : lesson;
      if (turn !== this.turn) return null;
      if (found.kind === "network") { // It has no graph; its page is the bench.
        location.replace(`${ROOT}/train?lesson=${encodeURIComponent(found.slug)}`);
        return null;
      }
      this.lesson = found;
      this.notice = link.damaged ? said("damaged-link", words.damagedLink) : notice;
      const own = found.expression ?? "";
      const title = link.program?.title ?? (found.variant ? words.variantTitle(found.title, found.variant) : found.title);
      const apart = openedBy(link) ?? found.apart ?? [];
      this.start({...link.program, slug: found.slug, title, text: link.program?.text ?? own, lesson: found, apart, own, ...(saved && {saved})}, link.said, entry);
      if (draft !== undefined) this.store.draft.value = draft;
      return null;
    } catch (error) {
      if (turn !== this.turn) return null;
      this.refuse(error);
      return this.store.problem.peek();
    }
  }

  /**
   * Open a program that is no lesson's.
   * @param {NonNullable<LinkState["program"]> & Pick<Program, "saved" | "ran">} program
   * @param {LinkState["said"]} [said]
   * @param {"push" | "replace"} [entry]
   */
  openProgram(program, said = {}, entry = "replace") {
    this.turn += 1;
    this.lesson = null;
    this.notice = null;
    this.start({...program, slug: null, lesson: null, apart: openedBy({program: null, said}) ?? []}, said, entry);
  }

  /**
   * @param {Program} program
   * @param {LinkState["said"]} said
   * @param {"push" | "replace"} entry
   */
  start(program, said, entry) {
    this.texts.cancel();
    this.drop();
    this.link = said;
    this.entry = entry;
    this.store.draft.value = program.text;
    this.texts.ask({saved: signal(UNSAVED), ...program});
  }

  /**
   * The reader typed; run it after a short pause.
   * @param {string} text
   */
  edit(text) {
    this.store.draft.value = text;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.runDraft(), PAUSE_MS);
  }

  /** Run what stands in the editor, now. */
  runDraft() {
    clearTimeout(this.pause);
    const {shown, draft} = this.store;
    const title = shown.peek()?.document.title ?? words.ownProgram;
    this.drop();
    const graph = shown.peek()?.document.graph;
    const apart = graph ? openIn(graph) : (this.lesson?.apart ?? []);
    const saved = shown.peek()?.document.saved;
    this.texts.ask({slug: this.lesson?.slug ?? null, title, text: draft.peek(), typed: true, lesson: this.lesson, apart, ...(saved && {saved}), ...this.besideText});
  }

  /** What a hand put on the canvas and no text can say: places, groups, and nodes with open ports. */
  get besideText() {
    const parsed = this.editing.wanted ?? this.store.shown.peek()?.document.parsed;
    if (!parsed) return {};
    const loose = looseOf(parsed);
    return {layout: parsed.layout ?? {}, loose: parsed.nodes.filter(({id}) => loose.has(id)), groups: parsed.groups ?? []};
  }

  /** Where the reader stands, to stand there again in another picture: who stood at the end, or had nothing, is at the end. */
  get standing() {
    const {stop, stops, atLast, currentStop} = this.store;
    return stop.peek() < 0 && stops.peek().length > 0 ? "start" : atLast.peek() ? "last" : currentStop.peek()?.address ?? "last";
  }

  /** Another kind of edit takes over: what is in flight is about the document before it. */
  yieldToCanvas() {
    clearTimeout(this.pause);
    this.texts.cancel();
    this.values.cancel();
    this.openings.cancel();
    this.rested.cancel();
    this.prints.cancel();
    this.wanted = null;
  }

  /** Leave what is shown for something else that is there already: nothing that was asked for before may follow. */
  abandon() {
    clearTimeout(this.pause);
    this.hand.cancel();
    this.turn += 1;
    this.texts.cancel();
    this.drop();
    this.wanted = null;
    this.link = null;
    this.notice = null;
  }

  /** Give up what is in flight: another text makes it pointless. */
  drop() {
    this.values.cancel();
    this.openings.cancel();
    this.editing.cancel();
    this.rested.cancel();
    this.prints.cancel();
  }

  /**
   * Give a leaf another number, live at any step.
   * @param {string} id
   * @param {WireValue} value
   */
  setValue(id, value) {
    this.setValues({[id]: value});
  }

  /**
   * The same for a number in a hand that goes on moving: asked for in a hurry, the steps in sight alone are told anew.
   * @param {string} id
   * @param {WireValue} value
   */
  dragValue(id, value) {
    // A constant without a name is named by its number, in every line that has it.
    this.setValues({[id]: value}, {inHand: !id.startsWith("_")});
  }

  /** The hand has let go, or rests: what was told in a hurry is told in full. */
  letGo() {
    this.hand.letGo();
  }

  /**
   * Give several leaves other numbers, all at once: what an update does.
   * @param {Readonly<Record<string, WireValue>>} values
   * @param {{inHand?: boolean}} [how]
   */
  setValues(values, {inHand = false} = {}) {
    const now = this.wanted ?? this.store.shown.peek()?.document;
    if (!now) return;
    const given = (/** @type {GraphDocument} */ graph) => Object.entries(values).reduce((so, [id, value]) => withValue(so, id, value), graph);
    if (this.editing.wanted) {
      this.editing.edit(given);
      return;
    }
    this.wanted = {graph: given(now.graph), parsed: given(now.parsed)};
    this.values.ask({...this.wanted, inHand});
  }

  /**
   * The picture's places; the same graph with other numbers keeps those it has.
   * @param {GraphDocument} graph
   * @param {Trace} trace
   * @returns {Promise<Layout>}
   */
  async places(graph, trace) {
    const shown = this.store.shown.peek();
    if (shown && structure(shown.document.graph) === structure(graph)) return shown.layout;
    return this.layout(graph, trace);
  }

  /**
   * @param {Graphs & {trace: Trace, layout: Layout, before?: GraphDocument}} result
   * @param {Program} program
   */
  showText({trace, graph, parsed, before, layout}, {slug: from, title: called, text, saved = signal(UNSAVED)}) {
    const {store, link} = this;
    const lessons = before ?? (link ? parsed : store.shown.peek()?.document.parsed);
    const own = lessons && structure(lessons) !== structure(parsed);
    if (own) this.lesson = null;
    const [slug, title] = own ? [null, link || saved.peek().id ? called : words.ownProgram] : [from, called];
    const address = this.standing;
    this.link = null;
    this.wanted = null;
    const changed = text !== this.lesson?.expression;
    this.trail.enter(() => {
      /** @type {PageDocument} */
      const document = {slug, title, text, graph, parsed, changed, saved};
      const {id, run, as, opened} = saved.peek();
      if (link && !opened) saved.value = {...saved.peek(), opened: document, as: as ?? (id || run ? document : null)};
      store.shown.value = {document, trace, layout};
      store.problem.value = this.notice;
      this.notice = null;
      store.travelled.value = 1;
      if (link) this.trail.hear(link);
      else store.stop.value = this.find(address);
    }, link ? this.entry : "push", Boolean(link));
  }

  /**
   * @param {Trace} trace
   * @param {Graphs} graphs
   */
  showValues(trace, graphs) {
    const {store} = this;
    const shown = store.shown.peek();
    if (!shown) return;
    batch(() => {
      store.shown.value = {...shown, document: {...shown.document, ...graphs}, trace};
      if (store.draft.peek() === shown.document.text) store.problem.value = null;
    });
    this.hand.told(trace);
    this.rested.ask({graph: graphs.parsed, source: shown.document.text});
  }

  /** @param {string} text */
  showPrint(text) {
    const {store} = this;
    const shown = store.shown.peek();
    if (!shown) return;
    const changed = text !== this.lesson?.expression;
    this.trail.enter(() => {
      if (store.draft.peek() === shown.document.text) store.draft.value = text;
      store.shown.value = {...shown, document: {...shown.document, text, changed}};
    }, "push");
  }

  /**
   * A page that has shown nothing yet shows the fallback's board, and the program that does not run in the editor.
   * @param {unknown} error
   * @param {Program} program
   */
  refuseText(error, {text, lesson}) {
    this.refuse(error);
    if (this.store.shown.peek() || !this.fallback || lesson === this.fallback) return;
    void this.open(this.fallback, undefined, {notice: this.store.problem.peek(), draft: text});
  }

  /** @param {unknown} error */
  refuse(error) {
    this.wanted = null;
    if (error instanceof ApiError) {
      this.store.problem.value = error.problem;
      return;
    }
    const detail = error instanceof Error ? error.message : String(error);
    this.store.problem.value = said("page", detail);
    console.error(error);
  }

  /**
   * The index of a stop by its address, as the page or a link writes it; the last where there is none of that name.
   * @param {string} address
   * @returns {number}
   */
  find(address) {
    return stopNamed(this.store.stops.peek(), address);
  }

}

/**
 * Something the page itself has to say, in the form of the API's problems.
 * @param {string} code
 * @param {string} detail
 * @returns {Problem}
 */
const said = (code, detail) => ({type: "about:blank", title: detail, status: 0, code, detail, errors: []});
