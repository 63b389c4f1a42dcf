/**
 * The program's text over the board: a plain text field on paper that numbers its lines and marks where it went wrong.
 *
 * The field is a real textarea, so that undo, selection, input methods and screen readers are the browser's own; the
 * paper below it is drawn from the same text and only carries the marks.
 */

import {h} from "preact";
import {useRef} from "preact/hooks";

import {mended, mendedLine, mendFor, paperLines} from "../state/document.js";
import {words} from "../state/words.js";
import {useKeyboard} from "./focus.js";
import {html} from "./html.js";
import {icons} from "./icons.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").ProblemError} ProblemError */

/** @param {{desk: Desk}} props */
export function Program({desk}) {
  const {draft, problem} = desk.store;
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const error = problem.value?.errors?.[0] ?? null;
  useKeyboard(() => {
    const text = field.current;
    if (!text) return;
    text.focus({preventScroll: true});
    text.setSelectionRange(text.value.length, text.value.length);
  });
  return html`<div class="program" id="program">
    <div class="sheet"><div class="roll">
      <div class="paper" aria-hidden="true"><ol>
        ${paperLines(draft.value, error?.span ?? null).map((line, at) => html`<li key=${at} class=${line.wrong ? "wrong" : ""}>
          ${line.before}${line.marked && html`<mark>${line.marked}</mark>`}${line.after}</li>`)}
      </ol></div>
      <textarea ref=${field} aria-label=${words.programLabel} aria-invalid=${error ? "true" : "false"}
        aria-describedby=${problem.value ? "hint" : undefined} wrap="off" spellcheck=${false} autocomplete="off"
        autocorrect=${false} autocapitalize="off" value=${draft.value}
        onInput=${(/** @type {InputEvent} */ event) => desk.session.edit(/** @type {HTMLTextAreaElement} */ (event.target).value)}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => leaveOnEscape(event, desk)}></textarea>
    </div></div>
    ${desk.store.narrow.value && h(Signs, {desk, field})}
    ${problem.value && h(Hint, {desk, error, detail: problem.value.detail})}
  </div>`;
}

/** What a phone's keyboard keeps on its second page. */
const SIGNS = ["*", "**", "(", ")", "=", "_"];

/** A row of keys that write where the caret stands; the field keeps the keyboard. @param {{desk: Desk, field: {current: HTMLTextAreaElement | null}}} props */
function Signs({desk, field}) {
  const write = (/** @type {string} */ sign) => {
    const text = field.current;
    if (!text) return;
    text.setRangeText(sign, text.selectionStart, text.selectionEnd, "end");
    desk.session.edit(text.value);
  };
  return html`<div class="signs" role="group" aria-label=${words.signs}>${SIGNS.map((sign) => html`
    <button key=${sign} type="button" aria-label=${words.insert(sign)} onPointerDown=${(/** @type {Event} */ event) => event.preventDefault()}
      onClick=${() => write(sign)}><code>${sign}</code></button>`)}</div>`;
}

/**
 * @param {KeyboardEvent} event
 * @param {Desk} desk
 */
function leaveOnEscape(event, desk) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  desk.run("close");
}

/** @param {{desk: Desk, error: ProblemError | null, detail: string}} props */
export function Hint({desk, error, detail}) {
  const {draft} = desk.store;
  const fix = mendFor(draft.value, error);
  const mend = () => {
    if (!fix) return;
    desk.session.edit(mended(draft.peek(), fix));
    desk.session.runDraft();
    /** @type {HTMLTextAreaElement | null} */ (document.querySelector(".program textarea"))?.focus();
  };
  const span = error?.span;
  return html`<div class="hint" id="hint" role="status">
    ${icons.warning}
    <p>${span && html`<b>${words.place(span.line, span.column)}</b> `}${error?.message ?? detail}${error?.hint && !fix && ` ${error.hint}`}</p>
    ${fix && html`<button type="button" class="solid" onClick=${mend}>${words.writeMend}<code>${mendedLine(draft.value, fix)}</code></button>`}
  </div>`;
}
