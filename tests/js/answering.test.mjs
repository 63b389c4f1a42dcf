import assert from "node:assert/strict";
import {test} from "node:test";

import {askedAt} from "../../static/js/state/answering.js";

const stop = (phase, node, edge = null) => ({index: 0, phase, address: "", step: 0, node, edge});

test("a stop asks for the number it brings; the seed is given", () => {
  assert.deepEqual(askedAt(stop("forward", "q"), false), {node: "q", quantity: "value"});
  assert.deepEqual(askedAt(stop("accumulate", "x"), false), {node: "x", quantity: "gradient"});
  assert.deepEqual(askedAt(stop("edge", "f", "q>f:1"), false), {edge: {source: "q", target: "f", index: 1}, quantity: "downstream"});
  assert.deepEqual(askedAt(stop("edge", "f", "q>f:1"), true)?.quantity, "local");
  assert.equal(askedAt(stop("seed", "f"), false), null);
});
