/**
 * Places of nodes that a hand put, or that nobody put yet.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {Readonly<Record<NodeId, Point>>} Places
 */

import {consumersOf, topological, edgesOf} from "../graph/queries.js";

/** From a node to the next rank, and between two in one rank, in board units: room for two labels and their wires. */
const RANK = 190;
const ROW = 110;
/** Nodes nearer than this lie on each other. */
const TOUCHING = [120, 80];

/**
 * Nodes in one row, or in one column: at the middle of where they are.
 * @param {Places} places
 * @param {readonly NodeId[]} ids
 * @param {"row" | "column"} how
 * @returns {Places}  of those ids
 */
export function aligned(places, ids, how) {
  const axis = how === "row" ? 1 : 0;
  const there = ids.filter((id) => id in places);
  const middle = Math.round(there.reduce((sum, id) => sum + (places[id]?.[axis] ?? 0), 0) / there.length);
  return Object.fromEntries(there.map((id) => {
    const [x, y] = places[id] ?? [0, 0];
    return [id, axis === 1 ? [x, middle] : [middle, y]];
  }));
}

/**
 * A free place for a new node: right of the one that feeds it, or below all.
 * @param {GraphDocument} graph  with a place for every node
 * @param {NodeId | null} feeding
 * @returns {Point}
 */
export function besides(graph, feeding) {
  const places = graph.layout?.nodes ?? {};
  const at = feeding === null ? undefined : places[feeding];
  const all = Object.values(places);
  return cleared(wish(at ? [at] : [], [], all), all);
}

/**
 * A place for every node: those there are stay, the others come to stand right of what feeds them, left of what they
 * feed, or below all, clear of the rest.
 * @param {GraphDocument} graph
 * @param {Places} places
 * @returns {Places}
 */
export function completed(graph, places) {
  /** @type {Record<NodeId, Point>} */
  const found = {...places};
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const consumers = consumersOf(graph);
  for (const id of topological(graph.nodes.map((node) => node.id), edgesOf(graph))) {
    if (id in found) continue;
    const there = (/** @type {readonly (NodeId | null)[]} */ ids) => ids.flatMap((one) => (one != null && found[one] ? [found[one]] : []));
    const [before, after] = [there(byId.get(id)?.inputs ?? []), there((consumers.get(id) ?? []).map(({target}) => target))];
    found[id] = cleared(wish(before, after, Object.values(found)), Object.values(found));
  }
  return Object.fromEntries(graph.nodes.map(({id}) => [id, found[id] ?? [0, 0]]));
}

/** @param {readonly Point[]} before @param {readonly Point[]} after @param {readonly Point[]} all @returns {Point} */
function wish(before, after, all) {
  const mean = (/** @type {readonly Point[]} */ points) => points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  if (before.length) return [Math.max(...before.map(([x]) => x)) + RANK, Math.round(mean(before))];
  if (after.length) return [Math.min(...after.map(([x]) => x)) - RANK, Math.round(mean(after))];
  if (all.length) return [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([, y]) => y)) + ROW];
  return [0, 0];
}

/** The nearest free place in the wished rank: below, above, further below. @param {Point} at @param {readonly Point[]} taken @returns {Point} */
function cleared([x, y], taken) {
  const free = (/** @type {number} */ row) => taken.every(([a, b]) => Math.abs(a - x) >= (TOUCHING[0] ?? 0) || Math.abs(b - row) >= (TOUCHING[1] ?? 0));
  for (let step = 0; ; step += 1) {
    for (const row of [y + step * ROW, y - step * ROW]) if (free(row)) return [x, row];
  }
}
