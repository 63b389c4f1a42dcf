/**
 * What can be done to a document without asking anybody: new values for leaves, mends for slips, marked lines.
 *
 * Documents are never changed; every function here returns a new one. Text positions are the API's: lines and columns
 * from 1, counted in code points, the last one included.
 */

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").GraphNode} GraphNode */
/** @typedef {import("../types.js").ProblemError} ProblemError */
/** @typedef {import("../types.js").SourceSpan} SourceSpan */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {import("../page.js").Fix} Fix */
/** @typedef {import("../page.js").PaperLine} PaperLine */

/**
 * @param {GraphDocument} graph
 * @param {string} id
 * @returns {GraphNode | null}  the leaf of that name
 */
export function leaf(graph, id) {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  return node && !node.op ? node : null;
}

/**
 * @param {GraphDocument} graph
 * @param {string} id
 * @param {WireValue} value
 * @returns {GraphDocument}
 */
export function withValue(graph, id, value) {
  if (!leaf(graph, id)) throw new RangeError(`${id} is not a leaf`);
  const made = {...graph, nodes: graph.nodes.map((node) => (node.id === id ? {...node, value} : node))};
  structures.set(made, structure(graph));
  return made;
}

/** Every number of a drag asks for it several times. @type {WeakMap<GraphDocument, string>} */
const structures = new WeakMap();

/**
 * What decides the picture: everything of a graph but the numbers in it.
 * @param {GraphDocument} graph
 * @returns {string}
 */
export function structure(graph) {
  const known = structures.get(graph);
  if (known !== undefined) return known;
  const nodes = graph.nodes.map(({id, kind, op, inputs, attrs, label, role}) => [id, kind, op, inputs, attrs, label, role]);
  const made = JSON.stringify([nodes, graph.outputs, graph.groups, graph.layout]);
  structures.set(graph, made);
  return made;
}

/**
 * What a reader typed into a leaf's field, as a value; null where it is none. A typographic minus is taken for a minus,
 * since that is what the page itself shows.
 * @param {string} text
 * @returns {WireValue | null}
 */
export function readValue(text) {
  const plain = text.trim().replaceAll("−", "-").replace(/^\+/, "").replace(/^(-?)\./, "$10.").replace(/\.$/, "");
  try {
    const value = JSON.parse(plain);
    return isValue(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {value is WireValue}
 */
function isValue(value) {
  if (Array.isArray(value)) return value.length > 0 && value.every(isValue);
  return typeof value === "number" && Number.isFinite(value);
}

/**
 * A value as one types it.
 * @param {WireValue | null | undefined} value
 * @returns {string}
 */
export function writeValue(value) {
  if (value == null) return "";
  return Array.isArray(value) ? `[${value.map(writeValue).join(", ")}]` : String(value);
}

/**
 * One step up or down from a number, in its own last digit: 5 goes to 6, 0.25 to 0.26, and never to 0.30000000000004.
 * @param {number} value
 * @param {number} steps  how many, with their direction
 * @returns {number}
 */
export function nudged(value, steps) {
  const written = String(value);
  if (written.includes("e")) return value * (1 + steps / 10);
  const decimals = Math.min(written.split(".")[1]?.length ?? 0, 3);
  return Number((value + steps * 10 ** -decimals).toFixed(decimals)) + 0;
}

/** Pixels of a drag that make one step. */
const DRAG_PX = 4;

/**
 * A number dragged up or down: a step of its own last digit every few pixels, or a tenth of that.
 * @param {number} value  before the drag
 * @param {number} px     up is positive
 * @param {boolean} fine
 * @returns {number}
 */
export function dragged(value, px, fine) {
  const steps = Math.trunc(px / DRAG_PX);
  if (steps === 0) return value;
  if (!fine) return nudged(value, steps);
  const written = String(value);
  if (written.includes("e")) return Number((value * (1 + steps / 100)).toPrecision(12));
  const decimals = Math.min((written.split(".")[1]?.length ?? 0) + 1, 4);
  return Number((value + steps * 10 ** -decimals).toFixed(decimals)) + 0;
}

/**
 * Where a line and column stand in a text.
 * @param {readonly string[][]} lines  each line as code points
 * @param {number} line
 * @param {number} column
 * @returns {number}  in code points, from 0
 */
function offset(lines, line, column) {
  let before = 0;
  for (let i = 0; i < Math.min(line - 1, lines.length); i += 1) before += /** @type {string[]} */ (lines[i]).length + 1;
  return before + column - 1;
}

/**
 * The text with one mend written into it.
 * @param {string} text
 * @param {Fix} fix
 * @returns {string}
 */
export function mended(text, {span, text: mend}) {
  const letters = [...text];
  const lines = text.split("\n").map((line) => [...line]);
  const start = offset(lines, span.line, span.column);
  const end = offset(lines, span.end_line, span.end_column) + 1;
  return letters.slice(0, start).join("") + mend + letters.slice(end).join("");
}

/** What a name without a value is given until its writer says better: at 0 too much vanishes. */
const FIRST_VALUE = 1;

/**
 * The mend of a slip: the server's, or a first line for a name that has no value. The server's hint for that speaks of
 * a request's inputs, which a program on the page has not.
 * @param {string} text
 * @param {ProblemError | null} error
 * @returns {Fix | null}
 */
export function mendFor(text, error) {
  if (error?.fix) return error.fix;
  const name = error?.code === "missing-value" ? error.node : null;
  if (!name || !/^\w+$/.test(name) || new RegExp(`^\\s*${name}\\s*[:=]`, "m").test(text)) return null;
  return {span: {line: 1, column: 1, end_line: 1, end_column: 0}, text: `${name} = ${FIRST_VALUE}\n`};
}

/**
 * The line a mend leaves behind, to show on its button.
 * @param {string} text
 * @param {Fix} fix
 * @returns {string}
 */
export function mendedLine(text, fix) {
  return (mended(text, fix).split("\n")[fix.span.line - 1] ?? "").trim();
}

/**
 * The lines of a text with a span marked. A span past the end of its line still marks one place.
 * @param {string} text
 * @param {SourceSpan | null} span
 * @returns {PaperLine[]}
 */
export function paperLines(text, span) {
  return text.split("\n").map((line, index) => {
    const number = index + 1;
    if (!span || number < span.line || number > span.end_line) return {before: line, marked: "", after: "", wrong: false};
    const letters = [...line];
    const start = number === span.line ? Math.min(span.column - 1, letters.length) : 0;
    const end = number === span.end_line ? Math.max(span.end_column, start + 1) : letters.length;
    return {
      before: letters.slice(0, start).join(""),
      marked: letters.slice(start, end).join("") || " ",
      after: letters.slice(end).join(""),
      wrong: true,
    };
  });
}
