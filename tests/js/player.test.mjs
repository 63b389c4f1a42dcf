import assert from "node:assert/strict";
import {test} from "node:test";

import {Player} from "../../static/js/player/player.js";

/** A store with `count` stops of which the first half is forward, and frames that wait to be let through. */
function stage(count = 6, still = false) {
  const box = (value) => ({value, peek() { return this.value; }});
  const stops = Array.from({length: count}, (_, index) => ({index, address: `s${index}`, node: `n${Math.floor(index / 2)}`, phase: index < count / 2 ? "forward" : "edge"}));
  const store = {stop: box(-1), travelled: box(1), playing: box(false), speed: box(1), stepSize: box("edge"), stops: box(stops),
    asked: box(false), questions: box(new Set()), titleCard: box(false), currentStop: {peek: () => stops[store.stop.value] ?? null}};
  const waiting = new Map();
  let time = 0;
  let next = 1;
  const frames = {now: () => time, request: (frame) => (waiting.set(next, frame), next++), cancel: (id) => waiting.delete(id)};
  const pass = (ms) => {
    time += ms;
    const due = [...waiting.values()];
    waiting.clear();
    for (const frame of due) frame();
  };
  const foreseen = [];
  const player = new Player(store, frames, () => still, (stop, travelled) => foreseen.push([stop, travelled]));
  return {store, player, pass, waiting, foreseen};
}

test("stops are held within the graph's", () => {
  const {store, player} = stage();
  player.goTo(99);
  assert.equal(store.stop.value, 5);
  player.goTo(-99);
  assert.equal(store.stop.value, -1);
});

test("playing goes from the start to the end and pauses itself", () => {
  const {store, player, pass} = stage();
  player.goTo(5);
  player.toggle();
  assert.equal(store.playing.value, true);
  for (let i = 0; i < 60; i += 1) pass(100);
  assert.equal(store.stop.value, 5);
  assert.equal(store.playing.value, false);
});

test("a pause lands the bead at once", () => {
  const {store, player, pass, waiting} = stage();
  player.toggle();
  pass(700);
  assert.ok(store.travelled.value < 1);
  player.toggle();
  assert.deepEqual([store.stop.value, store.travelled.value, store.playing.value, waiting.size], [1, 1, false, 0]);
});

test("what comes next is told while the bead rests: the landing, then the way to it", () => {
  const {player, pass, foreseen} = stage();
  player.toggle();
  for (let i = 0; i < 42; i += 1) pass(10);
  assert.deepEqual(foreseen, []);
  for (let i = 0; i < 10; i += 1) pass(10);
  assert.deepEqual(foreseen, [[1, 1], [1, 0]]);
});

test("a step on while the bead is on its way lands it and takes the next", () => {
  const {store, player, pass} = stage();
  player.next();
  pass(50);
  player.next();
  assert.equal(store.stop.value, 1);
  player.back();
  assert.deepEqual([store.stop.value, store.travelled.value], [0, 1]);
});

test("with reduced motion a step is there at once", () => {
  const {store, player, waiting} = stage(6, true);
  player.next();
  assert.deepEqual([store.stop.value, store.travelled.value, waiting.size], [0, 1, 0]);
});

test("a pass is a whole side of the track", () => {
  const {store, player} = stage();
  player.phase(1);
  assert.equal(store.stop.value, 0);
  player.phase(1);
  assert.equal(store.stop.value, 3);
  player.phase(1);
  assert.equal(store.stop.value, 5);
  player.phase(-1);
  assert.equal(store.stop.value, 2);
});

test("by node a step takes all of a node's stops, by pass a whole side", () => {
  const {store, player} = stage(8, true);
  store.stepSize.value = "node";
  const walked = [];
  for (let i = 0; i < 4; i += 1) {
    player.next();
    walked.push(store.stop.value);
  }
  assert.deepEqual(walked, [1, 3, 5, 7]);
  player.back();
  assert.equal(store.stop.value, 5);
  store.stepSize.value = "pass";
  player.back();
  assert.equal(store.stop.value, 3);
  player.back();
  assert.equal(store.stop.value, -1);
});

test("playing stands only where the step size stands, and takes a new speed at once", () => {
  const {store, player, pass} = stage(8);
  store.stepSize.value = "node";
  player.toggle();
  assert.equal(store.stop.value, 1);
  pass(600);
  assert.equal(store.stop.value, 3);
  store.speed.value = 4;
  pass(150);
  assert.equal(store.stop.value, 5);
  store.speed.value = 0.25;
  pass(2400);
  assert.equal(store.stop.value, 7);
});

test("playing ends where a node is opened under way, at the stop it was kept at", () => {
  const {store, player, pass} = stage(6);
  player.toggle();
  pass(700);
  store.stops.value = [...store.stops.value, {index: 6, node: "n", phase: "edge"}];
  store.stop.value = 4;
  pass(2000);
  assert.deepEqual([store.stop.value, store.playing.value], [4, false]);
});

test("a stop that asks takes two presses: all but its number, then the number", () => {
  const {store, player} = stage(6, true);
  store.questions.value = new Set(["s1"]);
  const walked = [];
  for (let i = 0; i < 4; i += 1) {
    player.next();
    walked.push([store.stop.value, store.asked.value]);
  }
  assert.deepEqual(walked, [[0, false], [1, true], [1, false], [2, false]]);
});

test("a step back, and going somewhere by name, never ask", () => {
  const {store, player} = stage(6, true);
  store.questions.value = new Set(["s1", "s3"]);
  player.goTo(3);
  assert.equal(store.asked.value, false);
  player.goTo(0);
  player.next();
  assert.equal(store.asked.value, true);
  player.back();
  assert.deepEqual([store.stop.value, store.asked.value], [0, false]);
  player.goTo(2);
  player.back();
  assert.deepEqual([store.stop.value, store.asked.value], [1, false]);
});

test("a question inside a longer step is not passed over", () => {
  const {store, player} = stage(8, true);
  store.stepSize.value = "pass";
  store.questions.value = new Set(["s2"]);
  const walked = [];
  for (let i = 0; i < 4; i += 1) {
    player.next();
    walked.push(store.stop.value);
  }
  assert.deepEqual(walked, [2, 2, 3, 7]);
});

test("playing pauses at a question, and playing on tells the answer", () => {
  const {store, player, pass} = stage();
  store.questions.value = new Set(["s2"]);
  player.toggle();
  for (let i = 0; i < 30; i += 1) pass(100);
  assert.deepEqual([store.stop.value, store.asked.value, store.playing.value, store.travelled.value], [2, true, false, 1]);
  player.toggle();
  assert.equal(store.asked.value, false);
  for (let i = 0; i < 60; i += 1) pass(100);
  assert.deepEqual([store.stop.value, store.asked.value], [5, false]);
});

test("asking here keeps the number back, now and whenever one comes by; asking again gives it for good", () => {
  const {store, player} = stage(6, true);
  player.goTo(2);
  player.ask();
  assert.deepEqual([store.asked.value, [...store.questions.value]], [true, ["s2"]]);
  player.goTo(1);
  player.next();
  assert.deepEqual([store.stop.value, store.asked.value], [2, true]);
  player.ask();
  assert.deepEqual([store.asked.value, store.questions.value.size], [false, 0]);
});

test("asking under way lands there first", () => {
  const {store, player, pass, waiting} = stage();
  player.next();
  pass(50);
  player.ask();
  assert.deepEqual([store.stop.value, store.travelled.value, store.asked.value, waiting.size], [0, 1, true, 0]);
});
