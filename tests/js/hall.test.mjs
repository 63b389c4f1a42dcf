import assert from "node:assert/strict";
import {test} from "node:test";

import {clearOf, emptierCorner, framed, sameNode, trimmed} from "../../static/js/state/framing.js";
import {createRoom, hearTheme, paint, present, themeSaid} from "../../static/js/state/room.js";
import {tapped} from "../../static/js/state/tapped.js";
import {toldTo} from "../../static/js/state/told.js";

const WINDOW = {width: 400, height: 500};
const box = (x0, y0, x1, y1, more = {}) => ({x0, y0, x1, y1, ...more});

test("a stage stands in the middle, as large as its window or its nature allows", () => {
  assert.deepEqual(framed(WINDOW, [0, 0, 200, 100], 1.5), {k: 1.5, x: 50, y: 175});
  assert.deepEqual(framed(WINDOW, [-100, 0, 800, 100], 3), {k: 0.5, x: 50, y: 225});
});

test("empty rows above and below a picture are left out, its width is not", () => {
  const boxes = {nodes: [box(0, -20, 40, 20)], labels: [box(50, 30, 90, 44)], wires: []};
  assert.deepEqual(trimmed({viewBox: [-200, -75, 533, 150], boxes}), [-200, -29, 533, 82]);
  assert.deepEqual(trimmed({viewBox: [0, -10, 10, 20], boxes}), [0, -10, 10, 20]);
  assert.deepEqual(trimmed({viewBox: [0, 0, 10, 20], boxes: {nodes: [], labels: [], wires: []}}), [0, 0, 10, 20]);
  const wires = [{key: "x>f:0", points: [[0, -30], [40, 0]]}, {key: "g>h:0 g", points: [[0, -300], [40, 0]]}];
  assert.deepEqual(trimmed({viewBox: [-200, -75, 533, 150], boxes: {...boxes, wires}}), [-200, -40.5, 533, 93.5], "a wire's lanes are seen whole, but where it runs off");
});

test("a picture that leaves the upper corner free stays where it is", () => {
  const camera = {k: 1, x: 0, y: 0};
  const scene = {viewBox: [0, 0, 200, 500], boxes: {nodes: [box(0, 0, 200, 500)], labels: []}};
  assert.deepEqual(clearOf(camera, WINDOW, scene, [150, 100]), {...camera, corner: "upper"});
});

test("where the upper corner is taken the lower one will do", () => {
  const camera = {k: 1, x: 0, y: 0};
  const scene = {viewBox: [0, 0, 400, 500], boxes: {nodes: [box(300, 0, 380, 50)], labels: [box(0, 450, 200, 500)]}};
  assert.equal(clearOf(camera, WINDOW, scene, [150, 100]).corner, "lower");
});

test("where both are, the picture moves, or is a little smaller; and where type would be too small, no corner is taken", () => {
  const full = {viewBox: [0, 0, 400, 500], boxes: {nodes: [box(0, 0, 400, 500)], labels: []}};
  assert.deepEqual(clearOf({k: 1.3, x: -60, y: -75}, WINDOW, {...full, viewBox: [0, 0, 400, 400]}, [150, 100]), {k: 1, x: 0, y: 100, corner: "upper"});
  assert.deepEqual(clearOf({k: 1, x: 0, y: 0}, WINDOW, full, [150, 100]), {k: 1, x: 0, y: 0, corner: null});
  const narrow = {viewBox: [0, 0, 240, 500], boxes: {nodes: [box(0, 0, 240, 500)], labels: []}};
  assert.deepEqual(clearOf({k: 1, x: 80, y: 0}, WINDOW, narrow, [150, 100]), {k: 1, x: 0, y: 0, corner: "upper"});
});

test("a map takes the lower corner in which it hides less, the right one where both are alike", () => {
  const corner = (boxes, camera = {k: 1, x: 0, y: 0}) => emptierCorner(camera, WINDOW, boxes, [150, 100]);
  assert.equal(corner([]), "right");
  assert.equal(corner([box(300, 420, 380, 450)]), "left");
  assert.equal(corner([box(300, 420, 380, 450), box(20, 420, 60, 450)]), "right");
  assert.equal(corner([box(300, 100, 380, 150)]), "right");
  assert.equal(corner([box(300, 100, 380, 150)], {k: 1, x: 0, y: 320}), "left");
});

test("two stages share the node that acts, else any", () => {
  const before = [{id: "a", cx: 1, cy: 2}, {id: "b", cx: 3, cy: 4}];
  const after = [{id: "b", cx: 0, cy: 0}, {id: "c", cx: 9, cy: 9}];
  assert.deepEqual(sameNode(before, after, ["c", "b"]), [[3, 4], [0, 0]]);
  assert.deepEqual(sameNode(before, after, []), [[3, 4], [0, 0]]);
  assert.equal(sameNode(before, [{id: "z", cx: 0, cy: 0}], ["z"]), null);
});

