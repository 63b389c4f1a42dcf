import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {lineChart, logBars, layerRuns} from "../../static/js/draw/bench/charts.js";
import {fittedPlot, outputBars} from "../../static/js/draw/bench/fitted.js";
import {cutPlot, slicePlot} from "../../static/js/draw/bench/path.js";
import {confusionSquares, mistakes, unitRow, weightRows} from "../../static/js/draw/bench/pictures.js";
import {borderLine, classNames, classPixels, heightsOf, leads, planeOn, pointMarks, radiusOf, squares} from "../../static/js/draw/bench/surface.js";
import {accuracyHeights, entryOf, epochsShown, focusWeight, indexAt, logRungs, lossHeights, rangesOf, thinned} from "../../static/js/state/bench/charting.js";
import {beyond, classOf, nearest, outputSpan, partOf, surfaceKind, tellingOf} from "../../static/js/state/bench/classes.js";
import {blank, stroked, turned} from "../../static/js/state/bench/digit.js";
import {dealt} from "../../static/js/api/bench/rows.js";
import {exampleOf, movedPoint, ownIndex, taken, targetFor, withPoint, withRows, withoutPoint} from "../../static/js/state/bench/own-points.js";
import {curveColumns, fitting, movable, sliceColumns, weightsOf} from "../../static/js/state/bench/slices.js";
import {evenly} from "../../static/js/state/frames.js";

const moons = JSON.parse(readFileSync(new URL("../fixtures/bench/moons.json", import.meta.url), "utf8"));
const all = (marks) => marks.flatMap((mark) => [mark, ...all(mark.children ?? [])]);
const named = (marks, cls) => all(marks).filter(({attrs}) => String(attrs.class ?? "").split(" ").includes(cls));
const words = (marks) => all(marks).filter(({tag}) => tag === "text").map(({runs}) => runs.map(({text}) => text).join(""));
const numbersOf = (d) => d.match(/-?[\d.]+/g).map(Number);
const net = (inputs, outputs, loss, activation = "sigmoid") => ({inputs, layers: [{units: 4, activation: "tanh"}, {units: outputs, activation}], loss});
const rows = (y, task = "two-classes", inputs = 2) => (
  {name: "", task, inputs, classes: [], x: y.map(() => Array(inputs).fill(0)), y, rows: {train: y.length, validation: 0, test: 0}});

test("classes are told apart as the server counts them", () => {
  assert.equal(tellingOf(moons.request.spec, moons.rows), "half");
  assert.equal(tellingOf(net(2, 3, "cce"), rows([[2], [0]])), "largest");
  assert.equal(tellingOf(net(2, 1, "hinge", "linear"), rows([[-1], [1]])), "sign");
  assert.equal(tellingOf(net(2, 1, "bce_with_logits", "linear"), rows([[0], [1]])), "sign");
  assert.equal(tellingOf(net(2, 1, "mse"), rows([[0], [1]])), "half");
  assert.equal(tellingOf(net(2, 2, "mse"), rows([[0, 1], [1, 0]], "classes")), "largest");
  assert.equal(tellingOf(net(1, 1, "mse", "linear"), rows([[0.3], [1.2]], "regression", 1)), null);
  assert.deepEqual([0, 1].map((index) => classOf(rows([[-1], [1]]), index, "sign")), [0, 1]);
  assert.equal(classOf(rows([[0, 0, 1]]), 0, "largest"), 2);
  assert.equal(classOf(rows([[3]]), 0, "largest"), 3);
  assert.deepEqual([0, 5, 6, 8].map((index) => partOf({train: 6, validation: 2, test: 1}, index)), ["train", "train", "validation", "test"]);
});

