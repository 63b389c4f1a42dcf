/**
 * The network as marks: bare wires between all units, rings around them, names and the numbers at its end.
 *
 * What changes with every frame of a training (the wires) is apart from what changes with a pass, and from what stands
 * still, so that each is drawn again only when it must be. The focus is in net-focus.js, the corners in net-corner.js.
 *
 * @typedef {import("../../bench.js").Matrix} Matrix
 * @typedef {import("../../bench.js").NetFocus} NetFocus
 * @typedef {import("../../bench.js").NetParameters} NetParameters
 * @typedef {import("../../bench.js").NetPass} NetPass
 * @typedef {import("../../bench.js").Vector} Vector
 * @typedef {import("../../layout/bench/net.js").NetPlaces} NetPlaces
 * @typedef {import("../../layout/bench/net.js").Column} Column
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Run} Run
 * @typedef {import("./edges.js").Way} Way
 * @typedef {Readonly<{key: string, unit: number, input: number, way: Way, d: string}>} NetWire  one weight's way; both ends count from 1
 */

import {textWidth} from "../../format/text.js";
import {GAP} from "../../layout/bench/net.js";
import {LEAST_NUMBERED} from "../../layout/bench/rows.js";
import {numberLabel} from "../label.js";
import {caption, captionWidth, group, numberWidth, path, text} from "../marks.js";
import {byMagnitude, edgeMarks, FAINT, LANE, wayOf, wayPath} from "./edges.js";
import {mostOf} from "./cells.js";
import {stub, STUB} from "./stubs.js";
import {lossMarks, unitMarks} from "./unit.js";

/** A layer of more wires than this shows its largest: more are a grey cloth that says nothing. */
export const MOST_WIRES = 128;
const [CALM_PITCH, CALM_GAP] = [44, 34];

/** @param {NetParameters} parameters @param {string} letter @param {number} layer @returns {Matrix} */
export const matrixOf = (parameters, letter, layer) => /** @type {Matrix} */ (parameters[letter + layer] ?? []);

/** Wires by layer, for places that do not change. @type {WeakMap<NetPlaces, readonly (readonly NetWire[])[]>} */
const known = new WeakMap();

/** Every wire that can be drawn, by layer from 1; none where the inputs are a picture. @param {NetPlaces} places @returns {readonly (readonly NetWire[])[]} */
export function wiresOf(places) {
  const found = known.get(places) ?? places.columns.map((column, layer) => (layer === 0 ? [] : between(places, /** @type {Column} */ (places.columns[layer - 1]), column)));
  known.set(places, found);
  return found;
}

/** @param {NetPlaces} places @param {Column} from @param {Column} to @returns {readonly NetWire[]} */
function between(places, from, to) {
  if (from.picture) return [];
  const [start, end, level] = [from.x + from.r + GAP, to.x - to.r - GAP, places.stubs[from.index] ?? 0];
  return to.rows.seats.flatMap((target) => from.rows.seats.map((source) => {
    const way = wayOf([start, source.y], [end, target.y], level);
    return {key: `${target.unit}<${source.unit}`, unit: target.unit, input: source.unit, way, d: wayPath(way)};
  }));
}

/**
 * Which wires are painted, in which order: kept while a training runs, so that a frame changes widths and nothing else.
 * @typedef {readonly (readonly NetWire[])[]} WireOrder
 * @param {NetPlaces} places
 * @param {NetParameters} parameters
 * @returns {WireOrder}
 */
export function wireOrder(places, parameters) {
  return wiresOf(places).map((wires, layer) => {
    const rows = matrixOf(parameters, "W", layer);
    const sorted = byMagnitude(wires.map((wire) => ({wire, value: rows[wire.unit - 1]?.[wire.input - 1] ?? 0})));
    return sorted.slice(-MOST_WIRES).map(({wire}) => wire);
  });
}

/**
 * The bare wires of all layers, but for those of the focus.
 * @param {NetPlaces} places
 * @param {WireOrder} order
 * @param {NetParameters} parameters
 * @param {NetFocus} focus
 * @returns {readonly Mark[]}  a group a layer
 */
