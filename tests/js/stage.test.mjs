import assert from "node:assert/strict";
import {test} from "node:test";

import {check} from "../../static/js/draw/check.js";
import {STAGE, stageKey, stageScene} from "../../static/js/draw/stage.js";
import {stopsOf} from "../../static/js/graph/stops.js";
import {HARD, RECORDED, layoutOf, recorded, withAnother} from "./picture.mjs";

const FLOWS = ["right", "down"];
/** Pixels of a unit that a hall and a phone need: 40 px for a chip's figures, which are 14, and 14 px. */
const LEAST_SCALE = {right: 40 / 14, down: 14 / 14};
/** A stage's place on a wall of 1920 by 1080, and on a phone. */
const WINDOW = {right: [1920, 512], down: [390, 500]};

const flat = (marks) => marks.flatMap((mark) => [mark, ...flat(mark.children ?? [])]);
const writing = (mark) => flat([mark]).flatMap((one) => one.runs ?? []).map((run) => run.text).join("");
const labelOf = (picture, kind, owner) => picture.boxes.labels.find((label) => label.kind === kind && label.owner === owner);
const markOf = (picture, kind, owner) => flat(picture.marks).find((mark) => mark.attrs["data-label"] === kind && mark.attrs["data-owner"] === owner);
const edgeOf = (trace, key) => trace.edges.find((edge) => `${edge.source}>${edge.target}:${edge.index}` === key);

async function stage(name) {
  const {graph, trace} = recorded(name);
  const layout = await layoutOf(graph, trace);
  const stops = stopsOf(graph, trace);
  return {graph, trace, layout, stops, key: (stop, flow = "right") => stageKey({graph, trace, layout, flow}, stop),
    at: (stop, flow, options = {}) => stageScene({graph, trace, layout, stop, flow, options})};
}

const where = (stops, stop, flow) => `${flow}, stop ${stop} ${stops[stop]?.address}`;

for (const name of [...RECORDED, ...HARD]) {
  test(`${name}: on no stage does anything overlap or leave the board`, async () => {
    const {stops, at} = await stage(name);
    for (const flow of FLOWS) {
      for (let stop = -1; stop < stops.length; stop += 1) {
        const picture = at(stop, flow);
        assert.deepEqual(check(picture), [], where(stops, stop, flow));
        const [x, y, width, height] = picture.viewBox;
        const outside = picture.boxes.nodes.filter((node) => node.x0 < x || node.y0 < y || node.x1 > x + width || node.y1 > y + height);
        assert.deepEqual(outside.map(({id}) => id), [], where(stops, stop, flow));
      }
    }
  });

  test(`${name}: every stage can be drawn large enough to be read`, async () => {
    const {stops, at} = await stage(name);
    for (const flow of FLOWS) {
      for (const stop of stops.keys()) {
        const {width, height} = at(stop, flow);
        const scale = Math.min(WINDOW[flow][0] / width, WINDOW[flow][1] / height);
        assert.ok(scale >= LEAST_SCALE[flow] * 0.999, `${where(stops, stop, flow)}: ${scale.toFixed(2)} for ${width} by ${height}`);
      }
    }
  });

  test(`${name}: the numbers of a step are on its stage`, async () => {
    const {trace, stops, at} = await stage(name);
    const inField = (id) => !Array.isArray(trace.values[id]) && trace.nodes.find((node) => node.id === id).op == null;
    for (const flow of FLOWS) {
      for (const [stop, {phase, edge, node}] of stops.entries()) {
        const picture = at(stop, flow);
        const shown = (kind, owner) => assert.ok(labelOf(picture, kind, owner)?.shown, `${where(stops, stop, flow)}: no ${kind} of ${owner}`);
        if (phase === "accumulate") shown("gradient", node);
        if (phase !== "edge") continue;
        const {local, downstream, source} = edgeOf(trace, edge);
        if (downstream != null) shown("gradient", edge);
        if (local != null && !picture.boxes.nodes.some(({id}) => id.startsWith("group:"))) shown("chip", edge);
        const carried = picture.boxes.labels.some((label) => label.kind === "value" && label.shown && label.owner.startsWith(`${source}>`));
        assert.ok(carried || inField(source), `${where(stops, stop, flow)}: no value of ${source}`);
      }
    }
  });

  test(`${name}: between the edges of one op nothing moves`, async () => {
    const {stops, at, key} = await stage(name);
    const places = ({viewBox, boxes}) => ({viewBox, nodes: boxes.nodes, wires: boxes.wires,
      labels: boxes.labels.filter(({kind}) => kind !== "chip").map(({kind, owner, x0, y0}) => [kind, owner, x0, y0])});
    for (const flow of FLOWS) {
      const first = new Map();
      for (const stop of stops.keys()) {
        const known = first.get(key(stop, flow));
        if (known) assert.deepEqual(places(at(stop, flow)), known, where(stops, stop, flow));
        else first.set(key(stop, flow), places(at(stop, flow)));
      }
    }
  });

  test(`${name}: a stop that asks gives its number away nowhere`, async () => {
    const {graph, trace, layout, stops} = await stage(name);
    let asked = 0;
    for (const flow of FLOWS) {
      for (const [stop, at] of stops.entries()) {
        const told = withAnother(trace, at);
        if (!told) continue;
        asked += 1;
        // How wide the other lanes are depends on the largest and the smallest number of all, which tells nobody this one.
        const drawn = [trace, told].map((one) => JSON.stringify(stageScene({graph, trace: one, layout, stop, flow, options: {predict: true}}))
          .replace(/"stroke-width":[\d.]+/g, ""));
        assert.equal(drawn[0], drawn[1], where(stops, stop, flow));
        const lane = flat(stageScene({graph, trace, layout, stop, flow, options: {predict: true}}).marks).find((mark) => mark.attrs["data-edge"] === at.edge);
        assert.ok(at.edge === null || flat([lane]).some((mark) => mark.key === "backward" && mark.attrs.class === "lane pending"), where(stops, stop, flow));
      }
    }
    // Behind a threshold every gradient is 0, and there is no other number to give away.
    const allZero = trace.edges.every(({downstream}) => [downstream].flat(2).every((one) => !one));
    assert.ok(asked > 0 || allZero, "no question");
  });
}

