/**
 * The stage: what one step is about, laid out afresh and drawn large, for a hall and for a phone.
 *
 * The op that acts stands in the middle, its operands before it and its consumers after it; further wires run off the
 * edge. It depends on the op, not on which of its edges, so that nothing moves while the op passes its gradient on. Of
 * an op with many wires it shows a few at a time, always with this step's among them, and counts the others.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").LabelBox} LabelBox
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").Scene} Scene
 * @typedef {import("../types.d.ts").SceneRequest} SceneRequest
 * @typedef {import("../types.d.ts").Stop} Stop
 * @typedef {import("../layout/stage.js").Flow} Flow
 * @typedef {import("../layout/stage.js").Plan} Plan
 * @typedef {import("../layout/stage-wires.js").Stub} Stub
 * @typedef {import("../layout/stage.js").Choose} Choose
 * @typedef {import("../layout/stage.js").Manner} Manner
 * @typedef {import("./scene.js").Picture} Picture
 * @typedef {Readonly<{display: Display, numbers: Numbers, stops: readonly Stop[], ends: import("../graph/queries.js").Ends,
 *   forwardWidth: import("./edge.js").WidthRule, backwardWidth: import("./edge.js").WidthRule}>} Whole
 * @typedef {Readonly<{picture: Picture, plan: Plan, stubs: readonly Stub[], box: Box, more: ReturnType<typeof countsOf>}>} Built
 */

import {TERMINAL_ID, display as displayOf} from "../graph/display.js";
import {endsOf} from "../graph/queries.js";
import {stopsOf} from "../graph/stops.js";
import {boxAround, grow, union} from "../geometry/boxes.js";
import {labelStage} from "../layout/stage-labels.js";
import {fansOut, moreStubs, onScreen, stageNodes, stageStubs, stageWires} from "../layout/stage-wires.js";
import {slotKey} from "../layout/place.js";
import {MANNERS, MOST, planSize, planStage, STUB_ROOM} from "../layout/stage.js";
import {blockOf, localRuns, Numbers} from "./content.js";
import {FIGURE_HEIGHT, runsWidth} from "../format/text.js";
import {Drawn} from "./drawn.js";
import {magnitude, widthRule} from "./edge.js";
import {chipWidth} from "./label.js";
import {labelMarks} from "./labels.js";
import {group, text} from "./marks.js";
import {SIZE} from "./metrics.js";
import {selectionMarks} from "./node.js";
import {nodeMarks, wireGroups, wireParts, wireState} from "./parts.js";
import {Reveal} from "./reveal.js";

/** The natural window of a stage in board units, and the largest it may need. */
export const STAGE = Object.freeze({
  right: Object.freeze({width: 533, height: 150, most: Object.freeze({width: 685, height: 171})}),
  down: Object.freeze({width: 300, height: 400, most: Object.freeze({width: 390, height: 500})}),
});

/** Plans that are worth labelling, of an op with very many wires. */
const TRIES = 8;
/** The op that acts is drawn this much larger. */
const LARGER = 1.2;
/** Bare board around what is drawn; stubs are seen this far. */
const MARGIN = Object.freeze({right: Object.freeze({x: 12, y: 2.2}), down: Object.freeze({x: 8, y: 12})});
const STUB_SEEN = 36;

/**
 * Equal for stops whose stages stand the same: the node that acts, as it is drawn, and which of its many wires are shown.
 * @param {Pick<SceneRequest, "graph" | "trace" | "options">} request
 * @param {number} stop
 * @returns {string}
 */
export function stageKey(request, stop) {
  const whole = wholeOf(request);
  const at = whole.stops[Math.max(0, stop)];
  const actor = at && actorOf(whole.display, at);
  const pages = actor ? pagesOf(whole, actor, at) : [];
  return [actor ?? "", ...(pages.some(Boolean) ? pages : [])].join(" ");
}

/** @type {{graph: unknown, trace: unknown, composites: unknown, whole: Whole} | null} */
let kept = null;

