/**
 * From places to shapes: node boxes, frames, and a curve for every edge.
 *
 * Ports are decided here. A single input arrives due west and level; the wires of a join arrive above and below due
 * west, sorted by where they come from where the op does not care, by operand where it does.
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").FrameBox} FrameBox
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../geometry/curves.js").Curve} Curve
 * @typedef {Readonly<{edge: DisplayEdge, curve: Curve, level: boolean, side: -1 | 0 | 1, fans: boolean, joins: boolean,
 *   box: import("../types.d.ts").Box}>} WireShape
 *   `side`: which side of a join it comes from, -1 above; `fans`: it leaves a fan-out; `joins`: others arrive with it
 * @typedef {Readonly<{display: Display, nodes: ReadonlyMap<string, NodeBox>, points: ReadonlyMap<string, Point>,
 *   wires: ReadonlyMap<string, WireShape>, frames: readonly FrameBox[], flow?: "right" | "down"}>} Geometry
 *   `flow`: down where values run from top to bottom
 */

import {nodeBox} from "../draw/node.js";
import {DISC, FRAME, PORT_ANGLE, RIM_GAP} from "../draw/metrics.js";
import {grow, union} from "../geometry/boxes.js";
import {bowed, flowing, line} from "../geometry/curves.js";

/** Wires of a fan-out start this far from the rim, under the bead's far half. */
const BEAD_START = 10;
const FAN_STEP = 10;
/** How far two wires between the same two nodes are bent apart. */
const BOW = 25;
const ARRIVAL = 7;
/** From an op's rim to the socket of an open port. */
const STUB = 17;
/** A wire that would rise or fall no more than this runs level instead. */
const STRAIGHT = 6;
/** The port of a wire that joins a level one. */
const STEEP = 0.95;

/**
 * @param {Display} display
 * @param {Layout} layout
 * @returns {Geometry}
 */
export function geometryOf(display, layout) {
  const points = new Map(display.nodes.map((node) => [node.id, pointOf(node, display, layout)]));
  const up = rising(display, points);
  const nodes = new Map(display.nodes.map((node) => [node.id, nodeBox(node, /** @type {Point} */ (points.get(node.id)), up.has(node.id) ? "up" : "right")]));
  const ends = endsOf(display, layout, nodes);
  const wires = new Map(display.edges.map((edge) => [edge.key, wireShape(edge, display, layout, ends)]));
  return {display, nodes, points, wires, frames: framesOf(display, nodes)};
}

/** A leaf that stands so far below its one consumer, straight below, feeds it from there. */
const FEED = 90;

/** @param {Display} display @param {ReadonlyMap<string, Point>} points @returns {ReadonlySet<string>} */
function rising(display, points) {
  const consumers = groupBy(display.edges, (edge) => edge.source);
  return new Set(display.nodes.filter(({id, form}) => {
    const [edge, second] = consumers.get(id) ?? [];
    const [at, target] = [points.get(id), edge && points.get(edge.target)];
    return form === "leaf" && edge && !second && at && target && Math.abs(at[0] - target[0]) < 1 && at[1] - target[1] > FEED;
  }).map(({id}) => id));
}

/**
 * Where a node stands; a terminal that has no place of its own stands one gap right of the output.
 * @param {DisplayNode} node @param {Display} display @param {Layout} layout @returns {Point}
 */
function pointOf(node, display, layout) {
  const placed = layout.nodes[node.id] ?? (node.kind === "group" ? middleOf(node, layout) : undefined);
  if (placed) return placed;
  if (node.form !== "terminal") return [0, 0];
  const edge = display.edges.find((one) => one.target === node.id);
  const source = edge ? display.byId[edge.source] : undefined;
  const at = source ? layout.nodes[source.id] : undefined;
  if (!source || !at) return [0, 0];
  return [at[0] + (source.form === "leaf" ? 0 : source.halfWidth) + 62 + node.halfWidth, at[1]];
}

