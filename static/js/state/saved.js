/**
 * A document as it is saved, and a saved one as the page opens it. What came from a server or a file is not trusted.
 *
 * The whole graph is saved, with places, groups and half-built nodes; what no graph can say, the program's text with its
 * comments and the lesson it came from, stands in `meta.program`. Where text and graph disagree, the graph is right.
 */

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../page.js").PageDocument} PageDocument */
/** @typedef {import("../page.js").Saved} Saved */
/** A document that was kept somewhere. @typedef {Readonly<{title: string, text: string, lesson: string | null, graph: GraphDocument}>} Found */

const LONGEST_TITLE = 80;

/** Nothing of it is saved yet. @type {Saved} */
export const UNSAVED = {id: null, run: null, token: null, version: null, as: null, opened: null};

/** What stands there is not known here, only that it is another. @type {PageDocument} */
export const ANOTHER = {slug: null, title: "", text: "", graph: {nodes: []}, parsed: {nodes: []}, changed: true};

/** @param {PageDocument} document @returns {GraphDocument} */
export function savedAs({slug, title, text, parsed}) {
  const {nodes, outputs = [], groups = [], layout = {}, meta = {}} = parsed;
  return {name: title, nodes, outputs, groups, layout, meta: {...meta, program: {title, text, ...(slug && {lesson: slug})}}};
}

/**
 * @param {unknown} kept
 * @returns {Found | null}  null where it is no graph document; whether its graph makes sense the server knows
 */
export function foundIn(kept) {
  const {name, nodes, outputs = [], groups = [], layout = {}, meta = {}} = /** @type {Record<string, any>} */ (kept ?? {});
  const sound = Array.isArray(nodes) && nodes.every((node) => typeof node?.id === "string" && Array.isArray(node.inputs ?? []))
    && Array.isArray(outputs) && Array.isArray(groups) && groups.every((group) => Array.isArray(group?.nodes)) && typeof (layout ?? {}) === "object";
  if (!sound) return null;
  const {title = name, text = "", lesson = null} = meta?.program ?? {};
  const whole = nodes.map((node) => ({...node, kind: node.kind ?? (node.op ? "op" : "input")}));
  return {
    title: titleOf(title), text: typeof text === "string" ? text : "", lesson: typeof lesson === "string" && /^[\w-]+$/.test(lesson) ? lesson : null,
    graph: {nodes: whole, outputs, groups, layout: layout ?? {}, meta},
  };
}

/** @param {unknown} title @returns {string}  empty where there is none */
export const titleOf = (title) => (typeof title === "string" ? title.trim().slice(0, LONGEST_TITLE) : "");

/**
 * Whether a document is the one that was saved, or opened.
 * @param {PageDocument} document
 * @param {PageDocument | null} as
 */
export const isAs = (document, as) => as !== null && document.parsed === as.parsed && document.text === as.text && document.title === as.title;

/**
 * A name for the file of a document: letters and digits, for every file system.
 * @param {string} title
 */
export function fileName(title) {
  const plain = title.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase();
  return `${plain || "graph"}.graph.json`;
}
