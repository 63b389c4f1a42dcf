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
 * those on the way back are in the order in which they are told. A group of ops has the last one's id too.
 * @typedef {Readonly<{id: string | null, there: readonly number[], back: readonly number[], to?: string}>} Station
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
 * Stations in no more groups than there is room for, each of neighbours; the leaves stay by themselves.
 * @param {readonly Station[]} all
 * @param {number} most  groups
 * @returns {readonly Station[]}
 */
export function groupedStations(all, most) {
  const ops = all.filter(({id}) => id !== null);
  const count = Math.max(1, most);
  if (ops.length <= count) return all;
  const ascending = (/** @type {number} */ a, /** @type {number} */ b) => a - b;
  const groups = Array.from({length: count}, (_, at) => {
    const one = ops.slice(Math.round(at * ops.length / count), Math.round((at + 1) * ops.length / count));
    return {id: one[0]?.id ?? "", to: one.at(-1)?.id ?? "", there: one.flatMap(({there}) => there).sort(ascending), back: one.flatMap(({back}) => back).sort(ascending)};
  });
  return [...all.filter(({id}) => id === null), ...groups];
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

/** A node's numbers as far as they are told; null where they are not yet. */
/** @typedef {Readonly<{id: string, value: import("../types.js").WireValue | null, gradient: import("../types.js").WireValue | null}>} NumberRow */

/**
 * Every drawn node with what is known of it at a stop: values of leaves always, of ops from their step on, and a
 * gradient once nothing is added to it any more.
 * @param {import("../types.js").Trace} trace
 * @param {Display} display
 * @param {readonly Stop[]} stops
 * @param {number} stop
 * @returns {readonly NumberRow[]}
 */
export function numbersAt(trace, display, stops, stop) {
  const last = stop >= stops.length - 1;
  const told = stops[stop]?.step ?? -1;
  /** @type {Map<string, number>} */
  const valueAt = new Map();
  /** @type {Map<string, number>} */
  const gradientAt = new Map();
  trace.steps.forEach(({phase, node, source}, at) => {
    if (phase === "forward") valueAt.set(node ?? "", at);
    else gradientAt.set((phase === "edge" ? source : node) ?? "", at);
  });
  const known = (/** @type {number} */ at) => last || at <= told;
  return trace.nodes.filter(({id}) => display.owner[id] === id).map(({id, op, value, gradient}) => ({
    id, value: !op || known(valueAt.get(id) ?? Infinity) ? value : null,
    gradient: known(gradientAt.get(id) ?? Infinity) ? gradient : null,
  }));
}
