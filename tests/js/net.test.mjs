/** The network on the bench: its bands, its places and its marks. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {bandColours, bandOf, bandPixels, bandTable, cutToDisc, spanOf, SURFACE_BANDS, UNIT_BANDS} from "../../static/js/draw/bench/bands.js";

import {cellMatrix, matrixBox} from "../../static/js/draw/bench/cells.js";
import {byMagnitude, edgeMarks, focusLanes, signedLine, wayOf, wayPath} from "../../static/js/draw/bench/edges.js";
import {stub} from "../../static/js/draw/bench/stubs.js";
import {unitMarks} from "../../static/js/draw/bench/unit.js";

const all = (marks) => marks.flatMap((mark) => [mark, ...all(mark.children ?? [])]);
const classes = (mark) => all([mark]).map(({attrs}) => attrs.class ?? "");
const INKS = {plum: "#762A83", sheet: "#FBFCF8", green: "#1B7837"};

test("bands run from plum over the sheet to green, and are flat", () => {
  const colours = bandColours(INKS, UNIT_BANDS);

  assert.equal(colours.length, 8);
  assert.equal(bandColours(INKS, SURFACE_BANDS).length, 10);
  const [lowest, , , belowZero, aboveZero] = colours;
  assert.ok(lowest[0] > lowest[1] && lowest[2] > lowest[1], "plum has the least green");
  assert.ok(belowZero[1] > 220 && aboveZero[1] > 220, "near zero it is nearly bare");
  assert.ok(colours[7][1] > colours[7][0] && colours[7][1] > colours[7][2], "green has the most green");
});

test("a value lies in its band, and outside the range in the outermost", () => {
  const range = {low: -1, high: 1};

  assert.deepEqual([-5, -1, -0.01, 0, 0.99, 1, 7].map((value) => bandOf(value, range, 8)), [0, 0, 3, 4, 7, 7, 7]);
  assert.equal(bandOf(3, {low: 2, high: 2}, 8), 4, "a range of nothing is the middle");
});

test("bytes of one range fall into the bands of another", () => {
  const table = bandTable({low: -0.5, high: 0.5}, {low: -1, high: 1}, 8);

  assert.deepEqual([table[0], table[127], table[128], table[255]], [2, 3, 4, 6]);
});

test("a bounded unit is drawn between its ends, any other around zero", () => {
  assert.deepEqual(spanOf("tanh", {low: -0.2, high: 0.3}), {low: -1, high: 1});
  assert.deepEqual(spanOf("sigmoid", {low: 0.4, high: 0.6}), {low: 0, high: 1});
  assert.deepEqual(spanOf("relu", {low: 0, high: 2.5}), {low: -2.5, high: 2.5});
  assert.deepEqual(spanOf("identity", {low: 0, high: 0}), {low: -1, high: 1});
});

test("a field's rows go up in the image, and its bands have no colour between", () => {
  const colours = bandColours(INKS, UNIT_BANDS);
  const field = {bytes: Uint8Array.from([0, 0, 255, 255]), columns: 2, rows: 2, low: -1, high: 1};

  const pixels = bandPixels(field, {low: -1, high: 1}, colours, 16, 16);

  assert.deepEqual([...pixels.slice(0, 3)], [...colours[7]], "the high row is on top");
  assert.deepEqual([...pixels.slice(-4, -1)], [...colours[0]]);
  const seen = new Set(Array.from({length: 256}, (_, at) => pixels.slice(4 * at, 4 * at + 3).join()));
  assert.equal(seen.size, 8);
});

test("a field of one input is the same all the way up", () => {
  const field = {bytes: Uint8Array.from([0, 255]), columns: 2, rows: 1, low: -1, high: 1};
  const pixels = bandPixels(field, {low: -1, high: 1}, bandColours(INKS, UNIT_BANDS), 8, 8);

  assert.deepEqual(pixels.slice(0, 32), pixels.slice(7 * 32));
});

test("a disc leaves the corners of its square bare", () => {
  const pixels = new Uint8ClampedArray(10 * 10 * 4).fill(255);

  cutToDisc(pixels, 10);

  assert.equal(pixels[3], 0);
  assert.equal(pixels[(5 * 10 + 5) * 4 + 3], 255);
});

test("an edge is level while numbers may stand there, and arrives level", () => {
  assert.equal(wayPath(wayOf([10, 20], [210, 80], 100)), "M10 20H110C160 20 160 80 210 80");
  assert.equal(wayPath(wayOf([10, 20], [210, 80], 0, 100)), "M10 20C60 20 60 80 110 80H210");
});

test("plus is one line and minus two, whatever the ink", () => {
  const minus = signedLine("e", "M0 0H9", {width: 2, minus: true, ink: "wire"});

  assert.equal(signedLine("e", "M0 0H9", {width: 2, minus: false, ink: "wire"}).length, 1);
  assert.deepEqual(minus.map(({attrs}) => [attrs.class, attrs["stroke-width"]]), [["net-line wire", 3.5], ["net-core", 1.6]]);
});

test("wider is larger, the largest lie on top, and the small ones are faint", () => {
  const edges = byMagnitude([0.05, -2, 1].map((value, at) => ({key: String(at), d: "M0 0", value})));
  const marks = edgeMarks(edges, 2);

  assert.deepEqual(edges.map(({value}) => value), [0.05, 1, -2]);
  assert.equal(marks[0].attrs.class, "net-line wire-faint");
  const widths = marks.map(({attrs}) => attrs["stroke-width"]);
  assert.ok(widths[0] < widths[1] && widths[1] < widths[2]);
});

test("an edge in focus has its weight above and its gradient below; a gradient to come is dotted", () => {
  const way = wayOf([0, 0], [200, 50], 84);
  const done = focusLanes("f", way, {weight: 1, most: 1, gradient: -0.5, mostGradient: 0.5});

  assert.ok(classes(done).includes("net-line lane forward") && classes(done).includes("harpoon backward"));
  assert.ok(classes(focusLanes("f", way, {weight: 1, most: 1})).includes("lane pending"));
});

test("a cell's area is its number's share, and hollow where it is negative", () => {
  const place = {x: 0, y: 0, cell: 12.4};
  const marks = cellMatrix("m", place, [[4, -1], ["NaN", 0]], {ink: "g", row: 1}).children;

  assert.deepEqual(marks.map(({key}) => key), ["plus", "minus", "broken", "bracket", "picked"]);
  assert.equal(marks[0].attrs.d.match(/h[\d.]+/)[0], "h10");
  assert.equal(matrixBox(place, 2, 2).x1, 26.8);
  assert.deepEqual(marks.slice(0, 3).map(({attrs}) => attrs.d.split("M").length - 1), [2, 1, 1]);
});

test("a unit's rings tell what is known of it, and a stub's numbers stand above and below", () => {
  assert.deepEqual(classes(unitMarks("u", {x: 0, y: 0, r: 19}, {backward: "pending"})).slice(2), ["ring forward", "ring pending"]);
  assert.ok(classes(unitMarks("u", {x: 0, y: 0, r: 19}, {focus: true})).includes("corners"));
  assert.ok(classes(unitMarks("u", {x: 0, y: 0, r: 19}, {trouble: "dead"})).includes("unit-blocked"));
  const [value, gradient] = all([stub("s", {x0: 0, x1: 78, y: 0}, {forward: {value: 1}, backward: {value: 2, mark: "upstream"}})])
    .filter(({tag}) => tag === "text");
  assert.ok(value.attrs.y < 0 && gradient.attrs.y > 0);
});
