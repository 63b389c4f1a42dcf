/**
 * Places for a stage: an op in the middle, its operands in a row or column before it, its consumers after it.
 *
 * Everything is reckoned in the way of the flow: `along` it, and `across` it. A wall takes along as to the right and
 * across as down; a phone takes along as down and across as to the right. So there is one set of rules for both.
 *
 * Each wire has a level piece with its numbers beside it. Where the wires of one side need more than the stage is
 * tall, they are set tighter, then in two columns; a stage says itself what fits (see stage-labels.js).
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {"right" | "down"} Flow
 * @typedef {"in" | "out"} Way
 * @typedef {Readonly<{width: number, height: number, tensor: boolean}>} Block
 * @typedef {Readonly<{value: Block | null, gradient: Block | null, chip: number | null}>} Needs  of one wire, on the screen
 * @typedef {Readonly<{near: number, columns: boolean, chips: boolean, staggered: boolean, cells: boolean, short: boolean}>} Manner
 *   `near`: from a wire to the gradient beside it; `columns`: nodes of one side in two columns; `chips`: all of them, not
 *   this step's only; `staggered`: the gradient
 *   of a wire beside the value of the next one, in one row; `cells`: no tensor in brackets;
 *   `short`: wires no longer than their numbers
 * @typedef {readonly [number, number]} Span
 * @typedef {(extent: (manner: Manner) => number, way: Way) => Manner} Choose  a manner for a side, from how tall it would be
 * @typedef {Readonly<{edge: DisplayEdge, way: Way, node: NodeId, across: number, lead: Span, labels: Span,
 *   side: -1 | 1 | 0, needs: Needs, manner: Manner, upper: number, lower: number}>} Row
 *   `upper`, `lower`: how far its numbers reach from it; `lead`: where its wire is level; `labels`: the part of it where its numbers stand
 * @typedef {Readonly<{node: DisplayNode, along: number, across: number, end: boolean, manner: Manner | null}>} Spot
 *   `along`: of its anchor; `end`: another column stands before it; `manner`: null in the middle
 * @typedef {Readonly<{flow: Flow, actor: NodeId, rows: readonly Row[], spots: ReadonlyMap<NodeId, Spot>,
 *   more: Readonly<Record<Way, readonly DisplayEdge[]>>}>} Plan
 *   `more`: wires of the op for which there is no room
 */

import {BOXED, CHIP, LEAF} from "../draw/metrics.js";

/** Wires shown on one side. */
export const MOST = 4;

/** From the middle of a wire to its value, and to a tensor. */
const VALUE_NEAR = 13;
const TENSOR_NEAR = 11;
/** Down a phone a chip stands further aside, at the end of a tick of its own. */
const CHIP_NEAR_DOWN = 24;
/** A gradient beside a wire that runs down. */
const NEAR_DOWN = 14.5;
/** Before the first number, by the end of the wire, and between two. */
export const PAD = Object.freeze({in: Object.freeze({start: 4, end: 3}), out: Object.freeze({start: 10, end: 0}), between: 7});
/** Anchors of level neighbours are this far apart, or further. */
const APART = Object.freeze({right: 195, down: 124});
const LEAD = Object.freeze({right: 60, down: 44, short: 36});
/** Between two labels, or a label and a foreign wire. */
const CLEAR = 4;
const WIRE_CLEAR = 8;
/** A node's further wire leaves beside the one that is shown. */
export const STUB_ROOM = 32;
const SPLIT = 36;
const COUNT_ROOM = 34;
/** How long a wire takes from its level piece to the op, as a share of how far it has to come. */
const BENT = Object.freeze({usual: Object.freeze({share: 0.72, least: 44, most: 84}), short: Object.freeze({share: 0.5, least: 32, most: 64})});
/** Wires of one side stand this far apart where there is room for it. */
const SPREAD = Object.freeze({right: Object.freeze({whole: 144, pitch: 84}), down: Object.freeze({whole: 276, pitch: 132})});
const COLUMN_GAP = 18;

/**
 * How far a node reaches from its anchor: the middle of an op, the tip of a leaf.
 * @param {DisplayNode} node
 * @param {Flow} flow
 */
