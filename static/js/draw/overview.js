/**
 * The whole graph without numbers: a strip under a stage, a specimen in the library, or the dots of a minimap.
 *
 * Strip and specimen have the board's marks, small: discs with their half-rings, tags, wires of two lanes, frames. Where
 * there is no room for them they are dots, too. What is not in the step is faded as on the board.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Point} Point
 * @typedef {import("../types.d.ts").SceneRequest} SceneRequest
 * @typedef {import("../geometry/curves.js").Curve} Curve
 * @typedef {import("../layout/overview.js").Small} Small
 * @typedef {import("../layout/wires.js").Geometry} Geometry
 * @typedef {{marks: readonly Mark[], viewBox: readonly [number, number, number, number], nodes: readonly NodeBox[]}} Overview
 * @typedef {Readonly<{board: Geometry, numbers: Numbers, stops: readonly import("../types.d.ts").Stop[], places: Small, heads: boolean,
 *   curves: ReadonlyMap<string, Curve>, nodes: ReadonlyMap<NodeId, NodeBox>}>} Chart
 */

import {display as displayOf} from "../graph/display.js";
import {stopsOf} from "../graph/stops.js";
import {smallPlaces, STRIP, stripHalves} from "../layout/overview.js";
import {geometryOf} from "../layout/wires.js";
import {nameRuns} from "../format/names.js";
import {runsWidth} from "../format/text.js";
import {grow, union} from "../geometry/boxes.js";
import {cubic, flowing, lanePath, line, round} from "../geometry/curves.js";
import {isFinite, Numbers} from "./content.js";
import {harpoon} from "./edge.js";
import {frameLine, frameName} from "./frame.js";
import {circle, group, path, rect, text} from "./marks.js";
import {SIZE} from "./metrics.js";
import {opMarks} from "./node.js";
import {nodeState, weight} from "./parts.js";
import {Reveal} from "./reveal.js";

/** Lanes of the strip, from the middle of a wire. */
const LANE = 2.6;
/** Half arrowheads of a specimen, of a disc's size. */
const HEAD = Object.freeze({along: 8, across: 5.4});
const WIDTH = Object.freeze({dim: 1.7, full: 2.6});
const FROM_RIM = 3;
/** Sizes of names inside tags. */
const TAG_NAMES = [18, 16, 14, 12];
/** Depth of the tip of a tag that stands. */
const TIP = 5;
/** Text of a specimen, which is looked at from near, may be smaller than a caption. */
const NEAR = 9.5;

/**
 * @param {SceneRequest} request
 * @param {readonly [number, number]} size   pixels it will be drawn in
 * @param {"strip" | "specimen" | "dots"} how
 * @returns {Overview}
 */
export function overview({graph, trace, layout, stop, options = {}}, size, how) {
  const map = mapOf({graph, trace, layout, options}, size, how);
  const {board, places, stops, nodes} = map;
  const reveal = new Reveal(board.display, trace, stops, stop, options.travelled, {asked: options.predict ?? false});
  const marks = places.scale > 0 ? stripMarks(map, reveal) : dotMarks(map, reveal, size);
  return {marks, viewBox: [0, 0, size[0], size[1]], nodes: [...nodes.values()]};
}

/** By size and kind: a strip and a minimap may be shown at once. @type {Map<string, {graph: unknown, trace: unknown, layout: unknown, map: Chart}>} */
const kept = new Map();

/**
 * What does not depend on the stop.
 * @param {Pick<SceneRequest, "graph" | "trace" | "layout" | "options">} request @param {readonly [number, number]} size @param {"strip" | "specimen" | "dots"} how @returns {Chart}
 */
function mapOf({graph, trace, layout, options}, size, how) {
  const key = `${how} ${size.join()}`;
  const last = kept.get(key);
  if (last && last.graph === graph && last.trace === trace && last.layout === layout) return last.map;
  const display = displayOf(graph, trace, options?.composites ? {composites: options.composites} : {});
  const board = geometryOf(display, layout);
  const dot = dotSize(display.nodes.length, size);
  const places = smallPlaces(board, layout, size, how, dot);
  const map = {
    board, places, heads: how === "specimen", numbers: new Numbers(display, trace), stops: trace ? stopsOf(graph, trace, display) : [],
    curves: new Map(display.edges.map((edge) => [edge.key, curveOf(edge, board, places)])),
    nodes: new Map(display.nodes.map((node) => [node.id, boxOf(node, places, dot)])),
  };
  kept.set(key, {graph, trace, layout, map});
  return map;
}

