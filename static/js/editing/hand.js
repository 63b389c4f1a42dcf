/**
 * What a hand on the board means: what moves with a node, where a wire may be dropped, what a stroke chooses.
 *
 * Pure; points are board units. What a wire may do is said by edits.js, and about shapes by the server.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").Scene} Scene
 * @typedef {Readonly<{node: NodeId, index: number, point: Point, source: NodeId | null}>} Port
 * @typedef {Readonly<{node: NodeId, index: number, port: Port | null}>} Target  `port`: where the wire was dropped on one
 * @typedef {"leaf" | "end" | "part" | "cycle" | "no-port" | "there-already"} Refusal
 */

import {boxesTouch, distanceToBox} from "../geometry/boxes.js";
import {edgeKey} from "../graph/queries.js";
import {openPorts} from "../layout/wires.js";
import {refusalOf} from "./edits.js";

/** A row of another node draws a moved one to it from so far away. */
const ROW = 6;
/** A wire is dropped on a node from so near. */
const NEAR = 6;
/** From a node's edge to the middle of its plug. */
const PLUG = 5;

/**
 * The nodes of the document that go where these drawn nodes go: members of closed groups and constants inside ops too.
 * @param {Display} display
 * @param {Iterable<NodeId>} ids
 * @returns {ReadonlySet<NodeId>}
 */
export function movingWith({byId, owner}, ids) {
  const drawn = [...ids].map((id) => byId[owner[id] ?? id]);
  return new Set(drawn.flatMap((node) => (node && node.form !== "terminal" ? [...node.members, ...node.inline] : [])));
}

/**
 * A picture's places with some nodes elsewhere; the terminal goes with its node, and wires to and from them lose their bends.
 * @param {Layout} layout
 * @param {Display} display
 * @param {ReadonlySet<NodeId>} ids
 * @param {Point} by
 * @returns {Layout}
 */
export function carried({nodes, edges}, {nodes: drawn, output}, ids, [dx, dy]) {
  const ends = new Set(drawn.filter(({form, kind, members}) => (form === "terminal" && output !== null && ids.has(output)) || (kind === "group" && members.every((id) => ids.has(id)))).map(({id}) => id));
  const moves = (/** @type {string} */ id) => ids.has(id) || ends.has(id);
  return {
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, [x, y]]) => [id, moves(id) ? /** @type {Point} */ ([x + dx, y + dy]) : /** @type {Point} */ ([x, y])])),
    edges: Object.fromEntries(Object.entries(edges).filter(([key]) => !key.split(/[>:]/).slice(0, 2).some(moves))),
  };
}

/**
 * How far a node is moved: to whole units, and into the row of another where it is nearly there.
 * @param {Layout} layout
 * @param {NodeId} anchor  the node that is in the hand
 * @param {ReadonlySet<NodeId>} ids  all that move with it
 * @param {Point} by
 * @returns {Point}
 */
export function snapped({nodes}, anchor, ids, by) {
  const [x, y] = nodes[anchor] ?? [0, 0];
  const wished = y + by[1];
  const rows = Object.entries(nodes).flatMap(([id, at]) => (ids.has(id) || id.startsWith("$") ? [] : [at[1]]));
  const row = rows.reduce((best, one) => (Math.abs(one - wished) < Math.abs(best - wished) ? one : best), Infinity);
  return [Math.round(x + by[0]) - x, (Math.abs(row - wished) <= ROW ? row : Math.round(wished)) - y];
}

/**
 * Where the nodes then stand, for the document.
 * @param {Layout} layout
 * @param {Iterable<NodeId>} ids
 * @returns {Readonly<Record<NodeId, Point>>}
 */
export function placesOf({nodes}, ids) {
  return Object.fromEntries([...ids].flatMap((id) => (nodes[id] ? [[id, nodes[id]]] : [])));
}

/**
 * Every port of the document's ops that is drawn: open ones at their sockets, the others where their wires end.
 * @param {Display} display
 * @param {Scene["boxes"]} boxes
 * @param {GraphDocument} graph
 * @returns {readonly Port[]}
 */
export function portsOf({byId}, {nodes, wires}, graph) {
  const ends = new Map(wires.map(({key, points}) => [key, points.at(-1)]));
  const boxOf = new Map(nodes.map((box) => [box.id, box]));
  return graph.nodes.flatMap(({id, op, inputs = []}) => {
    const [drawn, box] = [byId[id], boxOf.get(id)];
    if (!op || !drawn || !box) return [];
    const open = openPorts(drawn, box);
    return inputs.flatMap((source, index) => {
      const point = source == null ? open.find((one) => one.index === index)?.socket : ends.get(edgeKey(source, id, index));
      return point ? [{node: id, index, point, source}] : [];
    });
  });
}

