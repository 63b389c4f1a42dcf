import assert from "node:assert/strict";
import {test} from "node:test";

import {apart} from "../../static/js/draw/underway.js";
import {circle, group, path} from "../../static/js/draw/marks.js";

const wire = (key, children) => group(key, [path("under", "under", "M0 0"), ...children], {class: "edge full", "data-edge": key});
const node = (id) => group(id, [circle("disc", "disc", 0, 0, 25)], {class: "node full", "data-node": id});
const ARRIVED = wire("a>b:0", [path("forward", "lane forward", "M0 0H9")]);
const NODES = group("nodes", [node("a"), node("b"), node("c"), node("bc")]);
const scene = (...wires) => [group("picture", [group("wires", [ARRIVED, ...wires]), NODES])];
const keys = (mark) => mark.children.map(({key}) => key);

test("at rest all stands still, as it is", () => {
  const marks = scene();
  const {still, moving} = apart(marks);
  assert.equal(still, marks);
  assert.equal(moving.length, 0);
});

test("the bead and the ink behind it go, and all else of the wire stays", () => {
  const going = wire("b>c:1", [
    path("forward", "lane forward", "M0 0H3"),
    path("backward-waiting", "lane pending", "M0 9H9"), path("backward", "lane backward", "M5 9H9"), circle("backward-bead", "bead backward", 5, 9, 6.5),
  ]);
  const {still, moving} = apart(scene(going));
  const [wires, nodes] = still[0].children;
  assert.deepEqual(keys(wires), ["a>b:0", "b>c:1"]);
  assert.equal(wires.children[0], ARRIVED);
  assert.equal(nodes, NODES);
  assert.deepEqual(keys(wires.children[1]), ["under", "forward", "backward-waiting"]);

  const [onItsWay] = moving;
  assert.deepEqual(keys(onItsWay.children[0]), ["backward", "backward-bead"]);
});

test("the nodes at its ends lie over it, and take nobody's name", () => {
  const {moving: [onItsWay]} = apart(scene(wire("b>c:0", [path("forward", "lane forward", "M0 0H3"), circle("forward-bead", "bead forward", 3, 0, 6.5)])));
  assert.deepEqual(keys(onItsWay), ["way", "b", "c"]);
  assert.ok(onItsWay.children.every(({attrs}) => !("data-node" in attrs) && !("data-edge" in attrs)));
});
