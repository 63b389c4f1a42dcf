import assert from "node:assert/strict";
import {test} from "node:test";

import {Reached, pathThrough, stopNamed, walkStops, weightAt} from "../../static/js/state/bench/walk.js";

const spec = {inputs: 2, layers: [{units: 3, activation: "tanh"}, {units: 1, activation: "sigmoid"}], loss: "bce"};
const at = (size, address) => {
  const stops = walkStops(spec, size);
  return stops[stopNamed(stops, address)];
};
const addresses = (size) => walkStops(spec, size).map(({address}) => address);

test("a walk goes forward by layer, to the loss, back by layer, and ends with the update", () => {
  assert.deepEqual(addresses("layer"), ["inputs", "forward:1", "forward:2", "loss", "backward:2", "backward:1", "update"]);
});

test("by unit there is a stop for each unit, there and back", () => {
  assert.deepEqual(addresses("unit"), [
    "inputs", "forward:1:1", "forward:1:2", "forward:1:3", "forward:2:1", "loss",
    "backward:2:1", "backward:1:1", "backward:1:2", "backward:1:3", "update"]);
});

test("by weight the bias ends a sum, and delta begins a unit's gradients", () => {
  const all = addresses("weight");
  assert.deepEqual(all.slice(0, 4), ["inputs", "forward:1:1:1", "forward:1:1:2", "forward:1:1:0"]);
  assert.deepEqual(all.slice(all.indexOf("loss") + 1, all.indexOf("loss") + 5), ["backward:2:1:0", "backward:2:1:1", "backward:2:1:2", "backward:2:1:3"]);
  assert.equal(all.length, 3 + 2 * (3 * 3 + 4));
});

test("an address is found whatever the size of the step", () => {
  assert.equal(at("layer", "forward:1:2:1").address, "forward:1");
  assert.equal(at("unit", "forward:1:2:1").address, "forward:1:2");
  assert.equal(at("weight", "forward:1").address, "forward:1:3:0");
  assert.equal(at("unit", "backward:1").address, "backward:1:3");
  assert.equal(at("weight", "loss").address, "loss");
});

test("an address of no place in this network is the inputs", () => {
  for (const address of ["", "forward:9", "forward:1:12", "nonsense", "backward"]) {
    assert.equal(at("unit", address).address, address === "backward" ? "backward:1:3" : "inputs", address);
  }
});

test("the way through the network leads along the weight in focus", () => {
  const deep = {inputs: 2, layers: [{units: 3}, {units: 4}, {units: 2}], loss: "mse"};
  assert.deepEqual(pathThrough(deep, {layer: 2, unit: 4, input: 3}), [
    {layer: 1, unit: 3, input: 1}, {layer: 2, unit: 4, input: 3}, {layer: 3, unit: 1, input: 4}]);
  assert.deepEqual(pathThrough(deep, {layer: 2, unit: 4, input: 0})[0], {layer: 1, unit: 1, input: 1}, "a bias comes from no unit");
});

test("a focus outside the network is held within it", () => {
  assert.deepEqual(pathThrough(spec, {layer: 7, unit: 9, input: 9})[1], {layer: 2, unit: 1, input: 3});
  assert.deepEqual(pathThrough(spec, {layer: 1, unit: 2, input: null})[0], {layer: 1, unit: 2, input: 1});
});

test("a stop says which weight is told of, and leaves open what it does not name", () => {
  const focus = {layer: 1, unit: 2, input: 2};
  assert.deepEqual(weightAt(spec, at("layer", "backward:1"), focus), {layer: 1, unit: 2, input: 2});
  assert.deepEqual(weightAt(spec, at("layer", "backward:2"), focus), {layer: 2, unit: 1, input: 2});
  assert.deepEqual(weightAt(spec, at("weight", "backward:1:3:1"), focus), {layer: 1, unit: 3, input: 1});
  assert.deepEqual(weightAt(spec, at("layer", "update"), focus), {layer: 1, unit: 2, input: 2});
});

test("forward, a layer's values are known from its stop on and no sooner", () => {
  const reached = new Reached(at("layer", "forward:1"));
  assert.equal(reached.value(0, 1), true);
  assert.equal(reached.value(1, 3), true);
  assert.equal(reached.value(2, 1), false);
  assert.equal(reached.loss, false);
  assert.equal(reached.delta(2, 1), false);
});

test("at the inputs nothing is known but the inputs", () => {
  const reached = new Reached(at("layer", "inputs"));
  assert.deepEqual([reached.value(0, 2), reached.value(1, 1)], [true, false]);
});

test("by weight a unit's value comes with its bias, its terms one by one", () => {
  const middle = new Reached(at("weight", "forward:1:2:1"));
  assert.equal(middle.value(1, 1), true);
  assert.equal(middle.value(1, 2), false);
  assert.equal(middle.term({layer: 1, unit: 2, input: 1}), true);
  assert.equal(middle.term({layer: 1, unit: 2, input: 2}), false);
  assert.equal(new Reached(at("weight", "forward:1:2:0")).value(1, 2), true);
});

test("backward, delta comes before the gradients of the weights it makes", () => {
  const first = new Reached(at("weight", "backward:1:2:0"));
  assert.equal(first.delta(1, 2), true);
  assert.equal(first.delta(1, 3), false);
  assert.equal(first.delta(2, 1), true);
  assert.equal(first.gradient({layer: 1, unit: 2, input: 0}), true);
  assert.equal(first.gradient({layer: 1, unit: 2, input: 1}), false);
  assert.equal(new Reached(at("weight", "backward:1:2:2")).gradient({layer: 1, unit: 2, input: 1}), true);
  assert.equal(new Reached(at("unit", "backward:1:2")).gradient({layer: 1, unit: 2, input: 2}), true);
});

test("after the update everything is known", () => {
  const reached = new Reached(at("layer", "update"));
  assert.ok(reached.loss && reached.returning && reached.delta(1, 1) && reached.gradient({layer: 1, unit: 1, input: 2}));
});
