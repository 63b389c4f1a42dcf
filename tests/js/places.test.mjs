import assert from "node:assert/strict";
import {test} from "node:test";

import {withPlaces} from "../../static/js/api/apart.js";
import {sameStop} from "../../static/js/api/openings.js";
import {between, moved, neighbour, shiftOf} from "../../static/js/state/places.js";

const CLOSED = {nodes: {x: [100, 100], s: [200, 100]}, edges: {}};
const OPEN = {nodes: {x: [50, 120], e: [150, 120], s: [260, 120]}, edges: {"x>e:0": [[80, 90]]}};

test("an opened node's shift brings the old picture under the new one", () => {
  const by = shiftOf(CLOSED, OPEN, "s");
  assert.deepEqual(by, [60, 20]);
  assert.deepEqual(moved(CLOSED, by).nodes.s, OPEN.nodes.s);
  assert.deepEqual(shiftOf(CLOSED, OPEN, "new"), [0, 0]);
});

test("on the way, what is new comes out of the opened node, which stands still", () => {
  const from = moved(CLOSED, shiftOf(CLOSED, OPEN, "s"));
  assert.deepEqual(between(from, OPEN, "s", 0).nodes.e, OPEN.nodes.s);
  for (const part of [0, 0.3, 1]) assert.deepEqual(between(from, OPEN, "s", part).nodes.s, OPEN.nodes.s);
  assert.equal(between(from, OPEN, "s", 1), OPEN);
});

test("a lesson's places are those made for what is open, else none", () => {
  const graph = {nodes: []};
  const lesson = {slug: "l", title: "L", apart: ["s"], pictures: [{apart: [], layout: CLOSED}, {apart: ["s"], layout: OPEN}]};
  assert.equal(withPlaces(graph, lesson, ["s"]).layout, OPEN);
  assert.equal(withPlaces(graph, lesson, []).layout, CLOSED);
  assert.deepEqual(withPlaces(graph, lesson, ["t"]).layout, {});
  assert.deepEqual(withPlaces(graph, null, []).layout, {});
});

test("a stop is found again by address, then by its wire, then by the composite", () => {
  const stop = (phase, node, edge = null) => ({phase, node, edge, address: `${phase}:${edge ?? node}`, index: 0, step: 0});
  const closed = [stop("forward", "x"), stop("forward", "s"), stop("seed", "s"), stop("edge", "s", "x>s:0")];
  const open = [stop("forward", "x"), stop("forward", "e"), stop("forward", "s"), stop("seed", "s"), stop("edge", "s", "e>s:0"), stop("edge", "e", "x>e:0")];
  assert.equal(sameStop(open, closed[1], "s"), "forward:s");
  assert.equal(sameStop(open, closed[3], "s"), "edge:x>e:0");
  assert.equal(sameStop(closed, open[1], "s"), "forward:s");
  assert.equal(sameStop(closed, open[5], "s"), "edge:x>s:0");
});

test("one walks along wires, and up and down among nodes on the same wires", () => {
  const edge = (source, target) => ({source, target});
  const display = {edges: [edge("x", "q"), edge("y", "q"), edge("q", "f"), edge("z", "f"), edge("f", "$out")]};
  const box = (id, cx, cy, form = "disc") => ({id, cx, cy, form});
  const boxes = [box("x", 0, 0, "leaf"), box("y", 0, 80, "leaf"), box("q", 100, 40), box("z", 100, 160, "leaf"), box("f", 200, 100), box("$out", 300, 100, "terminal")];
  const walked = (from, ...ways) => ways.reduce((at, way) => neighbour(display, boxes, at, way) ?? at, from);
  assert.equal(walked("x", "right"), "q");
  assert.equal(walked("x", "right", "right", "right"), "f");
  assert.equal(walked("f", "left"), "q");
  assert.equal(walked("q", "down"), "z");
  assert.equal(walked("z", "up", "left", "down"), "y");
  assert.equal(neighbour(display, boxes, "x", "up"), null);
  assert.equal(neighbour(display, boxes, "gone", "up"), null);
});