test("the picture follows the number of inputs and outputs", () => {
  assert.equal(surfaceKind(net(2, 1, "bce"), rows([[0]])), "bands");
  assert.equal(surfaceKind(net(2, 4, "cce", "softmax"), rows([[0]])), "classes");
  assert.equal(surfaceKind(net(2, 2, "mse", "linear"), rows([[0.5, 0.2]], "regression")), "bands");
  assert.equal(surfaceKind(net(1, 1, "mse"), rows([[0]], "regression", 1)), "curve");
  assert.equal(surfaceKind(net(64, 10, "cce"), rows([[0]], "classes", 64)), "bars");
});

test("bands change at what tells the classes apart", () => {
  assert.deepEqual(outputSpan(net(2, 1, "bce"), rows([[0], [1]]), {low: 0.2, high: 0.9}), {low: 0, high: 1, middle: 0.5});
  assert.deepEqual(outputSpan(net(2, 1, "hinge", "linear"), rows([[-1], [1]]), {low: -3, high: 2}), {low: -3, high: 3, middle: 0});
  assert.deepEqual(outputSpan(net(2, 1, "mse", "linear"), rows([[0], [1]]), {low: -0.2, high: 0.9}), {low: -0.2, high: 1, middle: 0.5});
});

test("a click chooses the nearest example within reach, an arrow the nearest that way", () => {
  const places = [[0, 0], [10, 2], [30, 0], [0, -20], [-8, -9]];
  assert.equal(nearest(places, [11, 0], 14), 1);
  assert.equal(nearest(places, [200, 0], 14), null);
  assert.equal(beyond(places, 0, [1, 0]), 1);
  assert.equal(beyond(places, 1, [1, 0]), 2);
  assert.equal(beyond(places, 0, [0, -1]), 3);
  assert.equal(beyond(places, 2, [1, 0]), 2);
});

test("every example is drawn once, those for validation apart", () => {
  const {X, Y, x, y} = planeOn(moons.plane, [284, 186]);
  const spots = moons.rows.x.map(([u, v], index) => ({place: [X(u), Y(v)], kind: classOf(moons.rows, index, "half"), part: partOf(moons.rows.rows, index)}));
  const marks = [pointMarks(spots)];
  const count = (cls) => named(marks, cls).reduce((sum, {attrs}) => sum + attrs.d.match(/M/g).length, 0);
  assert.equal(count("train"), moons.rows.rows.train);
  assert.equal(count("held"), moons.rows.rows.validation);
  assert.equal(count("k1"), moons.rows.y.filter(([value]) => value === 1).length);
  assert.ok(Math.abs(x(X(0.7)) - 0.7) < 1e-12 && Math.abs(y(Y(-0.2)) + 0.2) < 1e-12);
  assert.ok(Y(1) < Y(0), "up is up");
});

test("many examples are smaller, but never without their shape", () => {
  assert.deepEqual([4, 250].map(radiusOf), [2.9, 2.9]);
  assert.ok(radiusOf(400) < 2.9 && radiusOf(400) > radiusOf(500));
  assert.equal(radiusOf(1e5), 1.9);
});

test("the border runs where the output is one half", () => {
  const heights = evenly([0, 1], 21).map((v) => evenly([0, 1], 21).map(() => v));
  const flat = numbersOf(borderLine(heights, 0.75, [100, 40]));
  assert.ok(flat.length > 8);
  flat.forEach((value, at) => at % 2 && assert.equal(value, 10));
  assert.equal(borderLine(heights, 2, [100, 40]), "");
  const {size} = moons.plane;
  const {low, high, bytes} = moons.moment.grids.at(-1);
  const grid = heightsOf({low, high, bytes: new Uint8Array(Buffer.from(bytes, "base64"))}, size);
  assert.equal(grid.length, size);
  assert.ok(grid.flat().every((value) => value >= low && value <= high));
});

