import assert from "node:assert/strict";
import {test} from "node:test";

import {fileName, foundIn, isAs, savedAs} from "../../static/js/state/saved.js";

const parsed = {
  nodes: [{id: "x", kind: "input", value: 2}, {id: "f", kind: "op", op: "mul", inputs: ["x", null], attrs: {}}],
  outputs: ["f"], groups: [{id: "group1", op: null, label: "mine", nodes: ["f"]}], layout: {nodes: {x: [1, 2]}, edges: {}}, meta: {of: "somebody"},
};
const document = {slug: "chain-rule", title: "Mine", text: "x = 2  # two", graph: parsed, parsed, changed: true};

test("the whole document is saved, and found again", () => {
  const kept = JSON.parse(JSON.stringify(savedAs(document)));
  assert.deepEqual(kept.meta, {of: "somebody", program: {title: "Mine", text: "x = 2  # two", lesson: "chain-rule"}});
  const {title, text, lesson, graph} = foundIn(kept);
  assert.deepEqual([title, text, lesson], ["Mine", "x = 2  # two", "chain-rule"]);
  assert.deepEqual({...graph, meta: parsed.meta}, parsed);
});

test("a graph that never was on a page opens with its own name, its kinds filled in", () => {
  const {title, text, lesson, graph} = foundIn({name: " Half ", nodes: [{id: "x"}, {id: "f", op: "exp", inputs: ["x"]}]});
  assert.deepEqual([title, text, lesson], ["Half", "", null]);
  assert.deepEqual(graph.nodes.map(({kind}) => kind), ["input", "op"]);
  assert.deepEqual([graph.outputs, graph.groups, graph.layout, graph.meta], [[], [], {}, {}]);
});

test("what is no graph is none, and what is no text is not taken for one", () => {
  for (const other of [null, 3, "x", [], {}, {nodes: 3}, {nodes: [null]}, {nodes: [{id: 3}]}, {nodes: [{id: "f", inputs: 3}]}, {nodes: [], groups: 3}, {nodes: [], groups: [{}]}, {nodes: [], outputs: "f"}]) assert.equal(foundIn(other), null);
  const {title, text, lesson} = foundIn({name: 7, nodes: [{id: "x"}], meta: {program: {title: {}, text: [], lesson: 4}}});
  assert.deepEqual([title, text, lesson], ["", "", null]);
  assert.equal(foundIn({nodes: [{id: "x"}], meta: {program: {title: "a".repeat(500)}}}).title.length, 80);
});

test("a document is the saved one while text, graph and title are", () => {
  assert.ok(isAs({...document, graph: {...parsed}}, document));
  for (const change of [{text: "x = 3"}, {title: "Yours"}, {parsed: {...parsed}}]) assert.ok(!isAs({...document, ...change}, document));
  assert.ok(!isAs(document, null));
});

test("a file's name is letters and digits, whatever the title", () => {
  assert.equal(fileName("Chain rule, à la carte"), "chain-rule-a-la-carte.graph.json");
  assert.equal(fileName("../../etc/<passwd>"), "etc-passwd.graph.json");
  assert.equal(fileName("連鎖律"), "graph.graph.json");
});