/** A closed group without a place stands in the middle of its members. @param {DisplayNode} node @param {Layout} layout @returns {Point | undefined} */
function middleOf(node, layout) {
  const places = node.members.map((id) => layout.nodes[id]).filter((place) => place !== undefined);
  if (places.length === 0) return undefined;
  const mean = (/** @type {0 | 1} */ axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  return [mean(0), mean(1)];
}

/**
 * @typedef {Readonly<{from: Point, to: Point, side: -1 | 0 | 1, fans: boolean, joins: boolean, bow: number}>} Ends
 * @param {Display} display
 * @param {Layout} layout
 * @param {ReadonlyMap<string, NodeBox>} nodes
 * @returns {ReadonlyMap<string, Ends>}
 */
function endsOf(display, layout, nodes) {
  const box = (/** @type {string} */ id) => /** @type {NodeBox} */ (nodes.get(id));
  // Where a wire is seen from its end: its nearest bend, or the node at its other end.
  const towards = (/** @type {DisplayEdge} */ edge) => layout.edges[edge.key]?.[0]?.[1] ?? box(edge.target).cy;
  const comesFrom = (/** @type {DisplayEdge} */ edge) => layout.edges[edge.key]?.at(-1)?.[1] ?? box(edge.source).cy;
  const into = groupBy(display.edges, (edge) => edge.target);
  const outOf = groupBy(display.edges, (edge) => edge.source);
  const twins = groupBy(display.edges, twinKey);
  /** @type {Map<string, Point>} */
  const from = new Map();
  for (const [id, edges] of outOf) {
    const sorted = [...edges].sort((a, b) => towards(a) - towards(b) || a.index - b.index);
    sorted.forEach((edge, at) => from.set(edge.key, outPort(box(id), at, sorted)));
  }
  /** @type {Map<string, Ends>} */
  const ends = new Map();
  for (const [id, all] of into) {
    const target = box(id);
    const edges = all.filter((edge) => box(edge.source).flow !== "up");
    for (const edge of all.filter((one) => !edges.includes(one))) ends.set(edge.key, feed(box(edge.source), target));
    const {commutative: free = false, ports} = display.byId[id] ?? {};
    if (ports) {
      for (const edge of edges) ends.set(edge.key, beside(edge, target, ports, /** @type {Point} */ (from.get(edge.key)), (outOf.get(edge.source)?.length ?? 1) > 1));
      continue;
    }
    const sorted = free ? [...edges].sort((a, b) => comesFrom(a) - comesFrom(b) || a.index - b.index) : edges;
    const level = sorted.findIndex((edge) => !layout.edges[edge.key] && (twins.get(twinKey(edge)) ?? []).length < 2
      && Math.abs((from.get(edge.key)?.[1] ?? Infinity) - target.cy) <= STRAIGHT);
    sorted.forEach((edge, at) => {
      const {angle, straight} = arrivalAt(at, sorted.length, level);
      const pair = twins.get(twinKey(edge)) ?? [];
      ends.set(edge.key, {
        from: /** @type {Point} */ (from.get(edge.key)), to: straight ? levelPort(target, /** @type {Point} */ (from.get(edge.key))) : inPort(target, angle),
        side: angle < -0.1 ? -1 : angle > 0.1 ? 1 : 0, fans: (outOf.get(edge.source)?.length ?? 1) > 1,
        joins: all.length > 1, bow: bowOf(pair, edge, outOf.get(edge.source) ?? [], box),
      });
    });
  }
  return ends;
}

/**
 * Into an op that has open ports: every port keeps its place, whatever comes into the others.
 * @param {DisplayEdge} edge @param {NodeBox} target @param {NonNullable<DisplayNode["ports"]>} ports @param {Point} from @param {boolean} fans
 * @returns {Ends}
 */
function beside({index}, target, ports, from, fans) {
  const angle = portAngle(ports.findIndex((port) => port.index === index), ports.length);
  return {from, to: inPort(target, angle), side: angle < -0.1 ? -1 : angle > 0.1 ? 1 : 0, fans, joins: ports.length > 1, bow: 0};
}

/**
 * The open ports of an op: where a wire would end on its rim, and the socket before it that a wire is dropped on.
 * @param {DisplayNode} node
 * @param {NodeBox} box
 * @returns {readonly Readonly<{index: number, rim: Point, socket: Point}>[]}
 */
export function openPorts({ports = []}, box) {
  return ports.flatMap(({index, open}, at) => {
    const angle = portAngle(at, ports.length);
    const rim = inPort(box, angle);
    return open ? [{index, rim, socket: /** @type {Point} */ ([rim[0] - STUB * Math.cos(angle), rim[1] + STUB * Math.sin(angle)])}] : [];
  });
}

/** Straight up from a tag into the middle of the op above it. @param {NodeBox} leaf @param {NodeBox} op @returns {Ends} */
function feed(leaf, op) {
  return {from: [leaf.cx, leaf.y0 - RIM_GAP], to: [leaf.cx, op.cy + op.r + RIM_GAP], side: 0, fans: false, joins: true, bow: 0};
}

/**
 * How far a wire is bent aside, where two join the same two nodes; away from a third that leaves beside them.
 * @param {readonly DisplayEdge[]} pair @param {DisplayEdge} edge @param {readonly DisplayEdge[]} siblings
 * @param {(id: string) => NodeBox} box
 */
function bowOf(pair, edge, siblings, box) {
  if (pair.length < 2) return 0;
  const others = siblings.filter((one) => !pair.includes(one)).map((one) => box(one.target).cy - box(edge.target).cy);
  const lean = (others.some((dy) => dy > 0) ? -1 : 0) + (others.some((dy) => dy < 0) ? 1 : 0);
  return BOW * (2 * pair.indexOf(edge) - (pair.length - 1) + lean);
}

/** @template T @param {readonly T[]} items @param {(item: T) => string} by @returns {Map<string, T[]>} */
function groupBy(items, by) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) {
    const list = groups.get(by(item));
    if (list) list.push(item);
    else groups.set(by(item), [item]);
  }
  return groups;
}

