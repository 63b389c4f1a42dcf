/**
 * A leaf's value in another shape: what fits is kept.
 *
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 */

/** The most numbers that are typed by hand. */
const MOST = 400;

/**
 * A shape as it is typed: `3`, `2x3`, `2 × 3`; nothing is a single number.
 * @param {string} text
 * @returns {readonly number[] | null}  null where it is none, or too large to be filled by hand
 */
export function readShape(text) {
  const sizes = text.trim() === "" ? [] : text.trim().split(/\s*[x×*,]\s*|\s+/i).map(Number);
  const sound = sizes.length <= 2 && sizes.every((size) => Number.isInteger(size) && size >= 1);
  return sound && sizes.reduce((product, size) => product * size, 1) <= MOST ? sizes : null;
}

/** @param {WireValue | null | undefined} value @returns {readonly number[]} */
export function shapeOf(value) {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

/** @param {readonly number[]} shape */
export const writeShape = (shape) => shape.join(" × ");

/**
 * @param {WireValue | null | undefined} value
 * @param {readonly number[]} shape
 * @param {number} [fill]  where there was nothing
 * @returns {WireValue}
 */
export function reshaped(value, shape, fill = 1) {
  const [size, ...rest] = shape;
  if (size === undefined) return /** @type {WireNumber} */ (firstOf(value) ?? fill);
  const old = Array.isArray(value) ? value : [value];
  return Array.from({length: size}, (_, at) => reshaped(at < old.length ? old[at] : null, rest, fill));
}

/** @param {WireValue | null | undefined} value @returns {WireNumber | null} */
function firstOf(value) {
  return Array.isArray(value) ? firstOf(value[0]) : /** @type {WireNumber | null} */ (value ?? null);
}
