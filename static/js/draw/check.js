/**
 * Holds a picture against its promises: nothing overlaps, nothing leaves the board. Used by tests on every stop.
 *
 * @typedef {import("../types.d.ts").Hit} Hit
 * @typedef {import("../types.d.ts").Scene} Scene
 */

import {boxesTouch, distanceToLine, distanceToNode, union} from "../geometry/boxes.js";
import {frameLines} from "../layout/room.js";

/** Least distances, in board units; those of the reference drawings' checker. */
const LEAST = Object.freeze({labels: 1.5, node: 0.5, ownWire: 5.2, wire: 6.2, frame: 1.5, board: 2});

/**
 * @param {Scene} scene
 * @param {{reserved?: boolean}} [how]  `reserved`: count slots whose number is not shown yet, too
 * @returns {readonly Hit[]}
 */
export function check({boxes, viewBox: [x, y, width, height]}, {reserved = true} = {}) {
  const labels = boxes.labels.filter((label) => reserved || label.shown);
  /** @type {Hit[]} */
  const hits = [];
  const lines = boxes.frames.flatMap((frame) => frameLines(frame).map((line) => ({id: frame.id, line})));
  const wires = boxes.wires.map((wire) => ({...wire, box: union(wire.points.map(([px, py]) => ({x0: px, x1: px, y0: py, y1: py})))}));
  labels.forEach((label, at) => {
    const name = `${label.kind} ${label.text} (${label.owner})`;
    const hit = (/** @type {string} */ rule, /** @type {string} */ other) => hits.push({rule, a: name, b: other});
    for (const other of labels.slice(at + 1)) {
      if (boxesTouch(label, other, LEAST.labels)) hit("label-label", `${other.kind} ${other.text} (${other.owner})`);
    }
    for (const node of boxes.nodes) {
      if (distanceToNode(label, node) < LEAST.node) hit("label-node", node.id);
    }
    // The shape stands beside the slash that crosses its own wire.
    for (const wire of label.kind === "shape" ? [] : wires) {
      if (!wire.box || !boxesTouch(label, wire.box, LEAST.wire)) continue;
      if (distanceToLine(label, wire.points) < (wire.key === label.owner ? LEAST.ownWire : LEAST.wire)) hit("label-wire", wire.key);
    }
    for (const {id, line} of lines) {
      if (boxesTouch(label, line, LEAST.frame)) hit("label-frame", id);
    }
    const inside = label.x0 >= x + LEAST.board && label.x1 <= x + width - LEAST.board
      && label.y0 >= y + LEAST.board && label.y1 <= y + height - LEAST.board;
    if (!inside) hit("board", "edge");
  });
  boxes.nodes.forEach((node, at) => {
    for (const other of boxes.nodes.slice(at + 1)) {
      if (boxesTouch(node, other, 4)) hits.push({rule: "node-node", a: node.id, b: other.id});
    }
  });
  return hits;
}
