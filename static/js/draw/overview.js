/**
 * The whole graph without numbers: a strip under a stage, or the dots of a minimap.
 *
 * The strip has the board's marks, small: discs with their half-rings, tags, wires of two lanes, frames. Where it has
 * no room for them it is dots, too. What is not in the step is faded as on the board.
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
 * @typedef {Readonly<{board: Geometry, numbers: Numbers, stops: readonly import("../types.d.ts").Stop[], places: Small,
 *   curves: ReadonlyMap<string, Curve>, nodes: ReadonlyMap<NodeId, NodeBox>}>} Chart
 */

import {display as displayOf} from "../graph/display.js";
import {stopsOf} from "../graph/stops.js";
import {smallPlaces, STRIP, stripHalves} from "../layout/overview.js";
import {geometryOf} from "../layout/wires.js";
import {nameRuns} from "../format/names.js";
import {runsWidth} from "../format/text.js";
import {grow, union} from "../geometry/boxes.js";
import {flowing, lanePath, line, round} from "../geometry/curves.js";
import {isFinite, Numbers} from "./content.js";
import {frameLine, frameName} from "./frame.js";
import {circle, group, path, rect, text} from "./marks.js";
import {SIZE} from "./metrics.js";
import {opMarks} from "./node.js";
import {nodeState, weight} from "./parts.js";
import {Reveal} from "./reveal.js";

/** Lanes of the strip, from the middle of a wire. */
const LANE = 2.6;
const WIDTH = Object.freeze({dim: 1.7, full: 2.6});
const FROM_RIM = 3;
/** Sizes of names inside tags. */
const TAG_NAMES = [18, 16, 14];

/**
 * @param {SceneRequest} request
 * @param {readonly [number, number]} size   pixels it will be drawn in
 * @param {"strip" | "dots"} how
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
 * @param {Pick<SceneRequest, "graph" | "trace" | "layout" | "options">} request @param {readonly [number, number]} size @param {"strip" | "dots"} how @returns {Chart}
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
    board, places, numbers: new Numbers(display, trace), stops: trace ? stopsOf(graph, trace, display) : [],
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

/** From rim to rim, a little above or below due west where several arrive. @param {DisplayEdge} edge @param {Geometry} board @param {Small} places @returns {Curve} */
function curveOf(edge, {display, wires}, {points, bends, scale}) {
  const [from, to] = [edge.source, edge.target].map((id) => /** @type {Point} */ (points.get(id)));
  const [source, target] = [edge.source, edge.target].map((id) => stripHalves(/** @type {DisplayNode} */ (display.byId[id])));
  if (!from || !to || !source || !target) return line([0, 0], [0, 0]);
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
function stripWire(edge, {curves, numbers, places: {scale}}, reveal) {
  const curve = /** @type {Curve} */ (curves.get(edge.key));
  const cls = weight(reveal, edge.key);
  const lane = (/** @type {"forward" | "backward"} */ way, /** @type {boolean} */ done, /** @type {import("../types.d.ts").WireValue | null} */ value) => {
    const look = !done ? "pending" : isFinite(value) ? way : "hazard";
    const d = lanePath(curve, (way === "forward" ? -LANE : LANE) * scale);
    return look === "pending" ? path(way, "lane pending", d) : path(way, `lane ${look}`, d, {"stroke-width": WIDTH[cls] * scale});
  };
  return group(edge.key, [
    lane("forward", reveal.arrived(edge), numbers.value(edge.from)),
    edge.fixed ? null : lane("backward", reveal.returned(edge), numbers.gradient(edge)),
  ], {class: `edge ${cls}`, "data-edge": edge.key});
}

/** A node around the origin. @param {DisplayNode} node @param {Chart} map @param {Reveal} reveal @returns {readonly Mark[]} */
function stripNode(node, {board, numbers, places: {scale}}, reveal) {
  const state = nodeState(node, {geometry: board, numbers}, reveal);
  if (node.form === "terminal") return stripTerminal(node, state.now, scale);
  if (node.form === "leaf") return stripTag(node, state.now, scale);
  const {width, height} = stripHalves(node);
  // No text is smaller than a caption: a sign grows inside its disc, or is left out.
  const size = Math.max(node.glyphSize * 0.9, SIZE.caption / scale);
  const glyph = runsWidth(node.glyph, size) <= 2 * width - 4 ? node.glyph : [];
  return opMarks({...node, halfWidth: width, halfHeight: height, glyph, glyphSize: size, glyphDrop: node.glyphDrop * size / node.glyphSize, composite: false}, [0, 0], state);
}

/** @param {DisplayNode} node @param {boolean} now @param {number} scale */
function stripTerminal(node, now, scale) {
  const ink = now ? "ink-on-now" : "ink-k";
  return [
    ...(now ? [circle("halo", "now-ring", 0, 0, STRIP.terminal + 4)] : []),
    circle("outer", "disc outline", 0, 0, STRIP.terminal), circle("inner", now ? "disc outline now" : "disc outline", 0, 0, STRIP.terminal - 4),
    named("name", node, 0, STRIP.terminal * 1.4, scale, ink),
  ];
}

/** A tag without its number. @param {DisplayNode} node @param {boolean} now @param {number} scale */
function stripTag(node, now, scale) {
  const {width: w, height: h} = STRIP.tag;
  const body = (/** @type {number} */ by) => `M${-w - by} ${-h - by}H${w - 8}L${w + by} 0L${w - 8} ${h + by}H${-w - by}Z`;
  return [
    ...(now ? [path("halo", "now-ring", body(5))] : []),
    path("body", now ? "tag now" : "tag", body(0), node.kind === "constant" ? {"stroke-dasharray": "4 3"} : {}),
    ...(node.kind === "parameter" ? [rect("bar", "learn-bar", {x0: -w, x1: -w + 4, y0: -h, y1: h})] : []),
    named("name", node, -2, 1.5 * w, scale, now ? "ink-on-now" : "ink-k"),
  ];
}

/** A name, smaller or cut where it is long. @param {string} key @param {DisplayNode} node @param {number} x @param {number} room @param {number} scale @param {string} cls */
function named(key, node, x, room, scale, cls) {
  const least = SIZE.caption / scale;
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
