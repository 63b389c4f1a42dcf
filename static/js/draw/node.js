/**
 * Nodes: a disc or pill with its half-rings, a leaf's tag, the terminal.
 *
 * Upper is forward, lower is backward: the upper half-ring is inked when the value is in, the lower one when the node
 * has passed its gradient on along every edge.
 *
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {"right" | "down" | "up"} Flow
 * @typedef {"pending" | "done" | "zero" | "hazard" | "none"} Half
 * @typedef {Readonly<{forward: Half, backward: Half, now?: boolean}>} NodeState
 */

import {round} from "../geometry/curves.js";
import {HALO, LEAF, RING, SIZE, TERMINAL} from "./metrics.js";
import {caption, circle, corners, group, number, path, rect, text} from "./marks.js";

/**
 * @param {DisplayNode} node
 * @param {Point} point  middle of an op or the terminal, tip of a leaf
 * @param {Flow} [flow]  where a leaf's tip points
 * @returns {NodeBox}
 */
export function nodeBox(node, [x, y], flow = "right") {
  const {halfWidth, halfHeight: r, id, form} = node;
  if (form === "leaf" && flow !== "right") return standingBox(node, [x, y], flow);
  const cx = form === "leaf" ? x - halfWidth : x;
  const box = {id, form, cx, cy: y, r, halfWidth, x0: cx - halfWidth, x1: cx + halfWidth, y0: y - r, y1: y + r};
  return form === "leaf" && fieldOf(node) ? {...box, field: leafField(node, [x, y])} : box;
}

/** From a standing tag's tip to its body: up, or down. @param {Flow} flow */
const bodyWay = (flow) => (flow === "up" ? 1 : -1);

/** A tag whose tip is below or above it. @param {DisplayNode} node @param {Point} tip @param {Flow} flow @returns {NodeBox} */
function standingBox(node, [x, y], flow) {
  const {id, form, halfHeight: r} = node;
  const halfWidth = node.halfWidth - LEAF.point / 2;
  const end = y + bodyWay(flow) * (LEAF.standing + 2 * r);
  const sides = {x0: x - halfWidth, x1: x + halfWidth, y0: Math.min(y, end), y1: Math.max(y, end)};
  const box = {id, form, cx: x, cy: y + bodyWay(flow) * (LEAF.standing + r), r, halfWidth, ...sides, ...(flow === "up" ? {flow} : {})};
  return fieldOf(node) ? {...box, field: leafField(node, layingTip(node, [x, y], flow))} : box;
}

/** Where the tip of a standing tag would be if it lay: what is inside it is placed from there. @param {DisplayNode} node @param {Point} tip @param {Flow} flow @returns {Point} */
function layingTip(node, [x, y], flow) {
  return [x + node.halfWidth + LEAF.point / 2, y + bodyWay(flow) * (LEAF.standing + LEAF.height / 2)];
}

/** @param {DisplayNode} node */
function fieldOf(node) {
  return node.field > 0;
}

/** @param {DisplayNode} node @param {Point} tip */
function leafField(node, [x, y]) {
  const x1 = x - LEAF.point - 2;
  return {x0: x1 - node.field, x1, y0: y - LEAF.fieldHeight / 2, y1: y + LEAF.fieldHeight / 2};
}

/** Outline of a pill (a disc where half-width and radius agree). @param {number} x @param {number} y @param {number} half @param {number} r */
export function pillPath(x, y, half, r) {
  const reach = half - r;
  return `M${round(x - half)} ${round(y)}A${r} ${r} 0 0 1 ${round(x - reach)} ${round(y - r)}H${round(x + reach)}`
    + `A${r} ${r} 0 0 1 ${round(x + reach)} ${round(y + r)}H${round(x - reach)}A${r} ${r} 0 0 1 ${round(x - half)} ${round(y)}Z`;
}