test("of many classes the largest output wins, and its letter stands clear of the examples", () => {
  const side = evenly([0, 1], 12);
  const heights = [side.map(() => side.map((u) => 1 - u)), side.map(() => side)];
  const ahead = leads(heights);
  assert.ok(Math.abs(ahead[0][3][0] - 1) < 1e-12 && Math.abs(ahead[1][3][0] + 1) < 1e-12);
  const pixels = classPixels(heights, ["#000000", "#FFFFFF"], 20, 10);
  const shades = Array.from({length: 20}, (_, at) => pixels[at * 4]);
  assert.deepEqual(shades, [...Array(10).fill(0), ...Array(10).fill(255)]);
  const letters = classNames(ahead, [200, 100], [{place: [50, 50], kind: 0, part: "train"}]);
  const [zero, one] = letters.children.map(({attrs}) => attrs);
  assert.ok(zero.x < 100 && one.x > 100);
  assert.ok(Math.hypot(zero.x - 50, zero.y - 55) > 9);
});

test("a loss has rungs at round numbers, and zero or less does not break it", () => {
  assert.deepEqual(lossHeights([0.95, 0.2, 0.06], 4).rungs, [0.1, 0.2, 0.5, 1]);
  assert.deepEqual(lossHeights([0.6, 0.2], 4).rungs, [0.2, 0.3, 0.5]);
  assert.deepEqual(logRungs([1e-6, 1], 4), [1e-6, 1e-4, 1e-2, 1]);
  assert.equal(lossHeights([0.5, 0], 4).log, true);
  assert.equal(lossHeights([-0.5, 0.2], 4).log, false);
  assert.ok(lossHeights([0.500, 0.501], 4).rungs.length > 1);
  assert.ok(lossHeights([NaN, Infinity], 4).rungs.length > 1);
  assert.deepEqual(accuracyHeights([0.8, 0.99]).span, [0.75, 1]);
  assert.deepEqual(accuracyHeights([0.1]).span, [0, 1]);
});

test("a long run's axis grows in round steps, a short one's is whole from the beginning", () => {
  assert.equal(epochsShown(150, 3), 150);
  assert.equal(epochsShown(150, 400), 400);
  assert.equal(epochsShown(1e6, 3), 500);
  assert.equal(epochsShown(1e6, 700), 1000);
  assert.equal(epochsShown(600, 550), 600);
});

test("a line of thousands of points is no dearer than one of hundreds, and keeps its peaks", () => {
  const points = Array.from({length: 20_000}, (_, at) => [at / 100, at === 7777 ? 99 : at % 7]);
  const kept = thinned(points);
  assert.ok(kept.length <= 4 * 201);
  assert.ok(kept.some(([, y]) => y === 99));
  assert.deepEqual([kept[0], kept.at(-1)], [points[0], points.at(-1)]);
  const few = points.slice(0, 50);
  assert.equal(thinned(few), few);
});

test("up to now a line is ink, beyond it dotted, and the upright stands at now", () => {
  const {epoch, train_loss: values} = moons.history;
  const marks = lineChart([290, 129], {end: 150, heights: lossHeights(values, 5), lines: [{epochs: epoch, values, cls: "train"}], now: 20});
  const [ink, beyondNow] = [named(marks, "train"), named(marks, "ahead")].map(([mark]) => numbersOf(mark.attrs.d).filter((_, at) => at % 2 === 0));
  const [upright] = numbersOf(named(marks, "now-line")[0].attrs.d);
  assert.ok(Math.abs(ink.at(-1) - upright) < 0.02 && Math.abs(beyondNow[0] - upright) < 0.02);
  assert.equal(ink.length + beyondNow.length, epoch.length + 1);
  assert.ok(words(marks).includes("150"));
  const rungs = lineChart([290, 129], {end: 150, heights: lossHeights([1, 0, 0.1], 5), lines: [{epochs: [0, 1, 2], values: [1, 0, 0.1], cls: "train"}], now: 2});
  assert.ok(!named(rungs, "train")[0].attrs.d.includes("NaN"));
});

