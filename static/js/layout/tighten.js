/**
 * A picture that is a little too wide for the board, drawn a little closer.
 *
 * ELK knows one distance for all ranks, that of the widest label anywhere. Where the board would just hold the graph if
 * every rank had only the distance its own labels need, the ranks move together as far as that takes, and no further:
 * a picture seen whole is better than one that is followed. What is too wide anyway stays as it is.
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("./tree.js").Room} Room
 * @typedef {Readonly<{x0: number, x1: number}>} Span
 */

import {GAP} from "../draw/metrics.js";
import {endsOf} from "../graph/queries.js";

/** What the board holds beside the picture's margin, in units. */
const BOARD = 940;
/** A leaf that feeds one op has its numbers at its tag: its wire needs only the chip, or a tensor's shape. */
const BARE = GAP + 6;
/** Around a number in its row: it stands above or below the harpoons. Brackets reach down to them, and stand clear. */
const [AROUND, AROUND_BRACKETS] = [6, 8];
/** The tick of a chip at a join of level wires comes down beside it. */
const TICK = 12;

/**
 * @param {Display} display
 * @param {Layout} layout
 * @param {Room} room
 * @returns {Layout}
 */
export function tightened(display, layout, room) {
  if (display.groups.length > 0 || display.nodes.some(({id}) => !layout.nodes[id])) return layout;
  const columns = columnsOf(display, layout);
  const spare = spareOf(display, layout, room, columns);
  const all = spare.reduce((sum, one) => sum + one, 0);
  const over = (columns.at(-1)?.x1 ?? 0) - (columns[0]?.x0 ?? 0) - BOARD;
  if (over <= 0 || over > all) return layout;
  const by = spare.map((one) => (one * over) / all);
  const moved = (/** @type {number} */ x) => Math.round(x - shiftAt(x, columns, by));
  const place = (/** @type {import("../types.d.ts").Point} */ [x, y]) => /** @type {const} */ ([moved(x), y]);
  return {
    nodes: Object.fromEntries(Object.entries(layout.nodes).map(([id, at]) => [id, place(at)])),
    edges: Object.fromEntries(Object.entries(layout.edges).map(([key, bends]) => [key, bends.map(place)])),
  };
}

/** How far a node reaches to its sides; a leaf's place is its tip. @param {DisplayNode} node @param {Layout} layout @returns {Span} */
function spanOf({id, form, halfWidth}, {nodes}) {
  const [x] = nodes[id] ?? [0];
  return form === "leaf" ? {x0: x - 2 * halfWidth, x1: x} : {x0: x - halfWidth, x1: x + halfWidth};
}

/** Nodes that stand over each other are one column. @param {Display} display @param {Layout} layout @returns {readonly Span[]} */
function columnsOf({nodes}, layout) {
  const spans = nodes.map((node) => spanOf(node, layout)).sort((a, b) => a.x0 - b.x0);
  /** @type {Span[]} */
  const columns = [];
  for (const span of spans) {
    const last = columns.at(-1);
    if (last && span.x0 <= last.x1) columns[columns.length - 1] = {x0: last.x0, x1: Math.max(last.x1, span.x1)};
    else columns.push(span);
  }
  return columns;
}

/**
 * What each gap has beyond its need.
 * @param {Display} display @param {Layout} layout @param {Room} room @param {readonly Span[]} columns @returns {readonly number[]}
 */
function spareOf(display, layout, room, columns) {
  const columnOf = (/** @type {string} */ id) => {
    const {x0} = spanOf(/** @type {DisplayNode} */ (display.byId[id]), layout);
    return columns.findIndex((column) => x0 <= column.x1);
  };
  const needs = columns.slice(1).map(() => GAP);
  for (const edge of display.edges) {
    const [from, to] = [columnOf(edge.source), columnOf(edge.target)];
    // A longer wire has room for its numbers elsewhere.
    if (to === from + 1) needs[from] = Math.max(needs[from] ?? 0, needOf(edge, display, room));
  }
  return needs.map((need, at) => Math.max(0, (columns[at + 1]?.x0 ?? 0) - (columns[at]?.x1 ?? 0) - need));
}

/** @param {DisplayEdge} edge @param {Display} display @param {Room} room */
function needOf(edge, display, room) {
  const alone = endsOf(display).outOf.get(edge.source)?.length === 1;
  if (alone && display.byId[edge.source]?.form === "leaf") return BARE;
  const {width, above, below} = room(edge);
  const joins = display.byId[edge.source]?.form !== "leaf" && (endsOf(display).into.get(edge.target)?.length ?? 0) > 1;
  return width + (above || below ? AROUND_BRACKETS : AROUND + (joins ? TICK : 0));
}

/** How far a point goes to the left; between two columns as much as its place there says. @param {number} x @param {readonly Span[]} columns @param {readonly number[]} by */
function shiftAt(x, columns, by) {
  return by.reduce((sum, one, at) => {
    const [from, to] = [columns[at]?.x1 ?? 0, columns[at + 1]?.x0 ?? 0];
    return sum + one * Math.min(1, Math.max(0, (x - from) / (to - from)));
  }, 0);
}
