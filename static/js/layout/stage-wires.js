/**
 * Wires of a stage: those between its nodes, and the stubs that run off its edge.
 *
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../geometry/curves.js").Curve} Curve
 * @typedef {import("../graph/queries.js").Ends} Ends
 * @typedef {import("./stage.js").Plan} Plan
 * @typedef {import("./stage.js").Row} Row
 * @typedef {import("./stage.js").Spot} Spot
 * @typedef {import("./wires.js").WireShape} WireShape
 */

import {nodeBox} from "../draw/node.js";
import {PORT_ANGLE, RIM_GAP} from "../draw/metrics.js";
import {union} from "../geometry/boxes.js";
import {cubic, flowing, line, transposed} from "../geometry/curves.js";
import {MOST, reach} from "./stage.js";

/** Wires of a fan-out start under the bead's far half. */
const BEAD_START = 10;
/** Beyond any window: the view cuts a stub off. */
const FAR = Object.freeze({along: 420, across: 320});
/** A stub between two columns ends here. */
const SHORT = 11;
const STEEP = 0.95;
/** How much of its height a wire still has to come down at its last handle, and how much at most. */
const [SLOPE, STEEPEST] = [0.5, 22];
/** The piece before a count, and from its end to the middle of the count. */
const MORE = Object.freeze({length: 17, beyond: 14});
/** How far apart the stubs of one node run. */
const SPREAD = 28;

/** @param {Plan} plan @param {Point} point  along and across @returns {Point} */
export function onScreen({flow}, [along, across]) {
  return flow === "right" ? [along, across] : [across, along];
}

/** @param {Plan} plan @returns {Map<NodeId, NodeBox>} */
export function stageNodes(plan) {
  return new Map([...plan.spots].map(([id, {node, along, across}]) => [id, nodeBox(node, onScreen(plan, [along, across]), plan.flow)]));
}

/**
 * How far a node's outline is from its anchor, *across* beside its middle.
 * @param {Spot} spot @param {Plan} plan @param {number} across @param {-1 | 1} end @param {number} [gap]
 */
function rim({node}, {flow}, across, end, gap = RIM_GAP) {
  if (node.form === "leaf") return end < 0 ? -reach(node, flow).before - gap : gap;
  const straight = node.halfWidth - node.halfHeight;
  const aside = Math.max(0, Math.abs(across) - (flow === "right" ? 0 : straight));
  const r = node.halfHeight + gap;
  return end * ((flow === "right" ? straight : 0) + Math.sqrt(Math.max(0, r * r - aside * aside)));
}

/** Where the wires into a node end, beside its middle. @param {Spot} spot @param {Plan} plan @param {number} at @param {number} count */
function inOffset({node}, {flow}, at, count) {
  if (count === 1) return 0;
  const most = count === 2 ? PORT_ANGLE : Math.min(1.1, 0.4 * (count - 1));
  const angle = -most + 2 * most * at / (count - 1);
  const wide = flow === "down" ? Math.min(12, node.halfWidth - node.halfHeight) : 0;
  return Math.sin(angle) * (node.halfHeight + 2 + wide);
}

/** @param {number} at @param {number} count */
function outOffset(at, count) {
  return count < 2 ? 0 : (at - (count - 1) / 2) * Math.min(10, 20 / (count - 1));
}

/** @param {Plan} plan @param {Curve} curve @param {DisplayEdge} edge @param {Partial<WireShape>} more @returns {WireShape} */
function shaped(plan, curve, edge, more) {
  const turned = plan.flow === "right" ? curve : transposed(curve);
  const box = /** @type {import("../types.d.ts").Box} */ (union(turned.points.map(([x, y]) => ({x0: x, x1: x, y0: y, y1: y}))));
  return {edge, curve: turned, level: false, side: 0, fans: false, joins: false, box, ...more};
}

/** Does more than one gradient come back to it? @param {Ends} ends @param {NodeId} id */
export function fansOut(ends, id) {
  return (ends.outOf.get(id) ?? []).filter((edge) => !edge.fixed).length > 1;
}

/**
 * The wires between the op and its neighbours.
 * @param {Plan} plan
 * @param {Ends} ends
 * @returns {Map<string, WireShape>}
 */
