/**
 * An example's network as a picture: every unit with what comes in and what goes out, as far as it has been told.
 *
 * z stands above a unit's in stub and delta below it, a above its out stub and dJ/da below. What is not told yet is dotted
 * and has no number. The numbers of this step are washed, one weight is inked, and its two ends are in corners.
 *
 * @typedef {import("../../types.d.ts").Box} Box
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../types.d.ts").Point} Point
 * @typedef {import("../../types.d.ts").Run} Run
 * @typedef {import("../../types.d.ts").WireNumber} WireNumber
 * @typedef {import("../../bench.js").NetParameters} NetParameters
 * @typedef {import("../../bench.js").NetPass} NetPass
 * @typedef {import("../../bench.js").NetSpec} NetSpec
 * @typedef {import("../../bench.js").Matrix} Matrix
 * @typedef {import("../../bench.js").Vector} Vector
 * @typedef {import("../../state/bench/walk.js").Reached} Reached
 * @typedef {import("../../state/bench/walk.js").Weight} Weight
 * @typedef {import("./example-places.js").Column} Column
 * @typedef {import("./example-places.js").ExamplePlaces} ExamplePlaces
 * @typedef {import("./edges.js").Way} Way
 */

import {toNumber} from "../../format/number.js";
import {runsWidth} from "../../format/text.js";
import {numberLabel} from "../label.js";
import {caption, captionWidth, group, number, numberRuns, path, rect, text} from "../marks.js";
import {mostOf} from "./cells.js";
import {FAINT, LANE, UNDERLAY, byMagnitude, edgeMarks, focusLanes, underlay, wayOf, wayPath} from "./edges.js";
import {columnHeads, inked, inputName, prediction, wireHead} from "./example-names.js";
import {EXAMPLE} from "./example-places.js";
import {STUB, stub} from "./stubs.js";
import {lossMarks, unitMarks} from "./unit.js";

/**
 * @typedef {Readonly<{spec: NetSpec, parameters: NetParameters, pass: NetPass, x: Vector, y: Vector}>} Example
 * @typedef {Readonly<{more: (count: number, of: number) => string, fewer: (count: number) => string, target: string}>} PictureWords
 * @typedef {Readonly<{layer: number, unit: number, x: number, y: number, r: number}>} UnitHit
 * @typedef {Readonly<{layer: number, unit: number, input: number, points: readonly Point[]}>} EdgeHit
 * @typedef {Readonly<{marks: readonly Mark[], units: readonly UnitHit[], edges: readonly EdgeHit[]}>} ExampleScene
 */

/** Below and above the wire: what is washed of a number's room. */
const WASH = Object.freeze({side: 4, above: [-19.8, -5], below: [5.4, 20]});
const HEAD = Object.freeze({y: 18, size: 15.5});
/** So few wires need no bare paper around the told one: it would only hide where they begin. */
const FEW = 16;

/**
 * @param {Example} example
 * @param {ExamplePlaces} places
 * @param {{reached: Reached, weight: Weight, numbered: boolean, words: PictureWords}} how  `numbered`: discs that show no response have their unit's number
 * @returns {ExampleScene}
 */
export function exampleScene(example, places, {reached, weight, numbered, words}) {
  const wires = places.columns.flatMap((column, at) => {
    const before = places.columns[at - 1];
    return before && before.layer === column.layer - 1 ? [between(example, before, column, reached, weight)] : [];
  });
  const units = places.columns.flatMap((column) => column.units.map(({unit, y}) => ({layer: column.layer, unit, x: column.x, y, r: column.r})));
  return {
    marks: [
      group("wires", wires.flatMap(({marks}) => marks)),
      group("inked", wires.flatMap(({inked}) => inked)),
      group("stubs", places.columns.flatMap((column) => (column.full ? stubsOf(example, column, reached) : []))),
      lossWires(places, reached),
      group("units", places.columns.flatMap((column) => unitsOf(column, reached, weight, numbered))),
      lossOf(example, places, reached, words),
      group("names", [...names(example.spec, places), ...heads(example.spec, places, reached), ...rest(places, words)]),
    ],
    units,
    edges: wires.flatMap(({edges}) => edges),
  };
}

/** @param {Example} example @param {number} layer @returns {Matrix} */
export const weightsOf = ({parameters}, layer) => /** @type {Matrix} */ (parameters[`W${layer}`] ?? []);

/**
 * The wires from one column to the next.
 * @param {Example} example @param {Column} before @param {Column} column @param {Reached} reached @param {Weight} weight
 */
