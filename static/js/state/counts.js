/** Counting stops: which of its pass a stop is, and where the stations of the track are. */

/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../types.js").Display} Display */

/**
 * The place of a stop among those of its phase.
 * @param {readonly Stop[]} stops
 * @param {Stop} stop
 * @returns {{place: number, count: number}}  from 1
 */
export function stepsOf(stops, stop) {
  const alike = stops.filter(({phase}) => phase === stop.phase);
  return {place: alike.findIndex(({index}) => index === stop.index) + 1, count: alike.length};
}

/**
 * One station of the folded track: the leaves together, then every op in forward order. Its stops on the way out and
 * those on the way back are in the order in which they are told.
 * @typedef {Readonly<{id: string | null, there: readonly number[], back: readonly number[]}>} Station
 */

/**
 * @param {readonly Stop[]} stops
 * @param {Display} display
 * @returns {readonly Station[]}
 */
export function stations(stops, display) {
  const owner = (/** @type {string} */ id) => display.owner[id] ?? id;
  const isLeaf = (/** @type {string} */ id) => display.byId[owner(id)]?.form === "leaf";
  /** @type {Map<string | null, {there: number[], back: number[]}>} */
  const found = new Map([[null, {there: [], back: []}]]);
  for (const {phase, node, index} of stops) {
    const at = isLeaf(node) ? null : owner(node);
    const station = found.get(at) ?? {there: [], back: []};
    if (phase !== "seed") (phase === "forward" ? station.there : station.back).push(index);
    found.set(at, station);
  }
  const all = [...found].map(([id, station]) => ({id, ...station}));
  return all.filter(({id, there, back}) => id !== null || there.length + back.length > 0);
}

/**
 * How far along the track every stop is: the lower lane runs back, so its stops are told right to left.
 * @param {readonly Station[]} all
 * @param {(station: number) => number} x  middle of a station
 * @param {number} spread  room for a station's stops beside each other
 * @returns {ReadonlyMap<number, {x: number, lane: "there" | "back"}>}
 */
export function placesOnTrack(all, x, spread) {
  const places = new Map();
  all.forEach(({there, back}, at) => {
    const place = (/** @type {number} */ k, /** @type {number} */ n) => (n > 1 ? (k / (n - 1) - 0.5) * Math.min(spread, 10 * (n - 1)) : 0);
    there.forEach((stop, k) => places.set(stop, {x: x(at) + place(k, there.length), lane: "there"}));
    back.forEach((stop, k) => places.set(stop, {x: x(at) - place(k, back.length), lane: "back"}));
  });
  return places;
}
