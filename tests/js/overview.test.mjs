import assert from "node:assert/strict";
import {test} from "node:test";

import {overview} from "../../static/js/draw/overview.js";
import {boxesTouch} from "../../static/js/geometry/boxes.js";
import {stopsOf} from "../../static/js/graph/stops.js";
import {HARD, RECORDED, layoutOf, recorded} from "./picture.mjs";

const SIZES = {strip: [1920, 158], dots: [128, 87]};
const flat = (marks) => marks.flatMap((mark) => [mark, ...flat(mark.children ?? [])]);
const scaleOf = (mark) => Number(/scale\(([\d.]+)\)/.exec(mark.attrs.transform ?? "")?.[1] ?? 1);
const texts = (marks, scale = 1) => marks.flatMap((mark) => (
  mark.tag === "text" ? (mark.runs.length ? [{mark, size: mark.attrs["font-size"] * scale}] : []) : texts(mark.children ?? [], scale * scaleOf(mark))));

async function map(name) {
  const {graph, trace} = recorded(name);
  const layout = await layoutOf(graph, trace);
  return {graph, trace, stops: stopsOf(graph, trace), at: (stop, how, options = {}) => overview({graph, trace, layout, stop, options}, SIZES[how], how)};
}

for (const name of [...RECORDED, ...HARD]) {
  test(`${name}: all of it is in the strip and on the map, and no node covers another`, async () => {
    const {stops, at} = await map(name);
    for (const how of ["strip", "dots"]) {
      const {nodes, viewBox} = at(stops.length - 1, how);
      assert.deepEqual(viewBox, [0, 0, ...SIZES[how]]);
      assert.deepEqual(nodes.filter(({x0, y0, x1, y1}) => x0 < 0 || y0 < 0 || x1 > viewBox[2] || y1 > viewBox[3]).map(({id}) => id), [], how);
      const touching = nodes.flatMap((a, index) => nodes.slice(index + 1).filter((b) => boxesTouch(a, b)).map((b) => `${a.id} ${b.id}`));
      assert.deepEqual(touching, [], how);
    }
  });

  test(`${name}: neither has a number, and what the strip writes is at least 14 px`, async () => {
    const {stops, at} = await map(name);
    for (const stop of [-1, ...stops.keys()]) {
      assert.deepEqual(texts(at(stop, "dots").marks), []);
      const written = texts(at(stop, "strip").marks);
      assert.deepEqual(written.filter(({size}) => size < 13.99).map(({mark, size}) => `${mark.runs[0]?.text} ${size}`), [], `stop ${stop}`);
      assert.ok(!written.some(({mark}) => (mark.attrs.class ?? "").includes("number") || mark.title !== undefined));
    }
  });

  test(`${name}: stepping moves nothing, and the node that acts is the one in yellow`, async () => {
    const {stops, at} = await map(name);
    for (const how of ["strip", "dots"]) {
      const {nodes} = at(-1, how);
      for (const [stop, {phase, node}] of stops.entries()) {
        const picture = at(stop, how);
        assert.deepEqual(picture.nodes, nodes);
        const yellow = flat(picture.marks).filter((mark) => / now\b/.test(mark.attrs.class ?? "") && !(mark.attrs.class ?? "").includes("ring"));
        assert.equal(yellow.length, stop === stops.length - 1 ? 0 : 1, `${how}, stop ${stop} ${phase} ${node}`);
      }
    }
  });
}

test("a strip that has room for dots only is as wide as one of discs", async () => {
  const {graph, trace} = recorded("hard/random-30-a");
  const layout = await layoutOf(graph, trace);
  const {nodes, marks} = overview({graph, trace, layout, stop: 0}, [1920, 80], "strip");
  assert.ok(flat(marks).some((mark) => (mark.attrs.class ?? "").includes("map-dot")), "no dots");
  assert.ok(Math.max(...nodes.map(({x1}) => x1)) - Math.min(...nodes.map(({x0}) => x0)) > 0.9 * 1920);
});

test("inked is what the steps so far have inked", async () => {
  const {stops, at} = await map("sigmoid-neuron-apart");
  const inks = (stop, how) => ["forward", "backward"].map((way) => flat(at(stop, how).marks)
    .filter((mark) => (mark.attrs.class ?? "").split(" ").includes(way) && /lane|map-wire/.test(mark.attrs.class) && mark.attrs.d !== "").length);
  assert.deepEqual(inks(-1, "strip"), [0, 0]);
  assert.deepEqual(inks(-1, "dots"), [0, 0]);
  const seed = stops.findIndex(({phase}) => phase === "seed");
  assert.deepEqual(inks(seed, "strip"), [13, 1]);
  assert.deepEqual(inks(stops.length - 1, "strip"), [13, 13]);
});

test("a stop that asks inks no wire for its answer", async () => {
  const {stops, at} = await map("sigmoid-neuron-apart");
  const edge = (stop, options) => flat(at(stop, "strip", options).marks).find((mark) => mark.attrs["data-edge"] === stops[stop].edge);
  const stop = stops.findIndex(({phase}) => phase === "edge");
  assert.equal(edge(stop, {}).children[1].attrs.class, "lane backward");
  assert.equal(edge(stop, {predict: true}).children[1].attrs.class, "lane pending");
});

test("a graph too dense for discs is dots in the strip too", () => {
  const ids = [...Array(360).keys()].map((at) => `x${at}`);
  const graph = {nodes: ids.map((id, at) => (at === 0 ? {id, kind: "input", value: 1} : {id, kind: "op", op: "exp", inputs: [ids[at - 1]]})), outputs: [ids.at(-1)]};
  const nodes = Object.fromEntries(ids.map((id, at) => [id, [(at % 120) * 90, Math.floor(at / 120) * 70]]));
  const {marks} = overview({graph, trace: null, layout: {nodes, edges: {}}, stop: -1}, SIZES.strip, "strip");
  assert.deepEqual(texts(marks), []);
  assert.equal(flat(marks).filter((mark) => /map-dot/.test(mark.attrs.class ?? "")).length, 361);
});
