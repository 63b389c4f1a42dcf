/**
 * Every mark in every state, for looking at: drawn by the same functions as the graphs.
 *
 * @typedef {import("../types.d.ts").DisplayNode} DisplayNode
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {import("../types.d.ts").NodeKind} NodeKind
 * @typedef {import("./node.js").NodeState} NodeState
 * @typedef {Readonly<{title: string, lines: readonly string[], marks: (x: number, y: number) => readonly (Mark | null)[]}>} Cell
 */

import {leafForm, opForm} from "../graph/display.js";
import {inlineGlyph, nameGlyph, opGlyph} from "../graph/glyphs.js";
import {nameRuns} from "../format/names.js";
import {boxAround} from "../geometry/boxes.js";
import {flowing, line} from "../geometry/curves.js";
import {magnitude, nearUnity, stopBar, strands, sumBead, wireMarks} from "./edge.js";
import {alarm, frameLine, frameName, kink} from "./frame.js";
import {blankLabel, chip, chipRuns, numberLabel} from "./label.js";
import {caption, corners, group, path, rect, text} from "./marks.js";
import {leafMarks, nodeBox, opMarks, selectionMarks, terminalMarks} from "./node.js";
import {CHART_CELLS} from "./bench/gallery-charts.js";
import {NET_CELLS} from "./bench/gallery.js";
import {HAND_CELLS} from "./gallery-hand.js";
import {SMALL_CELLS} from "./gallery-small.js";
import {shapeOnWire, tensor} from "./tensor.js";

const DONE = /** @type {NodeState} */ (Object.freeze({forward: "done", backward: "done"}));
const BEFORE = /** @type {NodeState} */ (Object.freeze({forward: "pending", backward: "pending"}));
const FORWARD = /** @type {NodeState} */ (Object.freeze({forward: "done", backward: "pending"}));

/** @param {import("../graph/glyphs.js").Glyph} glyph @param {Partial<DisplayNode>} [more] @returns {DisplayNode} */
function shapeOf(glyph, more = {}) {
  return {
    id: "", kind: "op", op: null, name: [], role: null, composite: false, commutative: true, members: [], inline: [],
    group: null, ...opForm(glyph), ...more,
  };
}

/** @param {string} name */
const op = (name) => shapeOf(opGlyph(name));
/** @param {string} letter */
const letter = (letter) => shapeOf(nameGlyph(nameRuns(letter)));

/** @param {string} key @param {DisplayNode} node @param {number} x @param {number} y @param {NodeState} [state] */
const disc = (key, node, x, y, state = DONE) => group(key, opMarks(node, [x, y], state));

/**
 * @param {string} key @param {string} name @param {NodeKind} kind @param {WireValue | null} value
 * @param {number} x @param {number} y
 */
function leaf(key, name, kind, value, x, y, editing = false) {
  const node = /** @type {DisplayNode} */ ({id: name, kind, op: null, role: null, members: [name], group: null, ...leafForm({id: name}, value)});
  return {node, mark: group(key, leafMarks(node, [x, y], {value, editing}))};
}

/**
 * A level wire with its two lanes.
 * @param {number} x1 @param {number} x2 @param {number} y @param {number} value @param {number | null} gradient
 * @param {Partial<Parameters<typeof wireMarks>[1]>} [more]
 */
function wire(x1, x2, y, value, gradient, more = {}) {
  return group("wire", wireMarks(line([x1, y], [x2, y]), {
    forward: "done", backward: gradient == null ? "pending" : "done", forwardWidth: nearUnity(magnitude(value)),
    backwardWidth: nearUnity(magnitude(gradient)), ...more,
  }));
}

/** @param {number} value @param {number} x @param {number} y */
const upper = (value, x, y) => numberLabel("value", value, x, y - 12);
/** @param {number} value @param {number} x @param {number} y @param {import("./label.js").Role} [role] */
const lower = (value, x, y, role = null) => numberLabel("gradient", value, x, y + (role ? 26 : 23.5), {ink: "gradient", role});
/** @param {number} value @param {number} port @param {number} x @param {number} y */
const hanging = (value, port, x, y) => chip("chip", chipRuns(value), x, y, {tick: [[port, y > 0 ? y - 24 : y], [port, y - 9.5]], value});

