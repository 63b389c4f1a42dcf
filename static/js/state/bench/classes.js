/**
 * What kind of picture a network's answers make, and how classes are told apart in them: by the largest output, by an
 * output's sign, or at one half. The same rule as the server's count of what is right.
 */

/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {"largest" | "sign" | "half" | null} Telling  null where nothing is a class */
/** @typedef {"bands" | "classes" | "curve" | "bars"} SurfaceKind */

/**
 * @param {NetSpec} spec
 * @param {NetRows} rows
 * @returns {Telling}
 */
export function tellingOf(spec, rows) {
  if (spec.loss.startsWith("cce")) return "largest";
  if (spec.loss === "hinge" || spec.loss === "bce_with_logits") return "sign";
  if (spec.loss === "bce") return "half";
  const every = (/** @type {readonly number[]} */ known) => rows.y.every((row) => row.every((entry) => known.includes(Number(entry))));
  // Of the reader's own rows only their targets tell.
  if (rows.y.length === 0 || (rows.task === "regression" && rows.name !== "")) return null;
  // Class numbers that the server makes one column each of.
  if (rows.classes.length > 2 && spec.layers.at(-1)?.units === rows.classes.length && rows.y.every((row) => row.length === 1)) return "largest";
  if (every([0, 1])) return rows.y.every((row) => row.length > 1 && row.map(Number).reduce((sum, entry) => sum + entry, 0) === 1) ? "largest" : "half";
  return every([-1, 1]) ? "sign" : null;
}

/**
 * The class of an example by its target; null where there are none.
 * @param {NetRows} rows
 * @param {number} index
 * @param {Telling} telling
 * @returns {number | null}
 */
export function classOf({y}, index, telling) {
  const target = y[index]?.map(Number);
  if (!target || telling === null) return null;
  if (telling === "largest") return target.length > 1 ? target.indexOf(Math.max(...target)) : target[0] ?? null;
  return target.length > 1 ? null : (target[0] ?? 0) > 0.5 ? 1 : 0;
}

/** Which rows an example is of. @param {NetRows["rows"]} rows @param {number} index @returns {"train" | "validation" | "test"} */
export const partOf = ({train, validation}, index) => (index < train ? "train" : index < train + validation ? "validation" : "test");

/**
 * @param {NetSpec} spec
 * @param {NetRows} rows
 * @returns {SurfaceKind}
 */
export function surfaceKind(spec, rows) {
  const outputs = spec.layers.at(-1)?.units ?? 1;
  if (spec.inputs === 1) return "curve";
  if (spec.inputs > 2) return "bars";
  return outputs > 1 && tellingOf(spec, rows) === "largest" ? "classes" : "bands";
}

/** The kind of activation, however it is written. @param {NetSpec["layers"][number] | undefined} layer @returns {string} */
export function activationOf(layer) {
  const activation = layer?.activation ?? "linear";
  return typeof activation === "string" ? activation : activation.kind;
}

/**
 * What the bands of an output span, and where it changes its mind: both ends of what it can say, or as far to either
 * side as its values go.
 * @param {NetSpec} spec
 * @param {NetRows} rows
 * @param {{low: number, high: number}} values  the least and the largest that occur
 * @returns {{low: number, high: number, middle: number}}
 */
export function outputSpan(spec, rows, {low, high}) {
  const ends = ENDS[activationOf(spec.layers.at(-1))];
  const telling = tellingOf(spec, rows);
  if (ends && telling !== "sign") return {low: ends[0], high: ends[1], middle: (ends[0] + ends[1]) / 2};
  if (telling === "half") return {low: Math.min(0, low), high: Math.max(1, high), middle: 0.5};
  if (telling === null && !ends) return {low, high: high > low ? high : low + 1, middle: (low + high) / 2};
  const most = ends ? Math.max(...ends.map(Math.abs)) : Math.max(Math.abs(low), Math.abs(high)) || 1;
  return {low: -most, high: most, middle: 0};
}

/** @type {Readonly<Record<string, readonly [number, number]>>} */
const ENDS = {sigmoid: [0, 1], softmax: [0, 1], step: [0, 1], tanh: [-1, 1]};

/**
 * The example that lies nearest to a point, within reach.
 * @param {readonly (readonly [number, number])[]} places  of the examples, in px
 * @param {readonly [number, number]} point  px
 * @param {number} reach  px
 * @returns {number | null}
 */
export function nearest(places, [x, y], reach) {
  let [found, least] = [/** @type {number | null} */ (null), reach];
  places.forEach(([px, py], index) => {
    const away = Math.hypot(px - x, py - y);
    if (away <= least) [found, least] = [index, away];
  });
  return found;
}

/**
 * The next example in a direction: the nearest of those that lie more that way than aside.
 * @param {readonly (readonly [number, number])[]} places
 * @param {number} from
 * @param {readonly [number, number]} way  a unit step, px axes
 * @returns {number}  where there is none, the same
 */
export function beyond(places, from, [dx, dy]) {
  const [x, y] = places[from] ?? [0, 0];
  let [found, least] = [from, Infinity];
  places.forEach(([px, py], index) => {
    const [along, aside] = [(px - x) * dx + (py - y) * dy, Math.abs((px - x) * dy) + Math.abs((py - y) * dx)];
    if (index === from || along <= 0 || aside > along) return;
    const away = along + 2 * aside;
    if (away < least) [found, least] = [index, away];
  });
  return found;
}
