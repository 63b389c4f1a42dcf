/** One example's way through the network, and back. */

/** @param {{desk: import("../../bench.js").BenchDesk}} props */
export function Example({desk}) {
  return desk.store.now.value && null;
}
