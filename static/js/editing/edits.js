/**
 * Edits of a graph document, as a hand on the canvas makes them. Pure: every one returns a new document.
 *
 * A document under construction may have open ports (`null` among an op's inputs), and its nodes stand where they were
 * put: `layout.nodes`, in board units. The output follows the work: an output that feeds another node is none any more.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").GraphNode} GraphNode
 * @typedef {import("../types.d.ts").GraphGroup} GraphGroup
 * @typedef {import("../types.d.ts").GraphLayout} GraphLayout
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").NodeKind} NodeKind
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {Readonly<{op: string, operands: number, attrs?: Readonly<Record<string, unknown>>}>} NewOp  from GET /ops
 * @typedef {Readonly<{kind: "input" | "parameter" | "constant", value?: WireValue | null}>} NewLeaf
 */

import {ancestorsOf, consumersOf} from "../graph/queries.js";
import {freshName, freshOpId} from "./names.js";

/** An empty canvas. @type {GraphDocument} */
export const BLANK = {nodes: [], outputs: [], groups: [], layout: {}, meta: {}};

/**
 * A node more, at a point of the board; an op comes with all its ports open.
 * @param {GraphDocument} graph
 * @param {NewOp | NewLeaf} what
 * @param {Point} at
 * @returns {{graph: GraphDocument, id: NodeId}}
 */
export function added(graph, what, at) {
  const id = "op" in what ? freshOpId(graph, what.op) : freshName(graph, what.kind);
  /** @type {GraphNode} */
  const node = "op" in what
    ? {id, kind: "op", op: what.op, inputs: Array(what.operands).fill(null), attrs: what.attrs ?? {}}
    : {id, kind: what.kind, value: what.value ?? null};
  return {graph: settled(placed({...graph, nodes: [...graph.nodes, node]}, {[id]: at})), id};
}

/**
 * A wire into a port; what came in there before does so no longer. The port after the last is one more operand, for ops
 * that take any number.
 * @param {GraphDocument} graph
 * @param {NodeId} source
 * @param {NodeId} target
 * @param {number} index
 * @returns {GraphDocument}
 */
export function wired(graph, source, target, index) {
  const fed = mapNode(graph, target, (node) => {
    const inputs = [...(node.inputs ?? [])];
    inputs[index] = source;
    return {...node, inputs};
  });
  return settled(withoutBends(fed, (key) => key.endsWith(`>${target}:${index}`)));
}

/**
 * A wire away: its port is open.
 * @param {GraphDocument} graph
 * @param {NodeId} target
 * @param {number} index
 * @returns {GraphDocument}
 */
export function unwired(graph, target, index) {
  return settled(mapNode(graph, target, (node) => (
    node.inputs ? {...node, inputs: node.inputs.map((source, at) => (at === index ? null : source))} : node)));
}

/**
 * Nodes away, and every wire from and to them.
 * @param {GraphDocument} graph
 * @param {Iterable<NodeId>} ids
 * @returns {GraphDocument}
 */
export function removed(graph, ids) {
  const gone = new Set(ids);
  const nodes = graph.nodes.filter(({id}) => !gone.has(id)).map((node) => (
    node.inputs?.some((source) => source != null && gone.has(source))
      ? {...node, inputs: node.inputs.map((source) => (source != null && gone.has(source) ? null : source))} : node));
  const groups = (graph.groups ?? []).map((group) => ({...group, nodes: group.nodes.filter((id) => !gone.has(id))}));
  const bare = withoutBends({...graph, nodes, groups: withMembers(groups), outputs: (graph.outputs ?? []).filter((id) => !gone.has(id))},
    (key) => [...gone].some((id) => key.startsWith(`${id}>`) || key.includes(`>${id}:`)));
  const places = Object.fromEntries(Object.entries(bare.layout?.nodes ?? {}).filter(([id]) => !gone.has(id)));
  return settled({...bare, layout: {...bare.layout, nodes: places}});
}

/** Groups that still hold something. @param {readonly GraphGroup[]} groups */
function withMembers(groups) {
  const kept = groups.filter(({id, nodes}) => nodes.length > 0 || groups.some(({parent, nodes: within}) => parent === id && within.length > 0));
  const ids = new Set(kept.map(({id}) => id));
  return kept.map((group) => (group.parent && !ids.has(group.parent) ? {...group, parent: null} : group));
}

