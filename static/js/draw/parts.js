/**
 * Frames, wires and nodes of a picture at a stop; labels are in labels.js.
 *
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").SceneOptions} SceneOptions
 * @typedef {import("../layout/wires.js").Geometry} Geometry
 * @typedef {import("../layout/wires.js").WireShape} WireShape
 * @typedef {import("./node.js").Half} Half
 * @typedef {import("./reveal.js").Reveal} Reveal
 * @typedef {import("./scene.js").Picture} Picture
 */

import {at, atLength} from "../geometry/curves.js";
import {isFinite, isZero, sumPlace} from "./content.js";
import {magnitude, stopBar, sumBead, wireMarks} from "./edge.js";
import {frameLine, frameName} from "./frame.js";
import {group} from "./marks.js";
import {HALO_GAP, RIM_GAP} from "./metrics.js";
import {openPorts} from "../layout/wires.js";
import {leafMarks, opMarks, socket, terminalMarks} from "./node.js";

/** Bare lane where an underlay would cut its neighbours off: at a fan-out's start, at a join's end. */
const SHARED_START = 20;

/** `dim` or `full`, by the step. @param {Reveal} reveal @param {string} id */
export function weight(reveal, id) {
  return reveal.fades(id) ? "dim" : "full";
}

/** @param {Geometry} geometry @returns {readonly Mark[]} */
export function frameMarks({display, frames}) {
  return frames.map((frame) => {
    const name = display.groups.find((one) => one.id === frame.id)?.name ?? [];
    return group(frame.id, [frameLine(frame, name), frameName(frame, name)], {"data-group": frame.id});
  });
}

/** Those of the step lie over those that fade. @param {Picture} picture @param {Reveal} reveal @param {SceneOptions} options @returns {readonly Mark[]} */
export function wireGroups(picture, reveal, options) {
  const wires = [...picture.geometry.wires.values()];
  const [faded, others] = [true, false].map((fades) => wires.filter(({edge}) => reveal.fades(edge.key) === fades));
  return [...(faded ?? []), ...(others ?? [])].map((wire) => wireGroup(wire, picture, reveal, options));
}

/** @param {WireShape} wire @param {Picture} picture @param {Reveal} reveal @param {SceneOptions} options @returns {Mark} */
export function wireGroup(wire, picture, reveal, options) {
  const {edge} = wire;
  const near = options.hovered != null && [edge.source, edge.target, edge.key].includes(options.hovered);
  const cls = `edge ${weight(reveal, edge.key)}${near ? " hovered" : ""}${options.pulled === edge.key ? " pulled" : ""}`;
  const state = wireState(wire, picture, reveal);
  const look = [cls, ...Object.values(state), state.bead?.way, state.bead?.travelled].join();
  return picture.drawn.keep(`wire:${edge.key}`, look,
    () => group(edge.key, wireParts(wire, state), {class: cls, "data-edge": edge.key}), wire);
}

/** Finer widths nobody sees, and so most wires keep theirs while a number is dragged. @param {number} width px */
const tenths = (width) => Math.round(10 * width) / 10;

/** All that a wire's look depends on besides its way. @param {WireShape} wire @param {Picture} picture @param {Reveal} reveal */
export function wireState({edge}, {numbers, forwardWidth, backwardWidth}, reveal) {
  const [value, gradient] = [numbers.value(edge.from), numbers.gradient(edge)];
  const returned = reveal.returned(edge);
  const local = numbers.edges.get(edge.key)?.local ?? null;
  return {
    forward: half(reveal.arrived(edge), value, false),
    backward: edge.fixed ? /** @type {const} */ ("none") : half(returned && gradient != null, gradient, true),
    forwardWidth: tenths(forwardWidth(magnitude(value))), backwardWidth: tenths(backwardWidth(magnitude(gradient))),
    leaves: reveal.now === edge.source, arrives: reveal.now === edge.target,
    blocked: returned && isZero(gradient) && typeof local === "number" && local === 0 && !isZero(numbers.edges.get(edge.key)?.upstream ?? 0),
    sums: returned && numbers.sumsBack(edge),
    bead: reveal.bead(edge),
  };
}

/** @param {WireShape} wire @param {ReturnType<typeof wireState>} state @returns {readonly Mark[]} */
export function wireParts(wire, {forward, backward, forwardWidth, backwardWidth, leaves, arrives, blocked, sums, bead}) {
  const {curve} = wire;
  const lanes = wireMarks(curve, {
    forward, backward, forwardWidth, backwardWidth, bead,
    underlay: [wire.fans ? SHARED_START : 0, 0],
    trim: [leaves ? HALO_GAP - RIM_GAP : 0, arrives ? HALO_GAP - RIM_GAP : 0],
  });
  return [...lanes, ...(blocked ? [stopBar(curve)] : []), ...(sums ? [broadcastBead(wire)] : [])];
}

