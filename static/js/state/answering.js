/**
 * What a stop asks, as POST /grade takes it.
 *
 * @typedef {import("../types.js").Stop} Stop
 * @typedef {Readonly<{source: string, target: string, index: number}>} Edge
 * @typedef {Readonly<{node?: string, edge?: Edge, quantity: "value" | "gradient" | "local" | "downstream"}>} Asked
 */

/**
 * @param {Stop} stop
 * @param {boolean} local  the local gradient is asked for
 * @returns {Asked | null}  null where there is nothing to work out: the seed is given
 */
export function askedAt({phase, node, edge}, local) {
  if (phase === "forward") return {node, quantity: "value"};
  if (phase === "accumulate") return {node, quantity: "gradient"};
  const [, source, target, index] = /^(.+)>(.+):(\d+)$/.exec(edge ?? "") ?? [];
  if (phase !== "edge" || source === undefined || target === undefined) return null;
  return {edge: {source, target, index: Number(index)}, quantity: local ? "local" : "downstream"};
}