/**
 * Another name, everywhere it stands.
 * @param {GraphDocument} graph
 * @param {NodeId} id
 * @param {NodeId} name  that no other node has
 * @returns {GraphDocument}
 */
export function renamed(graph, id, name) {
  const now = (/** @type {NodeId} */ one) => (one === id ? name : one);
  const ends = (/** @type {string} */ key) => {
    const [source = "", rest = ""] = key.split(">");
    const [target = "", index = ""] = rest.split(":");
    return `${now(source)}>${now(target)}:${index}`;
  };
  const {nodes: places = {}, edges: bends = {}} = graph.layout ?? {};
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node, id: now(node.id), ...(node.inputs && {inputs: node.inputs.map((source) => source == null ? null : now(source))}),
    })),
    outputs: (graph.outputs ?? []).map(now),
    groups: (graph.groups ?? []).map((group) => ({...group, nodes: group.nodes.map(now)})),
    layout: {
      ...graph.layout,
      nodes: Object.fromEntries(Object.entries(places).map(([one, at]) => [now(one), at])),
      edges: Object.fromEntries(Object.entries(bends).map(([key, points]) => [ends(key), points])),
    },
  };
}

/**
 * Another op on the same wires: those it has no port for are gone, those it misses are open.
 * @param {GraphDocument} graph
 * @param {NodeId} id
 * @param {NewOp} what
 * @returns {GraphDocument}
 */
export function withOp(graph, id, {op, operands, attrs = {}}) {
  return settled(mapNode(graph, id, (node) => ({
    ...node, op, attrs, inputs: Array.from({length: operands}, (_, at) => node.inputs?.[at] ?? null),
  })));
}

/**
 * A leaf of another kind; its number stays.
 * @param {GraphDocument} graph
 * @param {NodeId} id
 * @param {NewLeaf["kind"]} kind
 * @returns {GraphDocument}
 */
export function withKind(graph, id, kind) {
  return mapNode(graph, id, (node) => ({...node, kind}));
}

/**
 * Other settings of an op.
 * @param {GraphDocument} graph
 * @param {NodeId} id
 * @param {Readonly<Record<string, unknown>>} attrs
 * @returns {GraphDocument}
 */
export function withAttrs(graph, id, attrs) {
  return mapNode(graph, id, (node) => ({...node, attrs}));
}

/**
 * Nodes at other places; bends of their wires are forgotten.
 * @param {GraphDocument} graph
 * @param {Readonly<Record<NodeId, Point>>} places
 * @returns {GraphDocument}
 */
export function placed(graph, places) {
  const bare = withoutBends(graph, (key) => {
    const [source = "", target = ""] = key.split(/[>:]/);
    return source in places || target in places;
  });
  return {...bare, layout: {...bare.layout, nodes: {...bare.layout?.nodes, ...places}}};
}

/** No places of its own: what finds places finds them again. @param {GraphDocument} graph @returns {GraphDocument} */
export function tidied(graph) {
  return {...graph, layout: {}};
}

/**
 * What the backward pass begins at.
 * @param {GraphDocument} graph
 * @param {NodeId} id
 * @returns {GraphDocument}
 */
export function withOutput(graph, id) {
  return {...graph, outputs: [id]};
}

/**
 * Nodes under one name, to be opened and closed as one.
 * @param {GraphDocument} graph
 * @param {readonly NodeId[]} ids
 * @param {string} label
 * @returns {GraphDocument}
 */
export function grouped(graph, ids, label) {
  const taken = new Set((graph.groups ?? []).map(({id}) => id));
  let [id, n] = ["group1", 1];
  while (taken.has(id)) id = `group${(n += 1)}`;
  const within = new Set(ids);
  const rest = (graph.groups ?? []).map((group) => ({...group, nodes: group.nodes.filter((one) => !within.has(one))}));
  return {...graph, groups: [...withMembers(rest), {id, op: null, label, nodes: [...ids], parent: null, open: true}]};
}

/**
 * Its nodes on their own again.
 * @param {GraphDocument} graph
 * @param {string} group
 * @returns {GraphDocument}
 */
export function ungrouped(graph, group) {
  return {...graph, groups: (graph.groups ?? []).filter(({id}) => id !== group)};
}

/**
 * Opened or closed.
 * @param {GraphDocument} graph
 * @param {string} group
 * @param {boolean} open
 * @returns {GraphDocument}
 */
export function withGroupOpen(graph, group, open) {
  return {...graph, groups: (graph.groups ?? []).map((one) => (one.id === group ? {...one, open} : one))};
}

