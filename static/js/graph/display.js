/**
 * What is drawn for a document: which nodes, in which form and size, and which wires.
 *
 * Three things are folded here. A scalar constant with one consumer stands inside its op. A closed group is one node,
 * and wires go to its border. The output gets a terminal, which is no node of the document.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").GraphNode} GraphNode
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayGroup} DisplayGroup
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").Trace} Trace
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {import("./glyphs.js").Glyph} Glyph
 */

import {DISC, LEAF, SIZE, TERMINAL} from "../draw/metrics.js";
import {figure} from "../format/number.js";
import {isUnnamed, nameRuns} from "../format/names.js";
import {runsWidth, textWidth} from "../format/text.js";
import {inlineGlyph, nameGlyph, opGlyph, takesInline} from "./glyphs.js";
import {closedGroupOf, consumersOf, edgeKey, edgesOf, isScalar, kindOf, outputOf} from "./queries.js";

/** The terminal's id; no document can have it. */
export const TERMINAL_ID = "$out";

const TERMINAL_SIZES = [21, 18, 16, 14];
/** Width inside the terminal's inner ring. */
const TERMINAL_ROOM = 29;

/** Ops that open into parts, until the catalogue has been read. */
const COMPOSITES = ["sigmoid", "tanh", "softplus", "silu", "gelu", "softmax", "log_softmax", "logsumexp", "mse", "sse",
  "half_mse", "bce", "bce_with_logits", "cce", "cce_with_logits", "hinge"];
const LOSSES = new Set(["mse", "sse", "half_mse", "bce", "bce_with_logits", "cce", "cce_with_logits", "hinge"]);
const COMMUTATIVE = new Set(["add", "mul", "maximum", "minimum", "equal", "not_equal", "dot", "sum", "mean"]);

/**
 * @param {GraphDocument} graph
 * @param {Trace | null} [trace]       for the values of leaves and the output it was asked for
 * @param {{composites?: readonly string[]}} [options]
 * @returns {Display}
 */
export function display(graph, trace = null, {composites = COMPOSITES} = {}) {
  if (last.graph !== graph || last.trace !== trace || last.composites !== composites) {
    last = {graph, trace, composites, display: made(graph, trace, composites)};
  }
  return last.display;
}

/** The last answer: state and picture ask for the same. @type {{graph?: GraphDocument, trace?: Trace | null, composites?: readonly string[], display: Display}} */
let last = {display: {nodes: [], edges: [], groups: [], byId: {}, owner: {}, output: null}};

/** @param {GraphDocument} graph @param {Trace | null} trace @param {readonly string[]} composites @returns {Display} */
function made(graph, trace, composites) {
  const output = trace?.output ?? outputOf(graph);
  const closed = closedGroupOf(graph);
  const inline = inlineConstants(graph, output);
  const owner = Object.fromEntries(graph.nodes.map((node) => {
    const at = inline.get(node.id)?.op ?? node.id;
    return [node.id, closed.has(at) ? groupNodeId(/** @type {string} */ (closed.get(at))) : at];
  }));
  const open = openGroups(graph, owner);
  const groupOf = new Map(open.flatMap((group) => group.nodes.map((id) => [id, group.id])));
  const insideOf = new Map([...inline.values()].map((constant) => [constant.op, constant]));
  const nodes = graph.nodes.filter((node) => owner[node.id] === node.id).map((node) => {
    const value = trace?.values[node.id] ?? node.value ?? null;
    const role = node.role ?? (Array.isArray(value) ? roleOf(node, graph) : null);
    const known = {value, role, composite: composites.includes(node.op ?? ""), isOutput: node.id === output, group: groupOf.get(node.id) ?? null};
    return nodeAsBefore(node, insideOf.get(node.id) ?? null, known);
  });
  nodes.push(...closedNodes(graph, closed, output));
  if (output != null && owner[output] != null) nodes.push(terminal(graph, output));
  const byId = Object.fromEntries(nodes.map((node) => [node.id, node]));
  const edges = displayEdges(graph, owner, inline, trace);
  if (output != null && owner[output] != null) edges.push(terminalEdge(owner, output, graph.nodes.some(({id, kind}) => id === output && kind === "constant")));
  return steady({nodes, edges, groups: open, byId, owner, output});
}

