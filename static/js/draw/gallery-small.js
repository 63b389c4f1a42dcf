/**
 * The marks of stages and maps, for the sheet of states.
 *
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("./gallery.js").Cell} Cell
 */

import {leafForm, opForm} from "../graph/display.js";
import {opGlyph} from "../graph/glyphs.js";
import {boxAround} from "../geometry/boxes.js";
import {flowing, line, transposed} from "../geometry/curves.js";
import {nearUnity, sumBead, wireMarks} from "./edge.js";
import {blankLabel, chip, chipRuns, chipWidth, numberLabel} from "./label.js";
import {circle, group, path, rect, text} from "./marks.js";
import {leafMarks, opMarks} from "./node.js";

/** @param {string} name @returns {DisplayNode} */
const op = (name) => ({
  id: "", kind: "op", op: null, name: [], role: null, composite: false, commutative: true, members: [], inline: [], group: null, ...opForm(opGlyph(name)),
});

/** @param {string} key @param {string} name @param {number} x @param {number} y @param {import("./node.js").NodeState} state */
const disc = (key, name, x, y, state) => group(key, opMarks(op(name), [x, y], state));

const DONE = /** @type {const} */ ({forward: "done", backward: "done"});
const BEFORE = /** @type {const} */ ({forward: "pending", backward: "pending"});

/** A wire that runs down. @param {string} key @param {number} x @param {number} y0 @param {number} y1 */
const falling = (key, x, y0, y1) => group(key, wireMarks(transposed(line([y0, x], [y1, x])), {
  forward: "done", backward: "done", forwardWidth: nearUnity(0.4), backwardWidth: nearUnity(0.2)}));

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function down(x, y) {
  const leaf = /** @type {DisplayNode} */ ({id: "x", kind: "input", op: null, role: null, members: ["x"], group: null, ...leafForm({id: "x"}, -1)});
  const middle = x + 202;
  const width = chipWidth(chipRuns(0.36788));
  return [
    falling("first", x + 76, y + 4, y + 52), group("leaf", leafMarks(leaf, [x + 76, y], {value: -1, flow: "down"})),
    falling("second", middle, y - 52, y + 12), disc("op", "exp", middle, y + 36, DONE),
    numberLabel("value", -1, middle - 21, y - 12), numberLabel("gradient", -0.19661, middle + 45, y - 30, {ink: "gradient", role: "downstream"}),
    chip("chip", chipRuns(0.36788), middle + 24 + width / 2, y - 1, {tick: [[middle + 6.5, y - 1], [middle + 24, y - 1]]}),
  ];
}

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function asked(x, y) {
  const lanes = {forwardWidth: 2.6, backwardWidth: 2};
  return [
    group("in", wireMarks(line([x + 18, y], [x + 100, y]), {forward: "pending", backward: "pending", ...lanes})), disc("op", "exp", x + 130, y, {...BEFORE, now: true}),
    group("out", wireMarks(line([x + 160, y], [x + 300, y]), {forward: "pending", backward: "pending", ...lanes})),
    blankLabel("value", boxAround(x + 226, y - 22, 52, 18), "value"), numberLabel("first", -1, x + 58, y - 12),
  ];
}

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function counted(x, y) {
  const lanes = /** @type {const} */ ({forward: "done", backward: "done", forwardWidth: 2.6, backwardWidth: 2});
  const wires = [-40, -19, 19, 40].map((across, at) => group(`wire${at}`, wireMarks(flowing([[x + 114, y + across / 9], [x + 160, y + across + 2], [x + 236, y + across + 2]]), lanes)));
  return [
    ...wires, group("more", wireMarks(line([x + 114, y + 2], [x + 134, y + 2]), lanes), {class: "dim"}), disc("op", "exp", x + 84, y + 2, DONE),
    group("bead", [sumBead(x + 112, y + 2, "⊕")]), text("count", [{text: "+3", face: "number"}], x + 149, y + 7, 14.4, {anchor: "middle", cls: "number ink-s"}),
  ];
}

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function mapped(x, y) {
  const dots = /** @type {const} */ ([[30, -26], [30, 22], [78, 0], [126, 0], [174, 0], [174, 34], [222, 0], [270, 0]]);
  const through = (/** @type {readonly number[]} */ at) => at.map((index, place) => `${place ? "L" : "M"}${x + 10 + (dots[index]?.[0] ?? 0)} ${y + (dots[index]?.[1] ?? 0)}`).join("");
  return [
    path("pending", "map-wire", through([5, 6])), path("forward", "map-wire forward", through([0, 2, 3]) + through([1, 2])), path("backward", "map-wire backward", through([3, 4, 6, 7])),
    rect("frame", "map-frame", {x0: x + 120, x1: x + 248, y0: y - 16, y1: y + 46}), rect("window", "map-window", {x0: x + 127, x1: x + 241, y0: y - 9, y1: y + 9}),
    ...dots.map(([dx, dy], at) => circle(`dot${at}`, at === 5 ? "map-dot pending" : "map-dot", x + 10 + dx, y + dy, 4)),
    circle("now", "map-dot now", x + 184, y, 6.4),
  ];
}

/** @type {readonly Cell[]} */
export const SMALL_CELLS = [
  {title: "Ask for a value", lines: ["Forward, the blank is blue; wire and", "node stay as they were before."], marks: asked},
  {title: "Down a phone", lines: ["Value left, gradient and chip right;", "half-rings stay upper and lower."], marks: down},
  {title: "More than a stage holds", lines: ["Four wires a side; the others are", "counted on a stub."], marks: counted},
  {title: "The graph as a map", lines: ["Dots and lines in the inks so far; yellow:", "now. The frame is what the stage shows."], marks: mapped},
];
