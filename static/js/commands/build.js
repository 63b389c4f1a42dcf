/** The commands of building: what is chosen, or what is looked into, is changed, doubled, grouped, taken away. */

import {aligned} from "../editing/arrange.js";
import {pasted, pieceOf} from "../editing/clip.js";
import {grouped, placed, removed, tidied, ungrouped} from "../editing/edits.js";

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").NodeId} NodeId */

/** How far a copy stands from what it is a copy of, in board units. */
const ASIDE = /** @type {const} */ ([40, 130]);

/**
 * What an edit is about: the nodes that were chosen, else the one that has the keyboard or is looked into. Parts of an
 * opened composite are no nodes of the document, so they are not among them.
 * @param {Pick<Desk, "store">} desk
 * @returns {readonly NodeId[]}
 */
export function subject({store}) {
  const {chosen, inspected, selected, shown} = store;
  const one = selected.value ?? inspected.value;
  const ids = chosen.value.size > 0 ? [...chosen.value] : one === null ? [] : [one];
  const there = new Set(shown.value?.document.parsed.nodes.map(({id}) => id));
  return ids.filter((id) => there.has(id));
}

/**
 * @param {Pick<Desk, "store" | "session">} desk
 * @returns {readonly Command[]}
 */
export function buildCommands({store, session}) {
  const {editing} = session;
  const about = () => subject({store});
  const canBuild = () => !store.hall.value && !store.descending.value && store.shown.value !== null && !store.hidden.value.has("edit");
  const some = () => canBuild() && about().length > 0;
  const several = () => canBuild() && about().length > 1;
  const align = (/** @type {"row" | "column"} */ how) => editing.edit((graph) => placed(graph, aligned(graph.layout?.nodes ?? {}, about(), how)));
  return [
    {id: "build", label: "Add a node; what has the keyboard feeds it", keys: ["/", "Insert"], when: canBuild, run: () => (store.palette.value = {at: null})},
    {id: "change", label: "Change the node that has the keyboard", keys: ["f"], when: some, run: () => change(store, about()[0] ?? null)},
    {id: "delete", label: "Delete it, or all that is chosen", keys: ["Delete", "Backspace"], when: some, run: () => take(store, session, about())},
    {id: "duplicate", label: "Double it, or all that is chosen", keys: ["Ctrl+d", "Meta+d"], when: some, run: () => double(store, session, about())},
    {id: "group", label: "Make one group of what is chosen, or dissolve it", keys: ["Ctrl+g", "Meta+g"], when: several, run: () => group(session, about())},
    {id: "choose-all", label: "Choose all nodes", keys: ["Ctrl+a", "Meta+a"], when: canBuild, run: () => (store.chosen.value = new Set(editing.document.nodes.map(({id}) => id)))},
    {id: "align-row", label: "Put what is chosen in one row", keys: ["h"], when: several, run: () => align("row")},
    {id: "align-column", label: "Put what is chosen in one column", keys: ["j"], when: several, run: () => align("column")},
    {id: "tidy", label: "Lay the graph out again", keys: ["z"], when: canBuild, run: () => editing.edit(tidied)},
    {id: "new", label: "A new, empty board", keys: ["Ctrl+Alt+n"], when: canBuild, run: () => editing.clear()},
  ];
}

/** Open the panel's fields for a node, and give them the keyboard. @param {Desk["store"]} store @param {NodeId | null} node */
function change(store, node) {
  if (node !== null) store.looked.value = {node, stop: store.stop.peek()};
  store.changing.value = true;
  store.changeNow.value = node;
}

/** @param {Desk["store"]} store @param {Desk["session"]} session @param {readonly NodeId[]} ids */
function take(store, {editing}, ids) {
  store.looked.value = null;
  store.chosen.value = new Set();
  editing.edit((graph) => removed(graph, ids));
}

/** @param {Desk["store"]} store @param {Desk["session"]} session @param {readonly NodeId[]} ids */
function double(store, {editing}, ids) {
  const now = editing.document;
  const {graph, ids: copies} = pasted(now, pieceOf(now, ids), ASIDE);
  editing.edit(() => graph);
  store.chosen.value = new Set(copies);
}

/** One group of these; where they are one already, it is dissolved. @param {Desk["session"]} session @param {readonly NodeId[]} ids */
function group({editing}, ids) {
  const same = editing.document.groups?.find(({op, nodes}) => !op && nodes.length === ids.length && nodes.every((id) => ids.includes(id)));
  editing.edit((graph) => (same ? ungrouped(graph, same.id) : grouped(graph, ids, "group")));
}
