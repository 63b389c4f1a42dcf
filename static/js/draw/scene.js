/**
 * A whole picture: from graph, trace, places and stop to marks. Pure, so that the page, an export and a server draw
 * the same.
 *
 * Everything that does not depend on the stop (what is drawn, shapes, slots) is composed once and kept for the next
 * call with the same graph, trace and layout; stepping then only decides what is shown, and how.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").LabelBox} LabelBox
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").Scene} Scene
 * @typedef {import("../types.d.ts").SceneOptions} SceneOptions
 * @typedef {import("../types.d.ts").SceneRequest} SceneRequest
 * @typedef {import("../layout/wires.js").Geometry} Geometry
 * @typedef {import("../layout/slots.js").Slots} Slots
 * @typedef {import("./edge.js").WidthRule} WidthRule
 * @typedef {Readonly<{geometry: Geometry, slots: Slots, numbers: Numbers, stops: readonly import("../types.d.ts").Stop[],
 *   room?: import("../layout/room.js").Room, forwardWidth: WidthRule, backwardWidth: WidthRule, frame: Box, drawn: Drawn}>} Picture
 */

import {display as displayOf} from "../graph/display.js";
import {stopsOf} from "../graph/stops.js";
import {carriedSlots} from "../layout/carried.js";
import {geometryOf} from "../layout/wires.js";
import {fitted} from "../layout/refit.js";
import {grow, union} from "../geometry/boxes.js";
import {contentOf, Numbers} from "./content.js";
import {Drawn} from "./drawn.js";
import {magnitude, widthRule} from "./edge.js";
import {labelMarks} from "./labels.js";
import {group} from "./marks.js";
import {frameMarks, nodeMarks, wireGroup, wireGroups} from "./parts.js";
import {selectionMarks} from "./node.js";
import {railMarks} from "./pointed.js";
import {Reveal} from "./reveal.js";

/** Bare board around the picture, so that nothing touches its edge. */
const MARGIN = 12;
/** Above an op, for the product at its stops. */
const NOTE_ROOM = 120;

/**
 * @type {{request: Pick<SceneRequest, "graph" | "trace" | "layout">, composites: readonly string[] | undefined,
 *   picture: Picture, fitting: import("../layout/refit.js").Fitting} | null}
 */
let kept = null;

/** A picture at a stop, and all that its look depends on but how far the bead has come. @typedef {{picture: Picture, look: string, scene: Scene}} Told */

/** What was drawn last, for the next frame of the same step. @type {Told | null} */
let underway = null;
/** What will be drawn next, if nothing is done to it until then. @type {readonly Told[]} */
let foreseen = [];
/** The landing of a stop, and the way to it. */
const FORESIGHT = 2;

/**
 * @param {SceneRequest} request
 * @returns {Scene}
 */
export function scene(request) {
  const {options = {}} = request;
  const {picture, reveal, look} = ask(request);
  const told = [underway, ...foreseen].find((one) => one?.picture === picture && one.look === look)?.scene;
  const drawn = !told ? wholeScene(picture, reveal, options) : reveal.landed ? told : withBeads(told, picture, reveal, options);
  underway = {picture, look, scene: drawn};
  return drawn;
}

/**
 * Draw ahead, while nothing moves, what will be wanted next.
 * @param {SceneRequest} request
 */
export function foresee(request) {
  const {picture, reveal, look} = ask(request);
  foreseen = [{picture, look, scene: wholeScene(picture, reveal, request.options ?? {})}, ...foreseen].slice(0, FORESIGHT);
}

/** @param {SceneRequest} request */
function ask({graph, trace, layout, stop, options = {}}) {
  const picture = options.bare ? bareOf({graph, trace, layout}, options.composites) : compose({graph, trace, layout}, options.composites);
  const reveal = new Reveal(picture.geometry.display, trace, picture.stops, stop, options.travelled, {asked: options.predict ?? false});
  return {picture, reveal, look: JSON.stringify([stop, {...options, travelled: reveal.landed ? 1 : 0}])};
}

