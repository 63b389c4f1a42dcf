/** The bench's pure state: frames read, moments and segments kept, networks edited, ticks laid. */

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {merged, shapeOf, withActivation, withLayer, withUnits, withoutLayer} from "../../static/js/state/bench/edits.js";
import {readFrame} from "../../static/js/state/bench/frames.js";
import {MOST_MOMENTS, START, bestOf, checkpointBefore, joined, leavesExamples, momentAt, segmentAt, segmentsUpTo, upTo, withEdits, withMoment, withSegment} from "../../static/js/state/bench/moments.js";
import {OPENING, withDataset, withTable} from "../../static/js/state/bench/opening.js";
import {TableError, readTable} from "../../static/js/state/bench/csv.js";
import {hearLooks, readLink, writeLink} from "../../static/js/state/bench/link.js";
import {numberIn, rateTex, withLoss, withSplit} from "../../static/js/state/bench/settings.js";
import {createBench} from "../../static/js/state/bench/store.js";
import {targetOf} from "../../static/js/state/bench/targets.js";
import {pack} from "../../static/js/state/packing.js";
import {ticksOf} from "../../static/js/state/bench/track.js";

const recorded = JSON.parse(readFileSync(new URL("../fixtures/bench/moons.json", import.meta.url), "utf8"));

/** The bytes of a frame, as docs/stream.md says they are. */
function bytesOf({grids, ...told}, magic = "BPF1") {
  const pieces = grids.map(({bytes}) => Buffer.from(bytes, "base64"));
  const header = Buffer.from(JSON.stringify({...told, grids: grids.map(({bytes: _, ...head}) => head)}));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const all = Buffer.concat([Buffer.from(magic), length, header, ...pieces]);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.length);
}

/** A moment with nothing in it but its place. */
const moment = (epoch, rest = {}) => ({epoch, step: 6 * epoch, position: 0, parameters: {}, grids: null, state: null, ...rest});
const history = (...epochs) => ({
  epoch: epochs, train_loss: epochs.map((epoch) => 1 / (epoch + 1)), validation_loss: epochs.map((epoch) => (epoch - 2) ** 2),
  accuracy: null, validation_accuracy: null, learning_rate: epochs.map(() => 0.01),
});

test("a frame is read with every unit's own bytes", () => {
  const {moment: read, history: told} = readFrame(bytesOf({...recorded.moment, state: undefined, history: recorded.history}));

  assert.equal(read.epoch, 48);
  assert.deepEqual(read.parameters, recorded.moment.parameters);
  assert.equal(told.epoch.length, 49);
  for (const [k, grid] of read.grids.entries()) {
    assert.deepEqual([grid.layer, grid.unit], [recorded.moment.grids[k].layer, recorded.moment.grids[k].unit]);
    assert.deepEqual(Buffer.from(grid.bytes), Buffer.from(recorded.moment.grids[k].bytes, "base64"));
  }
});

test("bytes that are no frame are refused", () => {
  assert.throws(() => readFrame(bytesOf({...recorded.moment, history: {}}, "BPF2")), RangeError);
  assert.throws(() => readFrame(new ArrayBuffer(3)), RangeError);
});

test("histories are joined without telling an epoch twice, and cut", () => {
  const whole = joined(joined(null, history(0, 1, 2)), history(2, 3, 4));

  assert.deepEqual(whole.epoch, [0, 1, 2, 3, 4]);
  assert.equal(whole.train_loss.length, 5);
  assert.equal(whole.accuracy, null);
  assert.deepEqual(upTo(whole, 3).epoch, [0, 1, 2, 3]);
  assert.equal(joined(whole, {...history(), validation_loss: []}), whole, "a frame without an epoch's end changes nothing");
});

test("the lowest validation loss is found, and none where there is none", () => {
  assert.deepEqual(bestOf(history(0, 1, 2, 3)), {epoch: 2, loss: 0});
  assert.equal(bestOf({...history(0, 1, 2, 3), validation_loss: null}), null);
});

test("moments stay in order, few, and a state is kept when its frame comes again", () => {
  let kept = [];
  for (let epoch = 0; epoch <= 3 * MOST_MOMENTS; epoch += 1) kept = withMoment(kept, moment(epoch, epoch % 10 === 0 ? {state: {}} : {}));

  assert.ok(kept.length <= MOST_MOMENTS);
  assert.equal(kept[0].epoch, 0);
  assert.equal(kept.at(-1).epoch, 3 * MOST_MOMENTS);
  assert.ok(kept.every((one, at) => at === 0 || one.step > kept[at - 1].step));
  assert.ok(withMoment(kept, moment(0))[0].state, "what one can go on from is not lost");
});