/** What does not depend on the stop. @param {Pick<SceneRequest, "graph" | "trace" | "options">} request @returns {Whole} */
function wholeOf({graph, trace, options}) {
  const composites = options?.composites;
  if (kept && kept.graph === graph && kept.trace === trace && kept.composites === composites) return kept.whole;
  const display = displayOf(graph, trace, composites ? {composites} : {});
  const numbers = new Numbers(display, trace);
  const whole = {
    display, numbers, stops: trace ? stopsOf(graph, trace, display) : [], ends: endsOf(display),
    forwardWidth: widthRule(display.edges.map((edge) => magnitude(numbers.value(edge.from)))),
    backwardWidth: widthRule(display.edges.map((edge) => magnitude(numbers.gradient(edge)))),
  };
  kept = {graph, trace, composites, whole};
  return whole;
}

/** @param {Display} shown @param {Stop} stop */
function actorOf(shown, stop) {
  return stop.phase === "seed" ? TERMINAL_ID : shown.owner[stop.node] ?? null;
}

/** Which of the op's wires are shown, where it has many: page by page, the last one full too. @param {Whole} whole @param {NodeId} actor @param {Stop | undefined} stop */
function pagesOf({ends}, actor, stop) {
  return [ends.into.get(actor) ?? [], ends.outOf.get(actor) ?? []].map((edges) => {
    const at = edges.findIndex((edge) => edge.key === stop?.edge);
    const first = Math.floor(Math.max(0, at) / MOST) * MOST;
    return Math.max(0, Math.min(first, edges.length - MOST));
  });
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
  const built = stageBuilt(whole, layout, actor, pagesOf(whole, actor, at), flow);
  const reveal = new Reveal(whole.display, trace, whole.stops, stop, options.travelled, {asked: options.predict ?? false, rests: false});
  return drawnStage(built, reveal, options);
}

/** @type {{whole: Whole, key: string, built: Built} | null} */
let built = null;

/** The stage of an op, kept while its edges are told. @param {Whole} whole @param {SceneRequest["layout"]} layout @param {NodeId} actor @param {readonly number[]} pages @param {Flow} flow @returns {Built} */
function stageBuilt(whole, layout, actor, pages, flow) {
  const key = `${actor} ${pages.join()} ${flow}`;
  if (built?.whole === whole && built.key === key) return built.built;
  const found = build(whole, layout, actor, pages, flow);
  built = {whole, key, built: found};
  return found;
}

/** The first manner in which all of it has room. @param {Whole} whole @param {SceneRequest["layout"]} layout @param {NodeId} actor @param {readonly number[]} pages @param {Flow} flow @returns {Built} */
function build(whole, layout, actor, pages, flow) {
  const edges = shownEdges(whole, layout, actor, pages);
  const most = STAGE[flow].most;
  /** @type {{built: Built, cost: number} | null} */
  let best = null;
  for (const [at, plan] of plansOf(whole, actor, edges, flow).entries()) {
    const {built: found, missing} = labelled(whole, plan);
    const cost = missing * 1000 + beyond(found.box, most) + beyond(found.box, STAGE[flow]) / 1000;
    if (!best || cost < best.cost) best = {built: found, cost};
    // One that is drawn as large as usual is best; else the second may be a little larger than the first.
    if (best.cost === 0 || (best.cost < 1 && at > 0)) break;
  }
  return /** @type {NonNullable<typeof best>} */ (best).built;
}

/** @param {Box} box @param {{width: number, height: number}} size */
function beyond(box, {width, height}) {
  return Math.max(0, box.x1 - box.x0 - width) + Math.max(0, box.y1 - box.y0 - height);
}

/**
 * Plans to try: those that are small enough first, in the order of their manners.
 * @param {Whole} whole @param {NodeId} actor @param {ReturnType<typeof shownEdges>} edges @param {Flow} flow @returns {readonly Plan[]}
 */
