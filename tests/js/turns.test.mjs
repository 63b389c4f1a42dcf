import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {BenchLecture} from "../../static/js/api/bench/lecture.js";
import {createBench} from "../../static/js/state/bench/store.js";
import {shownAgain, shownBy, standsAt, turnsOf, turnWithin} from "../../static/js/state/bench/turns.js";
import {hearLooks, readLink, writeLink} from "../../static/js/state/bench/link.js";
import {present} from "../../static/js/state/room.js";

const spec = {inputs: 2, layers: [{units: 1, activation: "sigmoid"}], loss: "bce"};
const run = (name, more = {}) => ({name, request: {spec, data: {dataset: "xor", seed: name.charCodeAt(0)}, optimizer: {kind: "sgd"}, epochs: 60, ...more}});
const said = (text, of = null, ...marks) => ({text, run: of, marks: marks.map((mark) => ({words: text, ...mark}))});
const UNIT = {layer: 1, unit: 1, input: 2};
const LESSON = {
  runs: [run("first"), run("other"), run("by hand", {parameters: {}, epochs: 10})],
  opens: {run: 0, screen: "bench", epoch: 0, unit: "epoch", example: 0, focus: null, chart: null, walk: ""},
  look: [
    said("points", null, {chart: "surface"}), said("both fall", "first", {chart: "loss"}), said("it stays", "first"),
    said("another", "other", {epoch: 7}), said("backward", null, {walk: "backward:1"}, {focus: UNIT}), said("set", "by hand"),
  ],
  questions: [{ask: "When?", answer: "At 7."}, {ask: "Why?", answer: "So.", run: "other", epoch: 3, walk: "backward:1"}],
};

test("a clicker's turns: sentences, a run where it is spoken of, and each question before its answer", () => {
  assert.deepEqual(turnsOf(LESSON).map(({kind, at}) => `${kind} ${at}`), [
    "say 0", "say 1", "play 1", "say 2", "say 3", "say 4", "say 5", "ask 0", "answer 0", "ask 1", "answer 1",
  ]);
  assert.equal(turnWithin(LESSON, Infinity), 10);
  assert.equal(turnWithin(LESSON, -1), 0);
});

test("a turn shows what its sentence points at, and another run begins at its beginning", () => {
  assert.deepEqual(shownBy(LESSON, 0), {}); // where the lesson opens
  assert.deepEqual(shownBy(LESSON, 2), {run: "first", screen: "bench"});
  assert.deepEqual(shownBy(LESSON, 4), {run: "other", epoch: 7});
  assert.deepEqual(standsAt(LESSON, 4), {run: "other", epoch: 7, screen: "bench", walk: "", example: 0});
  const last = {run: "by hand", epoch: 0, screen: "example", walk: "backward:1", example: 0, focus: UNIT};
  assert.deepEqual(standsAt(LESSON, 6), last);
  // A question leads to the run and the place it is about, which is where the lesson opens unless it says more.
  assert.deepEqual(shownBy(LESSON, 7), {run: "first", screen: "bench", walk: "", example: 0, epoch: Infinity});
  assert.deepEqual(shownBy(LESSON, 9), {run: "other", screen: "bench", walk: "backward:1", example: 0, epoch: 3});
  assert.deepEqual(shownBy(LESSON, 10), {}); // one may have tried it
  assert.deepEqual(standsAt(LESSON, 8), {...last, run: "first", screen: "bench", walk: ""});
  assert.deepEqual(standsAt(LESSON, 99), {...last, run: "other", screen: "bench", epoch: 3});
  // Before a room the first sentence is told over its own run.
  const opens = {...LESSON, opens: {...LESSON.opens, run: 1}, look: [said("set", "by hand"), ...LESSON.look]};
  assert.deepEqual([standsAt(opens, 0).run, standsAt(opens, 0, true).run, shownAgain(opens, 0, true).run], ["other", "by hand", "by hand"]);
  // Back at a sentence that tells of no epoch nothing that was trained is taken away.
  assert.equal("epoch" in shownAgain(LESSON, 5), false);
  assert.equal(shownAgain(LESSON, 4).epoch, 7);
  assert.equal(shownAgain(LESSON, 1).chart, "loss");
});

