/**
 * Where an example's network stands: a column a layer, each unit with room for its numbers on both sides.
 *
 * What does not fit is left out in a way that can be seen. Too many layers: those away from this step lose their numbers,
 * then stand outside the picture. Too many units: the strongest for this example are drawn, and the column says how many
 * more there are. Which those are does not depend on the step, so nothing moves while one steps through a network that fits.
 *
 * Lengths are px at --u 1.
 */

import {toNumber} from "../../format/number.js";
import {numberWidth} from "../marks.js";

/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../bench.js").NetPass} NetPass */
/** @typedef {import("../../bench.js").Vector} Vector */
/** @typedef {import("../../state/bench/walk.js").Weight} Weight */
/** @typedef {Readonly<{unit: number, y: number}>} Spot  a unit that is drawn, from 1 */
/**
 * Layer 0 holds the inputs. `full`: with stubs and numbers; `left`, `right`: where wires end and begin; `more`: units left out.
 * @typedef {Readonly<{layer: number, x: number, r: number, full: boolean, left: number, right: number, units: readonly Spot[], more: number, of: number}>} Column
 */
/** @typedef {Readonly<{columns: readonly Column[], loss: Readonly<{x: number, y: number, r: number}> | null, bottom: number, width: number}>} ExamplePlaces */

export const EXAMPLE = Object.freeze({head: 26, foot: 10, more: 22, close: 38.5, row: 42, rows: 92, stub: 78, widest: 100, beside: 20, gap: 4, name: 40, side: 16, least: 26, roomy: 52, size: 14.4});
const RADIUS = Object.freeze({least: 12, most: 19, share: 0.36});
/** A narrower room is a phone's. */
const PHONE = Object.freeze({width: 500, r: 15, side: 11, name: 30});
/** `before`, `after`: the wire to it, and what is left of the board. */
const LOSS = Object.freeze({r: 25, before: 62, after: 30});
const SMALL_LOSS = Object.freeze({r: 17, before: 32, after: 18});

/**
 * @param {NetSpec} spec
 * @param {Readonly<{pass: NetPass, x: Vector, y: Vector}>} shown  the example
 * @param {Readonly<{width: number, height: number}>} room
 * @param {number} now  the layer this step is about, 0 for the inputs
 * @param {readonly Weight[]} path  the weights that are told of, whose units are always drawn
 * @returns {ExamplePlaces}
 */
export function examplePlaces(spec, shown, room, now, path) {
  const counts = [spec.inputs, ...spec.layers.map(({units}) => units)];
  const free = room.height - EXAMPLE.head - EXAMPLE.foot;
  const phone = room.width < PHONE.width;
  const drawn = counts.map((count, layer) => drawnUnits(count, fitting(count, free, phone ? EXAMPLE.row : EXAMPLE.close), strengths(shown, layer), kept(path, layer)));
  const pitch = Math.min(EXAMPLE.rows, free / Math.max(...drawn.map(({length}, layer) => length + (length < (counts[layer] ?? 0) ? 0.5 : 0))));
  const sizes = /** @type {Sizes} */ ({
    r: tenth(Math.max(RADIUS.least, Math.min(phone ? PHONE.r : RADIUS.most, pitch * RADIUS.share))), side: phone ? PHONE.side : EXAMPLE.side, loss: phone ? SMALL_LOSS : LOSS, name: phone ? PHONE.name : EXAMPLE.name,
    stubs: counts.map((_, layer) => stubOf(shown, layer)),
  });
  const {r} = sizes;
  const {layers, full, withLoss} = chosenLayers(counts, room.width, now, sizes);
  const middle = EXAMPLE.head + free / 2;
  const across = acrossOf(layers, full, withLoss, counts, room.width, sizes);
  const columns = layers.map((layer, at) => {
    const units = /** @type {readonly number[]} */ (drawn[layer]);
    const count = /** @type {number} */ (counts[layer]);
    const more = count - units.length;
    const step = 2 * units.length <= free / pitch ? Math.min(EXAMPLE.rows, pitch * 1.6) : pitch;
    const lift = more > 0 ? EXAMPLE.more / 2 : 0;
    const spots = units.map((unit, row) => ({unit, y: tenth(middle - lift + (row - (units.length - 1) / 2) * step)}));
    const place = /** @type {{x: number, left: number, right: number}} */ (across.places[at]);
    return {layer, r, full: full.has(layer), ...place, units: spots, more, of: count};
  });
  return {columns, loss: withLoss ? {x: across.loss, y: tenth(middle), r: sizes.loss.r} : null, bottom: room.height - EXAMPLE.foot, width: room.width};
}

/** @param {number} x */
const tenth = (x) => Math.round(x * 10) / 10;

/** Units of a layer that a column has room for; where some are left out, it says so below them, and the others need not be close. @param {number} count @param {number} free @param {number} least  of a row */
function fitting(count, free, least) {
  if (count * least <= free) return count;
  return Math.max(1, Math.floor((free - EXAMPLE.more) / EXAMPLE.row));
}

/** How strong each unit of a layer is for this example; of the outputs the wanted ones count as well. @param {Readonly<{pass: NetPass, x: Vector, y: Vector}>} shown @param {number} layer */
function strengths({pass, x, y}, layer) {
  const values = layer === 0 ? x : pass.layers[layer - 1]?.a[0] ?? [];
  const last = layer === pass.layers.length && y.length === values.length;
  return values.map((value, at) => Math.max(Math.abs(toNumber(value)) || 0, last ? 2 * Math.abs(toNumber(y[at] ?? 0)) : 0));
}