/** @type {Display | null} */
let before = null;

/**
 * What looks like the last display is the last display: other numbers leave most pictures as they are, and all that is
 * made from a display need then not be made again.
 * @param {Display} now
 * @returns {Display}
 */
function steady(now) {
  const old = before;
  const same = old && now.nodes.length === old.nodes.length && now.edges.length === old.edges.length
    && now.nodes.every((node, at) => node === old.nodes[at] || alike(node, old.nodes[at]))
    && now.edges.every((edge, at) => sameEdge(edge, /** @type {DisplayEdge} */ (old.edges[at])))
    && now.output === old.output && alike(now.groups, old.groups);
  if (!same) before = now;
  return same ? old : now;
}

/** @param {DisplayEdge} a @param {DisplayEdge} b */
function sameEdge(a, b) {
  return a.key === b.key && a.source === b.source && a.target === b.target && a.from === b.from && a.to === b.to
    && a.fixed === b.fixed && a.port === b.port && a.ports === b.ports && a.index === b.index;
}

/** @param {unknown} a @param {unknown} b */
function alike(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** @param {string} group */
export function groupNodeId(group) {
  return `group:${group}`;
}

/**
 * @typedef {Readonly<{id: NodeId, op: NodeId, index: number, value: WireValue}>} Inline
 * @param {GraphDocument} graph
 * @param {NodeId | null} output
 * @returns {ReadonlyMap<NodeId, Inline>}
 */
function inlineConstants(graph, output) {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const out = consumersOf(graph);
  /** @param {NodeId | null | undefined} id */
  const fits = (id) => {
    const node = id == null ? undefined : byId.get(id);
    return node && node.id !== output && kindOf(node) === "constant" && isScalar(node.value)
      && out.get(node.id)?.length === 1 ? node : undefined;
  };
  /** @type {Map<NodeId, Inline>} */
  const found = new Map();
  for (const node of graph.nodes) {
    const inputs = node.inputs ?? [];
    if (!takesInline(node.op) || inputs.length !== 2) continue;
    const [first, second] = inputs.map(fits);
    const constant = second ?? first;
    if (!constant || (first && second)) continue;
    found.set(constant.id, {id: constant.id, op: node.id, index: second ? 1 : 0, value: /** @type {WireValue} */ (constant.value)});
  }
  return found;
}

/**
 * @typedef {Readonly<{value: WireValue | null, role: string | null, composite: boolean, isOutput: boolean, group: string | null}>} Known
 */

/** What a node was last drawn as: an edit is a new graph, but all of its nodes but one are the old ones. @type {WeakMap<GraphNode, {look: string, node: DisplayNode}>} */
const drawnAs = new WeakMap();

/** @param {GraphNode} node @param {Inline | null} constant @param {Known} known @returns {DisplayNode} */
function nodeAsBefore(node, constant, known) {
  const room = kindOf(node) === "op" ? 0 : Array.isArray(known.value) ? "tensor" : fieldWidth(known.value);
  const look = JSON.stringify([constant, known.composite, known.isOutput, known.group, known.role, room]);
  const last = drawnAs.get(node);
  if (last?.look === look) return last.node;
  const made = displayNode(node, constant, known);
  drawnAs.set(node, {look, node: made});
  return made;
}

/** @param {GraphNode} node @param {Inline | null} constant @param {Known} known @returns {DisplayNode} */
function displayNode(node, constant, known) {
  const kind = kindOf(node);
  const base = {id: node.id, kind, op: node.op ?? null, role: known.role, members: [node.id], group: known.group};
  if (kind !== "op") return {...base, ...leafForm({...node, role: known.role}, known.value)};
  const op = node.op ?? "";
  const glyph = constant ? inlineGlyph(op, constant.id, constant.value, constant.index) : opGlyph(op);
  return {
    ...base, ...opForm(glyph), name: known.isOutput ? [] : nameOf(node), composite: known.composite,
    commutative: COMMUTATIVE.has(op), inline: constant ? [constant.id] : [], ...portsOf(node, constant),
  };
}

/** Every port of an op that has an open one. @param {GraphNode} node @param {Inline | null} constant */
function portsOf({inputs = []}, constant) {
  if (!inputs.includes(null)) return {};
  return {ports: inputs.map((source, index) => ({index, open: source == null})).filter(({index}) => index !== constant?.index)};
}

/**
 * @param {Glyph} glyph
 * @returns {Pick<DisplayNode, "form" | "glyph" | "glyphSize" | "glyphDrop" | "halfWidth" | "halfHeight" | "field" | "captionRoom">}
 */
export function opForm({runs, size, drop, pad, least}) {
  const needed = Math.max(Math.round(runsWidth(runs, size) / 2 + pad), least);
  const pill = needed > DISC + 1.5;
  return {
    form: pill ? "pill" : "disc", glyph: runs, glyphSize: size, glyphDrop: drop,
    halfWidth: pill ? needed : DISC, halfHeight: DISC, field: 0, captionRoom: 0,
  };
}

/**
 * A tag: name, then the field with its value, or the role where the value is a tensor and stands outside.
 * @param {GraphNode} node
 * @param {WireValue | null} value
 */
export function leafForm(node, value) {
  const called = node.label ?? (isUnnamed(node.id) ? "" : node.id);
  const name = called ? nameRuns(called, {width: 80, size: SIZE.leafName}) : [];
  const nameWidth = Math.ceil(runsWidth(name, SIZE.leafName));
  const nameRoom = Math.max(LEAF.nameRoom, nameWidth + (nameWidth > 24 ? 14 : 9));
  const tensor = Array.isArray(value);
  const caption = tensor && node.role ? textWidth(node.role, SIZE.caption, "word") + 8 : 0;
  const room = tensor ? Math.max(caption, LEAF.tensorWidth - nameRoom - LEAF.point - 2) : Math.max(LEAF.field, fieldWidth(value));
  return {
    form: /** @type {const} */ ("leaf"), glyph: [], glyphSize: SIZE.leafName, glyphDrop: 6.5, name, composite: false,
    commutative: false, inline: [], halfWidth: (nameRoom + room + LEAF.point + 2) / 2, halfHeight: LEAF.height / 2,
    field: tensor ? 0 : room, captionRoom: tensor ? room : 0,
  };
}

/**
 * What a tensor leaf is there for, where the document does not say: its one consumer tells.
 * @param {GraphNode} node @param {GraphDocument} graph @returns {string | null}
 */
function roleOf(node, graph) {
  const users = graph.nodes.filter(({inputs}) => inputs?.includes(node.id));
  const [user] = users;
  if (node.op || users.length !== 1 || !user) return null;
  if (kindOf(node) === "parameter") return user.op === "matmul" ? "weight" : user.op === "add" ? "bias" : null;
  const against = LOSSES.has(user.op ?? "") && user.inputs?.[1] === node.id;
  return kindOf(node) === "input" ? (against ? "target" : "input") : null;
}

/** @param {WireValue | null} value */
function fieldWidth(value) {
  if (value == null || Array.isArray(value)) return 0;
  const {text, exponent} = figure(/** @type {number} */ (value));
  const exponentWidth = textWidth(exponent, SIZE.leafValue * 0.764);
  return Math.ceil(textWidth(text, SIZE.leafValue) + exponentWidth + LEAF.steppers + 7);
}

/** @param {GraphNode} node @returns {readonly Run[]} */
function nameOf(node) {
  const name = node.label ?? (isUnnamed(node.id) ? "" : node.id);
  return name ? nameRuns(name, {width: 84, size: SIZE.name}) : [];
}

/** @param {GraphDocument} graph @param {NodeId} output @returns {DisplayNode} */
function terminal(graph, output) {
  const node = graph.nodes.find(({id}) => id === output);
  const name = node?.label ?? (isUnnamed(output) ? "" : output);
  // A name of a few letters is set smaller before it is cut.
  const size = TERMINAL_SIZES.find((one) => name && runsWidth(nameRuns(name), one) <= TERMINAL_ROOM) ?? 14;
  return {
    id: TERMINAL_ID, form: "terminal", kind: "terminal", op: null, glyph: [], glyphSize: size, glyphDrop: size * 0.29, role: null,
    name: name ? nameRuns(name, {width: TERMINAL_ROOM, size}) : [], composite: false, commutative: false, members: [output],
    inline: [], group: null, halfWidth: TERMINAL.outer, halfHeight: TERMINAL.outer, field: 0,
    captionRoom: 0,
  };
}

/**
 * One node for every closed group, named for it.
 * @param {GraphDocument} graph
 * @param {ReadonlyMap<NodeId, string>} closed
 * @param {NodeId | null} output
 * @returns {DisplayNode[]}
 */
function closedNodes(graph, closed, output) {
  const ids = [...new Set(closed.values())];
  return ids.map((id) => {
    const group = (graph.groups ?? []).find((one) => one.id === id);
    const members = [...closed].filter(([, owner]) => owner === id).map(([member]) => member);
    const label = group?.label ?? (isUnnamed(id) ? group?.op ?? id : id);
    const glyph = group?.op ? opGlyph(group.op) : nameGlyph(nameRuns(label, {width: 70, size: 16.5}));
    return {
      id: groupNodeId(id), kind: "group", op: group?.op ?? null, role: null, members, inline: [], group: null,
      ...opForm(glyph), name: group?.op && !members.includes(output ?? "") ? nameRuns(label, {width: 84, size: SIZE.name}) : [],
      composite: true, commutative: false,
    };
  });
}

/**
 * @param {GraphDocument} graph
 * @param {Readonly<Record<NodeId, NodeId>>} owner
 * @param {ReadonlyMap<NodeId, Inline>} inline
 * @param {Trace | null} trace
 * @returns {DisplayEdge[]}
 */
function displayEdges(graph, owner, inline, trace) {
  const fixed = new Set(trace ? trace.nodes.filter((node) => node.gradient == null && !node.missing).map(({id}) => id)
    : graph.nodes.filter((node) => kindOf(node) === "constant").map(({id}) => id));
  const drawn = edgesOf(graph).filter(({source, target}) => !inline.has(source) && owner[source] !== owner[target]);
  const ports = new Map(/** @type {[NodeId, number][]} */ ([]));
  const numbered = drawn.map((edge) => {
    const target = owner[edge.target] ?? edge.target;
    const port = ports.get(target) ?? 0;
    ports.set(target, port + 1);
    return {...edge, target, port};
  });
  return numbered.map(({source, target, index, port}, at) => ({
    key: edgeKey(source, drawn[at]?.target ?? target, index), source: owner[source] ?? source, target, from: source,
    to: drawn[at]?.target ?? target, index, port, ports: ports.get(target) ?? 1, fixed: fixed.has(source),
  }));
}

/** @param {Readonly<Record<NodeId, NodeId>>} owner @param {NodeId} output @param {boolean} fixed  no gradient comes back @returns {DisplayEdge} */
function terminalEdge(owner, output, fixed) {
  return {
    key: `${output}>${TERMINAL_ID}:0`, source: owner[output] ?? output, target: TERMINAL_ID, from: output, to: null,
    index: 0, port: 0, ports: 1, fixed,
  };
}

/**
 * @param {GraphDocument} graph
 * @param {Readonly<Record<NodeId, NodeId>>} owner
 * @returns {DisplayGroup[]}
 */
function openGroups(graph, owner) {
  return (graph.groups ?? []).filter((group) => group.open === true).map((group) => ({
    id: group.id, parent: group.parent ?? null, name: groupName(group),
    nodes: [...new Set(group.nodes.map((id) => owner[id] ?? id))],
  })).filter((group) => group.nodes.some((id) => owner[id] === id));
}

/** @param {import("../types.d.ts").GraphGroup} group @returns {readonly Run[]} */
function groupName(group) {
  if (group.label) return nameRuns(group.label, {width: 160, size: 21});
  return group.op ? opGlyph(group.op).runs : nameRuns(group.id, {width: 160, size: 21});
}
