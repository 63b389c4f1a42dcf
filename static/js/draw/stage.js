/**
 * The stage: what one step is about, laid out afresh and drawn large, for a hall and for a phone.
 *
 * The op that acts stands in the middle, its operands before it and its consumers after it; further wires run off the
 * edge. It depends on the op, not on which of its edges, so that nothing moves while the op passes its gradient on. Of
 * an op with many wires it shows a few at a time, always with this step's among them, and counts the others.
 *
 * @typedef {import("../types.d.ts").Scene} Scene
 * @typedef {import("../types.d.ts").SceneRequest} SceneRequest
 * @typedef {import("../layout/stage.js").Flow} Flow
 * @typedef {import("./stage-build.js").Built} Built
 */

import {slotKey} from "../layout/slots.js";
import {labelMarks} from "./labels.js";
import {group} from "./marks.js";
import {selectionMarks} from "./node.js";
import {nodeMarks, wireGroups, wireParts, wireState} from "./parts.js";
import {railMarks} from "./pointed.js";
import {Reveal} from "./reveal.js";
import {actorOf, stageBuilt, wholeOf} from "./stage-build.js";
import {pagesKey} from "./stage-pages.js";

export {STAGE} from "./stage-build.js";

/**
 * Equal for stops whose stages stand the same: the node that acts, as it is drawn, and which of its wires are shown.
 * @param {Omit<SceneRequest, "stop"> & {flow: Flow}} request
 * @param {number} stop
 * @returns {string}
 */
export function stageKey({layout, flow, ...request}, stop) {
  const whole = wholeOf(request);
  const at = whole.stops[Math.max(0, stop)];
  const actor = at && actorOf(whole.display, at);
  return at && actor && whole.display.byId[actor] ? `${actor} ${pagesKey(stageBuilt(whole, layout, actor, at, flow).pages)}` : "";
}

/**
 * @param {SceneRequest & {flow: Flow}} request
 * @returns {Scene | null}
 */
export function stageScene({graph, trace, layout, stop, flow, options = {}}) {
  const whole = wholeOf({graph, trace, options});
  const at = whole.stops[Math.max(0, stop)];
  const actor = at && actorOf(whole.display, at);
  if (!at || actor == null || !whole.display.byId[actor]) return null;
  const built = stageBuilt(whole, layout, actor, at, flow);
  const reveal = new Reveal(whole.display, trace, whole.stops, stop, options.travelled, {asked: options.predict ?? false, rests: false});
  return drawnStage(built, reveal, options);
}

/** @param {Built} stage @param {Reveal} reveal @param {import("../types.d.ts").SceneOptions} options @returns {Scene} */
function drawnStage({picture, plan, stubs, box, more}, reveal, options) {
  const {geometry, slots} = picture;
  // Where only this step's chip is shown, the others have no place.
  const hidden = new Set(plan.rows.filter(({manner, edge}) => !manner.chips && edge.key !== reveal.nowEdge).map(({edge}) => slotKey("chip", edge.key)));
  const own = new Map([...slots].filter(([key]) => !hidden.has(key)));
  const {marks: labels, boxes} = labelMarks({...picture, slots: own}, reveal, {...options, annotation: false});
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  const hovered = /** @type {Record<string, string>} */ (options.hovered == null ? {} : {class: "hovering"});
  const marks = [
    group("stubs", [...stubs, ...more].map(({key, wire}) => group(key, wireParts(wire, wireState(wire, picture, reveal)), {class: "edge dim"}))),
    group("rails", railMarks(geometry.wires, options.selected ?? [])),
    group("wires", wireGroups(picture, reveal, options)),
    group("nodes", nodeMarks(picture, reveal, options)),
    group("labels", [...labels, ...more.map(({mark}) => mark)]),
    group("selection", (options.selected ?? []).flatMap((id) => {
      const node = geometry.nodes.get(id);
      return node ? [selectionMarks(id, node)] : [];
    })),
  ];
  return {
    width, height, viewBox: [box.x0, box.y0, width, height], marks: [group("picture", marks, hovered)],
    boxes: {
      nodes: [...geometry.nodes.values()], labels: [...boxes, ...more.map((one) => one.box)], frames: [],
      wires: [...geometry.wires.values()].map(({edge, curve}) => ({key: edge.key, points: curve.points}))
        .concat([...stubs, ...more].map(({key, wire}) => ({key, points: wire.curve.points}))),
    },
    aims: [],
  };
}
