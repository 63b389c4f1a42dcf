/**
 * ELK's picture of a graph, and what its answer means for ours. Pure; the worker is elk.js.
 *
 * A node goes in with the room its labels take, so that ELK keeps them apart. Inputs of ops that do not care about
 * order share one side, the others have fixed ports: fixing all of them costs crossings.
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("./tree.js").Room} Room
 * @typedef {{x: number, y: number}} ElkPoint
 * @typedef {{id: string, width?: number, height?: number, x?: number, y?: number, children?: ElkNode[], ports?: ElkPort[],
 *   edges?: ElkEdge[], layoutOptions?: Record<string, string>}} ElkNode
 * @typedef {{id: string, x?: number, y?: number, width: number, height: number, layoutOptions: Record<string, string>}} ElkPort
 * @typedef {{id: string, sources: string[], targets: string[], container?: string,
 *   sections?: {bendPoints?: ElkPoint[]}[]}} ElkEdge
 */

import {DISC, FRAME, GAP, HARPOON} from "../draw/metrics.js";
import {boxesTouch, distanceToLine, grow} from "../geometry/boxes.js";
import {endsOf} from "../graph/queries.js";
import {geometryOf} from "./wires.js";

/** From a node's middle to the edge of the room it needs. */
const ROOM = Object.freeze({
  leaf: {above: 25, below: 50}, op: {above: 56, below: 56}, terminal: {above: 46, below: 50},
});
/** Up to here the slowest node placement is worth its time: wires rise and fall a quarter of what they would otherwise. */
const COMPACT = 400;
/** Up to here nodes keep the order of the text, and crossings are searched for longer; in larger graphs order only makes wires run up and down. */
const ORDERED = 100;
/** Between ranks of a graph that can be seen at a glance: so two wires of a fan-out part far enough for both their gradients. */
const AIR = 20;
/** Beyond this a board does not hold a graph anyway, and room between rows costs nothing. */
const SMALL = 20;
const MARGIN = 24;
/** Above and below two wires that are bent apart. */
const TWINS = 20;
/** A wire keeps this far from nodes that are not its own. */
const CLEAR = 16;

/**
 * @param {Display} display
 * @param {Room} room
 * @returns {ElkNode}
 */
export function elkGraph(display, room) {
  const gap = Math.max(GAP, ...display.edges.map((edge) => room(edge).width)) + 2 * HARPOON.along + 8 + (display.nodes.length <= ORDERED ? AIR : 0);
  const inside = new Map(display.groups.flatMap((group) => group.nodes.map((id) => [id, group.id])));
  const frames = new Map(display.groups.map((group) => [group.id, frameNode(group.id, gap, display)]));
  /** @type {ElkNode[]} */
  const top = [];
  for (const group of display.groups) {
    const parent = group.parent == null ? undefined : frames.get(group.parent);
    (parent?.children ?? top).push(/** @type {ElkNode} */ (frames.get(group.id)));
  }
  for (const node of display.nodes) {
    const parent = frames.get(inside.get(node.id) ?? "");
    (parent?.children ?? top).push(elkNode(node, display, room));
  }
  return {
    id: "root", children: top, edges: display.edges.map((edge) => elkEdge(edge, display)), layoutOptions: options(gap, display),
  };
}

/** @param {number} gap @param {Display} display */
function options(gap, display) {
  return {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.edgeRouting": "POLYLINE",
    "elk.hierarchyHandling": display.groups.length ? "INCLUDE_CHILDREN" : "INHERIT",
    ...spacing(gap, display),
    "elk.layered.nodePlacement.strategy": display.nodes.length <= COMPACT ? "NETWORK_SIMPLEX" : "LINEAR_SEGMENTS",
    "elk.layered.considerModelOrder.strategy": display.nodes.length <= ORDERED ? "NODES_AND_EDGES" : "NONE",
    "elk.layered.thoroughness": display.nodes.length <= ORDERED ? "20" : "4",
    "elk.padding": `[top=${MARGIN},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`,
  };
}

