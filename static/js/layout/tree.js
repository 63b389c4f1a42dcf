/**
 * Places for a tree: every node feeds one other, as in most examples on a slide.
 *
 * Columns count back from the terminal; a node with one input stands level with it, a join between its inputs. The
 * result is what a teacher would draw, at once and without the layout engine. Graphs with a fan-out go to ELK.
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {Readonly<{x0: number, x1: number, y0: number, y1: number}>} Rect
 * @typedef {(edge: DisplayEdge) => {width: number, above: number, below: number}} Room
 *   what the labels of a wire need: the widest of them, and their heights above and below
 */

import {DISC, FRAME, GAP, LEAF} from "../draw/metrics.js";
import {endsOf} from "../graph/queries.js";

const BOARD = 960;
const MARGIN = 31;
/** Gaps in front of a join may be smaller: its wires are steep and have room above and below. */
const JOIN_GAP = {leaf: 52, op: 56};
const WIDEST_GAP = 134;
/** A leaf in a column of ops: its tip stands this far right of their middle. */
const TIP = 10;
/** Bodies of nodes with the room their labels take, from their middle. */
const LEAF_ROOM = {above: 25, below: 63};
const OP_ROOM = {above: 46, below: 62, beside: 26};
/** Least distance of the inputs of a join, so that the wire of an op has room for its numbers. */
const APART = {leaves: 88, mixed: 138, ops: 148};
/** A join stands at most this far from the op that feeds it beside a leaf. */
const SPINE_DROP = 74;

/**
 * @param {Display} display
 * @param {Room} room
 * @returns {Layout | null}  null where it is no tree
 */
export function treeLayout(display, room) {
  const root = display.nodes.find((node) => node.form === "terminal");
  if (!root || display.nodes.some((node) => outOf(display, node.id).length > 1)) return null;
  const depth = depths(display, root.id);
  if (depth.size !== display.nodes.length) return null;
  const xs = columns(display, depth, room);
  const nodes = /** @type {Record<string, Point>} */ ({});
  const {places} = subtree(display, root.id, xs, room);
  const top = Math.min(...[...places].map(([id, y]) => y - (display.byId[id]?.form === "leaf" ? 40 : 90)));
  for (const [id, y] of places) nodes[id] = [xs.get(id) ?? 0, Math.round(y - top + MARGIN)];
  return {nodes, edges: {}};
}

/** @param {Display} display @param {string} id */
function outOf(display, id) {
  return endsOf(display).outOf.get(id) ?? [];
}

/** @param {Display} display @param {string} id */
function into(display, id) {
  return endsOf(display).into.get(id) ?? [];
}

/** Wires from each node to the terminal. @param {Display} display @param {string} root */
function depths(display, root) {
  const depth = new Map([[root, 0]]);
  for (const id of depth.keys()) {
    for (const edge of into(display, id)) depth.set(edge.source, (depth.get(id) ?? 0) + 1);
  }
  return depth;
}

/**
 * Middle of every op, tip of every leaf.
 * @param {Display} display
 * @param {ReadonlyMap<string, number>} depth
 * @param {Room} room
 * @returns {ReadonlyMap<string, number>}
 */
function columns(display, depth, room) {
  const last = Math.max(...depth.values());
  const members = Array.from({length: last + 1}, (_, column) => display.nodes.filter((node) => depth.get(node.id) === column));
  const half = members.map((nodes) => Math.max(0, ...nodes.map((node) => (node.form === "leaf" ? 0 : node.halfWidth))));
  const gaps = Array.from({length: last}, (_, at) => gapBetween(display, members[at + 1] ?? [], room));
  const leftmost = Math.max(0, ...(members[last] ?? []).map((node) => reachLeft(node, display, room)));
  const bodies = half.reduce((sum, width, column) => sum + (column === last ? 0 : 2 * width), 0);
  const needed = gaps.reduce((sum, gap) => sum + gap, 0) + bodies + leftmost;
  const spare = Math.max(0, BOARD - 16 - needed) / Math.max(1, last);
  const xs = new Map();
  let x = BOARD - MARGIN + 22;
  members.forEach((nodes, column) => {
    const width = half[column] ?? 0;
    const centre = x - width;
    const onlyLeaves = width === 0;
    for (const node of nodes) xs.set(node.id, node.form === "leaf" ? (onlyLeaves ? x : centre + TIP) : centre);
    x -= 2 * width + Math.min(WIDEST_GAP, (gaps[column] ?? 0) + spare, Math.max(gaps[column] ?? 0, WIDEST_GAP));
  });
  return shifted(xs, display, room);
}

/** Moves all so that the leftmost body stands at the margin, or the whole in the middle of the board. @param {Map<string, number>} xs @param {Display} display @param {Room} room */
function shifted(xs, display, room) {
  const lefts = display.nodes.map((node) => (xs.get(node.id) ?? 0) - reachLeft(node, display, room));
  const rights = display.nodes.map((node) => (xs.get(node.id) ?? 0) + (node.form === "leaf" ? 0 : node.halfWidth));
  const [left, right] = [Math.min(...lefts), Math.max(...rights)];
  const by = Math.max(5 - left, (BOARD - left - right) / 2);
  return new Map([...xs].map(([id, x]) => [id, Math.round(x + by)]));
}

