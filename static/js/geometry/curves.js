/**
 * Wires as curves: points, normals, and lanes beside them.
 *
 * A wire is sampled once, evenly in its own parameter, and everything else (lanes, harpoons, label slots, distances) is
 * read from the samples. The normal points to the right of the way from source to target, so on a wire that runs to
 * the right it points down: forward lanes lie on the negative side, backward lanes on the positive.
 *
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {Readonly<{points: readonly Point[], normals: readonly Point[], lengths: readonly number[], length: number,
 *   straight: boolean, mirrored?: boolean}>} Curve  `lengths` runs from 0 to `length`; the normal of a mirrored curve points
 *   to the left of its way
 */

const SAMPLES = 40;
/** A piece so many times as high as wide bends at its ends only, and is sampled there. */
const STEEP = 5;

/**
 * A straight piece.
 * @param {Point} from
 * @param {Point} to
 * @returns {Curve}
 */
export function line(from, to) {
  const points = Array.from({length: SAMPLES + 1}, (_, at) => /** @type {Point} */ (
    [from[0] + (to[0] - from[0]) * at / SAMPLES, from[1] + (to[1] - from[1]) * at / SAMPLES]));
  return measured(points, true);
}

/**
 * One cubic Bézier piece.
 * @param {Point} from
 * @param {Point} near  first handle
 * @param {Point} far   second handle
 * @param {Point} to
 * @returns {Curve}
 */
export function cubic(from, near, far, to) {
  return measured(cubicPoints(from, near, far, to, SAMPLES), false);
}

/**
 * Leaves and arrives level, bends between: an S, or a chain of S-curves through the bend points.
 * @param {readonly Point[]} through  at least two, from source to target
 * @param {{stiffness?: number, arrival?: number}} [shape]
 *   `stiffness`: length of the handles as a share of the way across; `arrival`: rise of the last handle, so that a
 *   wire comes into a join from its own side
 * @returns {Curve}
 */
export function flowing(through, {stiffness = 0.55, arrival = 0} = {}) {
  /** @type {Point[]} */
  const points = [];
  const last = through.length - 2;
  for (let at = 0; at <= last; at += 1) {
    const [a, b] = [/** @type {Point} */ (through[at]), /** @type {Point} */ (through[at + 1])];
    const reach = stiffness * (b[0] - a[0]);
    const end = at === last && arrival !== 0;
    const far = /** @type {Point} */ ([b[0] - reach * (end ? 0.75 : 1), b[1] + (end ? arrival : 0)]);
    const steep = Math.abs(b[1] - a[1]) > STEEP * Math.abs(b[0] - a[0]);
    const piece = cubicPoints(a, [a[0] + reach, a[1]], far, b, at === 0 && last === 0 ? SAMPLES : SAMPLES / 2, steep);
    points.push(...(at === 0 ? piece : piece.slice(1)));
  }
  return measured(points, false);
}

/**
 * One of two wires between the same two nodes: an arc whose middle stands *bow* px below the plain curve's.
 * @param {Point} from
 * @param {Point} to
 * @param {number} bow  negative above
 */
export function bowed(from, to, bow) {
  const reach = 0.4 * (to[0] - from[0]);
  return cubic(from, [from[0] + reach, from[1] + bow * 4 / 3], [to[0] - reach, to[1] + bow * 4 / 3], to);
}

/**
 * @param {Point} a @param {Point} b @param {Point} c @param {Point} d @param {number} samples @param {boolean} [ends]  most of them near its ends
 * @returns {Point[]}
 */
function cubicPoints(a, b, c, d, samples, ends = false) {
  return Array.from({length: samples + 1}, (_, at) => {
    const even = at / samples;
    const t = ends ? even * even * (3 - 2 * even) : even;
    const u = 1 - t;
    const [p, q, r, s] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    return /** @type {Point} */ ([p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1]]);
  });
}

/**
 * @param {readonly Point[]} points
 * @param {boolean} straight
 * @returns {Curve}
 */
function measured(points, straight) {
  const lengths = [0];
  for (let at = 1; at < points.length; at += 1) {
    lengths.push(/** @type {number} */ (lengths[at - 1]) + distance(points, at - 1, at));
  }
  const normals = points.map((_, at) => normalAt(points, Math.max(0, at - 1), Math.min(points.length - 1, at + 1)));
  return {points, normals, lengths, length: /** @type {number} */ (lengths.at(-1)), straight};
}

