/**
 * Short names for the parts of an opened composite: a, b, c, so that its steps read df/db × ∂b/∂a = df/da.
 *
 * A name is a label of the document; the API then writes it in every line and sentence. Numbers do not change, and the
 * program's text, which knows nothing of the parts, does not either. A graph without free letters keeps expressions.
 */

import {isUnnamed} from "../format/names.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */

/** Letters that read well under a d and a ∂; e stands for the exponential, i and j for places. */
const LETTERS = [..."abcghkmnpqrsuvwxyz"];

/**
 * The graph with letters for the nameless parts of a composite.
 * @param {GraphDocument} graph
 * @param {string} composite  its last part, which keeps its id
 * @returns {GraphDocument}
 */
export function lettered(graph, composite) {
  const group = (graph.groups ?? []).find(({op, nodes}) => op && nodes.at(-1) === composite);
  if (!group) return graph;
  const taken = new Set(graph.nodes.flatMap(({id, label}) => [id, label ?? ""]).map(stem));
  const free = LETTERS.filter((letter) => !taken.has(letter));
  const nodes = graph.nodes.map((node) => {
    const nameless = node.op && !node.label && node.id !== composite && group.nodes.includes(node.id) && isUnnamed(node.id);
    const label = nameless ? free.shift() : undefined;
    return label ? {...node, label} : node;
  });
  return {...graph, nodes};
}

/** What a name looks like without its number: `a1` is set as an a too. @param {string} name */
const stem = (name) => name.replace(/_?\d+$/, "");
