/**
 * The plane of two inputs: the network's answer in flat bands, or the winning class, under the examples.
 *
 * Pixels are written once a frame; the examples are drawn again only when they or the one that is looked at change.
 */

import {h} from "preact";
import {useLayoutEffect, useMemo, useRef} from "preact/hooks";

import {bandPixels} from "../../draw/bench/bands.js";
import {borderLine, borderMark, classNames, classPixels, frameMark, heightsOf, leads, pickedMark, planeOn, pointMarks} from "../../draw/bench/surface.js";
import {group} from "../../draw/marks.js";
import {classOf, outputSpan, partOf, tellingOf} from "../../state/bench/classes.js";
import {surfaceWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {Lazy} from "../lazy.js";
import {Marks} from "../track.js";
import {usePicking} from "./picking.js";
import {useRoom} from "./room.js";
import {bandsAt, washesAt} from "./scale.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetRows} NetRows */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").ResponseGrid} ResponseGrid */
/** @typedef {import("../../types.js").Point} Point */
/** @typedef {import("../../draw/bench/surface.js").Spot} Spot */
/** @typedef {Readonly<{desk: BenchDesk, rows: NetRows, spec: NetSpec, one: number | null, pen?: import("./draw-points.js").Pen | null}>} Given  `one`: an output alone, or the winner of all */

/** No sharper than this, for twice as many pixels take twice the time. */
const SHARPEST = 1.5;

/** The grids of the last layer, in order. @param {BenchDesk} desk @param {NetSpec} spec @returns {readonly ResponseGrid[]} */
export function outputGrids({store}, spec) {
  const all = store.now.value?.grids ?? [];
  return all.filter(({layer}) => layer === spec.layers.length).sort((a, b) => a.unit - b.unit);
}

/** What an output's bands span at this moment. @param {BenchDesk} desk @param {NetRows} rows @param {NetSpec} spec @param {number} one */
export const spanOfOutput = (desk, rows, spec, one) => outputSpan(spec, rows, outputGrids(desk, spec)[one] ?? {low: 0, high: 1});

/** @param {Given} props */
export function Plane({desk, rows, spec, one, pen = null}) {
  const [place, {width, height, u}] = useRoom();
  const plane = desk.store.plane.value;
  const size = /** @type {const} */ ([width, height]);
  const spots = useMemo(() => (plane ? spotsOf(rows, spec, plane, size) : []), [rows, spec, plane, width, height]);
  const picking = usePicking({desk, rows, spec, places: spots, u});
  const ready = plane && width > 20 && height > 20;
  const telling = tellingOf(spec, rows);
  const label = one === null ? said.classes(rows.classes.length) : said.bands(spanOfOutput(desk, rows, spec, one), rows.rows.train, rows.rows.validation);
  const toData = ([px, py] = [0, 0]) => {
    const on = planeOn(plane ?? {x: [0, 1], y: [0, 1]}, size);
    return {x: [on.x(px), on.y(py)]};
  };
  return html`<div class="plane" ref=${place} ...${pen ? {} : picking}>
    ${ready && h(Field, {desk, rows, spec, one, size, u, spots, points: plane.size, label})}
    ${ready && h(Examples, {spots, picked: spots[desk.store.example.value] ?? null, size, telling})}
    ${ready && pen && h(Lazy, {load: loadDrawing, props: {desk, rows, spec, places: spots, size, u, pen, toData}})}
  </div>`;
}

export const loadDrawing = () => import("./draw-points.js").then(({DrawPoints}) => DrawPoints);

/** @param {NetRows} rows @param {NetSpec} spec @param {import("../../bench.js").GridPlace} plane @param {readonly [number, number]} size @returns {readonly Spot[]} */
function spotsOf(rows, spec, plane, size) {
  const {X, Y} = planeOn(plane, size);
  const telling = tellingOf(spec, rows);
  return rows.x.map(([x, y], index) => ({
    place: /** @type {Point} */ ([X(Number(x)), Y(Number(y))]), kind: classOf(rows, index, telling), part: partOf(rows.rows, index),
  }));
}

/** @param {Given & {size: readonly [number, number], u: number, spots: readonly Spot[], points: number, label: string}} props */
function Field({desk, rows, spec, one, size, u, spots, points, label}) {
  const place = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [width, height] = size;
  const grids = outputGrids(desk, spec);
  const dark = desk.store.dark.value;
  const [shown] = one === null ? [null] : [grids[one] ?? null];
  const span = shown ? outputSpan(spec, rows, shown) : null;
  useLayoutEffect(() => {
    const canvas = place.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context || grids.length === 0) return;
    const sharp = Math.min(SHARPEST, window.devicePixelRatio) * u * (shown ? 1 : 0.5);
    const [across, down] = [Math.round(width * sharp), Math.round(height * sharp)];
    if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
    const pixels = shown && span ? bandPixels({...shown, columns: points, rows: points}, span, bandsAt(canvas), across, down)
      : classPixels(grids.map((grid) => heightsOf(grid, points)), washesAt(canvas), across, down);
    context.putImageData(new ImageData(pixels, across, down), 0, 0);
  }, [shown?.bytes ?? grids[0]?.bytes, one, width, height, u, dark, span?.low, span?.high]);
  const marks = useMemo(() => bordersOf(grids, shown, span, points, size, spots), [spots, shown?.bytes ?? grids[0]?.bytes, one, width, height, span?.middle]);
  return html`<canvas ref=${place} class="field" role="img" aria-label=${label}></canvas>
    <svg class="borders" viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">${h(Marks, {marks})}</svg>`;
}

/**
 * @param {readonly ResponseGrid[]} grids
 * @param {ResponseGrid | null} shown
 * @param {{middle: number} | null} span
 * @param {number} points
 * @param {readonly [number, number]} size
 * @param {readonly Spot[]} spots
 */
function bordersOf(grids, shown, span, points, size, spots) {
  if (shown && span) return [borderMark(borderLine(heightsOf(shown, points), span.middle, size))];
  if (grids.length < 2) return [];
  const ahead = leads(grids.map((grid) => heightsOf(grid, points)));
  const lines = ahead.slice(0, -1).map((lead) => borderLine(lead, 0, size)).join("");
  return [borderMark(lines), classNames(ahead, size, spots)];
}

/** @param {{spots: readonly Spot[], picked: Spot | null, size: readonly [number, number], telling: unknown}} props */
function Examples({spots, picked, size, telling}) {
  const points = useMemo(() => pointMarks(spots), [spots]);
  const marks = useMemo(() => [group("classes", [points], {class: telling === null ? "plain" : "told"}), frameMark(size), ...(picked ? [pickedMark(picked)] : [])], [points, picked, size[0], size[1]]);
  return html`<svg class="examples" viewBox=${`0 0 ${size[0]} ${size[1]}`} aria-hidden="true">${h(Marks, {marks})}</svg>`;
}
