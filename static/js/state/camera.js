/**
 * The camera over the board: which part of the picture the window shows, and how large.
 *
 * A camera takes board units to pixels: px = k * unit + (x, y). Type must stay readable, so a graph that would shrink
 * below that is not shrunk: the camera then stands at the current step and follows it.
 */

/** @typedef {import("../types.js").Box} Box */
/** @typedef {Readonly<{k: number, x: number, y: number}>} Camera */
/** @typedef {Readonly<{width: number, height: number}>} Size */

/** The board that the drawing's sizes are made for, in units. */
const BOARD = 960;
/** On a phone the picture is drawn larger than life, since it is read in the hand. */
const PHONE_SCALE = 1.3;
const [NEAREST, FARTHEST] = [6, 0.05];
const MARGIN = 12;

/**
 * @param {Size} window
 * @param {boolean} narrow
 * @returns {number}  pixels per unit when nothing has to be shrunk
 */
export const naturalScale = ({width}, narrow) => (narrow ? PHONE_SCALE : Math.max(1, width / BOARD));

/**
 * The smallest at which all can still be read: captions are 14 units, and 14 px is the least.
 * @param {Size} window
 * @param {boolean} narrow
 */
export function leastScale(window, narrow) {
  const natural = naturalScale(window, narrow);
  return narrow ? natural : Math.max(1, natural * 0.7);
}

/**
 * The camera nobody has touched: all of the picture in the middle, or the current step where that is too small to read.
 * @param {Size} window
 * @param {Box} picture
 * @param {Box | null} focus  what this step is about
 * @param {boolean} narrow
 * @returns {Camera}
 */
export function restingCamera(window, picture, focus, narrow) {
  const natural = naturalScale(window, narrow);
  const fits = fitScale(window, picture);
  const least = leastScale(window, narrow);
  const k = Math.min(natural, Math.max(fits, least));
  const [cx, cy] = middle(focus && fits < k ? focus : picture);
  const camera = {k, x: window.width / 2 - k * cx, y: window.height / 2 - k * cy};
  return {
    k,
    x: held(camera.x, k, picture.x0, picture.x1, window.width),
    y: held(camera.y, k, picture.y0, picture.y1, window.height),
  };
}

/**
 * As much of a step as a window holds: what matters most, and of the rest, the nearest first, all that still fits.
 * @param {readonly Box[]} aims
 * @param {Size} room  units
 * @returns {Box | null}
 */
export function asMuchAs(aims, {width, height}) {
  const [first, second, ...others] = aims;
  if (!first) return null;
  const [cx, cy] = middle(first);
  const away = (/** @type {Box} */ {x0, x1, y0, y1}) => Math.max(x0 - cx, cx - x1, y0 - cy, cy - y1);
  let held = first;
  for (const box of [...(second ? [second] : []), ...others.sort((a, b) => away(a) - away(b))]) {
    const all = {x0: Math.min(held.x0, box.x0), x1: Math.max(held.x1, box.x1), y0: Math.min(held.y0, box.y0), y1: Math.max(held.y1, box.y1)};
    if (all.x1 - all.x0 <= width && all.y1 - all.y0 <= height) held = all;
  }
  return held;
}

/**
 * The whole picture, however small.
 * @param {Size} window
 * @param {Box} picture
 * @param {boolean} narrow
 * @returns {Camera}
 */
export function fittedCamera(window, picture, narrow) {
  return cameraAt(Math.min(naturalScale(window, narrow), fitScale(window, picture)), window, picture);
}

/**
 * A picture with room on its left for tags that grow; as much of it as leaves the picture whole at full size.
 * @param {Box} picture
 * @param {number} x0  how far tags may come
 * @param {Size} window
 * @param {boolean} narrow
 * @returns {Box}
 */
export function withReserve(picture, x0, window, narrow) {
  const room = window.width / leastScale(window, narrow) + 2 * MARGIN;
  return {...picture, x0: Math.min(picture.x0, Math.max(x0, picture.x1 - room))};
}

/** The margin a picture brings may fall outside at its sides; above and below some of it must stay, clear of the rules. */
const KEPT = 5;