/** Units of a layer that the told weights join. @param {readonly Weight[]} path @param {number} layer */
const kept = (path, layer) => path.flatMap((weight) => [...(weight.layer === layer ? [weight.unit] : []), ...(weight.layer === layer + 1 && weight.input > 0 ? [weight.input] : [])]);

/**
 * @param {number} count
 * @param {number} room
 * @param {readonly number[]} strength
 * @param {readonly number[]} always
 * @returns {readonly number[]}  from 1, in their order
 */
function drawnUnits(count, room, strength, always) {
  const all = Array.from({length: count}, (_, at) => at + 1);
  if (count <= room) return all;
  const value = (/** @type {number} */ unit) => (always.includes(unit) ? Infinity : strength[unit - 1] ?? 0);
  return all.sort((a, b) => value(b) - value(a) || a - b).slice(0, room).sort((a, b) => a - b);
}

/** @typedef {Readonly<{r: number, side: number, stubs: readonly number[], name: number, loss: Readonly<{r: number, before: number, after: number}>}>} Sizes  stubs: by layer */

/** As long as its widest number, of all that will ever stand there: no step makes it longer. @param {Readonly<{pass: NetPass, x: Vector}>} shown @param {number} layer */
function stubOf({pass, x}, layer) {
  const told = pass.layers[layer - 1];
  const all = told ? [told.z, told.a, told.da, told.delta].flatMap(([row = []]) => row) : x;
  const widest = Math.max(0, ...all.map((value) => numberWidth(value, EXAMPLE.size)));
  return Math.ceil(Math.max(EXAMPLE.stub, Math.min(EXAMPLE.widest, widest + EXAMPLE.beside)));
}

/** How wide a column is. @param {number} layer @param {boolean} full @param {Sizes} sizes */
function breadth(layer, full, {r, name, stubs: long}) {
  const stubs = (layer === 0 ? 1 : 2) * (/** @type {number} */ (long[layer]) + EXAMPLE.gap);
  return 2 * r + (full ? stubs : 0) + (layer === 0 ? name : 0);
}

/**
 * The layers that are drawn, and those of them with numbers: all, if they fit; else those around this step.
 * @param {readonly number[]} counts
 * @param {number} width
 * @param {number} now
 * @param {Sizes} sizes
 * @returns {{layers: readonly number[], full: ReadonlySet<number>, withLoss: boolean}}
 */
function chosenLayers(counts, width, now, sizes) {
  const all = counts.map((_, layer) => layer);
  const last = all.length - 1;
  const near = (/** @type {number} */ reach) => all.filter((layer) => Math.abs(layer - now) <= reach);
  const tries = [[all, all], [all, near(1)], [all, near(0)], [near(2), near(0)], [near(1), near(0)], [near(0), near(0)]];
  for (const [at, [layers = [], told = []]] of tries.entries()) {
    const full = new Set(told);
    // Where a few layers are all there is room for, the loss belongs to the last.
    const withLoss = at > 2 ? now === last : layers.includes(last);
    // All numbers only where their wires can still be told apart.
    const more = at <= 1 ? (EXAMPLE.roomy - EXAMPLE.least) * (layers.length - 1) : 0;
    if (leastWidth(layers, full, withLoss, sizes) + more <= width) return {layers, full, withLoss};
  }
  return {layers: [now], full: new Set([now]), withLoss: false};
}

/** @param {readonly number[]} layers @param {ReadonlySet<number>} full @param {boolean} withLoss @param {Sizes} sizes */
function leastWidth(layers, full, withLoss, sizes) {
  const columns = layers.reduce((sum, layer) => sum + breadth(layer, full.has(layer), sizes), 0);
  return columns + EXAMPLE.least * (layers.length - 1) + sizes.side + (withLoss ? sizes.loss.before / 2 + sizes.loss.r * 2 + sizes.loss.after : sizes.side);
}

/**
 * The columns' places from left to right: what is left over goes between them, more where more wires run.
 * @param {readonly number[]} layers
 * @param {ReadonlySet<number>} full
 * @param {boolean} withLoss
 * @param {readonly number[]} counts
 * @param {number} width
 * @param {Sizes} sizes
 */
function acrossOf(layers, full, withLoss, counts, width, sizes) {
  const {r} = sizes;
  const spare = width - leastWidth(layers, full, withLoss, sizes);
  const before = Math.min(sizes.loss.before / 2, spare / 4);
  const wires = layers.slice(1).map((layer) => Math.min(12, counts[layer] ?? 1) + Math.min(12, counts[layer - 1] ?? 1));
  const sum = wires.reduce((total, each) => total + each, 0) || 1;
  const rest = spare - (withLoss ? before : 0);
  let at = sizes.side + (layers.length === 1 ? rest / 2 : 0);
  const places = layers.map((layer, index) => {
    const wide = breadth(layer, full.has(layer), sizes);
    const stub = full.has(layer) ? /** @type {number} */ (sizes.stubs[layer]) + EXAMPLE.gap : 0;
    const x = at + (layer === 0 ? sizes.name : stub) + r;
    const place = {x: tenth(x), left: tenth(x - r - stub), right: tenth(x + r + stub)};
    at += wide + EXAMPLE.least + rest * ((wires[index] ?? 0) / sum);
    return place;
  });
  const end = /** @type {{right: number}} */ (places.at(-1)).right;
  return {places, loss: tenth(end + sizes.loss.before / 2 + before + sizes.loss.r)};
}

