import assert from "node:assert/strict";
import {test} from "node:test";

import {scene} from "../../static/js/draw/scene.js";
import {boxOf, carried, endUnder, movingWith, placesOf, plugOf, portsOf, snapped, strokeOver, targetAt, whyNot, within} from "../../static/js/editing/hand.js";
import {display} from "../../static/js/graph/display.js";
import {stopsOf} from "../../static/js/graph/stops.js";
import {layoutOf, recorded} from "./picture.mjs";

/** w and x stand left of a product that has only w, and k, a constant, is drawn inside a power. */
const GRAPH = {
  nodes: [
    {id: "w", kind: "parameter", value: 2}, {id: "x", kind: "input", value: 3},
    {id: "p", kind: "op", op: "mul", inputs: ["w", null]},
    {id: "k", kind: "constant", value: 2}, {id: "s", kind: "op", op: "pow", inputs: ["x", "k"]},
  ],
  outputs: ["p"], groups: [], layout: {nodes: {w: [0, 0], x: [0, 100], p: [200, 40], k: [150, 200], s: [200, 160]}},
};
const LAYOUT = {nodes: {...GRAPH.layout.nodes, $out: [300, 40]}, edges: {"w>p:0": [[100, 20]], "x>s:0": [[100, 130]]}};
const DRAWN = display(GRAPH);
const BOXES = scene({graph: GRAPH, trace: null, layout: LAYOUT, stop: -1}).boxes;
const PORTS = portsOf(DRAWN, BOXES, GRAPH);
const HOW = {reach: 13, isVariadic: () => false};

test("an op takes the constant inside it along, and the terminal goes with its node", () => {
  assert.deepEqual([...movingWith(DRAWN, ["s"])], ["s", "k"]);
  const moved = carried(LAYOUT, DRAWN, new Set(["p"]), [10, -5]);
  assert.deepEqual([moved.nodes.p, moved.nodes.$out, moved.nodes.w], [[210, 35], [310, 35], [0, 0]]);
  assert.deepEqual(Object.keys(moved.edges), ["x>s:0"], "a wire that is moved at one end loses its bends");
  assert.deepEqual(placesOf(moved, ["p", "nobody"]), {p: [210, 35]});
});

test("a moved node comes to whole units, and into a row that is nearly its own", () => {
  assert.deepEqual(snapped(LAYOUT, "p", new Set(["p"]), [10.4, 20.3]), [10, 20]);
  assert.deepEqual(snapped(LAYOUT, "p", new Set(["p"]), [0, 56]), [0, 60], "into the row of x");
  assert.deepEqual(snapped(LAYOUT, "p", new Set(["p"]), [0, 52]), [0, 52], "not from further away");
  assert.deepEqual(snapped(LAYOUT, "p", new Set(["p", "x"]), [0, 56]), [0, 56], "nor into the row of one that goes along");
});

test("every port of the document's ops is known, open ones at their sockets", () => {
  assert.deepEqual(PORTS.map(({node, index, source}) => [node, index, source]), [["p", 0, "w"], ["p", 1, null], ["s", 0, "x"]]);
  const [taken, open] = PORTS;
  const box = BOXES.nodes.find(({id}) => id === "p");
  assert.ok(taken.point[0] < box.x0 + 8 && taken.point[1] < box.cy, "the wire keeps the upper port");
  assert.ok(open.point[0] < box.x0 && open.point[1] > box.cy, "the socket stands below it, off the rim");
});

test("a wire is dropped on a port that is near, else on the first open port of the node", () => {
  const at = (point) => targetAt(GRAPH, PORTS, BOXES.nodes, point, HOW);
  assert.deepEqual([at([200, 40]).node, at([200, 40]).index], ["p", 1]);
  assert.equal(at(PORTS[0].point).index, 0, "the very port, though it is taken");
  assert.equal(at([200, 160]).index, -1, "no port is open here");
  assert.equal(at([500, 500]), null);
  assert.equal(targetAt(GRAPH, PORTS, BOXES.nodes, [200, 160], {...HOW, isVariadic: () => true}).index, 2, "one more");
});

test("a wire is refused with a reason that is true", () => {
  const why = (source, node, index) => whyNot(GRAPH, DRAWN, source, {node, index, port: null}, false);
  assert.equal(why("x", "p", 1), null);
  assert.equal(why("x", "w", -1), "leaf");
  assert.equal(why("x", "$out", -1), "end");
  assert.equal(why("p", "p", 1), "cycle");
  assert.equal(why("w", "s", -1), "no-port");
  assert.equal(why("w", "p", 0), "there-already");
  assert.equal(why("w", "_part", 0), "part");
});

test("only a wire's end clear of every body is pulled off its port", () => {
  assert.equal(endUnder(PORTS, BOXES.nodes, PORTS[0].point, 10)?.node, "p");
  assert.equal(endUnder(PORTS, BOXES.nodes, PORTS[1].point, 10), null, "an open port has no wire");
  assert.equal(endUnder(PORTS, BOXES.nodes, [200, 40], 10), null);
});

test("a disc's corners are not its body, and a stroke chooses what it touches", () => {
  const box = BOXES.nodes.find(({id}) => id === "p");
  assert.ok(within(box, [200, 40], 0) && !within(box, [box.x0 + 1, box.y0 + 1], 0));
  assert.deepEqual(plugOf(box), [box.x1 + 5, 40]);
  assert.deepEqual(strokeOver(DRAWN, BOXES.nodes, boxOf([230, 180], [150, 20])), ["p", "s", "k"]);
});

test("labels go along with what a hand carries: with their node, with the middle of a wire half of the way", async () => {
  const {graph, trace} = recorded("chain-rule");
  const layout = await layoutOf(graph, trace);
  const stop = stopsOf(graph, trace).length - 1;
  const before = scene({graph, trace, layout, stop});
  const [x, y] = layout.nodes.q;
  const after = scene({graph, trace, layout: {...layout, nodes: {...layout.nodes, q: [x, y + 60]}}, stop, options: {bare: true}});
  const shift = (kind, owner) => {
    const [a, b] = [before, after].map(({boxes}) => boxes.labels.find((label) => label.kind === kind && label.owner === owner));
    return b.y0 - a.y0;
  };
  assert.equal(shift("name", "q"), 60);
  assert.equal(shift("chip", "x>q:0"), 60);
  assert.equal(shift("chip", "q>f:0"), 0);
  assert.equal(shift("gradient", "z"), 0);
  assert.ok(shift("value", "q>f:0") > 20 && shift("value", "q>f:0") < 40, `${shift("value", "q>f:0")}`);
  assert.equal(after.boxes.labels.length, before.boxes.labels.length);
});