/** @param {Size} window @param {Box} picture */
export function fitScale(window, picture) {
  const wide = window.width / Math.max(1, picture.x1 - picture.x0 - 2 * MARGIN);
  const high = window.height / Math.max(1, picture.y1 - picture.y0 - 2 * (MARGIN - KEPT));
  return Math.min(wide, high);
}

/**
 * The camera that rests on a picture it shows whole, with what stands in the window's upper corners clear of it: moved
 * down where there is room, else drawn a little smaller.
 * @param {Camera} camera
 * @param {Size} window
 * @param {Box} picture
 * @param {readonly Box[]} boxes  all that may be drawn of it
 * @param {{left: number, right: number, height: number}} corners  pixels
 * @param {number} least  the smallest scale it may have
 * @returns {Camera}
 */
export function clearOfCorners(camera, window, picture, boxes, corners, least) {
  const under = (/** @type {Camera} */ {k, x, y}, /** @type {Box} */ box) => {
    const beside = k * box.x0 + x < corners.left || k * box.x1 + x > window.width - corners.right;
    return beside ? Math.max(0, corners.height - (k * box.y0 + y)) : 0;
  };
  const deepest = (/** @type {Camera} */ one) => Math.max(0, ...boxes.map((box) => under(one, box)));
  const needed = deepest(camera);
  if (needed === 0) return camera;
  const below = (/** @type {Camera} */ {k, y}) => window.height - k * KEPT - (k * (picture.y1 - MARGIN) + y);
  const spare = below(camera);
  if (needed <= spare) return {...camera, y: camera.y + needed};
  const room = {width: window.width, height: window.height - corners.height};
  const k = Math.max(least, Math.min(camera.k, fitScale(room, picture)));
  const lower = {...cameraAt(k, window, picture), y: corners.height + room.height / 2 - k * middle(picture)[1]};
  // At the smallest scale it may still be too high for that room: then it goes as far down as it is seen whole.
  return deepest(lower) < needed && below(lower) >= -1 ? lower : {...camera, y: camera.y + Math.max(0, spare)};
}

/**
 * Is all of a picture in the window, but for its margin?
 * @param {Camera} camera
 * @param {Size} window
 * @param {Box} picture
 */
export function isWhole({k, x, y}, window, picture) {
  const over = k * MARGIN + 1;
  return k * picture.x0 + x >= -over && k * picture.x1 + x <= window.width + over
    && k * picture.y0 + y >= -over && k * picture.y1 + y <= window.height + over;
}

/** @param {number} k @param {Size} window @param {Box} picture @returns {Camera} */
function cameraAt(k, window, picture) {
  const [cx, cy] = middle(picture);
  return {k, x: window.width / 2 - k * cx, y: window.height / 2 - k * cy};
}

/** @param {Box} box @returns {readonly [number, number]} */
const middle = ({x0, x1, y0, y1}) => [(x0 + x1) / 2, (y0 + y1) / 2];

/**
 * Keep a picture that is larger than the window from leaving a gap, and one that is smaller in the middle.
 * @param {number} shift
 * @param {number} k
 * @param {number} from
 * @param {number} to
 * @param {number} room
 */
function held(shift, k, from, to, room) {
  const [start, end] = [k * from, k * to];
  if (end - start <= room) return room / 2 - (start + end) / 2;
  return Math.min(MARGIN - start, Math.max(room - MARGIN - end, shift));
}

/**
 * Zoom, keeping the point under the pointer still.
 * @param {Camera} camera
 * @param {number} factor  positive; 2 doubles every distance
 * @param {readonly [number, number]} anchor  pixels from the window's top left
 * @returns {Camera}
 */
export function zoomAt({k, x, y}, factor, [px, py]) {
  if (!(factor > 0)) throw new RangeError(`invalid zoom factor: ${factor}`);
  const next = Math.min(NEAREST, Math.max(FARTHEST, k * factor));
  const by = next / k;
  return {k: next, x: px - (px - x) * by, y: py - (py - y) * by};
}

