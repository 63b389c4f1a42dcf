/** The decks' sign: ∂ in the place of d, in derivatives and nowhere else. */
import assert from "node:assert/strict";
import {readFileSync, readdirSync} from "node:fs";
import {test} from "node:test";

import {withOneSign} from "../../static/js/state/signs.js";

test("a total derivative gets the other sign, whatever stands in it", () => {
  assert.equal(withOneSign("\\down{\\frac{df}{dx}} = \\up{\\frac{df}{dq}} \\cdot \\loc{\\frac{\\partial q}{\\partial x}}"),
    "\\down{\\frac{\\partial f}{\\partial x}} = \\up{\\frac{\\partial f}{\\partial q}} \\cdot \\loc{\\frac{\\partial q}{\\partial x}}");
  assert.equal(withOneSign("\\left.\\frac{df}{d\\left(e^{x}\\right)}\\right|_{e^{x}}"), "\\left.\\frac{\\partial f}{\\partial \\left(e^{x}\\right)}\\right|_{e^{x}}");
  assert.equal(withOneSign("\\frac{d\\mathit{loss}}{dw_{0}}"), "\\frac{\\partial \\mathit{loss}}{\\partial w_{0}}");
});

test("a quotient of variables that are called d is left alone", () => {
  for (const tex of ["\\frac{d}{d_{1}}", "\\frac{d x}{d y}", "\\frac{d + 1}{2}", "\\frac{\\val{d}}{dx}", "\\frac{d", "f = d x"]) assert.equal(withOneSign(tex), tex);
});

test("no total derivative of any recorded step is left, and no brace is lost", () => {
  const folder = new URL("../fixtures/traces/", import.meta.url);
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".json"))) {
    const {trace} = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    for (const {latex} of trace.steps) {
      const changed = withOneSign(latex);
      assert.equal(changed.replaceAll("\\partial ", "").replaceAll(/\{d(?=[A-Za-z\\(])/g, "{"), latex.replaceAll("\\partial ", "").replaceAll(/\{d(?=[A-Za-z\\(])/g, "{"), name);
      assert.doesNotMatch(changed, /\\frac\{d[A-Za-z\\(]/, `${name}: ${latex}`);
    }
  }
});
