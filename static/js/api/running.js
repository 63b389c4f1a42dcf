/** From a text to all that is shown of it: its graph with composites opened, the answer, the places. */

import {looseOf, withGroups, withLoose} from "../editing/edits.js";
import {openIn, takenApart, withPlaces} from "./apart.js";
import {freshOpId} from "../editing/names.js";
import {ApiError, ask} from "./client.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").GraphGroup} GraphGroup */
/** @typedef {import("../types.js").GraphLayout} GraphLayout */
/** @typedef {import("../types.js").GraphNode} GraphNode */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../page.js").Lesson} Lesson */

/**
 * A text to run; `own` is the lesson's text beside a text that a link brought, to see whether it is still that graph;
 * `layout` the places that a hand gave its nodes, `loose` the nodes that stand on the canvas beside it, `groups` the
 * reader's own; `typed` that a reader is writing it, who wants the last graph while there is nothing yet; `saved` where
 * it is kept; `ran` the graph and its run, where they are there already.
 * @typedef {{slug: string | null, title: string, text: string, lesson: Lesson | null, apart: readonly string[], own?: string, typed?: boolean,
 *   layout?: GraphLayout, loose?: readonly GraphNode[], groups?: readonly GraphGroup[],
 *   saved?: import("@preact/signals-core").Signal<import("../page.js").Saved>, ran?: {graph: GraphDocument, trace: Trace}}} Program
 */

/** The answer to a graph of no nodes: nothing. @type {Trace} */
const NOTHING = {output: "", value: null, values: {}, gradients: {}, nodes: [], edges: [], steps: [], warnings: []};

/**
 * The run of a graph that may be half built: with operands open, or without the one number at its end from which a
 * gradient could start.
 * @param {GraphDocument} graph
 * @param {AbortSignal} [signal]
 * @returns {Promise<Trace>}
 */
export async function runOf(graph, signal) {
  if (graph.nodes.length === 0) return NOTHING;
  return ask("/evaluate", looseOf(graph).size ? {graph, partial: true} : {graph}, signal).catch((error) => thereOnly(graph, error, signal));
}

/**
 * The way there of a graph that ends in a tensor. An op that waits for its operand is asked about in place of the end:
 * it has no value, so it needs no seed, and all before it is told.
 * @param {GraphDocument} graph
 * @param {unknown} error  what the whole run was refused for
 * @param {AbortSignal} [signal]
 * @returns {Promise<Trace>}
 */
async function thereOnly(graph, error, signal) {
  const refused = error instanceof ApiError ? error.problem.errors?.find(({code}) => code === "seed-required") : undefined;
  if (!refused?.node) throw error;
  const id = freshOpId(graph, "sum");
  const nodes = [...graph.nodes, {id, kind: "op", op: "sum", inputs: [null], attrs: {}}];
  return withoutEnd(await ask("/evaluate", {graph: {...graph, nodes}, output: id, partial: true}, signal), id, refused.node);
}

/** @param {Trace} trace @param {string} id  of the op that waits @param {string} output @returns {Trace} */
export function withoutEnd({nodes, values, ...trace}, id, output) {
  const {[id]: _waits, ...known} = values;
  return {...trace, output, value: null, values: known, nodes: nodes.filter((node) => node.id !== id)};
}

/**
 * The same while a hand drags a number, sixty times a second: the steps in sight are told, the others keep their
 * symbols and lose their numbers until the hand rests. Steps are those of the answer before, for no step comes or goes
 * with a number.
 * @param {GraphDocument} graph
 * @param {{trace: Trace, places: readonly number[]} | null} inSight  the answer before, and the places of the steps in sight
 * @param {AbortSignal} [signal]
 * @returns {Promise<Trace>}
 */
export async function runInHand(graph, inSight, signal) {
  if (!inSight || inSight.trace.value === null || looseOf(graph).size || inSight.trace.nodes.some(({value}) => value === null)) return runOf(graph, signal);
  const answer = await ask("/evaluate", {graph, steps: inSight.places}, signal);
  const told = new Map([...new Set(inSight.places)].sort((a, b) => a - b).map((place, at) => [place, answer.steps[at]]));
  return {...answer, hurried: true, steps: inSight.trace.steps.map((step, at) => told.get(at) ?? inSymbols(step))};
}

/** A step without its numbers: those of another run would be wrong. @param {Step} step @returns {Step} */
const inSymbols = (step) => (step.text === "" || step.phase === "seed" ? step : {...step, numbers: step.latex, text: "", factors: []});

/**
 * @param {Program} program
 * @param {(graph: GraphDocument, trace: Trace) => Promise<Layout>} places
 * @param {AbortSignal} signal
 */
export async function runProgram({text, lesson, apart, own, layout = {}, loose = [], groups = [], typed = false, ran}, places, signal) {
  if (ran) return runAgain(ran, apart, places, signal);
  const [trace, {graph: said}, before] = await Promise.all([
    isBlank(text) && (!typed || loose.length > 0) ? NOTHING : ask("/evaluate", {expression: text}, signal).catch(notYet),
    ask("/parse", {expression: text}, signal),
    own === undefined || own === text ? null : ask("/parse", {expression: own}, signal),
  ]);
  const parsed = {...withGroups(withLoose(said, loose), groups), layout};
  const opened = await takenApart(parsed, apart, signal);
  const graph = withPlaces(opened, lesson, openIn(opened), layout);
  const told = !trace || graph.groups?.length || loose.length ? await runOf(graph, signal) : trace;
  return {
    trace: /** @type {Trace} */ (told), graph, parsed: /** @type {GraphDocument} */ (parsed),
    before: /** @type {GraphDocument | undefined} */ (before?.graph), layout: await places(graph, told),
  };
}

/**
 * What was kept is shown as it was kept; only a composite that is to be open asks for a run of its own.
 * @param {{graph: GraphDocument, trace: Trace}} ran
 * @param {readonly string[]} apart
 * @param {(graph: GraphDocument, trace: Trace) => Promise<Layout>} places
 * @param {AbortSignal} signal
 */
async function runAgain({graph: parsed, trace}, apart, places, signal) {
  const opened = apart.length ? await takenApart(parsed, apart, signal) : parsed;
  const graph = withPlaces(opened, null, openIn(opened), parsed.layout);
  const told = opened === parsed ? trace : await runOf(graph, signal);
  return {trace: told, graph, parsed, before: /** @type {GraphDocument | undefined} */ (undefined), layout: await places(graph, told)};
}

/** A text that ends in a tensor is run as its graph. @param {unknown} error @returns {null} */
function notYet(error) {
  if (error instanceof ApiError && error.problem.code === "seed-required") return null;
  throw error;
}

/** Nothing but comments: an empty canvas, no mistake. @param {string} text */
const isBlank = (text) => text.split("\n").every((line) => /^\s*(?:#.*)?$/.test(line));
