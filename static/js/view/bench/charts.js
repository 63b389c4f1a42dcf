/** What is charted of a run, along the bottom. */

/** @param {{desk: import("../../bench.js").BenchDesk}} props */
export function Charts({desk}) {
  return desk.store.now.value && null;
}
