/** Data of one's own: a table that is typed, pasted, or read from a file. */

import {useLayoutEffect, useRef, useState} from "preact/hooks";

import {benchWords} from "../../state/bench-words.js";
import {words} from "../../state/words.js";
import {html} from "../html.js";
import {bring, chooseFile} from "./bring.js";

/** @param {{desk: import("../../bench.js").BenchDesk}} props */
export function OwnData({desk}) {
  const said = benchWords.owning;
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [text, type] = useState("");
  const [wrong, tell] = useState("");
  useLayoutEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector("textarea")?.focus();
  }, []);
  return html`<dialog class="bench-sheet data-sheet" ref=${dialog} aria-labelledby="data-title" onClose=${() => desk.store.dialog.peek() === "data" && (desk.store.dialog.value = null)}>
    <div class="title"><h2 id="data-title">${benchWords.ownData}</h2><button type="button" aria-label=${said.close} onClick=${() => dialog.current?.close()}>
      ${words.close}<kbd>Esc</kbd></button></div>
    <form onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      void bring(desk, text).then(tell);
    }}>
      <label for="own-table">${said.table}</label>
      <p class="soft">${said.hint}</p>
      <textarea id="own-table" rows="9" spellcheck=${false} autocomplete="off" placeholder=${said.example} value=${text} aria-invalid=${wrong !== ""} aria-describedby="own-wrong"
        onInput=${(/** @type {Event & {currentTarget: HTMLTextAreaElement}} */ {currentTarget}) => {
          type(currentTarget.value);
          tell("");
        }}></textarea>
      <p id="own-wrong" class="wrong" role="alert">${wrong}</p>
      <div class="row"><button type="submit" class="solid">${said.use}</button><button type="button" class="plain" onClick=${() => chooseFile(desk, tell)}>${said.file}</button></div>
    </form>
  </dialog>`;
}
