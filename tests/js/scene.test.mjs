import assert from "node:assert/strict";
import {test} from "node:test";

import {check} from "../../static/js/draw/check.js";
import {foresee, scene} from "../../static/js/draw/scene.js";
import {display} from "../../static/js/graph/display.js";
import {stopAt, stopsOf} from "../../static/js/graph/stops.js";
import {roomOf} from "../../static/js/layout/layout.js";
import {tightened} from "../../static/js/layout/tighten.js";
import {geometryOf} from "../../static/js/layout/wires.js";
import {fitScale} from "../../static/js/state/camera.js";
import {HARD, RECORDED, crossedBy, flat, layoutOf, recorded, ticksOf} from "./picture.mjs";

const writing = (mark) => flat([mark]).flatMap((one) => one.runs ?? []).map((run) => run.text).join("");
const labelled = (picture, kind, owner) => flat(picture.marks).filter((mark) => mark.attrs["data-label"] === kind && mark.attrs["data-owner"] === owner);
const grouped = (picture, name, id) => flat(picture.marks).find((mark) => mark.attrs[`data-${name}`] === id);

async function stage(name, options) {
  const {graph, trace} = recorded(name);
  const layout = await layoutOf(graph, trace, options);
  const stops = stopsOf(graph, trace);
  return {graph, trace, layout, stops, at: (stop, options = {}) => scene({graph, trace, layout, stop, options})};
}

for (const name of RECORDED) {
  test(`${name}: nothing overlaps at any stop`, async () => {
    const {stops, at} = await stage(name);
    assert.ok(stops.length > 0);
    for (let stop = -1; stop < stops.length; stop += 1) {
      assert.deepEqual(check(at(stop)), [], `stop ${stop} ${stops[stop]?.address}`);
    }
  });

  test(`${name}: stepping moves nothing and resizes nothing`, async () => {
    const {stops, at} = await stage(name);
    const places = ({viewBox, boxes}) => ({
      viewBox, nodes: boxes.nodes, wires: boxes.wires,
      labels: boxes.labels.filter((label) => label.text !== "product").map(({x0, y0, owner, kind}) => [kind, owner, x0, y0]),
    });
    const last = places(at(stops.length - 1));
    for (let stop = -1; stop < stops.length; stop += 1) assert.deepEqual(places(at(stop)), last);
  });

  test(`${name}: a stop looks the same whichever way it is reached`, async () => {
    const {graph, trace, layout, stops} = await stage(name);
    const options = [{}, {predict: true, chips: false}, {travelled: 0.5, hovered: graph.nodes[0].id, editing: graph.nodes[0].id}];
    const walk = (order) => {
      const places = {...layout};
      return new Map(order.map((stop) => [stop, options.map((how) => scene({graph, trace, layout: places, stop, options: how}).marks)]));
    };
    const [there, back] = [walk([...stops.keys()]), walk([...stops.keys()].reverse())];
    for (const stop of stops.keys()) assert.deepEqual(there.get(stop), back.get(stop), `stop ${stop}`);
  });

  test(`${name}: every label has a place`, async () => {
    const {trace, stops, at} = await stage(name);
    const {boxes} = at(stops.length - 1);
    const shown = (kind, owner) => boxes.labels.some((label) => label.kind === kind && label.owner === owner && label.shown);
    for (const edge of trace.edges) {
      if (edge.local != null && grouped(at(0), "edge", `${edge.source}>${edge.target}:${edge.index}`)) {
        assert.ok(shown("chip", `${edge.source}>${edge.target}:${edge.index}`), `chip of ${edge.source}>${edge.target}`);
      }
    }
    for (const id of Object.keys(trace.gradients)) {
      const out = trace.edges.filter((edge) => edge.source === id);
      if (out.length) assert.ok(shown("gradient", id), `gradient of ${id}`);
    }
  });

  test(`${name}: keys are unique among siblings`, async () => {
    const {stops, at} = await stage(name);
    const walk = (marks) => {
      assert.equal(new Set(marks.map((mark) => mark.key)).size, marks.length, marks.map((mark) => mark.key).join(" "));
      for (const mark of marks) walk(mark.children ?? []);
    };
    for (let stop = -1; stop < stops.length; stop += 1) walk(at(stop).marks);
  });
}

