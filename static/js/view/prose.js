/** Sentences of a lesson: names set as maths, and words that make their mark on the board stand out. */

import {h} from "preact";
import {useState} from "preact/hooks";

import {pieces, pointedAt} from "../state/lesson.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").LessonLook} LessonLook */
/** @typedef {import("../page.js").LessonMark} LessonMark */

/** A derivative, or a word that may be a name; an a may be an article, so it is none. */
const WORD = /(?<![\w∂])([d∂][A-Za-z]\w*\/[d∂][A-Za-z]\w*|[A-Za-z]\w*)(?!\w)/;
const DERIVATIVE = /^([d∂])(\w+)\/[d∂](\w+)$/;
const ARTICLES = new Set(["a", "A", "I"]);

/** @param {{desk: Desk, text: string}} props */
export function Prose({desk, text}) {
  const {shown, tex} = desk.store;
  /** Names as the board writes them, labels of opened parts included, to ids. */
  const names = new Map((shown.value?.document.graph.nodes ?? []).map(({id, label}) => [label || id, id]));
  const parts = text.split(WORD);
  /** What must not stand at the beginning of a line goes with the maths before it. */
  const stop = (/** @type {number} */ at) => /^[.,;:)]+/.exec(parts[at] ?? "")?.[0] ?? "";
  return h("span", {}, parts.map((part, at) => {
    const found = at % 2 ? mathsOf(part, names, tex.value) : null;
    const before = at % 2 === 0 && at > 0 && mathsOf(parts[at - 1] ?? "", names, tex.value) !== null;
    if (found !== null) return h("span", {key: at, class: "kept-together"}, h(Maths, {tex: found}), stop(at + 1));
    return before ? part.slice(stop(at).length) : part;
  }));
}

/**
 * @param {string} word
 * @param {ReadonlyMap<string, string>} names
 * @param {(id: string) => string} tex
 * @returns {string | null}  LaTeX of a name or a derivative; null for a plain word
 */
function mathsOf(word, names, tex) {
  const [, sign, ...ends] = DERIVATIVE.exec(word) ?? [];
  const [above, below] = ends.map((name) => names.get(name));
  // A fraction in running text would be too small to read.
  if (sign && above && below) return [above, below].map((id) => `${sign === "d" ? "d" : "\\partial "}${tex(id)}`).join("/");
  const id = names.get(word);
  return id && !ARTICLES.has(word) ? tex(id) : null;
}

/** @param {{desk: Desk, look: LessonLook}} props */
export function Look({desk, look}) {
  const [held, hold] = useState(/** @type {LessonMark | null} */ (null));
  return html`<p>${pieces(look).map(({text, mark}, at) => (
    mark ? h(Word, {key: at, desk, text, mark, held, hold}) : h(Prose, {key: at, desk, text})))}</p>`;
}

/**
 * Words that point: at their mark while pointer or keyboard is on them, and for good once they are pressed.
 * @param {{desk: Desk, text: string, mark: LessonMark, held: LessonMark | null, hold: (mark: LessonMark | null) => void}} props
 */
function Word({desk, text, mark, held, hold}) {
  const {display, pointed} = desk.store;
  const at = (/** @type {LessonMark | null} */ one) => (one && display.peek() ? pointedAt(one, /** @type {import("../types.js").Display} */ (display.peek())) : []);
  if (display.value && pointedAt(mark, display.value).length === 0) return h(Prose, {desk, text});
  const point = (/** @type {LessonMark | null} */ one) => (pointed.value = at(one));
  return html`<button type="button" class="pointing" aria-pressed=${held === mark}
    onPointerEnter=${() => point(mark)} onPointerLeave=${() => point(held)} onFocus=${() => point(mark)} onBlur=${() => point(held)}
    onClick=${() => {
      const next = held === mark ? null : mark;
      hold(next);
      point(next);
    }}>${h(Prose, {desk, text})}</button>`;
}
