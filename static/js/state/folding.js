/**
 * The parts of an opened composite, written into the statement they belong to: f = (e^{−z} + 1)^{−1} and not three lines.
 *
 * On the graph and in the equation a part has a letter of its own; the head strip says the whole as on a blackboard.
 * Only the API's own LaTeX is put together here, in brackets wherever they may be needed.
 */

import {isUnnamed} from "../format/names.js";

/** @typedef {import("./formula.js").Statement} Statement */

/** A statement longer than this, in letters of its LaTeX, is easier to read in parts. */
const LONGEST = 160;

/**
 * The nodes that have a statement only as long as their composite is open.
 * @param {import("../types.js").GraphDocument} graph
 * @returns {ReadonlySet<string>}
 */
export function partsOf({groups}) {
  const open = (groups ?? []).filter((group) => group.op && group.open === true);
  return new Set(open.flatMap(({nodes}) => nodes.slice(0, -1)).filter(isUnnamed));
}

/**
 * @param {ReadonlyMap<string, Statement>} all
 * @param {ReadonlySet<string>} parts
 * @param {string | null} now  the node that acts: where it is a part, it is marked in the statement it went into
 * @returns {ReadonlyMap<string, Statement>}  the same order, without the parts that were written out
 */
export function folded(all, parts, now) {
  const left = new Map(all);
  for (const id of all.keys()) {
    const statement = left.get(id);
    if (!statement || !parts.has(id) || statement.right === "") continue;
    const readers = [...left.values()].filter((one) => one.id !== id && uses(one.right, statement.left));
    const written = readers.map((one) => ({...one, right: writtenOut(one.right, statement, id === now)}));
    if (written.length === 0 || written.some(({right}) => right.length > LONGEST)) continue;
    for (const one of written) left.set(one.id, one);
    left.delete(id);
  }
  return left;
}

/** A name where it stands alone in LaTeX: not inside a command or a longer name. @param {string} name */
const alone = (name) => new RegExp(`(?<![A-Za-z\\\\])${name.replaceAll(/[\\^${}()+*.[\]|?]/g, "\\$&")}(?![A-Za-z_])`, "g");

/** @param {string} tex @param {string} name */
const uses = (tex, name) => alone(name).test(tex);

/**
 * @param {string} tex
 * @param {Statement} part
 * @param {boolean} marks
 */
function writtenOut(tex, part, marks) {
  return tex.replaceAll(alone(part.left), (_, at, whole) => {
    const [before, after] = [whole.slice(0, at).trimEnd(), whole.slice(at + part.left.length).trimStart()];
    const closed = needsBrackets(part.right, before, after) ? `\\left(${part.right}\\right)` : part.right;
    return marks ? `\\now{${closed}}` : closed;
  });
}

/**
 * A sum needs them in all but a place of its own; a product and a power under an exponent.
 * @param {string} tex
 * @param {string} before
 * @param {string} after
 */
function needsBrackets(tex, before, after) {
  const outer = outside(tex);
  if ((before === "" || /(\{|\\left\()$/.test(before)) && (after === "" || /^(\}|\\right\))/.test(after))) return false;
  if (/[+−-]/.test(outer)) return true;
  return after.startsWith("^") && outer.trim().length > 1;
}

/** What of a line of LaTeX stands in no braces or brackets. @param {string} tex */
function outside(tex) {
  let depth = 0;
  return [...tex].filter((letter) => {
    if ("{(".includes(letter)) depth += 1;
    if ("})".includes(letter)) depth -= 1;
    return depth === 0 && !"})".includes(letter);
  }).join("");
}