/** Frames do not take over the root's. @param {number} gap @param {Display} display */
function spacing(gap, {nodes}) {
  return {
    "elk.spacing.nodeNode": nodes.length > SMALL && nodes.length <= ORDERED ? "30" : "14",
    "elk.spacing.edgeNode": "30",
    "elk.spacing.edgeEdge": "36",
    "elk.layered.spacing.nodeNodeBetweenLayers": String(Math.ceil(gap)),
    "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  };
}

/** @param {string} id @param {number} gap @param {Display} display @returns {ElkNode} */
function frameNode(id, gap, display) {
  const sides = [FRAME.above - 46, FRAME.inside + 8, FRAME.below - 62, FRAME.inside + 8];
  return {id: `frame:${id}`, children: [], layoutOptions: {
    ...spacing(gap, display),
    "elk.padding": `[top=${sides[0]},left=${sides[1]},bottom=${sides[2]},right=${sides[3]}]`,
  }};
}

/** @param {DisplayNode} node */
function roomOfForm(node) {
  return node.form === "leaf" ? ROOM.leaf : node.form === "terminal" ? ROOM.terminal : ROOM.op;
}

/** What stands above and below the node's middle. @param {DisplayNode} node @param {Display} display @param {Room} room */
function extent(node, display, room) {
  const labels = (endsOf(display).outOf.get(node.id) ?? []).map(room);
  const {above, below} = roomOfForm(node);
  const tall = (/** @type {"above" | "below"} */ side) => Math.max(0, ...labels.map((label) => label[side]));
  if (node.form === "leaf") return {above: above + tall("above"), below: below + tall("below")};
  // Free ports are spread around the middle of the side, so the node's middle must be the room's.
  const most = Math.max(tall("above"), tall("below")) + (takesTwins(node, display) ? TWINS : 0);
  return {above: above + most, below: below + most};
}

/** Do two wires come from the same node? They are bent apart. @param {DisplayNode} node @param {Display} display */
function takesTwins(node, display) {
  const sources = (endsOf(display).into.get(node.id) ?? []).map((edge) => edge.source);
  return new Set(sources).size < sources.length;
}

/** @param {DisplayNode} node @param {Display} display @param {Room} room @returns {ElkNode} */
function elkNode(node, display, room) {
  const {above, below} = extent(node, display, room);
  const width = 2 * node.halfWidth;
  const into = endsOf(display).into.get(node.id) ?? [];
  const out = (endsOf(display).outOf.get(node.id) ?? []).length > 0;
  const fixed = into.length < 2 || !node.commutative;
  const inPorts = fixed ? into.map((edge, at) => port(inPortId(edge, display), "WEST", {x: 0, y: above + portOffset(at, into.length)}))
    : [port(inPortId(/** @type {DisplayEdge} */ (into[0]), display), "WEST", {x: 0, y: above})];
  const outPort = out ? [port(outPortId(node.id), "EAST", {x: width, y: above})] : [];
  return {
    id: node.id, width, height: above + below, ports: [...inPorts, ...outPort],
    layoutOptions: {"elk.portConstraints": "FIXED_POS"},
  };
}

/** @param {number} at @param {number} count */
function portOffset(at, count) {
  return count === 1 ? 0 : (at / (count - 1) - 0.5) * Math.min(2 * DISC, 12.8 * count);
}

/** @param {string} id @param {"WEST" | "EAST"} side @param {{x?: number, y?: number}} place @returns {ElkPort} */
function port(id, side, place) {
  return {id, ...place, width: 0, height: 0, layoutOptions: {"elk.port.side": side}};
}

/**
 * Where the op does not care about order its inputs share a port: that costs no crossings, and ELK draws one of them
 * straight into the middle.
 * @param {DisplayEdge} edge @param {Display} display
 */
function inPortId(edge, display) {
  return display.byId[edge.target]?.commutative ? `in:${edge.target}` : `in:${edge.key}`;
}

/** @param {string} id */
function outPortId(id) {
  return `out:${id}`;
}

/** @param {DisplayEdge} edge @param {Display} display @returns {ElkEdge} */
function elkEdge(edge, display) {
  return {id: edge.key, sources: [outPortId(edge.source)], targets: [inPortId(edge, display)]};
}

/**
 * Our places from ELK's answer: middles of ops, tips of leaves, bend points.
 * @param {Display} display
 * @param {Room} room
 * @param {ElkNode} answer
 * @returns {Layout}
 */
export function layoutFromElk(display, room, answer) {
  /** @type {Record<string, Point>} */
  const nodes = {};
  /** @type {Map<string, Point>} */
  const origins = new Map([["root", [0, 0]]]);
  collect(answer, [0, 0], (found, [x, y]) => {
    origins.set(found.id, [x, y]);
    const node = display.byId[found.id];
    if (!node) return;
    const {above} = extent(node, display, room);
    nodes[node.id] = [Math.round(x + (node.form === "leaf" ? 2 : 1) * node.halfWidth), Math.round(y + above)];
  });
  /** @type {Record<string, readonly Point[]>} */
  const edges = {};
  for (const edge of answer.edges ?? []) {
    const [ox, oy] = origins.get(edge.container ?? "root") ?? [0, 0];
    const bends = (edge.sections ?? []).flatMap((section) => section.bendPoints ?? []);
    if (bends.length) edges[edge.id] = bends.map(({x, y}) => /** @type {const} */ ([Math.round(x + ox), Math.round(y + oy)]));
  }
  return {nodes, edges: needed(display, {nodes, edges})};
}

/**
 * ELK bends a wire at every rank it passes; where the plain curve is clear of all nodes, it is calmer.
 * @param {Display} display
 * @param {Layout} layout
 * @returns {Layout["edges"]}
 */
function needed(display, layout) {
  const {nodes, wires} = geometryOf(display, {nodes: layout.nodes, edges: {}});
  return Object.fromEntries(Object.entries(layout.edges).filter(([key]) => {
    const wire = wires.get(key);
    return wire && [...nodes.values()].some((node) => node.id !== wire.edge.source && node.id !== wire.edge.target
      && boxesTouch(node, wire.box, CLEAR + 12) && distanceToLine(grow(node, 0, node.form === "leaf" ? 4 : 12), wire.curve.points) < CLEAR);
  }));
}

/** @param {ElkNode} node @param {Point} origin @param {(node: ElkNode, place: Point) => void} visit */
function collect(node, [x, y], visit) {
  for (const child of node.children ?? []) {
    const place = /** @type {Point} */ ([x + (child.x ?? 0), y + (child.y ?? 0)]);
    visit(child, place);
    collect(child, place, visit);
  }
}
