/**
 * A wire that a word points at: a rail in ink on either side. It lies below the wire, whose own underlay leaves the
 * rails and nothing between them.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 */

import {lanePath} from "../geometry/curves.js";
import {path} from "./marks.js";

/**
 * @param {ReadonlyMap<string, {edge: {key: string}, curve: import("../geometry/curves.js").Curve}>} wires
 * @param {readonly string[]} pointed  keys of wires among other things
 * @returns {readonly Mark[]}
 */
export function railMarks(wires, pointed) {
  return [...wires.values()].filter(({edge}) => pointed.includes(edge.key))
    .map(({edge, curve}) => path(`rails ${edge.key}`, "rails", lanePath(curve, 0)));
}
