/**
 * A picture in two parts: what stands still, and what goes along a wire. A browser goes through all that it has painted
 * of an <svg> whenever one mark in it moves, so the little that moves in every frame is drawn in one of its own.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 */

import {group} from "./marks.js";

/** @type {readonly Mark[]} */
const NONE = Object.freeze([]);

/**
 * @param {readonly Mark[]} marks  of a scene
 * @returns {{still: readonly Mark[], moving: readonly Mark[]}}
 */
export function apart(marks) {
  const [picture, ...rest] = marks;
  const part = (/** @type {string} */ key) => picture?.children?.find((one) => one.key === key)?.children ?? NONE;
  const going = new Set(part("wires").filter(({children}) => children?.some(isBead)));
  if (!picture || going.size === 0) return {still: marks, moving: NONE};
  const without = (/** @type {Mark} */ wire) => (going.has(wire) ? {...wire, children: (wire.children ?? NONE).filter((mark) => !goes(mark, wire))} : wire);
  const layers = (picture.children ?? NONE).map((layer) => (layer.key === "wires" ? {...layer, children: part("wires").map(without)} : layer));
  return {still: [{...picture, children: layers}, ...rest], moving: [...going].map((wire) => onItsWay(wire, part("nodes")))};
}

/** The bead and its ink, and over them the nodes at both ends of the wire. @param {Mark} wire @param {readonly Mark[]} nodes */
function onItsWay(wire, nodes) {
  const ends = nodes.filter(({key}) => wire.key.startsWith(`${key}>`) || wire.key.includes(`>${key}:`));
  return group(wire.key, [
    group("way", (wire.children ?? NONE).filter((mark) => goes(mark, wire)), {class: wire.attrs.class ?? ""}),
    ...ends.map((node) => group(node.key, node.children ?? NONE, {class: node.attrs.class ?? ""})),
  ]);
}

/** @param {Mark} mark */
const isBead = ({attrs}) => String(attrs.class).startsWith("bead ");

/** Is it the bead of a wire, or the ink behind it? @param {Mark} mark @param {Mark} wire */
const goes = (mark, {children = NONE}) => isBead(mark) || children.some((other) => isBead(other) && other.key === `${mark.key}-bead`);
