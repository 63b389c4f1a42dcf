/**
 * What each label says, from the trace: the numbers of every wire and node, and how large they are.
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").Local} Local
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Run} Run
 * @typedef {import("../types.d.ts").Trace} Trace
 * @typedef {import("../types.d.ts").TraceEdge} TraceEdge
 * @typedef {import("../types.d.ts").TraceNode} TraceNode
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {import("../layout/slots.js").Block} Block
 */

import {isUnnamed, nameRuns} from "../format/names.js";
import {FIGURE_HEIGHT, runsWidth, textWidth} from "../format/text.js";
import {toNumber} from "../format/number.js";
import {edgeKey, endsOf} from "../graph/queries.js";
import {SIZE} from "./metrics.js";
import {kinkRange, kinkWidth} from "./frame.js";
import {chipRuns, chipWidth} from "./label.js";
import {numberWidth} from "./marks.js";
import {shapeOf, shapeText, tensorSize} from "./tensor.js";

const ALARM_WIDTH = 22;

/** The trace, read by what is drawn. */
export class Numbers {
  /**
   * @param {Display} display
   * @param {Trace | null} trace
   */
  constructor(display, trace) {
    this.display = display;
    this.trace = trace;
    /** @type {ReadonlyMap<NodeId, TraceNode>} */
    this.nodes = new Map((trace?.nodes ?? []).map((node) => [node.id, node]));
    /** @type {ReadonlyMap<string, TraceEdge>} */
    this.edges = new Map((trace?.edges ?? []).map((edge) => [edgeKey(edge.source, edge.target, edge.index), edge]));
    /** @type {ReadonlyMap<NodeId, readonly DisplayEdge[]>} */
    this.out = endsOf(display).outOf;
    const seed = (trace?.steps ?? []).find((step) => step.phase === "seed");
    /** The gradient entering at the output. */
    this.seed = /** @type {WireValue | null} */ (seed?.factors[0]?.value ?? (trace && trace.value != null ? 1 : null));
    this.badges = badgesOf(display, trace);
  }

  /** @param {NodeId} id  of the document @returns {WireValue | null} */
  value(id) {
    return this.nodes.get(id)?.value ?? null;
  }

  /** What the wire brings back. @param {DisplayEdge} edge @returns {WireValue | null} */
  gradient(edge) {
    if (edge.to == null) return this.seed;
    return edge.fixed ? null : this.edges.get(edge.key)?.downstream ?? null;
  }

  /** The gradient of a display node: of itself, or of what leaves a closed group. @param {NodeId} id @returns {WireValue | null} */
  nodeGradient(id) {
    const from = this.out.get(id)?.[0]?.from ?? id;
    return this.nodes.get(from)?.gradient ?? null;
  }

  /** @param {DisplayEdge} edge @returns {Local | null} */
  local(edge) {
    const grouped = this.display.byId[edge.target]?.kind === "group";
    return edge.fixed || grouped ? null : this.edges.get(edge.key)?.local ?? null;
  }

  /** True where the sum of several addends is a number of its own. @param {NodeId} id */
  fansOut(id) {
    return (this.out.get(id) ?? []).filter((edge) => !edge.fixed).length > 1;
  }

  /** Does the gradient of a broadcast come back summed along this wire? @param {DisplayEdge} edge */
  sumsBack(edge) {
    return !edge.fixed && (this.edges.get(edge.key)?.summed_axes ?? []).length > 0;
  }

  /** The wire that carries the value label of a fan-out; every wire of a node with one. @param {DisplayEdge} edge @param {ReadonlySet<string>} level  keys of level wires */
  carriesValue(edge, level) {
    const siblings = this.out.get(edge.source) ?? [];
    if (siblings.length < 2) return true;
    const first = siblings.find((one) => level.has(one.key)) ?? siblings.find((one) => one.to == null) ?? siblings[0];
    return first?.key === edge.key; // A wire kept from the last picture has the edge of that time.
  }
}

/** How far along a wire the Σ bead of a broadcast sits; behind the ⊕ bead where there is one. @param {boolean} fans */
export function sumPlace(fans) {
  return fans ? 34 : 18;
}

/** @param {WireValue | null} value @param {boolean} [asCells]  a tensor however small @returns {Block | null} */
export function blockOf(value, asCells = false) {
  if (value == null) return null;
  if (Array.isArray(value)) return {...tensorSize(value, asCells), tensor: true, cells: tensorSize(value, true)};
  return {width: numberWidth(/** @type {WireNumber} */ (value), SIZE.number), height: SIZE.number * FIGURE_HEIGHT, tensor: false};
}

/**
 * What the placer asks for.
 * @param {Numbers} numbers
 * @param {ReadonlySet<string>} level  keys of level wires
 * @returns {import("../layout/slots.js").Content}
 */
