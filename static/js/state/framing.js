/** A stage in its window: how large it is drawn, and what two stages have in common. */

/** @typedef {import("../types.js").NodeBox} NodeBox */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {import("./camera.js").Size} Size */

/**
 * The camera that has a picture in the middle of its window, as large as it may be.
 * @param {Size} window
 * @param {readonly [number, number, number, number]} picture  a viewBox
 * @param {number} natural  the largest scale
 * @returns {Camera}
 */
export function framed(window, [x, y, width, height], natural) {
  const k = Math.min(natural, window.width / width, window.height / height);
  return {k, x: window.width / 2 - k * (x + width / 2), y: window.height / 2 - k * (y + height / 2)};
}

/** Captions are 14 units, and 14 px is the least. */
const SMALLEST = 1;
/** Bare paper above and below what is drawn, in board units. */
const AIR = 9;

/** From the middle of a wire to the end of its barbs. */
const LANES = 10.5;

/** How high wires reach that end at nodes which are shown; the others run off. @param {Scene["boxes"]["wires"]} wires */
function reachOf(wires) {
  const ys = wires.filter(({key}) => key.includes(">") && !key.includes(" ")).flatMap(({points}) => points.map(([, y]) => y));
  return [Math.min(...ys) - LANES, Math.max(...ys) + LANES];
}

/**
 * A picture without the empty rows above and below it; its width is kept, since wires run off its sides.
 * @param {Pick<Scene, "viewBox" | "boxes">} scene
 * @returns {readonly [number, number, number, number]}
 */
export function trimmed({viewBox: [x, y, width, height], boxes}) {
  const all = [...boxes.nodes, ...boxes.labels];
  const [highest, lowest] = reachOf(boxes.wires);
  const top = Math.max(y, Math.min(highest ?? Infinity, ...all.map(({y0}) => y0 - AIR)));
  const bottom = Math.min(y + height, Math.max(lowest ?? -Infinity, ...all.map(({y1}) => y1 + AIR)));
  return bottom > top ? [x, top, width, bottom - top] : [x, y, width, height];
}

/**
 * Where a node that is in both pictures stands in each: the first of those wished for, else any.
 * @param {readonly Pick<NodeBox, "id" | "cx" | "cy">[]} before
 * @param {readonly Pick<NodeBox, "id" | "cx" | "cy">[]} after
 * @param {readonly string[]} wishes
 * @returns {readonly [readonly [number, number], readonly [number, number]] | null}
 */
export function sameNode(before, after, wishes) {
  for (const id of [...wishes, ...after.map((node) => node.id)]) {
    const [from, to] = [before.find((node) => node.id === id), after.find((node) => node.id === id)];
    if (from && to) return [[from.cx, from.cy], [to.cx, to.cy]];
  }
  return null;
}

/** @typedef {"upper" | "lower" | null} Corner  null: neither is free */
/** @typedef {Camera & Readonly<{corner: Corner}>} Standing */

/**
 * The same camera, so that nothing lies under a corner on the right that something else takes: the upper one, else the
 * lower one, else one with the picture moved, or a little smaller below it. Type is never set too small for the sake of
 * a corner: then that stays empty.
 * @param {Camera} camera
 * @param {Size} window
 * @param {Pick<Scene, "viewBox" | "boxes">} scene
 * @param {readonly [number, number]} corner  width and height in px
 * @returns {Standing}
 */
export function clearOf(camera, window, {viewBox, boxes}, [wide, high]) {
  const all = [...boxes.nodes, ...boxes.labels];
  const covered = (/** @type {Standing} */ {k, x, y, corner}) => all.some(({x1, y0, y1}) => (
    k * x1 + x > window.width - wide && (corner === "lower" ? k * y1 + y > window.height - high : k * y0 + y < high)));
  const [left, bottom] = [camera.k * viewBox[0] + camera.x, camera.k * (viewBox[1] + viewBox[3]) + camera.y];
  const [west, south] = [Math.max(0, left), Math.max(0, window.height - bottom)];
  const moved = (/** @type {number} */ dx, /** @type {number} */ dy, corner = /** @type {Corner} */ ("upper")) => ({...camera, x: camera.x - dx, y: camera.y + dy, corner});
  const tries = [moved(0, 0), moved(0, 0, "lower"), moved(west, 0), moved(0, south), moved(west, south), moved(west, 0, "lower"), moved(0, -south, "lower")];
  const below = framed({width: window.width, height: window.height - high}, viewBox, camera.k);
  const least = Math.min(camera.k, SMALLEST);
  return tries.find((one) => !covered(one)) ?? (below.k < least ? moved(0, 0, null) : {...below, y: below.y + high, corner: "upper"});
}

/**
 * The lower corner in which a map hides less of a picture; the right one where both are alike.
 * @param {Camera} camera
 * @param {Size} window
 * @param {readonly import("../types.js").Box[]} boxes  of what is drawn
 * @param {readonly [number, number]} map  width and height in px
 * @returns {"left" | "right"}
 */
export function emptierCorner({k, x, y}, window, boxes, [wide, high]) {
  const low = boxes.filter(({y1}) => k * y1 + y > window.height - high && k * y1 + y < window.height + high);
  const under = (/** @type {number} */ from) => low.filter(({x0, x1}) => k * x1 + x > from && k * x0 + x < from + wide).length;
  return under(0) < under(window.width - wide) ? "left" : "right";
}
