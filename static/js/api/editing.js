/**
 * Edits made on the canvas: the document changes at once in mind, and on the board when its numbers are there.
 *
 * Text and canvas are one document. POST /print writes an edit into the text and keeps its comments and order; what no
 * text can say (nodes with an open port, and what depends on them) stands on the canvas alone until it is whole. Every
 * node stays where it stands, so an edited graph carries its places.
 */

import {signal} from "@preact/signals-core";

import {completed} from "../editing/arrange.js";
import {BLANK, withoutLoose} from "../editing/edits.js";
import {structure} from "../state/document.js";
import {UNSAVED} from "../state/saved.js";
import {words} from "../state/words.js";
import {openIn, takenApart, withPlaces} from "./apart.js";
import {ask, latestWins} from "./client.js";
import {runOf} from "./running.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../page.js").Shown} Shown */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {NonNullable<import("../page.js").PageDocument["saved"]>} Kept */
/** @typedef {Readonly<{graph: GraphDocument, text: string, apart: readonly string[], saved: Kept | undefined}>} Wish */

/**
 * A graph that is edited, with a place for every node: those it was drawn at, its parts' among them.
 * @param {Shown | null} shown
 * @param {GraphDocument} [newest]  the same document with numbers that are on their way
 * @returns {GraphDocument}
 */
export function ground(shown, newest = shown?.document.parsed) {
  if (!shown || !newest) return BLANK;
  const {document: {graph}, layout} = shown;
  const places = completed(graph, {...newest.layout?.nodes, ...drawnPlaces(layout, graph)});
  return {...newest, layout: {nodes: places, edges: layout.edges}};
}

/** @param {Layout} layout @param {GraphDocument} graph */
function drawnPlaces({nodes}, graph) {
  return Object.fromEntries(graph.nodes.flatMap(({id}) => (nodes[id] ? [[id, nodes[id]]] : [])));
}

export class Editing {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    /** The newest document that was asked for. @type {GraphDocument | null} */
    this.wanted = null;
    /** The composites that are to be open in it. @type {readonly string[] | null} */
    this.apart = null;
    /** Where it is kept, for a board that was emptied. @type {Kept | null} */
    this.saved = null;
    /** The node that is looked into in it. @type {string | null} */
    this.looked = null;
    this.work = latestWins(
      (/** @type {Wish} */ wish, signal) => this.run(wish, signal),
      (result) => this.show(result),
      (error) => {
        this.wanted = this.apart = this.looked = this.saved = null;
        session.refuse(error);
      },
    );
  }

  /** What is edited: the document on the board, or the one on its way there. @returns {GraphDocument} */
  get document() {
    const {store, wanted} = this.session;
    return this.wanted ?? ground(store.shown.peek(), wanted?.parsed);
  }

  /**
   * Make an edit. Edits that follow before the first is on the board build on it.
   * @param {(graph: GraphDocument) => GraphDocument} change
   * @param {(id: string) => string} [isNow]  what a node is called after it
   */
  edit(change, isNow = (id) => id) {
    const {session} = this;
    const shown = session.store.shown.peek();
    const before = this.document;
    const graph = change(before);
    if (graph === before) return;
    session.yieldToCanvas();
    this.wanted = graph;
    const looked = this.looked ?? session.store.inspected.peek();
    this.looked = looked === null ? null : isNow(looked);
    this.apart = (this.apart ?? (shown ? openIn(shown.document.graph) : [])).map(isNow);
    this.work.ask({graph, text: shown?.document.text ?? "", apart: this.apart, saved: this.saved ?? shown?.document.saved});
  }

  /** An empty canvas. */
  clear() {
    this.session.abandon();
    this.session.lesson = null;
    this.wanted = BLANK;
    this.saved = signal(UNSAVED);
    this.work.ask({graph: BLANK, text: "", apart: [], saved: this.saved});
  }

  /**
   * Why the server would refuse a document; null where it would not.
   * @param {GraphDocument} graph
   * @param {AbortSignal} [signal]
   * @returns {Promise<string | null>}
   */
  async refusal(graph, signal) {
    try {
      await runOf(graph, signal);
      return null;
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") return null;
      return error instanceof Error ? error.message : String(error);
    }
  }

  cancel() {
    this.work.cancel();
    this.wanted = this.apart = this.saved = null;
  }

  /** @param {Wish} wish @param {AbortSignal} control */
  async run({graph: parsed, text: source, apart, saved = signal(UNSAVED)}, control) {
    const [{expression: text}, opened] = await Promise.all([
      ask("/print", {graph: withoutLoose({...parsed, layout: {}}), source}, control), takenApart(parsed, apart, control),
    ]);
    const graph = withPlaces(opened, null, openIn(opened), parsed.layout);
    const trace = await runOf(graph, control);
    return {text, parsed, graph, trace, saved, layout: await this.session.places(graph, trace)};
  }

  /**
   * @param {{text: string, parsed: GraphDocument, graph: GraphDocument, trace: Trace, layout: Layout, saved: Kept}} result
   */
  show({text, parsed, graph, trace, layout, saved}) {
    const {session} = this;
    const {store} = session;
    const before = store.shown.peek();
    this.wanted = this.apart = this.saved = null;
    const own = !before || structure({...before.document.parsed, layout: {}}) !== structure({...parsed, layout: {}});
    if (own) session.lesson = null;
    const address = session.standing;
    session.trail.enter(() => {
      const named = before && (saved.peek().id && saved === before.document.saved);
      const [slug, title] = before && !own ? [before.document.slug, before.document.title] : [null, named ? before.document.title : words.ownProgram];
      store.draft.value = text;
      store.problem.value = null;
      store.shown.value = {document: {slug, title, text, graph, parsed, changed: true, saved}, trace, layout};
      store.travelled.value = 1;
      if (store.inHand.peek()?.settled) store.inHand.value = null;
      if (graph.nodes.length === 0) store.cameraMode.value = "resting";
      else if (store.cameraMode.peek() !== "free" && !(store.narrow.peek() && store.cameraMode.peek() === "fit")) store.cameraMode.value = "held"; // What stands stays under the hand.
      store.stop.value = session.find(address);
      if (this.looked !== null) store.looked.value = {node: this.looked, stop: store.stop.peek()};
    }, "push", true);
    this.looked = null;
  }
}
