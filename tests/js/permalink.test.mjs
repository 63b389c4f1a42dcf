import assert from "node:assert/strict";
import {test} from "node:test";

import {linkAddress, pack, readHash, unpack, writeHash} from "../../static/js/state/permalink.js";

const PROGRAM = {title: "Ein Graph mit Umläuten", text: "x = -2 # σ, 😀\nf = x ** 2"};

test("a program comes back from its link letter by letter", async () => {
  const hash = await writeHash({program: PROGRAM, at: "edge:x>f:0"});
  assert.deepEqual(await readHash(hash), {program: PROGRAM, at: "edge.x.f.0", apart: null, damaged: false});
});

test("a link needs no percent signs", async () => {
  const hash = await writeHash({program: PROGRAM, at: "edge:x>f:0"});
  assert.match(hash, /^#p=[\w-]+&at=[\w.]+$/);
});

test("a forty-node graph stays well under the length that mail programs break", async () => {
  const text = Array.from({length: 40}, (_, i) => `n${i} = x * ${i} + tanh(x - ${i})`).join("\n");
  assert.ok((await pack(text)).length < 1000);
});

test("a stop alone is a short link, and nothing is none", async () => {
  assert.equal(await writeHash({program: null, at: "seed:f"}), "#at=seed.f");
  assert.equal(await writeHash({program: null, at: null}), "");
  assert.deepEqual(await readHash(""), {program: null, at: null, apart: null, damaged: false});
});

test("a damaged program is no program, and is said to be damaged", async () => {
  for (const hash of ["#p=%%%", "#p=AAAA", "#p=!", `#p=${await pack("no json")}`, `#p=${await pack('{"text": 1}')}`]) {
    assert.deepEqual(await readHash(hash), {program: null, at: null, apart: null, damaged: true}, hash);
  }
});

test("a link that unpacks to more than a program can be is refused", async () => {
  const bomb = await pack("x".repeat(2_000_000));
  assert.ok(bomb.length < 10_000);
  await assert.rejects(unpack(bomb), RangeError);
});

test("an address in a link keeps phase, ends and index", () => {
  assert.equal(linkAddress("edge:w0>_mul1:0"), "edge.w0._mul1.0");
});
