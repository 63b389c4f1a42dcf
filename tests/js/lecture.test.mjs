import assert from "node:assert/strict";
import {test} from "node:test";

import {commandFor} from "../../static/js/commands/keys.js";
import {playCommands} from "../../static/js/commands/playing.js";
import {Lecture, lessonBeside} from "../../static/js/player/lecture.js";

const PLAYLISTS = [{slug: "deck", title: "Deck", lessons: ["one", "two", "three"], notes: {}}];

/** A lesson of two stops in a lecture; what was opened is noted. */
function hall({slug = "one", presenting = true, list = ""} = {}) {
  const box = (value) => ({value, peek() { return this.value; }});
  const store = {
    stop: box(1), stops: box([{}, {}]), asked: box(false), titleCard: box(false), presenting: box(presenting),
    playlists: box(PLAYLISTS), shown: box({document: {slug}}), list: box(list),
  };
  const opened = [];
  const player = {next: () => opened.push("step on"), back: () => opened.push("step back")};
  return {store, opened, lecture: new Lecture(store, player, (next, at) => opened.push([next, at]))};
}

test("a lesson's neighbours are those of its playlist", () => {
  assert.equal(lessonBeside(PLAYLISTS, "one", 1), "two");
  assert.equal(lessonBeside(PLAYLISTS, "one", -1), null);
  assert.equal(lessonBeside(PLAYLISTS, "three", 1), null);
  assert.equal(lessonBeside(PLAYLISTS, "none", 1), null);
  assert.equal(lessonBeside(PLAYLISTS, null, 1), null);
});

test("a lesson of several playlists goes on in the one that was chosen", () => {
  const lists = [...PLAYLISTS, {slug: "other", title: "Other", lessons: ["two", "one"], notes: {}}];
  assert.equal(lessonBeside(lists, "two", 1), "three");
  assert.equal(lessonBeside(lists, "two", 1, "other"), "one");
  assert.equal(lessonBeside(lists, "three", -1, "other"), "two");
  assert.equal(lessonBeside(lists, "two", 1, "gone"), "three");
});

test("at a lesson's end one press shows the next one's title, and one opens it at its start", () => {
  const {store, opened, lecture} = hall();
  assert.ok(lecture.goesOn);
  lecture.next();
  assert.deepEqual([store.titleCard.value, opened], [true, []]);
  lecture.next();
  assert.deepEqual(opened, [["two", "start"]]);
});

test("a press back takes the title away", () => {
  const {store, opened, lecture} = hall();
  lecture.next();
  lecture.back();
  assert.deepEqual([store.titleCard.value, opened], [false, []]);
});

test("before the first step a press back opens the lesson before, at its end", () => {
  const {store, opened, lecture} = hall({slug: "two"});
  store.stop.value = -1;
  lecture.back();
  assert.deepEqual(opened, [["one", "last"]]);
});

test("a question at the last stop is answered first", () => {
  const {store, opened, lecture} = hall();
  store.asked.value = true;
  lecture.next();
  assert.deepEqual([store.titleCard.value, opened], [false, ["step on"]]);
});

test("at the desk Page Down leads on from the very end of a playlist's lesson, and arrows do not", () => {
  const desk = hall({slug: "two", presenting: false, list: "deck"});
  const table = playCommands(desk.store, desk.lecture.player, desk.lecture);
  const press = (key) => commandFor(table, {key})?.run();
  press("ArrowRight");
  press("PageDown");
  desk.store.stop.value = -1;
  press("ArrowLeft");
  press("PageUp");
  assert.deepEqual(desk.opened, [["three", "start"], ["one", "last"]]);
  assert.equal(hall({slug: "two", presenting: false}).lecture.leads(1), false);
  assert.equal(hall({slug: "three", presenting: false, list: "deck"}).lecture.leads(1), false);
  desk.store.stop.value = 0;
  press("PageDown");
  assert.equal(desk.opened.at(-1), "step on");
});

test("the last lesson ends the lecture, and at the desk every lesson is the last", () => {
  assert.equal(hall({slug: "three"}).lecture.goesOn, false);
  const {store, opened, lecture} = hall({presenting: false});
  assert.equal(lecture.goesOn, false);
  lecture.next();
  assert.deepEqual([store.titleCard.value, opened], [false, ["step on"]]);
});
