/**
 * Taking along what is on the board: the picture as a file, and the run in words, formulas and programs, which the
 * server writes.
 */

import {useLayoutEffect, useRef, useState} from "preact/hooks";

import {ask} from "../api/client.js";
import {scene} from "../draw/scene.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {pngFile, svgFile} from "./picture-file.js";
import {withSheet} from "./sheet.js";

/** @typedef {import("../page.js").Desk} Desk */
/** One way to take it along. @typedef {Readonly<{id: string, name: string, ending: string, write: (desk: Desk, tell: (words: string) => void) => Promise<Blob | null>}>} Form */

const said = words.take;

/** The picture as it stands, all of it, whatever part the camera shows. @param {Desk} desk */
function picture({store}, stop = store.stop.peek()) {
  const {document: {graph}, trace, layout} = /** @type {import("../page.js").Shown} */ (store.shown.peek());
  const options = {chips: store.chips.peek(), annotation: true, predict: store.asked.peek()};
  return scene({graph, trace, layout, stop, options});
}

/** @param {number} scale */
const pixels = (scale) => async (/** @type {Desk} */ desk) => pngFile(await svgFile(picture(desk), {ground: true}), scale);

/** @param {string} format  of POST /export */
const written = (format) => async (/** @type {Desk} */ {store}) => {
  const {document: {parsed, title}} = /** @type {import("../page.js").Shown} */ (store.shown.peek());
  const {media_type: type, content} = await ask("/export", {graph: {...parsed, name: title}, format});
  return new Blob([content], {type});
};

/** A page of its own that plays what is on the board, from the stop one stands at. @param {Desk} desk */
async function onePage({store}) {
  const {document: {graph, title}, layout} = /** @type {import("../page.js").Shown} */ (store.shown.peek());
  const request = {graph: {...graph, name: title, layout}, format: "html", at: store.currentStop.peek()?.address};
  return new Blob([(await ask("/export", request)).content], {type: "text/html"});
}

/** Every stop as one picture of a film. @param {Desk} desk @param {(words: string) => void} tell */
async function film(desk, tell) {
  const {gifFile} = await import("./film-file.js");
  const stops = desk.store.stops.peek().length;
  return gifFile(stops, (stop) => picture(desk, stop), (done) => tell(words.outOf(done, stops)));
}

const stepPages = withSheet("steps", () => import("./steps-file.js"));

/** A page for every step of the reader's size, given to the browser to print. @param {Desk} desk @param {(words: string) => void} tell */
async function pages(desk, tell) {
  const {printSteps} = await stepPages();
  const {halts} = desk.player;
  await printSteps(desk, halts, (stop) => picture(desk, stop), (done) => tell(words.outOf(done, halts.length)));
  return null;
}

/** @type {readonly Readonly<{title: string, forms: readonly Form[]}>[]} */
const FORMS = [
  {title: said.steps, forms: [
    {id: "html", name: "HTML", ending: "html", write: onePage},
    {id: "pdf", name: "PDF", ending: "pdf", write: pages},
    {id: "gif", name: "GIF", ending: "gif", write: film},
  ]},
  {title: said.picture, forms: [
    {id: "svg", name: "SVG", ending: "svg", write: async (desk) => new Blob([await svgFile(picture(desk), {ground: false})], {type: "image/svg+xml"})},
    {id: "png2", name: "PNG, 2×", ending: "png", write: pixels(2)},
    {id: "png3", name: "PNG, 3×", ending: "png", write: pixels(3)},
    {id: "tikz", name: "TikZ", ending: "tex", write: written("tikz")},
    {id: "beamer", name: "Beamer", ending: "tex", write: written("beamer")},
  ]},
  {title: said.derivation, forms: [
    {id: "latex", name: "LaTeX", ending: "tex", write: written("latex")},
    {id: "markdown", name: "Markdown", ending: "md", write: written("markdown")},
  ]},
  {title: said.program, forms: [
    {id: "numpy", name: "NumPy", ending: "py", write: written("numpy")},
    {id: "pytorch", name: "PyTorch", ending: "py", write: written("pytorch")},
    {id: "jax", name: "JAX", ending: "py", write: written("jax")},
  ]},
];

/** @param {{desk: Desk}} props */
export function Take({desk}) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [note, say] = useState("");
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const take = async (/** @type {Form} */ form) => {
    say(said.writing(form.name));
    try {
      const blob = await form.write(desk, say);
      if (blob) download(blob, `${fileName(desk.store.shown.peek()?.document.title ?? "")}.${form.ending}`);
      say(blob ? said.written(form.name) : said.print);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  };
  return html`<dialog class="take-along" ref=${dialog} aria-labelledby="take-title" onClose=${() => (desk.store.takeOpen.value = false)}>
    <div class="title"><h2 id="take-title">${said.title}</h2><button type="button" aria-label=${said.close} onClick=${() => dialog.current?.close()}>
      ${words.close}<kbd>Esc</kbd></button></div>
    ${FORMS.map(({title, forms}) => html`<section key=${title}><h3>${title}</h3>
      <div class="forms">${forms.map((form) => html`<button type="button" key=${form.id} onClick=${() => void take(form)}><b>${form.name}</b><small>${said.forms[form.id] ?? ""}</small></button>`)}</div></section>`)}
    <p class="soft" role="status">${note}</p>
  </dialog>`;
}

/** A title as the name of a file: letters and digits of any script, and hyphens. @param {string} title */
const fileName = (title) => title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-+|-+$/g, "").slice(0, 60) || "graph";

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
