/** The network on the board. */

/** @param {{desk: import("../../bench.js").BenchDesk}} props */
export function Net({desk}) {
  return desk.store.now.value && null;
}
