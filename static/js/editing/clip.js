/**
 * Pieces of a graph, to be copied, pasted and doubled; as text they go between windows.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").GraphNode} GraphNode
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {Readonly<{nodes: readonly GraphNode[], places: Readonly<Record<NodeId, Point>>, group: string | null}>} Piece
 *   group: the name of the group that the nodes are, all of them
 */

import {grouped, placed} from "./edits.js";
import {copyName} from "./names.js";

const KIND = "backprop-visualizer/piece";

/**
 * @param {GraphDocument} graph
 * @param {Iterable<NodeId>} ids
 * @returns {Piece}  wires from outside are open ports
 */
export function pieceOf(graph, ids) {
  const within = new Set(ids);
  const nodes = graph.nodes.filter(({id}) => within.has(id)).map((node) => (
    node.inputs ? {...node, inputs: node.inputs.map((source) => (source != null && within.has(source) ? source : null))} : node));
  const places = Object.fromEntries(Object.entries(graph.layout?.nodes ?? {}).filter(([id]) => within.has(id)));
  const group = (graph.groups ?? []).find(({op, nodes: members}) => !op && members.length === within.size && members.every((id) => within.has(id)));
  return {nodes, places, group: group ? group.label ?? group.id : null};
}

/**
 * The piece once more in the graph, with names of its own.
 * @param {GraphDocument} graph
 * @param {Piece} piece
 * @param {Point} by  how far it is moved
 * @returns {{graph: GraphDocument, ids: readonly NodeId[]}}
 */
export function pasted(graph, piece, by) {
  /** @type {Map<NodeId, NodeId>} */
  const names = new Map();
  let nodes = graph.nodes;
  for (const node of piece.nodes) {
    const id = nodes.some((one) => one.id === node.id) ? copyName({...graph, nodes}, node.id) : node.id;
    names.set(node.id, id);
    nodes = [...nodes, {...node, id}];
  }
  const fresh = new Set(names.values());
  const wired = nodes.map((node) => (fresh.has(node.id) && node.inputs
    ? {...node, inputs: node.inputs.map((source) => (source == null ? null : names.get(source) ?? null))} : node));
  const places = Object.fromEntries(Object.entries(piece.places).map(([id, [x, y]]) => [names.get(id) ?? id, /** @type {Point} */ ([x + by[0], y + by[1]])]));
  const outputs = graph.outputs?.length ? graph.outputs : [...fresh].slice(-1);
  const whole = placed({...graph, nodes: wired, outputs}, places);
  const ids = [...fresh];
  return {graph: piece.group === null ? whole : grouped(whole, ids, piece.group), ids};
}

/** @param {Piece} piece @returns {string} */
export function pieceAsText(piece) {
  return JSON.stringify({kind: KIND, ...piece});
}

/**
 * A piece that was copied as text; null for any other text.
 * @param {string} text
 * @returns {Piece | null}
 */
export function pieceFromText(text) {
  try {
    const {kind, nodes, places, group} = JSON.parse(text);
    const sound = kind === KIND && Array.isArray(nodes) && nodes.length > 0
      && nodes.every((node) => typeof node?.id === "string" && (node.inputs === undefined || Array.isArray(node.inputs)))
      && Object.values(places ?? {}).every((point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite));
    return sound ? {nodes, places: places ?? {}, group: typeof group === "string" ? group : null} : null;
  } catch {
    return null;
  }
}
