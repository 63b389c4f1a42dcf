/**
 * The camera over a picture: a factor and an offset, from board units to CSS pixels.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {Readonly<{k: number, x: number, y: number}>} Viewport  pixel = k * unit + (x, y)
 * @typedef {Readonly<{width: number, height: number}>} Size  of the board on screen, CSS pixels
 */

/** From an overview of a large graph to one op filling a projector. */
export const FACTORS = Object.freeze({least: 0.1, most: 8});

/**
 * Zoom by `factor`, keeping the point under the pointer still.
 * @param {Viewport} view
 * @param {number} factor  positive; 2 doubles every distance
 * @param {Point} anchor   CSS pixels, from the board's top left
 * @returns {Viewport}
 */
export function zoomAt(view, factor, [px, py]) {
  if (!(factor > 0)) throw new RangeError(`invalid zoom factor: ${factor}`);
  const k = Math.max(FACTORS.least, Math.min(FACTORS.most, view.k * factor));
  const real = k / view.k;
  return {k, x: px - (px - view.x) * real, y: py - (py - view.y) * real};
}

/** @param {Viewport} view @param {number} dx  CSS pixels @param {number} dy @returns {Viewport} */
export function panBy(view, dx, dy) {
  return {...view, x: view.x + dx, y: view.y + dy};
}

/**
 * All of a box, in the middle, as large as fits but no larger than `most`.
 * @param {Box} box
 * @param {Size} size
 * @param {{margin?: number, least?: number, most?: number}} [limits]  margin in CSS pixels on each side
 * @returns {Viewport}
 */
export function fit(box, size, {margin = 0, least = FACTORS.least, most = FACTORS.most} = {}) {
  const [width, height] = [Math.max(1, box.x1 - box.x0), Math.max(1, box.y1 - box.y0)];
  const room = Math.min((size.width - 2 * margin) / width, (size.height - 2 * margin) / height);
  return centreOn({k: Math.max(least, Math.min(most, room)), x: 0, y: 0}, middleOf(box), size);
}

/** The same factor, with a point of the board in the middle. @param {Viewport} view @param {Point} point @param {Size} size @returns {Viewport} */
export function centreOn({k}, [x, y], size) {
  return {k, x: size.width / 2 - k * x, y: size.height / 2 - k * y};
}

/**
 * The smallest pan that brings a box into view; where it is larger than the board, its middle.
 * @param {Viewport} view
 * @param {Box} box
 * @param {Size} size
 * @param {number} [margin]
 * @returns {Viewport}
 */
export function reveal(view, box, size, margin = 24) {
  const shift = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ room) => {
    if (to - from > room - 2 * margin) return room / 2 - (from + to) / 2;
    return Math.max(0, margin - from) + Math.min(0, room - margin - to);
  };
  const [x0, y0] = toScreen(view, [box.x0, box.y0]);
  const [x1, y1] = toScreen(view, [box.x1, box.y1]);
  return panBy(view, shift(x0, x1, size.width), shift(y0, y1, size.height));
}

/** @param {Box} box @returns {Point} */
function middleOf(box) {
  return [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
}

/** @param {Viewport} view @param {Point} point  board units @returns {Point} CSS pixels */
export function toScreen({k, x, y}, [px, py]) {
  return [k * px + x, k * py + y];
}

/** @param {Viewport} view @param {Point} point  CSS pixels @returns {Point} board units */
export function toBoard({k, x, y}, [px, py]) {
  return [(px - x) / k, (py - y) / k];
}

/** The part of the board that is seen. @param {Viewport} view @param {Size} size @returns {Box} */
export function seen(view, size) {
  const [x0, y0] = toBoard(view, [0, 0]);
  const [x1, y1] = toBoard(view, [size.width, size.height]);
  return {x0, y0, x1, y1};
}
