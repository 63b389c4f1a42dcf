/**
 * Examples by hand, over the picture that they stand in: a click on free ground puts one, a drag moves it, Delete takes
 * it away; by keyboard Enter puts one beside the one that is picked and Shift with an arrow moves that. The run begins
 * anew on what is there when the hand rests.
 */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {beyond, nearest} from "../../state/bench/classes.js";
import {exampleOf, movedPoint, ownIndex, taken, withPoint, withRows, withoutPoint} from "../../state/bench/own-points.js";
import {surfaceWords as said} from "../../state/bench/chart-words.js";
import {exampleSaid} from "./picking.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").Vector} Vector */
/** @typedef {import("../../types.js").Point} Point */
/** @typedef {import("../../draw/bench/surface.js").Spot} Spot */
/**
 * @typedef {Readonly<{draft: (rows: NetRows | null) => void, target: (rows: NetRows) => Vector}>} Pen
 *   what is drawn but not trained on yet, and the target of a new example
 */

/** A press this near to an example, in px, takes hold of it; one key moves it so far. */
const [REACH, STEP] = [9, 6];
/** @type {Readonly<Record<string, Point>>} */
const WAYS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

/**
 * @param {{desk: BenchDesk, rows: NetRows, spec: NetSpec, places: readonly Spot[], size: readonly [number, number], u: number, pen: Pen,
 *   toData: (place: Point) => {x: Vector, y?: Vector}}} props  `toData`: what a place on the picture means
 */
export function DrawPoints({desk, rows, spec, places, size, u, pen, toData}) {
  const {store, training} = desk;
  const held = useRef(/** @type {{rows: NetRows, index: number} | null} */ (null));
  const field = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => field.current?.focus({preventScroll: true}), []);
  const own = () => taken(rows, spec);
  const points = places.map(({place}) => place);
  const picked = store.example.value;
  const commit = (/** @type {NetRows} */ changed, /** @type {number} */ index) => {
    const request = store.request.peek();
    if (!request) return;
    pen.draft(changed);
    store.example.value = Math.min(index, changed.x.length - 1);
    const own = ownIndex(changed, store.example.peek());
    void training.open(withRows(request, changed), {entry: "push"}).then(() => {
      pen.draft(null);
      const rows = store.rows.peek();
      if (rows?.name === "") store.example.value = exampleOf(rows, own); // Dealt out anew, it may be another one.
    });
  };
  const inside = ([x, y] = [0, 0]) => /** @type {Point} */ ([Math.max(0, Math.min(size[0], x)), Math.max(0, Math.min(size[1], y))]);
  const at = (/** @type {PointerEvent} */ event) => {
    const {left, top} = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    return inside([(event.clientX - left) / u, (event.clientY - top) / u]);
  };
  const put = (/** @type {Point} */ place) => {
    const [all, {x, y}] = [own(), toData(place)];
    return withPoint(all, x, y ?? pen.target(all));
  };
  const shift = (/** @type {NetRows} */ all, /** @type {number} */ index, /** @type {Point} */ place) => {
    const {x, y} = toData(place);
    return movedPoint(all, index, x, y);
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const way = WAYS[event.key];
    const here = points[picked] ?? [size[0] / 2, size[1] / 2];
    if (way && event.shiftKey) commit(shift(own(), picked, inside([here[0] + way[0] * STEP, here[1] + way[1] * STEP])), picked);
    else if (way) store.example.value = beyond(points, picked, way);
    else if (event.key === "Enter") commit(put(inside([here[0] + 2 * STEP, here[1]])), rows.x.length);
    else if (event.key === "Delete" || event.key === "Backspace") commit(withoutPoint(own(), picked), Math.max(0, picked - 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return h("div", {
    ref: field, class: "draw-points", tabIndex: 0, role: "application", "aria-label": `${said.drawing} ${exampleSaid(rows, spec, picked)}`,
    onKeyDown: key,
    onPointerDown: (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
      const place = at(event);
      const index = nearest(points, place, REACH);
      held.current = index === null ? {rows: put(place), index: rows.x.length} : {rows: own(), index};
      if (index === null) pen.draft(held.current.rows);
      else store.example.value = index;
    },
    onPointerMove: (/** @type {PointerEvent} */ event) => {
      if (!held.current) return;
      held.current = {...held.current, rows: shift(held.current.rows, held.current.index, at(event))};
      pen.draft(held.current.rows);
    },
    onPointerUp: () => {
      const done = held.current;
      held.current = null;
      // A press on an example that was not moved only picks it.
      if (done && (done.rows.x[done.index] !== rows.x[done.index] || done.rows.x.length !== store.rows.peek()?.x.length)) commit(done.rows, done.index);
    },
    onPointerCancel: () => {
      held.current = null;
      pen.draft(null);
    },
  });
}
