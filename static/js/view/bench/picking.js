/** Choosing the example among points: by a click beside it, or with the arrow keys from one to the nearest that way. */

import {beyond, classOf, nearest, partOf, tellingOf} from "../../state/bench/classes.js";
import {surfaceWords as said} from "../../state/bench/chart-words.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../draw/bench/surface.js").Spot} Spot */

/** A click this far from a point, in px, is still on it. */
const REACH = 14;
/** @type {Readonly<Record<string, readonly [number, number]>>} */
const WAYS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

/**
 * What a place of points needs to be chosen from: a slider over the examples, which says the one it stands on.
 * @param {{desk: BenchDesk, rows: NetRows, spec: NetSpec, places: readonly Spot[], u: number}} given
 */
export function usePicking({desk, rows, spec, places, u}) {
  const {store} = desk;
  const [at, last] = [store.example.value, rows.x.length - 1];
  const choose = (/** @type {number | null} */ index) => {
    if (index !== null && index >= 0 && index <= last) store.example.value = index;
  };
  return {
    role: "slider", tabIndex: 0, "aria-label": said.points, "aria-valuemin": 1, "aria-valuemax": Math.max(1, last + 1), "aria-valuenow": at + 1,
    "aria-valuetext": exampleSaid(rows, spec, at),
    onClick: (/** @type {MouseEvent} */ event) => {
      const {left, top} = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
      choose(nearest(places.map(({place}) => place), [(event.clientX - left) / u, (event.clientY - top) / u], REACH));
    },
    onKeyDown: (/** @type {KeyboardEvent} */ event) => {
      const to = event.ctrlKey || event.altKey || event.metaKey ? null : target(event.key, at, last, places);
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      choose(to);
    },
  };
}

/** Where a key leads; null where it leads nowhere. @param {string} key @param {number} at @param {number} last @param {readonly Spot[]} places @returns {number | null} */
function target(key, at, last, places) {
  const way = WAYS[key];
  if (way) return beyond(places.map(({place}) => place), at, way);
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "PageUp") return Math.max(0, at - 1);
  return key === "PageDown" ? Math.min(last, at + 1) : null;
}

/** @param {NetRows} rows @param {NetSpec} spec @param {number} index @param {boolean} [placed]  with its inputs */
export function exampleSaid(rows, spec, index, placed = true) {
  const kind = classOf(rows, index, tellingOf(spec, rows));
  const [y] = rows.y[index] ?? [];
  const name = kind === null ? (y === undefined ? null : said.ofTarget(y)) : said.ofClass(rows.classes[kind] ?? String(kind));
  return said.example(index, rows.x.length, (placed && rows.x[index]) || [], name, partOf(rows.rows, index));
}
