/**
 * What labels need: where other numbers need no more than those before, nothing has to move (refit.js).
 *
 * @typedef {import("./slots.js").Block} Block
 * @typedef {import("./slots.js").Content} Content
 * @typedef {import("./wires.js").Geometry} Geometry
 * @typedef {ReadonlyMap<string, Readonly<{width: number, height: number}>>} Needs
 */

import {slotKey} from "./slots.js";

/**
 * What the labels of a picture need, by slot.
 * @param {Geometry} geometry
 * @param {Content} content
 * @returns {Needs}
 */
export function needsOf(geometry, content) {
  /** @type {Map<string, {width: number, height: number}>} */
  const needs = new Map();
  const note = (/** @type {string} */ key, /** @type {Block | number | null} */ block) => {
    if (block) needs.set(key, typeof block === "number" ? {width: block, height: 0} : {width: block.width, height: block.height});
  };
  for (const wire of geometry.wires.values()) {
    note(slotKey("value", wire.edge.key), content.value(wire));
    note(slotKey("gradient", wire.edge.key), content.gradient(wire));
    note(slotKey("chip", wire.edge.key), content.chip(wire));
    note(slotKey("shape", wire.edge.key), content.shape(wire));
  }
  for (const node of geometry.nodes.values()) {
    const leaf = node.form === "leaf" ? content.leaf(node.id) : null;
    note(slotKey("leaf-value", node.id), leaf?.value ?? null);
    note(slotKey("sum", node.id), leaf ? leaf.gradient : content.sum(node.id));
    note(slotKey("badge", node.id), content.badge(node.id));
    note(slotKey("name", node.id), content.name(node.id));
  }
  return needs;
}
