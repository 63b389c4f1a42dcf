import assert from "node:assert/strict";
import {test} from "node:test";

import {aligned, besideEachOther, breadth, isTall, pieces, productAndLocal, sharesHeight, snugRows, symbol, unmarked} from "../../static/js/state/equation.js";
import {formula, nameTex, sides, statements} from "../../static/js/state/formula.js";

const EDGE = "\\down{\\frac{df}{dz}} = \\up{\\frac{df}{df}} \\cdot \\loc{\\frac{\\partial f}{\\partial z}}";

test("a line is cut at its role macros, nested braces and all", () => {
  assert.deepEqual(pieces(EDGE), [
    {role: "down", tex: "\\frac{df}{dz}"}, {role: null, tex: " = "}, {role: "up", tex: "\\frac{df}{df}"},
    {role: null, tex: " \\cdot "}, {role: "loc", tex: "\\frac{\\partial f}{\\partial z}"},
  ]);
  assert.equal(symbol(pieces(EDGE), "loc"), "\\frac{\\partial f}{\\partial z}");
  assert.equal(symbol(pieces("1 + 1"), "loc"), null);
});

test("an escaped brace closes nothing", () => {
  assert.deepEqual(pieces("\\val{a\\}b} + 1"), [{role: "val", tex: "a\\}b"}, {role: null, tex: " + 1"}]);
});

test("symbols stand over their numbers, a bracketed minus with its number", () => {
  const table = aligned("\\val{z} = \\val{a} + \\val{b}", "\\val{1} = \\val{4} + (\\val{-3})");
  assert.match(table.replaceAll("\\kern-.38em ", ""), /\\val\{z\} ?& ?\{\} = \{\} ?& ?\\val\{a\}/);
  assert.match(table.replaceAll("\\kern-.38em ", ""), /\\val\{4\} ?& ?\{\} \+ \{\} ?& ?\\val\{\(-3\)\}/);
});

test("a nameless node leaves its left side empty", () => {
  const table = aligned("\\val{a} \\val{b}", "\\val{6} = \\val{2} \\val{3}") ?? "";
  assert.match(table.replaceAll("\\kern-.38em ", ""), /^\\begin\{array\}\{c+\} \{\}\{\} & \{\}\{\} & \\val\{a\}/);
});

test("lines that do not match part for part stay two lines", () => {
  assert.equal(aligned("\\val{f} = \\frac{\\val{a}}{\\val{b}}", "\\val{2} = \\frac{\\val{4}}{\\val{2}}"), null);
  assert.equal(aligned("\\val{x}", "\\val{3}"), null);
});

test("what tells the local gradient's origin is cut off the product", () => {
  assert.deepEqual(productAndLocal(`${EDGE}, \\quad \\loc{x} = 1`), [EDGE, "\\loc{x} = 1"]);
  assert.deepEqual(productAndLocal(EDGE), [EDGE, null]);
});

test("a line without marks keeps its maths", () => {
  assert.equal(unmarked("\\val{f} = x^\\val{12} \\cdot\\val{y}"), "f = x^{12} \\cdot y");
});

test("a fraction is as wide as its wider half", () => {
  assert.equal(breadth("\\frac{df}{dw_{0}}"), 3);
  assert.equal(breadth("\\frac{df}{d(w_{0} x_{0})}"), 7);
});

test("a line is cut at its first equals sign outside braces", () => {
  assert.deepEqual(sides("f_{i=1} = x = y"), ["f_{i=1}", "x = y"]);
  assert.deepEqual(sides("x"), ["x", ""]);
});

const step = (node, latex) => ({phase: "forward", node, latex, numbers: "", text: "", factors: []});
const TRACE = {
  output: "f",
  nodes: [{id: "x", kind: "input"}, {id: "_mul1", kind: "op"}, {id: "z", kind: "op"}, {id: "f", kind: "op"}],
  steps: [step("x", "\\val{x}"), step("_mul1", "\\val{w_{0}} \\val{x}"), step("z", "\\val{z} = \\val{w_{0} x} + \\val{b}"), step("f", "\\val{f} = \\sigma\\left(\\val{z}\\right)")],
};