export function reach(node, flow) {
  if (node.form === "leaf") {
    return flow === "right" ? {before: 2 * node.halfWidth, after: 0, across: LEAF.height / 2}
      : {before: LEAF.height + LEAF.standing, after: 0, across: node.halfWidth - LEAF.point / 2};
  }
  const [along, across] = flow === "right" ? [node.halfWidth, node.halfHeight] : [node.halfHeight, node.halfWidth];
  return {before: along, after: along, across};
}

/** Room of a label along the flow and across it. @param {Flow} flow @param {number} width @param {number} height */
function turned(flow, width, height) {
  return flow === "right" ? {along: width, across: height} : {along: height, across: width};
}

/** A number with the room of its outline. @param {Block} block */
export function boxedSize({width, height, tensor}) {
  return tensor ? {width: width + 8, height: height + 8} : {width: width + 2 * BOXED.x, height: height + 2 * BOXED.y};
}

/** @param {Block} block @param {Flow} flow @param {Manner} manner */
export function gradientNear(block, flow, {near}) {
  return flow === "down" ? NEAR_DOWN : block.tensor ? Math.min(near, TENSOR_NEAR) : near;
}

/** @param {Block} block @param {Manner} manner */
export function valueNear(block, {near}) {
  return block.tensor ? Math.min(near, TENSOR_NEAR) : VALUE_NEAR;
}

/** @param {Flow} flow @param {Manner} manner */
export function chipNear(flow, {near}) {
  return flow === "down" ? CHIP_NEAR_DOWN : near;
}

/**
 * What a wire's labels take: along it on its upper and its lower side, and away from it.
 * @param {Needs} needs @param {Flow} flow @param {Manner} manner @param {Way} way
 */
function roomOf({value, gradient, chip}, flow, manner, way) {
  const above = value && turned(flow, value.width, value.height);
  const sized = gradient && boxedSize(gradient);
  const below = sized && turned(flow, sized.width, sized.height);
  const hanging = chip != null && manner.chips ? turned(flow, chip, CHIP.height) : null;
  const pads = PAD[way].start + PAD[way].end;
  const second = (below ? below.along : 0) + (hanging ? hanging.along : 0) + (below && hanging ? PAD.between : 0);
  return {
    upper: value && above ? valueNear(value, manner) + above.across : 0,
    lower: Math.max(below && gradient ? gradientNear(gradient, flow, manner) + below.across : 0, hanging ? chipNear(flow, manner) + hanging.across : 0),
    upperLength: above ? above.along + 10 : 0, lowerLength: second ? second + pads : 0,
  };
}

/**
 * The wires of one side, with how far each needs room to both sides of it.
 * @param {readonly DisplayEdge[]} edges @param {Way} way @param {(edge: DisplayEdge) => Needs} needsOf @param {Display} display
 * @param {Flow} flow @param {Manner} manner
 */
function lined(edges, way, needsOf, display, flow, manner) {
  const ids = edges.map((edge) => (way === "in" ? edge.source : edge.target));
  const rooms = edges.map((edge) => roomOf(needsOf(edge), flow, manner, way));
  return edges.map((edge, at) => {
    const id = /** @type {NodeId} */ (ids[at]);
    const side = /** @type {-1 | 0 | 1} */ (edges.length === 1 ? 0 : at < edges.length / 2 ? -1 : 1);
    const {upper, lower} = /** @type {typeof rooms[0]} */ (rooms[at]);
    const size = reach(/** @type {DisplayNode} */ (display.byId[id]), flow);
    return {edge, id, needs: needsOf(edge), side, upper, lower, length: lengthOf(rooms, at, manner), size, outer: manner.columns && [...new Set(ids)].indexOf(id) % 2 === 1};
  });
}

/**
 * How long a wire must be for its numbers; where rows are shared, for those of both its rows.
 * @param {readonly ReturnType<typeof roomOf>[]} rooms  of the wires of its side @param {number} at @param {Manner} manner
 */
function lengthOf(rooms, at, {staggered}) {
  const [above, own, below] = [rooms[at - 1], /** @type {typeof rooms[0]} */ (rooms[at]), rooms[at + 1]];
  const shared = staggered ? [own.lowerLength + (below?.upperLength ?? 0), (above?.lowerLength ?? 0) + own.upperLength] : [];
  return Math.max(own.upperLength, own.lowerLength, ...shared);
}

