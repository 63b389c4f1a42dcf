/** The hand on a run: acts that wait for a server, steps in few messages, links that are hostile or too large. */

import assert from "node:assert/strict";
import {afterEach, test} from "node:test";

import {Acts} from "../../static/js/api/bench/acts.js";
import {Training} from "../../static/js/api/bench/training.js";
import {walk} from "../../static/js/api/bench/walking.js";
import {failure} from "../../static/js/api/client.js";
import {benchWords} from "../../static/js/state/bench-words.js";
import {withMoreUnits} from "../../static/js/state/bench/edits.js";
import {readLink, writeLink} from "../../static/js/state/bench/link.js";
import {START, withEdits} from "../../static/js/state/bench/moments.js";
import {OPENING} from "../../static/js/state/bench/opening.js";
import {createBench} from "../../static/js/state/bench/store.js";
import {pack, unpack} from "../../static/js/state/packing.js";

const real = {fetch: globalThis.fetch, WebSocket: globalThis.WebSocket, location: globalThis.location, error: console.error};
afterEach(() => {
  Object.assign(globalThis, {fetch: real.fetch, WebSocket: real.WebSocket, location: real.location});
  console.error = real.error;
});
const settle = async () => {
  for (let i = 0; i < 60; i += 1) await new Promise((done) => setImmediate(done));
};

/** Examples of an epoch on the server below. */
const ROWS = 1000;
const placeAt = (step) => ({epoch: Math.floor(step / ROWS), step, position: step % ROWS});
const historyTo = (epoch) => ({epoch: [epoch], train_loss: [1], validation_loss: null, accuracy: null, validation_accuracy: null, learning_rate: [0.01]});

/** A server whose run is its number of steps. It closes on more than sixty messages in a stretch, as the true one does. */
function serve({gone = () => null, stopped = null} = {}) {
  const heard = {messages: [], calls: []};
  globalThis.location = /** @type {any} */ ({href: "http://bench.test/train"});
  globalThis.WebSocket = class extends EventTarget {
    static OPEN = 1;
    readyState = 1;
    step = 0;
    constructor() {
      super();
      setImmediate(() => this.dispatchEvent(Object.assign(new Event(gone() ? "close" : "open"), {code: gone()})));
    }

    send(text) {
      const {type, count = 1, unit, state} = JSON.parse(text);
      heard.messages.push(JSON.parse(text));
      if (heard.messages.length > 60) return this.dispatchEvent(Object.assign(new Event("close"), {code: 1008}));
      if (type === "start") this.step = state?.step ?? 0;
      if (type === "step") this.step += unit === "epoch" ? ROWS * count : count;
      const told = {...placeAt(this.step), learning_rate: 0.01, parameters: {W1: [[this.step]]}};
      if (type === "start" || type === "step") this.dispatchEvent(Object.assign(new Event("message"), {data: frameOf({...told, grids: [], history: historyTo(told.epoch)})}));
      return this.dispatchEvent(Object.assign(new Event("message"), {data: JSON.stringify({type: "state", stopped: null, ...told, state: {...placeAt(this.step), slots: {}}})}));
    }

    close() {}
  };
  globalThis.fetch = async (url, {body}) => {
    const asked = JSON.parse(body ?? "{}");
    heard.calls.push([url.replace("/api/v1", ""), asked]);
    if (url.includes("/datasets/")) return Response.json({name: "moons", task: "two-classes", inputs: 2, classes: ["a", "b"], x: [[0, 0], [1, 1]], y: [[0], [1]], rows: {train: 2, validation: 0, test: 0}});
    if (url.endsWith("/init")) return Response.json({parameters: {}});
    const step = stopped ? ROWS * stopped[0] : ROWS * asked.epochs;
    return Response.json({parameters: {W1: [[step]]}, state: {...placeAt(step), slots: {}}, stopped: stopped ? stopped[1] : "epochs", history: historyTo(placeAt(step).epoch)});
  };
  globalThis.document = /** @type {any} */ ({hidden: false});
  globalThis.requestAnimationFrame = (show) => setImmediate(show);
  return heard;
}