test("the sigmoid neuron taken apart has the 26 stops of the picture", async () => {
  const {stops} = await stage("sigmoid-neuron-apart");
  assert.equal(stops.length, 26);
  assert.equal(stopAt(stops, "seed:f"), 13);
  assert.deepEqual(stops.map((stop) => stop.index), stops.map((_, at) => at));
});

test("at an edge stop upstream is outlined, downstream washed, and the op alone is yellow", async () => {
  const {stops, at} = await stage("chain-rule");
  const picture = at(stopAt(stops, "edge:q>f:0"));
  const boxes = (mark) => flat([mark]).filter((one) => one.tag === "rect").map((one) => one.attrs.class);
  assert.deepEqual(boxes(labelled(picture, "gradient", "f>$out:0")[0]), ["outlined"]);
  assert.deepEqual(boxes(labelled(picture, "gradient", "q>f:0")[0]), ["washed"]);
  assert.equal(writing(labelled(picture, "gradient", "q>f:0")[0]), "−4");
  assert.deepEqual(flat(picture.marks).filter((mark) => String(mark.attrs.class).includes(" now")).length, 1);
});

test("what is not in the step fades, and at the last stop nothing does", async () => {
  const {stops, at} = await stage("chain-rule");
  const picture = at(stopAt(stops, "edge:y>q:1"));
  assert.match(grouped(picture, "node", "z").attrs.class, /dim/);
  assert.match(grouped(picture, "node", "y").attrs.class, /full/);
  assert.equal(flat(at(stops.length - 1).marks).some((mark) => String(mark.attrs.class).split(" ").includes("dim")), false);
});

test("the wires of a step lie over those that fade, each once", async () => {
  const {graph, stops, at} = await stage("hard/random-30-a");
  const wires = (stop) => flat(at(stop).marks).filter((mark) => mark.attrs["data-edge"]);
  const all = wires(stops.length - 1).map(({key}) => key).sort();
  assert.ok(all.length > graph.nodes.length);
  for (const {index} of stops.slice(0, -1)) {
    const drawn = wires(index);
    const fades = drawn.map(({attrs}) => /dim/.test(attrs.class));
    assert.equal(fades.lastIndexOf(true) + 1, fades.filter(Boolean).length, `stop ${index}`);
    assert.deepEqual(drawn.map(({key}) => key).sort(), all);
  }
});

test("a number is not shown before its stop", async () => {
  const {stops, at} = await stage("chain-rule");
  const stop = stopAt(stops, "edge:y>q:1");
  assert.deepEqual(labelled(at(stop - 1), "gradient", "y"), []);
  assert.equal(writing(labelled(at(stop), "gradient", "y")[0]), "−4");
  assert.deepEqual(labelled(at(stop, {predict: true}), "gradient", "y").map(writing), [""]);
  assert.deepEqual(labelled(at(stop, {travelled: 0.5}), "gradient", "y"), []);
});

test("one key hides the chips and nothing else moves", async () => {
  const {stops, at} = await stage("chain-rule");
  const [all, none] = [at(stops.length - 1), at(stops.length - 1, {chips: false})];
  assert.equal(none.boxes.labels.filter((label) => label.kind === "chip" && label.shown).length, 0);
  assert.deepEqual(none.viewBox, all.viewBox);
});

test("a fan-out keeps its addends and shows their sum only once all are in", async () => {
  const {stops, at} = await stage("fan-out");
  const before = at(stopAt(stops, "accumulate:x") - 1);
  const after = at(stops.length - 1);
  assert.deepEqual(labelled(before, "gradient", "x"), []);
  assert.equal(writing(labelled(after, "gradient", "x")[0]), "7");
  assert.deepEqual(["x>_mul1:0", "x>_mul1:1", "x>f:1"].map((key) => writing(labelled(after, "gradient", key)[0])), ["3", "3", "1"]);
});

test("the full number is on every rounded one", async () => {
  const {trace, stops, at} = await stage("sigmoid-neuron");
  const titles = flat(at(stops.length - 1).marks).flatMap((mark) => mark.title ?? []);
  assert.equal(trace.gradients.w0.toFixed(4), "-0.1966");
  assert.ok(titles.includes(String(trace.gradients.w0).replace("-", "−")), titles.join(" "));
});