function plansOf(whole, actor, edges, flow) {
  const {most} = STAGE[flow];
  const [along, across] = flow === "right" ? [most.width - 2 * MARGIN.right.x, most.height - 2 * MARGIN.right.y] : [most.height - 2 * MARGIN.down.y, most.width - 2 * MARGIN.down.x];
  const plans = choices(across).map((choose) => planOf(whole, actor, edges, flow, choose));
  const different = [...new Map(plans.map((plan) => [JSON.stringify(plan.rows.map(({way, manner}) => [way, manner])), plan])).values()];
  const over = new Map(different.map((plan) => {
    const size = planSize(plan, STUB_SEEN);
    return [plan, Math.max(0, size.along - along - 2 * STUB_SEEN) + Math.max(0, size.across - across)];
  }));
  return different.sort((a, b) => (over.get(a) ?? 0) - (over.get(b) ?? 0)).slice(0, TRIES);
}

/**
 * Ways to choose a side's manner: each side the first that is low enough, more of them at each try; at last both alike.
 * What leaves the op does without its chips before anything is set tighter: they are no part of its product.
 * @param {number} room
 * @returns {readonly Choose[]}
 */
function choices(room) {
  const each = MANNERS.map((last, at) => /** @type {Choose} */ ((extent) => (
    MANNERS.slice(0, at).find((manner) => (manner.short || !last.short) && extent(manner) <= room) ?? last)));
  const both = MANNERS.map((manner) => /** @type {Choose} */ (() => manner));
  return [...each, ...both].flatMap((choose) => [choose, (extent, way) => (way === "out" ? WITHOUT_CHIPS.get(choose(extent, way)) : choose(extent, way)) ?? choose(extent, way)]);
}

/** @type {ReadonlyMap<Manner, Manner>} */
const WITHOUT_CHIPS = new Map(MANNERS.map((manner) => [manner, {...manner, chips: false}]));

/**
 * The op's wires, as they lie on the board where the op does not mind their order.
 * @param {Whole} whole @param {SceneRequest["layout"]} layout @param {NodeId} actor @param {readonly number[]} pages
 */
function shownEdges({display, ends}, layout, actor, [first = 0, second = 0]) {
  const height = (/** @type {NodeId} */ id) => layout.nodes[id]?.[1] ?? 0;
  const side = (/** @type {readonly DisplayEdge[]} */ all, /** @type {number} */ from, /** @type {"source" | "target"} */ end, /** @type {boolean} */ free) => {
    const shown = all.slice(from, from + MOST);
    const order = [...new Set(shown.map((edge) => edge[end]))];
    if (free) order.sort((a, b) => height(a) - height(b));
    return order.flatMap((id) => shown.filter((edge) => edge[end] === id));
  };
  const [into, outOf] = [ends.into.get(actor) ?? [], ends.outOf.get(actor) ?? []];
  return {
    edges: {in: side(into, first, "source", display.byId[actor]?.commutative ?? false), out: side(outOf, second, "target", true)},
    more: {in: [...into.slice(0, first), ...into.slice(first + MOST)], out: [...outOf.slice(0, second), ...outOf.slice(second + MOST)]},
  };
}

/** @param {Whole} whole @param {NodeId} actor @param {ReturnType<typeof shownEdges>} shown @param {Flow} flow @param {Choose} choose */
function planOf(whole, actor, shown, flow, choose) {
  return planStage({display: withLarger(whole.display, actor), actor, ...shown, needs: needsOf(whole, actor, shown), inset: insetOf(whole, shown)}, flow, choose);
}

