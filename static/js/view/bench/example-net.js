/** The network with one example in it. A press on a unit or on a wire chooses the weight that is told of. */

import {h} from "preact";
import {useLayoutEffect, useMemo, useRef} from "preact/hooks";

import {spanOf} from "../../draw/bench/bands.js";
import {exampleScene} from "../../draw/bench/example.js";
import {examplePlaces} from "../../draw/bench/example-places.js";
import {fullNumber} from "../../format/number.js";
import {grownRoom, growthOf} from "../../layout/bench/grow.js";
import {entryOf, gradientOf} from "../../state/bench/walk-lines.js";
import {pathThrough} from "../../state/bench/walk.js";
import {kindOf} from "../../state/bench/walk-terms.js";
import {walkWords as said} from "../../state/bench/walk-words.js";
import {html} from "../html.js";
import {Marks} from "../track.js";
import {inksOf, paintDiscs} from "./discs.js";
import {useRoom} from "./room.js";

/** @typedef {import("./example.js").ExampleDesk} ExampleDesk */
/** @typedef {import("../../draw/bench/example.js").Example} Shown */
/** @typedef {import("../../draw/bench/example.js").ExampleScene} Scene */
/** @typedef {import("../../draw/bench/example-places.js").ExamplePlaces} Places */
/** @typedef {import("./discs.js").Disc} Disc */
/** @typedef {import("../../state/bench/walk.js").Weight} Weight */

/** A press so near a wire means it; a finger's stroke goes so far, mostly sideways. */
const [REACH, STROKE] = [9, 44];

/** @param {{own: ExampleDesk, example: Shown}} props */
export function ExampleNet({own, example}) {
  const {desk: {store}, walking, pick} = own;
  const [place, board] = useRoom();
  const counts = [example.spec.inputs, ...example.spec.layers.map(({units}) => units)];
  const room = useMemo(() => grownRoom(board, growthOf(counts, board, "example")), [board, counts.join()]);
  const [reached, weight, stop] = [walking.reached.value, walking.weight.value, walking.stop.value];
  const now = layerNow(stop, weight, example.spec.layers.length);
  const path = pathThrough(example.spec, weight);
  const places = useMemo(() => (room.width > 0 ? examplePlaces(example.spec, example, room, now, path) : null), [example.spec, example.pass, example.x, room, now, path.map(({unit, input}) => `${unit}:${input}`).join()]);
  const discs = useMemo(() => (places ? discsOf(store, places, example) : {}), [places, store.now.value?.grids, store.plane.value]);
  const bare = Object.keys(discs).length === 0;
  const scene = places && exampleScene(example, places, {reached, weight, numbered: bare, words: said});
  const at = (/** @type {MouseEvent} */ event) => {
    const {left, top} = /** @type {Element} */ (place.current).getBoundingClientRect();
    return scene && weightAtPoint(scene, [(event.clientX - left) / room.u, (event.clientY - top) / room.u], weight);
  };
  const stroke = useStroke((command) => own.desk.run(command));
  return html`<div class="picture" ref=${place} onPointerDown=${stroke.down} onPointerUp=${stroke.up}
    onClick=${(/** @type {MouseEvent} */ event) => { const found = at(event); if (found) pick(found); }}
    onPointerMove=${(/** @type {PointerEvent} */ event) => {
      const [found, picture] = [at(event), /** @type {HTMLElement} */ (event.currentTarget)];
      picture.classList.toggle("over", found !== null);
      picture.title = found ? wireTitle(example, reached, found) : "";
    }}>
    ${scene && h(Discs, {store, room, discs})}
    ${scene && html`<svg viewBox=${`0 0 ${room.width} ${room.height}`} role="img" aria-label=${said.board}>${h(Marks, {marks: scene.marks})}</svg>`}
  </div>`;
}

/** A finger's stroke over the picture steps; up and down it rolls the page, which is the browser's. @param {(command: "next" | "back") => void} run */
function useStroke(run) {
  const from = useRef(/** @type {readonly [number, number] | null} */ (null));
  return {
    down: (/** @type {PointerEvent} */ {pointerType, isPrimary, clientX, clientY}) => {
      from.current = pointerType !== "mouse" && isPrimary ? [clientX, clientY] : null;
    },
    up: (/** @type {PointerEvent} */ {clientX, clientY}) => {
      const [dx, dy] = from.current ? [clientX - from.current[0], clientY - from.current[1]] : [0, 0];
      from.current = null;
      if (Math.abs(dx) >= STROKE && Math.abs(dx) > 1.5 * Math.abs(dy)) run(dx < 0 ? "next" : "back");
    },
  };
}

