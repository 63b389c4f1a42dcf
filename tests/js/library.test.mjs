/** What the library shows, and in which order. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {overview} from "../../static/js/draw/overview.js";
import {plain} from "../../static/js/format/names.js";
import {display} from "../../static/js/graph/display.js";
import {stopsOf} from "../../static/js/graph/stops.js";
import {lessonPath} from "../../static/js/state/lesson-path.js";
import {MOST_SEEDS, inLine, ownNumbers, search, seedsIn, topicsOf} from "../../static/js/state/library.js";
import {RECORDED, layoutOf, recorded} from "./picture.mjs";

const LESSONS = [
  {slug: "chain-rule", title: "Chain rule", topic: "Graphs", summary: "Two operations in a row."},
  {slug: "xor", title: "XOR", topic: "Neurons", summary: "No single line."},
  {slug: "fan-out", title: "Fan-out adds", topic: "Graphs", summary: "Two paths meet."},
];

test("a topic keeps its letter when another has no lessons", () => {
  const topics = topicsOf(["Graphs", "Empty", "Neurons"], LESSONS);
  assert.deepEqual(topics.map(({letter, lessons}) => [letter, lessons.map(({slug}) => slug)]), [["A", ["chain-rule", "fan-out"]], ["C", ["xor"]]]);
});

test("a search wants every word, wherever it stands", () => {
  const found = (text) => search(LESSONS, text).map(({slug}) => slug);
  assert.deepEqual(found("TWO  graphs"), ["chain-rule", "fan-out"]);
  assert.deepEqual(found("two line"), []);
  assert.deepEqual(found(" "), LESSONS.map(({slug}) => slug));
});

test("a lesson is opened as it is, a playlist's run from the first step on", () => {
  assert.equal(lessonPath({slug: "xor"}), "/?lesson=xor");
  assert.equal(lessonPath({slug: "xor", kind: "graph"}, {playlist: "history", start: true}), "/?lesson=xor#at=start&list=history");
});

test("a network is opened on the bench, a walk downhill as a walk", () => {
  const descend = {rates: [0.1, 0.3], rule: "momentum", updates: 20, moving: ["x1", "x2"], look: []};
  assert.equal(lessonPath({slug: "digits", kind: "network"}), "/train?lesson=digits");
  assert.equal(lessonPath({slug: "digits", kind: "network"}, {playlist: "history", start: true}), "/train?lesson=digits&list=history");
  assert.equal(lessonPath({slug: "digits", kind: "network"}, {playlist: "history", last: true, presenting: true}), "/train?lesson=digits&list=history#turn=last&view=present");
  assert.equal(lessonPath({slug: "saddle", kind: "graph", descend}, {last: true, presenting: true}), "/?lesson=saddle#view=present");
  assert.equal(lessonPath({slug: "saddle", kind: "graph", descend}, {presenting: true, dark: true}), "/?lesson=saddle#view=present&theme=dark");
  assert.equal(lessonPath({slug: "saddle", kind: "graph", descend: null}, {dark: true}), "/?lesson=saddle");
  assert.equal(lessonPath({slug: "saddle", kind: "graph", descend}), "/?lesson=saddle#view=descend&rate=0.1,0.3&rule=momentum&updates=20&moving=x1,x2");
  assert.equal(lessonPath({slug: "saddle", kind: "graph", descend: {...descend, rule: "sgd", moving: null}}), "/?lesson=saddle#view=descend&rate=0.1,0.3&updates=20");
  assert.equal(lessonPath({slug: "saddle", kind: "graph", descend}, {playlist: "history", start: true}), "/?lesson=saddle#at=start&list=history");
});

test("a lesson is known by its output and the gradient of a leaf", () => {
  const {trace} = recorded("chain-rule");
  const numbers = [{quantity: "value", node: "q"}, {quantity: "value", node: "f"}, {quantity: "gradient", node: "q"}, {quantity: "gradient", node: "x"}];
  const told = ownNumbers({slug: "", title: "", numbers}, trace).map(({kind, name, values}) => [kind, name.map(plain), values]);
  assert.deepEqual(told, [["value", ["f"], [-12]], ["gradient", ["f", "x"], [-4]]]);
});

test("where it promises a vector, that is what it is known by", () => {
  const {trace} = recorded("vectors-and-matrices");
  const [first, ...others] = ownNumbers({slug: "", title: "", numbers: [{quantity: "value", node: "y"}]}, trace);
  assert.equal(first?.values.length, 3);
  assert.deepEqual(others, []);
});

test("a local gradient is that of its edge", () => {
  const {trace} = recorded("chain-rule");
  const [local] = ownNumbers({slug: "", title: "", numbers: [{quantity: "local", edge: {source: "z", target: "f", index: 1}}]}, trace);
  assert.deepEqual([local?.kind, local?.name.map(plain), local?.values], ["local", ["f", "z"], [3]]);
});

test("seeds are ranges and names, each once, in order", () => {
  assert.deepEqual(seedsIn("1-3, 2, ann,, 7–8"), {seeds: ["1", "2", "3", "ann", "7", "8"], cut: false});
  assert.deepEqual(seedsIn(" , "), {seeds: [], cut: false});
  assert.deepEqual(seedsIn("5-4"), {seeds: [], cut: false});
});

test("a slip of the hand does not ask for a million sheets", () => {
  const {seeds, cut} = seedsIn("1-999999");
  assert.deepEqual([seeds.length, seeds.at(-1), cut], [MOST_SEEDS, String(MOST_SEEDS), true]);
});

test("a tensor stands in one line", () => {
  assert.equal(inLine([[0.5, -1], [2, 1 / 3]]), "[[0.5000, −1], [2, 0.3333]]");
  assert.equal(inLine("NaN"), "NaN");
  assert.equal(inLine(null), "");
});

/** Every mark of a picture, with those inside it. */
const all = (marks) => marks.flatMap((mark) => [mark, ...all(mark.children ?? [])]);

for (const name of RECORDED) {
  test(`the specimen of ${name} is the whole graph, inked, inside its place`, async () => {
    const {graph, trace} = recorded(name);
    const layout = await layoutOf(graph, trace);
    const stop = stopsOf(graph, trace, display(graph, trace)).length - 1;
    const {marks, nodes} = overview({graph, trace, layout, stop}, [304, 112], "specimen");
    const drawn = all(marks);
    assert.equal(drawn.filter(({attrs}) => /dim|pending/.test(String(attrs.class))).length, 0);
    // What has no room for discs at all is a map of dots.
    assert.ok(drawn.some(({attrs}) => /^(harpoon|map-dot)/.test(String(attrs.class))));
    assert.ok(nodes.every(({x0, x1, y0, y1}) => x0 >= 0 && x1 <= 304 && y0 >= 0 && y1 <= 112));
    const apart = nodes.every((a, at) => nodes.slice(at + 1).every((b) => a.x1 < b.x0 || b.x1 < a.x0 || a.y1 < b.y0 || b.y1 < a.y0));
    assert.ok(apart, "two nodes overlap");
  });
}
