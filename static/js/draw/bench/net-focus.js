/**
 * The unit in focus: its weights with their gradients, numbered on wires of their own, and what leaves it.
 *
 * @typedef {import("../../bench.js").NetFocus} NetFocus
 * @typedef {import("../../bench.js").NetParameters} NetParameters
 * @typedef {import("../../bench.js").NetPass} NetPass
 * @typedef {import("../../bench.js").Vector} Vector
 * @typedef {import("../../layout/bench/net.js").NetPlaces} NetPlaces
 * @typedef {import("../../layout/bench/net.js").Column} Column
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Point} Point
 * @typedef {Readonly<{unit: number, way: import("./edges.js").Way, y: number, leader: string | null}>} FocusWire
 *   `unit`: the input it comes from; `leader`: from a picture's cell to where its wire begins
 */

import {GAP, PORTS, ROOMY, STAGGERED} from "../../layout/bench/net.js";
import {numberLabel} from "../label.js";
import {corners, group, numberWidth, path} from "../marks.js";
import {byMagnitude, focusLanes, headHarpoon, underlay, wayOf, wayPath} from "./edges.js";
import {mostOf} from "./cells.js";
import {besideDisc, matrixOf, wiresOf} from "./net.js";
import {edgeNumbers, STUB, stub} from "./stubs.js";

/** Of a picture's many weights so many are drawn, on a low board as many as have room for their numbers. @param {NetPlaces} places */
export const mostOfPicture = ({height}) => Math.max(3, Math.min(8, Math.floor((height - ENDS) / ROOMY)));
/** What the numbers of the outermost wires take, and the key. */
const ENDS = 90;
/** Numbers of a wire among close rows stand one behind the other, each from its own end of the level piece. */
const STAGGER = Object.freeze({start: 7, end: 3, apart: 6});

/**
 * The wires that come to the focus; of a picture's many, the strongest.
 * @param {NetPlaces} places
 * @param {NetFocus} focus
 * @param {NetParameters} parameters
 * @returns {readonly FocusWire[]}
 */
export function focusWires(places, focus, parameters) {
  if (focus.layer === 1 && places.columns[0]?.picture) return strongest(places, focus, matrixOf(parameters, "W", 1)[focus.unit - 1] ?? []);
  return (wiresOf(places)[focus.layer] ?? []).filter(({unit}) => unit === focus.unit)
    .map(({input, way}) => ({unit: input, way, y: way.from[1], leader: null}));
}

/** @param {NetPlaces} places @param {NetFocus} focus @param {Vector} row @returns {readonly FocusWire[]} */
function strongest(places, focus, row) {
  const {columns, height} = places;
  const [inputs, to] = [/** @type {Column} */ (columns[0]), /** @type {Column} */ (columns[focus.layer])];
  const {x, y, cell, side} = /** @type {NonNullable<Column["picture"]>} */ (inputs.picture);
  const target = to.rows.seats.find(({unit}) => unit === focus.unit);
  const ranked = byMagnitude(row.map((value, at) => ({value, unit: at + 1}))).slice(-mostOfPicture(places));
  const asked = focus.input && !ranked.some(({unit}) => unit === focus.input) ? [{value: 0, unit: focus.input}] : [];
  const chosen = [...asked, ...ranked.slice(asked.length)].sort((a, b) => a.unit - b.unit);
  const pitch = Math.min(48, (height - ENDS) / chosen.length);
  const middle = y + side * cell / 2;
  const port = x + side * cell + PORTS;
  return target ? chosen.map(({unit}, at) => {
    const row = middle + (at - (chosen.length - 1) / 2) * pitch;
    const [cx, cy] = [x + ((unit - 1) % side + 0.5) * cell, y + (Math.floor((unit - 1) / side) + 0.5) * cell];
    return {unit, y: row, way: wayOf([port, row], [to.x - to.r - GAP, target.y], STUB.edge), leader: wayPath(wayOf([cx, cy], [port, row]))};
  }) : [];
}

/**
 * The focus's in-edges: all underlays, then all lanes, so that none is cut off at the unit.
 * @param {NetPlaces} places
 * @param {NetFocus} focus
 * @param {readonly FocusWire[]} wires
 * @param {NetParameters} parameters
 * @param {NetPass | null} pass
 * @returns {readonly Mark[]}
 */
export function focusLaneMarks(places, focus, wires, parameters, pass) {
  const [weights, gradients] = [matrixOf(parameters, "W", focus.layer), pass?.layers[focus.layer - 1]?.dW ?? null];
  const row = weights[focus.unit - 1] ?? [];
  const back = gradients?.[focus.unit - 1] ?? null;
  const [most, mostGradient] = [mostOf(weights), back ? mostOf([back]) : 0];
  const end = wires[0]?.way.to;
  return [
    group("under", wires.map(({unit, way}) => underlay(String(unit), way))),
    group("leaders", wires.flatMap(({unit, leader}) => (leader ? [path(`l${unit}`, "net-leader", leader)] : []))),
    group("lanes", wires.map(({unit, way}) => focusLanes(String(unit), way, {
      weight: row[unit - 1] ?? 0, most, gradient: back?.[unit - 1] ?? null, mostGradient}))),
    group("head", end ? [headHarpoon("head", end)] : []),
    ...picked(places, focus, wires),
  ];
}

