/**
 * Where a graph's places come from: those stored with it; for others what finds places is fetched when first needed, so
 * that a lesson's page carries neither the tree's rules nor the engine's client.
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("../types.d.ts").Trace} Trace
 */

import {display} from "../graph/display.js";

/** Complete, or it is not used: half a picture would put the rest on top of each other. @param {GraphDocument} graph @param {Display} shown @returns {Layout | null} */
export function storedLayout(graph, shown) {
  const places = graph.layout?.nodes;
  if (!places) return null;
  const complete = shown.nodes.every((node) => node.form === "terminal" || node.kind === "group" || node.id in places);
  return complete ? {nodes: places, edges: graph.layout?.edges ?? {}} : null;
}

/**
 * @param {string} url  of elk-worker.min.js
 * @returns {{layout: (graph: GraphDocument, trace: Trace | null) => Promise<Layout>, warm: () => void}}
 */
export function createPlaces(url) {
  /** @type {Promise<ReturnType<typeof import("./elk.js").createLayout>> | null} */
  let engine = null;
  const fetched = () => {
    engine ??= import("./elk.js").then(({createLayout}) => createLayout(url));
    return engine;
  };
  return {
    layout: async (graph, trace) => storedLayout(graph, display(graph, trace)) ?? (await fetched()).layout(graph, trace),
    warm: () => void fetched().then(({warm}) => warm()),
  };
}
