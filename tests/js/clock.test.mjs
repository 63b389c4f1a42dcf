import assert from "node:assert/strict";
import {test} from "node:test";

import {duration, ease, halts, momentAt, speedBeside, STEP_MS, WAY_MS} from "../../static/js/player/clock.js";

test("easing starts at 0, ends at 1 and never turns back", () => {
  let last = 0;
  for (let i = 0; i <= 100; i += 1) {
    const now = ease(i / 100);
    assert.ok(now >= last && now <= 1);
    last = now;
  }
  assert.equal(ease(0), 0);
  assert.equal(ease(1), 1);
  assert.equal(ease(-3), 0);
});

test("the same moment is the same picture, however it was reached", () => {
  assert.deepEqual(momentAt(-1, 9, 1234), momentAt(-1, 9, 1234));
});

test("a step is a way and then a landing", () => {
  assert.deepEqual(momentAt(2, 9, 0), {stop: 3, travelled: 0, landed: false});
  assert.equal(momentAt(2, 9, WAY_MS - 1).landed, false);
  assert.deepEqual(momentAt(2, 9, WAY_MS), {stop: 3, travelled: 1, landed: true});
  assert.equal(momentAt(2, 9, STEP_MS).stop, 4);
});

test("playing ends at the last stop and stays there", () => {
  assert.deepEqual(momentAt(-1, 3, 1e9), {stop: 3, travelled: 1, landed: true});
  assert.equal(momentAt(-1, 3, duration(-1, 3)).stop, 3);
});

test("twice the speed is half the time", () => {
  assert.deepEqual(momentAt(0, 9, 500, 2), momentAt(0, 9, 1000, 1));
  assert.equal(duration(0, 4, 2), duration(0, 4) / 2);
  assert.throws(() => momentAt(0, 1, 0, 0), RangeError);
});

test("a node's stops are those of its own op, the seed alone, and the last stop is always one", () => {
  const stops = [["forward", "x"], ["forward", "f"], ["seed", "f"], ["edge", "f"], ["edge", "f"], ["accumulate", "x"]]
    .map(([phase, node]) => ({phase, node}));
  assert.deepEqual(halts(stops, "edge"), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(halts(stops, "node"), [0, 1, 2, 4, 5]);
  assert.deepEqual(halts(stops, "pass"), [1, 5]);
  assert.deepEqual(halts([], "pass"), []);
});

test("speeds go from a quarter to eight, held at both ends or around", () => {
  assert.equal(speedBeside(0.25, -1), 0.25);
  assert.equal(speedBeside(1, 1), 2);
  assert.equal(speedBeside(8, 1), 8);
  assert.equal(speedBeside(8, 1, true), 0.25);
});
