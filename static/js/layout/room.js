/**
 * What is free on the board: a box is tried against labels, nodes, wires and frame lines.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../geometry/curves.js").Curve} Curve
 * @typedef {import("./wires.js").Geometry} Geometry
 * @typedef {Readonly<{cx: number, cy: number, box: Box, cost: number}>} Candidate
 */

import {LANE} from "../draw/metrics.js";
import {boxAround, boxesTouch, crossesBox, crossesLine, distanceToBox, distanceToNode, distanceToSegment, grow} from "../geometry/boxes.js";
import {at} from "../geometry/curves.js";

/** Clear of other labels, of a node's rim (its halo included), and of a frame's line. */
const CLEAR = Object.freeze({labels: 3, nodes: 6.5, frames: 3});
/** A gradient further than this from its lane is tied to it. */
const UNTIED = 9;
/** From this far on a label has a tick, which had better cross no other wire, still less a label or a node. */
const TIED = 14;
export const CROSSING = 60;
const [AT_LABEL, OVER_LABEL, OVER_NODE] = [CROSSING / 2, 2 * CROSSING, 3 * CROSSING];
/** A label keeps this far from another's tick. */
const TICK_CLEAR = 2;

/** Obstacles are kept by squares of this side, so that a trial looks at its own neighbourhood only. */
const SQUARE = 32;
/** No clearance is larger than this. */
const REACH = 10;

/**
 * @typedef {Readonly<{kind: "line", box: Box}> | Readonly<{kind: "label", box: Box, key: string | null}> | Readonly<{kind: "node", box: Box, node: import("../types.d.ts").NodeBox}>
 *   | Readonly<{kind: "wire" | "tick", box: Box, key: string | null, from: Point, to: Point}>} Obstacle
 */

export class Room {
  /** @param {Geometry} geometry */
  constructor(geometry) {
    /** @type {Map<number, Obstacle[]>} */
    this.squares = new Map();
    this.wires = [...geometry.wires.values()];
    this.nodes = [...geometry.nodes.values()];
    /** @type {WeakMap<Curve, Map<number, readonly Point[]>>} */
    this.lanes = new WeakMap();
    /** @type {Extract<Obstacle, {kind: "label"}>[]} */
    this.labels = [];
    for (const node of geometry.nodes.values()) this.add({kind: "node", box: node, node});
    for (const box of geometry.frames.flatMap(frameLines)) this.add({kind: "line", box});
    for (const {edge, curve} of this.wires) {
      for (const [index, to] of curve.points.entries()) {
        const from = curve.points[index - 1];
        if (from) this.add({kind: "wire", key: edge.key, from, to, box: boxBetween(from, to)});
      }
    }
  }

  /**
   * @param {Box} box  of a label that has found its place
   * @param {string | null} [key]  by which it can be freed
   * @param {import("./slots.js").Tick | null} [tick]
   */
  takeLabel(box, key = null, tick = null) {
    const label = {kind: /** @type {const} */ ("label"), box, key};
    this.labels.push(label);
    this.add(label);
    if (tick) this.add({kind: "tick", key, from: tick[0], to: tick[1], box: boxBetween(...tick)});
  }

  /** @param {string} key  of a label that gives up its place, and that of its tick */
  freeLabel(key) {
    this.labels = this.labels.filter((one) => one.key !== key);
    for (const [square, list] of this.squares) {
      if (list.some((one) => isOf(one, key))) this.squares.set(square, list.filter((one) => !isOf(one, key)));
    }
  }

  /** @param {Obstacle} obstacle */
  add(obstacle) {
    for (const square of squaresOf(obstacle.box, REACH)) {
      const list = this.squares.get(square);
      if (list) list.push(obstacle);
      else this.squares.set(square, [obstacle]);
    }
  }

  /**
   * @param {Box} box
   * @param {{wires: number, labels?: number, nodes?: number, frames?: number, own?: string}} clear  `own`: a wire that does not count
   */
  isFree(box, {wires, labels = CLEAR.labels, nodes = CLEAR.nodes, frames = CLEAR.frames, own}) {
    for (const square of squaresOf(box, 0)) {
      for (const obstacle of this.squares.get(square) ?? []) {
        if (obstacle.kind === "label" && boxesTouch(box, obstacle.box, labels)) return false;
        if (obstacle.kind === "line" && boxesTouch(box, obstacle.box, frames)) return false;
        if (obstacle.kind === "node" && boxesTouch(box, obstacle.box, nodes) && distanceToNode(box, obstacle.node) < nodes) return false;
        if (obstacle.kind === "tick" && boxesTouch(box, obstacle.box, TICK_CLEAR) && distanceToSegment(box, obstacle.from, obstacle.to) < TICK_CLEAR) return false;
        if (obstacle.kind === "wire" && obstacle.key !== own && boxesTouch(box, obstacle.box, wires)
          && distanceToSegment(box, obstacle.from, obstacle.to) < wires) return false;
      }
    }
    return true;
  }

