import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {thumb} from "../../static/js/draw/bench/thumb.js";

const folder = new URL("../../app/lessons/data/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
const networks = read("topics").flatMap(({lessons}) => lessons).map(read).filter(({bench, layouts}) => bench && !layouts);
const SIZE = [304, 112];

const flat = (marks) => marks.flatMap((mark) => [mark, ...flat(mark.children ?? [])]);
const circles = (marks) => flat(marks).filter(({tag}) => tag === "circle").map(({attrs}) => attrs);
const net = (inputs, ...units) => ({spec: {inputs, layers: units.map((one) => ({units: one, activation: "tanh"})), loss: "mse"}});

test("every network of the library lies within its place, with no disc on another", () => {
  assert.ok(networks.length >= 10);
  for (const {slug, bench: {request}} of networks) {
    const discs = circles(thumb(request, SIZE)).filter((one) => one.class === "thumb-disc");
    for (const {cx, cy, r} of discs) assert.ok(cx - r >= 2 && cx + r <= SIZE[0] - 2 && cy - r >= 2 && cy + r <= SIZE[1] - 2, slug);
    const [units] = [discs.slice(0, -2)];
    units.forEach((one, at) => units.slice(at + 1).forEach((other) => (
      assert.ok(Math.hypot(one.cx - other.cx, one.cy - other.cy) >= one.r + other.r + 1, slug))));
  }
});

test("a wide layer shows some of its units, with dots clear of the discs for the rest", () => {
  const marks = thumb(net(64, 16, 10), SIZE);
  const all = circles(marks);
  const dots = all.filter((one) => one.class === "thumb-dot");
  assert.equal(all.filter((one) => one.class === "thumb-disc").length, 6 * 3 + 2);
  assert.equal(dots.length, 9);
  for (const dot of dots) for (const disc of all.filter((one) => one.class === "thumb-disc")) {
    assert.ok(Math.hypot(dot.cx - disc.cx, dot.cy - disc.cy) >= disc.r + dot.r, `${dot.cx} ${dot.cy}`);
  }
});

test("given weights are told by width and by a hollow line, a weight of 0 by no line", () => {
  const lines = (parameters) => flat(thumb({...net(2, 1), parameters}, SIZE)).filter(({key}) => key.startsWith("w1")).map(({key, attrs}) => [key, attrs.class]);
  assert.deepEqual(lines(undefined).map(([key]) => key), ["w1-0-0", "w1-0-1"]);
  assert.deepEqual(lines({W1: [[1, 0]]}), [["w1-0-0", "net-line wire"]]);
  assert.deepEqual(lines({W1: [[0, -1]]}), [["w1-0-1", "net-line wire"], ["w1-0-1-core", "net-core"]]);
});

test("a unit has the curve of its activation, an input has none", () => {
  const marks = flat(thumb(net(1, 2), SIZE));
  assert.equal(marks.filter(({key}) => key === "curve").length, 2);
  assert.equal(marks.filter(({key}) => key === "forward").length, 2);
  for (const {attrs} of marks.filter(({key}) => key === "curve")) assert.ok(!/NaN|undefined/.test(attrs.d), attrs.d);
});
