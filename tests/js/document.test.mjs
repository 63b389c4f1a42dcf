import assert from "node:assert/strict";
import {test} from "node:test";

import {dragged, leaf, mended, mendedLine, mendFor, nudged, paperLines, readValue, structure, withValue, writeValue} from "../../static/js/state/document.js";

const GRAPH = {
  nodes: [{id: "x", kind: "input", value: -2}, {id: "f", kind: "op", op: "neg", inputs: ["x"]}],
  outputs: ["f"], groups: [], layout: {}, meta: {},
};

test("a new value makes a new document and leaves the old one alone", () => {
  const next = withValue(GRAPH, "x", 7);
  assert.equal(leaf(next, "x").value, 7);
  assert.equal(leaf(GRAPH, "x").value, -2);
  assert.equal(next.nodes[1], GRAPH.nodes[1]);
});

test("only leaves take values", () => {
  assert.throws(() => withValue(GRAPH, "f", 1), RangeError);
  assert.throws(() => withValue(GRAPH, "y", 1), RangeError);
});

test("numbers do not change a document's structure, an edge does", () => {
  assert.equal(structure(withValue(GRAPH, "x", 7)), structure(GRAPH));
  assert.notEqual(structure({...GRAPH, nodes: [GRAPH.nodes[0], {...GRAPH.nodes[1], op: "exp"}]}), structure(GRAPH));
});

test("typed numbers are read as a reader means them", () => {
  const read = {"5": 5, " -0.5 ": -0.5, "−3": -3, "+2": 2, ".5": 0.5, "-.5": -0.5, "2.": 2, "1e-3": 0.001};
  for (const [text, value] of Object.entries(read)) assert.equal(readValue(text), value, text);
  assert.deepEqual(readValue("[[1, −2], [3, 4]]"), [[1, -2], [3, 4]]);
});

test("what is no number is none", () => {
  for (const text of ["", "-", "x", "1 2", "[1, null]", "[]", "true", '"1"', "NaN", "1e999"]) assert.equal(readValue(text), null, text);
});

test("a written value is read back as itself", () => {
  for (const value of [0, -2.5, 1e-9, [1, [2]].flat(), [[0.5, -0.3], [1, 2]]]) assert.deepEqual(readValue(writeValue(value)), value);
});

test("a nudge moves a number's own last digit", () => {
  const moves = [[5, 1, 6], [-3, -1, -4], [0.5, 1, 0.6], [0.25, -1, 0.24], [0.2, 1, 0.3], [1, -1, 0], [0.123456, 1, 0.124], [2, 10, 12]];
  for (const [from, steps, to] of moves) assert.equal(nudged(from, steps), to, `${from} by ${steps}`);
  assert.ok(!Object.is(nudged(-1, 1), -0), "never minus zero");
});

test("a mend replaces its span and nothing else", () => {
  const text = "x = 1\nf = q z\n";
  const fix = {span: {line: 2, column: 5, end_line: 2, end_column: 7}, text: "q * z"};
  assert.equal(mended(text, fix), "x = 1\nf = q * z\n");
  assert.equal(mendedLine(text, fix), "f = q * z");
});

test("a name without a value is mended by a first line that gives it one", () => {
  const error = {loc: ["inputs", "u"], code: "missing-value", message: "The input u has no value.", node: "u"};
  const text = "a = 2\nf = tanh(u) * a";
  const fix = mendFor(text, error);
  assert.equal(mended(text, fix), "u = 1\na = 2\nf = tanh(u) * a");
  assert.equal(mendedLine(text, fix), "u = 1");
  assert.equal(mendFor("u: parameter\nf = tanh(u)", error), null, "it has a line of its own");
  assert.equal(mendFor(text, {...error, code: "open-port"}), null);
  assert.equal(mendFor(text, null), null);
});

test("columns count code points, so a mend after an emoji hits its place", () => {
  const fix = {span: {line: 1, column: 7, end_line: 1, end_column: 7}, text: "**"};
  assert.equal(mended("😀𝜎 = x^2", fix), "😀𝜎 = x**2");
});

test("marked lines say what is before, in and after the span", () => {
  const lines = paperLines("a = 1\nb = tahn(a)", {line: 2, column: 5, end_line: 2, end_column: 8});
  assert.deepEqual(lines[0], {before: "a = 1", marked: "", after: "", wrong: false});
  assert.deepEqual(lines[1], {before: "b = ", marked: "tahn", after: "(a)", wrong: true});
});

test("a span past the end of its line still marks one place", () => {
  const [line] = paperLines("f = ", {line: 1, column: 5, end_line: 1, end_column: 5});
  assert.deepEqual(line, {before: "f = ", marked: " ", after: "", wrong: true});
});

test("a span over several lines marks each to its end", () => {
  const lines = paperLines("f = (a\n+ b", {line: 1, column: 5, end_line: 2, end_column: 3});
  assert.deepEqual(lines.map(({marked}) => marked), ["(a", "+ b"]);
});

test("a drag goes by the number's own last digit, finer by a tenth, and not at all before it has moved", () => {
  assert.equal(dragged(5, 3, false), 5);
  assert.equal(dragged(5, 12, false), 8);
  assert.equal(dragged(5, -8, false), 3);
  assert.equal(dragged(0.25, 40, false), 0.35);
  assert.equal(dragged(5, 12, true), 5.3);
  assert.equal(dragged(0.25, -4, true), 0.249);
  assert.equal(dragged(1e-9, 40, true), 1.1e-9);
  assert.equal(Object.is(dragged(-1, 4, false), 0), true);
});
