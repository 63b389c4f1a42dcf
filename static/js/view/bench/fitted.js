/** The network's curve over its one input, through the examples. */

import {h} from "preact";
import {useMemo} from "preact/hooks";

import {fittedPlot, fittedPoints} from "../../draw/bench/fitted.js";
import {padded, spanOf} from "../../state/frames.js";
import {classOf, outputSpan, partOf, tellingOf} from "../../state/bench/classes.js";
import {targetFor} from "../../state/bench/own-points.js";
import {surfaceWords as said} from "../../state/bench/chart-words.js";
import {html} from "../html.js";
import {Lazy} from "../lazy.js";
import {Marks} from "../track.js";
import {usePicking} from "./picking.js";
import {loadDrawing, outputGrids} from "./plane.js";
import {useRoom} from "./room.js";

/** @typedef {import("../../types.js").Point} Point */
/** @typedef {import("../../types.js").Run} Run */

/** @type {readonly Run[]} */
const NAME = [{text: "x", face: "math"}];

/** @param {import("./surface.js").Given} props */
export function Fitted({desk, rows, spec, pen}) {
  const [place, {width, height, u}] = useRoom();
  const plane = desk.store.plane.value;
  const grids = outputGrids(desk, spec);
  const size = /** @type {const} */ ([width, height]);
  const y = useMemo(() => heightsFor(rows, spec), [rows, spec]);
  const plot = useMemo(() => (plane && width > 60 ? fittedPlot(size, {x: plane.x, y, lines: grids.map(valuesOf), name: NAME}) : null), [plane, y, width, height, grids[0]?.bytes]);
  const spots = useMemo(() => {
    if (!plot) return [];
    const telling = tellingOf(spec, rows);
    return rows.x.flatMap(([x], index) => (rows.y[index] ?? []).slice(0, 1).map((target) => ({
      place: /** @type {Point} */ ([plot.scale.X(Number(x)), plot.scale.Y(Number(target))]), kind: classOf(rows, index, telling), part: partOf(rows.rows, index),
    })));
  }, [rows, spec, plane, y, width, height]);
  const picking = usePicking({desk, rows, spec, places: spots, u});
  const points = useMemo(() => fittedPoints(spots, spots[desk.store.example.value] ?? null).filter((mark) => mark !== null), [spots, desk.store.example.value]);
  return html`<div class="plane plot" ref=${place} ...${pen ? {} : picking}>
    ${plot && html`<svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${said.fitted}>${h(Marks, {marks: [...plot.marks, ...points]})}</svg>`}
    ${plot && pen && h(Lazy, {load: loadDrawing, props: {desk, rows, spec, places: spots, size, u, pen, toData: (/** @type {Point} */ at) => meant(plot.scale, at, rows, spec)}})}
  </div>`;
}

/**
 * What a place on the plot is as an example; of classes the nearer one.
 * @param {import("../../draw/axes.js").Scale} scale @param {Point} at
 * @param {import("../../bench.js").NetRows} rows @param {import("../../bench.js").NetSpec} spec
 */
function meant({X, Y}, [px, py], rows, spec) {
  const [x, y] = [(px - X(0)) / (X(1) - X(0)), (py - Y(0)) / (Y(1) - Y(0))];
  const telling = tellingOf(spec, rows);
  if (telling === null) return {x: [x], y: [y]};
  const {middle} = outputSpan(spec, rows, {low: 0, high: 1});
  return {x: [x], y: targetFor(y > middle ? 1 : 0, rows, spec, telling)};
}

/** @param {import("../../bench.js").ResponseGrid} grid */
const valuesOf = ({low, high, bytes}) => Array.from(bytes, (byte) => low + (high - low) * byte / 255);

/** How high the plot is: around the targets, so that it stands still while the curve moves. @param {import("../../bench.js").NetRows} rows @param {import("../../bench.js").NetSpec} spec */
function heightsFor(rows, spec) {
  const found = spanOf(rows.y.flat().map(Number)) ?? [-1, 1];
  const ends = tellingOf(spec, rows) === null ? null : outputSpan(spec, rows, {low: found[0], high: found[1]});
  return padded(ends ? [ends.low, ends.high] : found, 0.15);
}