/** Two ops and what stands between them. @param {number} x @param {number} y @param {DisplayNode} a @param {DisplayNode} b */
function pair(x, y, a, b, {value = /** @type {number | null} */ (1.2), gradient = /** @type {number | null} */ (null), states = [FORWARD, FORWARD], middle = 151, more = {}} = {}) {
  const [x1, x2] = [x + 56 + a.halfWidth + 4, x + 246 - b.halfWidth - 4];
  return [
    wire(x1, x2, y, value ?? 0, gradient, {forward: value == null ? "pending" : "done", ...more}),
    disc("a", a, x + 56, y, states[0]), disc("b", b, x + 246, y, states[1]),
    value == null ? null : upper(value, x + middle, y), gradient == null ? null : lower(gradient, x + middle, y),
  ];
}

/** @type {readonly Cell[]} */
export const CELLS = [
  {title: "Before", lines: ["Dotted lanes, dotted ring,", "no numbers yet."],
    marks: (x, y) => pair(x, y, op("mul"), op("add"), {value: null, states: [BEFORE, BEFORE]})},
  {title: "Forward, arriving", lines: ["The bead inks the upper lane; the number", "lands with it. Yellow: now."],
    marks: (x, y) => [wire(x + 80, x + 216, y, 1.2, null, {bead: {way: "forward", travelled: 0.62}}),
      disc("a", op("mul"), x + 56, y, FORWARD), disc("b", op("add"), x + 246, y, {...BEFORE, now: true}), upper(1.2, x + 148, y - 2)]},
  {title: "After forward", lines: ["Upper lane, upper half-ring, value and", "local chip: all known before the way back."],
    marks: (x, y) => [...pair(x, y, op("mul"), op("add")), hanging(1, x + 218, x + 216, y + 30)]},
  {title: "After backward", lines: ["Lower lane and half-ring inked. Width", "follows the log of the magnitude."],
    marks: (x, y) => [...pair(x, y, op("mul"), op("add"), {gradient: -0.499, states: [DONE, DONE], middle: 140}), hanging(1, x + 218, x + 216, y + 30)]},
  {title: "Local gradient", lines: ["Ink digits, ink border, sheet fill, tied to its", "edge by the target. One key hides all."],
    marks: (x, y) => [...pair(x, y, letter("z"), op("sigmoid"), {value: 1, gradient: 0.19661, states: [DONE, DONE], middle: 128}), hanging(0.19661, x + 218, x + 202, y + 34)]},
  {title: "The current op", lines: ["Upstream outlined, local in a chip,", "downstream washed. The disc is yellow."],
    marks: (x, y) => {
      const [Y, c] = [y - 4, x + 160];
      return [group("in", [wire(x + 14, c - 30, Y, -1, -0.2)]), group("out", [wire(c + 30, x + 306, Y, 0.37, -0.53)]),
        disc("op", op("exp"), c, Y, {...DONE, now: true}),
        group("left", [upper(-1, x + 60, Y), lower(-0.19661, x + 46, Y, "downstream")]),
        group("right", [upper(0.36788, x + 244, Y), lower(-0.53444, x + 230, Y, "upstream")]),
        chip("chip", chipRuns(0.36788), c - 30, Y + 47, {tick: [[c - 36, Y + 6], [c - 36, Y + 37.5]]})];
    }},
  {title: "Faded: not in this step", lines: ["Thin desaturated lanes, lighter digits;", "numbers stay at 4.5 : 1 or better."],
    marks: (x, y) => [group("dim", [...pair(x, y, op("mul"), op("add"), {gradient: -0.499, states: [DONE, DONE], middle: 136}), hanging(1, x + 218, x + 216, y + 30)], {class: "dim"})]},
  {title: "Selected, keyboard focus", lines: ["Registration corners in ink,", "on both themes, on any node."],
    marks: (x, y) => {
      const {node, mark} = leaf("leaf", "w1", "parameter", -3, x + 256, y);
      const plus = op("add");
      return [disc("op", plus, x + 90, y), selectionMarks("a", nodeBox(plus, [x + 90, y])), mark, selectionMarks("b", nodeBox(node, [x + 256, y]))];
    }},
  {title: "Leaves", lines: ["Plain: input. Bar: it learns. Dashed: constant.", "Drag, type or nudge the number."],
    marks: (x, y) => [leaf("a", "x0", "input", -1, x + 106, y).mark, leaf("b", "w0", "parameter", 2, x + 210, y).mark, leaf("c", "k", "constant", 3, x + 314, y).mark]},
  {title: "Constant inside its op", lines: ["A scalar constant with one consumer has", "no node and no stop of its own."],
    marks: (x, y) => /** @type {const} */ ([["mul", -1, 62], ["add", 1, 130], ["pow", -1, 194], ["pow", 2, 270]]).map(
      ([name, value, dx]) => disc(`${name}${value}`, shapeOf(inlineGlyph(name, "", value, 1)), x + dx, y))},
  {title: "Terminal", lines: ["Not a node. Double ring, name,", "value on the wire, seed below."],
    marks: (x, y) => {
      const f = letter("f");
      return [wire(x + 84, x + 212, y, 0.73, 1), disc("op", op("sigmoid"), x + 60, y),
        group("out", terminalMarks({...f, name: f.glyph, glyphSize: 21}, [x + 240, y])), upper(0.73106, x + 148, y), lower(1, x + 148, y), seedCaption(x + 240, y + 40, 1)];
    }},
  {title: "Long names", lines: ["Ops with long names are pills; a leaf’s", "name ends in an ellipsis."],
    marks: (x, y) => {
      const {mark} = leaf("leaf", "temperature", "input", [0], x + 124, y);
      return [wire(x + 128, x + 242 - op("softplus").halfWidth - 4, y, 0.5, 0.2), mark, disc("op", op("softplus"), x + 242, y)];
    }},
  {title: "Fan-out accumulates", lines: ["Each edge keeps its addend; the sum", "stands under the node."],
    marks: (x, y) => [...[-1, 1].map((side) => group(`edge${side}`, wireMarks(
      flowing([[x + 88, y + side * 5], [x + 196, y + side * 26]], {stiffness: 0.42}),
      {forward: "done", backward: "done", forwardWidth: nearUnity(1), backwardWidth: nearUnity(side < 0 ? 0.39 : 0.1), underlay: [18, 0]}))),
    disc("op", letter("a"), x + 58, y), group("bead", [sumBead(x + 86, y + 1, "⊕")]),
    numberLabel("one", -0.3932, x + 228, y - 17, {ink: "gradient"}), numberLabel("two", -0.1058, x + 228, y + 36, {ink: "gradient"}),
    numberLabel("sum", -0.499, x + 58, y + 42, {ink: "gradient"})]},
  {title: "Broadcast, then sum back", lines: ["One value fans into strands; the gradient", "strands meet again in a Σ bead."],
    marks: (x, y) => [group("strands", strands([x + 92, y], [x + 220, y], {backward: "done"})), disc("a", letter("b"), x + 56, y), disc("b", op("add"), x + 246, y),
      group("bead", [sumBead(x + 90, y, "Σ")]),
      text("shapes", [{text: "(3)", face: "number"}, {text: "→", face: "roman", gap: 0.3}, {text: "(4, 3)", face: "number", gap: 0.3}], x + 156, y - 30, 14.4, {anchor: "middle", cls: "number ink-v"}),
      text("axis", [{text: "sum over axis 0", face: "number"}], x + 156, y + 42, 14.4, {anchor: "middle", cls: "number ink-g"})]},
  {title: "Tensor, up to 3 by 3", lines: ["In brackets, value above and gradient", "below; the shape stands on the wire."],
    marks: (x, y) => [wire(x + 64, x + 252, y, 1, 1), disc("a", letter("W"), x + 40, y), disc("b", op("matmul"), x + 280, y),
      tensor("value", [[0.5, -1], [2, 0.25]], x + 140, y - 32), tensor("gradient", [[0.1, 0], [-0.4, 1]], x + 140, y + 32, {ink: "gradient"}), shapeOnWire("shape", x + 218, y, [2, 2])]},
  {title: "Tensor, larger", lines: ["Cell glyph: size is magnitude, hatching is", "minus. Pick a cell for its scalar story."],
    marks: (x, y) => [wire(x + 64, x + 252, y, 1, 1), disc("a", letter("x"), x + 40, y), disc("b", op("matmul"), x + 280, y),
      tensor("value", sample(7, 3, 7), x + 128, y - 30, {pick: [1, 2]}), tensor("gradient", sample(23, 3, 7), x + 128, y + 30, {ink: "gradient"}), shapeOnWire("shape", x + 211, y, [32, 64])]},
  {title: "Composite, closed", lines: ["A second disc behind. Enter or a", "double-click opens it in place."],
    marks: (x, y) => [...pair(x, y, letter("z"), {...op("sigmoid"), composite: true}, {value: 1, gradient: 0.19661, states: [DONE, DONE], middle: 128}), hanging(0.19661, x + 218, x + 202, y + 34)]},
  {title: "Composite, open", lines: ["Thin frame, name in the rule; values at", "the border are those of the closed node."], marks: openComposite},
  {title: "Zero gradient, dead unit", lines: ["Hollow lane, thin ring, exact 0; a bar", "where the gradient was stopped."],
    marks: (x, y) => deadUnit(x, y, -1.3)},
  {title: "Subgradient at a kink", lines: ["A kink mark and the range; the panel says", "which slope was taken, and why."],
    marks: (x, y) => [...deadUnit(x, y, 0, false), group("kink", kink(x + 240, y - 30, "0…1"))]},
  {title: "NaN or infinity", lines: ["Violet hatch plus the word. Only the first", "bad node carries the triangle."],
    marks: (x, y) => [wire(x + 80, x + 222, y, 1, 1, {backward: "hazard"}), disc("a", letter("x"), x + 56, y, {forward: "done", backward: "hazard"}),
      disc("b", op("log"), x + 246, y, {forward: "done", backward: "hazard"}), upper(-1, x + 148, y), lower(NaN, x + 148, y + 1), group("alarm", alarm(x + 275, y - 36))]},
  {title: "Very large, very small", lines: ["Powers of ten with real superscripts.", "Lane width stays within 1.1 and 4.5 px."],
    marks: (x, y) => pair(x, y, letter("x"), op("exp"), {value: 3.217e12, gradient: 8.8e-9, states: [DONE, DONE], middle: 150, more: {forwardWidth: 4.5, backwardWidth: 1.1}})},
  {title: "In flight after an edit", lines: ["Old numbers stay until the new land,", "all together; nothing greys in 150 ms."],
    marks: (x, y) => [group("in", [wire(x + 112, x + 226, y, 2.4, 0.5)]), leaf("leaf", "x", "input", 2.45, x + 108, y).mark, caret(x + 82.5, y - 8),
      disc("op", op("mul"), x + 250, y), upper(4.8, x + 292, y), numberLabel("gradient", -0.499, x + 67, y + 36, {ink: "gradient"}),
      chip("chip", chipRuns(2), x + 212, y + 36, {tick: [[x + 224, y + 6], [x + 219, y + 26.5]]}), group("out", [wire(x + 274, x + 318, y, 2, 0.3)])]},
  {title: "Predict first", lines: ["A ruled blank where the number goes; then", "✓ or ✕ with a sentence, not colour alone."],
    marks: (x, y) => [...pair(x, y, op("mul"), op("add"), {states: [FORWARD, DONE]}), blankLabel("blank", boxAround(x + 134, y + 24.5, 60, 25)), hanging(1, x + 218, x + 216, y + 30)]},
  ...SMALL_CELLS, ...HAND_CELLS, ...CHART_CELLS, ...NET_CELLS,
];

