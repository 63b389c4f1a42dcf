/**
 * Where the player stops: the trace's steps, without those that have nothing to show.
 *
 * A constant drawn inside its op has no forward stop of its own, and neither do the edges inside a closed group. The
 * address of a stop names its phase and edge, so a link still finds it when a group opens or the numbers change.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").Trace} Trace
 * @typedef {import("../types.d.ts").Stop} Stop
 * @typedef {import("../types.d.ts").Step} Step
 * @typedef {import("../types.d.ts").Display} Display
 */

import {display} from "./display.js";
import {edgeKey} from "./queries.js";

/**
 * @param {GraphDocument} graph
 * @param {Trace} trace
 * @param {Display} [shown]  where it is known already
 * @returns {readonly Stop[]}
 */
export function stopsOf(graph, trace, shown = display(graph, trace)) {
  if (last.shown !== shown || !sameSteps(last.steps, trace.steps)) {
    /** @type {Stop[]} */
    const stops = [];
    trace.steps.forEach((step, at) => {
      if (isShown(step, shown)) stops.push({index: stops.length, step: at, ...place(step)});
    });
    const same = last.stops.length === stops.length && stops.every(({address, step}, at) => address === last.stops[at]?.address && step === last.stops[at]?.step);
    last = {shown, steps: trace.steps, stops: same ? last.stops : stops};
  }
  return last.stops;
}

/**
 * The last answer, which is given again where it still holds: other numbers are told in the same steps.
 * @type {Readonly<{shown: Display | null, steps: readonly Step[], stops: readonly Stop[]}>}
 */
let last = {shown: null, steps: [], stops: []};

/** Do they tell of the same, whatever the numbers? @param {readonly Step[]} one @param {readonly Step[]} other */
function sameSteps(one, other) {
  return one === other || (one.length === other.length && one.every((a, at) => {
    const b = /** @type {Step} */ (other[at]);
    return a === b || (a.phase === b.phase && a.node === b.node && a.source === b.source && a.target === b.target && a.index === b.index);
  }));
}

/**
 * @param {Step} step
 * @returns {Pick<Stop, "phase" | "address" | "node" | "edge">}
 */
function place(step) {
  if (step.phase !== "edge") {
    const node = step.node ?? "";
    return {phase: step.phase, address: `${step.phase}:${node}`, node, edge: null};
  }
  const target = step.target ?? "";
  const edge = edgeKey(step.source ?? "", target, step.index ?? 0);
  return {phase: "edge", address: `edge:${edge}`, node: target, edge};
}

/** @param {Step} step @param {Display} shown */
function isShown(step, shown) {
  if (step.phase === "edge") {
    const [from, to] = [shown.owner[step.source ?? ""], shown.owner[step.target ?? ""]];
    return from != null && to != null && from !== to;
  }
  const node = step.node ?? "";
  const owner = shown.owner[node];
  if (owner == null) return false;
  if (owner === node || step.phase === "seed") return true;
  // Of a closed group only what leaves it is told, as the group's own step.
  return !(shown.byId[owner]?.inline ?? []).includes(node) && isBorder(node, owner, shown);
}

/** @param {string} node @param {string} owner @param {Display} shown */
function isBorder(node, owner, shown) {
  return shown.edges.some((edge) => edge.source === owner && edge.from === node);
}

/**
 * Index of the stop at *address*, or null; what a link's step turns into.
 * @param {readonly Stop[]} stops
 * @param {string} address
 */
export function stopAt(stops, address) {
  const found = stops.findIndex((stop) => stop.address === address);
  return found < 0 ? null : found;
}
