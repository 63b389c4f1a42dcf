/** A weight to be changed by hand: typed, or nudged with up and down; the network follows at once. */

import {h} from "preact";
import {useLayoutEffect, useRef, useState} from "preact/hooks";

import {formatNumber, fullNumber} from "../../format/number.js";
import {nudged, readValue} from "../../state/document.js";
import {netWords as said} from "../../state/bench/net-words.js";

/** @typedef {import("../../types.js").WireNumber} WireNumber */

/**
 * @param {{value: WireNumber, name: string, give: (value: number) => void, enter?: () => void}} props
 *   `give`: what the number becomes; `enter`: the field has the keyboard
 */
export function WeightField({value, name, give, enter}) {
  const [typed, type] = useState(/** @type {string | null} */ (null));
  const [before, keep] = useState(value);
  const place = useRef(/** @type {HTMLInputElement | null} */ (null));
  const edits = typed !== null;
  useLayoutEffect(() => {
    if (edits) place.current?.select(); // All of it, once it is written out: what is typed takes its place.
  }, [edits]);
  const read = typed === null ? Number(value) : readValue(typed);
  const wrong = typeof read !== "number";
  const write = (/** @type {string} */ text) => {
    type(text);
    const next = readValue(text);
    if (typeof next === "number") give(next);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const steps = {ArrowUp: 1, ArrowDown: -1}[event.key];
    if (steps && typeof read === "number") write(String(nudged(shortened(read), steps * (event.shiftKey ? 10 : 1))));
    else if (event.key === "Escape") {
      if (before !== value) give(Number(before));
      type(null);
    } else if (event.key === "Enter") /** @type {HTMLElement} */ (event.currentTarget).blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return h("input", {
    ref: place, class: "weight-field num", inputMode: "decimal", autoComplete: "off", spellcheck: false, "aria-label": name, "aria-invalid": wrong, title: wrong ? said.notANumber : fullNumber(value),
    value: typed ?? formatNumber(value), onKeyDown, onInput: (/** @type {InputEvent} */ event) => write(/** @type {HTMLInputElement} */ (event.currentTarget).value),
    onFocus: () => {
      keep(value);
      type(String(value));
      enter?.();
    },
    onBlur: () => type(null),
  });
}

/** A trained weight has sixteen digits: a nudge begins with three places of it. @param {number} value */
const shortened = (value) => (Number.isInteger(value) ? value : Number(value.toFixed(3)));
