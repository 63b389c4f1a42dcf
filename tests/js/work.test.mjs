import assert from "node:assert/strict";
import {afterEach, beforeEach, mock, test} from "node:test";

import {signal} from "../../static/js/node_modules/@preact/signals-core/dist/signals-core.mjs";

import {Autosave} from "../../static/js/api/autosave.js";
import {UNSAVED} from "../../static/js/state/saved.js";
import {MOST, entriesOn, erase, firstLine, keep} from "../../static/js/state/work.js";

/** Storage that holds so many characters. */
function shelfOf(room = Infinity) {
  const held = new Map();
  return {
    get length() { return held.size; },
    key: (at) => [...held.keys()][at] ?? null,
    getItem: (key) => held.get(key) ?? null,
    removeItem: (key) => held.delete(key),
    setItem(key, text) {
      const others = [...held].reduce((sum, [name, one]) => (name === key ? sum : sum + one.length), 0);
      if (others + text.length > room) throw new Error("QuotaExceededError");
      held.set(key, text);
    },
  };
}
const entry = (id, when, text = "x = 1") => ({id, page: "p", when, program: {title: id, text}, slug: null, saved: null});
const ids = (shelf) => entriesOn(shelf).map(({id}) => id);

test("the newest are kept, newest first, and the oldest make way", () => {
  const shelf = shelfOf();
  for (let at = 0; at < MOST + 3; at += 1) assert.ok(keep(shelf, entry(`w${at}`, at)));
  assert.equal(entriesOn(shelf).length, MOST);
  assert.deepEqual([ids(shelf)[0], ids(shelf).at(-1)], [`w${MOST + 2}`, "w3"]);
});

test("where there is no room older work makes way; what fits nowhere is not said to be kept", () => {
  const shelf = shelfOf(600);
  for (let at = 0; at < 9; at += 1) assert.ok(keep(shelf, entry(`w${at}`, at)));
  assert.equal(ids(shelf)[0], "w8");
  assert.equal(keep(shelf, entry("large", 10, "x".repeat(700))), false);
});

test("what is no entry is passed over, and only work is erased", () => {
  const shelf = shelfOf();
  shelf.setItem("theme", "dark");
  shelf.setItem("work:a", "{");
  shelf.setItem("work:b", JSON.stringify({id: "c", when: 1}));
  shelf.setItem("work:d", JSON.stringify({id: "d", when: 1, program: {title: 3, text: 4}}));
  keep(shelf, entry("w", 1));
  assert.deepEqual(ids(shelf), ["w"]);
  erase(shelf);
  assert.deepEqual([shelf.length, shelf.getItem("theme")], [1, "dark"]);
});

test("an entry is told by the first line that is no comment", () => {
  assert.equal(firstLine(entry("w", 1, "# title\n\n  y = x*x \nf = y")), "y = x*x");
  assert.equal(firstLine(entry("w", 1, "# only this")), "");
});

/** A page as far as keeping needs it. */
function pageOn(shelf, tab = shelfOf(), {text = "x = 1", ahead = () => "", loaded = "/"} = {}) {
  const saved = signal(UNSAVED);
  const parsed = {nodes: [{id: "x", kind: "input", value: 1}], outputs: ["x"]};
  const document = {slug: null, title: "One", text, graph: parsed, parsed, changed: true, saved};
  saved.value = {...UNSAVED, opened: document};
  const opened = [];
  const store = {shown: signal({document}), draft: signal(text), programOpen: signal(false), problem: signal(null)};
  const session = {store, link: null, edit: (draft) => opened.push(["edit", draft]), openProgram: (program) => opened.push(["open", program.text])};
  const autosave = new Autosave(session, {shelf, tab, ahead, loaded, now: () => Date.now()});
  const type = (to) => {
    store.shown.value = {document: {...document, text: to}};
    store.draft.value = to;
    mock.timers.tick(1000);
  };
  return {autosave, session, store, tab, type, opened, saved};
}
const settle = () => new Promise((done) => setImmediate(done));