export function contentOf(numbers, level) {
  const {display} = numbers;
  const form = (/** @type {NodeId} */ id) => display.byId[id]?.form;
  const addends = (/** @type {NodeId} */ id) => numbers.fansOut(id);
  return {
    value: ({edge}) => (form(edge.source) === "leaf" || !numbers.carriesValue(edge, level) ? null : blockOf(numbers.value(edge.from))),
    gradient: ({edge}) => (form(edge.source) === "leaf" && edge.to != null && !addends(edge.source) ? null : blockOf(numbers.gradient(edge))),
    chip: ({edge}) => {
      const runs = localRuns(numbers, edge);
      return runs && chipWidth(runs);
    },
    leaf: (id) => {
      const value = numbers.value(id);
      const known = (numbers.out.get(id)?.length ?? 0) > 0 && display.byId[id]?.kind !== "constant";
      return {value: Array.isArray(value) ? blockOf(value) : null, gradient: known ? blockOf(numbers.nodeGradient(id)) : null};
    },
    sum: (id) => (addends(id) ? blockOf(numbers.nodeGradient(id)) : null),
    name: (id) => runsWidth(display.byId[id]?.name ?? [], SIZE.name),
    badge: (id) => {
      const badge = numbers.badges.get(id);
      return badge == null ? 0 : badge === "alarm" ? ALARM_WIDTH : kinkWidth(badge);
    },
    bead: ({edge, fans}) => (numbers.sumsBack(edge) ? sumPlace(fans) : 0),
    shape: ({edge}) => {
      const shape = shapeOf(numbers.value(edge.from) ?? 0);
      return shape.length ? textWidth(shapeText(shape), 14) : 0;
    },
  };
}

/**
 * What the chip of an edge says: `×0.1966`, `⊙ 3` for a slope per entry, `W⊤ ·` for a product of matrices.
 * @param {Numbers} numbers
 * @param {DisplayEdge} edge
 * @returns {readonly Run[] | null}
 */
export function localRuns(numbers, edge) {
  const local = numbers.local(edge);
  if (local == null) return null;
  if (typeof local !== "object") return chipRuns(local);
  if (Array.isArray(local)) {
    const same = uniform(local);
    return same == null ? [{text: "⊙", face: "roman"}, {text: shapeText(shapeOf(local)), face: "number", gap: 0.25}] : chipRuns(same);
  }
  return productRuns(numbers, edge) ?? [{text: "J", face: "math"}, .../** @type {Run[]} */ (jacobianShape(numbers, edge))];
}

/** The one number all entries are, or null. @param {WireValue} value @returns {WireNumber | null} */
function uniform(value) {
  const flat = /** @type {WireNumber[]} */ ([value].flat(8));
  const first = flat[0];
  return first !== undefined && flat.every((entry) => entry === first) ? first : null;
}

/** For a matrix product: the other operand, transposed, on the side where it multiplies. @param {Numbers} numbers @param {DisplayEdge} edge @returns {readonly Run[] | null} */
function productRuns(numbers, edge) {
  const node = numbers.nodes.get(edge.to ?? "");
  if (node?.op !== "matmul") return null;
  const other = node.inputs?.[1 - edge.index];
  if (other == null || isUnnamed(other)) return null;
  const name = [...nameRuns(other, {width: 60, size: SIZE.chip}), /** @type {Run} */ ({text: "⊤", face: "roman", size: 0.75, shift: -0.4, gap: 0.05})];
  const dot = /** @type {Run} */ ({text: "⋅", face: "roman"});
  return edge.index === 0 ? [dot, ...name.map((run, at) => (at ? run : {...run, gap: 0.25}))] : [...name, {...dot, gap: 0.25}];
}

/** @param {Numbers} numbers @param {DisplayEdge} edge @returns {readonly Run[]} */
function jacobianShape(numbers, edge) {
  const rows = shapeOf(numbers.value(edge.to ?? "") ?? 0).reduce((product, size) => product * size, 1);
  const columns = shapeOf(numbers.value(edge.from) ?? 0).reduce((product, size) => product * size, 1);
  return [{text: `${rows}×${columns}`, face: "number", gap: 0.25}];
}

/**
 * Signs of trouble by display node: the alarm on the first offender, and the slopes at a kink.
 * @param {Display} display
 * @param {Trace | null} trace
 * @returns {ReadonlyMap<NodeId, string>}
 */
function badgesOf(display, trace) {
  /** @type {Map<NodeId, string>} */
  const badges = new Map();
  for (const warning of trace?.warnings ?? []) {
    const id = warning.node == null ? undefined : display.owner[warning.node];
    const node = id === undefined ? undefined : display.byId[id];
    if (!node || badges.has(node.id)) continue;
    if (warning.code === "kink") badges.set(node.id, kinkRange(node.op, trace?.nodes.find((one) => one.id === warning.node)?.attrs));
    if (warning.code === "nan" || warning.code === "overflow") badges.set(node.id, "alarm");
  }
  return badges;
}

/** Is every entry finite? @param {WireValue | null} value @returns {boolean} */
export function isFinite(value) {
  if (value == null) return true;
  if (Array.isArray(value)) return value.every(isFinite);
  return Number.isFinite(toNumber(/** @type {WireNumber} */ (value)));
}

/** Is every entry exactly zero? @param {WireValue | null} value @returns {boolean} */
export function isZero(value) {
  if (value == null) return false;
  if (Array.isArray(value)) return value.every(isZero);
  return toNumber(/** @type {WireNumber} */ (value)) === 0;
}

