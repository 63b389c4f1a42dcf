/** The network on the bench: its bands, its places and its marks. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {bandColours, bandOf, bandPixels, bandTable, cutToDisc, spanOf, SURFACE_BANDS, UNIT_BANDS} from "../../static/js/draw/bench/bands.js";

import {cellMatrix, matrixBox} from "../../static/js/draw/bench/cells.js";
import {byMagnitude, edgeMarks, focusLanes, signedLine, wayOf, wayPath} from "../../static/js/draw/bench/edges.js";
import {cornerMarks, keyMarks} from "../../static/js/draw/bench/net-corner.js";
import {focusLaneMarks, focusNumberMarks, focusWires, nearestWire} from "../../static/js/draw/bench/net-focus.js";
import {endMarks, unitsMarks, wireMarks, wireOrder} from "../../static/js/draw/bench/net.js";
import {stub} from "../../static/js/draw/bench/stubs.js";
import {unitMarks} from "../../static/js/draw/bench/unit.js";
import {textWidth} from "../../static/js/format/text.js";
import {grownRoom, growthOf} from "../../static/js/layout/bench/grow.js";
import {netPlaces} from "../../static/js/layout/bench/net.js";
import {productSize} from "../../static/js/layout/bench/product.js";
import {LEAST_PITCH, rowsOf} from "../../static/js/layout/bench/rows.js";
import {classOf, countsOf, focusWithin, troubleOf} from "../../static/js/state/bench/net.js";

const all = (marks) => marks.flatMap((mark) => [mark, ...all(mark.children ?? [])]);
const classes = (mark) => all([mark]).map(({attrs}) => attrs.class ?? "");
const INKS = {plum: "#762A83", sheet: "#FBFCF8", green: "#1B7837"};

test("bands run from plum over the sheet to green, and are flat", () => {
  const colours = bandColours(INKS, UNIT_BANDS);

  assert.equal(colours.length, 8);
  assert.equal(bandColours(INKS, SURFACE_BANDS).length, 10);
  const [lowest, , , belowZero, aboveZero] = colours;
  assert.ok(lowest[0] > lowest[1] && lowest[2] > lowest[1], "plum has the least green");
  assert.ok(belowZero[1] > 220 && aboveZero[1] > 220, "near zero it is nearly bare");
  assert.ok(colours[7][1] > colours[7][0] && colours[7][1] > colours[7][2], "green has the most green");
});

test("a value lies in its band, and outside the range in the outermost", () => {
  const range = {low: -1, high: 1};

  assert.deepEqual([-5, -1, -0.01, 0, 0.99, 1, 7].map((value) => bandOf(value, range, 8)), [0, 0, 3, 4, 7, 7, 7]);
  assert.equal(bandOf(3, {low: 2, high: 2}, 8), 4, "a range of nothing is the middle");
});

test("bytes of one range fall into the bands of another", () => {
  const table = bandTable({low: -0.5, high: 0.5}, {low: -1, high: 1}, 8);

  assert.deepEqual([table[0], table[127], table[128], table[255]], [2, 3, 4, 6]);
});

test("a bounded unit is drawn between its ends, any other around zero", () => {
  assert.deepEqual(spanOf("tanh", {low: -0.2, high: 0.3}), {low: -1, high: 1});
  assert.deepEqual(spanOf("sigmoid", {low: 0.4, high: 0.6}), {low: 0, high: 1});
  assert.deepEqual(spanOf("relu", {low: 0, high: 2.5}), {low: -2.5, high: 2.5});
  assert.deepEqual(spanOf("identity", {low: 0, high: 0}), {low: -1, high: 1});
});

test("a field's rows go up in the image, and its bands have no colour between", () => {
  const colours = bandColours(INKS, UNIT_BANDS);
  const field = {bytes: Uint8Array.from([0, 0, 255, 255]), columns: 2, rows: 2, low: -1, high: 1};

  const pixels = bandPixels(field, {low: -1, high: 1}, colours, 16, 16);

  assert.deepEqual([...pixels.slice(0, 3)], [...colours[7]], "the high row is on top");
  assert.deepEqual([...pixels.slice(-4, -1)], [...colours[0]]);
  const seen = new Set(Array.from({length: 256}, (_, at) => pixels.slice(4 * at, 4 * at + 3).join()));
  assert.equal(seen.size, 8);
});

test("a field of one input is the same all the way up", () => {
  const field = {bytes: Uint8Array.from([0, 255]), columns: 2, rows: 1, low: -1, high: 1};
  const pixels = bandPixels(field, {low: -1, high: 1}, bandColours(INKS, UNIT_BANDS), 8, 8);

  assert.deepEqual(pixels.slice(0, 32), pixels.slice(7 * 32));
});

test("a disc leaves the corners of its square bare", () => {
  const pixels = new Uint8ClampedArray(10 * 10 * 4).fill(255);

  cutToDisc(pixels, 10);

  assert.equal(pixels[3], 0);
  assert.equal(pixels[(5 * 10 + 5) * 4 + 3], 255);
});

test("an edge is level while numbers may stand there, and arrives level", () => {
  assert.equal(wayPath(wayOf([10, 20], [210, 80], 100)), "M10 20H110C160 20 160 80 210 80");
  assert.equal(wayPath(wayOf([10, 20], [210, 80], 0, 100)), "M10 20C60 20 60 80 110 80H210");
});

test("plus is one line and minus two, whatever the ink", () => {
  const minus = signedLine("e", "M0 0H9", {width: 2, minus: true, ink: "wire"});

  assert.equal(signedLine("e", "M0 0H9", {width: 2, minus: false, ink: "wire"}).length, 1);
  assert.deepEqual(minus.map(({attrs}) => [attrs.class, attrs["stroke-width"]]), [["net-line wire", 3.5], ["net-core", 1.6]]);
});

test("wider is larger, the largest lie on top, and the small ones are faint", () => {
  const edges = byMagnitude([0.05, -2, 1].map((value, at) => ({key: String(at), d: "M0 0", value})));
  const marks = edgeMarks(edges, 2);

  assert.deepEqual(edges.map(({value}) => value), [0.05, 1, -2]);
  assert.equal(marks[0].attrs.class, "net-line wire-faint");
  const widths = marks.map(({attrs}) => attrs["stroke-width"]);
  assert.ok(widths[0] < widths[1] && widths[1] < widths[2]);
});

test("an edge in focus has its weight above and its gradient below; a gradient to come is dotted", () => {
  const way = wayOf([0, 0], [200, 50], 84);
  const done = focusLanes("f", way, {weight: 1, most: 1, gradient: -0.5, mostGradient: 0.5});

  assert.ok(classes(done).includes("net-line lane forward") && classes(done).includes("harpoon backward"));
  assert.ok(classes(focusLanes("f", way, {weight: 1, most: 1})).includes("lane pending"));
});

test("a cell's area is its number's share, and hollow where it is negative", () => {
  const place = {x: 0, y: 0, cell: 12.4};
  const marks = cellMatrix("m", place, [[4, -1], ["NaN", 0]], {ink: "g", row: 1}).children;

  assert.deepEqual(marks.map(({key}) => key), ["plus", "minus", "broken", "bracket", "picked"]);
  assert.equal(marks[0].attrs.d.match(/h[\d.]+/)[0], "h10");
  assert.equal(matrixBox(place, 2, 2).x1, 26.8);
  assert.deepEqual(marks.slice(0, 3).map(({attrs}) => attrs.d.split("M").length - 1), [2, 1, 1]);
});

test("a unit's rings tell what is known of it, and a stub's numbers stand above and below", () => {
  assert.deepEqual(classes(unitMarks("u", {x: 0, y: 0, r: 19}, {backward: "pending"})).slice(2), ["ring forward", "ring pending"]);
  assert.ok(classes(unitMarks("u", {x: 0, y: 0, r: 19}, {focus: true})).includes("corners"));
  assert.ok(classes(unitMarks("u", {x: 0, y: 0, r: 19}, {trouble: "dead"})).includes("unit-blocked"));
  const [value, gradient] = all([stub("s", {x0: 0, x1: 78, y: 0}, {forward: {value: 1}, backward: {value: 2, mark: "upstream"}})])
    .filter(({tag}) => tag === "text");
  assert.ok(value.attrs.y < 0 && gradient.attrs.y > 0);
});

const WORDS = {row: (unit) => `row ${unit}`, wider: "wider is larger", plus: "plus", minus: "minus", largest: null};
const drawn = (counts, focus, size) => {
  const numbers = (rows, columns, scale) => Array.from({length: rows}, (_, j) => Array.from({length: columns}, (_, i) => Math.sin(7 * j + 3 * i + rows) * scale));
  const layers = counts.slice(1).map((units, at) => {
    const row = (scale) => numbers(1, units, scale);
    return {z: row(2), a: row(1), da: row(-0.0123), slope: row(1), delta: row(0.5), dW: numbers(units, counts[at], -1.5e-4), db: row(1)[0]};
  });
  const parameters = Object.fromEntries(counts.slice(1).flatMap((units, at) => [[`W${at + 1}`, numbers(units, counts[at], 1.7)], [`b${at + 1}`, numbers(1, units, 1)[0]]]));
  const pass = {loss: {total: 0.3503, per_example: [0.3503]}, output: layers.at(-1).a, layers, warnings: []};
  const places = netPlaces(counts, focus, size);
  const wires = focusWires(places, focus, parameters);
  const marks = [
    ...wireMarks(places, wireOrder(places, parameters), parameters, focus), ...unitsMarks(places, {focus, pass, trouble: new Map(), classes: ["setosa", "versicolor", "virginica"]}),
    ...endMarks(places, pass, focus), ...focusNumberMarks(places, focus, wires, parameters, pass), ...cornerMarks(places, focus, parameters, pass, WORDS), ...keyMarks(places, WORDS),
  ];
  return {places, marks, lanes: focusLaneMarks(places, focus, wires, parameters, pass), wires};
};
const textsOf = (marks) => all(marks).filter(({tag}) => tag === "text").map(({key, attrs, runs}) => {
  const words = runs.map(({text}) => text).join("");
  const face = runs[0].attrs.class ?? attrs.class;
  const width = runs.reduce((sum, run) => sum + textWidth(run.text, run.attrs["font-size"] ?? attrs["font-size"], String(run.attrs.class ?? face).match(/f-([\w-]+)/)[1]), 0);
  return {key, words, size: attrs["font-size"], box: {x0: attrs.x, x1: attrs.x + width, y0: attrs.y - 0.7 * attrs["font-size"], y1: attrs.y}};
});
const meet = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
const SIZE = {width: 960, height: 441};
const SHAPES = [
  [[1, 1], {layer: 1, unit: 1, input: null}], [[1, 8, 1], {layer: 1, unit: 8, input: null}], [[2, 2, 2], {layer: 2, unit: 1, input: 2}],
  [[2, 8, 8, 1], {layer: 2, unit: 5, input: 3}], [[2, 8, 8, 1], {layer: 1, unit: 1, input: null}], [[2, 8, 8, 1], {layer: 3, unit: 1, input: 8}],
  [[4, 8, 3], {layer: 2, unit: 2, input: null}], [[64, 16, 16, 10], {layer: 1, unit: 5, input: null}], [[64, 16, 16, 10], {layer: 3, unit: 10, input: 4}],
  [[2, 16, 16, 16, 16, 16, 1], {layer: 4, unit: 9, input: 4}], [[2, 16, 16, 16, 16, 16, 1], {layer: 1, unit: 16, input: null}], [[2, 32, 32, 3], {layer: 2, unit: 29, input: 4}],
];
const named = ([counts, {layer, unit}]) => `${counts.join("-")}, unit ${unit} of layer ${layer}`;

for (const shape of SHAPES) {
  for (const size of [SIZE, {width: 960, height: 390}, {width: 1120, height: 560}, {width: 640, height: 305}]) {
    test(`no text of ${named(shape)} touches another text or a unit, on ${size.width} x ${size.height}`, () => {
      const {places, marks} = drawn(...shape, size);
      const texts = textsOf(marks);
      const discs = places.columns.filter(({picture}) => !picture).flatMap(({x, r, rows}) => rows.seats.map(({y}) => ({x0: x - r * 0.9, x1: x + r * 0.9, y0: y - r * 0.9, y1: y + r * 0.9})));

      const touching = texts.flatMap((a, at) => texts.slice(at + 1).filter((b) => meet(a.box, b.box)).map((b) => `${a.words} on ${b.words}`));
      const covered = texts.filter(({box}) => discs.some((disc) => meet(box, disc))).map(({words}) => words);
      assert.deepEqual([touching, covered, texts.filter(({size: px}) => px < 14 && px > 0).map(({words}) => words)], [[], [], []]);
    });
  }
}

for (const shape of SHAPES.slice(0, 3).concat([[[2, 1], {layer: 1, unit: 1, input: null}], [[2, 2, 1], {layer: 2, unit: 1, input: 2}], [[2, 4, 1], {layer: 1, unit: 4, input: 1}]])) {
  test(`no text of ${named(shape)} touches another, in the hand or grown`, () => {
    for (const board of [{width: 366, height: 330, u: 1}, {width: 960, height: 393, u: 1}, {width: 1077, height: 420, u: 1.33}]) {
      const by = growthOf(shape[0], board);
      const texts = textsOf(drawn(...shape, grownRoom(board, by)).marks);
      assert.deepEqual(texts.flatMap((a, at) => texts.slice(at + 1).filter((b) => meet(a.box, b.box)).map((b) => `${a.words} on ${b.words}, ${board.width} px`)), []);
      assert.ok(board.width > 600 ? by >= (Math.max(...shape[0]) > 4 ? 1 : 1.2) : by === 1, `${by} on ${board.width} px`);
    }
  });
}

test("what ten outputs say stands clear of their discs, however wide, and the loss within its board", () => {
  for (const [counts, size] of [[[64, 16, 16, 10], SIZE], [[2, 2, 2], {width: 366, height: 330}], [[2, 1], {width: 366, height: 330}]]) {
    const focus = {layer: 1, unit: 1, input: null};
    const places = netPlaces(counts, focus, size);
    const {x, r, count} = places.columns.at(-1);
    const texts = textsOf(endMarks(places, {loss: {total: -1.234e-7}, layers: [{a: [Array(count).fill(7.112e-12)], da: [Array(count).fill(1)]}]}, focus));
    const [cost, ...said] = texts.reverse();
    assert.ok(cost.box.x0 > 0 && cost.box.x1 <= size.width, JSON.stringify(cost));
    assert.ok(count === 1 || said.every(({box}) => box.x0 > x + r + 4), JSON.stringify(said));
  }
});

test("what ten outputs say stands clear of one another, of the matrices' brackets and of their wires, before a room", () => {
  for (const size of [{width: 640, height: 365}, {width: 640, height: 485}, {width: 640, height: 305}, SIZE]) {
    for (const unit of [1, 5, 10]) {
      const {places, marks, wires} = drawn([64, 16, 16, 10], {layer: 3, unit, input: null}, size);
      const last = places.columns.at(-1);
      const numbers = textsOf(endMarks(places, {loss: {total: 1}, layers: [{a: [Array(10).fill(2.126e-7)], da: [Array(10).fill(1)]}]}, {layer: 1, unit: 1, input: null})).filter(({key, box}) => key === "number" && box.x0 < places.loss.x - 60);
      const told = textsOf(marks.filter(({key}) => key === "out"));
      const all10 = [...numbers.filter((_, at) => at !== unit - 1), ...told];
      assert.deepEqual(all10.flatMap((a, at) => all10.slice(at + 1).filter((b) => meet(a.box, b.box)).map((b) => `${a.words} on ${b.words}`)), [], `unit ${unit} on ${size.height}`);
      assert.equal(told.length, last.rows.pitch < 37 ? 1 : 2, "a gradient stands only where no other number would");
      const brackets = all(marks).filter(({key}) => key === "bracket" || key === "picked").flatMap(({attrs}) => [...attrs.d.matchAll(/[MH](-?[\d.]+)/g)].map(([, x]) => Number(x)).filter((x) => x > last.x));
      assert.ok(brackets.every((x) => x >= Math.max(...numbers.map(({box}) => box.x1)) && x <= size.width), JSON.stringify(brackets));
      assert.equal(wires.length, places.columns[2].rows.seats.length);
    }
  }
});

test("all ten outputs are drawn on a low board, and the example's class where not all are", () => {
  const focus = {layer: 3, unit: 1, input: null};
  assert.equal(netPlaces([64, 16, 16, 10], focus, {width: 640, height: 305}).columns.at(-1).rows.seats.length, 10);
  const span = {top: 34, bottom: 214};
  for (let keep = 1; keep <= 40; keep += 1) {
    for (const told of [1, 8, 20, 39, 40]) {
      const {seats, before, after} = rowsOf(40, span, {keep, told});
      const units = seats.map(({unit}) => unit);
      assert.ok(units.includes(keep) && units.includes(told) && new Set(units).size === units.length, `${keep}, ${told}: ${units}`);
      assert.deepEqual(units, [...units].sort((a, b) => a - b));
      assert.equal(units.length + (before?.count ?? 0) + (after?.count ?? 0), 40);
      const rows = [before, ...seats, after].flatMap((row) => (row ? [row.y] : []));
      assert.ok(rows.every((y, at) => at === 0 || y - rows[at - 1] >= LEAST_PITCH - 1e-9), `${keep}, ${told}: ${rows}`);
    }
  }
  assert.ok(rowsOf(40, span, {keep: 2, told: 41}).seats.every(({unit}) => unit <= 40), "a class of other data is none of these");
  assert.deepEqual([classOf([0, 0, 1]), classOf([2]), classOf([])], [3, 3, null]);
});

test("a product's figures are as large as all of them have room for", () => {
  const [desk, hall] = [{hall: false, narrow: false}, {hall: true, narrow: false}];
  assert.deepEqual([productSize([0.1234, 0.2386, -0.5678], desk), productSize([0.1234, 0.2386, 0.5678], hall)], ["", ""]);
  assert.deepEqual([productSize([0.03676, 0.2386, 0.008771], hall), productSize([-0.2215, 0.2477, -0.05485], desk)], ["middling", ""]);
  assert.equal(productSize([-0.02215, 0.2477, -0.05485], desk), "long");
  assert.deepEqual([productSize([-6.269e-4, 0.2386, -1.496e-4], hall), productSize([-6.269e-14, -2.386e-14, -1.496e-14], hall)], ["long", "long longest"]);
  assert.equal(productSize([0, 2.126e-7], hall), "", "two have more room");
});

test("a network with many units, and any in the hand, is not drawn larger", () => {
  assert.equal(growthOf([2, 8, 8, 1], {width: 960, height: 441}), 1);
  assert.equal(growthOf([64, 16, 10], {width: 1900, height: 900}), 1);
  assert.equal(growthOf([2, 2, 1], {width: 366, height: 330}), 1);
  assert.ok(growthOf([2, 1], {width: 5000, height: 3000}) <= 1.5);
});

test("a hand's board has the numbers of a small network, and of a deep one every disc by itself", () => {
  const hand = {width: 366, height: 330};
  assert.equal(netPlaces([2, 2, 1], {layer: 2, unit: 1, input: null}, hand).numbering, "beside");
  const {columns, loss} = netPlaces([2, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 1], {layer: 2, unit: 5, input: null}, hand);
  const rims = [...columns, loss].map(({x, r}) => [x - r, x + r]);
  assert.ok(rims.every(([left], at) => at === 0 || left - rims[at - 1][1] >= 4), JSON.stringify(rims));
});

test("numbers of the focus stand clear of every wire but their own", () => {
  for (const shape of SHAPES) {
    const {places, wires, marks} = drawn(...shape, SIZE);
    const own = textsOf(marks).filter(({key}) => key === "number");
    const foreign = wires.flatMap(({way}) => [...way.curve.points, ...[0.25, 0.5, 0.75].map((t) => [way.from[0] + t * (way.bend[0] - way.from[0]), way.from[1]])]);
    const struck = places.numbering ? own.filter(({box}) => foreign.some(([x, y]) => x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1)) : [];
    assert.deepEqual(struck.map(({words}) => words), [], named(shape));
  }
});

test("units close up before any is left out, and then the ends say how many", () => {
  const few = rowsOf(16, {top: 34, bottom: 431});
  const many = rowsOf(40, {top: 34, bottom: 431}, {keep: 30});

  assert.deepEqual([few.seats.length, few.before, few.after], [16, null, null]);
  assert.ok(many.seats.some(({unit}) => unit === 30));
  assert.equal(many.seats.length + (many.before?.count ?? 0) + (many.after?.count ?? 0), 40);
  assert.ok(many.seats.every(({y}, at) => at === 0 || y - many.seats[at - 1].y >= LEAST_PITCH));
});

test("columns stay where they are when the focus moves, on a board with room", () => {
  const xs = [1, 2, 3].map((layer) => netPlaces([2, 8, 8, 1], {layer, unit: 1, input: null}, SIZE).columns.map(({x}) => x).join());

  assert.equal(new Set(xs).size, 1);
});

test("what marks a wire among close rows leaves the next row's weight alone", () => {
  for (const [counts, marked] of [[[2, 8, 8, 1], 4], [[2, 16, 16, 1], 3]]) {
    const {lanes} = drawn(counts, {layer: 2, unit: 5, input: 3}, SIZE);
    assert.equal(all(lanes).find(({key}) => key === "picked").attrs.d.split("M").length - 1, marked);
  }
});

test("a deep net gives the focus the room its numbers need", () => {
  const places = netPlaces([2, 16, 16, 16, 16, 16, 1], {layer: 4, unit: 9, input: null}, SIZE);

  assert.equal(places.numbering, "staggered");
  const gaps = places.columns.slice(1).map(({x}, at) => x - places.columns[at].x);
  assert.equal(Math.max(...gaps), gaps[3]);
});

test("even eleven layers leave the focus room for its numbers", () => {
  const places = netPlaces([2, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 1], {layer: 2, unit: 5, input: 3}, SIZE);

  assert.equal(places.numbering, "beside");
  assert.ok(places.columns.every(({x, r}, at) => at === 0 || x - r - places.columns[at - 1].x - places.columns[at - 1].r > 20));
});

test("a wire under the pointer is found, and none far from all", () => {
  const {wires} = drawn([2, 8, 8, 1], {layer: 2, unit: 5, input: null}, SIZE);
  const {way} = wires[3];

  assert.equal(nearestWire(wires, [way.from[0] + 30, way.from[1] + 2], 8).unit, 4);
  assert.equal(nearestWire(wires, [5, 5], 8), null);
});

test("a focus that a network lacks becomes one it has", () => {
  assert.deepEqual(focusWithin({layer: 7, unit: 9, input: 40}, [2, 8, 1]), {layer: 2, unit: 1, input: null});
  assert.deepEqual(focusWithin({layer: 0, unit: 2, input: null}, [2, 8, 1]), {layer: 1, unit: 1, input: 2});
  assert.deepEqual(countsOf({W1: [[1, 2]], b1: [0], W2: [[1], [2], [3]]}), [2, 1, 3]);
});

test("trouble is the server's, unit by unit", () => {
  const pass = {layers: [{slope: [[0, 1, 0.001]]}], warnings: [{code: "dead", node: "a1", message: "Layer 1, unit 1: relu passes no gradient back, at no example."}]};

  assert.deepEqual([...troubleOf(pass, null)], [["1:1", "dead"]]);
  assert.equal(troubleOf(pass, {optimizer: {kind: "perceptron"}}).size, 0, "an older rule needs no slope");
});