const SCENE = {
  marks: [{key: "labels", tag: "g", attrs: {}, children: [
    {key: "v", tag: "g", attrs: {"data-label": "value", "data-owner": "q>f:0"}, children: [{key: "n", tag: "text", attrs: {}, title: "0.36787944117144233"}]},
  ]}],
  boxes: {
    labels: [box(100, 100, 140, 114, {kind: "value", owner: "q>f:0", shown: true}), box(0, 0, 20, 20, {kind: "value", owner: "x", shown: false}), box(50, 50, 60, 60, {kind: "name", owner: "q", shown: true})],
    nodes: [box(90, 130, 180, 170, {id: "x", form: "leaf"}), box(200, 200, 240, 240, {id: "f", form: "disc"})],
    wires: [], frames: [],
  },
};

test("a finger near a number reads it in full", () => {
  assert.deepEqual(tapped(SCENE, [145, 112]), {leaf: null, number: "0.36787944117144233"});
});

test("a finger on a leaf takes the leaf, and between the two the nearer", () => {
  assert.deepEqual(tapped(SCENE, [120, 150]), {leaf: "x", number: null});
  assert.equal(tapped(SCENE, [120, 126])?.leaf, "x");
  assert.equal(tapped(SCENE, [120, 118])?.leaf, null);
});

test("a finger on what is not told, on a name, an op or bare paper means nothing", () => {
  for (const at of [[10, 10], [55, 55], [220, 220], [350, 20]]) assert.equal(tapped(SCENE, at), null);
});

const STOP = {index: 0, phase: "edge", address: "edge:q>f:0", node: "f", edge: "q>f:0", step: 0};
const DISPLAY = {byId: {f: {op: "mul"}, g: {op: "relu"}}, owner: {f: "f", g: "g"}};
const step = (local) => ({phase: "edge", text: "The API's sentence.", latex: "", numbers: "", factors: [{role: "upstream", value: 1}, {role: "local", value: local}, {role: "downstream", value: local}]});

test("the lesson's own sentence comes first", () => {
  assert.equal(toldTo([{at: "edge:q>f:0", text: "Look here."}], STOP, step(2), DISPLAY), "Look here.");
});

test("a product of two numbers is told by what the op passes on", () => {
  const told = (local) => toldTo([], STOP, step(local), DISPLAY);
  assert.equal(told(0.25), "The product passes on 0.2500 of what it receives.");
  assert.equal(told(1), "The product passes on what it receives.");
  assert.equal(told(-4), "The product passes on −4 times what it receives.");
  assert.equal(told(0), "The product passes on nothing: its local gradient is 0.");
  assert.equal(toldTo([], {...STOP, node: "g"}, step(1), DISPLAY), "The ReLU passes on what it receives.");
});

test("tensors, and steps without a product, are told by the API", () => {
  for (const local of [[1, 2], "NaN", null]) assert.equal(toldTo([], STOP, step(local), DISPLAY), "The API's sentence.");
  assert.equal(toldTo([], {...STOP, phase: "forward"}, {...step(2), phase: "forward"}, DISPLAY), "The API's sentence.");
});

test("a hall is light at first, and the desk behind it keeps its theme", () => {
  const room = createRoom();
  hearTheme(room, undefined, "dark");
  const seen = [room.dark.value];
  const then = (act) => (act(), seen.push(room.dark.value));
  for (const on of [true, false, true]) then(() => present(room, on));
  then(() => paint(room, true));
  for (const on of [false, true, false]) then(() => present(room, on));
  assert.deepEqual(seen, [true, false, true, false, true, true, false, true]);
});

test("a link's theme is that of the place it opens, and says no more than it must", () => {
  const opened = (view, said, own, narrow = false) => {
    const room = createRoom();
    [room.presenting.value, room.narrow.value] = [view === "present", narrow];
    hearTheme(room, said, own);
    const open = [room.dark.value, themeSaid(room, own)];
    present(room, false);
    return [...open, room.dark.value];
  };
  assert.deepEqual(opened("present", undefined, "dark"), [false, "", true]);
  assert.deepEqual(opened("present", "dark", "light"), [true, "dark", false]);
  assert.deepEqual(opened("present", "dark", "dark"), [true, "dark", true]);
  assert.deepEqual(opened("present", undefined, "dark", true), [true, "", true], "in the hand there is no hall");
  assert.deepEqual(opened("present", "dark", "light", true), [true, "dark", true]);
  assert.deepEqual(opened("", "dark", "light"), [true, "dark", true]);
  assert.deepEqual(opened("", "nonsense", "dark"), [true, "", true]);
});