test("the product finds a place where none is free above its op", async () => {
  const {stops, at} = await stage("trouble");
  const edges = stops.filter((stop) => stop.phase === "edge");
  const noted = edges.filter((stop) => flat(at(stop.index).marks).some((mark) => mark.key === "product"));
  assert.ok(noted.length >= 0.7 * edges.length, noted.map((stop) => stop.address).join(" "));
});

test("a tick goes over no node, and in a lesson over no label and no other wire", async () => {
  let ticks = 0;
  for (const name of [...RECORDED, ...HARD]) {
    const {stops, at} = await stage(name);
    const picture = at(stops.length - 1);
    for (const tick of ticksOf(picture)) {
      ticks += 1;
      const {nodes, wires, labels} = crossedBy(tick, picture);
      assert.deepEqual(nodes, [], `${name}: tick of ${tick.kind} ${tick.owner}`);
      if (!HARD.includes(name)) assert.deepEqual([...wires, ...labels], [], `${name}: tick of ${tick.kind} ${tick.owner}`);
    }
  }
  assert.ok(ticks > 100, `${ticks} ticks`);
});

test("no gradient of thirty nodes is tied over a number", async () => {
  const {stops, at} = await stage("hard/random-30-a");
  const picture = at(stops.length - 1);
  const gradients = ticksOf(picture).filter(({kind}) => kind === "gradient");
  assert.ok(gradients.length > 3);
  for (const tick of gradients) assert.deepEqual(crossedBy(tick, picture).labels, [], tick.owner);
});

test("ELK's places are as free of overlaps as the tree's", async () => {
  for (const name of ["chain-rule", "sigmoid-neuron", "sigmoid-neuron-apart"]) {
    const {stops, at} = await stage(name, {engine: true});
    assert.deepEqual(check(at(stops.length - 1)), [], name);
  }
});

test("a graph that the board would just hold is drawn closer, and one that it cannot hold is not", async () => {
  for (const name of ["hard/tensors", "hard/wide-numbers"]) {
    const {stops, at} = await stage(name);
    const {viewBox: [x0, y0, width, height]} = at(stops.length - 1);
    assert.ok(fitScale({width: 960, height: 563}, {x0, y0, x1: x0 + width, y1: y0 + height}) >= 1, `${name}: ${width} wide`);
    assert.deepEqual(check(at(stops.length - 1)), []);
  }
  const {graph, trace, layout} = await stage("hard/random-30-a");
  const shown = display(graph, trace);
  assert.equal(tightened(shown, layout, roomOf(shown, trace)), layout);
});

test("three hundred nodes are laid so that few wires are as tall as a board", async () => {
  let seed = 1;
  const random = (below) => (seed = (seed * 16807) % 2147483647) % below;
  const ops = Array.from({length: 280}, (_, at) => ({id: `h${at}`, kind: "op", op: "add", inputs: [at, at + 1].map((one) => {
    const from = one - 1 - random(20);
    return from < 0 ? `x${random(40)}` : `h${Math.min(from, at - 1)}`;
  })}));
  const nodes = [...Array.from({length: 40}, (_, at) => ({id: `x${at}`, kind: "input"})), ...ops];
  const graph = {nodes, outputs: ["h279"]};
  const shown = display(graph, null);
  const {wires} = geometryOf(shown, await layoutOf(graph, null));
  const tall = [...wires.values()].filter(({box}) => box.y1 - box.y0 > 520);
  assert.ok(tall.length < wires.size / 8, `${tall.length} of ${wires.size}`);
});

test("a graph that cannot be evaluated is drawn all the same", async () => {
  const graph = {nodes: [{id: "x", kind: "input"}, {id: "f", kind: "op", op: "exp", inputs: ["x"]}, {id: "g", kind: "op", op: "add", inputs: ["x", null]}], outputs: ["f"]};
  const layout = await layoutOf(graph, null);
  const picture = scene({graph, trace: null, layout, stop: -1});
  assert.equal(picture.boxes.nodes.length, 4);
  assert.deepEqual(picture.boxes.labels.filter((label) => label.shown && label.kind !== "name"), []);
});

