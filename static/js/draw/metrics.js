/**
 * The lengths of the drawing, in board units: 1 unit is 1 px on the 960 px board of a 1280 px window.
 *
 * They are those of the reference drawings; nothing here is derived from anything else, and every module that places
 * or draws a mark reads them from here.
 */

export const DISC = 20;
export const LANE = 3.6;
export const UNDERLAY = 14;
/** Lanes end this far from a rim, and from the rim of the current op, which wears a halo. */
export const RIM_GAP = 4;
export const HALO_GAP = 8.5;
export const HALO = 5;
export const HARPOON = Object.freeze({along: 8.5, across: 5.6});
export const RING = 3.4;

export const SIZE = Object.freeze({number: 14.4, chip: 14, name: 18.5, leafName: 21, leafValue: 15, caption: 14, note: 20});

export const LEAF = Object.freeze({
  height: 42, point: 12, bar: 5, nameRoom: 33, field: 49, fieldHeight: 25, steppers: 13.5, tensorWidth: 94,
  /** Depth of the tip below a tag that stands. */
  standing: 10,
});
export const TERMINAL = Object.freeze({inner: 17, outer: 22, caption: 39});

/** Rows on a level wire, from its middle. A number too wide for the gap goes one row further out. */
export const ROW = Object.freeze({
  value: -13, gradient: 27, chip: 48, name: -28, nameNow: -33,
  valueFar: -29, gradientFar: 46, chipFar: 67,
});
export const CHIP = Object.freeze({height: 19, pad: 9, tuck: 9, tick: 9});
/** Around a number that is outlined or washed. */
export const BOXED = Object.freeze({x: 4.5, y: 4.6});
/** A boxed −0.1966, and 3 on each side: the clear gap between level neighbours. */
export const GAP = 66;
/** Ports of a join stand this far, in radians, above and below due west. */
export const PORT_ANGLE = 0.62;
export const FRAME = Object.freeze({above: 64, below: 68, name: 41, inside: 10, outside: 63});

export const BRACKET = Object.freeze({row: 17, gap: 14, pad: 11, serif: 5, more: 5, above: 26, below: 20});
export const CELLS = Object.freeze({cell: 11, least: 2.5, most: 10, limit: 7, few: 3});