test("a run that is kept is drawn whole, thin, and ends in a ring with its tag", () => {
  const {epoch: epochs, train_loss: values} = moons.history;
  const kept = {epochs: epochs.slice(0, 31), values: values.slice(0, 31), cls: "train kept"};
  const marks = lineChart([290, 129], {end: 60, heights: lossHeights(values, 5), lines: [{epochs, values, cls: "train"}], pinned: [kept], tag: [{text: "kept 0.3", face: "word"}], now: 10});
  const [ring] = named(marks, "kept-end");
  const line = numbersOf(named(marks, "kept")[0].attrs.d);
  assert.deepEqual(line.slice(-2), [ring.attrs.cx, ring.attrs.cy]);
  assert.equal(line.length, 2 * 31);
  const within = (width) => {
    const tag = all(lineChart([width, 129], {end: 31, heights: lossHeights(values, 5), lines: [], pinned: [kept], tag: [{text: "kept 0.3", face: "word"}], now: 10})).find(({key}) => key === "tag");
    return tag.attrs.x >= 0 && tag.attrs.x + 60 < width;
  };
  assert.ok(words(marks).includes("kept 0.3") && within(290) && within(120), "its tag stays in the chart");
});

test("bars by layer keep their places on a log axis; of many layers some are named", () => {
  const bars = (count) => Array.from({length: count}, (_, at) => ({name: layerRuns(at + 1), value: 10 ** -at, range: [10 ** -at / 2, 10 ** -at * 2]}));
  const boxes = named(logBars([220, 129], bars(3)), "gradient-bar").filter(({tag}) => tag === "rect").map(({attrs}) => attrs.width);
  assert.equal(boxes.length, 3);
  assert.ok(Math.abs((boxes[0] - boxes[1]) - (boxes[1] - boxes[2])) < 0.05);
  const ten = words(logBars([220, 129], bars(10)));
  assert.ok(ten.includes("W10") && !ten.includes("W9"), ten.join());
  assert.equal(named(logBars([220, 129], bars(10)), "gradient-bar").filter(({tag}) => tag === "rect").length, 10);
  assert.equal(named(logBars([220, 129], [{name: layerRuns(1), value: 0, range: null}]), "gradient-bar").length, 0, "no gradient, no bar");
});

test("numbers of a run: an epoch's entry, a layer's range, a weight in focus", () => {
  assert.equal(indexAt([0, 2, 4, 6], 5), 2);
  assert.equal(indexAt([0, 2, 4, 6], 99), 3);
  const moments = [{layers: [{gradient: 3}, {gradient: "NaN"}]}, {layers: null}, {layers: [{gradient: 1}, {gradient: "NaN"}]}];
  assert.deepEqual(rangesOf(moments, 2, ({gradient}) => gradient), [[1, 3], null]);
  const {parameters} = moons.moment;
  assert.equal(entryOf(parameters.W2, [4, 2]), parameters.W2[4][2]);
  assert.equal(entryOf(parameters.b2, [4, null]), parameters.b2[4]);
  assert.equal(entryOf(parameters.W9, [0, 0]), null);
  assert.deepEqual(focusWeight({layer: 2, unit: 5, input: 3}).cell, [4, 2]);
  assert.deepEqual(focusWeight({layer: 2, unit: 5, input: 0}).name, "b2");
  assert.equal(focusWeight({layer: 1, unit: 12, input: 3}).tex.map(({text}) => text).join(""), "w112,3");
});

test("a fitted curve passes where its values are, and leaves the frame where they do", () => {
  const {marks, scale} = fittedPlot([284, 186], {x: [0, 1], y: [-1, 1], lines: [[0, 0.5, 3]], name: []});
  const flat = numbersOf(named(marks, "fitted")[0].attrs.d);
  assert.ok(Math.abs(flat[0] - scale.X(0)) < 0.02 && Math.abs(flat[1] - scale.Y(0)) < 0.02);
  assert.equal(flat.at(-1), scale.box.y0);
});