/** @param {DisplayEdge} edge */
function twinKey(edge) {
  return `${edge.source}>${edge.target}`;
}

/**
 * How a wire arrives: straight where it comes level, and then its partner steeper, so that the spine of a graph is one
 * line with what joins it from above and below.
 * @param {number} at @param {number} count @param {number} level  which of them comes level, -1 for none
 */
function arrivalAt(at, count, level) {
  const straight = at === level && count <= 2;
  if (count !== 2 || level < 0) return {angle: portAngle(at, count), straight};
  return {angle: (at === 0 ? -1 : 1) * (straight ? PORT_ANGLE : STEEP), straight};
}

/** On the rim, as high as where the wire starts. @param {NodeBox} box @param {Point} from @returns {Point} */
function levelPort(box, [, y]) {
  const [dy, reach] = [y - box.cy, box.r + (box.form === "terminal" ? RIM_GAP + 1 : RIM_GAP)];
  return [box.cx - (box.halfWidth - box.r) - Math.sqrt(reach * reach - dy * dy), y];
}

/** Radians from due west, negative above. @param {number} at @param {number} count */
function portAngle(at, count) {
  if (count === 1) return 0;
  const reach = count === 2 ? PORT_ANGLE : Math.min(1.1, 0.4 * (count - 1));
  return -reach + 2 * reach * at / (count - 1);
}

/** @param {NodeBox} box @param {number} angle @returns {Point} */
function inPort(box, angle) {
  const centre = box.cx - (box.halfWidth - box.r);
  const gap = box.form === "terminal" ? RIM_GAP + 1 : RIM_GAP;
  if (angle === 0) return [centre - box.r - gap, box.cy];
  return [centre - Math.cos(angle) * (box.r + gap), box.cy + Math.sin(angle) * (box.r + 2)];
}

/** @param {NodeBox} box @param {number} at @param {readonly DisplayEdge[]} edges  that leave it, from above @returns {Point} */
function outPort(box, at, edges) {
  const rim = box.form === "leaf" ? box.x1 - 1 : box.x1;
  if (edges.length === 1) return [rim + RIM_GAP, box.cy];
  const step = Math.min(FAN_STEP, DISC / (edges.length - 1));
  const start = edges.filter((edge) => !edge.fixed).length > 1 ? BEAD_START : RIM_GAP;
  return [rim + start, box.cy + (at - (edges.length - 1) / 2) * step];
}

/** @param {DisplayEdge} edge @param {Display} display @param {Layout} layout @param {ReadonlyMap<string, Ends>} ends @returns {WireShape} */
function wireShape(edge, display, layout, ends) {
  const {from, to, side, fans, joins, bow} = /** @type {Ends} */ (ends.get(edge.key));
  const level = Math.abs(from[1] - to[1]) < 1 && bow === 0;
  const bends = layout.edges[edge.key] ?? [];
  const curve = (level || from[0] === to[0]) && bends.length === 0 ? line(from, to) : bow !== 0 && bends.length === 0 ? bowed(from, to, bow)
    : flowing([from, .../** @type {Point[]} */ (bends), to], {arrival: side * ARRIVAL});
  const box = /** @type {import("../types.d.ts").Box} */ (union(curve.points.map(([x, y]) => ({x0: x, x1: x, y0: y, y1: y}))));
  return {edge, curve, level: level && bends.length === 0, side, fans, joins, box};
}

/**
 * Frames of open groups, the inner ones first so that outer ones can stand around them.
 * @param {Display} display
 * @param {ReadonlyMap<string, NodeBox>} nodes
 * @returns {readonly FrameBox[]}
 */
function framesOf(display, nodes) {
  /** @type {Map<string, FrameBox>} */
  const frames = new Map();
  const depth = (/** @type {string | null} */ id) => {
    let count = 0;
    for (let at = id; at != null; at = display.groups.find((group) => group.id === at)?.parent ?? null) count += 1;
    return count;
  };
  for (const group of [...display.groups].sort((a, b) => depth(b.id) - depth(a.id))) {
    const bodies = group.nodes.flatMap((id) => nodes.get(id) ?? []);
    const inner = display.groups.filter((one) => one.parent === group.id).flatMap((one) => frames.get(one.id) ?? []);
    const body = union(bodies);
    const around = body ? [{x0: body.x0 - FRAME.inside, x1: body.x1 + 7, y0: body.y0 + DISC - FRAME.above, y1: body.y1 - DISC + FRAME.below}] : [];
    const box = union([...around, ...inner.map((frame) => grow(frame, 14, 26))]);
    if (box) frames.set(group.id, {id: group.id, ...box});
  }
  return display.groups.flatMap((group) => frames.get(group.id) ?? []);
}