/** The bytes of a frame without grids. */
function frameOf(told) {
  const header = Buffer.from(JSON.stringify(told));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const all = Buffer.concat([Buffer.from("BPF1"), length, header]);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.length);
}

function hand() {
  const store = createBench();
  const entries = [];
  return {store, entries, training: new Training(store, (kind) => entries.push(kind))};
}

test("steps by single examples that lead past an epoch's end are walked to that end, from within an epoch, too", async () => {
  const heard = serve();
  const segments = [{from: START, request: OPENING, examples: 2 * ROWS + 7}];
  const checkpoint = (step) => ({...placeAt(step), parameters: {}, state: {...placeAt(step), slots: {}}});
  for (const [step, epoch] of [[0, 1], [0, 2], [30, 1], [30, 2], [ROWS, 2]]) {
    const {at} = await walk(segments, checkpoint(step), epoch);
    assert.deepEqual([at.step, at.epoch, at.position, at.state.step], [epoch * ROWS, epoch, 0, epoch * ROWS], `${step} to ${epoch}`);
  }
  assert.deepEqual(heard.calls, [], "no batch is on the way");
  assert.equal((await walk(segments, checkpoint(0), 3)).at.step, 3 * ROWS);
  assert.equal(heard.calls[0][1].state.step, 2 * ROWS + 7, "past the last of them by batches");
});

test("many steps by single examples are walked in one message, and their link opens", async () => {
  const heard = serve();
  const segments = [{from: START, request: OPENING, examples: 60}];
  const {at} = await walk(segments, {...START, parameters: {}, state: {...START, slots: {}}}, 1);
  assert.equal(at.step, ROWS);
  assert.equal(heard.calls[0][1].state.step, 60, "and on from there by whole epochs");
  assert.equal((await walk(segments, {...START, parameters: {}, state: {...START, slots: {}}}, 0)).at.step, 0, "they come after the epoch's end that they begin at");
  assert.deepEqual(heard.messages.map(({type, count}) => [type, count]), [["start", undefined], ["step", 60]]);

  const {store, training} = hand();
  await training.open(OPENING, {past: {segments, at: {epoch: 3, step: 3 * ROWS, position: 0}}});
  assert.equal(store.problem.value, null);
  assert.equal(store.now.value.epoch, 3);
  assert.deepEqual(store.segments.value, segments);
});

test("a held key's presses go together, one message a time", async () => {
  const heard = serve();
  const {store, training} = hand();
  await training.open(OPENING);
  for (let press = 0; press < 40; press += 1) training.step("example");
  training.step("batch");
  training.step("batch");
  await training.goTo(0);

  const steps = heard.messages.filter(({type}) => type === "step");
  assert.equal(steps.reduce((sum, {count}) => sum + count, 0), 42);
  assert.ok(steps.length < 4, `${steps.length} messages`);
  assert.deepEqual(store.segments.value.map(({examples}) => examples), [40]);
});

test("one exception nobody foresaw is told, and the next act is done", async () => {
  serve();
  const {store, training} = hand();
  const logged = [];
  console.error = (error) => logged.push(error.message);
  await training.open(OPENING);
  await training.reshape(() => { throw new TypeError("no such thing"); });
  assert.equal(store.problem.value.detail, benchWords.faults.mistake("no such thing"));
  assert.deepEqual(logged, ["no such thing"]);

  training.step("batch");
  await training.pin(null);
  await settle();
  assert.equal(store.now.value.step, 1);
});

test("two quick edits are both made", async () => {
  serve();
  const {store, training} = hand();
  await training.open(OPENING);
  const more = (request) => withMoreUnits(request, 1, 1);
  await Promise.all([training.reshape(more), training.reshape(more)]);
  assert.equal(store.request.value.spec.layers[0].units, OPENING.spec.layers[0].units + 2);
});

