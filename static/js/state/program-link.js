/** A program as a link carries it: its text, and what no text can say. What came with a link is checked before it is used. */

import {looseOf} from "../editing/edits.js";
import {pack, unpack} from "./packing.js";

/** @typedef {import("../page.js").LinkState} LinkState */

/**
 * A document as a link carries it: its text, and what no text says, the places a hand gave and nodes that are half built.
 * @param {import("../page.js").PageDocument} document
 * @returns {NonNullable<LinkState["program"]>}
 */
export function carried({title, text, parsed}) {
  const {groups = []} = parsed;
  const loose = looseOf(parsed);
  const {nodes: places = {}, edges = {}} = parsed.layout ?? {};
  return {
    title, text,
    ...(Object.keys(places).length > 0 && {layout: {nodes: places, edges}}),
    ...(groups.length > 0 && {groups}),
    ...(loose.size > 0 && {loose: parsed.nodes.filter(({id}) => loose.has(id))}),
  };
}

/** @param {NonNullable<LinkState["program"]>} program @returns {Promise<string>} */
export const packProgram = (program) => pack(JSON.stringify(program));

/** @param {string} packed @returns {Promise<LinkState["program"]>} */
export async function readProgram(packed) {
  try {
    const {title, text, layout, groups, loose} = JSON.parse(await unpack(packed));
    if (typeof title !== "string" || typeof text !== "string") return null;
    return {title: title.slice(0, 80), text, ...(isPlaces(layout) && {layout}), ...(isGroups(groups) && {groups}), ...(isNodes(loose) && {loose})};
  } catch {
    return null; // cut off on its way, or made up
  }
}

/** @param {unknown} layout @returns {layout is import("../types.js").GraphLayout} */
function isPlaces(layout) {
  const {nodes, edges = {}} = /** @type {Record<string, unknown>} */ (layout ?? {});
  const isPoint = (/** @type {unknown} */ point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
  return typeof nodes === "object" && nodes !== null && Object.values(nodes).every(isPoint)
    && typeof edges === "object" && edges !== null && Object.values(edges).every((bends) => Array.isArray(bends) && bends.every(isPoint));
}

/** @param {unknown} groups @returns {groups is readonly import("../types.js").GraphGroup[]} */
function isGroups(groups) {
  return Array.isArray(groups) && groups.every((group) => typeof group?.id === "string" && !group.op && Array.isArray(group.nodes)
    && group.nodes.every((/** @type {unknown} */ id) => typeof id === "string"));
}

/** @param {unknown} nodes @returns {nodes is readonly import("../types.js").GraphNode[]} */
function isNodes(nodes) {
  return Array.isArray(nodes) && nodes.every((node) => typeof node?.id === "string" && typeof node.op === "string" && Array.isArray(node.inputs)
    && node.inputs.every((/** @type {unknown} */ source) => source === null || typeof source === "string"));
}
