/**
 * The stage: what one step is about, laid out afresh and drawn large, for a hall and for a phone.
 *
 * The op that acts stands in the middle, its operands before it and its consumers after it; further wires run off the
 * edge. It depends on the op, not on which of its edges, so that nothing moves while the op passes its gradient on.
 *
 * @typedef {import("../types.d.ts").Scene} Scene
 * @typedef {import("../types.d.ts").SceneRequest} SceneRequest
 * @typedef {import("../types.d.ts").Stop} Stop
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {"right" | "down"} Flow
 */

import {TERMINAL_ID, display as displayOf} from "../graph/display.js";
import {endsOf} from "../graph/queries.js";
import {stopsOf} from "../graph/stops.js";
import {geometryOf} from "../layout/wires.js";
import {placeLabels} from "../layout/place.js";
import {grow, union} from "../geometry/boxes.js";
import {contentOf, Numbers} from "./content.js";
import {Drawn} from "./drawn.js";
import {magnitude, widthRule} from "./edge.js";
import {labelMarks} from "./labels.js";
import {group} from "./marks.js";
import {nodeMarks, wireGroups} from "./parts.js";
import {Reveal} from "./reveal.js";

/** The natural window of a stage, in board units. */
export const STAGE = Object.freeze({
  right: Object.freeze({width: 533, height: 150}),
  down: Object.freeze({width: 300, height: 400}),
});

const APART = 195;

/**
 * Equal for stops whose stages stand the same.
 * @param {Pick<SceneRequest, "graph" | "trace">} request
 * @param {number} stop
 */
export function stageKey({graph, trace}, stop) {
  const shown = displayOf(graph, trace);
  const stops = trace ? stopsOf(graph, trace, shown) : [];
  return actorOf(shown, stops[Math.max(0, stop)]) ?? "";
}

/** @param {Display} shown @param {Stop | undefined} stop */
function actorOf(shown, stop) {
  if (!stop) return null;
  return stop.phase === "seed" ? TERMINAL_ID : shown.owner[stop.node] ?? null;
}

/**
 * @param {SceneRequest & {flow: Flow}} request
 * @returns {Scene | null}
 */
export function stageScene({graph, trace, stop, options = {}}) {
  const shown = displayOf(graph, trace, options.composites ? {composites: options.composites} : {});
  const stops = trace ? stopsOf(graph, trace, shown) : [];
  const actor = actorOf(shown, stops[Math.max(0, stop)]);
  if (actor == null) return null;
  const {into, outOf} = endsOf(shown);
  const edges = [...(into.get(actor) ?? []).slice(0, 4), ...(outOf.get(actor) ?? []).slice(0, 4)];
  const ids = new Set([actor, ...edges.flatMap((edge) => [edge.source, edge.target])]);
  const before = [...new Set(edges.filter((edge) => edge.target === actor).map((edge) => edge.source))];
  const after = [...new Set(edges.filter((edge) => edge.source === actor).map((edge) => edge.target))];
  const nodes = Object.fromEntries([
    [actor, /** @type {const} */ ([0, 0])],
    ...before.map((id, at) => [id, [-APART, (at - (before.length - 1) / 2) * 90]]),
    ...after.map((id, at) => [id, [APART, (at - (after.length - 1) / 2) * 90]]),
  ]);
  const part = {...shown, nodes: shown.nodes.filter(({id}) => ids.has(id)), edges, groups: []};
  const geometry = geometryOf(part, {nodes, edges: {}});
  const numbers = new Numbers(shown, trace);
  const level = new Set([...geometry.wires.values()].filter((wire) => wire.level).map((wire) => wire.edge.key));
  const slots = placeLabels(geometry, contentOf(numbers, level));
  const sizes = shown.edges.map((edge) => [magnitude(numbers.value(edge.from)), magnitude(numbers.gradient(edge))]);
  const all = union([...[...geometry.nodes.values()].map((node) => grow(node, 12)), ...[...slots.values()].map((slot) => slot.box)]);
  const frame = grow(/** @type {import("../types.d.ts").Box} */ (all), 12);
  const picture = {geometry, slots, numbers, stops, frame, drawn: new Drawn(),
    forwardWidth: widthRule(sizes.map(([value]) => value ?? 0)), backwardWidth: widthRule(sizes.map(([, gradient]) => gradient ?? 0))};
  const reveal = new Reveal(shown, trace, stops, stop, options.travelled);
  const {marks: labels, boxes} = labelMarks(picture, reveal, {...options, annotation: false});
  const [width, height] = [frame.x1 - frame.x0, frame.y1 - frame.y0];
  return {
    width, height, viewBox: [frame.x0, frame.y0, width, height],
    marks: [group("picture", [group("wires", wireGroups(picture, reveal, options)), group("nodes", nodeMarks(picture, reveal, options)), group("labels", labels)])],
    boxes: {
      nodes: [...geometry.nodes.values()], labels: boxes, frames: [],
      wires: [...geometry.wires.values()].map(({edge, curve}) => ({key: edge.key, points: curve.points})),
    },
    focus: null,
  };
}
