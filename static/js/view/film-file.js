/** The trace as a film: one picture a stop, as the board draws it, the last one longer. */

import {GIFEncoder, applyPalette, quantize} from "gifenc";

import {pixelsOf, svgFile} from "./picture-file.js";

/** @typedef {import("./picture-file.js").Picture} Picture */

/** How long a stop is shown, and the last one, in milliseconds. */
const [STOP_MS, LAST_MS] = [1200, 3000];
const COLOURS = 256;

/**
 * @param {number} stops
 * @param {(stop: number) => Picture} pictureAt
 * @param {(done: number) => void} tell  how many are drawn
 * @returns {Promise<Blob>}
 */
export async function gifFile(stops, pictureAt, tell) {
  const film = GIFEncoder();
  for (let stop = 0; stop < stops; stop += 1) {
    const {data, width, height} = await pixelsOf(await svgFile(pictureAt(stop), {ground: true}));
    const palette = quantize(data, COLOURS);
    film.writeFrame(applyPalette(data, palette), width, height, {palette, delay: stop === stops - 1 ? LAST_MS : STOP_MS});
    tell(stop + 1);
  }
  film.finish();
  return new Blob([film.bytes()], {type: "image/gif"});
}