test("the strip says the output first, then what it is made of", () => {
  assert.equal(formula(TRACE, statements(TRACE), null), "f = \\sigma\\mathopen{}\\left(z\\right)\\mathclose{},\\quad z = w_{0} x + b");
});

test("what acts now is marked, a nameless node inside its consumer's statement", () => {
  assert.match(formula(TRACE, statements(TRACE), "z"), /z = \\now\{w_\{0\} x \+ b\}/);
  assert.match(formula(TRACE, statements(TRACE), "_mul1"), /z = \\now\{w_\{0\} x\} \+ b/);
});

test("a strip of many statements says the output, what acts now and what is near it", () => {
  const ids = Array.from({length: 40}, (_, i) => `x_{${i}}`);
  const trace = {
    output: ids[39], nodes: ids.map((id) => ({id, kind: "op"})),
    steps: ids.map((id, i) => step(id, `\\val{${id}} = \\val{y_{${i}}} + 1`)),
  };
  const tex = formula(trace, statements(trace), ids[10]);
  assert.match(tex, /^x_\{39\} = y_\{39\} \+ 1,\\quad \\dots,/);
  assert.match(tex, /x_\{10\} = \\now\{y_\{10\} \+ 1\}/);
  assert.ok(tex.split("=").length <= 13);
});

test("an op that waits for its operands is written as what it will be, not as the id it was given", () => {
  const leaf = (id) => ({id, kind: "input", op: null, inputs: [], value: 1, gradient: null});
  const open = (id, op, inputs) => ({id, kind: "op", op, inputs, value: null, gradient: null, missing: [{node: id, index: 0}]});
  const step = {phase: "forward", node: "w", edge: null, factors: [], latex: "\\val{w}", numbers: "", text: ""};
  const trace = {output: "_sigmoid1", nodes: [leaf("w"), open("_sigmoid1", "sigmoid", ["_add1"]), open("_add1", "add", ["w", null]), open("_mul1", "mul", ["_add1", "w"]), open("f", "exp", ["_mul1"])], steps: [step]};
  const all = statements(trace);
  assert.equal(nameTex(all, "_add1"), "w+{?}");
  assert.equal(nameTex(all, "_sigmoid1"), "\\sigma(w+{?})");
  assert.equal(nameTex(all, "_mul1"), "(w+{?}) \\cdot w");
  assert.deepEqual(all.get("f"), {id: "f", left: "f", right: "\\exp((w+{?}) \\cdot w)"});
  assert.equal(formula(trace, all, null), "f = \\exp((w+{?}) \\cdot w)");
});

/** A column of so many ones, as the trace writes it. */
const column = (rows) => `\\val{\\begin{bmatrix} ${Array.from({length: rows}, () => "1").join(" \\\\ ")} \\end{bmatrix}}`;

test("tall brackets stand beside their symbols, drawn together from the fourth row on", () => {
  assert.deepEqual([2, 3, 4].map((rows) => isTall(column(rows))), [false, true, true]);
  assert.equal(besideEachOther("x", column(3)), `{x} \\quad {${column(3)}}`);
  assert.equal(besideEachOther("x", column(4)), `{x} \\quad {${snugRows(column(4))}}`);
  const stretch = (tex) => Number(/arraystretch\{([.\d]+)\}/.exec(tex)?.[1] ?? 1);
  assert.equal(stretch(snugRows(column(3))), 1);
  assert.ok(stretch(snugRows(column(4))) < 1);
  assert.ok(stretch(snugRows(column(4), true)) < stretch(snugRows(column(4))));
});

test("fractions above a line of numbers take their share of its height", () => {
  assert.deepEqual(["x + y", "\\frac{df}{dx}"].map((latex) => sharesHeight(latex, column(2))), [false, true]);
  assert.equal(sharesHeight("\\frac{df}{dx}", column(3)), false);
});

test("brackets that would fill the row stand below their symbols", () => {
  const wide = `\\begin{bmatrix} ${Array.from({length: 3}, () => "-0.1234 & ".repeat(5)).join(" \\\\ ")} \\end{bmatrix}`;
  assert.equal(besideEachOther("y", `${wide} = ${wide}`), null);
});
