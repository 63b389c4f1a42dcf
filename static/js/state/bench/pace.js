/** How fast a run is played. */

/** Steps a second, slowest first; the last is as fast as it trains. @type {readonly import("../../bench.js").RunPace[]} */
export const PACES = ["1", "5", "15", "30", "full"];
