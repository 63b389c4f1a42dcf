/**
 * What was shown, in order, so that every edit can be undone and redone as one step.
 *
 * Documents never change, so the history keeps them whole, with their answers and places: undoing asks no server. Edits
 * that a reader would call one are one: the numbers of a drag, and the digits that follow into the text. Pure.
 */

import {structure} from "./document.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("../page.js").Shown} Shown */
/** @typedef {Readonly<{shown: Shown, lesson: Lesson | null}>} Entry */
/**
 * @typedef {Readonly<{past: readonly Entry[], now: Entry | null, future: readonly Entry[], edit: string, at: number}>} History
 *   edit: what the newest edit was about; at: when it was made, in milliseconds
 */

/** Edits of the same value that follow within this time are one, in milliseconds. */
const JOIN_MS = 1000;
/** The most edits that are kept, and the most nodes in all of them: an answer takes some kilobytes a node. */
const MOST = 200;
const MOST_NODES = 20_000;

/** @type {History} */
export const EMPTY = {past: [], now: null, future: [], edit: "", at: -Infinity};

/**
 * What changed between two that were shown: "" nothing that a reader made, else a name that is the same for edits of
 * the same thing.
 * @param {Entry | null} before
 * @param {Entry} after
 * @returns {string}
 */
export function changeBetween(before, after) {
  if (!before) return "";
  const [old, now] = [before.shown.document, after.shown.document];
  if (old.slug !== now.slug || old.title !== now.title || structure(old.graph) !== structure(now.graph)) return "graph";
  const values = valuesThatDiffer(old.graph, now.graph);
  if (values.length > 0) return `values of ${values.join()}`;
  // The text of a graph that stays the very same one was printed, not typed.
  return old.text === now.text || old.parsed === now.parsed ? "" : "text";
}

/**
 * The leaves of two graphs of one structure that hold different numbers.
 * @param {GraphDocument} one
 * @param {GraphDocument} other
 * @returns {readonly string[]}
 */
function valuesThatDiffer(one, other) {
  if (one === other) return [];
  const written = (/** @type {GraphDocument["nodes"][number] | undefined} */ node) => JSON.stringify(node?.value ?? null);
  return one.nodes.filter((node, at) => written(node) !== written(other.nodes[at])).map(({id}) => id);
}

/**
 * The history with one more entry; what was undone before it is gone.
 * @param {History} history
 * @param {Entry} entry
 * @param {number} at  in milliseconds
 * @returns {History}
 */
export function noted(history, entry, at) {
  const edit = changeBetween(history.now, entry);
  if (history.now === null || edit === "") return {...history, now: entry};
  const joined = edit === history.edit && edit !== "graph" && at - history.at < JOIN_MS && history.past.length > 0;
  const past = joined ? history.past : kept([...history.past, history.now]);
  return {past, now: entry, future: [], edit, at};
}

/** The newest entries that there is room for. @param {readonly Entry[]} entries */
function kept(entries) {
  let [from, nodes] = [entries.length, 0];
  while (from > 0 && entries.length - from < MOST) {
    nodes += entries[from - 1]?.shown.document.graph.nodes.length ?? 0;
    if (nodes > MOST_NODES) break;
    from -= 1;
  }
  return entries.slice(from);
}

/** @param {History} history @returns {History}  the same where there is nothing to undo */
export function undone(history) {
  const {past, now, future} = history;
  const entry = past.at(-1);
  if (!entry || !now) return history;
  return {past: past.slice(0, -1), now: entry, future: [now, ...future], edit: "", at: -Infinity};
}

/** @param {History} history @returns {History}  the same where there is nothing to redo */
export function redone(history) {
  const {past, now, future} = history;
  const entry = future[0];
  if (!entry || !now) return history;
  return {past: [...past, now], now: entry, future: future.slice(1), edit: "", at: -Infinity};
}
