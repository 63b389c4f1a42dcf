/**
 * Contour lines by marching squares: where a grid of heights crosses a level, as lines through the grid's own units.
 *
 * A cell whose corners alternate has two ways to join its four crossings; its middle decides. A cell with a corner that
 * is no number has no line.
 *
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {readonly (readonly number[])[]} Grid  rows of heights
 */

/**
 * @param {Grid} grid
 * @param {number} level
 * @returns {readonly (readonly Point[])[]}  lines of [column, row], fractions of a cell
 */
export function contour(grid, level) {
  /** @type {(readonly [Point, Point])[]} */
  const pieces = [];
  for (let row = 0; row + 1 < grid.length; row += 1) {
    const width = Math.min(grid[row]?.length ?? 0, grid[row + 1]?.length ?? 0);
    for (let column = 0; column + 1 < width; column += 1) pieces.push(...cell(grid, row, column, level));
  }
  return joined(pieces);
}

/**
 * The pieces within one cell.
 * @param {Grid} grid @param {number} row @param {number} column @param {number} level
 * @returns {readonly (readonly [Point, Point])[]}
 */
function cell(grid, row, column, level) {
  const height = (/** @type {number} */ down, /** @type {number} */ right) => (grid[row + down]?.[column + right] ?? NaN) - level;
  const corners = [height(0, 0), height(0, 1), height(1, 1), height(1, 0)];
  if (!corners.every(Number.isFinite)) return [];
  const places = /** @type {const} */ ([[0, 0], [1, 0], [1, 1], [0, 1]]);
  /** @type {Point[]} */
  const crossings = [];
  corners.forEach((from, at) => {
    const to = corners[(at + 1) % 4] ?? 0;
    if (from > 0 === to > 0) return;
    const [[x0, y0], [x1, y1]] = [places[at] ?? places[0], places[(at + 1) % 4] ?? places[0]];
    const share = from / (from - to);
    crossings.push([column + x0 + (x1 - x0) * share, row + y0 + (y1 - y0) * share]);
  });
  const [a, b, c, d] = crossings;
  if (!a || !b) return [];
  if (!c || !d) return [[a, b]];
  const middle = corners.reduce((sum, corner) => sum + corner, 0);
  return middle > 0 === (corners[0] ?? 0) > 0 ? [[a, b], [c, d]] : [[a, d], [b, c]];
}

/**
 * Pieces end to end. Neighbouring cells compute a crossing from the same two corners, so equal ends are equal numbers
 * up to the last digits.
 * @param {readonly (readonly [Point, Point])[]} pieces
 * @returns {readonly (readonly Point[])[]}
 */
function joined(pieces) {
  const name = (/** @type {Point} */ [x, y]) => `${x.toFixed(6)} ${y.toFixed(6)}`;
  /** @type {Map<string, Set<readonly [Point, Point]>>} */
  const ends = new Map();
  for (const piece of pieces) {
    for (const end of piece) ends.set(name(end), (ends.get(name(end)) ?? new Set()).add(piece));
  }
  const left = new Set(pieces);
  const follow = (/** @type {Point} */ from) => {
    /** @type {Point[]} */
    const way = [];
    for (let end = from; ;) {
      const next = [...(ends.get(name(end)) ?? [])].find((piece) => left.has(piece));
      if (!next) return way;
      left.delete(next);
      end = name(next[0]) === name(end) ? next[1] : next[0];
      way.push(end);
    }
  };
  const lines = [];
  for (const piece of pieces) {
    if (!left.delete(piece)) continue;
    lines.push([...follow(piece[0]).reverse(), piece[0], piece[1], ...follow(piece[1])]);
  }
  return lines;
}
