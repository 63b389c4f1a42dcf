import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {PICTURES, PLACES, runOn, sheetOf, targetOf} from "../../static/js/state/bench/lesson.js";
import {pieces} from "../../static/js/state/lesson.js";

const folder = new URL("../../app/lessons/data/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
const benches = read("topics").flatMap(({lessons}) => lessons).map(read).filter(({bench}) => bench);

const request = {
  spec: {inputs: 2, layers: [{units: 4, activation: "tanh"}, {units: 1, activation: {kind: "prelu"}}], loss: "bce"},
  data: {dataset: "xor"}, optimizer: {kind: "sgd", learning_rate: 0.5}, epochs: 10,
};
const bench = {runs: [{name: "slow", request}, {name: "fast", request: {...request, epochs: 20}}]};

test("the run on the bench is known by its request; what the reader has changed is still that run", () => {
  assert.equal(runOn(bench, {...request, epochs: 20}, "slow"), "fast");
  assert.equal(runOn(bench, {...request, epochs: 30}, "slow"), "slow");
  assert.equal(runOn(bench, null, "fast"), "fast");
});

test("a mark leads to one thing", () => {
  assert.deepEqual(targetOf({words: "x", epoch: 0}), {words: "x", epoch: 0, kind: "epoch"});
  assert.equal(targetOf({words: "x", focus: {layer: 1, unit: 1, input: null}}).kind, "focus");
});

test("what is set beforehand is told from the request", () => {
  const sheet = Object.fromEntries(sheetOf(request));
  assert.deepEqual(sheet, {
    layers: "2", "units in each": "4, 1", activations: "tanh, PReLU", loss: "cross-entropy", "weights begin": "as given", optimizer: "Gradient descent",
    "learning rate": "0.5", schedule: "constant", "batch size": "all examples", epochs: "10", seed: "0",
  });
  assert.equal(Object.fromEntries(sheetOf({...request, batch_size: 5, schedule: {kind: "inverse"}}))["batch size"], "5");
});

test("every chart that a lesson speaks of has a place on the page", () => {
  const charts = benches.flatMap(({bench: {look, opens = {}}}) => [opens.chart, ...look.flatMap(({marks}) => marks.map(({chart}) => chart))]).filter(Boolean);
  assert.ok(charts.length > 20);
  for (const chart of charts) assert.ok(PLACES[chart], chart);
  for (const [chart, picture] of Object.entries(PICTURES)) assert.ok(PLACES[chart] && picture);
});

test("a sentence falls into words that lead somewhere and words that do not", () => {
  for (const {slug, bench: {look}} of benches) {
    for (const one of look) {
      const parts = pieces(one);
      assert.equal(parts.map(({text}) => text).join(""), one.text, slug);
      assert.equal(parts.filter(({mark}) => mark).length, one.marks.length, one.text);
    }
  }
});