  /**
   * Slides a box off a curve, along the normal or straight up and down; the cheapest free spot wins.
   * @param {Curve} curve
   * @param {number} width
   * @param {number} height
   * @param {{sides: readonly number[], preferred: number, far: number, wires: number, labels?: number, tied?: {width: number, height: number}}} how
   *   `tied`: what a tick goes to, where that is smaller than the box
   * @returns {Candidate | null}
   */
  slide(curve, width, height, {sides, preferred, far, wires, labels = CLEAR.labels, tied = {width, height}}) {
    /** @type {Candidate | null} */
    let best = null;
    for (const t of stationsAround(preferred)) {
      const {point: [x, y], normal} = at(curve, t);
      for (const side of sides) {
        for (const straight of [false, true]) {
          const [ux, uy] = straight ? [0, side] : [normal[0] * side, normal[1] * side];
          const extra = 40 * Math.abs(t - preferred) + (straight ? 3 : 0) + (side === sides[0] ? 0 : 25);
          for (let distance = 10; distance <= far && (!best || distance + extra < best.cost); distance += 2) {
            const cx = x + ux * (distance + width / 2 * Math.abs(ux));
            const cy = y + uy * (distance + height / 2 * Math.abs(uy));
            const box = boxAround(cx, cy, width, height);
            if (!this.isFree(box, {wires, labels})) continue;
            /** @type {number} */
            const cost = distance + extra + (distance > TIED ? this.tied(curve, boxAround(cx, cy, tied.width, tied.height), side, best ? best.cost - distance - extra : Infinity).crossings : 0);
            if (!best || cost < best.cost) best = {cx, cy, box, cost};
            break;
          }
        }
      }
    }
    return best;
  }

  /**
   * What the tick to a label would cross, at what is put on each.
   * @param {Curve} curve  its own wire's
   * @param {Point} from
   * @param {Point} to
   */
  crossings(curve, from, to) {
    const reach = boxBetween(from, to);
    let sum = 0;
    for (const {box} of this.labels) if (boxesTouch(reach, box, TICK_CLEAR) && crossesBox(grow(box, TICK_CLEAR), from, to)) sum += crossesBox(box, from, to) ? OVER_LABEL : AT_LABEL;
    for (const node of this.nodes) if (boxesTouch(reach, node) && crossesNode(node, from, to)) sum += OVER_NODE;
    for (const wire of this.wires) if (wire.curve !== curve && boxesTouch(reach, wire.box, 1) && crossesLine(wire.curve.points, from, to)) sum += CROSSING;
    return sum;
  }

  /** Where a tick may start beside a lane. @param {Curve} curve @param {number} side @returns {readonly Point[]} */
  starts(curve, side) {
    const kept = this.lanes.get(curve) ?? new Map();
    this.lanes.set(curve, kept);
    if (!kept.has(side)) kept.set(side, Array.from({length: TIES + 1}, (_, index) => at(curve, index / TIES, side * (LANE + 1.6)).point));
    return kept.get(side);
  }

  /**
   * The shortest tick from the lane to a box that crosses the least.
   * @param {Curve} curve
   * @param {Box} box
   * @param {number} side
   * @param {number} [most]  crossings that would be too many anyway
   */
  tied(curve, box, side, most = Infinity) {
    const starts = this.starts(curve, side);
    let [least, from] = [Infinity, /** @type {Point} */ ([0, 0])];
    for (const point of starts) {
      const distance = distanceToBox(point, box);
      if (distance < least) [least, from] = [distance, point];
    }
    let best = {from, least, crossings: this.crossings(curve, from, ended(from, box, least))};
    if (best.crossings === 0) return best;
    const near = starts.map((point) => ({point, distance: distanceToBox(point, box)})).filter(({distance}) => distance <= least + SLANT);
    for (const {point, distance} of near.sort((a, b) => a.distance - b.distance)) {
      const longer = distance - least;
      if (longer >= Math.min(best.crossings, most)) break;
      const crossings = this.crossings(curve, point, ended(point, box, distance)) + longer;
      if (crossings < best.crossings) best = {from: point, least: distance, crossings};
    }
    return best;
  }

