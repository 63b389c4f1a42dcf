/**
 * Going downhill, as far as it needs nobody's numbers: what is asked of POST /descend, what may move, which leaves a
 * picture is drawn over, and what a path has come to. Every number of a path is the API's; here they are only compared.
 */

import {toNumber} from "../format/number.js";
import {movable, RULES} from "./descent-settings.js";

export {DESCENT, hindrance, MOST_RATES, MOST_UPDATES, movable, RULES} from "./descent-settings.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {import("../page.js").DescentEntry} DescentEntry */
/** @typedef {import("../page.js").DescentRun} DescentRun */
/** @typedef {import("../page.js").DescentSettings} DescentSettings */
/** @typedef {import("../page.js").Verdict} Verdict */

/**
 * Those that do: as chosen, or as the API has it, the parameters, or the inputs where there are none.
 * @param {Trace} trace
 * @param {readonly string[] | null} chosen
 * @returns {readonly string[]}
 */
export function moving(trace, chosen) {
  const all = movable(trace);
  const kept = (chosen ?? []).filter((id) => all.includes(id));
  if (kept.length > 0) return all.filter((id) => kept.includes(id));
  const kind = trace.nodes.some((node) => node.kind === "parameter") ? "parameter" : "input";
  return trace.nodes.filter((node) => node.kind === kind).map(({id}) => id);
}

/**
 * What POST /descend is asked for one rate.
 * @param {GraphDocument} graph
 * @param {Trace} trace
 * @param {DescentSettings} settings
 * @param {number} rate
 */
export function descendRequest(graph, trace, {rule, updates, moving: chosen}, rate) {
  return {
    graph, output: trace.output, optimizer: {kind: rule, learning_rate: rate, ...RULES[rule]}, steps: updates,
    trainable: moving(trace, chosen),
  };
}

/** @param {WireValue | null | undefined} value @returns {value is WireNumber} */
export const isScalar = (value) => value != null && !Array.isArray(value);

/**
 * The leaves a picture is drawn over, at most two: as chosen, or the two whose first gradients are largest. A curve
 * needs numbers, so tensors are never among them.
 * @param {DescentEntry} start
 * @param {readonly string[] | null} chosen
 * @returns {readonly string[]}
 */
export function axesOf(start, chosen) {
  const scalars = Object.keys(start.leaves).filter((id) => isScalar(start.leaves[id]));
  const kept = scalars.filter((id) => chosen?.includes(id)).slice(0, 2);
  if (kept.length > 0) return kept;
  const slope = (/** @type {string} */ id) => Math.abs(toNumber(/** @type {WireNumber} */ (start.gradients[id] ?? 0))) || 0;
  const steepest = [...scalars].sort((a, b) => slope(b) - slope(a)).slice(0, 2);
  return scalars.filter((id) => steepest.includes(id));
}

/**
 * A leaf along a path; NaN where it is no number.
 * @param {readonly DescentEntry[]} path
 * @param {string} id
 * @returns {readonly number[]}
 */
export const along = (path, id) => path.map(({leaves}) => (isScalar(leaves[id]) ? toNumber(leaves[id]) : NaN));

/** @param {readonly DescentEntry[]} path */
export const costs = (path) => path.map(({value}) => toNumber(value));

/**
 * True where a path ends no lower than it began, or at no number: it does not stay near its start.
 * @param {DescentRun} run
 */
export function strays({path, stopped}) {
  const [start = NaN, end = NaN] = [costs(path)[0], costs(path).at(-1)];
  return stopped === "diverged" || (path.length > 1 && !(end < start) && largest(path[0]) > 0);
}

/** A gradient that has grown so many times, while the cost falls. */
const GROWN = 10;

/**
 * True where a path falls faster with each update, as it does where there is no floor.
 * @param {DescentRun} run
 */
export function falls(run) {
  const [before = NaN, last = NaN, end = NaN] = costs(run.path).slice(-3);
  return !strays(run) && last - end > before - last && largest(run.path.at(-1)) > GROWN * largest(run.path[0]);
}

/**
 * True where a path does not stay near its start, up or down: it has a window of its own, and is cut there.
 * @param {DescentRun} run
 */
export const leaves = (run) => strays(run) || falls(run);

/** Two costs this near, as a share of what was gained, are as good as each other. */
const SAME = 0.02;

/**
 * What each path has come to. One that falls faster and faster is only that; one that ends higher than it began, or with no number at all, went too far each time; of
 * the others the lowest is right, and the rest fell short of it, by steps too small or too large.
 * @param {readonly DescentRun[]} runs
 * @returns {readonly Verdict[]}
 */
export function verdicts(runs) {
  const ends = runs.map((run) => (strays(run) ? Infinity : costs(run.path).at(-1) ?? Infinity));
  const least = Math.min(...ends);
  const best = runs[ends.indexOf(least)];
  return runs.map(({rate, path}, at) => {
    const [start, end] = [costs(path)[0] ?? Infinity, ends[at] ?? Infinity];
    if (largest(path[0]) === 0) return "flat";
    if (end === Infinity) return "high";
    if (falls(/** @type {DescentRun} */ (runs[at]))) return "falling";
    if (!best || end - least <= SAME * (start - least)) return "right";
    return rate < best.rate ? "low" : "high";
  });
}

/** The largest gradient of an entry. @param {DescentEntry | undefined} entry @returns {number} */
function largest(entry) {
  /** @type {(value: WireValue) => number[]} */
  const flat = (value) => (Array.isArray(value) ? value.flatMap(flat) : [Math.abs(toNumber(/** @type {WireNumber} */ (value)))]);
  return Math.max(0, ...Object.values(entry?.gradients ?? {}).flatMap(flat));
}

/**
 * The rate beside a rate, ten to a power of ten: 0.1, 0.13, 0.16, 0.2 and so on.
 * @param {number} rate
 * @param {number} steps  with their direction; ten are a power of ten
 * @returns {number}
 */
export function rateBeside(rate, steps) {
  const at = 10 * Math.log10(rate);
  const between = steps > 0 ? Math.floor(at) : Math.ceil(at);
  const from = ofSeries(Math.round(at)) === rate ? Math.round(at) : between;
  return ofSeries(Math.max(-80, Math.min(60, from + steps)));
}

/** @param {number} at @returns {number} */
const ofSeries = (at) => Number((10 ** (at / 10)).toPrecision(2));

/**
 * A rate as a reader types it; null where it is none.
 * @param {string} text
 * @returns {number | null}
 */
export function readRate(text) {
  const rate = Number(text.trim().replace(",", ".") || "none");
  return Number.isFinite(rate) && rate > 0 ? rate : null;
}

/**
 * Three rates around one: a tenth of it and ten times it.
 * @param {number} rate
 * @returns {readonly number[]}
 */
export const threeAround = (rate) => [rate / 10, rate, rate * 10].map((each) => Number(each.toPrecision(12)));
