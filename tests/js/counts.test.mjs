import assert from "node:assert/strict";
import {test} from "node:test";

import {groupedStations, placesOnTrack, stations, stepsOf} from "../../static/js/state/counts.js";

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

test("many stations are grouped with their neighbours, the leaves apart, and no stop is lost", () => {
  const many = [{id: null, there: [0], back: [201]}, ...Array.from({length: 100}, (_, at) => ({id: `h${at}`, there: [at + 1], back: [200 - at]}))];
  const groups = groupedStations(many, 8);
  assert.equal(groups.length, 9);
  assert.deepEqual(groups[0], many[0]);
  assert.deepEqual([groups[1].id, groups[1].to, groups[8].to], ["h0", "h12", "h99"]);
  assert.deepEqual(groups.flatMap(({there}) => there), many.flatMap(({there}) => there));
  assert.deepEqual(groups.flatMap(({back}) => back).sort((a, b) => a - b), many.flatMap(({back}) => back).sort((a, b) => a - b));
  assert.ok(groups.every(({back}) => back.every((stop, at) => at === 0 || stop > back[at - 1])));
  assert.equal(groupedStations(many, 100), many);
});

test("the stops of a group run along it, each at a place of its own", () => {
  const many = Array.from({length: 40}, (_, at) => ({id: `h${at}`, there: [at], back: [80 - at]}));
  const places = placesOnTrack(groupedStations(many, 4), (at) => 100 * at, 80);
  const along = Array.from({length: 40}, (_, stop) => places.get(stop).x);
  assert.ok(along.every((x, at) => at === 0 || x > along[at - 1]));
});