test("the outputs of one example are bars with their numbers, the wanted one boxed", () => {
  const marks = outputBars([280, 90], {rows: [{name: "a", value: 0.25, wanted: false}, {name: "b", value: 0.75, wanted: true}], low: 0, high: 1});
  const [a, b] = named(marks, "output-bar").map(({attrs}) => attrs.width);
  assert.ok(Math.abs(b / a - 3) < 0.01);
  assert.equal(named(marks, "wanted").length, 1);
  assert.ok(words(marks).includes("0.7500"));
});

test("a digit's squares have the area of their values", () => {
  const [, cells] = squares([0, 1, 0.25, 0], 2, {x0: 0, y0: 0, x1: 20, y1: 20});
  const sides = [...cells.attrs.d.matchAll(/h([\d.]+)v/g)].map(([, side]) => Number(side));
  assert.deepEqual(sides, [9, 4.5]);
});

test("a weight is let move without a change to what the network says", () => {
  const graph = {nodes: [{id: "x", kind: "input", value: [[1, 2]]}, {id: "W1", kind: "parameter", value: [[9, 9], [9, 9]]}, {id: "b1", kind: "parameter", value: [9, 9]}, {id: "p", kind: "op", op: "matmul", inputs: ["x", "W1"]}], outputs: ["p"]};
  const parameters = {W1: [[1, 2], [3, 4]], b1: [5, 6]};
  const {nodes, outputs} = movable(graph, parameters, [{name: "W1", cell: [0, 1]}, {name: "W1", cell: [1, 0]}, {name: "b1", cell: [1, null]}]);
  const byId = Object.fromEntries(nodes.map((node) => [node.id, node]));
  assert.deepEqual(outputs, ["p"]);
  assert.deepEqual(nodes.filter(({kind}) => kind === "input").map(({id}) => id), ["moving_0", "moving_1", "moving_2"]);
  assert.ok(nodes.every(({kind}) => kind !== "parameter"));
  const put = {moving_0: 2, moving_1: 3, moving_2: 6};
  const each = (a, b, how) => (Array.isArray(a) ? a.map((one, at) => each(one, Array.isArray(b) ? b[at] : b, how)) : how(a, b));
  const value = (id) => {
    const node = byId[id];
    if (id in put) return put[id];
    if (node.kind !== "op") return node.value;
    const [a, b] = node.inputs.map(value);
    return node.op === "add" ? each(a, b, (u, v) => u + v) : each(b, a, (u, v) => u * v);
  };
  assert.deepEqual(value("W1"), parameters.W1);
  assert.deepEqual(value("b1"), parameters.b1);
});

test("a slice fits into one batch, whatever the network", () => {
  for (const spec of [net(2, 1, "bce"), net(64, 10, "cce"), {...net(4, 3, "cce"), layers: Array.from({length: 10}, () => ({units: 16, activation: "tanh"}))}]) {
    const {rows: kept, side} = fitting(spec, 1500);
    assert.ok(kept >= 8 && side >= 13 && side % 2 === 1);
  }
  assert.deepEqual(fitting(moons.request.spec, 96), {rows: 96, side: 25});
  const {across, columns} = curveColumns([-1, 1], 0.123);
  assert.ok(across.includes(0.123) && columns.moving_0 === across);
  const slice = sliceColumns([0, 1], [5, 6], 13).columns;
  assert.deepEqual([slice.moving_0[0], slice.moving_1[0], slice.moving_0[12], slice.moving_1.at(-1)], [0, 5, 1, 6]);
});

test("every weight of a network can be chosen, biases too", () => {
  const all = weightsOf(moons.request.spec);
  assert.equal(all.length, 8 * 3 + 8 * 9 + 9);
  assert.ok(all.every(({layer, unit, input}) => {
    const {name, cell} = focusWeight({layer, unit, input});
    return entryOf(moons.moment.parameters[name], cell) !== null;
  }));
  assert.deepEqual(weightsOf({inputs: 1, layers: [{units: 1, activation: "linear", bias: false}], loss: "mse"}), [{layer: 1, unit: 1, input: 1}]);
});

