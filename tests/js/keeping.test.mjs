import assert from "node:assert/strict";
import {afterEach, beforeEach, mock, test} from "node:test";

import {signal} from "../../static/js/node_modules/@preact/signals-core/dist/signals-core.mjs";

import {away} from "../../static/js/api/client.js";
import {openKept, saveAgain, saveNew} from "../../static/js/api/keeping.js";
import {UNSAVED} from "../../static/js/state/saved.js";

const realFetch = globalThis.fetch;
const settle = async () => {
  for (let i = 0; i < 20; i += 1) await new Promise((done) => setImmediate(done));
};
let sent;
let answers;
beforeEach(() => {
  [sent, answers] = [[], []];
  globalThis.fetch = async (url, {method = "GET", headers, body}) => {
    sent.push({path: url.replace("/api/v1", ""), method, headers, body});
    const answer = answers.shift();
    if (!answer) throw new TypeError("refused");
    const [status, content, etag] = answer;
    return new Response(JSON.stringify(content), {status, headers: etag ? {etag} : {}});
  };
});
afterEach(() => {
  mock.timers.reset();
  globalThis.fetch = realFetch;
});

const parsed = {nodes: [{id: "x", kind: "input", value: 1}], outputs: ["x"]};
function desk(saved = signal(UNSAVED)) {
  const document = {slug: null, title: "One", text: "x = 1", graph: parsed, parsed, changed: true, saved};
  const opened = [];
  const note = (...said) => opened.push(["open", ...said]);
  const session = {
    turn: 0, store: {shown: signal({document})}, trail: {note() {}}, opened,
    open: async (lesson, link, {notice}) => note(notice.detail), openProgram: (program, said, entry) => note(program.title, program.text, entry),
  };
  return {session, saved};
}

test("a save whose answer was lost is sent again under the same key, another graph under another", async () => {
  const {session, saved} = desk();
  await assert.rejects(saveNew(session, "One"));
  answers.push([201, {id: "a", edit_token: "t", etag: '"1-x"'}], [201, {id: "b", edit_token: "u", etag: '"1-y"'}]);
  await saveNew(session, "One");
  assert.deepEqual([saved.value.id, saved.value.token, saved.value.version], ["a", "t", "1-x"]);
  await saveNew(session, "Two");
  const keys = sent.map(({headers}) => headers["idempotency-key"]);
  assert.equal(keys[0], keys[1]);
  assert.notEqual(keys[1], keys[2]);
  assert.match(keys[0], /^[\da-f]{32}$/);
});

test("a change names the version it began with, and that alone is replaced", async () => {
  const {session, saved} = desk(signal({...UNSAVED, id: "a", token: "t", version: "1-x"}));
  answers.push([412, {code: "version-stale", detail: "Changed.", status: 412}]);
  await assert.rejects(saveAgain(session, "One"), (error) => error.problem.status === 412);
  assert.equal(saved.value.version, "1-x");
  answers.push([200, {id: "a", etag: 'W/"2-z"'}]);
  await saveAgain(session, "One");
  assert.deepEqual([sent[1].method, sent[1].path, sent[1].headers.authorization, sent[1].headers["if-match"]], ["PUT", "/graphs/a", "Bearer t", '"1-x"']);
  assert.equal(saved.value.version, "2-z");
});

test("what cannot be reached yet is asked for again; what is not there is said", async () => {
  mock.timers.enable({apis: ["setTimeout"]});
  const {session} = desk();
  void openKept(session, {slug: null, program: null, said: {}, saved: {id: "a", token: null, version: null}}, {});
  await settle();
  assert.deepEqual([away.value, session.opened], [true, []]);
  answers.push([200, {...parsed, name: "Theirs"}, '"1-x"'], [200, {expression: "x = 1"}], [200, {output: "x"}]);
  mock.timers.tick(1000);
  await settle();
  assert.deepEqual([away.value, session.opened], [false, [["open", "Theirs", "x = 1", "replace"]]]);
  answers.push([404, {code: "not-found", detail: "No.", status: 404}]);
  await openKept(session, {slug: null, program: null, said: {}, run: "r"}, {});
  assert.match(session.opened[1][1], /no stored run/);
});

test("a program beside the address of a saved graph is a change of it", async () => {
  const {session} = desk();
  let given;
  session.openProgram = (program) => (given = program);
  await openKept(session, {slug: null, program: {title: "Mine", text: "x = 2"}, said: {}, saved: {id: "a", token: "t", version: "1-x"}}, {});
  assert.deepEqual([given.text, given.saved.value.id, given.saved.value.version, sent.length], ["x = 2", "a", "1-x", 0]);
});
