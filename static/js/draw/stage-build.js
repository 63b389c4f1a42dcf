/**
 * A stage before anything is drawn: which wires it shows, in which manner they have room, and where all labels stand.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").SceneRequest} SceneRequest
 * @typedef {import("../layout/stage.js").Choose} Choose
 * @typedef {import("../layout/stage.js").Flow} Flow
 * @typedef {import("../layout/stage.js").Plan} Plan
 * @typedef {import("./scene.js").Picture} Picture
 * @typedef {import("./stage-pages.js").Pages} Pages
 * @typedef {Readonly<{display: Display, numbers: Numbers, stops: ReturnType<typeof stopsOf>, ends: import("../graph/queries.js").Ends,
 *   forwardWidth: import("./edge.js").WidthRule, backwardWidth: import("./edge.js").WidthRule}>} Whole
 * @typedef {Readonly<{picture: Picture, plan: Plan, stubs: ReturnType<typeof stageStubs>, box: Box, more: ReturnType<typeof countsOf>, pages: Pages}>} Built
 */

import {TERMINAL_ID, display as displayOf} from "../graph/display.js";
import {endsOf} from "../graph/queries.js";
import {stopsOf} from "../graph/stops.js";
import {FIGURE_HEIGHT, runsWidth} from "../format/text.js";
import {boxAround, grow, union} from "../geometry/boxes.js";
import {labelStage} from "../layout/stage-labels.js";
import {fansOut, moreStubs, onScreen, stageNodes, stageStubs, stageWires} from "../layout/stage-wires.js";
import {choices} from "../layout/stage-manners.js";
import {planSize, planStage, STUB_ROOM} from "../layout/stage.js";
import {blockOf, contentOf, localRuns, Numbers} from "./content.js";
import {Drawn} from "./drawn.js";
import {magnitude, widthRule} from "./edge.js";
import {chipWidth} from "./label.js";
import {text} from "./marks.js";
import {SIZE} from "./metrics.js";
import {pagesKey, pagesOf, partsOf, shownEdges} from "./stage-pages.js";

/** The natural window of a stage in board units, and the largest it may need. */
export const STAGE = Object.freeze({
  right: Object.freeze({width: 533, height: 150, most: Object.freeze({width: 671, height: 178})}),
  down: Object.freeze({width: 300, height: 400, most: Object.freeze({width: 390, height: 500})}),
});

/** Plans that are worth labelling, of an op with very many wires. */
const TRIES = 8;
/** The op that acts is drawn this much larger. */
const LARGER = 1.2;
/** Bare board around what is drawn; stubs are seen this far. */
const MARGIN = Object.freeze({right: Object.freeze({x: 6, y: 2.1}), down: Object.freeze({x: 8, y: 12})});
const STUB_SEEN = 29;
/** From the middle of a wire to the end of its barbs. */
const LANES = 10.5;

/** @type {{graph: unknown, trace: unknown, composites: unknown, whole: Whole} | null} */
let kept = null;

