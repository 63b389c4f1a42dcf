import assert from "node:assert/strict";
import {test} from "node:test";

import {commandFor, listedCommands, keyLabel, keyName, ownedByTarget} from "../../static/js/commands/keys.js";

const press = (key, more = {}) => ({key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more});
const target = (tagName, role = null) => ({tagName, getAttribute: () => role});

test("a key is named as the table writes it", () => {
  assert.equal(keyName(press("ArrowRight", {shiftKey: true})), "Shift+ArrowRight");
  assert.equal(keyName(press("T", {shiftKey: true})), "t");
  assert.equal(keyName(press("?", {shiftKey: true})), "?");
  assert.equal(keyName(press("z", {ctrlKey: true})), "Ctrl+z");
});

test("labels are what stands on the key", () => {
  assert.deepEqual([" ", "Shift+ArrowLeft", "PageDown", "+", "b", "Escape"].map(keyLabel), ["Space", "Shift+←", "Page Down", "+", "B", "Esc"]);
});

test("a key finds its command only when it makes sense now", () => {
  const command = {id: "next", label: "", keys: ["ArrowRight"], when: () => false, run() {}};
  assert.equal(commandFor([command], press("ArrowRight")), null);
  assert.equal(commandFor([{...command, when: () => true}], press("ArrowRight"))?.id, "next");
  assert.equal(commandFor([{...command, when: () => true}], press("ArrowRight", {ctrlKey: true})), null);
});

test("keys are never taken from a field, nor space and Enter from a button", () => {
  for (const tag of ["INPUT", "TEXTAREA", "SELECT"]) assert.ok(ownedByTarget(target(tag), "t"));
  assert.ok(ownedByTarget(target("BUTTON"), " "));
  assert.ok(ownedByTarget(target("DIV", "button"), "Enter"));
  assert.ok(!ownedByTarget(target("BUTTON"), "ArrowRight"));
  assert.ok(!ownedByTarget(target("BODY"), " "));
});

test("the list gives a key one meaning at a time", () => {
  const command = (id, keys, live) => ({id, label: id, keys, when: () => live, run: () => undefined});
  const listed = listedCommands([
    command("turn on", ["PageDown"], true), command("one step on", ["ArrowRight", "PageDown"], false),
    command("last", ["PageDown"], true), command("at the end", ["PageDown"], false), {...command("bare", ["z"], true), label: ""},
  ]);
  assert.deepEqual(listed.map(({id, keys}) => [id, keys]), [["turn on", ["PageDown"]], ["one step on", ["ArrowRight"]], ["at the end", ["PageDown"]]]);
});
