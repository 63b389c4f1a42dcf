/**
 * Names for new nodes: what the language would call them, or what a teacher would.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").NodeId} NodeId
 */

/** First names of leaves, by kind. @type {Readonly<Record<"input" | "parameter" | "constant", readonly string[]>>} */
const NAMES = {
  input: ["x", "y", "z", "u", "v", "s", "t"],
  parameter: ["w", "b", "a", "c", "d"],
  constant: ["k", "m", "n"],
};
/** What the language lets a node be called. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LONGEST = 200;

/**
 * @param {GraphDocument} graph
 * @param {string} base
 * @param {readonly string[]} [first]  tried before numbers are put behind the base
 * @returns {NodeId}
 */
function free(graph, base, first = []) {
  const taken = new Set(graph.nodes.map(({id}) => id));
  const found = first.find((name) => !taken.has(name));
  if (found) return found;
  for (let n = 1; ; n += 1) if (!taken.has(`${base}${n}`)) return `${base}${n}`;
}

/** @param {GraphDocument} graph @param {"input" | "parameter" | "constant"} kind @returns {NodeId} */
export function freshName(graph, kind) {
  return free(graph, NAMES[kind][0] ?? "x", NAMES[kind]);
}

/** As the language names an op that has no name. @param {GraphDocument} graph @param {string} op @returns {NodeId} */
export function freshOpId(graph, op) {
  return free(graph, `_${op}`);
}

/**
 * A name for the copy of a node: `w` gives `w2`, `w2` gives `w3`, an op without a name another such.
 * @param {GraphDocument} graph
 * @param {NodeId} id
 * @returns {NodeId}
 */
export function copyName(graph, id) {
  const [, stem = id, digits] = /^(.*?)(\d+)$/.exec(id) ?? [];
  const taken = new Set(graph.nodes.map((node) => node.id));
  for (let n = digits === undefined ? 2 : Number(digits) + 1; ; n += 1) if (!taken.has(`${stem}${n}`)) return `${stem}${n}`;
}

/**
 * Why a node cannot be called that; null where it can.
 * @param {GraphDocument} graph
 * @param {NodeId} id  the node's present name
 * @param {string} name
 * @returns {"empty" | "letters" | "long" | "taken" | null}
 */
export function nameRefusal(graph, id, name) {
  if (name === "") return "empty";
  if (!NAME.test(name)) return "letters";
  if (name.length > LONGEST) return "long";
  return name !== id && graph.nodes.some((node) => node.id === name) ? "taken" : null;
}