test("histograms share one axis, and each is as high as its fullest bin", () => {
  const layer = (low, high, counts) => ({gradient: 1, weight: 1, dead: 0, saturated: 0, weights: {low, high, counts}});
  const [a, b] = named(weightRows([220, 129], [layer(-1, 1, [1, 3, 1]), layer(0, 2, [5, 0, 10])]), "histogram").map(({attrs}) => attrs.d);
  const tops = (d) => [...d.matchAll(/V([\d.]+)H/g)].map(([, y]) => Number(y));
  const foot = (d) => numbersOf(d)[1];
  assert.ok(Math.abs((foot(a) - Math.min(...tops(a))) - (foot(b) - Math.min(...tops(b)))) < 0.02);
  assert.ok(numbersOf(b)[0] > numbersOf(a)[0], "zero lies right of minus one");
});

test("dead units are crossed out, saturated ones half full, and there is a disc for each", () => {
  const marks = unitRow(8, 2, 3);
  assert.equal(marks.length, 8);
  assert.deepEqual([named(marks, "unit-dead").length, named(marks, "unit-half").length, named(marks, "unit-open").length], [2, 3, 6]);
  const [whole, half] = unitRow(40, 0, 10).map(({attrs}) => attrs.width);
  assert.equal(half / whole, 0.25);
});

test("of a confusion the area is the count, and mistakes come most often first", () => {
  const table = [[4, 1, 0], [0, 16, 0], [2, 0, 9]];
  assert.deepEqual(mistakes(table), [[2, 0, 2], [0, 1, 1]]);
  const squaresOf = (cls) => named(confusionSquares(table, 90), cls).map(({attrs}) => attrs.width);
  assert.deepEqual(squaresOf("told-right").map((side) => side / squaresOf("told-right")[1]), [0.5, 1, 0.75]);
  assert.equal(squaresOf("told-wrong").length, 2);
});

test("a way on the loss begins hollow and ends in a bead on the curve; what leaves the frame is cut", () => {
  const frame = {x: [0, 1], y: [0, 1], way: [[0.1, 5], [0.2, 0.8], [0.5, 0.3]], here: [0.5, 0.3], name: []};
  const marks = cutPlot([200, 110], {...frame, curve: [[0, 0.9], [0.5, 0.3], [1, 0.9]]});
  assert.equal(named(marks, "way-start").length, 0, "it began above the frame");
  const [bead] = named(marks, "way-bead");
  const [, , cx, cy] = numbersOf(named(marks, "loss-curve")[0].attrs.d);
  assert.ok(Math.abs(bead.attrs.cx - cx) < 0.02 && Math.abs(bead.attrs.cy - cy) < 0.02);
  const side = evenly([0, 1], 13);
  const slice = slicePlot([200, 110], {...frame, way: [[0.1, 0.1], [0.5, 0.3]], grid: side.map((y) => side.map((x) => (x - 0.5) ** 2 + y)), levels: [0.1, 0.5], names: [[], []]});
  assert.equal(named(slice, "way-start").length, 1);
  assert.ok(named(slice, "loss-level").every(({attrs}) => attrs.d.length > 20));
});

