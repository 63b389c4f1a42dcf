/** The numbers a lesson began with, and which of them the reader has changed since. */

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").WireValue} WireValue */

/**
 * Leaves whose value is another than the lesson's, with the lesson's.
 * @param {GraphDocument | undefined} graph
 * @param {GraphDocument | undefined} lesson
 * @returns {readonly (readonly [string, WireValue])[]}
 */
export function changedLeaves(graph, lesson) {
  const own = new Map((lesson?.nodes ?? []).flatMap(({id, op, value}) => (op || value == null ? [] : [/** @type {const} */ ([id, value])])));
  return (graph?.nodes ?? []).flatMap(({id, op, value}) => {
    const before = own.get(id);
    const same = op || before === undefined || JSON.stringify(value) === JSON.stringify(before);
    return same ? [] : [/** @type {const} */ ([id, /** @type {WireValue} */ (before)])];
  });
}
