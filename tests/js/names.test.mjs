import assert from "node:assert/strict";
import {test} from "node:test";

import {isUnnamed, nameRuns, nameToTex, plain} from "../../static/js/format/names.js";
import {faceHas, runsWidth, textWidth} from "../../static/js/format/text.js";

const shapes = (name) => nameRuns(name).map((run) => [run.text, run.face, run.shift ?? 0]);

test("digits at the end of a name become its subscript", () => {
  assert.deepEqual(shapes("w0"), [["w", "math", 0], ["0", "roman", 0.16]]);
  assert.deepEqual(shapes("W12"), [["W", "math", 0], ["12", "roman", 0.16]]);
  assert.deepEqual(shapes("wb1"), [["wb", "math", 0], ["1", "roman", 0.16]]);
  assert.deepEqual(shapes("w_1"), [["w", "math", 0], ["1", "roman", 0.16]]);
  assert.deepEqual(shapes("z_hidden"), [["z", "math", 0], ["hidden", "roman", 0.16]]);
});

test("what a network's graph calls its numbers has all its indices below, as in the formulas", () => {
  for (const [name, letter, below] of [
    ["w1_2_3", "w", "1,2,3"], ["b1_2", "b", "1,2"], ["z12_3", "z", "12,3"], ["a1_2_e4", "a", "1,2,e4"], ["W1_T", "W", "1,T"], ["x_1_2", "x", "1,2"], ["slope2_1", "slope", "2,1"],
  ]) assert.deepEqual(nameRuns(name).map((run) => run.text), [letter, below], name);
  assert.deepEqual(["w1_2_3", "W1_T", "loss1_2"].map(nameToTex), ["w_{1,2,3}", "W_{\\mathrm{1,T}}", "\\mathit{loss}_{1,2}"]);
  assert.ok(faceHas(",", "roman"));
});

test("names of Greek letters become the letter", () => {
  assert.deepEqual(shapes("sigma"), [["σ", "math", 0]]);
  assert.deepEqual(shapes("theta2"), [["θ", "math", 0], ["2", "roman", 0.16]]);
  assert.deepEqual(shapes("sigmas"), [["sigmas", "math", 0]]);
});

test("names that are neither stay as they are", () => {
  for (const name of ["x", "loss", "x2y", "a_b_c"]) assert.equal(plain(nameRuns(name)), name);
});

test("a name wider than its room ends in an ellipsis and fits", () => {
  const runs = nameRuns("temperature", {width: 80, size: 18.5});
  assert.match(plain(runs), /^temp\w*…$/);
  assert.ok(runsWidth(runs, 18.5) <= 80);
});

test("made ids are no names", () => {
  assert.deepEqual(["_add7", "s__exp1", "x", "x_1"].map(isUnnamed), [true, true, false, false]);
});

test("a name is set in LaTeX the same way", () => {
  assert.deepEqual(["w0", "sigma", "loss", "theta1", "z_hidden", "lambda"].map(nameToTex),
    ["w_{0}", "\\sigma", "\\mathit{loss}", "\\theta_{1}", "z_{\\mathrm{hidden}}", "\\lambda"]);
});

test("the number face has figures of one width", () => {
  for (const digit of "0123456789−×") assert.equal(textWidth(digit, 1000), 540);
  assert.ok(Math.abs(textWidth("−0.1966", 14.4) - (6 * 0.54 + 0.274) * 14.4) < 1e-9);
});
