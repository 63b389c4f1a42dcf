/**
 * The rows of one column: how far apart its units stand, which of them fit, and how large they are.
 *
 * Units close up before any is left out. Where they no longer fit, a page of them is shown, the one with the unit that
 * is looked at, and with the one the example is about; the ends say how many more there are.
 *
 * @typedef {Readonly<{unit: number, y: number}>} Seat  units count from 1
 * @typedef {Readonly<{count: number, y: number, next: number}>} More  so many units that are not shown, and the nearest of them
 * @typedef {Readonly<{seats: readonly Seat[], pitch: number, before: More | null, after: More | null}>} Rows
 */

/** Closer than this a disc is too small to see and to hit. */
export const LEAST_PITCH = 24;
/** So close rows of outputs still have their numbers above their wires. */
export const LEAST_NUMBERED = 22;
/** Of a net with few units, so that they stay one picture. */
const WIDEST_PITCH = 72;
/** The height is shared by so many rows at least. */
const FEWEST = 3.6;

/**
 * @param {number} count
 * @param {{top: number, bottom: number}} span  what the rows may take
 * @param {{keep?: number, told?: number | null, largest?: number, least?: number, closest?: number}} [how]
 *   `keep`, `told`: units that are among those shown; `largest`: rows of the network's largest column; `least`: how far apart rows are wanted,
 *   and `closest` how far apart they are at any rate
 * @returns {Rows}
 */
export function rowsOf(count, {top, bottom}, {keep = 1, told = null, largest = 8, least = 44, closest = LEAST_PITCH} = {}) {
  const height = Math.max(closest, bottom - top);
  const most = Math.max(3, Math.floor(height / closest));
  if (count <= most) {
    const pitch = Math.min(height / count, Math.min(WIDEST_PITCH, Math.max(least, height / Math.max(FEWEST, largest))));
    return {seats: seatsOf(1, count, (top + bottom) / 2, pitch), pitch, before: null, after: null};
  }
  return pageOf({count, keep: Math.min(Math.max(keep, 1), count), told: told !== null && told <= count ? told : null}, most, (top + bottom) / 2, height / most);
}

/** @param {number} first @param {number} count @param {number} middle @param {number} pitch @returns {readonly Seat[]} */
function seatsOf(first, count, middle, pitch) {
  return Array.from({length: count}, (_, at) => ({unit: first + at, y: middle + (at - (count - 1) / 2) * pitch}));
}

/**
 * A first and a last page have one end that says how many more, all others two.
 * @param {Wanted} wanted @param {number} most  rows @param {number} middle @param {number} pitch @returns {Rows}
 */
function pageOf(wanted, most, middle, pitch) {
  const outer = endPage(wanted, most - 1);
  const units = outer ?? withTold(innerPage(wanted, most - 2), wanted);
  const rest = Array.from({length: wanted.count}, (_, at) => at + 1).filter((unit) => !units.includes(unit));
  const [before, after] = [rest.filter((unit) => unit < wanted.keep), rest.filter((unit) => unit > wanted.keep)];
  const y = (/** @type {number} */ row) => middle + (row - (most - 1) / 2) * pitch;
  return {
    seats: units.map((unit, at) => ({unit, y: y(at + (outer && units[0] === 1 ? 0 : 1))})), pitch,
    before: before.length > 0 ? {count: before.length, y: y(0), next: /** @type {number} */ (before.at(-1))} : null,
    after: after.length > 0 ? {count: after.length, y: y(most - 1), next: /** @type {number} */ (after[0])} : null,
  };
}

/** @typedef {Readonly<{count: number, keep: number, told: number | null}>} Wanted */

/** @param {number} from @param {number} shown */
const unitsFrom = (from, shown) => Array.from({length: shown}, (_, at) => from + at);

/** The first or the last page, where it has all that is wanted. @param {Wanted} wanted @param {number} shown @returns {readonly number[] | null} */
function endPage({count, keep, told}, shown) {
  const pages = [unitsFrom(1, shown), unitsFrom(count - shown + 1, shown)];
  return pages.find((units) => units.includes(keep) && (told === null || units.includes(told))) ?? null;
}

/** @param {Wanted} wanted @param {number} shown @returns {readonly number[]} */
function innerPage({count, keep}, shown) {
  return unitsFrom(Math.min(Math.floor((keep - 1) / shown) * shown, count - shown) + 1, shown);
}

/** The unit the example is about takes the place of one at the far end of the page. @param {readonly number[]} units @param {Wanted} wanted @returns {readonly number[]} */
function withTold(units, {keep, told}) {
  if (told === null || units.includes(told) || units.length < 2) return units;
  const far = units.at(-1) === keep ? 0 : units.length - 1;
  return [...units.filter((_, at) => at !== far), told].sort((a, b) => a - b);
}