/**
 * The port whose wire ends at a point, clear of the node's own body.
 * @param {readonly Port[]} ports
 * @param {readonly NodeBox[]} boxes
 * @param {Point} point
 * @param {number} reach
 * @returns {Port | null}
 */
export function endUnder(ports, boxes, point, reach) {
  if (boxes.some((box) => within(box, point, 0))) return null;
  return nearest(ports.filter(({source}) => source !== null), point, reach);
}

/** @param {readonly Port[]} ports @param {Point} point @param {number} reach @returns {Port | null} */
function nearest(ports, [x, y], reach) {
  const away = (/** @type {Port} */ {point}) => Math.hypot(point[0] - x, point[1] - y);
  const best = ports.reduce((/** @type {Port | null} */ one, port) => (one && away(one) <= away(port) ? one : port), null);
  return best && away(best) <= reach ? best : null;
}

/**
 * Is a point on a node's body, or so near it? A disc's corners are not its body.
 * @param {NodeBox} box @param {Point} point @param {number} margin
 */
export function within(box, point, margin) {
  if (box.form === "leaf") return distanceToBox(point, box) <= margin;
  const reach = box.halfWidth - box.r;
  return Math.hypot(Math.max(0, Math.abs(point[0] - box.cx) - reach), point[1] - box.cy) <= box.r + margin;
}

/**
 * What a wire dropped at a point goes into: a port that is near, else the first open port of the node there, else one
 * more where it takes any number. Null on the bare board.
 * @param {GraphDocument} graph
 * @param {readonly Port[]} ports
 * @param {readonly NodeBox[]} boxes
 * @param {Point} point
 * @param {{reach: number, isVariadic: (op: string) => boolean}} how
 * @returns {Target | null}
 */
export function targetAt(graph, ports, boxes, point, {reach, isVariadic}) {
  const port = nearest(ports, point, reach);
  if (port) return {node: port.node, index: port.index, port};
  const box = boxes.find((one) => within(one, point, NEAR));
  if (!box) return null;
  const node = graph.nodes.find(({id}) => id === box.id);
  const inputs = node?.inputs ?? [];
  const open = inputs.indexOf(null);
  const index = open >= 0 ? open : node?.op && isVariadic(node.op) ? inputs.length : -1;
  return {node: box.id, index, port: ports.find((one) => one.node === box.id && one.index === index) ?? null};
}

/**
 * Why a wire cannot go there, as far as it is known without asking; null where it can.
 * @param {GraphDocument} graph
 * @param {Display} display
 * @param {NodeId} source
 * @param {Target} target
 * @param {boolean} variadic
 * @returns {Refusal | null}
 */
export function whyNot(graph, {byId, groups}, source, {node, index}, variadic) {
  const drawn = byId[node];
  if (drawn?.form === "terminal") return "end";
  if (drawn?.form === "leaf") return "leaf";
  const opened = new Set((graph.groups ?? []).map(({id}) => id));
  if (!graph.nodes.some(({id}) => id === node) || groups.some(({id, nodes}) => nodes.includes(node) && !opened.has(id))) return "part";
  return refusalOf(graph, source, node, index, variadic);
}

/**
 * The nodes of the document whose bodies a stroke touches.
 * @param {Display} display
 * @param {readonly NodeBox[]} boxes
 * @param {Box} stroke
 * @returns {readonly NodeId[]}
 */
export function strokeOver(display, boxes, stroke) {
  return [...movingWith(display, boxes.filter((box) => boxesTouch(box, stroke)).map(({id}) => id))];
}

/** From corner to corner, whichever way. @param {Point} a @param {Point} b @returns {Box} */
export const boxOf = ([ax, ay], [bx, by]) => ({x0: Math.min(ax, bx), x1: Math.max(ax, bx), y0: Math.min(ay, by), y1: Math.max(ay, by)});

/** @param {readonly NodeBox[]} boxes @param {NodeId} id @returns {NodeBox | null} */
export const boxOfNode = (boxes, id) => boxes.find((box) => box.id === id) ?? null;

/** Where a wire is pulled from. @param {NodeBox | null} box @returns {Point} */
export const plugOf = (box) => (!box ? [0, 0] : box.flow === "up" ? [box.cx, box.y0] : [box.x1 + PLUG, box.cy]);
