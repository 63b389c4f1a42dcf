/** The unit in focus, beside the network. */

/** @param {{desk: import("../../bench.js").BenchDesk}} props */
export function Focus({desk}) {
  return desk.store.now.value && null;
}