/** @param {readonly Point[]} points @param {number} a @param {number} b */
function distance(points, a, b) {
  const [p, q] = [/** @type {Point} */ (points[a]), /** @type {Point} */ (points[b])];
  return Math.hypot(q[0] - p[0], q[1] - p[1]);
}

/** @param {readonly Point[]} points @param {number} a @param {number} b @returns {Point} */
function normalAt(points, a, b) {
  const [p, q] = [/** @type {Point} */ (points[a]), /** @type {Point} */ (points[b])];
  const length = distance(points, a, b) || 1;
  return [-(q[1] - p[1]) / length, (q[0] - p[0]) / length];
}

/**
 * The same curve with its axes exchanged: what ran to the right runs down, and what lay above it lies to its left.
 * @param {Curve} curve
 * @returns {Curve}
 */
export function transposed(curve) {
  const swap = (/** @type {Point} */ [x, y]) => /** @type {Point} */ ([y, x]);
  return {...curve, points: curve.points.map(swap), normals: curve.normals.map(swap), mirrored: !curve.mirrored};
}

/**
 * @param {Curve} curve
 * @param {number} t  0 at the source, 1 at the target
 * @param {number} [side]  px along the normal
 * @returns {{point: Point, normal: Point, tangent: Point}}
 */
export function at(curve, t, side = 0) {
  const place = Math.max(0, Math.min(1, t)) * (curve.points.length - 1);
  const index = Math.min(curve.points.length - 2, Math.floor(place));
  const part = place - index;
  const mix = (/** @type {readonly Point[]} */ list) => {
    const [a, b] = [/** @type {Point} */ (list[index]), /** @type {Point} */ (list[index + 1])];
    return /** @type {Point} */ ([a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part]);
  };
  const [x, y] = mix(curve.points);
  const [nx, ny] = mix(curve.normals);
  const size = Math.hypot(nx, ny) || 1;
  const normal = /** @type {Point} */ ([nx / size, ny / size]);
  const tangent = /** @type {Point} */ (curve.mirrored ? [-normal[1], normal[0]] : [normal[1], -normal[0]]);
  return {point: [x + normal[0] * side, y + normal[1] * side], normal, tangent};
}

/**
 * Parameter at a distance along the curve from its source; negative distances count from the target.
 * @param {Curve} curve
 * @param {number} along
 */
export function atLength(curve, along) {
  const wanted = along < 0 ? curve.length + along : along;
  const last = curve.lengths.length - 1;
  if (wanted <= 0) return 0;
  for (let index = 1; index <= last; index += 1) {
    const [a, b] = [/** @type {number} */ (curve.lengths[index - 1]), /** @type {number} */ (curve.lengths[index])];
    if (b >= wanted) return (index - 1 + (wanted - a) / (b - a || 1)) / last;
  }
  return 1;
}

/** Whole lanes by curve and side: most lanes of a picture are drawn again at every stop. @type {WeakMap<Curve, Map<number, string>>} */
const wholeLanes = new WeakMap();

/**
 * SVG path of the lane *side* px beside the curve, between two parameters.
 * @param {Curve} curve
 * @param {number} side
 * @param {number} [from]
 * @param {number} [to]
 */
export function lanePath(curve, side, from = 0, to = 1) {
  if (from !== 0 || to !== 1) return pathOf(curve, side, from, to);
  const lanes = wholeLanes.get(curve) ?? new Map();
  wholeLanes.set(curve, lanes);
  const path = lanes.get(side) ?? pathOf(curve, side, 0, 1);
  lanes.set(side, path);
  return path;
}

/** @param {Curve} curve @param {number} side @param {number} from @param {number} to */
function pathOf(curve, side, from, to) {
  const ends = [from, to];
  const last = curve.points.length - 1;
  const inner = curve.straight ? [] : curve.points.map((_, index) => index / last).filter((t) => t > from + 1e-6 && t < to - 1e-6);
  return [ends[0], ...inner, ends[1]].map((t, index) => {
    const [x, y] = at(curve, /** @type {number} */ (t), side).point;
    return `${index ? "L" : "M"}${round(x)} ${round(y)}`;
  }).join("");
}

/**
 * Two decimals, as short as they get.
 * @param {number} x
 */
export function round(x) {
  return Math.round(x * 100) / 100 + 0;
}
