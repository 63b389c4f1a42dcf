/** From a text to all that is shown of it: its graph with composites opened, the answer, the places. */

import {openIn, takenApart, withPlaces} from "./apart.js";
import {ask} from "./client.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../page.js").Lesson} Lesson */

/**
 * A text to run; `own` is the lesson's text beside a text that a link brought, to see whether it is still that graph.
 * @typedef {{slug: string | null, title: string, text: string, lesson: Lesson | null, apart: readonly string[], own?: string}} Program
 */

/**
 * @param {Program} program
 * @param {(graph: GraphDocument, trace: Trace) => Promise<Layout>} places
 * @param {AbortSignal} signal
 */
export async function runProgram({text, lesson, apart, own}, places, signal) {
  const [trace, parsed, before] = await Promise.all([
    ask("/evaluate", {expression: text}, signal),
    ask("/parse", {expression: text}, signal),
    own === undefined || own === text ? null : ask("/parse", {expression: own}, signal),
  ]);
  const opened = await takenApart(parsed.graph, apart, signal);
  const graph = withPlaces(opened, lesson, openIn(opened));
  const told = graph.groups?.length ? await ask("/evaluate", {graph}, signal) : trace;
  return {
    trace: /** @type {Trace} */ (told), graph, parsed: /** @type {GraphDocument} */ (parsed.graph),
    before: /** @type {GraphDocument | undefined} */ (before?.graph), layout: await places(graph, told),
  };
}
