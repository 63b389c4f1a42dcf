import assert from "node:assert/strict";
import {test} from "node:test";

import {placesOnTrack, stations, stepsOf} from "../../static/js/state/counts.js";

const DISPLAY = {
  owner: {x: "x", y: "y", q: "q", f: "f", c: "f"},
  byId: {x: {form: "leaf"}, y: {form: "leaf"}, q: {form: "disc"}, f: {form: "disc"}},
};
const stop = (phase, node, index) => ({phase, node, index});
const STOPS = [
  stop("forward", "x", 0), stop("forward", "y", 1), stop("forward", "q", 2), stop("forward", "f", 3), stop("seed", "f", 4),
  stop("edge", "f", 5), stop("edge", "q", 6), stop("edge", "q", 7), stop("accumulate", "x", 8),
];

test("a stop is counted within its own pass", () => {
  assert.deepEqual(stepsOf(STOPS, STOPS[7]), {place: 3, count: 3});
  assert.deepEqual(stepsOf(STOPS, STOPS[0]), {place: 1, count: 4});
});

test("the leaves share one station, every op has its own, the seed has none", () => {
  assert.deepEqual(stations(STOPS, DISPLAY), [
    {id: null, there: [0, 1], back: [8]}, {id: "q", there: [2], back: [6, 7]}, {id: "f", there: [3], back: [5]},
  ]);
});

test("along the upper lane stops run right, along the lower left", () => {
  const places = placesOnTrack(stations(STOPS, DISPLAY), (at) => 100 * at, 20);
  assert.ok(places.get(0).x < places.get(1).x && places.get(1).x < places.get(2).x);
  assert.ok(places.get(5).x > places.get(6).x && places.get(6).x > places.get(7).x);
  assert.equal(places.get(6).lane, "back");
});