test("what a server that is away was asked for is done when it is back, in order", async () => {
  const done = [];
  const told = [];
  const waits = [];
  const acts = new Acts({away: () => told.push("away"), back: () => told.push("back"), failed: (error) => told.push(error.message)}, () => new Promise((on) => waits.push(on)));
  let away = true;
  const act = (name) => acts.next(async () => {
    if (away) throw failure("no-connection", "away", true);
    done.push(name);
  }, () => true);
  const all = [act("open"), act("change")];
  await settle();
  assert.deepEqual([done, told], [[], ["away"]]);
  away = false;
  waits.forEach((on) => on());
  await Promise.all(all);
  assert.deepEqual([done, told], [["open", "change"], ["away", "back"]]);

  let wanted = true;
  const left = acts.next(async () => { throw failure("no-connection", "away", true); }, () => wanted);
  const next = act("another");
  await settle();
  wanted = false;
  waits.forEach((on) => on());
  await Promise.all([left, next]);
  assert.equal(done.at(-1), "another", "what nobody wants any more gives way");
});

test("a link's last epoch is no further than the run goes, and a run that ended by itself says why", async () => {
  const heard = serve({stopped: [37, "patience"]});
  const {store, training} = hand();
  await training.open(OPENING, {past: {segments: [{from: START, request: OPENING}], at: {epoch: 37, step: 37 * ROWS, position: 0}, to: 9_999_999}});
  assert.deepEqual([store.stopped.value, store.status.value], ["patience", "ended"]);
  assert.ok(heard.calls.every(([, {epochs = 0}]) => epochs <= OPENING.epochs), JSON.stringify(heard.calls.map(([path, {epochs}]) => [path, epochs])));
});

test("a hostile link is damaged, whatever is wrong with it", async () => {
  const place = {epoch: 1, step: 6, position: 0};
  const first = {from: START, request: OPENING};
  const edit = {name: "W1", row: 0, column: 0, value: 1};
  const hostile = [
    {...first, edits: 3}, {...first, edits: [{...edit, value: "1"}]}, {...first, edits: [{...edit, row: -1}]}, {...first, edits: [null]},
    {...first, examples: 1.5}, {...first, examples: 1e9}, {...first, request: {...OPENING, data: {x: 1, y: 2}}}, {...first, request: null}, null,
  ];
  for (const segment of hostile) {
    const {damaged, segments} = await readLink(`#run=${await pack(JSON.stringify([segment]))}`);
    assert.deepEqual([damaged, segments], [true, null], JSON.stringify(segment));
  }
  const falling = [{...first, from: place}, {...first, from: place}];
  assert.equal((await readLink(`#run=${await pack(JSON.stringify(falling))}`)).damaged, true);
  assert.equal((await readLink(`#run=${await pack(JSON.stringify([first, {from: place, request: OPENING, edits: [edit], examples: 3}]))}`)).damaged, false);
  assert.deepEqual(withEdits({W1: [[0]], b1: [0]}, [{...edit, column: 7}, {...edit, column: null}, {...edit, name: "b1"}]), {W1: [[0]], b1: [0]});
});

test("a table of one's own stands in a link once, and one that is too large for it is refused at once", async () => {
  const store = createBench();
  const table = (rows) => ({x: Array.from({length: rows}, (_, at) => [Math.sin(at), at]), y: Array.from({length: rows}, (_, at) => [at % 2])});
  const request = {...OPENING, data: table(300)};
  const segments = Array.from({length: 30}, (_, at) => ({from: {epoch: at, step: 6 * at, position: 0}, request: {...request, batch_size: at + 1}}));
  store.segments.value = segments;
  store.now.value = {epoch: 40, step: 240, position: 0, learning_rate: 0.01, parameters: {}, grids: null, layers: null, confusion: null, slots: null, state: null};
  const hash = await writeLink(store, {usual: null, theme: "light"});
  const run = new URLSearchParams(hash.slice(1)).get("run");
  assert.equal((await unpack(run)).split('"data"').length, 2);
  assert.deepEqual((await readLink(hash)).segments, segments);

  store.segments.value = [{from: START, request: {...OPENING, data: table(40_000)}}];
  await assert.rejects(writeLink(store, {usual: null, theme: "light"}), RangeError);
});
