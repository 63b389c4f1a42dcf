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
import {boxAround, boxesTouch, crossesBox, crossesLine, distanceToBox, distanceToNode, distanceToSegment} from "../geometry/boxes.js";
import {at} from "../geometry/curves.js";

/** Clear of other labels, of a node's rim (its halo included), and of a frame's line. */
const CLEAR = Object.freeze({labels: 3, nodes: 6.5, frames: 3});
/** A gradient further than this from its lane is tied to it. */
const UNTIED = 9;
/** From this far on a label has a tick, which had better cross no other wire. */
const TIED = 14;
export const CROSSING = 60;

/** Obstacles are kept by squares of this side, so that a trial looks at its own neighbourhood only. */
const SQUARE = 32;
/** No clearance is larger than this. */
const REACH = 10;

/**
 * @typedef {Readonly<{kind: "line", box: Box}> | Readonly<{kind: "label", box: Box, key: string | null}> | Readonly<{kind: "node", box: Box, node: import("../types.d.ts").NodeBox}>
 *   | Readonly<{kind: "wire", box: Box, key: string, from: Point, to: Point}>} Obstacle
 */

export class Room {
  /** @param {Geometry} geometry */
  constructor(geometry) {
    /** @type {Map<number, Obstacle[]>} */
    this.squares = new Map();
    this.wires = [...geometry.wires.values()];
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

  /** @param {Box} box  of a label that has found its place @param {string | null} [key]  by which it can be freed */
  takeLabel(box, key = null) {
    const label = {kind: /** @type {const} */ ("label"), box, key};
    this.labels.push(label);
    this.add(label);
  }

  /** @param {string} key  of a label that gives up its place */
  freeLabel(key) {
    const label = this.labels.find((one) => one.key === key);
    if (!label) return;
    this.labels.splice(this.labels.indexOf(label), 1);
    for (const square of squaresOf(label.box, REACH)) {
      const list = this.squares.get(square);
      list?.splice(list.indexOf(label), 1);
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
   * @param {{sides: readonly number[], preferred: number, far: number, wires: number}} how
   * @returns {Candidate | null}
   */
  slide(curve, width, height, {sides, preferred, far, wires}) {
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
            if (!this.isFree(box, {wires})) continue;
            const cost = distance + extra + (distance > TIED && this.isCrossed(curve, [x, y], [cx, cy]) ? CROSSING : 0);
            if (!best || cost < best.cost) best = {cx, cy, box, cost};
            break;
          }
        }
      }
    }
    return best;
  }

  /**
   * Would the tick to a label cross another wire, or another label?
   * @param {Curve} curve
   * @param {Point} from
   * @param {Point} to
   */
  isCrossed(curve, from, to) {
    const reach = boxBetween(from, to);
    return this.labels.some(({box}) => crossesBox(box, from, to))
      || this.wires.some((wire) => wire.curve !== curve && boxesTouch(reach, wire.box, 1) && crossesLine(wire.curve.points, from, to));
  }

  /**
   * A tick from the lane to a gradient that stands away from it, or null.
   * @param {Curve} curve
   * @param {number} cx
   * @param {number} cy
   * @param {{width: number, height: number}} block
   * @param {number} side
   * @returns {import("./place.js").Tick | null}
   */
  tie(curve, cx, cy, block, side) {
    const box = boxAround(cx, cy, block.width, block.height);
    let [least, from] = [Infinity, /** @type {Point} */ ([0, 0])];
    for (let index = 0; index <= 60; index += 1) {
      const point = at(curve, index / 60, side * (LANE + 1.6)).point;
      const distance = distanceToBox(point, box);
      if (distance < least) [least, from] = [distance, point];
    }
    if (least <= UNTIED) return null;
    const [qx, qy] = [Math.max(box.x0, Math.min(from[0], box.x1)), Math.max(box.y0, Math.min(from[1], box.y1))];
    const short = 2.5 / least;
    return [from, [qx + (from[0] - qx) * short, qy + (from[1] - qy) * short]];
  }
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
 * The cheapest free spot on a raster of offsets; a wider raster where the first has none.
 * @param {{dx: readonly [number, number], dy: readonly [number, number], wider: {dx: readonly [number, number], dy: readonly [number, number]}}} range
 * @param {(dx: number, dy: number) => number} cost
 * @param {(dx: number, dy: number) => {cx: number, cy: number, box: Box}} spot
 * @param {(box: Box) => boolean} isFree
 * @returns {Candidate | null}
 */
export function nearest(range, cost, spot, isFree) {
  for (const {dx, dy} of [range, range.wider]) {
    /** @type {Candidate | null} */
    let best = null;
    for (let x = dx[0]; x <= dx[1]; x += 2) {
      for (let y = dy[0]; y <= dy[1]; y += 2) {
        const price = cost(x, y);
        if (best && price >= best.cost) continue;
        const found = spot(x, y);
        if (isFree(found.box)) best = {...found, cost: price};
      }
    }
    if (best) return best;
  }
  return null;
}
