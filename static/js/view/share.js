/**
 * Handing out what is on the screen: its link, and the link as a code large enough for a hall.
 *
 * The link is made when the dialog opens and says what was on the screen then. The code is dark on light in both themes:
 * many telephones read no other.
 */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {reachOf} from "../state/share.js";
import {isAs} from "../state/saved.js";
import {keptWords} from "../state/keeping-words.js";
import {handingWords} from "../state/handing-words.js";
import {words} from "../state/words.js";
import {copied} from "./clipboard.js";
import {Code} from "./code.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Framing} from "./framing.js";
import {Saving} from "./saving.js";
import {Variants} from "./variants.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").LinkForm} LinkForm */

/** @param {{desk: Desk}} props */
export function Share({desk}) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [link, show] = useState("");
  const [lecture, present] = useState(false);
  const document = desk.store.shown.value?.document;
  const kept = document?.saved?.value;
  const saved = Boolean(kept?.id && document && isAs(document, kept.as));
  const [chosen, choose] = useState(/** @type {import("../page.js").LinkForm} */ ("short"));
  const form = saved ? chosen : "whole";
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let wanted = true;
    void desk.link(lecture, form).then((made) => wanted && show(made));
    return () => {
      wanted = false;
    };
  }, [lecture, form, kept?.id]);
  const {sharing, lesson} = desk.store;
  const about = sharing.value;
  const close = () => {
    sharing.value = "link";
    desk.store.shareOpen.value = false;
  };
  return html`<dialog class="share" ref=${dialog} aria-labelledby="share-title" onClose=${close}>
    <div class="title"><h2 id="share-title">${about === "link" ? words.shareTitle : handingWords[about].title}</h2>
      ${about !== "link" && html`<button type="button" class="to-link" onClick=${() => (sharing.value = "link")}>${icons.back}${handingWords.back}</button>`}<button type="button" aria-label=${words.closeShare} onClick=${() => dialog.current?.close()}>
      ${words.close}<kbd>Esc</kbd></button></div>
    ${link && about === "framing" && h(Framing, {desk, link})}
    ${link && about === "numbers" && h(Variants, {desk, link, close})}
    ${link && about === "link" && html`<div class="handout">${h(Code, {link})}<div class="beside">
      ${h(Words, {desk, link, lecture, present, form, choose: saved ? choose : null})}
      <p class="also"><button type="button" onClick=${() => (sharing.value = "framing")}>${handingWords.framing.open}</button>
        ${Boolean(lesson.value?.varies?.length) && html`<button type="button" onClick=${() => (sharing.value = "numbers")}>${handingWords.numbers.open}</button>`}</p>
      ${h(Saving, {desk})}
      ${kept?.token && h(EditLink, {desk, lecture, id: kept.id})}</div></div>`}
  </dialog>`;
}

/** The link with the right to change what is saved; never the one that is in the code. @param {{desk: Desk, lecture: boolean, id: string | null}} props */
function EditLink({desk, lecture, id}) {
  const said = keptWords.keeping;
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [link, show] = useState("");
  const [done, say] = useState("");
  useEffect(() => void desk.link(lecture, "edit").then(show), [lecture, id]);
  const copy = async () => say((await copied(link, field.current)) ? words.copied : words.notCopied);
  return html`<section class="edit-link"><label for="edit-link">${said.editLink}</label>
    <input id="edit-link" ref=${field} readonly value=${link} onFocus=${() => field.current?.select()} />
    <div class="row"><button type="button" onClick=${() => void copy()}>${said.copyEdit}</button><span role="status">${done}</span></div>
    <p class="soft">${said.editHolds}</p></section>`;
}

/**
 * @param {{desk: Desk, link: string, lecture: boolean, present: (on: boolean) => void, form: LinkForm, choose: ((form: LinkForm) => void) | null}} props
 */
function Words({desk, link, lecture, present, form, choose}) {
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const [said, say] = useState("");
  useEffect(() => button.current?.focus(), []);
  const reach = reachOf(link);
  const copy = async () => say((await copied(link, field.current)) ? words.copied : words.notCopied);
  return html`<div class="words">
    ${reach !== "world" && html`<p class=${`reach ${reach}`}>${icons.warning}<span>${words.reach[reach]}</span></p>`}
    <label for="share-link">${words.shareLink}</label>
    <textarea id="share-link" ref=${field} readonly rows=${Math.min(4, Math.ceil(link.length / 28))} spellcheck=${false} value=${link}
      onFocus=${() => field.current?.select()}></textarea>
    <div class="row"><button type="button" class="solid" ref=${button} onClick=${() => void copy()}>${words.copyLink}</button><span role="status">${said}</span></div>
    ${desk.store.presenting.value && html`<label class="choice"><input type="checkbox" checked=${lecture} onChange=${() => present(!lecture)} />${words.asPresented}</label>`}
    ${choose && html`<div class="forms" role="radiogroup" aria-label=${keptWords.keeping.links}>${/** @type {const} */ (["short", "whole"]).map((one) => html`
      <label key=${one} class="choice"><input type="radio" name="form" checked=${form === one} onChange=${() => choose(one)} />${keptWords.keeping.forms[one]}</label>`)}</div>`}
    <p class="soft">${form === "short" ? keptWords.keeping.linkHolds : desk.store.shown.value?.document.changed ? words.linkHolds.program : words.linkHolds.lesson}</p>
  </div>`;
}