test("drawn examples are the reader's own rows, all trained on, from the beginning of a run", () => {
  const {spec} = moons.request;
  const own = taken(moons.rows, spec);
  assert.deepEqual([own.name, own.rows.train, own.y[0]], ["", 144, moons.rows.y[0]]);
  assert.equal(taken(own, spec), own);
  const added = withPoint(own, [0.123456, -1], targetFor(1, own, spec, "half"));
  assert.deepEqual([added.x.at(-1), added.y.at(-1), added.rows.train], [[0.1235, -1], [1], 145]);
  const moved = movedPoint(added, 144, [2, 2]);
  assert.deepEqual([moved.x[144], moved.y[144], moved.x[0]], [[2, 2], [1], own.x[0]]);
  assert.deepEqual(movedPoint(added, 0, [2], [5]).y[0], [5]);
  const fewer = withoutPoint(moved, 3);
  assert.equal(fewer.x.length, 144);
  assert.deepEqual(fewer.x[3], own.x[4]);
  const last = {...own, x: [[1, 1]], y: [[0]]};
  assert.equal(withoutPoint(last, 0), last);
  const request = withRows({...moons.request, parameters: moons.moment.parameters}, fewer);
  assert.deepEqual(Object.keys(request.data), ["x", "y"]);
  assert.equal("parameters" in request, false);
  assert.equal(tellingOf({...spec, loss: "mse"}, own), "half", "zeros and ones are classes, whoever wrote them");
});

test("rows of one's own that are dealt out keep their own places, whatever is drawn", () => {
  const data = {x: [[10], [20], [30], [40]], y: [[1], [2], [3], [4]], seed: 5, split: {train: 0.5, validation: 0.5}};
  const request = {...moons.request, data};
  const own = {name: "", task: "regression", inputs: 1, classes: [], x: data.x, y: data.y, rows: {train: 4, validation: 0, test: 0}};
  const shown = dealt(own, {x: [[0.5], [-1], [1], [-0.5]], rows: {train: 2, validation: 2, test: 0}});
  assert.deepEqual([shown.x, shown.y, shown.order], [[[30], [10], [40], [20]], [[3], [1], [4], [2]], [2, 0, 3, 1]]);
  assert.equal(shown.rows.validation, 2);
  assert.deepEqual(withRows(request, shown).data, data);
  assert.deepEqual(withRows(request, movedPoint(shown, 1, [11])).data.x, [[11], [20], [30], [40]]);
  assert.deepEqual(withRows(request, withPoint(shown, [50], [5])).data.x, [[10], [20], [30], [40], [50]]);
  const fewer = withoutPoint(shown, 0);
  assert.deepEqual([withRows(request, fewer).data.x, fewer.order], [[[10], [20], [40]], [0, 2, 1]]);
  assert.deepEqual([ownIndex(shown, 2), exampleOf(shown, 3), exampleOf(own, 3)], [3, 2, 3]);
});

test("a new example's target is written as the others of its class are", () => {
  const hinge = net(2, 1, "hinge", "linear");
  assert.deepEqual(targetFor(0, rows([[-1], [1]]), hinge, "sign"), [-1]);
  assert.deepEqual(targetFor(0, taken({...rows([[1], [1]]), name: "moons", classes: ["a", "b"]}, hinge), hinge, "sign"), [-1], "none of its class is there to be like");
  assert.deepEqual(targetFor(2, rows([[0], [1]]), net(2, 3, "cce"), "largest"), [2]);
  assert.deepEqual(targetFor(2, rows([[1, 0, 0]]), net(2, 3, "mse"), "largest"), [0, 0, 1]);
});

test("a stroke fills its square and softens those beside it; a key turns one square on", () => {
  const once = stroked(blank(), 3.5, 2.5);
  assert.equal(once[2 * 8 + 3], 1);
  assert.equal(once.filter((value) => value > 0).length, 1);
  const between = stroked(blank(), 3.9, 2.5);
  assert.ok(between[2 * 8 + 4] > 0 && between[2 * 8 + 4] < 1 && between[2 * 8 + 2] === 0);
  assert.equal(stroked(once, 3.5, 2.5), once);
  assert.equal(stroked(once, -0.2, 3), once);
  assert.deepEqual([turned(blank(), 5)[5], turned(turned(blank(), 5), 5)[5], turned(once, 19)[19]], [0.5, 1, 0]);
});