/** Copies of one value collect their gradients here. @param {WireShape} wire */
function broadcastBead({curve, fans}) {
  const [x, y] = at(curve, atLength(curve, sumPlace(fans))).point;
  return sumBead(x, y, "Σ");
}

/** @param {boolean} done @param {import("../types.d.ts").WireValue | null} value @param {boolean} hollow  exactly zero is drawn hollow @returns {Half} */
function half(done, value, hollow) {
  if (!done) return "pending";
  if (!isFinite(value)) return "hazard";
  return hollow && isZero(value) ? "zero" : "done";
}

/** Its two half-rings, and whether it acts. @param {DisplayNode} node @param {Pick<Picture, "geometry" | "numbers">} picture @param {Reveal} reveal */
export function nodeState(node, picture, reveal) {
  return {now: reveal.now === node.id, forward: upper(node, picture, reveal), backward: lower(node, picture, reveal)};
}

/** @param {Picture} picture @param {Reveal} reveal @param {SceneOptions} options @returns {readonly Mark[]} */
export function nodeMarks(picture, reveal, options) {
  return picture.geometry.display.nodes.map((node) => {
    const editing = options.editing === node.id;
    const waits = isWaiting(node, picture, reveal);
    const state = nodeState(node, picture, reveal);
    const value = node.form === "leaf" && node.field > 0 ? picture.numbers.value(node.id) : null;
    const look = [weight(reveal, node.id), editing, waits, state.now, state.forward, state.backward, value].join();
    return picture.drawn.keep(`node:${node.id}`, look, () => group(
      node.id, [...bodyMarks(node, picture, state, editing), beadOf(node, picture, waits)],
      {class: `node ${weight(reveal, node.id)}`, "data-node": node.id}), node);
  });
}

/** @param {DisplayNode} node @param {Picture} picture @param {import("./node.js").NodeState} state @param {boolean} editing */
function bodyMarks(node, {geometry, numbers}, state, editing) {
  const point = /** @type {import("../types.d.ts").Point} */ (geometry.points.get(node.id));
  const now = state.now ?? false;
  if (node.form === "terminal") return terminalMarks(node, point, {now});
  const box = geometry.nodes.get(node.id);
  const flow = box?.flow ?? geometry.flow;
  if (node.form === "leaf") return leafMarks(node, point, {value: numbers.value(node.id), now, editing, flow});
  const sockets = node.ports && box && geometry.flow !== "down" ? openPorts(node, box).map(({index, rim, socket: out}) => socket(`socket${index}`, rim, out)) : [];
  return [...sockets, ...opMarks(node, point, state)];
}

/** Where the addends of a fan-out meet. @param {DisplayNode} node @param {Picture} picture @param {boolean} waiting */
function beadOf(node, {geometry, numbers}, waiting) {
  const box = geometry.nodes.get(node.id);
  if (!box || node.form === "terminal" || !numbers.fansOut(node.id)) return null;
  const [x, y] = geometry.flow === "down" ? [box.cx, box.y1 + 8] : [box.x1 + 8, box.cy + 0.5];
  return sumBead(x, y, waiting ? "waiting" : "⊕");
}

/** Has nothing come back yet? @param {DisplayNode} node @param {Picture} picture @param {Reveal} reveal */
function isWaiting(node, {numbers}, reveal) {
  return !(numbers.out.get(node.id) ?? []).some((edge) => !edge.fixed && reveal.returned(edge));
}

/** @param {DisplayNode} node @param {Pick<Picture, "numbers">} picture @param {Reveal} reveal @returns {Half} */
function upper(node, {numbers}, reveal) {
  const from = numbers.out.get(node.id)?.[0]?.from ?? node.id;
  return half(reveal.computed(node.id), numbers.value(from), false);
}

/** @param {DisplayNode} node @param {Pick<Picture, "numbers">} picture @param {Reveal} reveal @returns {Half} */
function lower(node, {numbers}, reveal) {
  const gradient = numbers.nodeGradient(node.id);
  if (gradient == null) return numbers.trace && reveal.computed(node.id) ? "none" : "pending";
  if (reveal.isFinal(node.id) && !isFinite(gradient)) return "hazard";
  if (!reveal.hasPassedOn(node.id)) return "pending";
  return isZero(gradient) ? "zero" : "done";
}