export function stageWires(plan, ends) {
  return new Map(plan.rows.map((row) => [row.edge.key, rowWire(row, plan, ends)]));
}

/** @param {Row} row @param {Plan} plan @param {Ends} ends @returns {WireShape} */
function rowWire(row, plan, ends) {
  const {edge, way, across, lead} = row;
  const spot = (/** @type {NodeId} */ id) => /** @type {Spot} */ (plan.spots.get(id));
  const [source, target] = [spot(edge.source), spot(edge.target)];
  const leaving = plan.rows.filter((one) => one.edge.source === edge.source);
  const arriving = plan.rows.filter((one) => one.edge.target === edge.target);
  const [leaves, outs] = portAmong(row, leaving, way === "out" && plan.more.out.length > 0);
  const [arrives, ins] = portAmong(row, arriving, way === "in" && plan.more.in.length > 0);
  const outAside = outOffset(leaves, outs);
  const inAside = inOffset(target, plan, arrives, ins);
  const fans = fansOut(ends, edge.source);
  const from = /** @type {Point} */ ([source.along + rim(source, plan, 0, 1, fans ? BEAD_START : RIM_GAP), source.across + outAside]);
  const to = /** @type {Point} */ ([target.along + rim(target, plan, inAside, -1, target.node.form === "terminal" ? RIM_GAP + 1 : RIM_GAP), target.across + inAside]);
  const through = [from, ...(bends(from, across) ? [/** @type {Point} */ ([lead[0], across])] : []), ...(bends(to, across) ? [/** @type {Point} */ ([lead[1], across])] : []), to];
  // Out of its own direction, so that the lane does not bend under its own harpoon.
  const arrival = Math.max(-STEEPEST, Math.min(STEEPEST, SLOPE * (across - to[1])));
  const curve = through.length === 2 ? line(from, to) : flowing(through, {arrival: bends(to, across) ? arrival : 0});
  return shaped(plan, curve, edge, {fans, joins: ins > 1});
}

/**
 * Which port a wire has, of how many; the middle one is for the wires that are only counted.
 * @param {Row} row @param {readonly Row[]} rows @param {boolean} more @returns {readonly [number, number]}
 */
function portAmong(row, rows, more) {
  const at = rows.indexOf(row);
  return more ? [at + (at >= rows.length / 2 ? 1 : 0), rows.length + 1] : [at, rows.length];
}

/** @param {Point} end @param {number} across */
const bends = (end, across) => Math.abs(end[1] - across) > 0.5;

/**
 * @typedef {Readonly<{key: string, wire: WireShape}>} Stub
 * @param {Plan} plan
 * @param {Ends} ends
 * @returns {readonly Stub[]}
 */
export function stageStubs(plan, ends) {
  const shown = new Set(plan.rows.map((row) => row.edge.key));
  return [...plan.spots].filter(([id]) => id !== plan.actor).flatMap(([id, spot]) => {
    const before = spot.along < 0;
    const others = (/** @type {readonly DisplayEdge[] | undefined} */ edges) => (edges ?? []).filter((edge) => !shown.has(edge.key));
    const [into, outOf] = [others(ends.into.get(id)), others(ends.outOf.get(id))];
    const side = furtherSide(plan, id, ends);
    const aside = (before ? outOf : into)[0];
    return [
      ...(before ? into : outOf).slice(0, MOST).map((edge, at, all) => ({key: `${edge.key} ${id}`, wire: offEdge(edge, at, all.length, spot, plan)})),
      ...(aside ? [{key: `${aside.key} ${id}`, wire: besides(aside, side, spot, plan)}] : []),
    ];
  });
}

/**
 * A short piece for the wires of the op that have no room, and where their number stands.
 * @param {Plan} plan
 * @param {Ends} ends
 * @returns {readonly (Stub & Readonly<{count: number, at: Point}>)[]}
 */
export function moreStubs(plan, ends) {
  const spot = /** @type {Spot} */ (plan.spots.get(plan.actor));
  return /** @type {const} */ (["in", "out"]).flatMap((way) => {
    const [edge] = plan.more[way];
    if (!edge) return [];
    const sign = way === "in" ? -1 : 1;
    const start = way === "out" && fansOut(ends, plan.actor) ? BEAD_START : RIM_GAP;
    const port = /** @type {Point} */ ([spot.along + rim(spot, plan, 0, sign, start), 0]);
    const end = /** @type {Point} */ ([port[0] + sign * MORE.length, 0]);
    const wire = shaped(plan, way === "in" ? line(end, port) : line(port, end), edge, {fans: way === "out"});
    return [{key: `more-${way}`, wire, count: plan.more[way].length, at: onScreen(plan, [end[0] + sign * MORE.beyond, 0])}];
  });
}

