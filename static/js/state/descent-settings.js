/**
 * What the rest of the page must know of going downhill: whether a graph can, and the settings that a link may say. All
 * else (descent.js) is fetched with the view.
 */

/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../page.js").DescentSettings} DescentSettings */

export const MOST_RATES = 3;
export const MOST_UPDATES = 200;

/** @type {DescentSettings} */
export const DESCENT = Object.freeze({rates: [0.1], active: 0, rule: "sgd", updates: 12, moving: null, axes: null});

/** The update rules one can choose, each with the settings it is asked with. */
export const RULES = /** @type {Readonly<Record<import("../page.js").Rule, Readonly<Record<string, number>>>>} */ (Object.freeze({
  sgd: {}, momentum: {momentum: 0.9}, rmsprop: {alpha: 0.99, eps: 1e-8}, adam: {beta1: 0.9, beta2: 0.999, eps: 1e-8},
}));

/**
 * Why a graph cannot go downhill, or null where it can.
 * @param {Trace | null} trace
 * @returns {"no-graph" | "no-scalar" | "no-leaf" | null}
 */
export function hindrance(trace) {
  if (!trace) return "no-graph";
  if (trace.value === null || Array.isArray(trace.value)) return "no-scalar";
  return movable(trace).length === 0 ? "no-leaf" : null;
}

/**
 * Leaves that can move, parameters first.
 * @param {Trace} trace
 * @returns {readonly string[]}
 */
export function movable(trace) {
  const of = (/** @type {string} */ kind) => trace.nodes.filter((node) => node.kind === kind).map(({id}) => id);
  return [...of("parameter"), ...of("input")];
}
