/** The example's own numbers, given back to the leaves that the reader has changed. */

import {changedLeaves} from "../state/own.js";
import {ask} from "./client.js";

/**
 * @param {import("./session.js").Session} session
 * @returns {Promise<void>}
 */
export async function giveOwnNumbers(session) {
  const {lesson, store} = session;
  if (!lesson) return;
  try {
    const own = lesson.graph ?? (await ask("/parse", {expression: lesson.expression})).graph;
    if (session.lesson !== lesson) return;
    changedLeaves(store.shown.peek()?.document.graph, own).forEach(([id, value]) => session.setValue(id, value));
  } catch (error) {
    session.refuse(error);
  }
}
