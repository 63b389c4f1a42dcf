/**
 * Handles over the leaves: each is a spin button, so a keyboard reaches it, a screen reader names it, and the arrows
 * nudge its number; a click or Enter opens its field for typing, or a grid of fields where the value is a tensor.
 */

import {computed} from "@preact/signals-core";
import {h} from "preact";
import {useLayoutEffect, useRef, useState} from "preact/hooks";

import {fullNumber, speakNumber} from "../format/number.js";
import {dragged, nudged, readValue, writeValue} from "../state/document.js";
import {onScreen} from "../state/camera.js";
import {words} from "../state/words.js";
import {chosenAs, pixels, valueOf} from "./handle.js";
import {html} from "./html.js";
import {Lazy} from "./lazy.js";
import {rowsOf} from "./matrix.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").NodeBox} NodeBox */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/** Width of a tag's two steppers, in board units from its field's right end. */
const STEPPERS = 14;
/** A press that moves less is a click. */
const DRAG_START = 4;

const GRID = () => import("./grid.js").then(({Grid}) => Grid);

/** @param {{desk: Desk}} props */
export function Leaves({desk}) {
  const {store} = desk;
  const boxes = store.nodeBoxes.value;
  const editing = store.editing.value;
  if (store.hidden.value.has("edit")) return null;
  return html`<div class="leaves">${boxes.filter(({form}) => form === "leaf").map((box) => (
    box.id !== editing ? h(Handle, {key: box.id, desk, box})
      : rowsOf(valueOf(desk, box.id)) ? h(Lazy, {key: `grid ${box.id}`, load: GRID, props: {desk, box}})
      : h(Field, {key: box.id, desk, box})))}</div>`;
}

/**
 * @param {Desk} desk
 * @param {string} id
 * @param {number} steps
 */
function nudge(desk, id, steps) {
  const value = valueOf(desk, id);
  if (typeof value === "number") desk.session.setValue(id, nudged(value, steps));
}

/**
 * Drag a leaf's number up and down. Fingers do not: on a phone they pan, and the steppers change values.
 * @param {Desk} desk
 * @param {string} id
 * @returns {{onPointerDown: (event: PointerEvent) => void, onPointerMove: (event: PointerEvent) => void, dragged: () => boolean}}
 *   onPointerMove: also for raw updates, where there are any: they come up to a frame earlier
 */
function dragOf(desk, id) {
  /** @type {{y: number, value: number, fine: boolean, moving: boolean} | null} */
  let drag = null;
  return {
    onPointerDown(event) {
      const value = valueOf(desk, id);
      drag = event.button === 0 && event.pointerType !== "touch" && typeof value === "number"
        ? {y: event.clientY, value, fine: event.shiftKey, moving: false} : null;
    },
    onPointerMove(event) {
      if (!drag || (event.buttons & 1) === 0) return;
      if (!drag.moving && Math.abs(event.clientY - drag.y) < DRAG_START) return;
      if (!drag.moving) /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
      drag.moving = true;
      if (event.shiftKey !== drag.fine) {
        const value = valueOf(desk, id);
        drag = {y: event.clientY, value: typeof value === "number" ? value : drag.value, fine: event.shiftKey, moving: true};
      }
      const next = dragged(drag.value, drag.y - event.clientY, drag.fine);
      if (next !== valueOf(desk, id)) desk.session.dragValue(id, next);
    },
    /** True once after a drag: the click that ends it is none. */
    dragged() {
      const moved = drag?.moving === true;
      drag = null;
      if (moved) desk.session.letGo();
      return moved;
    },
  };
}

/** Whoever types this on a leaf means its value, and no command of the page. */
const STARTS_A_NUMBER = /^[\d.−-]$/;