test("the checkpoint before a place is the last that has a state", () => {
  const kept = [moment(0, {state: {}}), moment(4), moment(6, {state: {}}), moment(9)];

  assert.equal(checkpointBefore(kept, {epoch: 5}).epoch, 0);
  assert.equal(checkpointBefore(kept, {epoch: 9}).epoch, 6);
  assert.equal(checkpointBefore([moment(6, {state: {}, position: 32})], {epoch: 6}), null, "what is past a place does not lead to it");
  assert.equal(momentAt(kept, 4).step, 24);
  assert.equal(momentAt(kept, 5), null);
});

test("a run is its segments; a second change at the same step takes the first one's place", () => {
  const first = [{from: START, request: OPENING}];
  const slower = {...OPENING, batch_size: 8};
  const at = {epoch: 5, step: 30, position: 0};
  const edit = {name: "W1", row: 0, column: 1, value: 2};
  const changed = withSegment(withSegment(first, {from: at, request: slower}), {from: at, request: OPENING, edits: [edit]});

  assert.equal(changed.length, 2);
  assert.deepEqual(changed[1].edits, [edit]);
  assert.equal(segmentAt(changed, {step: 29}), 0);
  assert.equal(segmentAt(changed, {step: 30}), 1);
  assert.equal(withSegment(first, {from: START, request: slower}).length, 1, "at the start it is another run, not a change of it");
  assert.deepEqual(withEdits({W1: [[0, 0]], b1: [0]}, [edit, {name: "b1", row: 0, column: null, value: 3}]), {W1: [[0, 2]], b1: [3]});
});

test("going on from within steps by examples forgets those that were still to come", () => {
  const run = [{from: START, request: OPENING}, {from: {epoch: 2, step: 12, position: 0}, request: OPENING, examples: 5}, {from: {epoch: 9, step: 60, position: 0}, request: OPENING}];

  assert.equal(leavesExamples(run, {step: 14}), true);
  assert.equal(leavesExamples(run, {step: 17}), false);
  assert.deepEqual(segmentsUpTo(run, {step: 14}), [run[0], {...run[1], examples: 2}]);
  assert.deepEqual(segmentsUpTo(run, {step: 12}).at(-1), {from: run[1].from, request: OPENING}, "none is left of them");
  assert.deepEqual(segmentsUpTo(run, {step: 30}), run.slice(0, 2));
});

test("another shape keeps the weights of what stays", () => {
  const request = {...OPENING, parameters: {W1: "w1", b1: "b1", W2: "w2", b2: "b2", W3: "w3", b3: "b3"}, freeze: ["W3"]};

  assert.equal(shapeOf(withUnits(request, 2, 5).spec), "2-8-5-1");
  assert.equal(shapeOf(withUnits(request, 2, 0).spec), "2-8-1-1", "a layer has a unit");
  const more = withLayer(request, 2, 3);
  assert.equal(shapeOf(more.spec), "2-8-3-8-1");
  assert.deepEqual(more.parameters, {W1: "w1", b1: "b1", W3: "w2", b3: "b2", W4: "w3", b4: "b3"});
  assert.deepEqual(more.freeze, ["W4"]);
  const less = withoutLayer(request, 1);
  assert.equal(shapeOf(less.spec), "2-8-1");
  assert.deepEqual(less.parameters, {W1: "w2", b1: "b2", W2: "w3", b2: "b3"});
  assert.equal(withoutLayer(request, 3), request, "the output layer stays");
  assert.equal(withActivation(request, 1, "relu").spec.layers[0].activation, "relu");
});

test("old numbers lie over new ones as far as they reach", () => {
  const fresh = {W1: [[9, 9, 9], [9, 9, 9]], b1: [8, 8]};

  assert.deepEqual(merged({W1: [[1, 2], [3, 4], [5, 6]], b1: [7]}, fresh), {W1: [[1, 2, 9], [3, 4, 9]], b1: [7, 8]});
  assert.deepEqual(merged(undefined, fresh), fresh);
});

