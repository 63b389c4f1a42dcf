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

/** KaTeX knows no @{} between columns; this takes its half em back. */
const TIGHT = "\\kern-.38em ";

/**
 * Two lines as one table with a column for every part; null where they do not match part for part. A nameless node has
 * no left side in symbols: its columns stay empty.
 * @param {string} latex
 * @param {string} numbers
 * @returns {string | null}
 */
export function aligned(latex, numbers) {
  const below = cells(numbers);
  let above = cells(latex);
  const missing = below.length - above.length;
  if (missing === 2 && below[1]?.tex.trim() === "=") above = [{role: null, tex: ""}, {role: null, tex: ""}, ...above];
  const same = above.length === below.length && above.length > 2 && above.length <= 11
    && [...above, ...below].every((part) => part.role || standsAlone(part.tex))
    && above.every((part, i) => part.tex === "" || part.role === below[i]?.role);
  if (!same) return null;
  const row = (/** @type {readonly Piece[]} */ parts) => parts.map((part) => `${TIGHT}${part.role ? `\\${part.role}{${part.tex}}` : `{}${part.tex}{}`}${TIGHT}`).join(" & ");
  return `\\begin{array}{${"c".repeat(above.length)}} ${row(above)} \\\\[.3em] ${row(below)} \\end{array}`;
}

/**
 * The parts of a line as cells: brackets around one part go with it, and stretching ones stop stretching, since the two
 * of a pair may stand in different cells.
 * @param {string} tex
 * @returns {Piece[]}
 */
function cells(tex) {
  const parts = pieces(tex.replaceAll(/\\(left|right)(?![a-z])/g, ""));
  return parts.flatMap((part, i) => {
    if (part.role) {
      const wrapped = parts[i - 1]?.tex.endsWith("(") && parts[i + 1]?.tex.startsWith(")") && /^-/.test(part.tex);
      return [wrapped ? {role: part.role, tex: `(${part.tex})`} : part];
    }
    const before = parts[i - 1];
    const after = parts[i + 1];
    const opens = after?.role && /^-/.test(after.tex) && part.tex.endsWith("(") && parts[i + 2]?.tex.startsWith(")");
    const closes = before?.role && /^-/.test(before.tex) && part.tex.startsWith(")") && parts[i - 2]?.tex.endsWith("(");
    const text = part.tex.slice(closes ? 1 : 0, opens ? -1 : undefined);
    return text === "" ? [] : [{role: null, tex: text}];
  });
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
  return depth === 0 && !/\\(begin|end)\b|[\^_]\s*$|^\s*[\^_]/.test(tex);
}

/**
 * The line without its role marks, for places that are not about roles.
 * @param {string} tex
 * @returns {string}
 */
export function unmarked(tex) {
  const parts = pieces(tex);
  return parts.map(({role, tex: part}, i) => {
    const before = parts[i - 1]?.tex ?? "";
    if (role && /[\^_]\s*$/.test(before)) return `{${part}}`;
    return role && /[A-Za-z]$/.test(before) ? ` ${part}` : part;
  }).join("");
}

/**
 * An edge's line cut where it turns to the local gradient: the product, and where its local factor comes from.
 * @param {string} tex
 * @returns {readonly [string, string | null]}
 */
export function productAndLocal(tex) {
  const cut = tex.indexOf(", \\quad \\loc{");
  return cut < 0 ? [tex, null] : [tex.slice(0, cut), tex.slice(cut + ", \\quad ".length)];
}

/**
 * About how many letters wide a symbol is; a fraction is as wide as its wider half.
 * @param {string} tex
 * @returns {number}
 */
export function breadth(tex) {
  const fraction = /\\frac\{/.exec(tex);
  if (fraction) {
    const start = fraction.index + fraction[0].length;
    const end = closing(tex, start);
    const rest = tex.slice(end + 2);
    const below = closing(rest, 0);
    return Math.max(breadth(tex.slice(start, end)), breadth(rest.slice(0, below))) + breadth(rest.slice(below + 1));
  }
  return tex.replaceAll(/\\(left|right|,|;|quad)/g, "").replaceAll(/\\(mathrm|mathit|text)(?=\{)/g, "").replaceAll(/\\[a-zA-Z]+/g, "x").replaceAll(/[{}\s^_]/g, "").length;
}

/** A matrix of so many rows leaves no room for a line of symbols above it. */
const TALL = 3;
/** With more rows than this, brackets stand closer together, so that their digits can be larger; and closer still below symbols. */
const [ROOMY, SNUG, SNUGGEST] = [3, 0.84, 0.77];
/** So many letters have room in a row with tall brackets: at the size of their digits, a hall's screen is that wide. */
const ROW = 64;
/** A column's gap, in letters. */
const GAP = 2;

/** How many rows the tallest matrix of a line has. @param {string} tex @returns {number} */
function rowsIn(tex) {
  return Math.max(0, ...matrices(tex).map((matrix) => matrix.split("\\\\").length));
}

/** @param {string} tex @returns {readonly string[]} */
const matrices = (tex) => tex.match(MATRIX) ?? [];

const MATRIX = /\\begin\{(bmatrix|cases)\}.*?\\end\{\1\}/gs;

/** True for a line that needs the height of two. @param {string} tex */
export const isTall = (tex) => rowsIn(tex) >= TALL;

/**
 * A line with its tall brackets drawn together.
 * @param {string} tex
 * @param {boolean} [below]  it stands below another
 * @returns {string}
 */
export function snugRows(tex, below = false) {
  return rowsIn(tex) > ROOMY ? `\\def\\arraystretch{${below ? SNUGGEST : SNUG}} ${tex}` : tex;
}

/** True for symbols that need the height of two lines, and numbers that leave it to them. @param {string} latex @param {string} numbers */
export const sharesHeight = (latex, numbers) => /\\frac|\{cases\}/.test(latex) && !isTall(numbers);

/**
 * Symbols and numbers in one row, which leaves both the whole height; null where they are too long for it.
 * @param {string} latex
 * @param {string} numbers
 * @returns {string | null}
 */
export function besideEachOther(latex, numbers) {
  return span(latex) + span(numbers) <= ROW ? `{${latex}} \\quad {${snugRows(numbers)}}` : null;
}

/** About how many letters wide a line with matrices is. @param {string} tex */
function span(tex) {
  const wide = (/** @type {string} */ row) => breadth(row.replaceAll("&", "x".repeat(GAP)));
  const widest = (/** @type {string} */ matrix) => Math.max(...matrix.replaceAll(/\\(begin|end)\{(bmatrix|cases)\}/g, "").split("\\\\").map(wide));
  return wide(tex.replaceAll(MATRIX, (matrix) => "x".repeat(widest(matrix) + GAP)));
}
