/**
 * Where a graph's places come from: those stored with it; for others what finds places is fetched when first needed, so
 * that a lesson's page carries neither the tree's rules nor the engine's client.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("../types.d.ts").Trace} Trace
 */

import {display} from "../graph/display.js";
import {storedLayout} from "./stored.js";

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
