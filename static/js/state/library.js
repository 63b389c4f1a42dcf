/** The library's order, pure: topics with their letters, what a search finds, and the numbers a lesson shows of itself. */

import {isUnnamed, nameRuns} from "../format/names.js";
import {formatNumber} from "../format/number.js";
import {edgeKey} from "../graph/queries.js";

/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("../page.js").LessonSummary} LessonSummary */
/** @typedef {import("../page.js").Playlist} Playlist */
/** @typedef {import("../types.js").Run} Run */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */

/** @typedef {Readonly<{letter: string, title: string, lessons: readonly LessonSummary[]}>} Topic */
/** @typedef {Readonly<{key: string, kind: "value" | "gradient" | "local", name: readonly (readonly Run[])[], values: readonly WireNumber[]}>} Shown */

/** Numbers under a title. */
const MOST = 2;
/** Entries of a vector that stand in one line under a title. */
const MOST_ENTRIES = 3;

/**
 * The topics with their letters, each with its lessons; one that has none yet is left out and keeps its letter.
 * @param {readonly string[]} topics
 * @param {readonly LessonSummary[]} lessons
 * @returns {readonly Topic[]}
 */
export function topicsOf(topics, lessons) {
  return topics.map((title, at) => ({
    letter: String.fromCharCode(65 + at), title, lessons: lessons.filter(({topic}) => topic === title),
  })).filter((topic) => topic.lessons.length > 0);
}

/**
 * What a search finds: every word of it stands somewhere in title, topic, summary or name of the lesson.
 * @param {readonly LessonSummary[]} lessons
 * @param {string} text
 * @returns {readonly LessonSummary[]}
 */
export function search(lessons, text) {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return lessons.filter(({slug, title, topic = "", summary = ""}) => {
    const said = `${slug} ${title} ${topic} ${summary}`.toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}

/**
 * The numbers a lesson is known by: its output, and the gradient of a leaf; else what it promises first.
 * @param {Lesson & Readonly<{numbers?: readonly Promised[]}>} lesson
 * @param {Trace} trace  of the lesson's own graph
 * @returns {readonly Shown[]}
 *
 * @typedef {Readonly<{quantity: "value" | "gradient" | "local", node?: string, edge?: Readonly<{source: string, target: string, index: number}>}>} Promised
 */
export function ownNumbers({numbers = []}, trace) {
  const leaves = new Set(trace.nodes.filter(({op}) => !op).map(({id}) => id));
  const told = numbers.filter(({node, edge}) => ![node ?? "", edge?.source ?? "", edge?.target ?? ""].some(isUnnamed)).flatMap((number) => shownOf(number, trace) ?? []);
  const output = told.find(({kind, key}) => kind === "value" && key === `value ${trace.output}`);
  const gradient = told.find(({kind, key, values}) => kind === "gradient" && values.length === 1 && leaves.has(key.slice("gradient ".length)));
  const first = [output, gradient].filter((one) => one !== undefined);
  const chosen = [...first, ...told.filter((one) => !first.includes(one))];
  return chosen[0] && chosen[0].values.length > 1 ? chosen.slice(0, 1) : chosen.filter(({values}) => values.length === 1).slice(0, MOST);
}

/** @param {Promised} number @param {Trace} trace @returns {Shown | null} */
function shownOf(number, trace) {
  const {quantity, node, edge} = number;
  const found = edge ? trace.edges.find((one) => edgeKey(one.source, one.target, one.index) === edgeKey(edge.source, edge.target, edge.index))?.local
    : quantity === "value" ? trace.values[node ?? ""] : trace.gradients[node ?? ""];
  const values = entriesOf(found);
  if (!values) return null;
  const name = namesOf(number, trace.output);
  return {key: edge ? `local ${edgeKey(edge.source, edge.target, edge.index)}` : `${quantity} ${node}`, kind: quantity, name, values};
}

/** A number, or a short vector; larger tensors are told on the board. @param {unknown} value @returns {readonly WireNumber[] | null} */
function entriesOf(value) {
  if (typeof value === "number" || typeof value === "string") return [/** @type {WireNumber} */ (value)];
  const flat = Array.isArray(value) && value.length <= MOST_ENTRIES && value.every((entry) => typeof entry === "number");
  return flat ? /** @type {number[]} */ (value) : null;
}

/** More sheets than a year of students is a slip of the hand. */
export const MOST_SEEDS = 200;

/**
 * The seeds of a list: ranges of whole numbers, and names, with commas between them; each once.
 * @param {string} text
 * @returns {Readonly<{seeds: readonly string[], cut: boolean}>}  cut: there were more than are made
 */
export function seedsIn(text) {
  const all = text.split(",").map((item) => item.trim()).filter(Boolean).flatMap((item) => {
    const [, first = "", last = ""] = /^(\d{1,6})\s*[-–]\s*(\d{1,6})$/.exec(item) ?? [];
    if (!first) return [item];
    const count = Math.min(MOST_SEEDS + 1, Math.max(0, Number(last) - Number(first) + 1));
    return Array.from({length: count}, (_, at) => String(Number(first) + at));
  });
  const seeds = [...new Set(all)];
  return {seeds: seeds.slice(0, MOST_SEEDS), cut: seeds.length > MOST_SEEDS};
}

/**
 * What a number of a lesson is called: a node, or what is differentiated above what it is differentiated by.
 * @param {Promised} number
 * @param {string} output  of the lesson's graph
 * @returns {readonly (readonly Run[])[]}
 */
export function namesOf({quantity, node, edge}, output) {
  const [above, below] = edge ? [edge.target, edge.source] : [output, node ?? ""];
  return quantity === "value" ? [nameRuns(below)] : [nameRuns(above), nameRuns(below)];
}

/**
 * A value of any shape in one line, rounded as everywhere.
 * @param {WireValue | null} value
 * @returns {string}
 */
export function inLine(value) {
  if (value === null) return "";
  return Array.isArray(value) ? `[${value.map(inLine).join(", ")}]` : formatNumber(/** @type {WireNumber} */ (value));
}
