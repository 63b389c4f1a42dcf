import assert from "node:assert/strict";
import {test} from "node:test";

import {formatNumber, fullNumber, numberToTex, speakNumber} from "../../static/js/format/number.js";

const ROUNDED = [
  [0, "0"], [-0, "0"], [-12, "−12"], [99999, "99999"], [0.6, "0.6000"], [0.7310585786, "0.7311"],
  [12345.6, "12346"], [1234.5678, "1235"], [123.45, "123.5"], [1e5, "1.000×10⁵"], [-1e5, "−1.000×10⁵"],
  [0.0005, "5.000×10⁻⁴"], [0.001, "0.001000"], [0.00099999, "1.000×10⁻³"], [99999.4, "99999"],
  [99999.6, "1.000×10⁵"], [9999.7, "10000"], [9.99996, "10.00"], [0.99999, "1.000"], [3.217e12, "3.217×10¹²"],
  [8.8e-9, "8.800×10⁻⁹"], [5e-324, "4.941×10⁻³²⁴"], [1.0625, "1.063"], [-0.5378828427, "−0.5379"],
  [Number.MAX_VALUE, "1.798×10³⁰⁸"], [0.1 + 0.2, "0.3000"],
  ["NaN", "NaN"], ["Infinity", "∞"], ["-Infinity", "−∞"], [NaN, "NaN"],
];

test("a number is written as rule 4 of the picture says", () => {
  for (const [value, written] of ROUNDED) assert.equal(formatNumber(value), written, String(value));
});

test("only exactly zero is written 0", () => {
  for (const value of [1e-3, 1e-30, 5e-324, -1e-9]) assert.notEqual(formatNumber(value), "0");
});

test("the full number has every digit and a true minus", () => {
  assert.equal(fullNumber(-0.19661193324148185), "−0.19661193324148185");
  assert.equal(fullNumber(1e-21), "1e−21");
  assert.equal(fullNumber(-0), "0");
  assert.equal(fullNumber("-Infinity"), "−∞");
});

test("LaTeX keeps the rounded digits", () => {
  assert.equal(numberToTex(-0.5344), "-0.5344");
  assert.equal(numberToTex(5e-4), "5.000 \\times 10^{-4}");
  assert.equal(numberToTex("Infinity"), "\\infty");
  assert.equal(numberToTex("NaN"), "\\mathrm{NaN}");
});

test("a number is spoken in words", () => {
  assert.equal(speakNumber(-0.5378828427), "minus zero point five three seven nine");
  assert.equal(speakNumber(12), "12");
  assert.equal(speakNumber(-3), "minus three");
  assert.equal(speakNumber(5e-4), "five point zero zero zero times ten to the power minus 4");
  assert.equal(speakNumber("NaN"), "not a number");
});
