/**
 * Which of an op's wires its stage shows: all where they are few, a page of many, and part of a page where even that
 * cannot be drawn large enough to be read.
 *
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../layout/stage.js").Way} Way
 * @typedef {import("./stage-build.js").Whole} Whole
 * @typedef {Readonly<{first: number, count: number, at: number}>} Page  of the wires of one side; `at`: the one that is told, or the first
 * @typedef {Readonly<Record<Way, Page>>} Pages
 */

import {MOST} from "../layout/stage.js";

/** Which sides' pages are halved, in the order they are tried: what leaves the op is no part of its product. */
const HALVED = Object.freeze([[false, false], [false, true], [true, false], [true, true]]);
/** Fewer than these are not halved: one wire alone would lie where the others are counted. */
const FEW = 3;

/**
 * Page by page, the last one full too.
 * @param {Whole} whole
 * @param {NodeId} actor
 * @param {Readonly<{edge: string | null}>} stop
 * @returns {Pages}
 */
export function pagesOf({ends}, actor, {edge}) {
  const page = (/** @type {readonly DisplayEdge[]} */ edges) => {
    const at = Math.max(0, edges.findIndex(({key}) => key === edge));
    const first = Math.max(0, Math.min(Math.floor(at / MOST) * MOST, edges.length - MOST));
    return {first, count: Math.min(MOST, edges.length), at};
  };
  return {in: page(ends.into.get(actor) ?? []), out: page(ends.outOf.get(actor) ?? [])};
}

/**
 * These pages, then always smaller parts of them with the wire that is told.
 * @param {Pages} pages
 * @returns {readonly Pages[]}
 */
export function partsOf(pages) {
  const all = HALVED.map(([first, second]) => ({in: first ? halved(pages.in) : pages.in, out: second ? halved(pages.out) : pages.out}));
  return [...new Map(all.map((part) => [pagesKey(part), part])).values()];
}

/** @param {Page} page @returns {Page} */
function halved(page) {
  const {first, count, at} = page;
  if (count < FEW) return page;
  const half = Math.ceil(count / 2);
  return {first: at < first + half ? first : first + count - half, count: half, at};
}

/** @param {Pages} pages */
export function pagesKey(pages) {
  return /** @type {const} */ (["in", "out"]).map((way) => `${pages[way].first}+${pages[way].count}`).join();
}

/**
 * The op's wires, as they lie on the board where the op does not mind their order.
 * @param {Whole} whole @param {import("../types.d.ts").SceneRequest["layout"]} layout @param {NodeId} actor @param {Pages} pages
 */
export function shownEdges({display, ends}, layout, actor, pages) {
  const height = (/** @type {NodeId} */ id) => layout.nodes[id]?.[1] ?? 0;
  const side = (/** @type {readonly DisplayEdge[]} */ all, /** @type {Page} */ {first, count}, /** @type {"source" | "target"} */ end, /** @type {boolean} */ free) => {
    const shown = all.slice(first, first + count);
    const order = [...new Set(shown.map((edge) => edge[end]))];
    if (free) order.sort((a, b) => height(a) - height(b));
    return order.flatMap((id) => shown.filter((edge) => edge[end] === id));
  };
  const others = (/** @type {readonly DisplayEdge[]} */ all, /** @type {Page} */ {first, count}) => [...all.slice(0, first), ...all.slice(first + count)];
  const [into, outOf] = [ends.into.get(actor) ?? [], ends.outOf.get(actor) ?? []];
  return {
    edges: {in: side(into, pages.in, "source", display.byId[actor]?.commutative ?? false), out: side(outOf, pages.out, "target", true)},
    more: {in: others(into, pages.in), out: others(outOf, pages.out)},
  };
}
