import assert from "node:assert/strict";
import {afterEach, mock, test} from "node:test";

import {ApiError, ask, away, failure, latestWins} from "../../static/js/api/client.js";

const realFetch = globalThis.fetch;
afterEach(() => (globalThis.fetch = realFetch));
const settle = () => new Promise((done) => setImmediate(done));

test("a body makes a POST, none a GET", async () => {
  const sent = [];
  globalThis.fetch = async (url, request) => (sent.push([url, request.method, request.body]), new Response("{}"));
  await ask("/ops");
  await ask("/parse", {expression: "x"});
  assert.deepEqual(sent, [["/api/v1/ops", undefined, undefined], ["/api/v1/parse", "POST", '{"expression":"x"}']]);
});

test("a problem document arrives as an ApiError that carries it", async () => {
  globalThis.fetch = async () => new Response('{"code": "unknown-op", "detail": "tahn is not an op.", "status": 422}', {status: 422});
  await assert.rejects(ask("/parse", {}), (error) => error instanceof ApiError && error.problem.code === "unknown-op");
});

test("a broken connection and a page of HTML are ApiErrors too", async () => {
  globalThis.fetch = async () => { throw new TypeError("refused"); };
  await assert.rejects(ask("/ops"), (error) => error instanceof ApiError && error.problem.code === "no-connection");
  globalThis.fetch = async () => new Response("<html>", {status: 502});
  await assert.rejects(ask("/ops"), (error) => error instanceof ApiError && error.problem.code === "no-answer");
});

/** Work whose answers are let through one by one. */
function slow() {
  const open = [];
  const landed = [];
  const refused = [];
  const queue = latestWins(
    (wish) => new Promise((resolve, reject) => open.push({wish, resolve, reject})),
    (result, wish) => landed.push([wish, result]),
    (error, wish) => refused.push([wish, error.message]),
  );
  return {queue, open, landed, refused};
}

test("one request is in flight; of those that wait only the latest is sent", async () => {
  const {queue, open, landed} = slow();
  for (const wish of [1, 2, 3, 4]) queue.ask(wish);
  assert.deepEqual(open.map(({wish}) => wish), [1]);
  open[0].resolve("a");
  await settle();
  assert.deepEqual(open.map(({wish}) => wish), [1, 4]);
  open[1].resolve("b");
  await settle();
  assert.deepEqual(landed, [[1, "a"], [4, "b"]]);
  assert.ok(queue.idle());
});

test("a refusal is passed over when something newer waits", async () => {
  const {queue, open, refused} = slow();
  queue.ask(1);
  queue.ask(2);
  open[0].reject(new Error("no"));
  await settle();
  assert.deepEqual(refused, []);
  open[1].reject(new Error("still no"));
  await settle();
  assert.deepEqual(refused, [[2, "still no"]]);
});

test("what was cancelled never lands, and the next is asked at once", async () => {
  const {queue, open, landed} = slow();
  queue.ask(1);
  queue.cancel();
  queue.ask(2);
  open[0].resolve("old");
  open[1].resolve("new");
  await settle();
  assert.deepEqual(landed, [[2, "new"]]);
});

test("while the server is away the latest is asked again, and nothing is refused", async () => {
  mock.timers.enable({apis: ["setTimeout"]});
  const {queue, open, landed, refused} = slow();
  queue.ask(1);
  open[0].reject(failure("no-connection", "No answer.", true));
  await settle();
  assert.ok(away.value);
  queue.ask(2);
  mock.timers.tick(250);
  await settle();
  assert.deepEqual(open.map(({wish}) => wish), [1, 2]);
  open[1].reject(failure("no-connection", "No answer.", true));
  await settle();
  mock.timers.tick(499);
  await settle();
  assert.equal(open.length, 2, "the pauses grow");
  mock.timers.tick(1);
  await settle();
  open[2].resolve("there");
  await settle();
  assert.deepEqual([landed, refused, away.value], [[[2, "there"]], [], false]);
  mock.timers.reset();
});

test("what is given up while the server is away is asked no more, and nobody is said to be away", async () => {
  mock.timers.enable({apis: ["setTimeout"]});
  const {queue, open} = slow();
  queue.ask(1);
  open[0].reject(failure("no-connection", "No answer.", true));
  await settle();
  queue.cancel();
  mock.timers.tick(60_000);
  await settle();
  assert.deepEqual([open.length, away.value], [1, false]);
  mock.timers.reset();
});
