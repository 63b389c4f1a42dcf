import assert from "node:assert/strict";
import {test} from "node:test";

import {EMPTY, changeBetween, noted, redone, undone} from "../../static/js/state/history.js";

/** A document `x = N; f = op(x)`, as it is after it was typed. */
const entry = (value, {op = "exp", text = `x = ${value}\nf = ${op}(x)`, size = 2} = {}) => {
  const more = Array.from({length: size - 2}, (_, at) => ({id: `n${at}`, op: "exp", inputs: ["x"]}));
  const graph = {nodes: [{id: "x", value}, {id: "f", op, inputs: ["x"]}, ...more], outputs: ["f"]};
  return {shown: {document: {slug: null, title: "Own", text, graph, parsed: {...graph}, changed: true}, trace: {}, layout: {}}, lesson: null};
};
const after = (...entries) => entries.reduce((history, [one, at]) => noted(history, one, at), EMPTY);
const texts = (history) => history.past.map(({shown}) => shown.document.text);

test("every edit can be undone, and redone until another is made", () => {
  const [a, b, c, d] = [entry(1), entry(1, {op: "log"}), entry(1, {op: "sqrt"}), entry(1, {op: "tanh"})];
  const all = after([a, 0], [b, 10], [c, 20]);
  const back = undone(undone(all));
  assert.equal(back.now, a);
  assert.equal(undone(back), back);
  assert.equal(redone(redone(back)).now, c);
  const other = noted(undone(all), d, 30);
  assert.deepEqual([other.now, other.past, redone(other)], [d, [a, b], other]);
});

test("the numbers of one drag are one edit, those of another leaf or a later hand are not", () => {
  const drag = after([entry(1), 0], [entry(2), 10], [entry(3), 500], [entry(4), 1400]);
  assert.deepEqual(drag.past.length, 1);
  assert.equal(undone(drag).now.shown.document.graph.nodes[0].value, 1);
  assert.equal(noted(drag, entry(5), 2500).past.length, 2);
  assert.equal(noted(undone(drag), entry(9), 20).past.length, 1);
});

test("digits that are written into the text belong to the edit that made them", () => {
  const moved = entry(2);
  const printed = {...moved, shown: {...moved.shown, document: {...moved.shown.document, text: "x = 2.0\nf = exp(x)"}}};
  const history = after([entry(1), 0], [moved, 10], [printed, 900]);
  assert.deepEqual([history.past.length, history.now], [1, printed]);
});

test("what was typed is told from what was computed again", () => {
  const [typed, again] = [entry(1, {text: "x = 1 # one\nf = exp(x)"}), entry(1)];
  assert.equal(changeBetween(entry(1), typed), "text");
  assert.equal(changeBetween(entry(1), again), "");
  assert.equal(changeBetween(entry(1), entry(2)), "values of x");
  assert.equal(changeBetween(entry(1), entry(1, {op: "log"})), "graph");
  assert.equal(changeBetween(null, again), "");
});

test("a long history forgets its oldest entries, and large graphs are kept less long", () => {
  const long = Array.from({length: 300}, (_, at) => [entry(at, {text: `x = ${at}`}), at * 2000]);
  assert.equal(after(...long).past.length, 200);
  const large = Array.from({length: 40}, (_, at) => [entry(at, {size: 1000}), at * 2000]);
  assert.equal(after(...large).past.length, 20);
  assert.equal(texts(after(...long)).at(-1), "x = 298");
});