/**
 * Why a wire cannot be drawn; null where it can. What shapes do to each other the server knows.
 * @param {GraphDocument} graph
 * @param {NodeId} source
 * @param {NodeId} target
 * @param {number} index
 * @param {boolean} [variadic]  the target takes any number of operands
 * @returns {"leaf" | "cycle" | "no-port" | "there-already" | null}
 */
export function refusalOf(graph, source, target, index, variadic = false) {
  const node = graph.nodes.find(({id}) => id === target);
  if (!node?.op) return "leaf";
  if (ancestorsOf(graph, source).has(target)) return "cycle";
  const inputs = node.inputs ?? [];
  if (index < 0 || index > inputs.length || (index === inputs.length && !variadic)) return "no-port";
  return inputs[index] === source ? "there-already" : null;
}

/**
 * Nodes that no text can say: those with an open port, and all that depend on them.
 * @param {GraphDocument} graph
 * @returns {ReadonlySet<NodeId>}
 */
export function looseOf(graph) {
  const consumers = consumersOf(graph);
  const loose = new Set(graph.nodes.filter(({op, inputs}) => op && (inputs ?? []).includes(null)).map(({id}) => id));
  const open = [...loose];
  while (open.length) {
    for (const {target} of consumers.get(/** @type {string} */ (open.pop())) ?? []) {
      if (!loose.has(target)) open.push(target);
      loose.add(target);
    }
  }
  return loose;
}

/**
 * The part that a text can say.
 * @param {GraphDocument} graph
 * @returns {GraphDocument}
 */
export function withoutLoose(graph) {
  const loose = looseOf(graph);
  return loose.size ? {...removed(graph, loose), meta: graph.meta ?? {}} : graph;
}

/**
 * What the text says, and what stands on the canvas beside it; ports whose source the text has lost are open.
 * @param {GraphDocument} said
 * @param {readonly GraphNode[]} loose
 * @returns {GraphDocument}
 */
export function withLoose(said, loose) {
  const taken = new Set(said.nodes.map(({id}) => id));
  const more = loose.filter(({id}) => !taken.has(id));
  const there = new Set([...taken, ...more.map(({id}) => id)]);
  const nodes = more.map((node) => ({...node, inputs: (node.inputs ?? []).map((source) => (source != null && there.has(source) ? source : null))}));
  return more.length ? {...said, nodes: [...said.nodes, ...nodes]} : said;
}

/**
 * With the reader's own groups, as far as their nodes are there.
 * @param {GraphDocument} graph
 * @param {readonly GraphGroup[]} groups
 * @returns {GraphDocument}
 */
export function withGroups(graph, groups) {
  const there = new Set(graph.nodes.map(({id}) => id));
  const kept = withMembers(groups.map((group) => ({...group, nodes: group.nodes.filter((id) => there.has(id))})));
  return kept.length ? {...graph, groups: kept} : graph;
}

/**
 * The output after an edit: the one there was while nothing reads it, else the last node that nothing reads on the way
 * from it, else the newest that nothing reads.
 * @param {GraphDocument} graph
 * @returns {GraphDocument}
 */
function settled(graph) {
  const consumers = consumersOf(graph);
  const isEnd = (/** @type {NodeId} */ id) => consumers.get(id)?.length === 0;
  const now = graph.outputs?.at(-1);
  if (now !== undefined && isEnd(now)) return graph;
  const ends = graph.nodes.filter(({id, op}) => op && isEnd(id)).map(({id}) => id).reverse();
  const next = (now !== undefined && ends.find((id) => ancestorsOf(graph, id).has(now))) || ends[0] || graph.nodes.at(-1)?.id;
  return {...graph, outputs: next === undefined ? [] : [next]};
}

/** @param {GraphDocument} graph @param {NodeId} id @param {(node: GraphNode) => GraphNode} change @returns {GraphDocument} */
function mapNode(graph, id, change) {
  return {...graph, nodes: graph.nodes.map((node) => (node.id === id ? change(node) : node))};
}

/** @param {GraphDocument} graph @param {(key: string) => boolean} stale @returns {GraphDocument} */
function withoutBends(graph, stale) {
  const bends = Object.entries(graph.layout?.edges ?? {});
  if (!bends.some(([key]) => stale(key))) return graph;
  return {...graph, layout: {...graph.layout, edges: Object.fromEntries(bends.filter(([key]) => !stale(key)))}};
}