test("other data brings the outputs and the loss that suit it", () => {
  const entry = {name: "blobs", title: "", summary: "", task: "classes", inputs: 2, classes: ["a", "b", "c"], n: 200, noise: 0.5, most: null};
  const several = withDataset(OPENING, entry, "two-classes");
  const curve = withDataset(several, {...entry, name: "sine", task: "regression", inputs: 1, classes: [], n: 60}, "classes");

  assert.deepEqual([shapeOf(several.spec), several.spec.loss, several.spec.layers.at(-1).activation], ["2-8-8-3", "cce", "softmax"]);
  assert.deepEqual([shapeOf(curve.spec), curve.spec.loss, curve.spec.layers.at(-1).activation], ["1-8-8-1", "mse", "identity"]);
  const hinge = {...OPENING, spec: {...OPENING.spec, loss: "hinge"}};
  assert.equal(withDataset(hinge, {...entry, task: "two-classes", classes: ["a", "b"]}, "two-classes").spec.loss, "hinge", "a loss that was chosen stays");
  assert.equal(withDataset(OPENING, {...entry, n: 4}, "two-classes").data.split, undefined, "four examples are all trained on");
});

test("ticks stand at round numbers, not closer than they can be read", () => {
  for (const epochs of [1, 7, 150, 1000, 12_345]) {
    const labels = ticksOf(epochs, 840).filter(({label}) => label).map(({epoch}) => epoch);
    assert.equal(labels[0], 0);
    assert.ok(labels.every((epoch, at) => at === 0 || ((epoch - labels[at - 1]) * 840) / epochs >= 74 || labels.length < 3), `${epochs}: ${labels}`);
  }
  assert.deepEqual(ticksOf(150, 840).filter(({label}) => label).map(({epoch}) => epoch), [0, 25, 50, 75, 100, 125, 150]);
});

test("a link says the run, the moment and the looks, and is read back to the same", async () => {
  const store = createBench();
  const segments = [{from: START, request: OPENING}, {from: {epoch: 48, step: 289, position: 16}, request: {...OPENING, batch_size: 4}}];
  const now = {...moment(48), step: 290, position: 20, parameters: recorded.moment.parameters, state: {...recorded.moment.state, epoch: 48}};
  Object.assign(store.now, {value: now});
  Object.assign(store.segments, {value: segments});
  Object.assign(store.history, {value: history(0, 1, 48, 150)});
  Object.assign(store.focus, {value: {layer: 2, unit: 5, input: 3}});
  Object.assign(store.example, {value: 7});
  const hash = await writeLink(store, {usual: null, theme: "light"});
  const read = await readLink(hash);

  assert.deepEqual(read.segments, segments);
  assert.deepEqual([read.at, read.to, read.damaged], [{epoch: 48, position: 20, step: 290}, 150, false]);
  assert.deepEqual(read.moment, {parameters: now.parameters, state: now.state});
  assert.equal(JSON.stringify(await readLink(`#${hash.slice(1)}`)), JSON.stringify(read));
  const other = createBench();
  hearLooks(other, read.said, {focus: {layer: 1, unit: 1, input: null}, theme: "dark"});
  assert.deepEqual([other.focus.value, other.example.value, other.dark.value], [{layer: 2, unit: 5, input: 3}, 7, true]);
});

test("the run that one begins with needs no words, and large weights are left to be trained again", async () => {
  const store = createBench();
  const usual = [{from: START, request: OPENING}];
  Object.assign(store.segments, {value: usual});
  Object.assign(store.now, {value: moment(0)});
  assert.equal(await writeLink(store, {usual, theme: "light"}), "#focus=1.1");

  const many = Array.from({length: 4000}, (_, at) => Math.sin(at));
  Object.assign(store.now, {value: {...moment(3), parameters: {W1: [many]}, state: {epoch: 3, step: 18, position: 0, slots: {}}}});
  assert.equal(await writeLink(store, {usual, theme: "light"}), "#at=3&focus=1.1");
});

test("a damaged link says so, and nothing of it is believed", async () => {
  for (const hash of ["#run=xxx", `#run=${await pack("[]")}`, `#run=${await pack('[{"from":{"epoch":0,"step":0,"position":0},"request":{}}]')}`, "#now=AAAA", `#keep=${await pack("3")}`]) {
    const {damaged, segments, moment: read, pinned} = await readLink(hash);
    assert.deepEqual([damaged, segments, read, pinned], [true, null, null, null], hash);
  }
  const strange = await readLink("#at=-1&to=x&focus=a.b&example=-3");
  assert.deepEqual([strange.at.epoch, strange.to, strange.damaged], [0, 0, false]);
  const store = createBench();
  hearLooks(store, strange.said, {focus: {layer: 2, unit: 5, input: 3}, theme: "light"});
  assert.deepEqual([store.focus.value, store.example.value], [{layer: 2, unit: 5, input: 3}, 0]);
});

