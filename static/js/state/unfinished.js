/**
 * What stands for an op that cannot be evaluated yet: its expression, with a question mark for every open port.
 *
 * A trace has no forward line for such an op. An id that was made, `_mul1`, says nothing to a reader, so an op without
 * a name is written as what it will be; one with a name gets a statement of its own.
 */

import {isUnnamed, nameToTex} from "../format/names.js";

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("./formula.js").Statement} Statement */

/** Between two operands; any other op is written by its name. @type {Readonly<Record<string, string>>} */
const SIGNS = {add: "+", sub: "-", mul: " \\cdot ", div: " / ", matmul: "\\,"};
/** @type {Readonly<Record<string, string>>} */
const NAMES = {sigmoid: "\\sigma", exp: "\\exp", log: "\\ln", tanh: "\\tanh", sin: "\\sin", cos: "\\cos"};
const OPEN = "{?}";

/**
 * The statements there are, and one for every op that has none.
 * @param {ReadonlyMap<string, Statement>} said
 * @param {Trace["nodes"]} nodes
 * @returns {ReadonlyMap<string, Statement>}
 */
export function withUnfinished(said, nodes) {
  const all = new Map(said);
  const unsaid = new Map(nodes.filter(({id, op, missing}) => op && missing && !said.has(id)).map((node) => [node.id, node]));
  // An op may stand before its operands.
  const visit = (/** @type {string} */ id) => {
    const node = unsaid.get(id);
    if (!node || !unsaid.delete(id)) return;
    node.inputs?.forEach((source) => source != null && visit(source));
    all.set(id, statementOf(node, all));
  };
  for (const {id} of nodes) visit(id);
  return all;
}

/** @param {Trace["nodes"][number]} node @param {ReadonlyMap<string, Statement>} said @returns {Statement} */
function statementOf({id, op, inputs = []}, said) {
  const sign = SIGNS[op ?? ""];
  const operands = inputs.map((source) => (source == null ? OPEN : operand(source, said, sign !== undefined)));
  const right = sign !== undefined && operands.length > 1 ? operands.join(sign)
    : `${NAMES[op ?? ""] ?? `\\operatorname{${(op ?? "").replaceAll("_", "\\_")}}`}(${operands.join(", ")})`;
  return {id, left: isUnnamed(id) ? right : nameToTex(id), right};
}

/** In brackets where it is itself an expression that a sign joins. @param {string} id @param {ReadonlyMap<string, Statement>} said @param {boolean} joined */
function operand(id, said, joined) {
  const left = said.get(id)?.left ?? nameToTex(id);
  return joined && isUnnamed(id) && /[-+/]|\\cdot/.test(left) ? `(${left})` : left;
}

/**
 * Why nothing goes back through a graph whose way there is told: an operand is missing, it ends in a tensor, or it is all
 * constants.
 * @param {Trace} trace
 * @returns {"open" | "tensor" | "constant"}
 */
export function noWayBack({output, value, values}) {
  if (value !== null) return "constant";
  return Array.isArray(values[output]) ? "tensor" : "open";
}