test("new numbers that are no wider move nothing", async () => {
  const {graph, trace, layout} = await stage("sigmoid-neuron");
  const places = (picture) => picture.boxes.labels.map(({kind, owner, x0, y0}) => [kind, owner, x0, y0]);
  const before = places(scene({graph, trace, layout, stop: 19}));
  const shrunk = JSON.parse(JSON.stringify(trace), (key, value) => (key === "downstream" && value !== null ? 1 : value));
  assert.deepEqual(places(scene({graph, trace: shrunk, layout, stop: 19})), before);
});

test("a number that grows its tag takes no other number away", async () => {
  const {graph, trace, layout, stops} = await stage("hard/diamond");
  const values = ({boxes}) => boxes.labels.filter(({kind}) => kind === "value").map(({owner}) => owner);
  const before = values(scene({graph, trace, layout, stop: stops.length - 1}));
  const wide = JSON.parse(JSON.stringify(trace));
  wide.nodes.find(({id}) => id === "x").value = wide.values.x = -1.2345e-7;
  assert.ok(before.some((owner) => owner.startsWith("a>")));
  assert.deepEqual(values(scene({graph: {...graph}, trace: wide, layout, stop: stops.length - 1})), before);
});

test("the product stands above its op, through the frame's line if need be", async () => {
  const {stops, at} = await stage("sigmoid-neuron-apart");
  const picture = at(stopAt(stops, "edge:f__mul1>f__exp1:0"));
  const note = flat(picture.marks).find((mark) => mark.key === "product");
  assert.equal(writing(note), "−0.5344×0.3679=−0.1966");
});

test("no text of a picture is smaller than 14 px", async () => {
  for (const name of RECORDED) {
    const {stops, at} = await stage(name);
    const texts = flat(at(stops.length - 1).marks).filter((mark) => mark.tag === "text");
    assert.deepEqual(texts.filter((mark) => mark.attrs["font-size"] < 14).map(writing), [], name);
  }
});

test("odd graphs are drawn: none, a leaf as output, an op of many inputs, two parts", async () => {
  const leaf = (id) => ({id, kind: "input", value: 1});
  const inputs = ["a", "b", "c", "d", "e", "g"];
  const graphs = [
    {nodes: []},
    {nodes: [leaf("x")], outputs: ["x"]},
    {nodes: [...inputs.map(leaf), {id: "f", kind: "op", op: "stack", inputs}], outputs: ["f"]},
    {nodes: [leaf("x"), {id: "f", kind: "op", op: "exp", inputs: ["x"]}, leaf("y"), {id: "h", kind: "op", op: "log", inputs: ["y"]}], outputs: ["f"]},
  ];
  for (const graph of graphs) {
    const picture = scene({graph, trace: null, layout: await layoutOf(graph, null), stop: -1});
    assert.deepEqual(check(picture), []);
    assert.ok(picture.width > 0 && Number.isFinite(picture.height));
  }
});

test("stored places are used as they are, and incomplete ones not at all", async () => {
  const {graph, trace} = recorded("chain-rule");
  const nodes = {x: [100, 60], y: [100, 160], q: [240, 110], z: [240, 260], f: [420, 180]};
  assert.deepEqual((await layoutOf({...graph, layout: {nodes, edges: {}}}, trace)).nodes, nodes);
  assert.notDeepEqual((await layoutOf({...graph, layout: {nodes: {x: [1, 2]}}}, trace)).nodes, {x: [1, 2]});
});

test("what was drawn ahead is what would have been drawn", async () => {
  const {graph, trace, layout, stops, at} = await stage("sigmoid-neuron");
  const wanted = (stop, travelled) => ({graph, trace, layout, stop, options: {travelled}});
  for (const [stop] of stops.entries()) {
    const drawn = [at(stop, {travelled: 0.3}), at(stop, {travelled: 1})].map(({marks}) => JSON.stringify(marks));
    at(stop - 1, {travelled: 1});
    foresee(wanted(stop, 1));
    foresee(wanted(stop, 0));
    const landing = at(stop, {travelled: 1});
    assert.deepEqual([at(stop, {travelled: 0.3}), landing].map(({marks}) => JSON.stringify(marks)), drawn, `stop ${stop}`);
    assert.equal(at(stop, {travelled: 1}), landing);
  }
});
