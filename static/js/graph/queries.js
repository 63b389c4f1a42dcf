/**
 * Questions about a graph document: who feeds whom, and what is drawn for what.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").GraphNode} GraphNode
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").NodeKind} NodeKind
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {Readonly<{source: NodeId, target: NodeId, index: number}>} Edge
 * @typedef {Readonly<{into: ReadonlyMap<NodeId, readonly DisplayEdge[]>, outOf: ReadonlyMap<NodeId, readonly DisplayEdge[]>}>} Ends
 */

/** Drawn edges by their ends; a display never changes, so they are sorted once. @type {WeakMap<Display, Ends>} */
const endsByDisplay = new WeakMap();

/**
 * @param {Display} display
 * @returns {Ends}
 */
export function endsOf(display) {
  const known = endsByDisplay.get(display);
  if (known) return known;
  const empty = () => new Map(display.nodes.map(({id}) => [id, /** @type {DisplayEdge[]} */ ([])]));
  const [into, outOf] = [empty(), empty()];
  for (const edge of display.edges) {
    into.get(edge.target)?.push(edge);
    outOf.get(edge.source)?.push(edge);
  }
  endsByDisplay.set(display, {into, outOf});
  return {into, outOf};
}

/**
 * @param {GraphNode} node
 * @returns {NodeKind}
 */
export function kindOf(node) {
  return node.kind ?? (node.op ? "op" : "input");
}

/** @param {NodeId} source @param {NodeId} target @param {number} index */
export function edgeKey(source, target, index) {
  return `${source}>${target}:${index}`;
}

/**
 * Every edge of the document, by target in its order, then by operand; open ports have none.
 * @param {GraphDocument} graph
 * @returns {readonly Edge[]}
 */
export function edgesOf(graph) {
  return graph.nodes.flatMap((node) => (node.inputs ?? []).flatMap((source, index) => (
    source == null ? [] : [{source, target: node.id, index}])));
}

/**
 * Edges by the node they leave.
 * @param {GraphDocument} graph
 * @returns {ReadonlyMap<NodeId, readonly Edge[]>}
 */
export function consumersOf(graph) {
  /** @type {Map<NodeId, Edge[]>} */
  const consumers = new Map(graph.nodes.map((node) => [node.id, []]));
  for (const edge of edgesOf(graph)) consumers.get(edge.source)?.push(edge);
  return consumers;
}

/**
 * Every node that *id* depends on, itself included. No recursion: graphs are deep.
 * @param {GraphDocument} graph
 * @param {NodeId} id
 * @returns {ReadonlySet<NodeId>}
 */
export function ancestorsOf(graph, id) {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const seen = new Set([id]);
  const open = [id];
  while (open.length) {
    for (const source of byId.get(/** @type {string} */ (open.pop()))?.inputs ?? []) {
      if (source != null && !seen.has(source)) {
        seen.add(source);
        open.push(source);
      }
    }
  }
  return seen;
}

/**
 * Ids in topological order, smallest position first among those that are ready.
 * @param {readonly NodeId[]} ids
 * @param {readonly Readonly<{source: NodeId, target: NodeId}>[]} edges
 * @returns {readonly NodeId[]}
 */
export function topological(ids, edges) {
  const waiting = new Map(ids.map((id) => [id, 0]));
  /** @type {Map<NodeId, NodeId[]>} */
  const next = new Map(ids.map((id) => [id, []]));
  for (const {source, target} of edges) {
    if (!next.has(source) || !waiting.has(target)) continue;
    next.get(source)?.push(target);
    waiting.set(target, (waiting.get(target) ?? 0) + 1);
  }
  const order = ids.filter((id) => waiting.get(id) === 0);
  for (let at = 0; at < order.length; at += 1) {
    for (const target of next.get(/** @type {string} */ (order[at])) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  return order;
}

/**
 * The node that is differentiated when nobody says: the document's output, or its only sink.
 * @param {GraphDocument} graph
 * @returns {NodeId | null}
 */
export function outputOf(graph) {
  if (graph.outputs?.length) return graph.outputs[graph.outputs.length - 1] ?? null;
  const sinks = [...consumersOf(graph)].filter(([, out]) => out.length === 0).map(([id]) => id);
  return sinks.length === 1 ? sinks[0] ?? null : null;
}

/** @param {WireValue | null | undefined} value */
export function isScalar(value) {
  return value != null && !Array.isArray(value);
}

/**
 * Groups that are closed and inside no other closed one, by member: who stands for a node when it is not drawn.
 * @param {GraphDocument} graph
 * @returns {ReadonlyMap<NodeId, string>}
 */
export function closedGroupOf(graph) {
  const groups = new Map((graph.groups ?? []).map((group) => [group.id, group]));
  /** @type {Map<NodeId, string>} */
  const owner = new Map();
  for (const group of groups.values()) {
    let closed = null;
    for (let at = /** @type {typeof group | undefined} */ (group); at; at = at.parent ? groups.get(at.parent) : undefined) {
      if (at.open !== true) closed = at.id;
    }
    if (closed != null) for (const id of group.nodes) owner.set(id, closed);
  }
  return owner;
}
