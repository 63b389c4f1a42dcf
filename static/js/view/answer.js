/** Where a stop asks, the reader's answer: the server says whether it is right, and if not, what went wrong. */

import {useState} from "preact/hooks";

import {ask} from "../api/client.js";
import {askedAt} from "../state/answering.js";
import {words} from "../state/words.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {Readonly<{correct: boolean, mistake?: string, hint?: string}>} Verdict */

/** @param {{desk: Desk, stop: Stop}} props */
export function Answer({desk, stop}) {
  const {store} = desk;
  const [text, setText] = useState("");
  const [verdict, judge] = useState(/** @type {Verdict | null} */ (null));
  const asked = askedAt(stop, store.question.value?.local ?? false);
  const graph = store.shown.value?.document.graph;
  if (!asked || !graph) return null;
  const check = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (text.trim() === "") return;
    try {
      const {results} = await ask("/grade", {graph, questions: [{...asked, answer: text}]});
      judge(results[0]);
    } catch (error) {
      judge({correct: false, hint: error instanceof Error ? error.message : String(error)});
    }
  };
  return html`<section class="answer"><form onSubmit=${check}>
      <input type="text" aria-label=${words.answer.field} placeholder=${words.answer.field} autocomplete="off" autocapitalize="none" spellcheck=${false}
        value=${text} onInput=${(/** @type {InputEvent} */ event) => {
          setText(/** @type {HTMLInputElement} */ (event.target).value);
          judge(null);
        }} />
      <button type="submit">${words.answer.check}</button></form>
    <p role="status" class=${verdict?.correct ? "right" : ""}>${verdict ? (verdict.correct ? words.answer.right : verdict.hint ?? words.answer.wrong) : ""}</p>
  </section>`;
}