/** On the way to a stop only its bead moves: all else is what it was a frame before. @param {Scene} before @param {Picture} picture @param {Reveal} reveal @param {SceneOptions} options @returns {Scene} */
function withBeads(before, picture, reveal, options) {
  const redrawn = (/** @type {Mark} */ mark) => {
    const wire = picture.geometry.wires.get(mark.key);
    return wire && reveal.bead(wire.edge) ? wireGroup(wire, picture, reveal, options) : mark;
  };
  const withWires = (/** @type {Mark} */ mark) => (mark.key === "wires" ? {...mark, children: (mark.children ?? []).map(redrawn)} : mark);
  return {...before, marks: before.marks.map((mark) => ({...mark, children: (mark.children ?? []).map(withWires)}))};
}

/** @param {Picture} picture @param {Reveal} reveal @param {SceneOptions} options @returns {Scene} */
function wholeScene(picture, reveal, options) {
  const {geometry, frame, drawn} = picture;
  const {marks: labels, boxes, note} = labelMarks(picture, reveal, options);
  const marks = [
    group("frames", frameMarks(geometry)),
    group("rails", railMarks(geometry.wires, options.selected ?? [])),
    group("wires", wireGroups(picture, reveal, options)),
    group("nodes", nodeMarks(picture, reveal, options)),
    group("labels", labels),
    ...(note ? [note] : []),
    group("selection", (options.selected ?? []).flatMap((id) => {
      const box = geometry.nodes.get(id);
      return box ? [selectionMarks(id, box)] : [];
    })),
  ];
  const hovered = /** @type {Record<string, string>} */ (options.hovered == null ? {} : {class: "hovering"});
  const [width, height] = [frame.x1 - frame.x0, frame.y1 - frame.y0];
  return {
    width, height, viewBox: [frame.x0, frame.y0, width, height], marks: [group("picture", marks, hovered)],
    boxes: {labels: boxes, frames: geometry.frames, ...drawn.keep("boxes", "", () => boxesOf(geometry), geometry)},
    aims: aimsOf(picture, reveal, boxes),
  };
}

/**
 * A picture for one frame on the way to other places. Labels go along with nodes that a hand carries; where the graph is
 * another one, a composite that opens or closes, there are none till all stands again.
 * @param {Pick<SceneRequest, "graph" | "trace" | "layout">} request
 * @param {readonly string[] | undefined} composites
 * @returns {Picture}
 */
function bareOf({graph, trace, layout}, composites) {
  const shown = displayOf(graph, trace, composites ? {composites} : {});
  const [geometry, numbers] = [geometryOf(shown, layout), new Numbers(shown, trace)];
  const before = kept?.request.graph === graph && kept.request.trace === trace && kept.composites === composites ? kept.picture : null;
  return {
    geometry, slots: before ? carriedSlots(before.slots, before.geometry, geometry) : new Map(), numbers, stops: trace ? stopsOf(graph, trace, shown) : [],
    frame: frameOf(geometry, new Map()), drawn: new Drawn(), ...widthsOf(shown, numbers),
  };
}

/** How wide lanes are, by what runs along them. @param {import("../types.d.ts").Display} shown @param {Numbers} numbers */
function widthsOf({edges}, numbers) {
  return {
    forwardWidth: widthRule(edges.map((edge) => magnitude(numbers.value(edge.from)))),
    backwardWidth: widthRule(edges.map((edge) => magnitude(numbers.gradient(edge)))),
  };
}

/**
 * Numbers that change leave shapes, slots and what is drawn of them, as far as it looks the same.
 * @param {Pick<SceneRequest, "graph" | "trace" | "layout">} request
 * @param {readonly string[] | undefined} composites
 * @returns {Picture}
 */
export function compose(request, composites) {
  if (kept && kept.composites === composites && kept.request.graph === request.graph
    && kept.request.trace === request.trace && kept.request.layout === request.layout) return kept.picture;
  const {graph, trace, layout} = request;
  const before = kept && kept.composites === composites && kept.request.layout === layout ? kept : null;
  const shown = displayOf(graph, trace, composites ? {composites} : {});
  const geometry = geometryAsBefore(shown, layout, before?.picture.geometry ?? null);
  const numbers = new Numbers(shown, trace);
  const level = new Set([...geometry.wires.values()].filter((wire) => wire.level).map((wire) => wire.edge.key));
  const fitting = fitted(geometry, contentOf(numbers, level), before && sameWires(geometry, before.picture.geometry) ? before.fitting : null);
  const {slots, room} = fitting;
  const still = before?.picture.slots === slots && before.picture.geometry === geometry;
  const picture = {
    geometry, slots, room, numbers, stops: trace ? stopsOf(graph, trace, shown) : [],
    frame: still && before ? before.picture.frame : frameOf(geometry, slots), drawn: before?.picture.drawn ?? new Drawn(),
    ...widthsOf(shown, numbers),
  };
  kept = {request, composites, picture, fitting};
  return picture;
}

