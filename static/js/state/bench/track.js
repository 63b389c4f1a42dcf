/** Where the track of epochs has its ticks: as many as there is room for, at round numbers. */

/** A number wants so much room, and a tick so much, at --u 1. */
const [LABEL, TICK] = [74, 14];
const ROUND = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000];

/**
 * @param {number} epochs
 * @param {number} room  px at --u 1
 * @returns {readonly {epoch: number, large: boolean, label: boolean}[]}
 */
export function ticksOf(epochs, room) {
  const every = (/** @type {number} */ least) => ROUND.find((step) => (room * step) / epochs >= least) ?? epochs;
  const [label, fine] = [every(LABEL), every(TICK)];
  const small = label % fine === 0 ? fine : label;
  return Array.from({length: Math.floor(epochs / small) + 1}, (_, at) => at * small)
    .map((epoch) => ({epoch, large: epoch % label === 0, label: epoch % label === 0}));
}
