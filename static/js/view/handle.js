/** What handles over the picture have in common: where they stand, how a chosen one is marked, the value of a leaf. */

import {leaf} from "../state/document.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").WireValue} WireValue */

/** What is chosen has corners in the picture; those of the keyboard stand around them, or are these. @param {Desk["store"]} store @param {string} id */
export const chosenAs = ({chosen: {value: chosen}}, id) => (!chosen.has(id) ? "" : chosen.size > 1 ? "chosen" : "chosen alone");

/** Lengths as a style writes them. @param {Readonly<Record<string, number>>} lengths */
export const pixels = (lengths) => Object.fromEntries(Object.entries(lengths).map(([name, length]) => [name, `${length}px`]));

/**
 * The value a leaf has, or is about to have.
 * @param {Desk} desk
 * @param {string} id
 * @returns {WireValue | null}
 */
export function valueOf({session, store}, id) {
  const now = session.wanted ?? store.shown.value?.document;
  return (now && leaf(now.graph, id)?.value) ?? null;
}
