/**
 * From a lesson's questions to the stops that ask them: where the number in question becomes known.
 *
 * A value is known once it is computed; a gradient where the paths have met, or with the one wire that brings it; what
 * belongs to an edge at that edge's own step. A question about a number that this picture does not tell (its node is
 * inside a closed group) has no stop.
 */

import {edgeKey} from "../graph/queries.js";

/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../page.js").LessonQuestion} LessonQuestion */

/**
 * Where one question is answered.
 * @param {LessonQuestion} question
 * @param {readonly Stop[]} stops
 * @returns {string | null}  the stop's address
 */
export function stopThatAsks({quantity, node, edge}, stops) {
  const key = edge && edgeKey(edge.source, edge.target, edge.index);
  /** @type {(stop: Stop) => boolean} */
  const answers = (stop) => {
    if (key) return stop.edge === key;
    return quantity === "value" ? stop.phase === "forward" && stop.node === node : brings(stop, node ?? "");
  };
  return stops.findLast(answers)?.address ?? null;
}

/** Whether a stop brings gradient to a node; the last that does brings all of it. @param {Stop} stop @param {string} node */
function brings({phase, node: at, edge}, node) {
  if (phase === "edge") return edge?.slice(0, edge.lastIndexOf(">")) === node;
  return (phase === "accumulate" || phase === "seed") && at === node;
}

/**
 * The stops at which a lesson's questions are asked.
 * @param {readonly LessonQuestion[]} questions
 * @param {readonly Stop[]} stops
 * @returns {ReadonlySet<string>}  addresses
 */
export function stopsThatAsk(questions, stops) {
  return new Set(questions.map((question) => stopThatAsks(question, stops)).filter((address) => address !== null));
}

/**
 * The questions that are answered at a stop.
 * @param {readonly LessonQuestion[]} questions
 * @param {readonly Stop[]} stops
 * @param {string | undefined} address
 * @returns {readonly LessonQuestion[]}
 */
export function questionsAt(questions, stops, address) {
  return questions.filter((question) => stopThatAsks(question, stops) === address);
}