/** @param {Whole} whole @param {Plan} plan */
function labelled(whole, plan) {
  const {ends, numbers} = whole;
  const {flow} = plan;
  const display = withLarger(whole.display, plan.actor);
  const nodes = stageNodes(plan);
  const ids = new Set(plan.spots.keys());
  const part = {...display, nodes: display.nodes.filter(({id}) => ids.has(id)), edges: plan.rows.map(({edge}) => edge), groups: []};
  const points = /** @type {Map<NodeId, import("../types.d.ts").Point>} */ (new Map([...plan.spots].map(([id, {along, across}]) => [id, onScreen(plan, [along, across])])));
  const geometry = {display: part, nodes, points, wires: stageWires(plan, ends), frames: [], flow};
  const stubs = stageStubs(plan, ends);
  const beads = new Set([...ids].filter((id) => display.byId[id]?.form !== "terminal" && fansOut(ends, id)));
  const words = {
    name: (/** @type {NodeId} */ id) => runsWidth(display.byId[id]?.name ?? [], SIZE.name), badge: () => 0,
    sum: (/** @type {NodeId} */ id, /** @type {boolean | undefined} */ asCells) => (numbers.fansOut(id) ? blockOf(numbers.nodeGradient(id), asCells) : null),
  };
  const more = countsOf(moreStubs(plan, ends));
  const {slots, missing} = labelStage(plan, geometry, [...stubs, ...more], words, beads, more.map(({box}) => box));
  const box = boxOf(plan, nodes, slots, stubs);
  const {forwardWidth, backwardWidth, stops} = whole;
  const picture = {geometry, slots, numbers, stops, frame: box, drawn: new Drawn(), forwardWidth, backwardWidth};
  return {built: {picture, plan, stubs, box, more}, missing};
}

/** How many wires of the op have no room. @param {ReturnType<typeof moreStubs>} more */
function countsOf(more) {
  return more.map(({key, wire, count, at: [x, y]}) => {
    const runs = [{text: `+${count}`, face: /** @type {const} */ ("number")}];
    const box = {kind: /** @type {const} */ ("note"), owner: key, text: `+${count}`, shown: true, ...boxAround(x, y, runsWidth(runs, SIZE.number), SIZE.number * FIGURE_HEIGHT)};
    return {key, wire, box, mark: text(key, runs, x, box.y1, SIZE.number, {anchor: "middle", cls: "number ink-s"})};
  });
}

/** @param {Display} display @param {NodeId} actor @returns {Display} */
function withLarger(display, actor) {
  const node = /** @type {DisplayNode} */ (display.byId[actor]);
  if (node.form !== "disc" && node.form !== "pill") return display;
  const larger = {
    ...node, halfWidth: node.halfWidth * LARGER, halfHeight: node.halfHeight * LARGER, glyphSize: node.glyphSize * LARGER, glyphDrop: node.glyphDrop * LARGER,
  };
  return {...display, nodes: display.nodes.map((one) => (one.id === actor ? larger : one)), byId: {...display.byId, [actor]: larger}};
}

/** What stands beside each wire. @param {Whole} whole @param {NodeId} actor @param {ReturnType<typeof shownEdges>} shown */
function needsOf({display, numbers}, actor, {edges}) {
  const carrier = edges.out[Math.floor((edges.out.length - 1) / 2)];
  const first = new Map([...edges.in].reverse().map((edge) => [edge.source, edge]));
  return (/** @type {DisplayEdge} */ edge, /** @type {import("../layout/stage.js").Manner} */ {cells}) => {
    const inside = (display.byId[edge.source]?.field ?? 0) > 0;
    const carries = edge.source === actor ? edge === carrier : first.get(edge.source) === edge;
    const runs = localRuns(numbers, edge);
    return {
      value: inside || !carries ? null : blockOf(numbers.value(edge.from), cells),
      gradient: blockOf(numbers.gradient(edge), cells), chip: runs && chipWidth(runs),
    };
  };
}

/** Room for a neighbour's further wires. @param {Whole} whole @param {ReturnType<typeof shownEdges>} shown */
function insetOf({display, ends}, {edges}) {
  return (/** @type {DisplayEdge} */ edge, /** @type {"in" | "out"} */ way, /** @type {number} */ across) => {
    const shownHere = (/** @type {readonly DisplayEdge[]} */ all) => all.every((one) => edges[way].includes(one));
    if (way === "in") return {start: shownHere(ends.outOf.get(edge.source) ?? []) ? 0 : STUB_ROOM, end: 0};
    const into = ends.into.get(edge.target) ?? [];
    const below = across > 0 || (across === 0 && into[0] === edge && !(display.byId[edge.target]?.commutative ?? true));
    return {start: 0, end: !shownHere(into) && below ? 16 : 0};
  };
}