/** Radius of a dot: as large as a map of so many may have. @param {number} count @param {readonly [number, number]} size */
function dotSize(count, [width, height]) {
  return Math.max(1.1, Math.min(height / 34, 0.12 * Math.sqrt(width * height / Math.max(1, count))));
}

/** @param {DisplayNode} node @param {Small} places @param {number} dot @returns {NodeBox} */
function boxOf(node, {points, scale}, dot) {
  const [cx, cy] = /** @type {Point} */ (points.get(node.id));
  const {width, height} = scale > 0 ? stripHalves(node) : {width: dot, height: dot};
  const [halfWidth, r] = scale > 0 ? [width * scale, height * scale] : [width, height];
  return {id: node.id, form: node.form, cx, cy, r, halfWidth, x0: cx - halfWidth, x1: cx + halfWidth, y0: cy - r, y1: cy + r};
}

/** A tag that feeds its op from below: from its upper edge to the op's lower rim. @param {Point} from @param {Point} to @param {number} scale @returns {Curve} */
function risen([x, y], [tx, ty], scale) {
  const [start, end] = [/** @type {Point} */ ([x, y - scale * (STRIP.tag.height + TIP + 2)]), /** @type {Point} */ ([tx, ty + scale * (STRIP.disc + FROM_RIM)])];
  return Math.abs(x - tx) < 1 ? line(start, end) : cubic(start, [x, (start[1] + end[1]) / 2], [tx, (start[1] + end[1]) / 2], end);
}

/** From rim to rim, a little above or below due west where several arrive. @param {DisplayEdge} edge @param {Geometry} board @param {Small} places @returns {Curve} */
function curveOf(edge, {display, nodes, wires}, {points, bends, scale}) {
  const [from, to] = [edge.source, edge.target].map((id) => /** @type {Point} */ (points.get(id)));
  const [source, target] = [edge.source, edge.target].map((id) => stripHalves(/** @type {DisplayNode} */ (display.byId[id])));
  if (!from || !to || !source || !target) return line([0, 0], [0, 0]);
  if (scale > 0 && nodes.get(edge.source)?.flow === "up") return risen(from, to, scale);
  const side = wires.get(edge.key)?.side ?? 0;
  const start = /** @type {Point} */ ([from[0] + scale * (source.width + FROM_RIM), from[1]]);
  const aside = side * 0.55 * target.height;
  const end = /** @type {Point} */ ([to[0] - scale * (target.width + FROM_RIM - (side ? 3 : 0)), to[1] + scale * aside]);
  const inner = bends(edge.key);
  return inner.length === 0 && Math.abs(start[1] - end[1]) < 0.5 ? line(start, end) : flowing([start, ...inner, end]);
}

// ------------------------------------------------------------------------------------------------------------ strip

/** @param {Chart} map @param {Reveal} reveal @returns {readonly Mark[]} */
function stripMarks(map, reveal) {
  const {board: {display}, nodes, places: {scale}} = map;
  return [
    group("frames", framesOf(map)),
    group("wires", display.edges.map((edge) => stripWire(edge, map, reveal))),
    group("nodes", display.nodes.map((node) => {
      const {cx, cy} = /** @type {NodeBox} */ (nodes.get(node.id));
      const at = `translate(${round(cx)} ${round(cy)}) scale(${round(scale)})`;
      return group(node.id, stripNode(node, map, reveal), {class: `node ${weight(reveal, node.id)}`, "data-node": node.id, transform: at});
    })),
  ];
}

