/** Looking into a node: the panel shows it until the next step, and it has the keyboard. */

import {batch} from "@preact/signals-core";

/** @typedef {import("./signals.js").Store} Store */

/**
 * @param {Store} store
 * @param {string | null} node  a drawn node, or null for none
 */
export function lookInto(store, node) {
  const form = node === null ? null : store.display.peek()?.byId[node]?.form;
  batch(() => {
    store.looked.value = form ? {node: /** @type {string} */ (node), stop: store.stop.peek()} : null;
    if (form && form !== "terminal") store.focusOn.value = node;
  });
}