/**
 * @param {Camera} camera
 * @param {number} dx  pixels
 * @param {number} dy
 * @returns {Camera}
 */
export const panBy = ({k, x, y}, dx, dy) => ({k, x: x + dx, y: y + dy});

/**
 * Between two cameras.
 * @param {Camera} from
 * @param {Camera} to
 * @param {number} part  0 to 1
 * @returns {Camera}
 */
export function between(from, to, part) {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * part;
  return {k: mix(from.k, to.k), x: mix(from.x, to.x), y: mix(from.y, to.y)};
}

/**
 * A box of board units in pixels.
 * @param {Camera} camera
 * @param {Box} box
 */
export function onScreen({k, x, y}, box) {
  return {left: k * box.x0 + x, top: k * box.y0 + y, width: k * (box.x1 - box.x0), height: k * (box.y1 - box.y0)};
}

/**
 * The camera that has a box in its window, moved no more than it must be; the same one where it is in already.
 * @param {Camera} camera
 * @param {Size} window
 * @param {Box} box
 * @returns {Camera}
 */
export function broughtIn(camera, window, box) {
  const {left, top, width, height} = onScreen(camera, box);
  const by = (/** @type {number} */ from, /** @type {number} */ size, /** @type {number} */ room) => (
    from < MARGIN ? MARGIN - from : from + size > room - MARGIN ? room - MARGIN - from - size : 0);
  const [dx, dy] = [by(left, width, window.width), by(top, height, window.height)];
  return dx === 0 && dy === 0 ? camera : panBy(camera, dx, dy);
}

/**
 * The node under a point of the window, or null.
 * @param {Camera} camera
 * @param {readonly import("../types.js").NodeBox[]} nodes
 * @param {readonly [number, number]} point  pixels
 * @returns {string | null}
 */
export function nodeAt({k, x, y}, nodes, [px, py]) {
  const [ux, uy] = [(px - x) / k, (py - y) / k];
  return nodes.find(({x0, x1, y0, y1}) => ux >= x0 && ux <= x1 && uy >= y0 && uy <= y1)?.id ?? null;
}

/**
 * The camera as an SVG viewBox.
 * @param {Camera} camera
 * @param {Size} window
 */
export const viewBox = ({k, x, y}, {width, height}) => `${-x / k} ${-y / k} ${width / k} ${height / k}`;

/**
 * What takes a picture drawn for one camera to where another has it, as a CSS transform about its top left.
 * @param {Camera} from
 * @param {Camera} to
 */
export function carriedFrom(from, to) {
  const by = to.k / from.k;
  return `matrix(${by}, 0, 0, ${by}, ${to.x - from.x * by}, ${to.y - from.y * by})`;
}

/** Each way where the board's zero lies on a map, and the map's length of a unit. @typedef {readonly [readonly [number, number], readonly [number, number]]} Mapping */

/**
 * From where nodes stand on the board and on a map of it.
 * @param {readonly import("../types.js").NodeBox[]} board
 * @param {readonly import("../types.js").NodeBox[]} map  the same nodes, in any order
 * @returns {Mapping | null}
 */
export function mappingOf(board, map) {
  const there = new Map(map.map((box) => [box.id, box]));
  const along = (/** @type {"cx" | "cy"} */ axis) => {
    const pairs = board.flatMap((box) => {
      const other = there.get(box.id);
      return other ? [/** @type {const} */ ([box[axis], other[axis]])] : [];
    });
    const first = pairs.reduce((a, b) => (b[0] < a[0] ? b : a), pairs[0] ?? [0, 0]);
    const last = pairs.reduce((a, b) => (b[0] > a[0] ? b : a), pairs[0] ?? [0, 0]);
    return {first, scale: last[0] > first[0] ? (last[1] - first[1]) / (last[0] - first[0]) : null};
  };
  const [x, y] = [along("cx"), along("cy")];
  const [sx, sy] = [x.scale ?? y.scale, y.scale ?? x.scale];
  return sx && sy ? [[x.first[1] - sx * x.first[0], sx], [y.first[1] - sy * y.first[0], sy]] : null;
}