/** @param {Chart} map @returns {readonly Mark[]} */
function framesOf({board: {display, frames}, nodes, places: {scale}}) {
  return frames.map(({id}) => {
    const own = display.groups.find((one) => one.id === id);
    const body = union((own?.nodes ?? []).flatMap((one) => nodes.get(one) ?? []));
    if (!body) return group(id, []);
    const {x0, x1, y0, y1} = grow(body, 16 * scale, 18 * scale);
    const frame = {id, x0: x0 / scale, x1: x1 / scale, y0: y0 / scale, y1: y1 / scale};
    return group(id, [frameLine(frame, own?.name ?? []), frameName(frame, own?.name ?? [])], {transform: `scale(${round(scale)})`});
  });
}

/** @param {DisplayEdge} edge @param {Chart} map @param {Reveal} reveal */
function stripWire(edge, {curves, numbers, heads, places: {scale}}, reveal) {
  const curve = /** @type {Curve} */ (curves.get(edge.key));
  const cls = weight(reveal, edge.key);
  const lane = (/** @type {"forward" | "backward"} */ way, /** @type {boolean} */ done, /** @type {import("../types.d.ts").WireValue | null} */ value) => {
    const look = !done ? "pending" : isFinite(value) ? way : "hazard";
    const side = (way === "forward" ? -LANE : LANE) * scale;
    const [d, width] = [lanePath(curve, side), WIDTH[cls] * scale];
    if (look === "pending") return [path(way, "lane pending", d)];
    const head = heads && look === way ? [harpoon(curve, [0, 1], way, side, width, {along: HEAD.along * scale, across: HEAD.across * scale})] : [];
    return [path(way, `lane ${look}`, d, {"stroke-width": width}), ...head];
  };
  return group(edge.key, [
    ...lane("forward", reveal.arrived(edge), numbers.value(edge.from)),
    ...(edge.fixed ? [] : lane("backward", reveal.returned(edge), numbers.gradient(edge))),
  ], {class: `edge ${cls}`, "data-edge": edge.key});
}

/** A node around the origin. @param {DisplayNode} node @param {Chart} map @param {Reveal} reveal @returns {readonly Mark[]} */
function stripNode(node, {board, heads, numbers, places: {scale}}, reveal) {
  const state = nodeState(node, {geometry: board, numbers}, reveal);
  const least = (heads ? NEAR : SIZE.caption) / scale;
  if (node.form === "terminal") return stripTerminal(node, state.now, least);
  if (node.form === "leaf") return stripTag(node, state.now, least, board.nodes.get(node.id)?.flow === "up");
  const {width, height} = stripHalves(node);
  // No text is smaller than that: a sign grows inside its disc, shrinks to fit it, or is left out.
  const room = (2 * width - 4) / runsWidth(node.glyph, 1);
  const size = Math.max(heads ? Math.min(node.glyphSize * 0.9, room) : node.glyphSize * 0.9, least);
  const glyph = size <= room ? node.glyph : [];
  return opMarks({...node, halfWidth: width, halfHeight: height, glyph, glyphSize: size, glyphDrop: node.glyphDrop * size / node.glyphSize, composite: false}, [0, 0], state);
}

/** @param {DisplayNode} node @param {boolean} now @param {number} least */
function stripTerminal(node, now, least) {
  const ink = now ? "ink-on-now" : "ink-k";
  return [
    ...(now ? [circle("halo", "now-ring", 0, 0, STRIP.terminal + 4)] : []),
    circle("outer", "disc outline", 0, 0, STRIP.terminal), circle("inner", now ? "disc outline now" : "disc outline", 0, 0, STRIP.terminal - 4),
    named("name", node, 0, STRIP.terminal * 1.4, least, ink),
  ];
}

/** A tag without its number; it points right, or stands and points up. @param {DisplayNode} node @param {boolean} now @param {number} least @param {boolean} stands */
function stripTag(node, now, least, stands) {
  const {width: w, height: h} = STRIP.tag;
  const body = (/** @type {number} */ by) => (stands ? `M${-w - by} ${h + by}H${w + by}V${-h - by}H${TIP}L0 ${-h - TIP - by}L${-TIP} ${-h - by}H${-w - by}Z`
    : `M${-w - by} ${-h - by}H${w - 8}L${w + by} 0L${w - 8} ${h + by}H${-w - by}Z`);
  return [
    ...(now ? [path("halo", "now-ring", body(5))] : []),
    path("body", now ? "tag now" : "tag", body(0), node.kind === "constant" ? {"stroke-dasharray": "4 3"} : {}),
    ...(node.kind === "parameter" ? [rect("bar", "learn-bar", stands ? {x0: -w, x1: w, y0: h - 4, y1: h} : {x0: -w, x1: -w + 4, y0: -h, y1: h})] : []),
    named("name", node, stands ? 0 : -2, 1.5 * w, least, now ? "ink-on-now" : "ink-k"),
  ];
}

