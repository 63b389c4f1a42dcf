/**
 * What is known at a stop, and what is in its step.
 *
 * A value is known from its node's forward stop; a wire is inked when its target has computed; a gradient comes with
 * its edge's stop. In the step are the op, its edge, its outgoing edges and their two ends: everything else fades. At
 * the last stop nothing does. A stop that asks shows all that was known before it, and where its own number will stand.
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Stop} Stop
 * @typedef {import("../types.d.ts").Trace} Trace
 * @typedef {import("./label.js").Role} Role
 */

import {edgeKey, endsOf} from "../graph/queries.js";

/** @typedef {Readonly<{forward: ReadonlySet<string>, passed: ReadonlySet<string>, summed: ReadonlySet<string>, seeded: boolean}>} Known */

/** What the steps of a trace have told, where one stood last. @type {WeakMap<Trace, Map<number, Known>>} */
const known = new WeakMap();
/** A stop, the way to it, the end, and what is drawn ahead. */
const PLACES = 5;

/** What the first steps have told. @param {Trace | null} trace @param {number} count @returns {Known} */
function toldBy(trace, count) {
  const places = (trace && known.get(trace)) ?? new Map();
  const kept = places.get(count);
  if (kept) return kept;
  const steps = (trace?.steps ?? []).slice(0, Math.max(0, count));
  const made = {
    forward: new Set(steps.flatMap((step) => (step.phase === "forward" && step.node != null ? [step.node] : []))),
    passed: new Set(steps.flatMap((step) => (step.phase === "edge" ? [edgeKey(step.source ?? "", step.target ?? "", step.index ?? 0)] : []))),
    summed: new Set(steps.flatMap((step) => (step.phase === "accumulate" && step.node != null ? [step.node] : []))),
    seeded: steps.some((step) => step.phase === "seed"),
  };
  if (trace) known.set(trace, new Map([...[...places].slice(1 - PLACES), [count, made]]));
  return made;
}

export class Reveal {
  /**
   * @param {Display} display
   * @param {Trace | null} trace
   * @param {readonly Stop[]} stops
   * @param {number} index       -1 before the first
   * @param {number} [travelled]  how far this stop's bead has come
   * @param {{asked?: boolean, rests?: boolean}} [how]
   *   `asked`: the stop's number is a question; `rests`: the last stop shows everything alike
   */
  constructor(display, trace, stops, index, travelled = 1, {asked = false, rests = true} = {}) {
    this.display = display;
    this.ends = endsOf(display);
    this.stop = stops[index] ?? null;
    this.travelled = travelled;
    this.asked = asked && this.stop != null;
    this.landed = travelled >= 1 && !this.asked;
    this.atStart = index < 0;
    this.last = rests && stops.length > 0 && index >= stops.length - 1 && this.landed;
    const until = this.stop ? this.stop.step : -1;
    const {forward, passed, summed, seeded} = toldBy(trace, this.landed ? until + 1 : until);
    this.forward = forward;
    this.passed = passed;
    this.summed = summed;
    this.seeded = seeded;
    const all = toldBy(trace, Infinity);
    this.told = all.passed;
    this.addsUp = all.summed;
    this.values = new Set((trace?.nodes ?? []).filter((node) => node.value != null).map((node) => node.id));
    const step = this.last ? null : this.stop;
    this.now = step ? this.actor(step) : null;
    this.nowEdge = step?.phase === "edge" ? step.edge : null;
    this.edges = step ? this.edgesOfStep(step) : null;
    this.nodes = step ? this.nodesOfStep() : null;
  }

  /** @param {NodeId} id */
  outOf(id) {
    return this.ends.outOf.get(id) ?? [];
  }

  /** @param {NodeId} id */
  into(id) {
    return this.ends.into.get(id) ?? [];
  }

  /** The display node that acts: the terminal at the seed. @param {Stop} step @returns {NodeId | null} */
  actor(step) {
    if (step.phase === "seed") return this.display.nodes.find((node) => node.form === "terminal")?.id ?? null;
    return this.display.owner[step.node] ?? null;
  }

  /** @param {Stop} step @returns {ReadonlySet<string>} */
  edgesOfStep(step) {
    const out = this.outOf(this.now ?? "");
    const inward = this.into(this.now ?? "");
    if (step.phase === "edge") return new Set([...out.map((edge) => edge.key), step.edge ?? ""]);
    if (step.phase === "forward") return new Set([...out, ...inward].map((edge) => edge.key));
    return new Set((step.phase === "seed" ? inward : out).map((edge) => edge.key));
  }

