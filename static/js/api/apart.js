/**
 * Composites opened into their parts and closed again, by POST /expand and POST /collapse.
 *
 * What is open is a list of composites by their node's id, which the last primitive keeps; the text knows nothing of it.
 */

import {completed} from "../editing/arrange.js";
import {edgeKey, edgesOf} from "../graph/queries.js";
import {panBy} from "../state/camera.js";
import {leaf} from "../state/document.js";
import {lettered} from "../state/letters.js";
import {moved, shiftOf} from "../state/places.js";
import {ask, latestWins} from "./client.js";
import {runOf} from "./running.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").GraphGroup} GraphGroup */
/** @typedef {import("../types.js").GraphLayout} GraphLayout */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("./session.js").Graphs} Graphs */
/** @typedef {import("./session.js").Session} Session */
/** Just these composites open, because that one was opened or closed. @typedef {{apart: readonly string[], node: string}} Opening */

/** The composite that a group stands for. @param {GraphGroup} group */
export const compositeOf = (group) => group.nodes.at(-1) ?? group.id;

/**
 * The composite one stands at: the node that acts where it is one, or the innermost open one that it is a part of.
 * @param {GraphDocument} graph
 * @param {import("../types.js").Display} display
 * @param {string} node  that acts
 * @returns {string | null}
 */
export function compositeHere(graph, display, node) {
  const drawn = display.byId[display.owner[node] ?? node];
  if (drawn?.composite) return drawn.kind === "group" ? null : drawn.id;
  const around = (graph.groups ?? []).filter((group) => group.op && group.open === true && group.nodes.includes(node));
  const [inner] = around.sort((a, b) => a.nodes.length - b.nodes.length);
  return inner ? compositeOf(inner) : null;
}

/**
 * The composites that are open in a graph, outer ones first.
 * @param {GraphDocument} graph
 * @returns {readonly string[]}
 */
export function openIn(graph) {
  return (graph.groups ?? []).filter(({op}) => op).map(compositeOf);
}

/**
 * The same graph with just these composites open.
 * @param {GraphDocument} graph
 * @param {readonly string[]} apart
 * @param {AbortSignal} signal
 * @returns {Promise<GraphDocument>}
 */
export async function takenApart(graph, apart, signal) {
  let now = graph;
  for (const {id} of (graph.groups ?? []).filter((group) => group.op && !apart.includes(compositeOf(group)))) {
    // Closing a group has closed those inside it.
    if (now.groups?.some((group) => group.id === id)) now = (await ask("/collapse", {graph: now, group: id}, signal)).graph;
  }
  const open = openIn(now);
  for (const node of apart.filter((id) => !open.includes(id))) {
    if (now.nodes.some(({id, op}) => id === node && op)) now = lettered((await ask("/expand", {graph: now, node}, signal)).graph, node);
  }
  return now;
}

/**
 * The graph with places: those a hand gave its nodes, else those its lesson has for it with these composites open.
 * Places that are missing some of the nodes are not used (layout/places.js).
 * @param {GraphDocument} graph
 * @param {Lesson | null} lesson
 * @param {readonly string[]} apart
 * @param {GraphLayout} [byHand]
 * @returns {GraphDocument}
 */
export function withPlaces(graph, lesson, apart, byHand) {
  if (isPlaced(byHand)) return {...graph, layout: placesByHand(graph, byHand)};
  const own = (/** @type {readonly string[]} */ open) => open.length === apart.length && open.every((id) => apart.includes(id));
  const picture = lesson?.pictures?.find((one) => own(one.apart))?.layout;
  const layout = picture ?? (own(lesson?.apart ?? []) ? (lesson?.layout ?? lesson?.graph?.layout) : undefined);
  return {...graph, layout: layout?.nodes ? layout : {}};
}

/** @param {GraphLayout | undefined} layout @returns {layout is GraphLayout & {nodes: NonNullable<GraphLayout["nodes"]>}} */
export const isPlaced = (layout) => Object.keys(layout?.nodes ?? {}).length > 0;

/**
 * Nodes that came later stand beside their neighbours; but the parts of a composite that no hand has placed yet need
 * more room than there is between others, so with them the picture is laid out afresh.
 * @param {GraphDocument} graph
 * @param {GraphLayout & {nodes: NonNullable<GraphLayout["nodes"]>}} layout
 * @returns {GraphLayout}
 */
function placesByHand(graph, {nodes, edges = {}}) {
  const parts = new Set((graph.groups ?? []).flatMap(({op, nodes: members}) => (op ? members : [])));
  if (graph.nodes.some(({id}) => parts.has(id) && !(id in nodes))) return {};
  const wires = new Set(edgesOf(graph).map(({source, target, index}) => edgeKey(source, target, index)));
  return {nodes: completed(graph, nodes), edges: Object.fromEntries(Object.entries(edges).filter(([key]) => wires.has(key)))};
}