/** What a wire carries, to the last digit. @param {Shown} example @param {import("../../state/bench/walk.js").Reached} reached @param {Weight} weight */
function wireTitle(example, reached, weight) {
  const [value, gradient] = [entryOf(example.parameters, weight), reached.gradient(weight) ? gradientOf(example, weight) : null];
  return value === null ? "" : said.wire(fullNumber(value), gradient === null ? "" : fullNumber(gradient));
}

/** The layer a step is about: around it a network is drawn that does not fit. @param {import("../../state/bench/walk.js").WalkStop} stop @param {Weight} weight @param {number} last */
function layerNow(stop, weight, last) {
  if (stop.phase === "inputs") return 0;
  if (stop.phase === "loss") return last;
  return stop.layer ?? weight.layer;
}

/** @param {{store: import("../../state/bench/store.js").BenchStore, room: import("./room.js").Room, discs: Readonly<Record<string, Disc>>}} props */
function Discs({store, room, discs}) {
  const place = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const dark = store.dark.value;
  useLayoutEffect(() => {
    const canvas = /** @type {HTMLCanvasElement} */ (place.current);
    paintDiscs(canvas, discs, {width: room.width * room.u, height: room.height * room.u, unit: room.u, inks: inksOf()});
  }, [discs, room, dark]);
  return html`<canvas ref=${place} aria-hidden="true"></canvas>`;
}

/**
 * Every unit's response over the plane of the inputs, where there is such a plane and no unit had to be left out.
 * @param {import("../../state/bench/store.js").BenchStore} store @param {Places} places @param {Shown} example
 * @returns {Readonly<Record<string, Disc>>}
 */
function discsOf({now, plane}, {columns}, {spec}) {
  const [grids, span] = [now.value?.grids, plane.value];
  if (!grids || grids.length === 0 || !span || columns.some(({more}) => more > 0)) return {};
  /** @type {[string, Disc][]} */
  const found = columns.flatMap(({layer, x, r, units}) => units.flatMap(({unit, y}) => {
    const at = {x, y, r: r - 0.8};
    if (layer === 0) return [[`0 ${unit}`, {...at, ...inputField(unit, span)}]];
    const grid = grids.find((each) => each.layer === layer && each.unit === unit);
    if (!grid) return [];
    const rows = Math.round(grid.bytes.length / span.size);
    return [[`${layer} ${unit}`, {...at, field: {bytes: grid.bytes, columns: span.size, rows, low: grid.low, high: grid.high}, range: spanOf(kindOf(spec.layers[layer - 1]?.activation ?? ""), grid)}]];
  }));
  return Object.fromEntries(found);
}

/** An input over its own plane: from its low end to its high one. @param {number} unit @param {import("../../bench.js").GridPlace} plane */
function inputField(unit, plane) {
  const [low, high] = unit === 1 ? plane.x : plane.y;
  const most = Math.max(Math.abs(low), Math.abs(high));
  const across = unit === 1;
  return {field: {bytes: Uint8Array.of(0, 255), columns: across ? 2 : 1, rows: across ? 1 : 2, low, high}, range: {low: -most, high: most}};
}

/**
 * The weight a point means: the nearest wire, or of a unit the weight that is told of there already, or its first.
 * @param {Scene} scene @param {readonly [number, number]} point @param {Weight} weight
 * @returns {Weight | null}
 */
function weightAtPoint({units, edges}, [x, y], weight) {
  const unit = units.find((each) => Math.hypot(each.x - x, each.y - y) <= each.r + 4);
  if (unit) {
    if (unit.layer === 0) return {layer: 1, unit: weight.layer === 1 ? weight.unit : 1, input: unit.unit};
    return {layer: unit.layer, unit: unit.unit, input: unit.layer === weight.layer ? weight.input : 1};
  }
  let [nearest, least] = [/** @type {Scene["edges"][number] | null} */ (null), REACH];
  for (const edge of edges) {
    for (const [px, py] of edge.points) {
      const away = Math.hypot(px - x, py - y);
      if (away < least) [nearest, least] = [edge, away];
    }
  }
  return nearest && {layer: nearest.layer, unit: nearest.unit, input: nearest.input};
}
