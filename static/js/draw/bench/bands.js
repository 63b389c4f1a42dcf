/**
 * Flat bands: a byte or a value to one of a few colours between plum, the sheet and green.
 *
 * Flat, for an eye tells eight shades apart and reads their borders as contours; the middle is the theme's sheet, so
 * that zero is bare in the light and in the dark. Pure: colours come as text from the tokens, pixels go out as bytes.
 */

/** @typedef {readonly [number, number, number]} Rgb  each 0 to 255 */
/** @typedef {Readonly<{plum: string, sheet: string, green: string}>} BandInks  as the tokens write them: #RRGGBB */
/** @typedef {Readonly<{low: number, high: number}>} Range */
/**
 * Values on a grid: `columns` x `rows` bytes, a row per y from low to high; byte 0 is `low`, 255 is `high`.
 * @typedef {Range & Readonly<{bytes: Uint8Array, columns: number, rows: number}>} Field
 */

/** The units' discs, and the surface of what the network says: how many bands, and how strong the outermost is. */
export const UNIT_BANDS = Object.freeze({count: 8, strength: 0.8});
export const SURFACE_BANDS = Object.freeze({count: 10, strength: 0.74});
/** Colours step a little faster near the middle, where there is most to tell apart. */
const BEND = 0.95;
const [BYTE, BYTES] = [255, 256];

/** @param {string} ink  #RRGGBB @returns {Rgb} */
export function rgbOf(ink) {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(ink.trim().slice(at, at + 2), 16) || 0);
  return [r, g, b];
}

/**
 * The colours of the bands, lowest first.
 * @param {BandInks} inks
 * @param {{count: number, strength: number}} bands
 * @returns {readonly Rgb[]}
 */
export function bandColours({plum, sheet, green}, {count, strength}) {
  const [low, middle, high] = [rgbOf(plum), rgbOf(sheet), rgbOf(green)];
  return Array.from({length: count}, (_, band) => {
    const place = (band + 0.5) / count * 2 - 1;
    const part = strength * Math.abs(place) ** BEND;
    const end = place < 0 ? low : high;
    const mix = (/** @type {0 | 1 | 2} */ at) => Math.round(middle[at] + (end[at] - middle[at]) * part);
    return /** @type {const} */ ([mix(0), mix(1), mix(2)]);
  });
}

/**
 * Which band a value lies in; what lies outside the range takes the outermost.
 * @param {number} value
 * @param {Range} range
 * @param {number} count
 */
export function bandOf(value, {low, high}, count) {
  const part = high > low ? (value - low) / (high - low) : 0.5;
  return Math.max(0, Math.min(count - 1, Math.floor(part * count) || 0));
}

/**
 * The band of each byte of a field, when the bands span another range than the bytes do.
 * @param {Range} field  what bytes 0 and 255 stand for
 * @param {Range} range  what the bands span
 * @param {number} count
 * @returns {Uint8Array}  256 bands
 */
export function bandTable({low, high}, range, count) {
  return Uint8Array.from({length: BYTES}, (_, byte) => bandOf(low + (high - low) * byte / BYTE, range, count));
}

/** Activations whose values have two ends; all others are drawn around zero. @type {Readonly<Record<string, Range>>} */
const SPANS = {
  tanh: {low: -1, high: 1}, sigmoid: {low: 0, high: 1}, softmax: {low: 0, high: 1}, step: {low: 0, high: 1},
};

/**
 * What a unit's bands span: both ends of its activation, or as far to either side of zero as its values go.
 * @param {string} activation
 * @param {Range} values  the least and the largest that occur
 * @returns {Range}
 */
export function spanOf(activation, {low, high}) {
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return SPANS[activation] ?? {low: -most, high: most};
}

/** Whole pixels of four bytes, as an image holds them. @param {readonly Rgb[]} colours */
function packed(colours) {
  const bytes = new Uint8ClampedArray(colours.flatMap(([r, g, b]) => [r, g, b, BYTE]));
  return new Uint32Array(bytes.buffer);
}

/**
 * A field as an image, its y axis pointing up: values are interpolated first and banded after, so borders are smooth.
 * @param {Field} field
 * @param {Range} range
 * @param {readonly Rgb[]} colours
 * @param {number} width   pixels
 * @param {number} height  pixels
 * @returns {Uint8ClampedArray<ArrayBuffer>}  RGBA, row by row from the top
 */
export function bandPixels(field, range, colours, width, height) {
  const [inks, bands] = [packed(colours), bandTable(field, range, colours.length)];
  const pixels = new Uint32Array(width * height);
  const [across, down] = [steps(field.columns, width), steps(field.rows, height)];
  const {bytes, columns} = field;
  for (let y = 0; y < height; y += 1) {
    const [row, below, v] = at(down, height - 1 - y);
    for (let x = 0; x < width; x += 1) {
      const [left, right, u] = [across.from[x] ?? 0, across.to[x] ?? 0, across.part[x] ?? 0];
      const [a, b] = [row * columns, below * columns];
      const near = (bytes[a + left] ?? 0) * (1 - u) + (bytes[a + right] ?? 0) * u;
      const far = (bytes[b + left] ?? 0) * (1 - u) + (bytes[b + right] ?? 0) * u;
      pixels[y * width + x] = inks[bands[Math.round(near * (1 - v) + far * v)] ?? 0] ?? 0;
    }
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** Which two samples each pixel lies between, and how far. @param {number} samples @param {number} pixels */
function steps(samples, pixels) {
  const from = new Uint16Array(pixels);
  const to = new Uint16Array(pixels);
  const part = new Float32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const place = (pixel + 0.5) / pixels * (samples - 1);
    from[pixel] = Math.floor(place);
    to[pixel] = Math.min(samples - 1, Math.floor(place) + 1);
    part[pixel] = place - Math.floor(place);
  }
  return {from, to, part};
}

/** @param {ReturnType<typeof steps>} taken @param {number} pixel @returns {[number, number, number]} */
function at({from, to, part}, pixel) {
  return [from[pixel] ?? 0, to[pixel] ?? 0, part[pixel] ?? 0];
}

/**
 * Cut an image down to its largest disc, with a soft rim of one pixel. In place.
 * @param {Uint8ClampedArray} pixels  RGBA of a square
 * @param {number} size
 */
export function cutToDisc(pixels, size) {
  const middle = size / 2;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const inside = middle - Math.hypot(x + 0.5 - middle, y + 0.5 - middle) + 0.5;
      if (inside < 1) pixels[(y * size + x) * 4 + 3] = Math.max(0, inside) * BYTE;
    }
  }
}
