/** The list of keys, read from the command table. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {keyLabel, listedCommands} from "../commands/keys.js";
import {words} from "../state/words.js";
import {HostLinks} from "./host-links.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** A command key is Meta on one kind of keyboard and Ctrl on the others. @param {readonly string[]} keys */
const ofThisKeyboard = (keys) => keys.filter((key) => (MAC ? !keys.includes(key.replace("Ctrl+", "Meta+")) || !key.startsWith("Ctrl+") : !key.startsWith("Meta+")));

/** @param {{desk: Desk}} props */
export function Help({desk}) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return html`<dialog class="help" ref=${dialog} aria-label=${words.keys} onClose=${() => (desk.store.helpOpen.value = false)}>
    <div class="title"><h2>${words.keys}</h2>${h(HostLinks, {})}<button type="button" autofocus aria-label=${words.closeKeys} onClick=${() => dialog.current?.close()}>
      ${words.close}<kbd>Esc</kbd></button></div>
    <dl>${listedCommands(desk.commands).map(({id, label, keys}) => html`
      <div key=${id}><dt>${ofThisKeyboard(keys).map((key) => html`<kbd>${keyLabel(key)}</kbd>`)}</dt><dd>${label}</dd></div>`)}</dl>
  </dialog>`;
}
