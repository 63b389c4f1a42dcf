/** Where a lesson is opened, pure: on the workbench, as a walk downhill, or on the network bench. */

import {ROOT} from "./root.js";

/** @typedef {import("../page.js").LessonSummary} LessonSummary */

/**
 * The address that opens a lesson, on the page that it is for; a graph from its first step where it begins a playlist's
 * run, else as a walk downhill where it is one. Before a room it is shown to the room, from its end on the way back, and
 * in the dark where the room is.
 * @param {Pick<LessonSummary, "slug" | "kind" | "descend">} lesson
 * @param {{playlist?: string, start?: boolean, last?: boolean, presenting?: boolean, dark?: boolean}} [how]
 */
export function lessonPath({slug, kind, descend}, {playlist, start = false, last = false, presenting = false, dark = false} = {}) {
  const view = presenting ? ["view=present", ...(dark ? ["theme=dark"] : [])] : [];
  if (kind === "network") return `${trainPath(slug)}${playlist ? `&list=${encodeURIComponent(playlist)}` : ""}${fragment([...(last ? ["turn=last"] : []), ...view])}`;
  const place = start ? ["at=start"] : descend && !last && !presenting ? walkOf(descend) : [];
  return `${ROOT}/?lesson=${encodeURIComponent(slug)}${fragment([...place, ...view, ...(playlist ? [`list=${playlist}`] : [])])}`;
}

/** @param {readonly string[]} said */
const fragment = (said) => (said.length ? `#${said.join("&")}` : "");

/** Where a lesson is trained. @param {string} slug */
export const trainPath = (slug) => `${ROOT}/train?lesson=${encodeURIComponent(slug)}`;

/** A walk downhill as a link says it. @param {NonNullable<LessonSummary["descend"]>} walk @returns {readonly string[]} */
const walkOf = ({rates, rule, updates, moving}) => [
  "view=descend", `rate=${rates.join(",")}`, ...(rule === "sgd" ? [] : [`rule=${rule}`]), `updates=${updates}`, ...(moving ? [`moving=${moving.join(",")}`] : []),
];