/** From a node's point to its left end. @param {DisplayNode} node @param {Display} display @param {Room} room */
function reachLeft(node, display, room) {
  const edge = outOf(display, node.id)[0];
  return node.form === "leaf" && edge ? leafWidth(node, room(edge)) : node.halfWidth;
}

/** Clear gap right of a column. @param {Display} display @param {readonly DisplayNode[]} column @param {Room} room */
function gapBetween(display, column, room) {
  return Math.max(JOIN_GAP.leaf, ...column.flatMap((node) => outOf(display, node.id).map((edge) => {
    const joins = into(display, edge.target).length > 1;
    const leaf = node.form === "leaf";
    const {width} = room(edge);
    const target = display.byId[edge.target];
    const enters = target?.group != null && target.group !== node.group;
    const least = joins ? (leaf ? JOIN_GAP.leaf : JOIN_GAP.op) : leaf ? JOIN_GAP.op : Math.max(GAP, width + 6);
    return enters ? Math.max(least, Math.max(GAP - 6, width) + 3 + FRAME.inside) : least;
  })));
}

/**
 * Heights of a subtree, its root at 0, and the rectangles it takes.
 * @param {Display} display
 * @param {string} id
 * @param {ReadonlyMap<string, number>} xs
 * @param {Room} room
 * @returns {{places: Map<string, number>, rects: readonly Rect[]}}
 */
function subtree(display, id, xs, room) {
  const node = /** @type {DisplayNode} */ (display.byId[id]);
  const own = body(node, xs.get(id) ?? 0, room(outOf(display, id)[0] ?? /** @type {DisplayEdge} */ ({})));
  const children = into(display, id).map((edge) => ({id: edge.source, ...subtree(display, edge.source, xs, room)}));
  if (children.length === 0) return {places: new Map([[id, 0]]), rects: [own]};
  const tops = [0];
  /** @type {Rect[]} */
  let taken = [...(children[0]?.rects ?? [])];
  for (let at = 1; at < children.length; at += 1) {
    const child = /** @type {NonNullable<typeof children[0]>} */ (children[at]);
    const above = /** @type {NonNullable<typeof children[0]>} */ (children[at - 1]);
    const last = tops[at - 1] ?? 0;
    const y = Math.max(last + apart(display, above.id, child.id), ...clearances(taken, child.rects));
    tops.push(y);
    taken = [...taken, ...moved(child.rects, y)];
  }
  const root = joinHeight(display, children.map((child) => child.id), tops);
  const places = new Map([[id, 0]]);
  children.forEach((child, at) => {
    for (const [inner, y] of child.places) places.set(inner, y + (tops[at] ?? 0) - root);
  });
  return {places, rects: [own, ...moved(taken, -root)]};
}

/** @param {Display} display @param {string} above @param {string} below */
function apart(display, above, below) {
  const leaves = [above, below].filter((id) => display.byId[id]?.form === "leaf").length;
  return leaves === 2 ? APART.leaves : leaves === 1 ? APART.mixed : APART.ops;
}

/** @param {Display} display @param {readonly string[]} ids @param {readonly number[]} tops */
function joinHeight(display, ids, tops) {
  const [first, last] = [tops[0] ?? 0, tops.at(-1) ?? 0];
  const middle = (first + last) / 2;
  if (ids.length !== 2) return middle;
  const [upper, lower] = ids.map((id) => display.byId[id]?.form === "leaf");
  if (!upper && lower) return Math.min(middle, first + SPINE_DROP);
  if (upper && !lower) return Math.max(middle, last - SPINE_DROP);
  return middle;
}

/** @param {DisplayNode} node @param {number} x @param {{width: number, above: number, below: number}} labels @returns {Rect} */
function body(node, x, labels) {
  if (node.form === "leaf") {
    return {x0: x - leafWidth(node, labels) - 4, x1: x + 4, y0: -LEAF_ROOM.above - labels.above, y1: LEAF_ROOM.below + labels.below};
  }
  const beside = node.halfWidth + OP_ROOM.beside;
  return {x0: x - beside, x1: x + beside, y0: -OP_ROOM.above - labels.above, y1: OP_ROOM.below + labels.below + (node.halfHeight - DISC)};
}

/** A tag, or the tensor that stands over it. @param {DisplayNode} node @param {{width: number, above: number}} labels */
function leafWidth(node, labels) {
  return Math.max(2 * node.halfWidth, labels.above > 0 ? labels.width + LEAF.point : 0);
}

/** How far down *below* must go, for each pair that shares a column. @param {readonly Rect[]} above @param {readonly Rect[]} below */
function clearances(above, below) {
  return above.flatMap((a) => below.filter((b) => a.x0 < b.x1 && b.x0 < a.x1).map((b) => a.y1 - b.y0));
}

/** @param {readonly Rect[]} rects @param {number} by @returns {Rect[]} */
function moved(rects, by) {
  return rects.map((rect) => ({...rect, y0: rect.y0 + by, y1: rect.y1 + by}));
}