/** @param {{desk: Desk, box: NodeBox}} props */
function Handle({desk, box}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  // Only the leaf whose number changes is drawn again.
  const [own] = useState(() => computed(() => store.trace.value?.values[box.id] ?? null));
  const value = own.value;
  const scalar = value !== null && !Array.isArray(value);
  const camera = store.stood.value;
  useLayoutEffect(() => {
    if (store.selected.peek() === box.id && document.activeElement === document.body) place.current?.focus();
  }, []);
  const [drag] = useState(() => dragOf(desk, box.id));
  const wanted = store.focusOn.value === box.id;
  useLayoutEffect(() => {
    if (!wanted) return;
    place.current?.focus({preventScroll: true});
    store.focusOn.value = null;
  }, [wanted]);
  if (!camera) return null;
  const edit = () => (store.editing.value = box.id);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const steps = {ArrowUp: 1, ArrowDown: -1}[event.key];
    if (steps && scalar) nudge(desk, box.id, steps * (event.shiftKey ? 10 : 1));
    else if (event.key === "Enter") edit();
    else if (scalar && STARTS_A_NUMBER.test(event.key)) {
      edit(); // The field is there, and selected, before the browser writes the letter.
      event.stopPropagation();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (/** @type {MouseEvent} */ event) => {
    if (drag.dragged()) return;
    const field = box.field;
    const bounds = /** @type {HTMLDivElement} */ (place.current).getBoundingClientRect();
    const [x, y] = [(event.clientX - bounds.left) / camera.k + box.x0, (event.clientY - bounds.top) / camera.k + box.y0];
    if (field && scalar && x > field.x1 - STEPPERS * (store.narrow.value ? 2 : 1) && x <= field.x1) nudge(desk, box.id, y < box.cy ? 1 : -1);
    else edit();
  };
  const name = box.id;
  const full = scalar ? fullNumber(/** @type {WireNumber} */ (value)) : writeValue(value);
  return h("div", {
    ref: place, class: `leaf-handle ${chosenAs(store, box.id)}`, "data-leaf": box.id, tabIndex: 0, style: pixels(onScreen(camera, box)), title: `${name} = ${full}`,
    role: scalar ? "spinbutton" : "button", "aria-label": words.valueOf(name),
    "aria-valuenow": scalar ? Number(value) : undefined,
    "aria-valuetext": scalar ? speakNumber(/** @type {WireNumber} */ (value)) : undefined,
    onKeyDown, onClick, onPointerDown: drag.onPointerDown, onPointerMove: drag.onPointerMove, onPointerRawUpdate: drag.onPointerMove, onFocus: () => (store.selected.value = box.id), onBlur: () => (store.selected.value = null),
  });
}

/** @param {{desk: Desk, box: NodeBox}} props */
function Field({desk, box}) {
  const {store, session} = desk;
  const place = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [before] = useState(() => valueOf(desk, box.id));
  const [text, setText] = useState(() => writeValue(before));
  const done = useRef(false);
  const tensor = Array.isArray(before);
  const value = readValue(text);
  useLayoutEffect(() => {
    place.current?.focus();
    place.current?.select();
  }, []);
  const camera = store.stood.value;
  if (!camera) return null;
  const write = (/** @type {string} */ next) => {
    setText(next);
    const read = readValue(next);
    if (read !== null) session.setValue(box.id, read);
  };
  const close = () => {
    if (done.current) return;
    done.current = true;
    store.selected.value = box.id;
    store.editing.value = null;
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    const steps = {ArrowUp: 1, ArrowDown: -1}[event.key];
    if (steps && typeof value === "number") write(String(nudged(value, steps * (event.shiftKey ? 10 : 1))));
    else if (event.key === "Enter") close();
    else if (event.key === "Escape") {
      if (before !== null) session.setValue(box.id, before);
      close();
    } else return;
    event.preventDefault();
  };
  const {left, top, width, height} = onScreen(camera, box.field ?? box);
  return html`<div><input ref=${place} class=${tensor ? "leaf-field wide" : "leaf-field"} style=${pixels({left, top, width, height, fontSize: 15 * camera.k})}
      aria-label=${words.valueOf(box.id)} aria-invalid=${value === null} autocomplete="off" spellcheck=${false}
      value=${text} onInput=${(/** @type {InputEvent} */ event) => write(/** @type {HTMLInputElement} */ (event.target).value)}
      onKeyDown=${onKeyDown} onBlur=${close} />
    ${value === null && html`<p class="leaf-problem" role="alert" style=${pixels({left, top: top + height + 8})}>${words.notANumber}</p>`}</div>`;
}
