/** How to go downhill: the rate in its field, the rule, how many updates, and which leaves move. */

import {h} from "preact";
import {useRef, useState} from "preact/hooks";

import {MOST_UPDATES, RULES, axesOf, isScalar, movable, moving, rateBeside, readRate, threeAround} from "../state/descent.js";
import {nameTex} from "../state/formula.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").DescentSettings} DescentSettings */

const {downhill: said} = words;
/** Px of a drag that make one step of the rate; a press that moves less is a click. */
const [DRAG_PX, DRAG_START] = [8, 4];

/** @param {Desk} desk @param {Partial<DescentSettings>} change */
export function change({store}, change) {
  store.descent.value = {...store.descent.peek(), ...change};
}

/** @param {Desk} desk @param {number} at @param {number} rate */
function setRate(desk, at, rate) {
  change(desk, {rates: desk.store.descent.peek().rates.map((old, each) => (each === at ? rate : old))});
}

/** A press may become a drag, so only its end takes the keyboard; within a field that has it, the caret goes where one presses. @param {MouseEvent} event */
function notAtOnce(event) {
  if (document.activeElement !== event.target) event.preventDefault();
}

/** A rate that is typed, dragged, or stepped. @param {{desk: Desk, at: number, title: string}} props */
export function RateField({desk, at, title}) {
  const rate = desk.store.descent.value.rates[at] ?? 0.1;
  const [typed, type] = useState(/** @type {string | null} */ (null));
  const drag = useRef({y: 0, rate, moving: false});
  const wrong = typed !== null && readRate(typed) === null;
  const write = (/** @type {string} */ text) => {
    type(text);
    const read = readRate(text);
    if (read !== null) setRate(desk, at, read);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const steps = {ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10}[event.key];
    if (steps) {
      type(null);
      setRate(desk, at, rateBeside(rate, steps));
    } else if (event.key === "Enter" || event.key === "Escape") /** @type {HTMLInputElement} */ (event.target).blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerDown = (/** @type {PointerEvent} */ event) => {
    drag.current = {y: event.clientY, rate, moving: false};
    const field = /** @type {Element} */ (event.currentTarget);
    if (document.activeElement !== field) field.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (/** @type {PointerEvent} */ event) => {
    if ((event.buttons & 1) === 0 || document.activeElement === event.target) return;
    const moved = drag.current.y - event.clientY;
    if (!drag.current.moving && Math.abs(moved) < DRAG_START) return;
    drag.current.moving = true;
    const steps = Math.trunc(moved / DRAG_PX);
    if (steps !== 0) setRate(desk, at, rateBeside(drag.current.rate, steps));
  };
  return html`<label class="rate" title=${said.rateHint}>${h(Maths, {tex: "\\alpha ="})}
    <input inputmode="decimal" autocomplete="off" spellcheck=${false} aria-label=${said.rateOf(title)} aria-invalid=${wrong}
      size=${Math.max(4, (typed ?? String(rate)).length)} value=${typed ?? String(rate)}
      onInput=${(/** @type {InputEvent} */ event) => write(/** @type {HTMLInputElement} */ (event.target).value)}
      onFocus=${(/** @type {FocusEvent} */ event) => /** @type {HTMLInputElement} */ (event.target).select()}
      onBlur=${() => type(null)} onKeyDown=${onKeyDown}
      onMouseDown=${notAtOnce} onClick=${(/** @type {MouseEvent} */ event) => !drag.current.moving && /** @type {HTMLInputElement} */ (event.target).focus()}
      onPointerDown=${onPointerDown} onPointerMove=${onPointerMove} /></label>`;
}

/** The strip below the plots. @param {{desk: Desk}} props */
export function How({desk}) {
  const {store, downhill} = desk;
  const trace = store.shown.value?.trace;
  const settings = store.descent.value;
  if (!trace) return null;
  const [all, now] = [movable(trace), moving(trace, settings.moving)];
  const start = downhill.runs.value[0]?.path[0];
  const numbers = start ? Object.keys(start.leaves).filter((id) => isScalar(start.leaves[id])) : [];
  const over = start ? axesOf(start, settings.axes) : [];
  const three = settings.rates.length > 1;
  const compare = () => change(desk, three ? {rates: [settings.rates[settings.active] ?? 0.1], active: 0} : {rates: threeAround(settings.rates[0] ?? 0.1), active: 1});
  return html`<div class="key how">
    <label>${said.rule} <select aria-label=${said.rule} onChange=${(/** @type {Event} */ event) => change(desk, {rule: /** @type {DescentSettings["rule"]} */ (/** @type {HTMLSelectElement} */ (event.target).value)})}>
      ${Object.keys(RULES).map((rule) => html`<option key=${rule} value=${rule} selected=${rule === settings.rule}>${said.rules[/** @type {DescentSettings["rule"]} */ (rule)]}</option>`)}</select></label>
    ${h(Count, {desk})}
    <button type="button" class="toggle" aria-pressed=${three} onClick=${compare}>${said.compare}</button>
    ${all.length > 1 && h(Names, {desk, title: said.moving, label: said.movingOf, all, chosen: now, choose: (id) => change(desk, {moving: toggled(all, now, id), axes: null})})}
    ${numbers.length > 1 && h(Names, {desk, title: said.over, label: said.overOf, all: numbers, chosen: over, choose: (id) => change(desk, {axes: axesWith(over, id)})})}
  </div>`;
}

/** One leaf more or less; at least one moves. @param {readonly string[]} all @param {readonly string[]} now @param {string} id */
function toggled(all, now, id) {
  const kept = all.filter((each) => (each === id) !== now.includes(each));
  return kept.length > 0 ? kept : now;
}

/** A third axis takes the place of the first; the last one stays. @param {readonly string[]} over @param {string} id */
function axesWith(over, id) {
  if (over.includes(id)) return over.length > 1 ? over.filter((each) => each !== id) : over;
  return [...over, id].slice(-2);
}

/** How many updates. @param {{desk: Desk}} props */
function Count({desk}) {
  const {updates} = desk.store.descent.value;
  const [typed, type] = useState(/** @type {string | null} */ (null));
  const write = (/** @type {string} */ text) => {
    type(text);
    const count = Number(text);
    if (Number.isInteger(count) && count >= 1 && count <= MOST_UPDATES) change(desk, {updates: count});
  };
  return html`<label><input type="number" min="1" max=${MOST_UPDATES} value=${typed ?? updates} onBlur=${() => type(null)}
    onInput=${(/** @type {InputEvent} */ event) => write(/** @type {HTMLInputElement} */ (event.target).value)} /> ${said.updates}</label>`;
}

/**
 * Leaves as buttons that are in or out.
 * @param {{desk: Desk, title: string, label: (name: string) => string, all: readonly string[], chosen: readonly string[], choose: (id: string) => void}} props
 */
function Names({desk, title, label, all, chosen, choose}) {
  return html`<div class="names" role="group" aria-label=${title}><span>${title}</span>
    ${all.map((id) => html`<button type="button" key=${id} class="toggle" aria-pressed=${chosen.includes(id)} aria-label=${label(id)}
      onClick=${() => choose(id)}>${h(Maths, {tex: nameTex(desk.store.statements.value, id)})}</button>`)}</div>`;
}
