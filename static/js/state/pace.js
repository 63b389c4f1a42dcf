/** How fast the player goes: 2 is twice as fast. */
export const SPEEDS = Object.freeze([0.25, 0.5, 1, 2, 4, 8]);
