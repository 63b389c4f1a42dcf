/** The network and the example on it as a graph for the workbench: the server makes it, the link carries it. */

import {writeHash} from "../../state/permalink.js";
import {shapeOf} from "../../state/bench/edits.js";
import {netWords} from "../../state/bench/net-words.js";
import {ask} from "../client.js";

/** @typedef {"layer" | "neuron" | "scalar"} Depth */

/**
 * @param {import("../../state/bench/store.js").BenchStore} store
 * @param {Depth} granularity
 * @returns {Promise<string | null>}  a link to the workbench; null where there is nothing to show
 */
export async function workbenchLink(store, granularity) {
  const [spec, now, shown] = [store.spec.peek(), store.now.peek(), store.shown.peek()];
  if (!spec || !now || !shown) return null;
  const {graph} = await ask("/mlps/graph", {spec, parameters: now.parameters, x: [shown.x], y: [shown.y], granularity});
  const {expression} = await ask("/print", {graph: {...graph, layout: {}}});
  const title = netWords.graphTitle(shapeOf(spec), netWords.depths[granularity]);
  const program = {title, text: expression, layout: graph.layout, groups: graph.groups};
  return `/${await writeHash({program, said: {}})}`;
}
