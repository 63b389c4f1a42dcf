/**
 * The whole graph without numbers: a strip under a stage, or the dots of a minimap.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").NodeBox} NodeBox
 * @typedef {import("../types.d.ts").SceneRequest} SceneRequest
 * @typedef {{marks: readonly Mark[], viewBox: readonly [number, number, number, number], nodes: readonly NodeBox[]}} Overview
 */

import {round} from "../geometry/curves.js";
import {circle, group, path} from "./marks.js";
import {frameMarks, nodeMarks, wireGroups} from "./parts.js";
import {Reveal} from "./reveal.js";
import {compose} from "./scene.js";

/**
 * @param {SceneRequest} request
 * @param {readonly [number, number]} _size   pixels it will be drawn in
 * @param {"strip" | "dots"} how
 * @returns {Overview}
 */
export function overview({graph, trace, layout, stop, options = {}}, _size, how) {
  const picture = compose({graph, trace, layout}, options.composites);
  const reveal = new Reveal(picture.geometry.display, trace, picture.stops, stop, options.travelled, {asked: options.predict ?? false});
  const {frame, geometry} = picture;
  const nodes = [...geometry.nodes.values()];
  const viewBox = /** @type {const} */ ([frame.x0, frame.y0, frame.x1 - frame.x0, frame.y1 - frame.y0]);
  const marks = how === "strip"
    ? [group("frames", frameMarks(geometry)), group("wires", wireGroups(picture, reveal, options)), group("nodes", nodeMarks(picture, reveal, options))]
    : [path("wires", "lane pending", [...geometry.wires.values()].map(({curve}) => curve.points.map(([x, y], at) => `${at ? "L" : "M"}${round(x)} ${round(y)}`).join("")).join("")),
      group("nodes", nodes.map((node) => circle(node.id, reveal.now === node.id ? "disc now" : "disc", node.cx, node.cy, node.r)))];
  return {marks, viewBox, nodes};
}
