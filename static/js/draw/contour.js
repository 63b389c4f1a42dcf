/**
 * Contour lines by marching squares: where a grid of heights crosses a level, as lines through the grid's own units.
 *
 * A cell whose corners alternate has two ways to join its four crossings; its middle decides. A cell with a corner that
 * is no number has no line.
 *
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {readonly (readonly number[])[]} Grid  rows of heights
 * @typedef {Readonly<{side: string, point: Point}>} Crossing  where a level crosses a side of the grid, which two cells share
 * @typedef {readonly [Crossing, Crossing]} Piece
 */

/**
 * @param {Grid} grid
 * @param {number} level
 * @returns {readonly (readonly Point[])[]}  lines of [column, row], fractions of a cell
 */
export function contour(grid, level) {
  /** @type {Piece[]} */
  const pieces = [];
  for (let row = 0; row + 1 < grid.length; row += 1) {
    const width = Math.min(grid[row]?.length ?? 0, grid[row + 1]?.length ?? 0);
    for (let column = 0; column + 1 < width; column += 1) pieces.push(...cell(grid, row, column, level));
  }
  return joined(pieces);
}

/** A cell's corners, around. @type {readonly (readonly [number, number])[]} */
const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]];

/**
 * The pieces within one cell.
 * @param {Grid} grid @param {number} row @param {number} column @param {number} level
 * @returns {readonly Piece[]}
 */
function cell(grid, row, column, level) {
  const corners = CORNERS.map(([right, down]) => (grid[row + down]?.[column + right] ?? NaN) - level);
  if (!corners.every(Number.isFinite)) return [];
  const [a, b, c, d] = corners.flatMap((_, at) => crossing(corners, at, row, column));
  if (!a || !b) return [];
  if (!c || !d) return [[a, b]];
  const middle = corners.reduce((sum, corner) => sum + corner, 0);
  return middle > 0 === (corners[0] ?? 0) > 0 ? [[a, b], [c, d]] : [[a, d], [b, c]];
}

/**
 * Where the level crosses one side of a cell, or nowhere.
 * @param {readonly number[]} corners @param {number} at @param {number} row @param {number} column
 * @returns {readonly Crossing[]}
 */
function crossing(corners, at, row, column) {
  const [from = 0, to = 0] = [corners[at], corners[(at + 1) % 4]];
  if (from > 0 === to > 0) return [];
  const [[x0, y0], [x1, y1]] = [CORNERS[at] ?? [0, 0], CORNERS[(at + 1) % 4] ?? [0, 0]];
  const share = from / (from - to);
  const side = y0 === y1 ? `across ${row + y0} ${column}` : `up ${row} ${column + x0}`;
  return [{side, point: [column + x0 + (x1 - x0) * share, row + y0 + (y1 - y0) * share]}];
}

/**
 * Pieces end to end.
 * @param {readonly Piece[]} pieces
 * @returns {readonly (readonly Point[])[]}
 */
function joined(pieces) {
  /** @type {Map<string, Piece[]>} */
  const at = new Map();
  for (const piece of pieces) {
    for (const {side} of piece) at.set(side, [...(at.get(side) ?? []), piece]);
  }
  const left = new Set(pieces);
  const follow = (/** @type {Crossing} */ from) => {
    /** @type {Point[]} */
    const way = [];
    for (let end = from; ;) {
      const next = at.get(end.side)?.find((piece) => left.has(piece));
      if (!next) return way;
      left.delete(next);
      end = next[0].side === end.side ? next[1] : next[0];
      way.push(end.point);
    }
  };
  const lines = [];
  for (const piece of pieces) {
    if (!left.delete(piece)) continue;
    lines.push([...follow(piece[0]).reverse(), piece[0].point, piece[1].point, ...follow(piece[1])]);
  }
  return lines;
}
