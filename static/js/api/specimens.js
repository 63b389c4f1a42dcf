/** A lesson and its run for the library, asked for when it comes into view: a few at a time, each once. */

import {ask} from "./client.js";

/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {Readonly<{lesson: Lesson, trace: Trace | null}>} Specimen  trace: null for a network */

/** As many are asked for at once: more would keep those in view waiting for those below. */
const AT_ONCE = 3;

/** @type {Map<string, Promise<Specimen>>} */
const asked = new Map();
let running = 0;
/** @type {(() => void)[]} */
const waiting = [];

/** @param {string} slug @returns {Promise<Specimen>} */
export function specimen(slug) {
  const known = asked.get(slug);
  if (known) return known;
  const coming = inTurn(async () => {
    const lesson = await ask(`/lessons/${encodeURIComponent(slug)}`);
    return {lesson, trace: lesson.graph ? await ask("/evaluate", {graph: lesson.graph}) : null};
  });
  asked.set(slug, coming);
  coming.catch(() => asked.delete(slug)); // asked for again where it comes into view again
  return coming;
}

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
async function inTurn(work) {
  if (running >= AT_ONCE) await new Promise((/** @type {(go: void) => void} */ go) => waiting.push(go));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