test("the stages of an op and of its neighbour differ, those of its edges do not", async () => {
  const {stops, key} = await stage("sigmoid-neuron-apart");
  const at = (address) => key(stops.findIndex((stop) => stop.address === address));
  assert.equal(at("edge:_mul1>_add1:0"), at("edge:_mul2>_add1:1"));
  assert.equal(at("forward:_add1"), at("edge:_mul2>_add1:1"));
  assert.notEqual(at("forward:_add1"), at("forward:z"));
});

test("to the right a value stands above its wire and a gradient below; down a phone left and right of it", async () => {
  const {stops, at} = await stage("sigmoid-neuron-apart");
  const stop = stops.findIndex(({address}) => address === "edge:f__mul1>f__exp1:0");
  const parts = (flow) => {
    const picture = at(stop, flow);
    const [value, gradient, chip] = ["value", "gradient", "chip"].map((kind) => labelOf(picture, kind, stops[stop].edge));
    return {value, gradient, chip, points: picture.boxes.wires.find(({key}) => key === stops[stop].edge).points};
  };
  const right = parts("right");
  const [[, y]] = right.points;
  assert.ok(right.value.y1 < y && right.gradient.y0 > y && right.chip.y0 > y && right.gradient.x1 < right.chip.x0);
  assert.ok(right.points.every((point) => Math.abs(point[1] - y) < 1e-9) && right.points[0][0] < right.points.at(-1)[0]);
  const down = parts("down");
  const [[x]] = down.points;
  assert.ok(down.value.x1 < x && down.gradient.x0 > x && down.chip.x0 > x && down.gradient.y1 < down.chip.y0);
  assert.ok(down.points.every((point) => Math.abs(point[0] - x) < 1e-9) && down.points[0][1] < down.points.at(-1)[1]);
});

test("lanes keep their inks' sides on a phone: forward left of backward, each with its harpoon outside", async () => {
  const {stops, at} = await stage("sigmoid-neuron-apart");
  const picture = at(stops.length - 1, "down");
  const wire = flat(picture.marks).find((mark) => mark.attrs["data-edge"] === stops.at(-1).edge);
  const start = (name) => flat([wire]).find((mark) => mark.key === name).attrs.d.match(/-?[\d.]+/g).map(Number);
  const [forward, backward, head, tail] = ["forward", "backward", "forward-head", "backward-head"].map(start);
  assert.ok(forward[0] < backward[0]);
  assert.ok(head[2] < head[0] && head[3] < head[1], "the forward harpoon opens up and to the left");
  assert.ok(tail[2] > tail[0] && tail[3] > tail[1], "the backward harpoon opens down and to the right");
});

test("the seed has the output and its terminal, an accumulation the node, its addends and their sum", async () => {
  const {trace, stops, at} = await stage("fan-out");
  const seed = at(stops.findIndex(({phase}) => phase === "seed"), "right");
  assert.deepEqual(seed.boxes.nodes.map(({form}) => form).sort(), ["disc", "terminal"]);
  const stop = stops.findIndex(({phase}) => phase === "accumulate");
  const sum = at(stop, "right");
  const addends = trace.edges.filter(({source}) => source === stops[stop].node);
  assert.equal(addends.filter(({source, target, index}) => labelOf(sum, "gradient", `${source}>${target}:${index}`)?.shown).length, addends.length);
  assert.equal(writing(markOf(sum, "gradient", stops[stop].node)), String(trace.gradients[stops[stop].node]));
  assert.ok(flat(sum.marks).some((mark) => mark.key === "plus"), "a bead");
});