/** Upper or lower half of the same. @param {number} x @param {number} y @param {number} half @param {number} r @param {boolean} upper */
function halfPath(x, y, half, r, upper) {
  const [reach, rise, sweep] = [half - r, upper ? -r : r, upper ? 1 : 0];
  return `M${round(x - half)} ${round(y)}A${r} ${r} 0 0 ${sweep} ${round(x - reach)} ${round(y + rise)}H${round(x + reach)}`
    + `A${r} ${r} 0 0 ${sweep} ${round(x + half)} ${round(y)}`;
}

/** @param {"forward" | "backward"} way @param {Half} state @param {string} d */
function ring(way, state, d) {
  if (state === "hazard") return path(way, "ring hazard", d, {"stroke-width": 3.6, "stroke-dasharray": "4 3"});
  if (state === "pending") return path(way, "ring pending", d);
  if (state === "none") return path(way, "ring none", d, {"stroke-width": 1.2});
  return path(way, `ring ${way}`, d, {"stroke-width": state === "zero" ? 1.2 : RING});
}

/**
 * An op.
 * @param {DisplayNode} node
 * @param {Point} point
 * @param {NodeState} state
 * @returns {readonly Mark[]}
 */
export function opMarks(node, [x, y], {forward, backward, now = false}) {
  const {halfWidth: half, halfHeight: r} = node;
  const behind = node.composite ? [
    path("behind", "disc outline", pillPath(x + 4.5, y - 4.5, half, r), {"stroke-width": 1.3}),
    path("between", "disc", pillPath(x, y, half + 1.6, r + 1.6)),
  ] : [];
  return [
    ...(now ? [path("halo", "now-ring", pillPath(x, y, half + HALO, r + HALO))] : []),
    ...behind,
    path("body", now ? "disc now" : "disc", pillPath(x, y, half, r)),
    ring("forward", forward, halfPath(x, y, half, r, true)),
    ring("backward", backward, halfPath(x, y, half, r, false)),
    text("glyph", node.glyph, x, y + node.glyphDrop, node.glyphSize, {anchor: "middle", cls: now ? "ink-on-now" : "ink-k"}),
  ];
}

/**
 * A leaf: name, and the field with its value where that is a number.
 * @param {DisplayNode} node
 * @param {Point} foot  its tip, below or above it where it stands
 * @param {{value: WireValue | null, now?: boolean, editing?: boolean, flow?: Flow}} state
 * @returns {readonly Mark[]}
 */
export function leafMarks(node, foot, {value, now = false, editing = false, flow = "right"}) {
  const {height: h, point} = LEAF;
  const tip = flow === "right" ? foot : layingTip(node, foot, flow);
  const [x, y] = tip;
  const left = x - 2 * node.halfWidth;
  const body = flow === "right" ? tagPath(left, x, y) : standingPath(left, x - point, foot, 0, flow);
  const learns = node.kind === "parameter";
  const nameRoom = 2 * node.halfWidth - node.field - node.captionRoom - point - 2;
  const middle = left + (learns ? LEAF.bar : 0) + (nameRoom - (learns ? LEAF.bar : 0)) / 2;
  return [
    ...(now ? [path("halo", "now-ring", flow === "right" ? haloOfTag(left, x, y) : standingPath(left, x - point, foot, HALO, flow))] : []),
    path("body", now ? "tag now" : "tag", body, node.kind === "constant" ? {"stroke-dasharray": "4 3"} : {}),
    ...(learns ? [rect("bar", "learn-bar", flow === "up" ? {x0: left, x1: x - point, y0: y + h / 2 - LEAF.bar, y1: y + h / 2}
      : {x0: left, x1: left + LEAF.bar, y0: y - h / 2, y1: y + h / 2})] : []),
    text("name", node.name, middle, y + 6.5, SIZE.leafName, {anchor: "middle", cls: now ? "ink-on-now" : "ink-k"}),
    ...(node.captionRoom > 0 && node.role ? [caption("role", node.role, x - point - (flow === "right" ? 4 : 7), y + 5, "end", now ? "ink-on-now" : "ink-s")] : []),
    ...(node.field > 0 ? fieldMarks(node, tip, value, editing) : []),
  ];
}