/** What does not depend on the stop. @param {Pick<SceneRequest, "graph" | "trace" | "options">} request @returns {Whole} */
export function wholeOf({graph, trace, options}) {
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

/** @param {Display} shown @param {ReturnType<typeof stopsOf>[0]} stop */
export function actorOf(shown, stop) {
  return stop.phase === "seed" ? TERMINAL_ID : shown.owner[stop.node] ?? null;
}

/** By flow: a stage of each kind may be shown. @type {Map<Flow, {whole: Whole, layout: unknown, key: string, built: Built}>} */
const stages = new Map();

/**
 * The stage of a stop, kept while the edges of its op are told, and while its numbers change as long as they fit.
 * @param {Whole} whole @param {SceneRequest["layout"]} layout @param {NodeId} actor @param {ReturnType<typeof stopsOf>[0]} stop @param {Flow} flow @returns {Built}
 */
export function stageBuilt(whole, layout, actor, stop, flow) {
  const pages = pagesOf(whole, actor, stop);
  const last = stages.get(flow);
  const same = last && last.layout === layout && last.built.plan.actor === actor && partsOf(pages).some((part) => pagesKey(part) === last.key) ? last : undefined;
  if (same?.whole === whole) return same.built;
  const again = same && refreshed(same.built, whole, layout, same.built.pages);
  const built = again ?? build(whole, layout, actor, pages, flow);
  stages.set(flow, {whole, layout, key: pagesKey(built.pages), built});
  return built;
}

/**
 * The same stage with other numbers, where each fits its place: then nothing moves while a value is dragged.
 * @param {Built} before @param {Whole} whole @param {SceneRequest["layout"]} layout @param {Pages} pages @returns {Built | null}
 */
function refreshed({plan, picture, ...rest}, whole, layout, pages) {
  const {numbers, ends} = whole;
  const needs = needsOf(whole, plan.actor, shownEdges(whole, layout, plan.actor, pages));
  const edges = new Map((ends.into.get(plan.actor) ?? []).concat(ends.outOf.get(plan.actor) ?? []).map((edge) => [edge.key, edge]));
  const fits = plan.rows.every(({edge, needs: old, manner}) => {
    const now = edges.get(edge.key);
    return now !== undefined && allFit(needs(now, manner), old);
  });
  const badges = [...plan.spots.keys()].every((id) => numbers.badges.get(id) === picture.numbers.badges.get(id));
  const sums = fitsIn(sumOf(numbers, plan.actor), sumOf(picture.numbers, plan.actor));
  if (!fits || !badges || !sums) return null;
  const display = withLarger(whole.display, plan.actor);
  const spots = new Map([...plan.spots].map(([id, spot]) => [id, {...spot, node: /** @type {DisplayNode} */ (display.byId[id])}]));
  const kept = {...plan, spots};
  const geometry = {...picture.geometry, display: partOf(display, kept), nodes: stageNodes(kept)};
  const {forwardWidth, backwardWidth, stops} = whole;
  return {...rest, plan: kept, picture: {...picture, geometry, numbers, stops, forwardWidth, backwardWidth}};
}

/** @param {import("../layout/stage.js").Needs} now @param {import("../layout/stage.js").Needs} old */
function allFit(now, old) {
  return fitsIn(now.value, old.value) && fitsIn(now.gradient, old.gradient) && (now.chip === null) === (old.chip === null) && (now.chip ?? 0) <= (old.chip ?? 0) + 0.01;
}

/** @param {ReturnType<typeof blockOf>} now @param {ReturnType<typeof blockOf>} old */
function fitsIn(now, old) {
  if (!now || !old) return now === old;
  return now.tensor === old.tensor && now.width <= old.width + 0.01 && Math.abs(now.height - old.height) < 0.01;
}

/** @param {Numbers} numbers @param {NodeId} id @param {boolean} [asCells] */
function sumOf(numbers, id, asCells = false) {
  return numbers.fansOut(id) ? blockOf(numbers.nodeGradient(id), asCells) : null;
}

/** @param {Display} display @param {Pick<Plan, "spots" | "rows">} plan @returns {Display} */
function partOf(display, {spots, rows}) {
  return {...display, nodes: display.nodes.filter(({id}) => spots.has(id)), edges: rows.map(({edge}) => edge), groups: []};
}

/**
 * The largest part of the pages that can be drawn large enough to be read.
 * @param {Whole} whole @param {SceneRequest["layout"]} layout @param {NodeId} actor @param {Pages} pages @param {Flow} flow @returns {Built}
 */
function build(whole, layout, actor, pages, flow) {
  /** @type {{built: Built, cost: number} | null} */
  let best = null;
  for (const part of partsOf(pages)) {
    const found = bestOf(whole, layout, actor, part, flow);
    if (!best || found.cost < best.cost) best = found;
    if (best.cost < 1) break;
  }
  return /** @type {NonNullable<typeof best>} */ (best).built;
}

/** The first manner in which all of it has room. @param {Whole} whole @param {SceneRequest["layout"]} layout @param {NodeId} actor @param {Pages} pages @param {Flow} flow */
function bestOf(whole, layout, actor, pages, flow) {
  const edges = shownEdges(whole, layout, actor, pages);
  const most = STAGE[flow].most;
  /** @type {{built: Built, cost: number} | null} */
  let best = null;
  for (const [at, plan] of plansOf(whole, actor, edges, flow).entries()) {
    const {built: found, missing} = labelled(whole, plan);
    const cost = missing * 1000 + beyond(found.box, most) + beyond(found.box, STAGE[flow]) / 1000;
    if (!best || cost < best.cost) best = {built: {...found, pages}, cost};
    // One that is drawn as large as usual is best; else the second may be a little larger than the first.
    if (best.cost === 0 || (best.cost < 1 && at > 0)) break;
  }
  return /** @type {NonNullable<typeof best>} */ (best);
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
  const points = /** @type {Map<NodeId, import("../types.d.ts").Point>} */ (new Map([...plan.spots].map(([id, {along, across}]) => [id, onScreen(plan, [along, across])])));
  const geometry = {display: partOf(display, plan), nodes, points, wires: stageWires(plan, ends), frames: [], flow};
  const stubs = stageStubs(plan, ends);
  const beads = new Set([...ids].filter((id) => display.byId[id]?.form !== "terminal" && fansOut(ends, id)));
  const words = {
    ...contentOf(numbers, new Set()), sum: (/** @type {NodeId} */ id, /** @type {boolean | undefined} */ asCells) => sumOf(numbers, id, asCells),
  };
  const more = countsOf(moreStubs(plan, ends));
  const {slots, missing} = labelStage(plan, geometry, [...stubs, ...more], words, beads, more.map(({box}) => box));
  const box = boxOf(plan, geometry, slots, stubs);
  const {forwardWidth, backwardWidth, stops} = whole;
  const picture = {geometry, slots, numbers, stops, frame: box, drawn: new Drawn(), forwardWidth, backwardWidth};
  return {built: {picture, plan, stubs, box, more}, missing};
}

/** How many wires of the op have no room. @param {ReturnType<typeof moreStubs>} more */
function countsOf(more) {
  return more.map(({key, wire, count, at: [x, y]}) => {
    const words = `+${count}`;
    const runs = [{text: words, face: /** @type {const} */ ("number")}];
    const box = {kind: /** @type {const} */ ("note"), owner: key, text: words, shown: true, ...boxAround(x, y, runsWidth(runs, SIZE.number), SIZE.number * FIGURE_HEIGHT)};
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

/** Room for a neighbour's further wires, for the second disc of a composite, and for the barb at the head of what leaves it. @param {Whole} whole @param {ReturnType<typeof shownEdges>} shown */
function insetOf({display, ends}, {edges}) {
  return (/** @type {DisplayEdge} */ edge, /** @type {"in" | "out"} */ way) => {
    const shownHere = (/** @type {readonly DisplayEdge[]} */ all) => all.every((one) => edges[way].includes(one));
    if (way === "in") return {start: shownHere(ends.outOf.get(edge.source) ?? []) ? 0 : STUB_ROOM, end: 0};
    return {start: display.byId[edge.source]?.composite ? 9 : 0, end: shownHere(ends.into.get(edge.target) ?? []) ? 7 : 16};
  };
}

/**
 * What the window should show: all of it, the op in the middle where that costs nothing.
 * @param {Plan} plan @param {import("../layout/wires.js").Geometry} geometry @param {Picture["slots"]} slots @param {ReturnType<typeof stageStubs>} stubs @returns {Box}
 */
function boxOf({flow, actor, spots}, {nodes, wires}, slots, stubs) {
  const {width, height, most} = STAGE[flow];
  const stubbed = new Set(stubs.map(({key}) => key.split(" ")[1]));
  const seen = [...nodes].map(([id, box]) => {
    const before = (spots.get(id)?.along ?? 0) < 0;
    const room = id === actor ? 8 : 0;
    const far = stubbed.has(id) ? STUB_SEEN : 4;
    if (flow === "right") return {x0: box.x0 - (before ? far : room), x1: box.x1 + (before ? room : far), y0: box.y0 - room, y1: box.y1 + room};
    return {x0: box.x0 - room, x1: box.x1 + room, y0: box.y0 - (before ? far : room), y1: box.y1 + (before ? room : far)};
  });
  const along = [...wires.values()].map((wire) => (flow === "right" ? grow(wire.box, 0, LANES) : grow(wire.box, LANES, 0)));
  const all = /** @type {Box} */ (union([...seen, ...along, ...[...slots.values()].map(({box}) => box)]));
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
