/**
 * Places for a whole graph drawn small: the board's, closed up to a window, each way by its own measure.
 *
 * Discs keep their size where a strip has room for it, so that a graph ten times as wide as high still fills a strip;
 * where it has none, what is drawn of a node is left out step by step, down to a dot.
 *
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("./wires.js").Geometry} Geometry
 * @typedef {Readonly<{points: ReadonlyMap<NodeId, Point>, bends: (edge: string) => readonly Point[], scale: number}>} Small
 *   in px; `scale`: of a node, 0 where only a dot has room
 */

/** Radius of a disc, and half the sides of a leaf's tag, before they are scaled. */
export const STRIP = Object.freeze({disc: 16, tag: Object.freeze({width: 20, height: 10.5}), terminal: 17});
/** At 1920 px a disc of the strip is 20 px, one of a specimen 13 on 300; below the least only dots are left. */
const SCALE = Object.freeze({most: Object.freeze({strip: 1.28, specimen: 0.8125, dots: 0}), least: Object.freeze({strip: 0.5, specimen: 0.34, dots: 0.5})});
/** Bare px around the outermost nodes, in discs. */
const [AROUND, APART] = [1.9, 3];
/** A step along the graph is at most this much longer than one across, and the other way round. */
const STRETCH = Object.freeze({strip: 8, specimen: 3.4, dots: 2.2});

/** Half the sides of a node on the strip, before it is scaled. @param {DisplayNode} node */
export function stripHalves(node) {
  if (node.form === "leaf") return STRIP.tag;
  if (node.form === "terminal") return {width: STRIP.terminal, height: STRIP.terminal};
  return {width: node.form === "pill" ? Math.max(STRIP.disc, node.halfWidth * 0.93) : STRIP.disc, height: STRIP.disc};
}

/**
 * @param {Geometry} board
 * @param {import("../types.d.ts").Layout} layout
 * @param {readonly [number, number]} size
 * @param {"strip" | "specimen" | "dots"} how
 * @param {number} dot  radius of a dot in px
 * @returns {Small}
 */
export function smallPlaces(board, layout, size, how, dot) {
  for (let scale = SCALE.most[how]; scale >= SCALE.least[how]; scale -= 0.06) {
    const places = placed(board, layout, size, STRIP.disc * scale * AROUND, STRETCH[how], scale);
    if (isClear(board, places, scale)) return places;
  }
  return placed(board, layout, size, dot * 2.2, STRETCH[how], 0);
}

/** @param {Geometry} board @param {import("../types.d.ts").Layout} layout @param {readonly [number, number]} size @param {number} around @param {number} stretch @param {number} scale @returns {Small} */
function placed(board, layout, [width, height], around, stretch, scale) {
  const middles = [...board.nodes.values()].map(({cx, cy}) => /** @type {Point} */ ([cx, cy]));
  const all = [...middles, ...Object.values(layout.edges).flat()];
  const range = (/** @type {0 | 1} */ axis) => [Math.min(...all.map((point) => point[axis])), Math.max(...all.map((point) => point[axis]))];
  const [[x0 = 0, x1 = 0], [y0 = 0, y1 = 0]] = [range(0), range(1)];
  // A tag is wider than high, and a graph begins with tags and ends with its terminal.
  const [kx, ky] = [(width - 3.4 * around) / Math.max(1, x1 - x0), (height - (scale > 0 ? 1.35 : 2) * around) / Math.max(1, y1 - y0)];
  const [sx, sy] = [Math.min(kx, ky * stretch), Math.min(ky, kx * stretch, scale > 0 ? scale : Infinity)];
  const [left, top] = [(width - sx * (x1 - x0)) / 2 - sx * x0, (height - sy * (y1 - y0)) / 2 - sy * y0];
  const small = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([left + sx * x, top + sy * y]);
  return {
    points: new Map([...board.nodes].map(([id, {cx, cy}]) => [id, small([cx, cy])])),
    bends: (edge) => (layout.edges[edge] ?? []).map(small), scale,
  };
}

/** Is there room between all nodes? @param {Geometry} board @param {Small} places @param {number} scale */
function isClear({display}, {points}, scale) {
  const boxes = display.nodes.map((node) => {
    const [x, y] = /** @type {Point} */ (points.get(node.id));
    const {width, height} = stripHalves(node);
    return {x, y, width: width * scale, height: height * scale};
  });
  return boxes.every((a, at) => boxes.slice(at + 1).every((b) => (
    Math.abs(a.x - b.x) > a.width + b.width + APART * 3 || Math.abs(a.y - b.y) > a.height + b.height + APART)));
}
