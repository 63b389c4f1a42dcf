/** A digit drawn by hand on eight by eight squares, from 0 (bare) to 1 (full). Pure. */

/** Squares a side. */
export const SIDE = 8;
/** How much a stroke leaves on the square it crosses, and on those beside it. */
const [FULL, SOFT] = [1, 0.45];

export const blank = () => Array.from({length: SIDE * SIDE}, () => 0);

/**
 * A stroke of the pen at a place: the square under it is full, those beside it get something, as the data's own digits
 * have soft rims.
 * @param {readonly number[]} squares
 * @param {number} x  in squares, from the left edge
 * @param {number} y  in squares, from the top
 * @returns {readonly number[]}  the same where nothing changes
 */
export function stroked(squares, x, y) {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= SIDE || row >= SIDE) return squares;
  let changed = false;
  const found = squares.map((value, at) => {
    const away = Math.hypot(at % SIDE + 0.5 - x, Math.floor(at / SIDE) + 0.5 - y);
    const ink = at === row * SIDE + column ? FULL : away < 0.95 ? SOFT : 0;
    changed ||= ink > value;
    return Math.max(value, ink);
  });
  return changed ? found : squares;
}

/** One square on: bare, half, full, and bare again. @param {readonly number[]} squares @param {number} at @returns {readonly number[]} */
export const turned = (squares, at) => squares.map((value, index) => (index !== at ? value : value >= 0.75 ? 0 : value >= 0.25 ? 1 : 0.5));