/**
 * On which side of its row a neighbour's further wire runs off; 0 where others stand in the way.
 * @param {Plan} plan @param {NodeId} id @param {Ends} ends @returns {-1 | 0 | 1}
 */
export function furtherSide(plan, id, ends) {
  const spot = /** @type {Spot} */ (plan.spots.get(id));
  const siblings = [...plan.spots].filter(([other, one]) => other !== id && other !== plan.actor && one.along * spot.along > 0).map(([, one]) => one);
  if (siblings.length === 0) return sideOfOthers(plan, spot, ends);
  if (siblings.every((one) => one.across > spot.across)) return -1;
  return siblings.every((one) => one.across < spot.across) ? 1 : 0;
}

/** Operands stand in their order where the op minds it. @param {Plan} plan @param {Spot} spot @param {Ends} ends */
function sideOfOthers(plan, {node, along}, ends) {
  if (along < 0 || node.commutative) return -1;
  const own = plan.rows.find((row) => row.node === node.id);
  const first = (ends.into.get(node.id) ?? [])[0];
  return own && first === own.edge ? 1 : -1;
}

/** Straight on, off the end of the stage. @param {DisplayEdge} edge @param {number} at @param {number} count @param {Spot} spot @param {Plan} plan */
function offEdge(edge, at, count, spot, plan) {
  const before = spot.along < 0;
  const offset = before ? inOffset(spot, plan, at, count) : outOffset(at, count);
  const spread = (at - (count - 1) / 2) * Math.min(SPREAD, 2 * SPREAD / Math.max(1, count - 1));
  const gap = !before && count > 1 && !edge.fixed ? BEAD_START : RIM_GAP;
  const port = /** @type {Point} */ ([spot.along + rim(spot, plan, before ? offset : 0, before ? -1 : 1, gap), spot.across + offset]);
  const sign = before ? -1 : 1;
  const end = /** @type {Point} */ ([port[0] + sign * (spot.end ? SHORT : FAR.along), spot.across + (spot.end ? offset : spread)]);
  const bend = /** @type {Point} */ ([port[0] + sign * 40, spot.across + spread]);
  const through = spot.end || count === 1 ? [end, port] : [end, bend, port];
  const ordered = before ? through : [...through].reverse();
  const curve = ordered.length === 2 ? line(/** @type {Point} */ (ordered[0]), /** @type {Point} */ (ordered[1])) : flowing(ordered);
  return shaped(plan, curve, edge, {fans: !before && count > 1});
}

/** To or from somewhere else, off the side of the stage. @param {DisplayEdge} edge @param {-1 | 0 | 1} side @param {Spot} spot @param {Plan} plan */
function besides(edge, side, spot, plan) {
  const before = spot.along < 0;
  if (before) {
    const port = /** @type {Point} */ ([spot.along + rim(spot, plan, 0, 1, BEAD_START), spot.across + side * 5]);
    if (side === 0) return shaped(plan, line(port, [port[0] + SHORT, port[1]]), edge, {fans: true});
    const end = /** @type {Point} */ ([port[0] + 20, port[1] + side * FAR.across]);
    return shaped(plan, cubic(port, [port[0] + 22, port[1] + side * 2], [port[0] + 20, port[1] + side * 24], end), edge, {fans: true});
  }
  const offset = (side || -1) * Math.sin(STEEP) * (spot.node.halfHeight + 2);
  const port = /** @type {Point} */ ([spot.along + rim(spot, plan, offset, -1), spot.across + offset]);
  if (side === 0) return shaped(plan, line([port[0] - SHORT, port[1] - SHORT], port), edge, {joins: true});
  const start = /** @type {Point} */ ([port[0] - 16, port[1] + side * FAR.across]);
  return shaped(plan, cubic(start, [start[0], port[1] + side * 24], [port[0] - 12, port[1] + side * 12], port), edge, {joins: true});
}