test("a setting that is typed is a number that fits, or nothing", () => {
  assert.equal(numberIn("0,01", {above: 0}), 0.01);
  assert.equal(numberIn("\u22122", {}), -2);
  for (const [text, bounds] of [["", {}], ["x", {}], ["0", {above: 0}], ["1.5", {whole: true}], ["2", {most: 1}], ["1e999", {}]]) assert.equal(numberIn(text, bounds), null, text);
});

test("a schedule is maths with its numbers", () => {
  assert.equal(rateTex(OPENING), "\\alpha");
  assert.match(rateTex({...OPENING, schedule: {kind: "inverse", c1: 1.2, c2: 40}}), /\\frac\{1\.2\}\{k\+40\}/);
  assert.match(rateTex({...OPENING, optimizer: {kind: "sgd", learning_rate: 1e-7}, schedule: {kind: "exponential", factor: 0.99, warmup: 10}}), /tfrac\{k\+1\}\{10\}.*10\^\{-7\}.*0\.99\^\{k\}/);
});

test("another loss ends in what it is taken of, and begins anew", () => {
  const trained = {...OPENING, parameters: {W1: 1}, state: {}};
  const logits = withLoss(trained, "bce_with_logits", "two-classes");
  assert.deepEqual([logits.spec.layers.at(-1).activation, logits.parameters, logits.state], ["identity", undefined, undefined]);
  assert.equal(withLoss(logits, "mse", "two-classes").spec.layers.at(-1).activation, "sigmoid");
  const table = (/** @type {number} */ n) => ({x: Array.from({length: n}, (_, at) => [at]), y: Array.from({length: n}, () => [1.5]), task: "regression", inputs: 1, classes: []});
  assert.deepEqual(withTable(OPENING, table(12), "two-classes").data.split, OPENING.data.split);
  assert.equal(withTable(OPENING, table(9), "two-classes").data.split, undefined);
  assert.deepEqual(withSplit(withTable(OPENING, table(12), null), 0.8).data.split, {train: 0.8, validation: 0.2});
  assert.equal(withSplit(OPENING, 1).data.split, undefined);
  assert.deepEqual(withSplit(OPENING, 0.8).data.split, {train: 0.8, validation: 0.2});
});

test("a named dataset's targets are told as the server tells them to a loss", () => {
  const rows = {name: "moons", task: "two-classes", inputs: 2, classes: ["a", "b"]};
  const spec = (loss, units) => ({inputs: 2, loss, layers: [{units, activation: "tanh"}]});
  assert.deepEqual(targetOf([0], spec("hinge", 1), rows), [-1]);
  assert.deepEqual(targetOf([1], spec("bce", 1), rows), [1]);
  assert.deepEqual(targetOf([2], spec("mse", 3), {...rows, classes: ["a", "b", "c"]}), [0, 0, 1]);
  assert.deepEqual(targetOf([2], spec("cce", 3), {...rows, classes: ["a", "b", "c"]}), [2]);
  assert.deepEqual(targetOf([0], spec("hinge", 1), {...rows, name: ""}), [0], "the reader's own rows are taken as they are");
});

test("a table's last column is what is learned: words and few whole numbers are classes, the rest a curve", () => {
  const two = readTable("x1,x2,y\n0.5, 1, 0\n\n# a remark\n-1, 2.5, 1\n");
  assert.deepEqual([two.x, two.y, two.task, two.inputs, two.names], [[[0.5, 1], [-1, 2.5]], [[0], [1]], "two-classes", 2, ["x1", "x2", "y"]]);
  assert.deepEqual(readTable("1;a\n2;b\n3;c").classes, ["a", "b", "c"]);
  assert.deepEqual(readTable("1;a\n2;b\n3;a").y, [[0], [1], [0]]);
  assert.equal(readTable("1\t0.5\n2\t1.5").task, "regression");
  assert.equal(readTable("1 0\n2 2").task, "regression", "a class that no row has is none");
  assert.equal(readTable("1,\u22122\n3,4").y[0][0], -2);
});

test("a table that does not fit is refused with its line", () => {
  const refusal = (text) => {
    try {
      readTable(text);
      return null;
    } catch (error) {
      assert.ok(error instanceof TableError);
      return [error.what, error.line];
    }
  };
  assert.deepEqual(refusal(""), ["empty", null]);
  assert.deepEqual(refusal("1,2"), ["few", null]);
  assert.deepEqual(refusal("1\n2"), ["one", 1]);
  assert.deepEqual(refusal("a,y\n1,2\n\n3\n4,5"), ["short", 4]);
  assert.deepEqual(refusal("1,2\n3,x"), ["number", 2]);
  assert.deepEqual(refusal("1,2\nzwei,3"), ["number", 2]);
});