/** @param {number} x @param {number} y @param {number} [height] */
function caret(x, y, height = 16) {
  return path("caret", "caret", `M${x} ${y}v${height}`);
}

/** @param {number} x @param {number} y @param {number} seed */
export function seedCaption(x, y, seed) {
  return text("seed", [{text: "seed ", face: "word"}, {text: String(seed), face: "number"}], x, y, 14, {anchor: "middle", cls: "ink-s seed"});
}

/** Fixed pseudo-random entries in (-1, 1). @param {number} seed @param {number} rows @param {number} columns */
function sample(seed, rows, columns) {
  let state = seed;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648 * 2 - 1;
  };
  return Array.from({length: rows}, () => Array.from({length: columns}, next));
}

/** @param {number} x @param {number} y @param {number} value @param {boolean} [bar] */
function deadUnit(x, y, value, bar = true) {
  const relu = op("relu");
  const end = x + 250 - relu.halfWidth - 4;
  return [
    wire(x + 80, end, y, value, 0, {backward: "zero"}), disc("a", letter("z"), x + 56, y, {forward: "done", backward: "zero"}),
    disc("b", relu, x + 250, y), bar ? group("bar", [stopBar(line([x + 80, y], [end, y]))]) : null,
    upper(value, x + 138, y), lower(0, x + 138, y), chip("chip", chipRuns(0), x + 212, y + 34, {tick: [[x + 217, y + 13], [x + 217, y + 24.5]]}),
  ];
}