/** @param {number} left @param {number} x @param {number} y */
function tagPath(left, x, y) {
  const {height: h, point} = LEAF;
  return `M${round(left)} ${round(y - h / 2)}H${round(x - point)}L${round(x)} ${round(y)}L${round(x - point)} ${round(y + h / 2)}H${round(left)}Z`;
}

/** A tag whose tip is below or above it, or its halo. @param {number} left @param {number} right @param {Point} foot @param {number} by @param {Flow} flow */
function standingPath(left, right, [x, y], by, flow) {
  const way = bodyWay(flow);
  const [far, near] = [y + way * (LEAF.standing + LEAF.height + by), y + way * (LEAF.standing - by)];
  return `M${round(left - by)} ${round(far)}H${round(right + by)}V${round(near)}H${round(x + LEAF.point + by / 2)}L${round(x)} ${round(y - way * 1.4 * by)}`
    + `L${round(x - LEAF.point - by / 2)} ${round(near)}H${round(left - by)}Z`;
}

/** @param {number} left @param {number} x @param {number} y */
function haloOfTag(left, x, y) {
  const h = LEAF.height / 2 + HALO;
  return `M${round(left - HALO)} ${round(y - h)}H${round(x - LEAF.point + 2)}L${round(x + HALO + 2)} ${round(y)}`
    + `L${round(x - LEAF.point + 2)} ${round(y + h)}H${round(left - HALO)}Z`;
}

/** @param {DisplayNode} node @param {Point} tip @param {WireValue | null} value @param {boolean} editing */
function fieldMarks(node, tip, value, editing) {
  const box = leafField(node, tip);
  const y = tip[1];
  const right = box.x1 - LEAF.steppers;
  const arrows = box.x1 - 6.5;
  return [
    rect("field", "leaf-field", box),
    path("rule", "leaf-rule", `M${round(box.x0)} ${round(box.y1)}H${round(box.x1)}`),
    ...(value != null && !Array.isArray(value) && !editing
      ? [number("value", /** @type {number} */ (value), right, y + 5.2, SIZE.leafValue, {anchor: "end", cls: "number ink-v bare"})] : []),
    ...(node.kind === "constant" && !editing && value == null ? [] : [path("steppers", "stepper",
      `M${round(arrows - 3.2)} ${round(y - 3)}l3.2 -4l3.2 4zM${round(arrows - 3.2)} ${round(y + 3)}l3.2 4l3.2 -4z`)]),
  ];
}

/**
 * An open port: what is to come in here is not there yet.
 * @param {string} key
 * @param {Point} rim  where a wire would end
 * @param {Point} out  where its socket is
 */
export function socket(key, [x, y], [sx, sy]) {
  return group(key, [path("stub", "stub", `M${round(x)} ${round(y)}L${round(sx)} ${round(sy)}`), circle("socket", "socket", sx, sy, 4.6)]);
}

/**
 * The output's terminal: a double ring with the name; no node of the graph.
 * @param {DisplayNode} node
 * @param {Point} point
 * @param {{now?: boolean}} [state]
 * @returns {readonly Mark[]}
 */
export function terminalMarks(node, [x, y], {now = false} = {}) {
  return [
    ...(now ? [circle("halo", "now-ring", x, y, TERMINAL.outer + HALO)] : []),
    circle("outer", "disc outline", x, y, TERMINAL.outer),
    circle("inner", now ? "disc outline now" : "disc outline", x, y, TERMINAL.inner),
    text("name", node.name, x, y + node.glyphDrop, node.glyphSize, {anchor: "middle", cls: now ? "ink-on-now" : "ink-k"}),
  ];
}

/**
 * Selection and keyboard focus, on any node.
 * @param {string} key
 * @param {NodeBox} box
 */
export function selectionMarks(key, box) {
  const room = box.form === "leaf" ? 9 : 11;
  return group(key, [corners("corners", {x0: box.x0 - room, y0: box.y0 - room, x1: box.x1 + room, y1: box.y1 + room})]);
}
