/**
 * Places for a graph that needs no engine: those stored with it, else those of a tree, else null and ELK is asked (elk.js).
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").Trace} Trace
 */

import {blockOf, Numbers} from "../draw/content.js";
import {BOXED} from "../draw/metrics.js";
import {display} from "../graph/display.js";
import {storedLayout} from "./stored.js";
import {treeLayout} from "./tree.js";

/** Above this, trees too are ELK's: its work grows gently. */
const LARGEST_TREE = 60;

/**
 * @param {GraphDocument} graph
 * @param {Trace | null} trace
 * @param {Display} [shown]
 * @returns {Layout | null}
 */
export function knownLayout(graph, trace, shown = display(graph, trace)) {
  const stored = storedLayout(graph, shown);
  if (stored) return stored;
  if (shown.nodes.length > LARGEST_TREE || shown.groups.some((group) => group.parent != null)) return null;
  return treeLayout(shown, roomOf(shown, trace));
}

/**
 * The room that the labels of each wire need, from the numbers there are.
 * @param {Display} shown
 * @param {Trace | null} trace
 * @returns {import("./tree.js").Room}
 */
export function roomOf(shown, trace) {
  const numbers = new Numbers(shown, trace);
  return (edge) => {
    if (!edge.key) return {width: 0, above: 0, below: 0};
    const [value, gradient] = [blockOf(numbers.value(edge.from)), blockOf(numbers.gradient(edge))];
    const width = Math.max(...[value, gradient].map((block) => (block ? block.width + 2 * BOXED.x : 0)));
    const tall = (/** @type {typeof value} */ block) => (block?.tensor ? block.height + 16 : 0);
    return {width, above: tall(value), below: tall(gradient)};
  };
}