beforeEach(() => mock.timers.enable({apis: ["setTimeout", "Date"], now: 1000}));
afterEach(() => mock.timers.reset());

test("what was only looked at is not kept; a change is, once, and so is what does not run", () => {
  const shelf = shelfOf();
  const {type, store} = pageOn(shelf);
  mock.timers.tick(1000);
  assert.equal(shelf.length, 0);
  type("x = 2");
  type("x = 3");
  assert.deepEqual(entriesOn(shelf).map(({program, draft}) => [program.text, draft]), [["x = 3", undefined]]);
  store.draft.value = "x = (";
  mock.timers.tick(1000);
  assert.deepEqual(entriesOn(shelf).map(({program, draft}) => [program.text, draft]), [["x = 3", "x = ("]]);
});

test("the text of what is being opened is no draft over what is left for it", () => {
  const shelf = shelfOf();
  const {autosave, session, store, type} = pageOn(shelf);
  type("x = 2");
  session.link = {};
  store.draft.value = "y = 7";
  mock.timers.tick(1000);
  autosave.write(true);
  assert.equal(entriesOn(shelf)[0].draft, undefined);
  store.problem.value = {detail: "It does not run."};
  autosave.write(true);
  assert.equal(entriesOn(shelf)[0].draft, "y = 7");
});

test("two tabs never overwrite each other, not even one that was doubled", async () => {
  const [shelf, tab] = [shelfOf(), shelfOf()];
  const first = pageOn(shelf, tab);
  first.type("x = 2");
  const doubled = pageOn(shelf, tab, {text: "x = 2"});
  await doubled.autosave.goOn();
  doubled.type("x = 20");
  first.type("x = 3");
  first.type("x = 4");
  assert.deepEqual(entriesOn(shelf).map(({program}) => program.text).sort(), ["x = 20", "x = 4"]);
});

test("a reload goes on with its entry, and with what did not run", async () => {
  const [shelf, tab] = [shelfOf(), shelfOf()];
  const before = pageOn(shelf, tab);
  before.type("x = 2");
  before.store.draft.value = "x = (";
  mock.timers.tick(1000);
  const after = pageOn(shelf, tab, {text: "x = 2"});
  await after.autosave.goOn();
  await settle();
  assert.deepEqual([after.opened, after.store.programOpen.value], [[["edit", "x = ("]], true]);
  after.type("x = 3");
  assert.deepEqual(entriesOn(shelf).map(({program}) => program.text), ["x = 3"]);
});

test("a page that was left before its address knew is opened as it was left", async () => {
  const [shelf, tab] = [shelfOf(), shelfOf()];
  const before = pageOn(shelf, tab, {ahead: () => "/#p=1"});
  before.type("x = 2");
  before.autosave.write(true);
  const other = pageOn(shelf, tab, {text: "x = 1", loaded: "/#p=2"});
  await other.autosave.goOn();
  assert.deepEqual(other.opened, [], "another link in the same tab is opened as it is");
  const after = pageOn(shelf, tab, {text: "x = 1", loaded: "/#p=1"});
  await after.autosave.goOn();
  assert.deepEqual(after.opened, [["open", "x = 2"]]);
});

test("what was erased is not written again until it is changed", () => {
  const shelf = shelfOf();
  const {type, autosave} = pageOn(shelf);
  type("x = 2");
  erase(shelf);
  autosave.write(true);
  assert.equal(entriesOn(shelf).length, 0);
  type("x = 3");
  assert.equal(entriesOn(shelf).length, 1);
});

test("other work in the same tab has an entry of its own", () => {
  const shelf = shelfOf();
  const {type, store} = pageOn(shelf);
  type("x = 2");
  const parsed = {nodes: [{id: "y", kind: "input", value: 1}], outputs: ["y"]};
  store.shown.value = {document: {slug: null, title: "Two", text: "y = 1", graph: parsed, parsed, changed: true, saved: signal(UNSAVED)}};
  store.draft.value = "y = 1";
  mock.timers.tick(1000);
  assert.deepEqual(entriesOn(shelf).map(({program}) => program.text).sort(), ["x = 2", "y = 1"]);
});
