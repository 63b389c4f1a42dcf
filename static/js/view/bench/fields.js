/** What a setting is changed with: a menu, a number, a slider. Each holds its own value until the run has taken it. */

import {useEffect, useRef, useState} from "preact/hooks";

import {numberIn} from "../../state/bench/settings.js";
import {html} from "../html.js";
import {icons} from "../icons.js";

/** @typedef {readonly (readonly [value: string, name: string])[]} Options */
/** @typedef {{least?: number, most?: number, whole?: boolean, above?: number}} Bounds */

/**
 * A menu that looks like its value with a chevron; the list is the browser's own.
 * @param {{label: string, value: string, options: Options, choose: (value: string) => void, groups?: readonly (readonly [string, Options])[]}} props
 */
export function Menu({label, value, options, choose, groups}) {
  const all = groups ? groups.flatMap(([, one]) => one) : options;
  const option = (/** @type {readonly [string, string]} */ [one, name]) => html`<option key=${one} value=${one} selected=${one === value}>${name}</option>`;
  return html`<span class="menu-value"><span aria-hidden="true">${all.find(([one]) => one === value)?.[1] ?? value}</span>${icons.chevron}
    <select aria-label=${label} value=${value} onChange=${(/** @type {Event & {currentTarget: HTMLSelectElement}} */ {currentTarget}) => {
        const to = currentTarget.value;
        currentTarget.value = value; // It says what is so, and what was chosen once that is so.
        choose(to);
      }}>
      ${groups ? groups.map(([name, some]) => html`<optgroup key=${name} label=${name}>${some.map(option)}</optgroup>`) : options.map(option)}
    </select></span>`;
}

/**
 * A number that is typed: taken with Enter or by leaving, and put back where it does not fit.
 * @param {{label: string, value: number | null, bounds: Bounds, give: (value: number | null) => void, says?: string, empty?: string}} props  empty: a word for no number, which then may be
 */
export function NumberField({label, value, bounds, give, says = "", empty}) {
  const written = value === null ? "" : String(value);
  const [text, type] = useState(written);
  const [wrong, note] = useState(false);
  useEffect(() => {
    type(written);
    note(false);
  }, [written]);
  const take = () => {
    if (text === written) return;
    const read = numberIn(text, bounds);
    const none = empty !== undefined && text.trim() === "";
    note(read === null && !none);
    if (read !== null || none) give(none ? null : read);
  };
  return html`<span class="number-field"><input type="text" inputmode="decimal" autocomplete="off" aria-label=${label} aria-invalid=${wrong} title=${says} placeholder=${empty ?? ""} value=${text}
    onInput=${(/** @type {Event & {currentTarget: HTMLInputElement}} */ {currentTarget}) => type(currentTarget.value)} onBlur=${take}
    onKeyDown=${(/** @type {KeyboardEvent} */ {key}) => key === "Enter" && take()} />${wrong && html`<span class="wrong" role="alert">${says}</span>`}</span>`;
}

/**
 * A slider whose number follows the hand at once; the run follows as fast as it comes.
 * @param {{label: string, value: number, most: number, step: number, give: (value: number) => void, digits?: number}} props
 */
export function Slide({label, value, most, step, give, digits = 2}) {
  const [held, hold] = useState(/** @type {number | null} */ (null));
  const waits = useRef(0);
  useEffect(() => hold(null), [value]);
  const shown = held ?? value;
  const move = (/** @type {number} */ to) => {
    hold(to);
    cancelAnimationFrame(waits.current);
    waits.current = requestAnimationFrame(() => give(to));
  };
  return html`<span class="slide"><span class="num-value">${shown.toFixed(digits)}</span>
    <input type="range" aria-label=${label} min="0" max=${most} step=${step} value=${shown}
      onInput=${(/** @type {Event & {currentTarget: HTMLInputElement}} */ {currentTarget}) => move(Number(currentTarget.value))} /></span>`;
}

/** @param {{caption: string, children?: unknown, wide?: boolean}} props */
export function Cell({caption, children, wide = false}) {
  return html`<div class=${`cell${wide ? " wide" : ""}`}><span class="caption">${caption}</span><span class="value">${children}</span></div>`;
}

/** @param {{label: string, children?: unknown}} props  one row of the settings */
export const Row = ({label, children}) => html`<div class="row"><span class="name" aria-hidden="true">${label}</span>${children}</div>`;

/** @param {readonly string[]} names @param {Readonly<Record<string, string>>} words @returns {Options} */
export const named = (names, words) => names.map((name) => [name, words[name] ?? name]);

