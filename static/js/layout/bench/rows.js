/**
 * The rows of one column: how far apart its units stand, which of them fit, and how large they are.
 *
 * Units close up before any is left out. Where they no longer fit, a page of them is shown, the one with the unit that
 * is looked at, and the ends say how many more there are.
 *
 * @typedef {Readonly<{unit: number, y: number}>} Seat  units count from 1
 * @typedef {Readonly<{count: number, y: number, next: number}>} More  so many units that are not shown, and the nearest of them
 * @typedef {Readonly<{seats: readonly Seat[], pitch: number, before: More | null, after: More | null}>} Rows
 */

/** Closer than this a disc is too small to see and to hit. */
export const LEAST_PITCH = 24;
/** Of a net with few units, so that they stay one picture. */
const WIDEST_PITCH = 72;
/** The height is shared by so many rows at least. */
const FEWEST = 3.6;

/**
 * @param {number} count
 * @param {{top: number, bottom: number}} span  what the rows may take
 * @param {{keep?: number, largest?: number, least?: number}} [how]
 *   `keep`: a unit that is among those shown; `largest`: rows of the network's largest column; `least`: how far apart rows are wanted
 * @returns {Rows}
 */
export function rowsOf(count, {top, bottom}, {keep = 1, largest = 8, least = 44} = {}) {
  const height = Math.max(LEAST_PITCH, bottom - top);
  const most = Math.max(3, Math.floor(height / LEAST_PITCH));
  if (count <= most) {
    const pitch = Math.min(height / count, Math.min(WIDEST_PITCH, Math.max(least, height / Math.max(FEWEST, largest))));
    return {seats: seatsOf(1, count, (top + bottom) / 2, pitch), pitch, before: null, after: null};
  }
  return pageOf(count, keep, most, (top + bottom) / 2, height / most);
}

/** @param {number} first @param {number} count @param {number} middle @param {number} pitch @returns {readonly Seat[]} */
function seatsOf(first, count, middle, pitch) {
  return Array.from({length: count}, (_, at) => ({unit: first + at, y: middle + (at - (count - 1) / 2) * pitch}));
}

/** @param {number} count @param {number} keep @param {number} most  rows @param {number} middle @param {number} pitch @returns {Rows} */
function pageOf(count, keep, most, middle, pitch) {
  const [shown, y] = [most - 2, (/** @type {number} */ row) => middle + (row - (most - 1) / 2) * pitch];
  const page = Math.floor((Math.min(Math.max(keep, 1), count) - 1) / shown);
  const first = Math.min(page * shown, count - shown) + 1;
  const last = first + shown - 1;
  return {
    seats: seatsOf(first, shown, middle, pitch), pitch,
    before: first > 1 ? {count: first - 1, y: y(0), next: first - 1} : null,
    after: last < count ? {count: count - last, y: y(most - 1), next: last + 1} : null,
  };
}