/**
 * Heights of the wires of one side, one below the other and their middle at 0.
 * @param {ReturnType<typeof lined>} wires @param {Manner} manner @param {Flow} flow
 * @param {boolean} crowded  the number of those that have no room stands in the middle
 */
function heights(wires, {columns, staggered}, flow, crowded) {
  const tops = [0];
  for (let at = 1; at < wires.length; at += 1) {
    const below = /** @type {typeof wires[0]} */ (wires[at]);
    const apart = wires.slice(0, at).map((above, index) => {
      const twins = above.id === below.id;
      const bodies = twins ? 0 : above.size.across + below.size.across + 6;
      const rows = staggered ? 0 : above.lower + below.upper + CLEAR;
      if (!columns || above.outer === below.outer) return (tops[index] ?? 0) + Math.max(rows, above.lower + WIRE_CLEAR, below.upper + WIRE_CLEAR, bodies, 2 * WIRE_CLEAR);
      const [inner, isAbove] = above.outer ? [below, false] : [above, true];
      return (tops[index] ?? 0) + Math.max(inner.size.across, isAbove ? inner.lower : inner.upper) + WIRE_CLEAR;
    });
    const middle = crowded && at === wires.length / 2 ? (tops[at - 1] ?? 0) + COUNT_ROOM : 0;
    tops.push(Math.max(...apart, middle));
  }
  const wider = spread(wires, tops, flow);
  const middle = (tops.at(-1) ?? 0) * wider / 2;
  return tops.map((top) => top * wider - middle);
}

/**
 * By how much the wires may stand further apart than they must.
 * @param {ReturnType<typeof lined>} wires @param {readonly number[]} tops @param {Flow} flow
 */
function spread(wires, tops, flow) {
  const span = tops.at(-1) ?? 0;
  if (span === 0) return 1;
  const [first, last] = [/** @type {typeof wires[0]} */ (wires[0]), /** @type {typeof wires[0]} */ (wires.at(-1))];
  const beside = Math.max(first.size.across, first.upper) + Math.max(last.size.across, last.lower);
  return Math.max(1, Math.min((SPREAD[flow].whole - beside) / span, SPREAD[flow].pitch * (wires.length - 1) / span));
}

/** How tall a side is. @param {ReturnType<typeof lined>} wires @param {Manner} manner @param {Flow} flow @param {boolean} crowded */
function extent(wires, manner, flow, crowded) {
  const tops = heights(wires, manner, flow, crowded);
  const ends = wires.map((wire, at) => [(tops[at] ?? 0) - Math.max(wire.upper, wire.size.across), (tops[at] ?? 0) + Math.max(wire.lower, wire.size.across)]);
  return Math.max(0, ...ends.map(([, end]) => end ?? 0)) - Math.min(0, ...ends.map(([start]) => start ?? 0));
}

/**
 * One side: its wires' level pieces, and where its nodes stand.
 * @param {ReturnType<typeof lined>} wires @param {readonly number[]} tops @param {Way} way @param {number} rim  of the op in the middle
 * @param {Flow} flow @param {Manner} manner @param {(edge: DisplayEdge) => {start: number, end: number}} inset
 */
function sided(wires, tops, way, rim, flow, manner, inset) {
  const need = (/** @type {typeof wires} */ list) => Math.max(0, ...list.map((wire) => wire.length + inset(wire.edge).start + inset(wire.edge).end));
  const inner = wires.filter((wire) => !wire.outer);
  const shortest = manner.short ? LEAD.short : LEAD[flow];
  const length = Math.max(wires.length > 1 ? shortest : 0, need(inner));
  const outerLength = Math.max(LEAD.short, need(wires.filter((wire) => wire.outer)));
  const {share, least, most: longest} = manner.short ? BENT.short : BENT.usual;
  const bent = wires.length > 1 ? Math.max(least, Math.min(longest, share * Math.max(...tops.map(Math.abs)))) : 0;
  const body = (/** @type {typeof wires[0]} */ wire) => (way === "in" ? wire.size.after : wire.size.before);
  const whole = Math.max(0, ...inner.map((wire) => wire.size.before + wire.size.after));
  return wires.map((wire, at) => {
    const twins = wires.filter((other) => other.id === wire.id).length > 1;
    const single = wires.length === 1;
    const level = single && !manner.short ? APART[flow] - rim - (wire.size.after || 29) : LEAD.short;
    const lead = single ? Math.max(level - 8, length) : length;
    const start = rim + 4 + bent;
    const beyond = wire.outer ? lead + 8 + (twins ? SPLIT : 0) + whole + COLUMN_GAP : 0;
    const end = start + lead + beyond + (wire.outer ? outerLength : 0);
    const [near, far] = way === "in" ? [inset(wire.edge).end, inset(wire.edge).start] : [inset(wire.edge).start, inset(wire.edge).end];
    const labels = /** @type {Span} */ (wire.outer ? [end - outerLength + near, end - far] : [start + near, start + lead - far]);
    const anchor = end + 4 + (twins ? SPLIT : 0) + body(wire);
    return {wire, across: tops[at] ?? 0, lead: /** @type {Span} */ ([start, end]), labels, anchor};
  });
}

