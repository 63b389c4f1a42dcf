import assert from "node:assert/strict";
import {test} from "node:test";

import {DESCENT, axesOf, descendRequest, hindrance, leaves, moving, rateBeside, readRate, strays, threeAround, verdicts} from "../../static/js/state/descent.js";
import {atStep, slopeTex, updateLines} from "../../static/js/state/update.js";

const node = (id, kind) => ({id, kind, shape: [], value: 1, gradient: 1});
const trace = (...nodes) => ({output: "f", value: 1, nodes});
const run = (rate, values, stopped = "steps") => ({rate, stopped, path: values.map((value, step) => entry(step, {w: value}, value))});
const entry = (step, leaves, value, gradients = leaves, state = {}) => ({step, leaves, value, gradients, learning_rate: 0.1, state});

test("a graph that ends in no number, or has nothing to move, cannot go downhill", () => {
  assert.equal(hindrance(null), "no-graph");
  assert.equal(hindrance({...trace(node("x", "input")), value: [1, 2]}), "no-scalar");
  assert.equal(hindrance({...trace(node("x", "input")), value: null}), "no-scalar");
  assert.equal(hindrance(trace(node("c", "constant"), node("f", "op"))), "no-leaf");
  assert.equal(hindrance(trace(node("x", "input"))), null);
});

test("parameters move, or the inputs where there are none; a choice of leaves that are not there is none", () => {
  const both = trace(node("x", "input"), node("w", "parameter"), node("c", "constant"));
  assert.deepEqual(moving(both, null), ["w"]);
  assert.deepEqual(moving(trace(node("x", "input"), node("y", "input")), null), ["x", "y"]);
  assert.deepEqual(moving(both, ["x", "c", "gone"]), ["x"]);
  assert.deepEqual(moving(both, ["gone"]), ["w"]);
});

test("a request names the output, the rule with its settings, and who moves", () => {
  const asked = descendRequest({nodes: []}, trace(node("w", "parameter")), {...DESCENT, rule: "momentum", updates: 5}, 0.3);
  assert.deepEqual(asked, {graph: {nodes: []}, output: "f", optimizer: {kind: "momentum", learning_rate: 0.3, momentum: 0.9}, steps: 5, trainable: ["w"]});
});

test("a picture is drawn over the two steepest numbers, never over a tensor", () => {
  const start = entry(0, {a: 1, W: [1, 2], b: 1, c: 1}, 5, {a: 0.1, W: [9, 9], b: -3, c: 2});
  assert.deepEqual(axesOf(start, null), ["b", "c"]);
  assert.deepEqual(axesOf(start, ["a"]), ["a"]);
  assert.deepEqual(axesOf(start, ["W"]), ["b", "c"]);
  assert.deepEqual(axesOf(entry(0, {W: [1]}, 1), null), []);
});

test("of several rates the lowest end is right, a smaller rate too low, one that climbs too high", () => {
  assert.deepEqual(verdicts([run(0.03, [5, 4.5, 4]), run(0.3, [5, 2, 1]), run(3, [5, 50, 500])]), ["low", "right", "high"]);
  assert.deepEqual(verdicts([run(0.3, [5, 2, 1]), run(0.4, [5, 2, 1.01])]), ["right", "right"]);
  assert.deepEqual(verdicts([run(0.3, [5, 2, 1]), run(0.9, [5, 4, 3])]), ["right", "high"]);
  assert.deepEqual(verdicts([run(1, [5, "NaN"], "diverged")]), ["high"]);
  assert.deepEqual(verdicts([{rate: 1, stopped: "steps", path: [entry(0, {w: 1}, 5, {w: 0}), entry(1, {w: 1}, 5, {w: 0})]}]), ["flat"]);
});

test("a path that falls faster each time is no right rate, only falling", () => {
  const down = [-1, -2, -4, -8, -16];
  assert.deepEqual(verdicts([run(0.1, down), run(0.01, [-1, -1.1, -1.2])]), ["falling", "low"]);
  assert.equal(leaves(run(0.1, down)), true);
  assert.equal(leaves(run(0.1, [5, 2, 1])), false);
});

