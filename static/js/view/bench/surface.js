/** What the network says over the input plane. */

/** @param {{desk: import("../../bench.js").BenchDesk}} props */
export function Surface({desk}) {
  return desk.store.now.value && null;
}
