/**
 * Composites taken apart and put together again in a graph, by POST /expand and POST /collapse.
 *
 * What is open is a list of composites by their node's id, which the last primitive keeps; the text knows nothing of it.
 */

import {completed} from "../editing/arrange.js";
import {edgeKey, edgesOf} from "../graph/queries.js";
import {lettered} from "../state/letters.js";
import {ask} from "./client.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").GraphGroup} GraphGroup */
/** @typedef {import("../types.js").GraphLayout} GraphLayout */
/** @typedef {import("../page.js").Lesson} Lesson */

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