test("of many wires as many are shown as can be read, this step's always among them, and the others counted", async () => {
  const {stops, at} = await stage("hard/many-operands");
  for (const [stop, {phase, edge, node}] of stops.entries()) {
    if (phase !== "edge" || node !== "s") continue;
    const {boxes} = at(stop, "right");
    const shown = boxes.wires.filter(({key}) => key.includes(">s:"));
    assert.ok(shown.length >= 2 && shown.length <= 4, `${shown.length} wires`);
    assert.ok(shown.some(({key}) => key === edge), edge);
    assert.ok(boxes.labels.some(({text}) => text === `+${6 - shown.length}`));
  }
});

test("two operands that are tensors keep their values above their wires and their gradients below", async () => {
  const {stops, at} = await stage("hard/tensors");
  let both = 0;
  for (const [stop, {phase}] of stops.entries()) {
    if (phase !== "edge") continue;
    const {boxes} = at(stop, "right");
    for (const {key, points} of boxes.wires) {
      const [value, gradient] = ["value", "gradient"].map((kind) => boxes.labels.find((label) => label.kind === kind && label.owner === key));
      const under = ({x0, x1}) => points.filter(([x]) => x > x0 && x < x1).map(([, y]) => y);
      if (value) assert.ok(value.y1 < Math.min(...under(value)), `value of ${key} at ${stop}`);
      if (gradient) assert.ok(gradient.y0 > Math.max(...under(gradient)), `gradient of ${key} at ${stop}`);
      both += Number(value !== undefined && gradient !== undefined);
    }
  }
  assert.ok(both > 0, "no wire with both");
});

test("no text of a stage is smaller than 14 px where it is drawn", async () => {
  for (const name of [...RECORDED, ...HARD]) {
    const {stops, at} = await stage(name);
    for (const flow of FLOWS) {
      for (const stop of stops.keys()) {
        const picture = at(stop, flow);
        const scale = Math.min(WINDOW[flow][0] / picture.width, WINDOW[flow][1] / picture.height);
        const small = flat(picture.marks).filter((mark) => mark.tag === "text" && mark.attrs["font-size"] * scale < 13.99);
        assert.deepEqual(small.map(writing), [], `${name} ${where(stops, stop, flow)}`);
      }
    }
  }
});

test("a question is a ruled blank as large as the place of its number, at every kind of stop", async () => {
  const {stops, at} = await stage("fan-out");
  for (const phase of ["forward", "seed", "edge", "accumulate"]) {
    const stop = stops.findIndex((one) => one.phase === phase && one.node !== "x" ? true : one.phase === phase && phase === "accumulate");
    const blanks = flat(at(stop, "right", {predict: true}).marks).filter((mark) => mark.key === "blank");
    assert.equal(blanks.length, 1, phase);
    assert.equal(flat(at(stop, "right").marks).filter((mark) => mark.key === "blank").length, 0, phase);
  }
});

test("a stage has nothing to show of a graph without steps", () => {
  const graph = {nodes: [{id: "x", kind: "input"}], outputs: ["x"]};
  assert.equal(stageScene({graph, trace: null, layout: {nodes: {x: [0, 0]}, edges: {}}, stop: -1, flow: "right"}), null);
});

test("natural windows are no larger than the largest", () => {
  for (const {width, height, most} of Object.values(STAGE)) assert.ok(width <= most.width && height <= most.height);
});

test("new numbers that are no wider move nothing on a stage, and wider ones find room", async () => {
  const {graph, trace, layout, stops} = await stage("sigmoid-neuron-apart");
  const stop = stops.findIndex(({address}) => address === "edge:_mul1>_add1:0");
  const withDownstream = (value) => JSON.parse(JSON.stringify(trace), (key, old) => (key === "downstream" && old !== null ? value : old));
  const drawn = (one) => stageScene({graph, trace: one, layout, stop, flow: "right"});
  const places = ({boxes, viewBox}) => [viewBox, boxes.nodes, boxes.labels.map(({kind, owner, x0, y0}) => [kind, owner, x0, y0])];
  const before = drawn(trace);
  const narrower = drawn(withDownstream(1));
  assert.deepEqual(places(narrower), places(before));
  assert.equal(writing(markOf(narrower, "gradient", "_mul1>_add1:0")), "1");
  const wider = drawn(withDownstream(-1.5e-200));
  assert.deepEqual(check(wider), []);
  assert.equal(writing(markOf(wider, "gradient", "_mul1>_add1:0")), "−1.500×10−200");
});

test("the node where trouble began wears its sign on the stage, too", async () => {
  const {trace, stops, at} = await stage("trouble");
  const first = trace.warnings.find(({code}) => code === "nan" || code === "overflow").node;
  const stop = stops.findIndex(({phase, node}) => phase === "edge" && node === first);
  for (const flow of FLOWS) assert.ok(flat(at(stop, flow).marks).some((mark) => mark.key === "alarm"), flow);
});