export function wireMarks(places, order, parameters, focus) {
  return order.map((wires, layer) => {
    const rows = matrixOf(parameters, "W", layer);
    const read = layer === focus.layer;
    const shown = wires.filter(({unit}) => !(read && unit === focus.unit));
    const edges = shown.map(({key, d, unit, input}) => ({key, d, value: rows[unit - 1]?.[input - 1] ?? 0}));
    const bundle = layer === 1 && focus.layer !== 1 && places.columns[0]?.picture ? bundleMarks(places) : [];
    return group(`layer${layer}`, [...bundle, ...edgeMarks(edges, mostOf(rows), read ? FAINT.read : FAINT.bare, thinner(places, layer))]);
  });
}

/** Among close rows, or between close columns, all wires are thinner, or they would be one cloth. @param {NetPlaces} places @param {number} layer */
function thinner({columns}, layer) {
  const pitch = Math.min(columns[layer - 1]?.rows.pitch ?? CALM_PITCH, columns[layer]?.rows.pitch ?? CALM_PITCH);
  const [from, to] = [columns[layer - 1], columns[layer]];
  const gap = from && to && !from.picture ? to.x - to.r - from.x - from.r : CALM_GAP;
  return Math.max(0.4, Math.min(1, pitch / CALM_PITCH, gap / CALM_GAP));
}

/** From a picture to each unit goes one line for all its weights; none where the focus has its own. @param {NetPlaces} places @returns {readonly Mark[]} */
function bundleMarks({columns}) {
  const [inputs, first] = [/** @type {Column} */ (columns[0]), /** @type {Column} */ (columns[1])];
  const {x, y, cell, side} = /** @type {NonNullable<Column["picture"]>} */ (inputs.picture);
  return first.rows.seats.map((seat) => {
    const way = wayOf([x + side * cell + GAP + 2, y + side * cell / 2], [first.x - first.r - GAP, seat.y]);
    return path(`bundle${seat.unit}`, "net-line wire-faint", wayPath(way), {"stroke-width": 1.6});
  });
}

/**
 * Rings, names, and what stands still beside them.
 * @param {NetPlaces} places
 * @param {{focus: NetFocus, pass: NetPass | null, trouble: ReadonlyMap<string, "dead" | "saturated">, classes: readonly string[]}} told
 * @returns {readonly Mark[]}
 */
export function unitsMarks(places, {focus, pass, trouble, classes}) {
  const last = places.columns.length - 1;
  return places.columns.map((column, layer) => {
    if (column.picture) return group("inputs", []);
    const units = column.rows.seats.map(({unit, y}) => unitMarks(`unit${unit}`, {x: column.x, y, r: column.r}, {
      forward: pass ? "done" : "pending", backward: layer === 0 ? "none" : pass ? "done" : "pending",
      focus: layer === focus.layer && unit === focus.unit,
      cornered: layer === focus.layer && unit === focus.unit,
      trouble: trouble.get(`${layer}:${unit}`) ?? null,
    }));
    const names = layer === 0 ? inputNames(column) : layer === last ? outputNames(places, column, focus, classes) : [];
    return group(`column${layer}`, [...units, ...names, ...moreMarks(column, isTight(places, layer))]);
  });
}

/** Would the words below a column reach those below the next? @param {NetPlaces} places @param {number} at */
function isTight({columns}, at) {
  const x = columns[at]?.x ?? 0;
  return [columns[at - 1], columns[at + 1]].some((next) => next && Math.abs(next.x - x) < captionWidth(moreText(888)) + 8);
}

/** "… 12 more", where a column does not fit; pressed by what lies over it. @param {Column} column @param {boolean} short  columns stand too close for words */
function moreMarks({rows: {before, after}, x}, short) {
  return [before, after].flatMap((more, at) => (more ? [caption(`more${at}`, short ? `+${more.count}` : moreText(more.count), x, more.y + 5)] : []));
}

/** @param {number} count */
export const moreText = (count) => `… ${count} more`;

/** @param {string} letter @param {number} below @returns {readonly Run[]} */
const indexed = (letter, below) => [{text: letter, face: "math"}, {text: String(below), face: "roman", size: 0.7, shift: 0.2}];

/** @param {Column} column */
function inputNames({rows, x, r}) {
  const size = Math.min(18, rows.pitch * 0.72);
  return rows.seats.map(({unit, y}) => text(`name${unit}`, indexed("x", unit), x - r - 7, y + 6, Math.max(14, size), {anchor: "end"}));
}

