/** The head's formula: parts of an opened composite stand in the statement they belong to. */
import assert from "node:assert/strict";
import {test} from "node:test";

import {folded, partsOf} from "../../static/js/state/folding.js";
import {formula} from "../../static/js/state/formula.js";

const said = new Map([
  ["z", "z", "w x"], ["f__mul1", "a", "z \\cdot (-1)"], ["f__exp1", "b", "e^{a}"], ["f__add1", "c", "b + 1"], ["f", "f", "c^{-1}"],
].map(([id, left, right]) => [id, {id, left, right}]));
const trace = {output: "f", nodes: [...said.keys()].map((id) => ({id, kind: "op"}))};
const graph = {nodes: [], groups: [{id: "s", op: "sigmoid", open: true, nodes: ["f__mul1", "f__exp1", "f__add1", "f"]}]};

test("a composite's parts are its nameless nodes but the last, and only while it is open", () => {
  assert.deepEqual([...partsOf(graph)], ["f__mul1", "f__exp1", "f__add1"]);
  assert.equal(partsOf({...graph, groups: [{...graph.groups[0], open: false}]}).size, 0);
  assert.equal(partsOf({...graph, groups: [{...graph.groups[0], op: null}]}).size, 0);
});

test("an opened sigmoid is one statement, in brackets where they are needed", () => {
  assert.equal(formula(trace, said, null, partsOf(graph)).replaceAll(/\\math(open|close)\{\}/g, ""),
    "f = \\left(e^{z \\cdot (-1)} + 1\\right)^{-1},\\quad z = w x");
});

test("the part that acts is marked inside it", () => {
  assert.match(formula(trace, said, "f__exp1", partsOf(graph)), /\\now\{e\^\{z \\cdot \(-1\)\}\} \+ 1/);
  assert.match(formula(trace, said, "f__mul1", partsOf(graph)), /e\^\{\\now\{z \\cdot \(-1\)\}\}/);
});

test("a letter inside a command or a longer name is none", () => {
  const one = new Map([["_p", {id: "_p", left: "a", right: "x + 1"}], ["f", {id: "f", left: "f", right: "\\tanh a \\max a_{1}"}]]);
  assert.equal(folded(one, new Set(["_p"]), null).get("f")?.right, "\\tanh \\left(x + 1\\right) \\max a_{1}");
});

test("what would grow too long stays in parts", () => {
  const long = {id: "_p", left: "a", right: "x + ".repeat(50)};
  assert.equal(folded(new Map([["_p", long], ["f", {id: "f", left: "f", right: "a a"}]]), new Set(["_p"]), null).size, 2);
});
