/**
 * LaTeX of a step, taken apart at its role macros, so that symbols and numbers can stand in columns.
 *
 * The API marks the parts of a line with \up{} \loc{} \down{} \val{}. Only these are understood here; whatever stands
 * between them is kept as it is.
 */

/** @typedef {"up" | "loc" | "down" | "val"} Role */
/** @typedef {Readonly<{role: Role | null, tex: string}>} Piece */

const MACRO = /\\(up|loc|down|val)\s*\{/g;

/** What the macros become: a class each, coloured by the page's own tokens and therefore right in both themes. */
export const MACROS = {
  "\\up": "\\htmlClass{up}{#1}",
  "\\loc": "\\htmlClass{loc}{#1}",
  "\\down": "\\htmlClass{down}{#1}",
  "\\val": "\\htmlClass{val}{#1}",
  "\\now": "\\htmlClass{now}{#1}",
};

/**
 * @param {string} tex
 * @param {number} open  index just after an opening brace
 * @returns {number}  index of the brace that closes it
 */
function closing(tex, open) {
  let depth = 1;
  for (let i = open; i < tex.length; i += 1) {
    if (tex[i] === "\\") i += 1;
    else if (tex[i] === "{") depth += 1;
    else if (tex[i] === "}" && (depth -= 1) === 0) return i;
  }
  return tex.length;
}

/**
 * The parts of a line, outermost macros only.
 * @param {string} tex
 * @returns {Piece[]}
 */
export function pieces(tex) {
  /** @type {Piece[]} */
  const found = [];
  let at = 0;
  MACRO.lastIndex = 0;
  for (let match = MACRO.exec(tex); match; match = MACRO.exec(tex)) {
    const open = match.index + match[0].length;
    const close = closing(tex, open);
    if (match.index > at) found.push({role: null, tex: tex.slice(at, match.index)});
    found.push({role: /** @type {Role} */ (match[1]), tex: tex.slice(open, close)});
    at = close + 1;
    MACRO.lastIndex = at;
  }
  if (at < tex.length) found.push({role: null, tex: tex.slice(at)});
  return found;
}

/**
 * The first part of a role, or null.
 * @param {readonly Piece[]} parts
 * @param {Role} role
 * @returns {string | null}
 */
export function symbol(parts, role) {
  return parts.find((part) => part.role === role)?.tex ?? null;
}

/**
 * Two lines as one table with a column for every part; null where they do not match part for part.
 * @param {string} latex
 * @param {string} numbers
 * @returns {string | null}
 */
export function aligned(latex, numbers) {
  const above = pieces(latex);
  const below = pieces(numbers);
  const same = above.length === below.length && above.length > 2 && above.length <= 9
    && above.every((part, i) => part.role === below[i]?.role && (part.role || standsAlone(part.tex)))
    && below.every((part) => part.role || standsAlone(part.tex));
  if (!same) return null;
  const row = (/** @type {readonly Piece[]} */ parts) =>
    parts.map((part) => (part.role ? `\\${part.role}{${part.tex}}` : `{}${part.tex}{}`)).join(" & ");
  return `\\begin{array}{@{}${"c@{\\,}".repeat(above.length - 1)}c@{}} ${row(above)} \\\\[.3em] ${row(below)} \\end{array}`;
}

/**
 * True for a bit of LaTeX that may be set in a cell of its own.
 * @param {string} tex
 */
function standsAlone(tex) {
  let depth = 0;
  for (const letter of tex) {
    if (letter === "{") depth += 1;
    if (letter === "}" && (depth -= 1) < 0) return false;
  }
  return depth === 0 && !/\\(left|right|begin|end)\b|[\^_]\s*$|^\s*[\^_]/.test(tex) && !/[()[\]]/.test(tex);
}

/**
 * The line without its role marks, for places that are not about roles.
 * @param {string} tex
 * @returns {string}
 */
export function unmarked(tex) {
  return pieces(tex).map((part) => (part.role ? `{${part.tex}}` : part.tex)).join("");
}
