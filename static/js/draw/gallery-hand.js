/**
 * The marks of a hand at work, for the sheet of states.
 *
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("./gallery.js").Cell} Cell
 */

import {leafForm, opForm} from "../graph/display.js";
import {opGlyph} from "../graph/glyphs.js";
import {flowing} from "../geometry/curves.js";
import {wireMarks} from "./edge.js";
import {looseWire, marquee, plug, port, ring} from "./hand.js";
import {group} from "./marks.js";
import {leafMarks, nodeBox, opMarks, selectionMarks, socket} from "./node.js";

/** @param {string} name @returns {DisplayNode} */
const op = (name) => ({
  id: "", kind: "op", op: null, name: [], role: null, composite: false, commutative: true, members: [], inline: [], group: null, ...opForm(opGlyph(name)),
});

/** @param {string} key @param {string} name @param {number} x @param {number} y @param {import("./node.js").NodeState} state */
const disc = (key, name, x, y, state) => group(key, opMarks(op(name), [x, y], state));

const DONE = /** @type {const} */ ({forward: "done", backward: "done"});
const BEFORE = /** @type {const} */ ({forward: "pending", backward: "pending"});

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function open(x, y) {
  return [...lacking("none", "mul", x + 90, y, [-1, 1]), ...lacking("one", "add", x + 250, y, [1]), pending("in", [x + 150, y - 24], [x + 231, y - 14])];
}

/** An op with sockets above or below due west. @param {string} key @param {string} name @param {number} x @param {number} y @param {readonly (-1 | 1)[]} sides */
function lacking(key, name, x, y, sides) {
  const at = (/** @type {number} */ far, /** @type {number} */ side) => /** @type {const} */ ([x - 0.814 * far, y + side * 0.581 * far]);
  return [...sides.map((side) => socket(`${key} ${side}`, at(24, side), at(41, side))), disc(key, name, x, y, BEFORE)];
}

/** @param {string} key @param {import("../types.d.ts").Point} from @param {import("../types.d.ts").Point} to */
const pending = (key, from, to) => group(key, wireMarks(flowing([from, to]), {forward: "pending", backward: "pending"}));

/** @param {string} name @param {number} x @param {number} y */
const boxed = (name, x, y) => nodeBox(op(name), [x, y]);

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function taken(x, y) {
  const leaf = /** @type {DisplayNode} */ ({id: "x", kind: "input", op: null, role: null, members: ["x"], group: null, ...leafForm({id: "x"}, 2)});
  return [
    group("leaf", leafMarks(leaf, [x + 122, y], {value: 2})), ...lacking("op", "mul", x + 250, y, [-1, 1]),
    ring("ring", boxed("mul", x + 250, y), "takes"), port("first", [x + 217, y - 24], "takes"), port("second", [x + 217, y + 24], "open"),
    ...looseWire([x + 127, y], [x + 217, y - 24], false), plug("plug", [x + 127, y]),
  ];
}

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function refused(x, y) {
  return [
    pending("way", [x + 84, y], [x + 212, y]), disc("first", "exp", x + 60, y, BEFORE), disc("second", "log", x + 240, y, BEFORE),
    ring("ring", boxed("exp", x + 60, y), "refuses"), ...looseWire([x + 265, y], [x + 72, y + 30], true), plug("plug", [x + 265, y]),
  ];
}

/** @param {number} x @param {number} y @returns {readonly Mark[]} */
function chosen(x, y) {
  return [
    ...["exp", "log", "tanh"].map((name, at) => disc(name, name, x + 70 + 90 * at, y, DONE)),
    selectionMarks("a", boxed("exp", x + 70, y)), selectionMarks("b", boxed("log", x + 160, y)), marquee({x0: x + 24, x1: x + 196, y0: y - 44, y1: y + 44}),
  ];
}

/** @type {readonly Cell[]} */
export const HAND_CELLS = [
  {title: "Open ports", lines: ["Hollow sockets on dotted stubs: the op", "lacks an operand and has no number yet."], marks: open},
  {title: "A wire in the hand", lines: ["Pulled from a plug. Solid ring: takes it if", "dropped now; dashed: could take it."], marks: taken},
  {title: "Refused in the hand", lines: ["Violet and crossed; the reason stands", "beside the pointer."], marks: refused},
  {title: "Chosen together", lines: ["Shift and a stroke over nodes: corners", "on each that it touches."], marks: chosen},
];
