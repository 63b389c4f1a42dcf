/**
 * One cell of a tensor: which upstream entries reach it, and through which local ones.
 *
 * Nothing is multiplied or added here. The factors and their sum are the API's; a test holds the one against the other.
 */

/** @typedef {import("../types.js").Shape} Shape */
/** @typedef {import("../types.js").TraceEdge} TraceEdge */
/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {readonly number[]} Cell  places from 0, one for each axis */
/** @typedef {Readonly<{at: Cell, upstream: WireNumber, local: WireNumber}>} Term */

/** The largest Jacobian that is written out has this many rows and columns. */
export const JACOBIAN = 4;

/** @param {unknown} value @returns {Shape} */
export function shapeOf(value) {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

/**
 * The entry at a place.
 * @param {unknown} value
 * @param {Cell} cell
 * @returns {WireNumber | null}
 */
export function entryAt(value, cell) {
  let now = value;
  for (const place of cell) now = Array.isArray(now) ? now[place] : undefined;
  return typeof now === "number" || typeof now === "string" ? /** @type {WireNumber} */ (now) : null;
}

/** Every place of a shape, the last axis fastest. @param {Shape} shape @returns {Cell[]} */
export function placesOf(shape) {
  return shape.reduce((/** @type {number[][]} */ places, length) => places.flatMap((place) => (
    Array.from({length}, (_, at) => [...place, at]))), [[]]);
}

/**
 * The products whose sum arrives at one cell of an edge's source.
 * @param {TraceEdge} edge
 * @param {Cell} cell
 * @returns {readonly Term[] | null}  null where the local gradient is too large to be listed
 */
export function termsOf({upstream, local, downstream}, cell) {
  if (local === null || upstream === null) return null;
  const jacobian = typeof local === "object" && "kind" in local ? local : null;
  if (jacobian?.kind === "operator") return null;
  const all = placesOf(shapeOf(upstream));
  const reaching = jacobian ? all : all.filter((place) => spreadsTo(place, cell, shapeOf(downstream)));
  return reaching.flatMap((at) => {
    const [up, loc] = [entryAt(upstream, at), jacobian ? entryAt(jacobian.value, [...at, ...cell]) : entryAt(local, at)];
    return up === null || loc === null ? [] : [{at, upstream: up, local: loc}];
  });
}

/**
 * Whether broadcasting takes a cell of the operand to a place of the result.
 * @param {Cell} place
 * @param {Cell} cell
 * @param {Shape} shape  of the operand
 */
function spreadsTo(place, cell, shape) {
  const before = place.length - shape.length;
  return shape.every((length, axis) => (length === 1 ? cell[axis] === 0 : place[before + axis] === cell[axis]));
}

/**
 * The terms that matter: those whose local entry is not zero, or the first where all are.
 * @param {readonly Term[]} terms
 * @returns {readonly Term[]}
 */
export function telling(terms) {
  const found = terms.filter(({local}) => local !== 0);
  return found.length > 0 ? found : terms.slice(0, 1);
}

/**
 * A vector's Jacobian as rows; null for anything that is no matrix of a readable size.
 * @param {TraceEdge} edge
 * @param {number} most
 * @returns {readonly (readonly WireNumber[])[] | null}
 */
export function jacobianOf({local, upstream, downstream}, most) {
  if (typeof local !== "object" || local === null || !("kind" in local) || local.kind !== "jacobian") return null;
  const flat = shapeOf(upstream).length === 1 && shapeOf(downstream).length === 1;
  const [rows = 0, columns = 0] = shapeOf(local.value);
  return flat && rows <= most && columns <= most ? /** @type {WireNumber[][]} */ (local.value) : null;
}

/** The place of the entry furthest from zero. @param {WireValue} value @returns {Cell} */
export function largest(value) {
  const size = (/** @type {Cell} */ cell) => Math.abs(Number(entryAt(value, cell))) || 0;
  return placesOf(shapeOf(value)).reduce((best, cell) => (size(cell) > size(best) ? cell : best));
}

/**
 * A name as it stands after a d: in brackets where it is an expression.
 * @param {string} name  LaTeX
 * @returns {string}
 */
export const grouped = (name) => (ONE_NAME.test(name) ? name : `\\left(${name}\\right)`);

/** A letter or a word, with what hangs on it. */
const ONE_NAME = /^(?:\\[a-zA-Z]+\{[^{}]*\}|\\[a-zA-Z]+|[A-Za-z]+)(?:_\{[^{}]*\}|'|\^\{[^{}]*\})*$/;

/**
 * A cell's name: W with the subscript 21. Places count from 1, as in maths.
 * @param {string} name  LaTeX of the tensor's
 * @param {Cell} cell
 * @returns {string}
 */
export function cellTex(name, cell) {
  if (cell.length === 0) return grouped(name);
  const place = cell.map((at) => at + 1).join(cell.some((at) => at > 8) ? "," : "");
  return /^[A-Za-z]$|^\\[a-zA-Z]+$/.test(name) ? `${name}_{${place}}` : `\\left(${name}\\right)_{${place}}`;
}

/**
 * The tensor with another number in one cell.
 * @param {WireValue} value
 * @param {Cell} cell
 * @param {WireNumber} entry
 * @returns {WireValue}
 */
export function withEntry(value, [place, ...rest], entry) {
  if (place === undefined || !Array.isArray(value)) return entry;
  return value.map((part, at) => (at === place ? withEntry(part, rest, entry) : part));
}
