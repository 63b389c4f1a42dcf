/** Handing out a training: its link, as text and as a code; with the weights, or short enough for a code and trained again. */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {reachOf} from "../../state/share.js";
import {benchWords} from "../../state/bench-words.js";
import {words} from "../../state/words.js";
import {copied} from "../clipboard.js";
import {Code} from "../code.js";
import {html} from "../html.js";
import {icons} from "../icons.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

const said = benchWords.sharing;

/** @param {{desk: BenchDesk}} props */
export function Share({desk}) {
  const {store} = desk;
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const within = (store.now.value?.position ?? 0) > 0; // Only whole epochs are trained again from the start.
  const [link, show] = useState("");
  const [whole, choose] = useState(within);
  const [done, say] = useState("");
  const [tooLarge, give] = useState(false);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    button.current?.focus();
  }, []);
  useEffect(() => {
    say("");
    void desk.link(whole).then(show, () => give(true));
  }, [whole]);
  const reach = link ? reachOf(link) : "world";
  const copy = async () => say((await copied(link, field.current)) ? words.copied : words.notCopied);
  const trained = (store.now.value?.step ?? 0) > 0;
  return html`<dialog class="share" ref=${dialog} aria-labelledby="share-title" onClose=${() => (store.dialog.value = null)}>
    <div class="title"><h2 id="share-title">${said.title}</h2><button type="button" aria-label=${words.closeShare} onClick=${() => dialog.current?.close()}>
      ${words.close}<kbd>Esc</kbd></button></div>
    ${tooLarge ? html`<p class="reach">${icons.warning}<span>${said.tooLarge}</span></p>` : html`<div class="handout">${link && h(Code, {link})}<div class="beside"><div class="words">
      ${reach !== "world" && html`<p class=${`reach ${reach}`}>${icons.warning}<span>${words.reach[reach]}</span></p>`}
      <label for="share-link">${said.link}</label>
      <textarea id="share-link" ref=${field} readonly rows="4" spellcheck=${false} value=${link} onFocus=${() => field.current?.select()}></textarea>
      <div class="row"><button type="button" class="solid" ref=${button} onClick=${() => void copy()}>${words.copyLink}</button><span role="status">${done}</span></div>
      ${trained && !within && html`<div class="forms" role="radiogroup" aria-label=${said.forms}>${/** @type {const} */ ([[false, said.short], [true, said.whole]]).map(([one, name]) => html`
        <label key=${name} class="choice"><input type="radio" name="form" checked=${whole === one} onChange=${() => choose(one)} />${name}</label>`)}</div>`}
      <p class="soft">${whole ? said.wholeHolds : said.shortHolds}</p>
    </div></div></div>`}
  </dialog>`;
}
