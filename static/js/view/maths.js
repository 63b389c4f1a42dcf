/**
 * LaTeX on the page, by katex.render only: it builds its elements itself, which the page's policy allows, while setting
 * its HTML would lose every inline style and collapse the formula.
 */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {MACROS} from "../state/equation.js";
import {oneSign, withOneSign} from "../state/signs.js";

const OPTIONS = {
  // Its own way to show an error sets a style attribute, which the policy refuses.
  throwOnError: true,
  strict: false,
  // The one command let through sets a class, and only from our own macros: \htmlClass in a reader's name is escaped.
  trust: (/** @type {{command: string}} */ {command}) => command === "\\htmlClass",
  maxExpand: 2000,
  maxSize: 20,
};

/**
 * The middle pieces of tall brackets are drawings, and KaTeX says their width in a style attribute, which the policy
 * refuses, and once more in an attribute of its own, which does. So the first is not written.
 * @param {string} name
 * @param {string} value
 */
SVGSVGElement.prototype.setAttribute = function setAttribute(name, value) {
  if (name !== "style") Element.prototype.setAttribute.call(this, name, value);
};

/**
 * @param {{tex: string, label?: string}} props  a label replaces what a screen reader would make of the formula
 */
export function Maths({tex, label}) {
  const place = useRef(/** @type {HTMLSpanElement | null} */ (null));
  const said = oneSign.value ? withOneSign(tex) : tex;
  useLayoutEffect(() => {
    if (place.current) typeset(said, place.current);
  }, [said]);
  return label ? h("span", {ref: place, role: "img", "aria-label": label}) : h("span", {ref: place});
}

/**
 * LaTeX that KaTeX does not know is shown as it is written: less to look at, but true.
 * @param {string} tex
 * @param {HTMLElement} place
 */
function typeset(tex, place) {
  try {
    globalThis.katex.render(tex, place, {...OPTIONS, macros: {...MACROS}});
  } catch {
    place.textContent = tex;
  }
}