  /**
   * A tick from the lane to a gradient that stands away from it, or null.
   * @param {Curve} curve
   * @param {number} cx
   * @param {number} cy
   * @param {{width: number, height: number}} block
   * @param {number} side
   * @returns {import("./slots.js").Tick | null}
   */
  tie(curve, cx, cy, block, side) {
    const box = boxAround(cx, cy, block.width, block.height);
    const {from, least} = this.tied(curve, box, side);
    return least <= UNTIED ? null : [from, ended(from, box, least)];
  }
}

/** Places along a wire where a tick may start, and how much longer than the shortest it may be, so that it crosses less. */
const [TIES, SLANT] = [60, 24];

/** The end of a tick, a little before its label. @param {Point} from @param {Box} box @param {number} length @returns {Point} */
function ended([x, y], box, length) {
  const [qx, qy] = [Math.max(box.x0, Math.min(x, box.x1)), Math.max(box.y0, Math.min(y, box.y1))];
  const short = Math.min(1, 2.5 / Math.max(length, 0.01));
  return [qx + (x - qx) * short, qy + (y - qy) * short];
}

/** @param {Obstacle} obstacle @param {string} key */
function isOf(obstacle, key) {
  return (obstacle.kind === "label" || obstacle.kind === "tick") && obstacle.key === key;
}

/** @param {import("../types.d.ts").NodeBox} node @param {Point} from @param {Point} to */
function crossesNode(node, from, to) {
  if (node.form === "leaf") return crossesBox(node, from, to);
  const reach = node.halfWidth - node.r;
  return distanceToSegment({x0: node.cx - reach, x1: node.cx + reach, y0: node.cy, y1: node.cy}, from, to) < node.r + 1;
}

/** @param {Point} a @param {Point} b @returns {Box} */
function boxBetween(a, b) {
  return {x0: Math.min(a[0], b[0]), x1: Math.max(a[0], b[0]), y0: Math.min(a[1], b[1]), y1: Math.max(a[1], b[1])};
}

/** Numbers of the squares a box covers, widened on all sides. @param {Box} box @param {number} by @returns {number[]} */
function squaresOf({x0, x1, y0, y1}, by) {
  const squares = [];
  for (let row = Math.floor((y0 - by) / SQUARE); row <= Math.floor((y1 + by) / SQUARE); row += 1) {
    for (let column = Math.floor((x0 - by) / SQUARE); column <= Math.floor((x1 + by) / SQUARE); column += 1) {
      squares.push(row * 65536 + column);
    }
  }
  return squares;
}

/** @type {Map<number, readonly number[]>} */
const stations = new Map();

/** Places along a wire, nearest to the preferred one first: a good spot found early spares the rest. @param {number} preferred */
function stationsAround(preferred) {
  const known = stations.get(preferred);
  if (known) return known;
  const all = Array.from({length: 18}, (_, step) => 0.1 + step * 0.7 / 17);
  all.sort((a, b) => Math.abs(a - preferred) - Math.abs(b - preferred));
  stations.set(preferred, all);
  return all;
}

/** @param {Box} frame @returns {readonly Box[]} */
export function frameLines({x0, x1, y0, y1}) {
  const half = 0.6;
  return [
    {x0, x1, y0: y0 - half, y1: y0 + half}, {x0, x1, y0: y1 - half, y1: y1 + half},
    {x0: x0 - half, x1: x0 + half, y0, y1}, {x0: x1 - half, x1: x1 + half, y0, y1},
  ];
}

/**
 * The cheapest free spot on a raster of offsets; a wider raster where the first has none that is cheap enough.
 * @param {{dx: readonly [number, number], dy: readonly [number, number], wider: {dx: readonly [number, number], dy: readonly [number, number]}}} range
 * @param {(dx: number, dy: number) => number} cost
 * @param {(dx: number, dy: number) => {cx: number, cy: number, box: Box}} spot
 * @param {(box: Box) => boolean} isFree
 * @param {(box: Box) => number} [extra]  what a free spot costs besides
 * @returns {Candidate | null}
 */
export function nearest(range, cost, spot, isFree, extra = () => 0) {
  let best = /** @type {Candidate | null} */ (null);
  for (const {dx, dy} of [range, range.wider]) {
    for (let x = dx[0]; x <= dx[1]; x += 2) {
      for (let y = dy[0]; y <= dy[1]; y += 2) {
        const price = cost(x, y);
        if (best && price >= best.cost) continue;
        const found = spot(x, y);
        if (!isFree(found.box)) continue;
        const whole = price + extra(found.box);
        if (!best || whole < best.cost) best = {...found, cost: whole};
      }
    }
    if (best && best.cost < CROSSING) return best;
  }
  return best;
}
