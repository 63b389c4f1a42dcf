/** The network on the bench: its bands, its places and its marks. */

import assert from "node:assert/strict";
import {test} from "node:test";

import {bandColours, bandOf, bandPixels, bandTable, cutToDisc, spanOf, SURFACE_BANDS, UNIT_BANDS} from "../../static/js/draw/bench/bands.js";

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