/** @param {number} x @param {number} y */
function openComposite(x, y) {
  const parts = [inlineGlyph("mul", "", -1, 1), opGlyph("exp"), inlineGlyph("add", "", 1, 1), inlineGlyph("pow", "", -1, 1)].map((glyph) => shapeOf(glyph));
  const centres = [61, 140, 203, 268];
  const name = nameRuns("sigma");
  const frame = {id: "", x0: x + 22, x1: x + 298, y0: y - 36, y1: y + 44};
  const ends = parts.map((part, at) => /** @type {const} */ ([x + (centres[at] ?? 0) - part.halfWidth, x + (centres[at] ?? 0) + part.halfWidth]));
  const spans = [[x + 2, (ends[0]?.[0] ?? 0) - 2], ...[0, 1, 2].map((at) => [(ends[at]?.[1] ?? 0) + 3, (ends[at + 1]?.[0] ?? 0) - 3]), [(ends[3]?.[1] ?? 0) + 2, x + 319]];
  return [frameLine(frame, name), frameName(frame, name),
    ...spans.map(([from, to], at) => group(`wire${at}`, [wire(from ?? 0, to ?? 0, y, 0.4, 0.3)])),
    ...parts.map((part, at) => disc(`op${at}`, part, x + (centres[at] ?? 0), y))];
}