/** A name, smaller or cut where it is long. @param {string} key @param {DisplayNode} node @param {number} x @param {number} room @param {number} least @param {string} cls */
function named(key, node, x, room, least, cls) {
  const size = TAG_NAMES.find((one) => one >= least && runsWidth(node.name, one) <= room) ?? least;
  const runs = runsWidth(node.name, size) <= room ? node.name : nameRuns(node.members[0] ?? node.id, {width: room, size});
  return text(key, runsWidth(runs, size) <= room ? runs : [], x, size * 0.29, size, {anchor: "middle", cls});
}

// ------------------------------------------------------------------------------------------------------------- dots

/** @param {Chart} map @param {Reveal} reveal @param {readonly [number, number]} size @returns {readonly Mark[]} */
function dotMarks({board: {display, frames}, curves, nodes}, reveal, size) {
  const r = nodes.values().next().value?.r ?? 1;
  const lines = (/** @type {(edge: DisplayEdge) => boolean} */ has) => display.edges.filter(has).map((edge) => pathThrough(/** @type {Curve} */ (curves.get(edge.key)))).join("");
  const isBack = (/** @type {DisplayEdge} */ edge) => !edge.fixed && reveal.returned(edge);
  const now = reveal.now == null ? undefined : nodes.get(reveal.now);
  return [
    group("frames", frames.flatMap(({id}) => {
      const box = union((display.groups.find((one) => one.id === id)?.nodes ?? []).flatMap((one) => nodes.get(one) ?? []));
      return box ? [rect(id, "map-frame", grow(box, 2.5 * r))] : [];
    })),
    path("pending", "map-wire", lines((edge) => !reveal.arrived(edge) && !isBack(edge))),
    path("forward", "map-wire forward", lines((edge) => reveal.arrived(edge) && !isBack(edge))),
    path("backward", "map-wire backward", lines(isBack)),
    ...windowOf(nodes, reveal, r, size),
    group("nodes", display.nodes.map(({id, form}) => {
      const known = id === reveal.now || (form === "terminal" ? reveal.seeded : reveal.computed(id));
      const {cx, cy} = /** @type {NodeBox} */ (nodes.get(id));
      return circle(id, known ? "map-dot" : "map-dot pending", cx, cy, r);
    })),
    ...(now ? [circle("now", "map-dot now", now.cx, now.cy, Math.max(1.55 * r, 3.4))] : []),
  ];
}

/** @param {Curve} curve */
function pathThrough({points, straight}) {
  const few = straight ? [points[0], points.at(-1)] : points.filter((_, at) => at % 5 === 0 || at === points.length - 1);
  return few.map((point, at) => (point ? `${at ? "L" : "M"}${round(point[0])} ${round(point[1])}` : "")).join("");
}

/** What the stage shows of it. @param {ReadonlyMap<NodeId, NodeBox>} nodes @param {Reveal} reveal @param {number} r @param {readonly [number, number]} size @returns {readonly Mark[]} */
function windowOf(nodes, reveal, r, [width, height]) {
  if (reveal.now == null) return [];
  const ids = [...reveal.into(reveal.now).map(({source}) => source), reveal.now, ...reveal.outOf(reveal.now).map(({target}) => target)];
  const box = union(ids.flatMap((id) => nodes.get(id) ?? []));
  if (!box) return [];
  const {x0, x1, y0, y1} = grow(box, Math.max(3, 1.8 * r));
  return [rect("window", "map-window", {x0: Math.max(1, x0), x1: Math.min(width - 1, x1), y0: Math.max(1, y0), y1: Math.min(height - 1, y1)})];
}
