import assert from "node:assert/strict";
import {test} from "node:test";

import {check} from "../../static/js/draw/check.js";
import {scene} from "../../static/js/draw/scene.js";
import {cellAt, rowsOf, tensor, tensorSize} from "../../static/js/draw/tensor.js";
import {stopAt, stopsOf} from "../../static/js/graph/stops.js";
import {cellUnder, samePick} from "../../static/js/state/picking.js";
import {layoutOf, recorded} from "./picture.mjs";

const flat = (marks) => marks.flatMap((mark) => [mark, ...flat(mark.children ?? [])]);
const box = (value) => {
  const {width, height} = tensorSize(value);
  return {x0: 100, x1: 100 + width, y0: 50, y1: 50 + height};
};

for (const value of [[[1, -2.5], [30000, 4], [0.001, 6]], [7, 8, 9], [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]]) {
  test(`the cell under a drawn number of ${JSON.stringify(value)} is that number's`, () => {
    const {x0, x1, y0, y1} = box(value);
    const drawn = flat([tensor("t", value, (x0 + x1) / 2, (y0 + y1) / 2)]).filter(({key}) => /^\d+,\d+$/.test(key));
    assert.equal(drawn.length, rowsOf(value).flat().length);
    for (const {key, tag, attrs} of drawn) {
      const point = tag === "text" ? [attrs.x + 2, attrs.y - 5] : [attrs.x + attrs.width / 2, attrs.y + attrs.height / 2];
      const place = key.split(",").map(Number);
      assert.deepEqual(cellAt(value, box(value), point), Array.isArray(value[0]) ? place : place.slice(0, 1), key);
    }
    assert.equal(cellAt(value, box(value), [x0 - 20, y0]), null);
  });
}

const stage = async () => {
  const {graph, trace} = recorded("vectors-and-matrices");
  return {graph, trace, layout: await layoutOf(graph, trace), stops: stopsOf(graph, trace)};
};
const corners = (marks, owner) => flat(marks).filter(({attrs}) => attrs["data-owner"] === owner).flatMap((mark) => flat([mark])).filter(({key}) => key.startsWith("pick"));

test("a press on a number of a tensor means its cell, of its value and of its gradient", async () => {
  const {graph, trace, layout, stops} = await stage();
  const picture = scene({graph, trace, layout, stop: stops.length - 1});
  for (const kind of ["value", "gradient"]) {
    const label = picture.boxes.labels.find((one) => one.owner === "W" && one.kind === kind);
    assert.deepEqual(cellUnder(picture, trace, [label.x0 + 12, label.y1 - 12]), {node: "W", cell: [2, 0]});
  }
  assert.equal(cellUnder(picture, trace, [-500, -500]), null);
  assert.ok(samePick({node: "W", cell: [2, 0]}, {node: "W", cell: [2, 0]}) && !samePick(null, {node: "W", cell: [0]}));
});

test("a picked cell is cornered in the leaf and in its gradient", async () => {
  const {graph, trace, layout, stops} = await stage();
  const {marks} = scene({graph, trace, layout, stop: stops.length - 1, options: {pick: {node: "W", cell: [1, 0]}}});
  assert.equal(corners(marks, "W").length, 2);
  assert.equal(corners(marks, "x").length, 0);
});

test("every tensor's wire has its shape", async () => {
  const {graph, trace, layout, stops} = await stage();
  const last = scene({graph, trace, layout, stop: stops.length - 1});
  const sizes = new Map(trace.nodes.map(({id, shape}) => [id, shape]));
  for (const {key} of last.boxes.wires) {
    const shape = sizes.get(key.split(">")[0]);
    assert.equal(last.boxes.labels.some((label) => label.kind === "shape" && label.owner === key && label.text === shape.join("×")), shape.length > 0, key);
  }
});

test("a product of matrices is written out where there is room, and a picked cell cornered in what it is made of", async () => {
  const {graph, trace, stops} = await stage();
  const layout = await layoutOf(graph, trace, {engine: true});
  for (const [address, cells] of [["edge:W>_matmul1:0", 3], ["edge:x>_matmul1:1", 0]]) {
    const picture = scene({graph, trace, layout, stop: stopAt(stops, address), options: {pick: {node: "W", cell: [1, 0]}}});
    const note = flat(picture.marks).find(({key}) => key === "product");
    assert.ok(note, `${address} has no product`);
    assert.equal(flat([note]).filter(({key}) => key.startsWith("pick")).length, cells);
    assert.deepEqual(check(picture), []);
  }
});

test("a tensor's tag says what it is there for", async () => {
  const {graph, trace, layout} = await stage();
  const words = flat(scene({graph, trace, layout, stop: 0}).marks).filter(({key}) => key === "role").map(({runs}) => runs[0].text);
  assert.deepEqual(words.sort(), ["bias", "input", "target", "weight"]);
});
