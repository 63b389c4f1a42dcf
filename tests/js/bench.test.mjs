/** The bench's pure state: frames read, moments and segments kept, networks edited, ticks laid. */

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {merged, shapeOf, withActivation, withLayer, withUnits, withoutLayer} from "../../static/js/state/bench/edits.js";
import {readFrame} from "../../static/js/state/bench/frames.js";
import {MOST_MOMENTS, START, bestOf, checkpointBefore, joined, momentAt, segmentAt, upTo, withEdits, withMoment, withSegment} from "../../static/js/state/bench/moments.js";
import {OPENING, withDataset} from "../../static/js/state/bench/opening.js";
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
