/** A link, or a frame for another page, that shows only what a teacher chooses. Part of the dialog that hands out. */

import {h} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";

import {PARTS, linkWith, snippet} from "../state/hiding.js";
import {handingWords} from "../state/handing-words.js";
import {words} from "../state/words.js";
import {copied} from "./clipboard.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../state/hiding.js").Part} Part */
/** @typedef {"" | "light" | "dark"} Theme */

const said = handingWords.framing;
/** A frame as wide as its page; the track, the board and a line above need this height. */
const SIZE = /** @type {const} */ (["100%", 600]);
/** In a frame there is a line in place of the bar, and room for little else. */
const FRAMED = /** @type {const} */ (["edit", "panel", "words"]);

/** @param {{desk: Desk, link: string}} props  link: to what is on the screen, with nothing chosen yet */
export function Framing({desk: {store}, link}) {
  const before = store.hidden.value;
  const [hidden, hide] = useState(/** @type {ReadonlySet<Part>} */ (before.size ? before : new Set(FRAMED)));
  const [theme, paint] = useState(/** @type {Theme} */ (""));
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => first.current?.focus(), []);
  const gone = hidden.has("panel") ? new Set([...hidden, /** @type {Part} */ ("words")]) : hidden;
  const plain = linkWith(link, {hide: gone, theme, embed: false});
  const framed = linkWith(link, {hide: without(gone, "bar"), theme, embed: true});
  const turn = (/** @type {Part} */ part) => hide(hidden.has(part) ? without(hidden, part) : new Set([...hidden, part]));
  return html`<div class="framing">
    <div class="choices">
      <p>${said.lead}</p>
      <fieldset><legend>${said.shows}</legend>${PARTS.map((part, at) => html`<label key=${part} class="choice">
        <input type="checkbox" ref=${at === 0 ? first : undefined} checked=${!gone.has(part)} disabled=${part === "words" && hidden.has("panel")} onChange=${() => turn(part)} />${said.parts[part]}</label>`)}</fieldset>
      <fieldset class="themes"><legend>${said.theme}</legend>${/** @type {const} */ (["", "light", "dark"]).map((one) => html`<label key=${one} class="choice">
        <input type="radio" name="theme" checked=${theme === one} onChange=${() => paint(one)} />${said.themes[one]}</label>`)}</fieldset>
    </div>
    <div class="results">
      ${h(Sketch, {hidden: gone})}
      ${h(Result, {name: "plain-link", label: said.link, text: plain, act: said.copyLink})}
      ${h(Result, {name: "frame-code", label: said.frame, text: snippet(framed, store.shown.value?.document.title ?? words.product, SIZE), act: said.copyFrame})}
    </div>
  </div>`;
}

/** @param {ReadonlySet<Part>} parts @param {Part} part @returns {ReadonlySet<Part>} */
const without = (parts, part) => new Set([...parts].filter((one) => one !== part));

/**
 * A text to be copied.
 * @param {{name: string, label: string, text: string, act: string}} props
 */
export function Result({name, label, text, act}) {
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const [done, say] = useState("");
  const copy = async () => say((await copied(text, field.current)) ? words.copied : words.notCopied);
  return html`<div class="result"><label for=${name}>${label}</label>
    <textarea id=${name} ref=${field} readonly rows=${Math.min(5, Math.ceil(text.length / 42))} spellcheck=${false} value=${text} onFocus=${() => field.current?.select()}></textarea>
    <div class="row"><button type="button" class="solid" onClick=${() => void copy()}>${act}</button><span role="status">${done}</span></div></div>`;
}

/** The page in a few lines: what shows has a place in it. @param {{hidden: ReadonlySet<Part>}} props */
function Sketch({hidden}) {
  const [top, right, bottom] = [hidden.has("bar") ? 0 : 10, hidden.has("panel") ? 0 : 56, hidden.has("track") ? 0 : 20];
  const [width, height] = [240 - right, 136 - bottom];
  const head = hidden.has("head") ? top : top + 13;
  const middle = (head + height) / 2;
  const lines = [
    ...(top ? [`M0 ${top}H240M8 5h22m150 0h8m6 0h8m6 0h26`] : []),
    ...(hidden.has("head") ? [] : [`M0 ${head}H${width}M8 ${head - 6}h46`]),
    ...(right ? [`M${width} ${top}V${height}M${width + 8} ${top + 10}h22M${width + 8} ${top + 20}h38m-38 6h38`] : []),
    ...(right && !hidden.has("words") ? [`M${width + 8} ${top + 42}h38m-38 6h34m-34 6h38m-38 6h20`] : []),
    ...(bottom ? [`M0 ${height}H240M40 ${height + 7}H228m0 6H40`] : []),
    ...(hidden.has("edit") ? [] : [`M8 ${head + 8}h8m-4 -4v8m10 -4h12`]),
  ];
  const names = PARTS.filter((part) => hidden.has(part)).map((part) => said.parts[part]).join(", ");
  return html`<svg class="sketch" viewBox="-1 -1 242 138" role="img" aria-label=${said.picture(names)}>
    <rect class="frame" width="240" height="136" /><path d=${lines.join("")} />
    ${bottom > 0 && html`<circle class="solid" cx="18" cy=${height + 10} r="6" />`}
    <path class="there" d=${`M${0.24 * width} ${middle - 15}L${0.5 * width} ${middle - 2}L${0.76 * width} ${middle - 2}`} />
    <path class="back" d=${`M${0.24 * width} ${middle + 19}L${0.5 * width} ${middle + 4}L${0.76 * width} ${middle + 4}`} />
    ${[[0.24, -15], [0.24, 17], [0.5, 1], [0.76, 1]].map(([x = 0, y = 0]) => html`<circle cx=${x * width} cy=${middle + y} r="7" />`)}</svg>`;
}