/** A hat, then: the number face has no letter that wears one. @type {readonly Run[]} */
const Y_HAT = [{text: "y", face: "math"}, {text: "^", face: "roman", gap: -0.52, shift: -0.06}];

/** One output's name stands under it; of several, each class's after it, where it does not read numbers. @param {NetPlaces} places @param {Column} column @param {NetFocus} focus @param {readonly string[]} classes */
function outputNames(places, {rows, x, r, count, index}, focus, classes) {
  if (count === 1) return [text("name", Y_HAT, x, (rows.seats[0]?.y ?? 0) + r + 24, 19, {anchor: "middle", cls: "ink-k haloed"})];
  if (rows.pitch < 38 || places.width < 600) return [];
  const room = places.loss.x - x - r - 60;
  return rows.seats.filter(({unit}) => !(index === focus.layer && unit === focus.unit)).flatMap(({unit, y}) => {
    const name = classes[unit - 1] ?? "";
    return name && textWidth(name, 14, "word") < room ? [caption(`name${unit}`, name, x + r + 10, y + 17, "start", "ink-s haloed")] : [];
  });
}

/**
 * The end of the network: what it says of the example, on the way to the loss.
 * @param {NetPlaces} places
 * @param {NetPass | null} pass
 * @param {NetFocus} focus
 * @returns {readonly Mark[]}
 */
export function endMarks(places, pass, focus) {
  const {loss, columns} = places;
  const last = /** @type {Column} */ (columns.at(-1));
  const output = pass?.layers.at(-1)?.a[0] ?? [];
  const alone = last.count === 1;
  const ways = alone ? [lossWire(places, last, pass, focus)] : last.rows.seats.map(({unit, y}) => (
    path(`end${unit}`, "net-line wire", wayPath(wayOf([last.x + last.r + GAP, y], [loss.x - loss.r - GAP, loss.y], places.width < 600 ? 0 : 40)), {"stroke-width": 1.4})));
  const values = last.rows.seats.flatMap(({unit, y}) => {
    const value = output[unit - 1];
    if (value === undefined || last.rows.pitch < LEAST_NUMBERED || (index(last) === focus.layer && unit === focus.unit && !alone)) return [];
    if (alone) return [numberLabel("output", value, Math.max(last.x, clearOf(columns.at(-2)) + numberWidth(value, STUB.size) / 2), y - last.r - 11)];
    return [numberLabel(`output${unit}`, value, last.x + last.r + besideDisc(value), y - 6)];
  });
  return [
    group("end", ways), lossMarks("loss", loss), group("outputs", places.width < 600 && !alone ? [] : values),
    group("cost", pass ? [numberLabel("value", pass.loss.total, Math.min(loss.x, places.width - 6 - numberWidth(pass.loss.total, STUB.size) / 2), costAt(places))] : []),
  ];
}

/** From a disc's rim to the middle of the number after it. @param {import("../../types.d.ts").WireNumber} value */
export const besideDisc = (value) => Math.max(34, numberWidth(value, STUB.size) / 2 + GAP + 5);

/** Where a deep network's last column but one ends: on a narrow board its discs reach up to the output's number. @param {Column | undefined} column */
const clearOf = (column) => (column ? column.x + column.r + GAP : 0);

/** Over the loss; under it on a narrow board, where the output's own number stands over both, and clear of the output's corners. @param {NetPlaces} places */
const costAt = ({loss, width}) => (width < 600 ? loss.y + loss.r + 32 : loss.y - loss.r - 8);

/** A box under the wire to the loss stands below the output's corners, too. */
const BOXED = LANE + 49;
/** @param {Column} column */
const index = (column) => column.index;

/** The one output's wire to the loss; with what comes back along it, while the output is looked at. @param {NetPlaces} places @param {Column} last @param {NetPass | null} pass @param {NetFocus} focus */
function lossWire({loss, width}, last, pass, focus) {
  const back = pass?.layers.at(-1)?.da[0]?.[0] ?? null;
  const told = focus.layer === last.index && width >= 600;
  const place = {x0: last.x + last.r + GAP, x1: loss.x - loss.r - GAP, y: last.rows.seats[0]?.y ?? loss.y};
  return stub("end", place, {
    forward: {value: null, head: true, pending: !pass}, backward: {value: told ? back : null, head: true, pending: !pass, mark: "upstream"}, below: BOXED,
  });
}