function between(example, before, column, reached, weight) {
  const [{layer}, weights] = [column, weightsOf(example, column.layer)];
  const most = mostOf(weights);
  const all = column.units.flatMap(({unit, y}) => before.units.map((from) => {
    const way = wayOf([before.right, from.y], [column.left, y]);
    return {key: `${layer} ${unit} ${from.unit}`, way, unit, input: from.unit, value: /** @type {WireNumber} */ (weights[unit - 1]?.[from.unit - 1] ?? 0)};
  }));
  const isTold = (/** @type {{unit: number, input: number}} */ edge) => weight.layer === layer && edge.unit === weight.unit && edge.input === weight.input;
  const bare = byMagnitude(all.filter((edge) => !isTold(edge))).map((edge) => ({...edge, d: wayPath(edge.way)}));
  const told = all.find(isTold);
  const gradients = example.pass.layers[layer - 1]?.dW ?? [];
  const gradient = reached.gradient(weight) ? gradients[weight.unit - 1]?.[weight.input - 1] ?? null : null;
  return {
    marks: edgeMarks(bare, most, weight.layer === layer ? FAINT.read : FAINT.bare),
    inked: told ? [...(all.length > FEW ? [underlay("told-under", told.way)] : []), focusLanes("told", told.way, {weight: told.value, most, gradient, mostGradient: mostOf(gradients)})] : [],
    edges: all.map(({unit, input, way}) => ({layer, unit, input, points: way.curve.points})),
  };
}

/** @param {Example} example @param {Column} column @param {Reached} reached @returns {readonly Mark[]} */
function stubsOf(example, column, reached) {
  const {layer, x, r, left, right} = column;
  const [inner, outer] = [x - r - EXAMPLE.gap, x + r + EXAMPLE.gap];
  return column.units.flatMap(({unit, y}) => {
    if (layer === 0) return [inputStub(`out ${layer} ${unit}`, outer, right, y, example.x[unit - 1] ?? 0)];
    const told = example.pass.layers[layer - 1];
    const [known, back] = [reached.value(layer, unit), reached.delta(layer, unit)];
    const mine = reached.isNow(layer) && (reached.stop.unit === null || reached.stop.unit === unit);
    const wash = mine ? (reached.returning ? "below" : "above") : null;
    return [
      twoLanes(`in ${layer} ${unit}`, {x0: left, x1: inner, y}, known ? told?.z[0]?.[unit - 1] : null, back ? told?.delta[0]?.[unit - 1] : null, wash, "in"),
      twoLanes(`out ${layer} ${unit}`, {x0: outer, x1: right, y}, known ? told?.a[0]?.[unit - 1] : null, back ? told?.da[0]?.[unit - 1] : null, wash === "above" ? wash : null, "out"),
    ];
  });
}

/** Nothing comes back to an input: it is not learned. @param {string} key @param {number} x0 @param {number} x1 @param {number} y @param {WireNumber} value */
function inputStub(key, x0, x1, y, value) {
  return group(key, [
    path("under", "under", `M${x0} ${y}H${x1}`, {"stroke-width": UNDERLAY}),
    path("forward", "lane forward", `M${x0} ${y - LANE}H${x1}`, {"stroke-width": 2}),
    numberLabel("value", value, (x0 + x1) / 2, y + STUB.above),
  ]);
}

/**
 * A stub; the number of this step is washed.
 * @param {string} key @param {{x0: number, x1: number, y: number}} place
 * @param {WireNumber | null | undefined} value @param {WireNumber | null | undefined} gradient  null: not told yet
 * @param {"above" | "below" | null} wash @param {"in" | "out"} side
 */
function twoLanes(key, place, value, gradient, wash, side) {
  const [above, below] = [value ?? null, gradient ?? null];
  const middle = (place.x0 + place.x1) / 2;
  return group(key, [
    stub("lanes", place, {
      forward: {value: wash === "above" ? null : above, pending: above === null, head: side === "in"},
      backward: {value: wash === "below" ? null : below, pending: below === null, head: side === "out"},
    }),
    ...(wash === "above" && above !== null ? washed("value", above, middle, place.y, "above") : []),
    ...(wash === "below" && below !== null ? washed("gradient", below, middle, place.y, "below") : []),
  ]);
}

/** @param {string} key @param {WireNumber} value @param {number} x @param {number} y @param {"above" | "below"} where */
function washed(key, value, x, y, where) {
  const half = runsWidth(numberRuns(value), STUB.size) / 2 + WASH.side;
  const [y0 = 0, y1 = 0] = WASH[where];
  const ink = Number.isFinite(toNumber(value)) ? (where === "above" ? "v" : "g") : "h";
  return [
    rect(`${key}-wash`, where === "above" ? "washed-value" : "washed", {x0: x - half, x1: x + half, y0: y + y0, y1: y + y1}),
    number(key, value, x, y + (where === "above" ? STUB.above : STUB.below), STUB.size, {anchor: "middle", cls: `number ink-${ink} bare`}),
  ];
}

/** @param {Column} column @param {Reached} reached @param {Weight} weight @param {boolean} numbered @returns {readonly Mark[]} */
function unitsOf({layer, x, r, units, more}, reached, weight, numbered) {
  return units.flatMap(({unit, y}) => {
    const end = (layer === weight.layer && unit === weight.unit) || (layer === weight.layer - 1 && unit === weight.input);
    const forward = reached.value(layer, unit) ? "done" : "pending";
    const backward = layer === 0 ? "none" : reached.delta(layer, unit) ? "done" : "pending";
    return [
      unitMarks(`unit ${layer} ${unit}`, {x, y, r}, {forward, backward, cornered: end}),
      numbered || more > 0 ? text(`number ${layer} ${unit}`, [{text: String(unit), face: "word"}], x, y + 5, 14, {anchor: "middle", cls: "ink-s"}) : null,
    ].filter((mark) => mark !== null);
  });
}

