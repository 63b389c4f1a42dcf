/**
 * Playing as arithmetic: from elapsed time to where the player stands.
 *
 * Nothing here reads a clock. The view asks once a frame, a test asks for any moment it likes, and an export for every
 * fortieth of a second; all get the same answer. A step is a way (the bead) and a landing (the number is read).
 */

import {SPEEDS} from "../state/pace.js";

/** @typedef {import("../page.js").Moment} Moment */
/** @typedef {import("../page.js").StepSize} StepSize */

export const STEP_MS = 600;
export const WAY_MS = 420;

/**
 * The design's easing, cubic-bezier(.4, 0, .2, 1), solved for its parameter by halving.
 * @param {number} fraction  of the time, 0 to 1
 * @returns {number}  of the way, 0 to 1
 */
export function ease(fraction) {
  if (fraction <= 0) return 0;
  if (fraction >= 1) return 1;
  let low = 0;
  let high = 1;
  for (let round = 0; round < 20; round += 1) {
    const middle = (low + high) / 2;
    if (bezier(middle, 0.4, 0.2) < fraction) low = middle;
    else high = middle;
  }
  return bezier((low + high) / 2, 0, 1);
}

/**
 * @param {number} t
 * @param {number} a  first control point
 * @param {number} b  second control point
 * @returns {number}
 */
function bezier(t, a, b) {
  const rest = 1 - t;
  return 3 * rest * rest * t * a + 3 * rest * t * t * b + t * t * t;
}

/**
 * Where the player stands.
 * @param {number} from  stop it started at
 * @param {number} last  stop it ends at
 * @param {number} elapsedMs
 * @param {number} [speed]  2 is twice as fast
 * @returns {Moment}  the stop it is on the way to, or stands at
 */
export function momentAt(from, last, elapsedMs, speed = 1) {
  if (!(speed > 0)) throw new RangeError(`invalid speed: ${speed}`);
  const played = Math.max(0, elapsedMs) * speed;
  const whole = Math.floor(played / STEP_MS);
  const stop = from + 1 + whole;
  if (stop > last) return {stop: last, travelled: 1, landed: true};
  const within = played - whole * STEP_MS;
  return {stop, travelled: ease(within / WAY_MS), landed: within >= WAY_MS};
}

export {SPEEDS};

/**
 * The next speed up or down, or around the corner.
 * @param {number} speed
 * @param {1 | -1} by
 * @param {boolean} [around]
 * @returns {number}
 */
export function speedBeside(speed, by, around = false) {
  const at = SPEEDS.indexOf(speed) + by;
  const held = around ? (at + SPEEDS.length) % SPEEDS.length : Math.max(0, Math.min(SPEEDS.length - 1, at));
  return SPEEDS[held] ?? 1;
}

/**
 * Where one stands when stepping by that size: every stop, the last of each node's, or the last of each pass. The last
 * stop of all is always one of them.
 * @param {readonly Pick<import("../types.js").Stop, "phase" | "node">[]} stops
 * @param {StepSize} size
 * @returns {readonly number[]}
 */
export function halts(stops, size) {
  const key = (/** @type {number} */ at) => {
    const {phase, node} = stops[at] ?? {phase: "end", node: ""};
    if (size === "edge") return String(at);
    const pass = phase === "seed" || phase === "accumulate" ? "edge" : phase;
    return size === "pass" ? pass : `${phase === "seed" ? phase : pass} ${node}`;
  };
  return stops.flatMap((_, at) => (key(at) === key(at + 1) ? [] : [at]));
}

/**
 * How long playing takes.
 * @param {number} from
 * @param {number} last
 * @param {number} [speed]
 * @returns {number}  milliseconds
 */
export function duration(from, last, speed = 1) {
  return (Math.max(0, last - from) * STEP_MS) / speed;
}
