import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {isUnnamed, nameRuns, nameToTex, plain} from "../../static/js/format/names.js";
import {runsWidth, textWidth} from "../../static/js/format/text.js";

const shapes = (name) => nameRuns(name).map((run) => [run.text, run.face, run.shift ?? 0]);

const NAMES = Object.entries(JSON.parse(readFileSync(new URL("../fixtures/names.json", import.meta.url), "utf8")));
const LETTERS = {
  __proto__: null,
  α: "alpha", β: "beta", ϵ: "epsilon", θ: "theta", λ: "lambda", μ: "mu", ξ: "xi", π: "pi", σ: "sigma", ϕ: "phi", Σ: "Sigma",
  ˆ: "hat", ˉ: "bar", "˜": "tilde",
};

/** The LaTeX that says what the runs show. */
function saidBy([head, ...others]) {
  const [accent, ...below] = others[0]?.shift > 0 ? ["", ...others] : [others[0]?.text ?? "", ...others.slice(1)];
  const word = (text) => `\\mathrm{${text.replaceAll("_", "\\_").replace("…", "\\ldots")}}`;
  const symbol = LETTERS[head.text] ? `\\${LETTERS[head.text]}` : head.face === "math" ? head.text : word(head.text);
  const indices = below.map(({text, face}) => (face === "math" ? [...text].map((one) => (LETTERS[one] ? `\\${LETTERS[one]}` : one)).join("")
    : text.replace(/\w*[A-Za-z]\w*/g, word))).join("");
  const accented = accent ? `\\${LETTERS[accent]}{${symbol}}` : symbol;
  return indices ? `${accented}_{${indices}}` : accented;
}

test("the page says a name as the API's formulas do, in its own maths and on the canvas", () => {
  assert.ok(NAMES.length >= 60);
  for (const [name, tex] of NAMES) {
    assert.equal(nameToTex(name), tex, name);
    assert.equal(saidBy(nameRuns(name)), tex, name);
  }
});

test("indices stand below and small, letters slanted, numbers and words upright", () => {
  assert.deepEqual(shapes("w0"), [["w", "math", 0], ["0", "roman", 0.16]]);
  assert.deepEqual(shapes("loss_1"), [["loss", "roman", 0], ["1", "roman", 0.16]]);
  assert.deepEqual(shapes("z_hidden"), [["z", "math", 0], ["hidden", "roman", 0.16]]);
  assert.deepEqual(shapes("w1_2_3"), [["w", "math", 0], ["1,2,3", "roman", 0.16]]);
  assert.deepEqual(shapes("W1_T"), [["W", "math", 0], ["1,", "roman", 0.16], ["T", "math", 0.16]]);
  assert.deepEqual(shapes("Sigma"), [["Σ", "roman", 0]]);
});

test("an accent stands over its letter and takes no room", () => {
  for (const [name, bare] of [["y_hat_1", "y1"], ["loss_bar_1", "loss1"], ["x_tilde", "x"]]) {
    assert.ok(Math.abs(runsWidth(nameRuns(name), 20) - runsWidth(nameRuns(bare), 20)) < 1, name);
  }
  assert.ok(nameRuns("Y_hat")[1].shift < 0);
});

test("a label that is no name stays as it is, in a face that has its letters", () => {
  assert.deepEqual(shapes("first layer"), [["first layer", "roman", 0]]);
  assert.deepEqual(shapes("Größe"), [["Größe", "word", 0]]);
});

test("a name wider than its room ends in an ellipsis and fits", () => {
  const runs = nameRuns("temperature", {width: 80, size: 18.5});
  assert.match(plain(runs), /^temp\w*…$/);
  assert.ok(runsWidth(runs, 18.5) <= 80);
  for (const [name, cut] of [["w_1_2_3", "w1,…"], ["h1_outer", "h1,o…"], ["learning_rate", "lea…"]]) {
    assert.equal(plain(nameRuns(name, {width: 44, size: 21})), cut, name);
  }
});

test("made ids are no names", () => {
  assert.deepEqual(["_add7", "s__exp1", "x", "x_1"].map(isUnnamed), [true, true, false, false]);
});

test("the number face has figures of one width", () => {
  for (const digit of "0123456789−×") assert.equal(textWidth(digit, 1000), 540);
  assert.ok(Math.abs(textWidth("−0.1966", 14.4) - (6 * 0.54 + 0.274) * 14.4) < 1e-9);
});