/**
 * What the window should show: all of it, the op in the middle where that costs nothing.
 * @param {Plan} plan @param {ReadonlyMap<NodeId, import("../types.d.ts").NodeBox>} nodes @param {Picture["slots"]} slots @param {readonly Stub[]} stubs @returns {Box}
 */
function boxOf({flow, actor, spots}, nodes, slots, stubs) {
  const {width, height, most} = STAGE[flow];
  const stubbed = new Set(stubs.map(({key}) => key.split(" ")[1]));
  const seen = [...nodes].map(([id, box]) => {
    const before = (spots.get(id)?.along ?? 0) < 0;
    const room = id === actor ? 8 : 0;
    const far = stubbed.has(id) ? STUB_SEEN : 4;
    if (flow === "right") return {x0: box.x0 - (before ? far : room), x1: box.x1 + (before ? room : far), y0: box.y0 - room, y1: box.y1 + room};
    return {x0: box.x0 - room, x1: box.x1 + room, y0: box.y0 - (before ? far : room), y1: box.y1 + (before ? room : far)};
  });
  const all = /** @type {Box} */ (union([...seen, ...[...slots.values()].map(({box}) => box)]));
  const {x, y} = MARGIN[flow];
  const content = grow(all, x, y);
  const between = [...spots.values()].some(({along}) => along < 0) && [...spots.values()].some(({along}) => along > 20);
  const [x0, x1] = centred(content.x0, content.x1, width, between || flow === "down" ? most.width : 0);
  const [y0, y1] = centred(content.y0, content.y1, height, between || flow === "right" ? most.height : 0);
  return {x0, x1, y0, y1};
}

/** @param {number} low @param {number} high @param {number} natural @param {number} most @returns {readonly [number, number]} */
function centred(low, high, natural, most) {
  const half = Math.max(-low, high, natural / 2);
  if (2 * half <= most) return [-half, half];
  const spare = Math.max(0, natural - (high - low)) / 2;
  return [low - spare, high + spare];
}

/** @param {Built} stage @param {Reveal} reveal @param {import("../types.d.ts").SceneOptions} options @returns {Scene} */
function drawnStage({picture, plan, stubs, box, more}, reveal, options) {
  const {geometry, slots} = picture;
  // Where only this step's chip is shown, the others have no place.
  const hidden = new Set(plan.rows.filter(({manner, edge}) => !manner.chips && edge.key !== reveal.nowEdge).map(({edge}) => slotKey("chip", edge.key)));
  const own = new Map([...slots].filter(([key]) => !hidden.has(key)));
  const {marks: labels, boxes} = labelMarks({...picture, slots: own}, reveal, {...options, annotation: false});
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  const marks = [
    group("stubs", [...stubs, ...more].map(({key, wire}) => group(key, wireParts(wire, wireState(wire, picture, reveal)), {class: "edge dim"}))),
    group("wires", wireGroups(picture, reveal, options)),
    group("nodes", nodeMarks(picture, reveal, options)),
    group("labels", [...labels, ...more.map(({mark}) => mark)]),
    group("selection", (options.selected ?? []).flatMap((id) => {
      const node = geometry.nodes.get(id);
      return node ? [selectionMarks(id, node)] : [];
    })),
  ];
  return {
    width, height, viewBox: [box.x0, box.y0, width, height], marks: [group("picture", marks)],
    boxes: {
      nodes: [...geometry.nodes.values()], labels: [...boxes, ...more.map((one) => one.box)], frames: [],
      wires: [...geometry.wires.values()].map(({edge, curve}) => ({key: edge.key, points: curve.points}))
        .concat([...stubs, ...more].map(({key, wire}) => ({key, points: wire.curve.points}))),
    },
    focus: null,
  };
}