/** A bench before a room, whose run does nothing but note what it is asked. */
function hall({list = "deck", presenting = true, turn = 0} = {}) {
  const store = createBench();
  const done = [];
  store.lesson.value = {slug: "two", title: "Two", bench: LESSON};
  store.lessonRun.value = "first";
  store.request.value = LESSON.runs[0].request;
  [store.history.value, store.now.value] = [{epoch: [0]}, {epoch: 0}];
  [store.list.value, store.presenting.value, store.turn.value, store.status.value] = [list, presenting, turn, "paused"];
  const training = {
    setAside: async () => ({segments: store.segments.peek(), history: store.history.peek()}),
    open: async (request, {epoch = 0, kept = null}) => {
      store.request.value = request;
      store.segments.value = kept?.segments ?? [{from: {epoch: 0, step: 0, position: 0}, request}];
      store.history.value = kept?.history ?? {epoch: [0, epoch]};
      store.now.value = {epoch: kept?.history.epoch.at(-1) ?? epoch};
      done.push(`${kept ? "again" : "open"} ${LESSON.runs.find((one) => one.request === request).name} ${kept?.history.epoch.at(-1) ?? epoch}`);
    },
    goTo: async (epoch) => {
      store.now.value = {epoch};
      done.push(`epoch ${epoch}`);
    },
    run: () => {
      store.history.value = {epoch: [0, 60]};
      done.push(`play ${store.pace.value}`);
    },
  };
  const lessons = ["one", "two", "three"].map((slug) => ({slug, title: slug.toUpperCase(), kind: slug === "one" ? "network" : "graph"}));
  const playlists = [{slug: "deck", title: "Deck", lessons: ["one", "two", "three"], notes: {}}];
  const lecture = new BenchLecture(store, training, {
    library: async () => ({lessons, playlists}), open: (path) => done.push(path), point: (chart) => done.push(chart)});
  return {store, done, lecture};
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("one press after another goes through the lesson, and on to the next one's title and that lesson", async () => {
  const {store, done, lecture} = hall();
  for (let press = 1; press < turnsOf(LESSON).length; press += 1) lecture.next();
  await settled();
  assert.deepEqual(done, [
    "loss", "play 5", "open other 7", "open by hand 0", "again first 60", "again other 7", "epoch 3",
  ]);
  assert.deepEqual([store.turn.value, store.screen.value, store.walk.value], [10, "bench", "backward:1"]);

  lecture.next();
  await settled();
  assert.equal(store.nextLesson.value.title, "THREE");
  lecture.back();
  assert.equal(store.nextLesson.value, null);
  lecture.next();
  await settled();
  lecture.next();
  assert.equal(done.at(-1), "/?lesson=three#at=start&view=present&list=deck");
});

test("back from the first sentence is the lesson before, at its end", async () => {
  const {done, lecture} = hall();
  lecture.back();
  await settled();
  assert.deepEqual(done, ["/train?lesson=one&list=deck#turn=last&view=present"]);
});

test("a press back stands where the sentence before stood", async () => {
  const {store, done, lecture} = hall({turn: 6});
  store.request.value = LESSON.runs[2].request;
  lecture.back();
  lecture.back();
  await settled();
  assert.deepEqual(done, ["open other 0", "open other 7"]);
  // What was trained there is there again, on the way back as on the way on.
  store.history.value = {epoch: [0, 60]};
  for (let press = 0; press < 2; press += 1) lecture.next();
  await settled();
  for (let press = 0; press < 2; press += 1) lecture.back();
  await settled();
  assert.deepEqual(done.slice(2), ["again by hand 0", "again other 60", "epoch 7"]);
  assert.deepEqual([store.turn.value, store.screen.value], [4, "bench"]);
});

test("at the desk a lesson's end is its end, but in a playlist's run it leads on", async () => {
  const alone = hall({list: "", presenting: false, turn: 10});
  alone.lecture.next();
  await settled();
  assert.equal(alone.store.nextLesson.value, null);
  const listed = hall({presenting: false, turn: 10});
  listed.lecture.next();
  await settled();
  assert.deepEqual([listed.store.nextLesson.value, listed.done], [null, ["/?lesson=three#at=start&list=deck"]]);
});

test("a link says the turn and the room, and a projector's light needs no word", async () => {
  const {store} = hall({turn: 4});
  store.now.value = {epoch: 0, step: 0, position: 0, parameters: {}, state: null};
  store.segments.value = [{from: {epoch: 0, step: 0, position: 0}, request: LESSON.runs[0].request}];
  const link = await writeLink(store, {usual: store.segments.value, theme: "dark"});
  assert.match(link, /&turn=5&view=present$/);
  const other = createBench();
  hearLooks(other, (await readLink(link)).said, {focus: UNIT, theme: "dark"});
  assert.deepEqual([other.turn.value, other.presenting.value, other.dark.value], [4, true, false]);
  // Behind the hall the desk is as the reader has it; in the hand there is no hall, and no light for one.
  present(other, false);
  assert.equal(other.dark.value, true);
  [other.narrow.value, store.narrow.value, store.darkAtDesk.value] = [true, true, true];
  hearLooks(other, (await readLink(link)).said, {focus: UNIT, theme: "dark"});
  assert.deepEqual([other.presenting.value, other.dark.value], [true, true]);
  assert.match(await writeLink(store, {usual: store.segments.value, theme: "dark"}), /&turn=5&view=present$/);
  hearLooks(other, {turn: "-3"}, {focus: UNIT, theme: "dark"});
  assert.deepEqual([other.turn.value, other.presenting.value, other.dark.value], [0, false, true]);
});

test("every lesson on the bench has a turn that trains, walks an example or looks at given weights", () => {
  const folder = new URL("../../app/lessons/data/", import.meta.url);
  const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
  const benches = read("topics").flatMap(({lessons}) => lessons).map(read).filter(({bench}) => bench?.look);
  assert.ok(benches.length > 15);
  for (const {slug, bench} of benches) {
    const whole = {...bench, opens: bench.opens ?? {}, runs: (bench.runs ?? [{}]).map((one) => ({name: one.name ?? "", request: {epochs: 100, ...one.request}}))};
    const look = bench.look.map((one) => ({run: null, marks: [], ...one}));
    const turns = turnsOf({...whole, look, questions: bench.questions ?? []});
    const shows = turns.map((_, at) => shownBy({...whole, look, questions: bench.questions ?? []}, at));
    assert.ok(turns.some(({kind}) => kind === "play") || shows.some(({epoch, walk}) => epoch > 0 || walk), slug);
  }
});