  /** @returns {ReadonlySet<NodeId>} */
  nodesOfStep() {
    const ids = new Set(this.now == null ? [] : [this.now]);
    const forward = this.stop?.phase === "forward";
    for (const edge of this.display.edges) {
      if (!this.edges?.has(edge.key)) continue;
      ids.add(edge.source);
      if (!forward || edge.target === this.now) ids.add(edge.target);
    }
    return ids;
  }

  /** Faded: not in this step. @param {string} id  of a node or edge */
  fades(id) {
    return this.edges != null && !this.edges.has(id) && !(this.nodes?.has(id) ?? false);
  }

  /** Has the node computed? A closed group has when all that leaves it has. @param {NodeId} id  of a display node */
  computed(id) {
    const node = this.display.byId[id];
    if (!node) return false;
    if (node.kind !== "group") return this.forward.has(id) && this.values.has(id);
    return this.outOf(id).every((edge) => this.forward.has(edge.from) && this.values.has(edge.from));
  }

  /** Has the value travelled along the wire? @param {DisplayEdge} edge */
  arrived(edge) {
    if (!this.forward.has(edge.from) || !this.values.has(edge.from)) return false;
    return edge.to == null || (this.forward.has(edge.to) && this.values.has(edge.to));
  }

  /** Has the gradient? Off every path to the output it is zero from the seed on. @param {DisplayEdge} edge */
  returned(edge) {
    if (edge.to == null) return this.seeded;
    return this.told.has(edge.key) ? this.passed.has(edge.key) : this.seeded;
  }

  /** Is the node's own gradient complete? @param {NodeId} id  of a display node */
  isFinal(id) {
    const out = this.outOf(id).filter((edge) => !edge.fixed);
    if (out.length > 1 && out.every((edge) => this.addsUp.has(edge.from))) return out.every((edge) => this.summed.has(edge.from));
    return this.seeded && out.every((edge) => this.returned(edge));
  }

  /** Has the node passed its gradient on along every edge? @param {NodeId} id */
  hasPassedOn(id) {
    const into = this.into(id).filter((edge) => !edge.fixed);
    return into.length === 0 ? this.isFinal(id) : into.every((edge) => this.returned(edge));
  }

  /** Is what the wire brings back this stop's question? @param {DisplayEdge} edge */
  asksGradient(edge) {
    if (!this.asked) return false;
    return this.stop?.phase === "seed" ? edge.to == null : edge.key === this.nowEdge;
  }

  /** Is the value it carries? @param {DisplayEdge} edge */
  asksValue(edge) {
    return this.asked && this.stop?.phase === "forward" && edge.from === this.stop.node;
  }

  /** Is the sum at a node? Of a leaf with one wire it is what that wire brings. @param {NodeId} id @param {DisplayEdge | undefined} single */
  asksSum(id, single) {
    if (this.asked && this.stop?.phase === "accumulate") return id === this.now;
    return single !== undefined && !this.adds(id) && this.asksGradient(single);
  }

  /** The part the number of a wire plays in this step. @param {DisplayEdge} edge @returns {Role} */
  role(edge) {
    if (!this.edges || edge.key === this.nowEdge) return this.nowEdge === edge.key && this.edges ? "downstream" : null;
    if (edge.source !== this.now) return this.stop?.phase === "seed" && edge.target === this.now ? "upstream" : null;
    if (this.stop?.phase === "accumulate") return "downstream";
    return this.stop?.phase === "edge" && !this.adds(edge.source) ? "upstream" : null;
  }

  /** The part a node's sum plays. @param {NodeId} id @returns {Role} */
  sumRole(id) {
    return id === this.now && (this.stop?.phase === "edge" || this.stop?.phase === "accumulate") ? "upstream" : null;
  }

  /** @param {NodeId} id */
  adds(id) {
    return this.outOf(id).filter((edge) => !edge.fixed).length > 1;
  }

  /** The bead on this wire, or null. @param {DisplayEdge} edge @returns {{way: "forward" | "backward", travelled: number} | null} */
  bead(edge) {
    if (this.landed || this.asked || !this.stop) return null;
    const {phase} = this.stop;
    if (phase === "forward" && edge.target === this.now && edge.to != null) return {way: "forward", travelled: this.travelled};
    const returning = (phase === "edge" && edge.key === this.nowEdge) || (phase === "seed" && edge.target === this.now);
    return returning ? {way: "backward", travelled: this.travelled} : null;
  }
}
