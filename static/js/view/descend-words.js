/** What the walk calls its points, and how it says where it stands. */

import {nameRuns} from "../format/names.js";
import {speakNumber} from "../format/number.js";
import {isScalar} from "../state/descent.js";
import {nameTex} from "../state/formula.js";
import {atStep} from "../state/update.js";
import {words} from "../state/words.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Run} Run */
/** @typedef {import("../types.js").WireNumber} WireNumber */

const {downhill: said} = words;
/** So many leaves are told or have their equations; the table has all. */
export const MOST = 6;

/**
 * What the walk calls its points: the leaf with the step where one number moves, else the step alone.
 * @param {Desk} desk
 * @returns {(step: number) => readonly Run[]}
 */
export function stepRuns({downhill}) {
  const leaves = Object.entries(downhill.active.value?.path[0]?.leaves ?? {});
  const [[id = "", value] = []] = leaves;
  const name = nameRuns(id);
  if (leaves.length !== 1 || !isScalar(value) || name.length !== 1) return (step) => [{text: String(step), face: "word"}];
  return (step) => [...name, {text: String(step), face: "roman", size: 0.68, shift: 0.16, gap: 0.025}];
}

/**
 * The same as LaTeX; null where it is a word.
 * @param {Desk} desk
 * @returns {((step: number) => string) | null}
 */
export function stepTex({store, downhill}) {
  const leaves = Object.entries(downhill.active.value?.path[0]?.leaves ?? {});
  const [[id = "", value] = []] = leaves;
  if (leaves.length !== 1 || !isScalar(value)) return null;
  return (step) => atStep(nameTex(store.statements.value, id), step);
}

/** The walk as it stands, for the ear: the track says it. @param {Desk} desk */
export function walkSentence(desk) {
  const {store, downhill} = desk;
  const at = Math.max(0, downhill.made.value);
  const entry = downhill.active.value?.path[at];
  if (!entry) return said.updateOf(at, downhill.longest.value);
  const leaves = Object.entries(entry.leaves).filter(([, value]) => isScalar(value)).slice(0, MOST);
  const spoken = [...leaves, [store.shown.value?.trace.output ?? "", entry.value]]
    .map(([name, value]) => said.costIs(String(name), speakNumber(/** @type {WireNumber} */ (value))));
  return [`${said.updateOf(at, downhill.longest.value)}.`, ...spoken].join(" ");
}
