import assert from "node:assert/strict";
import {test} from "node:test";

import {coverOf, pressedAhead} from "../../static/js/commands/covers.js";
import {createStore} from "../../static/js/state/signals.js";

const press = (key, more = {}) => ({key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more});
const typed = (store, ...keys) => keys.map((key) => pressedAhead(store, press(key)));

test("what was asked to lie over the page is found by its kind", () => {
  const store = createStore();
  assert.equal(coverOf(store), null);
  store.lessonsOpen.value = true;
  assert.equal(coverOf(store), ".lesson-list");
  for (const sheet of [store.helpOpen, store.takeOpen, store.shareOpen, store.aboutOpen]) {
    sheet.value = true;
    assert.equal(coverOf(store), "dialog[open]");
    sheet.value = false;
  }
  store.palette.value = {at: null};
  assert.equal(coverOf(store), "dialog[open]");
});

test("Escape gives up what is on its way, saving with it; other keys are nobody's", () => {
  const store = createStore();
  for (const open of [store.helpOpen, store.takeOpen, store.shareOpen, store.aboutOpen, store.lessonsOpen]) {
    open.value = true;
    store.saveNow.value = true;
    assert.deepEqual(typed(store, "t", "Enter", "Escape"), [true, true, true]);
    assert.equal(coverOf(store), null);
    assert.equal(store.saveNow.value, false);
  }
});

test("what is typed for the palette before it is there is kept for it", () => {
  const store = createStore();
  store.palette.value = {at: [1, 2], feeding: "x"};
  assert.deepEqual(typed(store, "t", "a", "m", "Backspace", "n", "ArrowLeft", "Enter", "h"), [true, true, true, true, true, false, true, true]);
  assert.deepEqual(store.palette.value, {at: [1, 2], feeding: "x", typed: "tan", taken: true});
  assert.equal(pressedAhead(store, press("Escape")), true);
  assert.equal(store.palette.value, null);
});

test("keys with Ctrl, Alt or Meta are no letters, and stay the browser's", () => {
  const store = createStore();
  store.palette.value = {at: null};
  for (const modifier of ["ctrlKey", "altKey", "metaKey"]) assert.equal(pressedAhead(store, press("a", {[modifier]: true})), false);
  assert.equal(store.palette.value.typed, undefined);
});