/** A geometry whose wires are those of the last one wherever they run the same way. @param {import("../types.d.ts").Display} shown @param {import("../types.d.ts").Layout} layout @param {Geometry | null} before @returns {Geometry} */
function geometryAsBefore(shown, layout, before) {
  if (before?.display === shown) return before;
  const now = geometryOf(shown, layout);
  if (!before) return now;
  const wires = [...now.wires].map(([key, wire]) => {
    const last = before.wires.get(key);
    return /** @type {const} */ ([key, last && sameWire(wire, last) ? last : wire]);
  });
  return {...now, wires: new Map(wires)};
}

/** @param {import("../layout/wires.js").WireShape} a @param {import("../layout/wires.js").WireShape} b */
function sameWire(a, b) {
  return a.level === b.level && a.fans === b.fans && a.joins === b.joins && a.side === b.side && a.edge.fixed === b.edge.fixed
    && a.edge.source === b.edge.source && a.edge.target === b.edge.target && a.curve.points.length === b.curve.points.length
    && a.curve.points.every(([x, y], at) => x === b.curve.points[at]?.[0] && y === b.curve.points[at]?.[1]);
}

/** Are all wires where they were? Then only a tag may have grown to its left. @param {Geometry} a @param {Geometry} b */
function sameWires(a, b) {
  return a.wires.size === b.wires.size && [...a.wires].every(([key, wire]) => b.wires.get(key) === wire);
}

/** Everything that can ever be drawn, so that the picture never resizes between stops. @param {Geometry} geometry @param {Slots} slots @returns {Box} */
function frameOf(geometry, slots) {
  const ops = [...geometry.nodes.values()].filter((node) => node.form === "disc" || node.form === "pill");
  const all = union([
    ...ops.map(({cx, cy}) => ({x0: cx, x1: cx, y0: cy - NOTE_ROOM, y1: cy})),
    ...[...geometry.nodes.values()].map((node) => grow(node, 8)), ...geometry.frames,
    ...[...slots.values()].map((slot) => slot.box), ...[...geometry.wires.values()].map((wire) => grow(wire.box, 8)),
  ]);
  return all ? grow(all, MARGIN) : {x0: 0, y0: 0, x1: 320, y1: 200};
}

/** @param {Geometry} geometry */
function boxesOf({nodes, wires}) {
  return {nodes: [...nodes.values()], wires: [...wires.values()].map(({edge, curve}) => ({key: edge.key, points: curve.points}))};
}

/** @param {Geometry} geometry @returns {readonly Box[]} */
function leftmost({nodes}) {
  return [...nodes.values()].sort((a, b) => a.x0 - b.x0).slice(0, 1);
}

/**
 * What the camera should keep in view: the node that acts and the one it hands its gradient to, then the other nodes of
 * the step, then its labels. Before the first stop: where the graph begins.
 * @param {Picture} picture @param {Reveal} reveal @param {readonly LabelBox[]} labels @returns {readonly Box[]}
 */
function aimsOf({geometry}, reveal, labels) {
  if (reveal.atStart) return leftmost(geometry);
  const {stop, edges} = reveal;
  const source = geometry.wires.get(stop?.edge ?? "")?.edge.source;
  const first = [stop && reveal.actor(stop), source, ...(reveal.nodes ?? [])];
  const isShown = (/** @type {string} */ owner) => (edges ? !reveal.fades(owner) : owner === stop?.edge || owner === source);
  return [...new Set(first)].flatMap((id) => /** @type {Box[]} */ (geometry.nodes.get(id ?? "") ?? [])).concat(labels.filter(({owner}) => isShown(owner)));
}