/** From the outputs to the loss: level where there is one, else curves that come together. @param {ExamplePlaces} places @param {Reached} reached */
function lossWires({columns, loss}, reached) {
  const last = columns.at(-1);
  if (!loss || !last) return group("to-loss", []);
  const end = loss.x - loss.r - EXAMPLE.gap;
  if (last.of === 1) return group("to-loss", level(last.right, end, loss.y, reached));
  return group("to-loss", last.units.map(({unit, y}) => path(`to-loss ${unit}`, "net-line wire", wayPath(wayOf([last.right, y], [end, loss.y])), {"stroke-width": 1.4})));
}

/** @param {number} x0 @param {number} x1 @param {number} y @param {Reached} reached */
function level(x0, x1, y, reached) {
  const lane = (/** @type {string} */ name, /** @type {boolean} */ known, /** @type {number} */ side) => path(name, `lane ${known ? name : "pending"}`, `M${x0} ${y + side}H${x1}`, known ? {"stroke-width": 2} : {});
  return [lane("forward", reached.loss, -LANE), lane("backward", reached.returning, LANE)];
}

/** @param {Example} example @param {ExamplePlaces} places @param {Reached} reached @param {PictureWords} words */
function lossOf({pass, y: targets}, {loss, width}, reached, words) {
  if (!loss) return group("loss", []);
  const {x, y, r} = loss;
  const told = targets.map((target, at) => ({target, at})).filter(({target}) => targets.length <= 3 || toNumber(target) !== 0).slice(0, 3);
  return group("loss", [
    lossMarks("J", loss),
    reached.loss ? numberLabel("value", pass.loss.total, x, y - r - 8) : null,
    reached.returning ? numberLabel("seed", 1, x, y + r + 20, {ink: "gradient"}) : null,
    ...told.map(({target, at}, row) => {
      const runs = targetRuns(target, targets.length > 1 ? at + 1 : null);
      const middle = Math.min(x, width - runsWidth(runs, STUB.size) / 2 - 4);
      return text(`target ${at}`, runs, middle, y + r + 46 + 19 * row, STUB.size, {anchor: "middle", cls: "ink-k", title: `${words.target} ${target}`});
    }),
  ]);
}

/** @param {WireNumber} target @param {number | null} unit @returns {readonly Run[]} */
function targetRuns(target, unit) {
  const below = unit === null ? [] : [{text: String(unit), face: /** @type {const} */ ("roman"), size: 0.7, shift: 0.2}];
  const [first, ...others] = numberRuns(target);
  return [{text: "t", face: "math", size: 1.15}, ...below, ...(first ? [{...first, gap: 0.35}] : []), ...others];
}

/** @param {NetSpec} spec @param {ExamplePlaces} places @returns {readonly Mark[]} */
function names(spec, {columns}) {
  return columns.flatMap(({layer, x, r, units}) => {
    if (layer === 0) return units.map(({unit, y}) => text(`name 0 ${unit}`, inputName(unit), x - r - 9, y + 5, 18, {anchor: "end"}));
    if (layer < spec.layers.length || units.length > 1) return [];
    return units.map(({y}) => prediction("name output", x, y - r - 9, 19));
  });
}

/** What stands above and below, over the stubs; the weights, over the wires. @param {NetSpec} spec @param {ExamplePlaces} places @param {Reached} reached @returns {readonly Mark[]} */
function heads(spec, {columns}, reached) {
  return columns.flatMap(({layer, x, r, full, left, right}, at) => {
    const back = reached.stop.phase === "update" || (reached.stop.phase === "backward" && layer >= /** @type {number} */ (reached.stop.layer));
    const {into, out} = columnHeads(layer, back && layer > 0);
    const before = columns[at - 1];
    const head = (/** @type {string} */ key, /** @type {readonly import("./example-names.js").Part[]} */ parts, /** @type {number} */ middle) => inked(`head ${key} ${layer}`, parts, middle, HEAD.y, HEAD.size);
    return [
      ...(before && before.layer === layer - 1 ? [head("W", wireHead(layer), (before.right + left) / 2)] : []),
      ...(full && layer > 0 ? [head("z", into, (left + x - r) / 2)] : []),
      ...(full && layer > 0 ? [head("a", out, (right + x + r) / 2)] : []),
    ];
  });
}

/** How many units are left out. @param {ExamplePlaces} places @param {PictureWords} words */
function rest({columns, bottom, width}, words) {
  return columns.flatMap(({layer, x, more, of, full}) => {
    const said = full ? words.more(more, of) : words.fewer(more);
    const half = captionWidth(said) / 2 + 6;
    return more > 0 ? [caption(`more ${layer}`, said, Math.min(width - half, Math.max(x, half)), bottom - 2)] : [];
  });
}
