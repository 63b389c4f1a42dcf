/** A lesson's comparison in words: a table whose rows point at the board. */

import {h} from "preact";

import {html} from "./html.js";
import {Look, Prose} from "./prose.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").LessonComparison} LessonComparison */

/** @param {{desk: Desk, comparison: LessonComparison}} props */
export function Comparison({desk, comparison: {title, heads, rows}}) {
  return html`<section class="lesson"><h3>${title}</h3><table class="compared in-words">
    <thead><tr>${heads.map((head) => html`<th key=${head} scope="col">${head}</th>`)}</tr></thead>
    <tbody>${rows.map(({cells: [first = "", ...others], node, edge}) => html`<tr key=${first}>
      <th scope="row">${h(Look, {desk, look: {text: first, marks: node || edge ? [{words: first, ...(node && {node}), ...(edge && {edge})}] : []}})}</th>
      ${others.map((cell, at) => html`<td key=${at}>${h(Prose, {desk, text: cell})}</td>`)}</tr>`)}</tbody>
  </table></section>`;
}
