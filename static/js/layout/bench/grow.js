/**
 * How much larger a network with few units is drawn, so that it fills its board and is read from the last row: discs,
 * gaps and type alike. Pure. A network with many stays at 1, and so does any on a narrow board.
 */

/**
 * What a picture takes at 1: its ends, each layer, one with several outputs; its head, each row; the loss with what is told
 * below it, of at most three outputs; and its least board, grown.
 * @typedef {Readonly<{ends: number, layer: number, several: number, head: number, row: number, loss: number, told: number, least: number}>} Taken
 */

/** No larger than this: beyond it a unit is only a large unit. */
const MOST = 1.5;
/** The bench's own network, and one example in it, which has two numbers on either side of every unit. @type {Readonly<Record<"net" | "example", Taken>>} */
const TAKEN = Object.freeze({
  net: {ends: 230, layer: 202, several: 56, head: 44, row: 60, loss: 0, told: 0, least: 620},
  example: {ends: 270, layer: 290, several: 0, head: 36, row: 56, loss: 166, told: 38, least: 620},
});

/**
 * @param {readonly number[]} counts  inputs first, then the units of each layer
 * @param {Readonly<{width: number, height: number}>} room
 * @param {"net" | "example"} [picture]
 */
export function growthOf(counts, {width, height}, picture = "net") {
  const {ends, layer, several, head, row, loss, told, least} = TAKEN[picture];
  const across = ends + ((counts.at(-1) ?? 1) > 1 ? several : 0) + layer * (counts.length - 1);
  const down = Math.max(head + row * Math.max(1, ...counts), loss + told * Math.min(3, counts.at(-1) ?? 1));
  return Math.max(1, Math.min(MOST, width / across, height / down, width / least));
}

/** A board in the units of a picture that has grown on it. @param {Readonly<{width: number, height: number, u: number}>} board @param {number} by */
export const grownRoom = ({width, height, u}, by) => ({width: width / by, height: height / by, u: u * by});