/**
 * @param {{display: Display, actor: NodeId, edges: Readonly<Record<Way, readonly DisplayEdge[]>>, more: Plan["more"],
 *   needs: (edge: DisplayEdge, manner: Manner) => Needs, inset: (edge: DisplayEdge, way: Way) => {start: number, end: number}}} what
 * @param {Flow} flow
 * @param {Choose} choose
 * @returns {Plan}
 */
export function planStage({display, actor, edges, more, needs, inset}, flow, choose) {
  const node = /** @type {DisplayNode} */ (display.byId[actor]);
  const middle = reach(node, flow);
  const centre = node.form === "leaf" ? 20 : 0;
  /** @type {Map<NodeId, Spot>} */
  const spots = new Map([[actor, {node, along: centre, across: 0, end: false, manner: null}]]);
  const rows = /** @type {const} */ (["in", "out"]).flatMap((way) => {
    const inManner = (/** @type {Manner} */ manner) => lined(edges[way], way, (edge) => needs(edge, manner), display, flow, manner);
    const manner = choose((one) => extent(inManner(one), one, flow, more[way].length > 0), way);
    const wires = inManner(manner);
    const tops = heights(wires, manner, flow, more[way].length > 0);
    const sign = way === "in" ? -1 : 1;
    const rim = way === "in" ? middle.before - centre : middle.after + centre;
    const placed = sided(wires, tops, way, rim, flow, manner, (edge) => inset(edge, way));
    for (const {wire} of placed) {
      const own = placed.filter((one) => one.wire.id === wire.id);
      const across = own.reduce((sum, one) => sum + one.across, 0) / own.length;
      const along = sign * Math.max(...own.map((one) => one.anchor));
      const end = !wire.outer && wires.some((other) => other.outer);
      spots.set(wire.id, {node: /** @type {DisplayNode} */ (display.byId[wire.id]), along, across, end, manner});
    }
    const directed = (/** @type {Span} */ [near, far]) => /** @type {Span} */ (way === "in" ? [-far, -near] : [near, far]);
    return placed.map(({wire, across, lead, labels}) => (
      {edge: wire.edge, way, node: wire.id, across, lead: directed(lead), labels: directed(labels), side: wire.side, needs: wire.needs, manner, upper: wire.upper, lower: wire.lower}));
  });
  return {flow, actor, rows, spots, more};
}

/**
 * How long and how wide a plan is about to be, along its flow and across it.
 * @param {Plan} plan
 * @param {number} seen  how much is seen of a stub
 */
export function planSize({spots, rows, flow}, seen) {
  const bodies = [...spots.values()].map(({node, along, across}) => {
    const {before, after, across: half} = reach(node, flow);
    return {a0: along - before - (node.form === "leaf" ? 0 : seen), a1: along + after + (node.form === "leaf" ? 0 : seen), c0: across - half, c1: across + half};
  });
  const labels = rows.map(({across, upper, lower, lead}) => ({a0: lead[0], a1: lead[1], c0: across - upper, c1: across + lower}));
  const all = [...bodies, ...labels];
  return {
    along: Math.max(...all.map(({a1}) => a1)) - Math.min(...all.map(({a0}) => a0)),
    across: Math.max(...all.map(({c1}) => c1)) - Math.min(...all.map(({c0}) => c0)),
  };
}
