/** Taking a network along, and bringing one back: all of it as a file, or as a program that the server writes. */

import {useLayoutEffect, useRef, useState} from "preact/hooks";

import {ApiError, ask} from "../../api/client.js";
import {benchWords} from "../../state/bench-words.js";
import {words} from "../../state/words.js";
import {html} from "../html.js";
import {chooseFile} from "./bring.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

const said = benchWords.taking;

/** @type {readonly Readonly<{id: string, name: string, ending: string}>[]} */
const FORMS = [
  {id: "json", name: "JSON", ending: "json"},
  {id: "pytorch", name: "PyTorch", ending: "py"},
  {id: "numpy", name: "NumPy", ending: "py"},
];

/** The request that goes on from what is shown. @param {BenchDesk["store"]} store */
function goesOn({request, now}) {
  const moment = now.peek();
  return {...request.peek(), parameters: moment?.parameters, ...(moment?.state && {state: moment.state})};
}

/** @param {BenchDesk["store"]} store @param {string} format */
async function written(store, format) {
  if (format === "json") return new Blob([`${JSON.stringify(goesOn(store), null, 1)}\n`], {type: "application/json"});
  const {media_type: type, content} = await ask("/mlps/export", {format, ...goesOn(store)});
  return new Blob([content], {type});
}

/** @param {Blob} file @param {string} name */
function save(file, name) {
  const link = Object.assign(document.createElement("a"), {href: URL.createObjectURL(file), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** @param {{desk: BenchDesk}} props */
export function Take({desk}) {
  const {store} = desk;
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [told, tell] = useState("");
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const take = async (/** @type {typeof FORMS[number]} */ {id, ending}) => {
    const name = `${(store.title.peek() || "network").toLowerCase().replace(/[^a-z0-9]+/g, "-")}-epoch-${store.epoch.peek()}.${ending}`;
    try {
      save(await written(store, id), name);
      tell(said.saved(name));
    } catch (error) {
      tell(error instanceof ApiError ? error.problem.detail : String(error));
    }
  };
  return html`<dialog class="take-along bench-take" ref=${dialog} aria-labelledby="take-title" onClose=${() => (store.dialog.value = null)}>
    <div class="title"><h2 id="take-title">${said.title}</h2><button type="button" aria-label=${said.close} onClick=${() => dialog.current?.close()}>
      ${words.close}<kbd>Esc</kbd></button></div>
    <section><h3>${said.along(store.epoch.value)}</h3><div class="forms">${FORMS.map((form) => html`
      <button type="button" key=${form.id} onClick=${() => void take(form)}><b>${form.name}</b><small>${said.forms[form.id]}</small></button>`)}</div></section>
    <section><h3>${said.back}</h3><div class="forms">
      <button type="button" onClick=${() => chooseFile(desk, tell)}><b>${said.open}</b><small>${said.openHint}</small></button>
      <button type="button" onClick=${() => (store.dialog.value = "data")}><b>${said.data}</b><small>${said.dataHint}</small></button></div></section>
    <p role="status">${told}</p>
  </dialog>`;
}
