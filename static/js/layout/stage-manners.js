/**
 * How tight a side of a stage is set: each manner needs less room than the one before, and shows less.
 *
 * @typedef {import("./stage.js").Choose} Choose
 * @typedef {import("./stage.js").Manner} Manner
 */

/** In the order they are tried. @type {readonly Manner[]} */
const MANNERS = [
  {near: 16.4, columns: false, chips: true, staggered: false, cells: false, short: false},
  {near: 12.4, columns: false, chips: true, staggered: false, cells: false, short: true},
  {near: 10.4, columns: false, chips: true, staggered: true, cells: false, short: true},
  {near: 10.4, columns: true, chips: false, staggered: false, cells: false, short: true},
  {near: 10.4, columns: false, chips: false, staggered: true, cells: false, short: true},
  {near: 12.4, columns: false, chips: true, staggered: false, cells: true, short: true},
  {near: 8.9, columns: false, chips: true, staggered: true, cells: true, short: true},
  {near: 10.4, columns: true, chips: false, staggered: false, cells: true, short: true},
  {near: 8.9, columns: false, chips: false, staggered: true, cells: true, short: true},
];

/**
 * Ways to choose a side's manner: each side the first that is low enough, more of them at each try; at last both alike.
 * What leaves the op does without its chips before anything is set tighter: they are no part of its product.
 * @param {number} room
 * @returns {readonly Choose[]}
 */
export function choices(room) {
  const each = MANNERS.map((last, at) => /** @type {Choose} */ ((extent) => (
    MANNERS.slice(0, at).find((manner) => (manner.short || !last.short) && extent(manner) <= room) ?? last)));
  const both = MANNERS.map((manner) => /** @type {Choose} */ (() => manner));
  return [...each, ...both].flatMap((choose) => [choose, (extent, way) => (way === "out" ? WITHOUT_CHIPS.get(choose(extent, way)) : choose(extent, way)) ?? choose(extent, way)]);
}

/** @type {ReadonlyMap<Manner, Manner>} */
const WITHOUT_CHIPS = new Map(MANNERS.map((manner) => [manner, {...manner, chips: false}]));
