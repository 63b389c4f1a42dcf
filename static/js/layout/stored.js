/**
 * The places that were stored with a graph.
 *
 * @typedef {import("../types.d.ts").Display} Display
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").Layout} Layout
 */

/** Complete, or it is not used: half a picture would put the rest on top of each other. @param {GraphDocument} graph @param {Display} shown @returns {Layout | null} */
export function storedLayout(graph, shown) {
  const places = graph.layout?.nodes;
  if (!places) return null;
  const complete = shown.nodes.every((node) => node.form === "terminal" || node.kind === "group" || node.id in places);
  return complete ? {nodes: places, edges: graph.layout?.edges ?? {}} : null;
}
