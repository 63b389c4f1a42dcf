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
 * @typedef {import("../layout/place.js").Slots} Slots
 * @typedef {import("./edge.js").WidthRule} WidthRule
 * @typedef {Readonly<{geometry: Geometry, slots: Slots, numbers: Numbers, stops: readonly import("../types.d.ts").Stop[],
 *   forwardWidth: WidthRule, backwardWidth: WidthRule, frame: Box, drawn: Drawn}>} Picture
 */

import {display as displayOf} from "../graph/display.js";
import {stopsOf} from "../graph/stops.js";
import {geometryOf} from "../layout/wires.js";
import {fitsIn, needsOf} from "../layout/needs.js";
import {placeLabels} from "../layout/place.js";
import {grow, union} from "../geometry/boxes.js";
import {contentOf, Numbers} from "./content.js";
import {Drawn} from "./drawn.js";
import {magnitude, widthRule} from "./edge.js";
import {labelMarks} from "./labels.js";
import {group} from "./marks.js";
import {frameMarks, nodeMarks, wireGroups} from "./parts.js";
import {selectionMarks} from "./node.js";
import {Reveal} from "./reveal.js";

/** Bare board around the picture, so that nothing touches its edge. */
const MARGIN = 12;
/** Above an op, for the product at its stops. */
const NOTE_ROOM = 120;

/**
 * @type {{request: Pick<SceneRequest, "graph" | "trace" | "layout">, composites: readonly string[] | undefined,
 *   picture: Picture, needs: ReturnType<typeof needsOf>} | null}
 */
let kept = null;

/**
 * @param {SceneRequest} request
 * @returns {Scene}
 */
export function scene({graph, trace, layout, stop, options = {}}) {
  const picture = compose({graph, trace, layout}, options.composites);
  const {geometry, stops, frame} = picture;
  const reveal = new Reveal(geometry.display, trace, stops, stop, options.travelled);
  const {marks: labels, boxes, note} = labelMarks(picture, reveal, options);
  const marks = [
    group("frames", frameMarks(geometry)),
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
    boxes: {
      nodes: [...geometry.nodes.values()], labels: boxes, frames: geometry.frames,
      wires: [...geometry.wires.values()].map(({edge, curve}) => ({key: edge.key, points: curve.points})),
    },
    focus: focusOf(picture, reveal, boxes),
  };
}

/**
 * @param {Pick<SceneRequest, "graph" | "trace" | "layout">} request
 * @param {readonly string[] | undefined} composites
 * @returns {Picture}
 */
export function compose(request, composites) {
  if (kept && kept.composites === composites && kept.request.graph === request.graph
    && kept.request.trace === request.trace && kept.request.layout === request.layout) return kept.picture;
  const {graph, trace, layout} = request;
  const shown = displayOf(graph, trace, composites ? {composites} : {});
  const geometry = geometryOf(shown, layout);
  const numbers = new Numbers(shown, trace);
  const level = new Set([...geometry.wires.values()].filter((wire) => wire.level).map((wire) => wire.edge.key));
  const content = contentOf(numbers, level);
  const needs = needsOf(geometry, content);
  // New numbers move nothing as long as they fit where the old ones stood.
  const holds = kept?.request.layout === layout && fitsIn(needs, kept.needs);
  const slots = holds && kept ? kept.picture.slots : placeLabels(geometry, content);
  const drawn = shown.edges.map((edge) => [magnitude(numbers.value(edge.from)), magnitude(numbers.gradient(edge))]);
  const picture = {
    geometry, slots, numbers, stops: trace ? stopsOf(graph, trace, shown) : [], frame: frameOf(geometry, slots), drawn: new Drawn(),
    forwardWidth: widthRule(drawn.map(([value]) => value ?? 0)), backwardWidth: widthRule(drawn.map(([, gradient]) => gradient ?? 0)),
  };
  kept = {request, composites, picture, needs: holds && kept ? kept.needs : needs};
  return picture;
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

/** @param {Geometry} geometry @returns {Box | null} */
function leftmost({nodes}) {
  return [...nodes.values()].reduce((/** @type {Box | null} */ first, node) => (first && first.x0 <= node.x0 ? first : node), null);
}

/** @param {Picture} picture @param {Reveal} reveal @param {readonly LabelBox[]} labels @returns {Box | null} */
function focusOf({geometry}, reveal, labels) {
  // Before the first stop: where the graph begins, for one that is too large to be seen whole.
  if (reveal.atStart) return leftmost(geometry);
  if (!reveal.nodes) return null;
  return union([
    ...[...reveal.nodes].flatMap((id) => geometry.nodes.get(id) ?? []),
    ...labels.filter((label) => !reveal.fades(label.owner)),
  ]);
}