/** What marks the wire that is pointed at: its numbers cornered. @param {NetPlaces} places @param {NetFocus} focus @param {readonly FocusWire[]} wires @returns {readonly Mark[]} */
function picked({numbering, stubs}, focus, wires) {
  const wire = wires.find(({unit}) => unit === focus.input);
  if (!wire || !numbering) return [];
  const {from, bend} = wire.way;
  const staggered = numbering === "staggered"; // then the next row's weight begins where the lower left corner would be
  const reach = Math.max(bend[0], from[0] + (stubs[focus.layer - 1] ?? 0));
  return [corners("picked", {x0: from[0] + 6, x1: reach + 4, y0: wire.y - 21, y1: wire.y + (staggered ? 21 : 22)}, 6, staggered)];
}

/**
 * The numbers of the focus: on its in-edges, and on what leaves it.
 * @param {NetPlaces} places
 * @param {NetFocus} focus
 * @param {readonly FocusWire[]} wires
 * @param {NetParameters} parameters  those of the pass
 * @param {NetPass | null} pass
 * @returns {readonly Mark[]}
 */
export function focusNumberMarks(places, focus, wires, parameters, pass) {
  if (!places.numbering) return outStub(places, focus, pass);
  const row = matrixOf(parameters, "W", focus.layer)[focus.unit - 1] ?? [];
  const back = pass?.layers[focus.layer - 1]?.dW[focus.unit - 1] ?? null;
  const numbers = wires.map(({unit, way, y}, at) => {
    const [weight, gradient] = [row[unit - 1] ?? 0, back?.[unit - 1] ?? null];
    if (places.numbering === "beside") return edgeNumbers(`n${unit}`, way.from[0] + 44, y, weight, gradient);
    return staggered(`n${unit}`, way.from[0], y, weight, gradient, row[(wires[at + 1]?.unit ?? 0) - 1] ?? null);
  });
  return [group("in", numbers), ...outStub(places, focus, pass)];
}

/**
 * A gradient stands beside the weight of the row below: where both are so long that they would touch, the table has it.
 * @param {string} key @param {number} x  where the wire begins @param {number} y
 * @param {import("../../types.d.ts").WireNumber} weight @param {import("../../types.d.ts").WireNumber | null} gradient @param {import("../../types.d.ts").WireNumber | null} below  the next row's weight
 */
function staggered(key, x, y, weight, gradient, below) {
  const [first, second, next] = [weight, gradient, below].map((value) => (value === null ? 0 : numberWidth(/** @type {number} */ (value), STUB.size)));
  const fits = STAGGER.start + (next ?? 0) + STAGGER.apart + (second ?? 0) + STAGGER.end <= STAGGERED;
  return group(key, [
    numberLabel("weight", weight, x + STAGGER.start + (first ?? 0) / 2, y + STUB.above),
    gradient === null || !fits ? null : numberLabel("gradient", gradient, x + STAGGERED - STAGGER.end - (second ?? 0) / 2, y + STUB.below, {ink: "gradient"}),
  ]);
}

/** Rows so far apart have room for a box under a wire; those of several outputs have numbers above the wires, too, and closer than `bare` for nothing else. */
const BOX_PITCH = Object.freeze({unit: 39, output: 48, bare: 37});

/** @param {NetPlaces} places @param {NetFocus} focus @param {NetPass | null} pass @returns {readonly Mark[]} */
function outStub({columns, outNumbers}, focus, pass) {
  const column = columns[focus.layer];
  const seat = column?.rows.seats.find(({unit}) => unit === focus.unit);
  const layer = pass?.layers[focus.layer - 1];
  if (!column || !seat || !outNumbers || (column.count === 1 && focus.layer === columns.length - 1)) return [];
  const [rim, output] = [column.x + column.r, focus.layer === columns.length - 1];
  const value = layer?.a[0]?.[focus.unit - 1] ?? null;
  const place = {x0: rim + GAP, x1: rim + GAP + STUB.out, y: seat.y, ...(output && value !== null ? {middle: rim + Math.max(GAP + STUB.out / 2, besideDisc(value))} : {})};
  const back = layer?.da[0]?.[focus.unit - 1] ?? null;
  return [stub("out", place, {
    forward: {value, pending: !layer},
    backward: {value: output && column.rows.pitch < BOX_PITCH.bare ? null : back, pending: back === null, head: true, mark: column.rows.pitch >= (output ? BOX_PITCH.output : BOX_PITCH.unit) ? "upstream" : null}, above: STUB.aboveOut,
  })];
}

/** Which weight of a wire lies nearest to a point; null beyond *reach*. @param {readonly {unit: number, input?: number, way: import("./edges.js").Way}[]} wires @param {Point} point @param {number} reach */
export function nearestWire(wires, [x, y], reach) {
  let [best, found] = [reach, /** @type {{unit: number, input?: number} | null} */ (null)];
  for (const wire of wires) {
    const {from, bend, curve: {points}} = wire.way;
    const level = x >= from[0] && x <= bend[0] ? Math.abs(y - from[1]) : Infinity;
    const away = points.reduce((least, [px, py]) => Math.min(least, Math.hypot(px - x, py - y)), level);
    if (away < best) [best, found] = [away, wire];
  }
  return found;
}

