/**
 * What part of the plane a plot shows, and where its axes are marked. Windows are in the units of the data.
 */

/** @typedef {readonly [number, number]} Span */

/** Room beside a path, as a share of its width; a slope is only seen with some of the curve on both sides. */
const BESIDE = 0.35;
/** Of a path that runs away, so many points set the window; the rest leaves the frame. */
const FIRST = 4;

/**
 * @param {readonly number[]} values
 * @returns {Span | null}  null where none is a number
 */
export function spanOf(values) {
  const finite = values.filter(Number.isFinite);
  return finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : null;
}

/**
 * A span with room beside it; one that is a point is given width of its own.
 * @param {Span} span
 * @param {number} [share]
 * @returns {Span}
 */
export function padded([low, high], share = BESIDE) {
  const least = Math.max(Math.abs(low), Math.abs(high)) * 0.05 || 1;
  const width = Math.max(high - low, least);
  const middle = (low + high) / 2;
  return [middle - width * (0.5 + share), middle + width * (0.5 + share)];
}

/**
 * A span with more room beyond the far end of the way than behind its start, for there lies the valley's other side.
 * @param {Span} span
 * @param {number} start
 * @returns {Span}
 */
function ahead([low, high], start) {
  const [wide, narrow] = [0.75, 0.25];
  const [width, rising] = [high - low, start - low < high - start];
  if (!(width > 0)) return padded([low, high]);
  return [low - width * (rising ? narrow : wide), high + width * (rising ? wide : narrow)];
}

/**
 * The windows of several paths over one leaf. Those that stay share one, so that their steps can be compared; one that
 * runs away has its own, further out.
 * @param {readonly (readonly number[])[]} paths
 * @param {readonly boolean[]} away
 * @returns {readonly Span[]}
 */
export function windows(paths, away) {
  const shared = spanOf(paths.flatMap((path, at) => (away[at] ? path.slice(0, 1) : path))) ?? [-1, 1];
  const bounds = ahead(shared, paths[0]?.[0] ?? NaN);
  return paths.map((path, at) => {
    if (!away[at]) return bounds;
    const own = spanOf(path.slice(0, FIRST)) ?? shared;
    return padded([Math.min(own[0], shared[0]), Math.max(own[1], shared[1])]);
  });
}

/**
 * The heights of a curve pane: all of the path, and of the curve so much as does not squash it.
 * @param {readonly number[]} curve
 * @param {readonly number[]} path  only what lies in the window
 * @returns {Span}
 */
export function heights(curve, path) {
  const [all, own] = [spanOf([...curve, ...path]) ?? [-1, 1], spanOf(path) ?? spanOf(curve) ?? [-1, 1]];
  const fall = Math.max(own[1] - own[0], (all[1] - all[0]) * 0.15, 1e-300);
  const [low, high] = [Math.max(all[0], own[0] - 3 * fall), Math.min(all[1], own[1] + 1.2 * fall)];
  return padded([low, high], 0.06);
}

/**
 * Round numbers within a span: 1, 2 or 5 times a power of ten apart.
 * @param {Span} span
 * @param {number} most
 * @returns {readonly number[]}
 */
export function ticks([low, high], most) {
  const rough = (high - low) / Math.max(1, most);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough * (1 - 1e-9)) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // Written by their decimals, so that 3 × 0.1 is 0.3.
  return Array.from({length: Math.max(0, count)}, (_, at) => Number(((first + at) * step).toPrecision(12)) + 0);
}

/**
 * Powers of ten within a span, thinned until there are no more than wanted.
 * @param {Span} span
 * @param {number} most
 * @returns {readonly number[]}
 */
export function powers([low, high], most) {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((to - from + 1) / Math.max(1, most)));
  return Array.from({length: Math.max(0, Math.floor((to - from) / every) + 1)}, (_, at) => Number(`1e${from + at * every}`));
}

/** A chart that spans more than this is drawn over powers of ten. */
const DECADES = 100;

/**
 * The frame of the costs by step. Paths that run away are cut at it.
 * @param {readonly (readonly number[])[]} runs
 * @param {readonly boolean[]} away
 * @returns {{log: boolean, span: Span}}
 */
export function costFrame(runs, away) {
  const staying = runs.filter((_, at) => !away[at]);
  const starts = runs.map(([first = NaN]) => first);
  const all = spanOf(staying.length > 0 ? [...staying.flat(), ...starts] : runs.flatMap((run) => run.slice(0, FIRST))) ?? [0, 1];
  const log = all[0] > 0 && all[1] / all[0] > DECADES;
  if (log) return {log, span: [all[0] / 1.6, all[1] * 1.6]};
  const [low, high] = padded(all, 0.08);
  return {log, span: [low, away.some(Boolean) ? high + (high - low) * 0.3 : high]};
}

/**
 * Values evenly over a span, both ends included.
 * @param {Span} span
 * @param {number} count  at least 2
 * @returns {readonly number[]}
 */
export const evenly = ([low, high], count) => Array.from({length: count}, (_, at) => low + ((high - low) * at) / (count - 1));

/**
 * Two spans of one scale where they are not too unlike: a path then crosses its contours at right angles.
 * @param {Span} x
 * @param {Span} y
 * @param {readonly [number, number]} size  px
 * @returns {readonly [Span, Span]}
 */
export function evened(x, y, [width, height]) {
  const [across, up] = [(x[1] - x[0]) / width, (y[1] - y[0]) / height];
  if (Math.max(across / up, up / across) > EVEN) return [x, y];
  const wider = (/** @type {Span} */ [low, high], /** @type {number} */ factor) => /** @type {Span} */ (
    [(low + high) / 2 - ((high - low) / 2) * factor, (low + high) / 2 + ((high - low) / 2) * factor]);
  return across > up ? [x, wider(y, across / up)] : [wider(x, up / across), y];
}
const EVEN = 5;

/**
 * Heights for contour lines: between them lie equally many of the grid's points. None lies beside the height one stands
 * at, which has a line of its own.
 * @param {readonly number[]} values
 * @param {number} count
 * @param {number} [here]
 * @returns {readonly number[]}
 */
export function levels(values, count, here = NaN) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const picked = Array.from({length: count}, (_, at) => sorted[Math.floor(((at + 0.5) / count) * sorted.length)] ?? NaN);
  const near = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / (6 * count);
  return [...new Set(picked)].filter((level) => Number.isFinite(level) && !(Math.abs(level - here) < near));
}