/**
 * Where a stop has gone when composites were opened or closed: its own address, else the stop of the same wire or node.
 * @param {readonly Stop[]} stops  of the new picture
 * @param {Stop} before
 * @param {string} composite  the node that was opened or closed
 * @returns {string}  an address
 */
export function sameStop(stops, before, composite) {
  const side = (/** @type {Stop} */ {phase}) => (phase === "forward" ? "forward" : "backward");
  const source = (/** @type {Stop} */ stop) => stop.edge?.split(">")[0];
  const candidates = stops.filter((stop) => side(stop) === side(before));
  const found = candidates.find(({address}) => address === before.address)
    ?? candidates.find((stop) => stop.edge !== null && source(stop) === source(before))
    ?? candidates.find(({node}) => node === composite);
  return found?.address ?? "last";
}

/** What a reader opens and closes; every wish says all that is to be open, so the latest may win. */
export class Openings {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    /** @type {readonly string[] | null} the composites asked to be open, until they are */
    this.wanted = null;
    this.work = latestWins(
      (/** @type {Opening} */ {apart}, signal) => this.run(apart, signal),
      (result, {node}) => this.show(result, node),
      (error) => {
        this.wanted = null;
        session.refuse(error);
      },
    );
  }

  /**
   * Open a composite into its parts, or close it where it is open. The text is not touched.
   * @param {string} node  its id, which its last part keeps
   */
  toggle(node) {
    const graph = this.session.store.shown.peek()?.document.graph;
    if (!graph || !this.session.texts.idle()) return;
    const now = this.wanted ?? openIn(graph);
    this.wanted = now.includes(node) ? now.filter((id) => id !== node) : [...now, node];
    this.work.ask({apart: this.wanted, node});
  }

  cancel() {
    this.work.cancel();
    this.wanted = null;
  }

  /**
   * @param {readonly string[]} apart
   * @param {AbortSignal} signal
   * @returns {Promise<Graphs & {trace: Trace, layout: Layout}>}
   */
  async run(apart, signal) {
    const {session} = this;
    const now = /** @type {Graphs} */ (session.wanted ?? session.store.shown.peek()?.document);
    const opened = await takenApart(now.graph, apart, signal);
    const graph = withPlaces(opened, session.lesson, openIn(opened), now.parsed.layout);
    const trace = await runOf(graph, signal);
    return {trace, graph, parsed: now.parsed, layout: await session.places(graph, trace)};
  }

  /**
   * The opened node stays where it is on the screen; the rest moves to its new place from where it was.
   * @param {Graphs & {trace: Trace, layout: Layout}} result
   * @param {string} node
   */
  show({trace, graph, parsed, layout}, node) {
    const {session} = this;
    const {store} = session;
    const [shown, stop, camera, still] = [store.shown.peek(), store.currentStop.peek(), store.camera.peek(), store.still.peek()];
    if (!shown) return;
    const last = store.atLast.peek();
    const by = shiftOf(shown.layout, layout, node);
    const newer = session.wanted;
    session.values.cancel();
    session.wanted = this.wanted = null;
    session.trail.enter(() => {
      store.shown.value = {...shown, document: {...shown.document, graph, parsed}, trace, layout};
      store.leaving.value = still ? null : {layout: moved(shown.layout, by), node};
      store.moved.value = still ? 1 : 0;
      store.cameraMode.value = "held";
      if (camera) store.camera.value = panBy(camera, -by[0] * camera.k, -by[1] * camera.k);
      store.focusOn.value = node;
      store.travelled.value = 1;
      store.stop.value = last ? session.find("last") : stop ? session.find(sameStop(store.stops.value, stop, node)) : -1;
    }, "push");
    if (newer) this.catchUp(newer.parsed, parsed, shown.document.text);
  }

  /**
   * Numbers that were nudged meanwhile belong to the new picture and to the text too.
   * @param {GraphDocument} newer
   * @param {GraphDocument} parsed
   * @param {string} source
   */
  catchUp(newer, parsed, source) {
    const written = (/** @type {import("../types.js").WireValue | null | undefined} */ value) => JSON.stringify(value ?? null);
    for (const {id, value} of newer.nodes) {
      const now = leaf(parsed, id);
      if (now && value != null && written(now.value) !== written(value)) this.session.setValue(id, value);
    }
    if (!this.session.wanted) this.session.prints.ask({graph: parsed, source});
  }
}