const [WIDTH, HEIGHT] = [320, 200];

/**
 * The whole sheet, and the discs that are painted beneath it.
 * @returns {{width: number, height: number, marks: readonly Mark[], discs: Readonly<Record<string, import("./bench/gallery.js").Disc>>}}
 */
export function gallery() {
  const [width, height] = [WIDTH, HEIGHT];
  const marks = CELLS.map((cell, at) => {
    const [x, y] = [(at % 4) * width, Math.floor(at / 4) * height];
    return group(cell.title, [
      path("rule", "cell-rule", `M${x} ${y}h${width}v${height}h${-width}z`),
      text("title", [{text: cell.title, face: "word-strong"}], x + 20, y + 31, 17),
      ...cell.lines.map((line, row) => caption(`line${row}`, line, x + 20, y + 163 + 19 * row, "start")),
      group("marks", cell.marks(x, y + 92)),
    ], {class: "cell"});
  });
  return {width: 4 * width, height: Math.ceil(CELLS.length / 4) * height, marks, discs: discsBeneath()};
}

function discsBeneath() {
  const first = CELLS.length - NET_CELLS.length;
  return Object.fromEntries(NET_CELLS.flatMap(({title, discs}, at) => {
    const [x, y] = [((first + at) % 4) * WIDTH, Math.floor((first + at) / 4) * HEIGHT];
    return (discs?.(x, y + 92) ?? []).map((disc, index) => [`${title} ${index}`, disc]);
  }));
}
