/**
 * LaTeX on the page, by katex.render only: it builds its elements itself, which the page's policy allows, while setting
 * its HTML would lose every inline style and collapse the formula.
 */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {MACROS} from "../state/equation.js";

const OPTIONS = {
  throwOnError: false,
  strict: false,
  // The one command let through sets a class, and only from our own macros: \htmlClass in a reader's name is escaped.
  trust: (/** @type {{command: string}} */ {command}) => command === "\\htmlClass",
  maxExpand: 2000,
  maxSize: 20,
};

/**
 * @param {{tex: string, label?: string}} props  a label replaces what a screen reader would make of the formula
 */
export function Maths({tex, label}) {
  const place = useRef(/** @type {HTMLSpanElement | null} */ (null));
  useLayoutEffect(() => {
    if (place.current) globalThis.katex.render(tex, place.current, {...OPTIONS, macros: {...MACROS}});
  }, [tex]);
  return label ? h("span", {ref: place, role: "img", "aria-label": label}) : h("span", {ref: place});
}