test("a path that only swings to and fro strays too", () => {
  assert.equal(strays(run(1, [3, 3, 3])), true);
  assert.equal(strays(run(1, [3, 9, 2])), false);
});

test("rates go in ten steps to a power of ten, and come back", () => {
  assert.deepEqual([0.1, 0.26, 0.8].map((rate) => rateBeside(rate, 1)), [0.13, 0.32, 1]);
  assert.deepEqual([0.1, 0.26, 1].map((rate) => rateBeside(rate, -1)), [0.079, 0.25, 0.79]);
  assert.equal(rateBeside(rateBeside(0.1, 10), -10), 0.1);
  assert.equal(rateBeside(0.32, -3), 0.16);
  assert.ok(rateBeside(1e-8, -1) > 0);
  assert.deepEqual(threeAround(0.3), [0.03, 0.3, 3]);
});

test("a rate is a number above zero, with a point or a comma", () => {
  assert.deepEqual(["0.1", " 2 ", "0,5", "1e-3"].map(readRate), [0.1, 2, 0.5, 0.001]);
  assert.deepEqual(["", "0", "-1", "x", "1e999"].map(readRate), [null, null, null, null, null]);
});

test("a name with a subscript carries the step above it", () => {
  assert.equal(atStep("w", 3), "w_{3}");
  assert.equal(atStep("w_{0}", 3), "{w_{0}}^{(3)}");
  assert.equal(slopeTex("J", "w", 3), "\\left.\\frac{dJ}{dw}\\right|_{w_{3}}");
  assert.equal(slopeTex("J", "w_{0}", 3), "\\left.\\frac{dJ}{dw_{0}}\\right|_{(3)}");
});

const NAMES = {id: "w", leaf: "w", output: "J"};
const numbers = (line) => line.pieces.filter((piece) => typeof piece !== "string").map(({value}) => value);
const written = (line) => line.pieces.map((piece) => (typeof piece === "string" ? piece : String(piece.value))).join(" ");

test("an update is written from the path's own numbers, a factor below zero in brackets", () => {
  const [line, ...others] = updateLines("sgd", NAMES, entry(3, {w: -1.48}, 1, {w: -1.843}), entry(4, {w: -1.2957}, 1));
  assert.equal(others.length, 0);
  assert.equal(written(line), "-1.48 − 0.1 × ( -1.843 )");
  assert.deepEqual(line.result, {value: -1.2957, ink: "v"});
  assert.match(line.tex, /w_\{4\}.*=.*w_\{3\}.*\\alpha/);
});

test("a rule that remembers shows what it remembers, before and after", () => {
  const from = (state) => entry(1, {w: 2}, 1, {w: 4}, state);
  const to = (state) => entry(2, {w: 1}, 1, {w: 3}, state);
  const momentum = updateLines("momentum", NAMES, from({velocity: {w: 7}}), to({velocity: {w: 10.3}}));
  assert.deepEqual(momentum.map(written), ["0.9 × 7 + 4", "2 − 0.1 × 10.3"]);
  assert.deepEqual(momentum.map(({result}) => result.value), [10.3, 1]);
  const adam = updateLines("adam", NAMES, from({mean: {w: 5}, square: {w: 6}}), to({mean: {w: 50}, square: {w: 60}}));
  assert.deepEqual(adam.map(numbers), [[5, 4], [6, 4], [2, 0.1, 50, 60]]);
  assert.match(written(adam[2]), /0\.9²\).*0\.999²\)/);
  const rmsprop = updateLines("rmsprop", NAMES, from({square: {w: 6}}), to({square: {w: 60}}));
  assert.deepEqual(rmsprop.map(numbers), [[6, 4], [2, 0.1, 4, 60]]);
});

test("a tensor's update puts whole tensors in", () => {
  const [line] = updateLines("sgd", {id: "W", leaf: "W", output: "J"}, entry(0, {W: [1, 2]}, 1, {W: [-1, 3]}), entry(1, {W: [1.1, 1.7]}, 1));
  assert.deepEqual(numbers(line), [[1, 2], 0.1, [-1, 3]]);
});
