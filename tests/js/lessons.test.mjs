import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {check} from "../../static/js/draw/check.js";
import {scene} from "../../static/js/draw/scene.js";
import {distanceToNode} from "../../static/js/geometry/boxes.js";
import {display} from "../../static/js/graph/display.js";
import {stopAt, stopsOf} from "../../static/js/graph/stops.js";
import {knownLayout} from "../../static/js/layout/layout.js";
import {RECORDED, crossedBy, recorded, ticksOf} from "./picture.mjs";

const folder = new URL("../../app/lessons/data/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
const lessons = read("topics").flatMap((topic) => topic.lessons).map(read).filter(({layouts}) => layouts); // networks have no graph

/** Every hand-made picture with its recorded trace: the first of a lesson has the lesson's name. */
const pictures = lessons.flatMap((lesson) => lesson.layouts.map((stored, at) => {
  const name = at === 0 ? lesson.slug : `${lesson.slug}-${stored.apart.length ? "apart" : "closed"}`;
  const {graph: bare, trace} = recorded(name);
  const {nodes, edges = {}} = stored;
  const graph = {...bare, layout: {nodes, edges}};
  return {name, lesson, first: at === 0, layout: graph.layout, graph, trace, shown: display(graph, trace)};
}));

/** The board of a 1280 px window, with the bare margin that may fall outside it: captions are 14 units, so nothing may be shrunk. */
const WIDEST = 960 + 24;
const HIGHEST = 564 + 14;

test("every picture was recorded", () => {
  assert.ok(lessons.length >= 17);
  assert.deepEqual(pictures.map(({name}) => name).filter((name) => !RECORDED.includes(name)), []);
});

for (const {name, layout, graph, trace, shown} of pictures) {
  const drawn = shown.nodes.filter((node) => node.form !== "terminal");

  test(`${name}: the stored places are those of the drawn nodes`, () => {
    assert.deepEqual(Object.keys(layout.nodes).sort(), drawn.map(({id}) => id).sort());
    assert.deepEqual(Object.keys(layout.edges).filter((key) => !shown.edges.some((edge) => edge.key === key)), []);
    assert.deepEqual(knownLayout(graph, trace), layout);
  });

  test(`${name}: nothing overlaps at any stop`, () => {
    const stops = stopsOf(graph, trace);
    for (let stop = -1; stop < stops.length; stop += 1) {
      assert.deepEqual(check(scene({graph, trace, layout, stop})), [], `stop ${stop} ${stops[stop]?.address}`);
    }
  });

  test(`${name}: no tick goes over a node, a number or another wire`, () => {
    const picture = scene({graph, trace, layout, stop: stopsOf(graph, trace).length - 1});
    for (const tick of ticksOf(picture)) {
      assert.deepEqual(crossedBy(tick, picture), {nodes: [], wires: [], labels: []}, `${tick.kind} ${tick.owner}`);
    }
  });

  test(`${name}: every number has a place`, () => {
    const {boxes} = scene({graph, trace, layout, stop: stopsOf(graph, trace).length - 1});
    const has = (kind, owner) => boxes.labels.some((label) => label.kind === kind && label.owner === owner && label.shown);
    for (const edge of trace.edges) {
      const key = `${edge.source}>${edge.target}:${edge.index}`;
      if (edge.local == null || !shown.edges.some((one) => one.key === key)) continue;
      assert.ok(has("chip", key), `chip of ${key}`);
      assert.ok(has("gradient", key) || has("gradient", edge.source), `gradient of ${key}`);
    }
  });

  test(`${name}: no wire runs under a node`, () => {
    const {boxes} = scene({graph, trace, layout, stop: -1});
    const ends = new Map(shown.edges.map(({key, source, target}) => [key, [source, target]]));
    for (const {key, points} of boxes.wires) {
      for (const node of boxes.nodes.filter(({id}) => !ends.get(key).includes(id))) {
        const away = Math.min(...points.map(([x, y]) => distanceToNode({x0: x, x1: x, y0: y, y1: y}, node)));
        assert.ok(away > 10, `${key} passes ${node.id} at ${away}`);
      }
    }
  });

  test(`${name}: it fits a small laptop at a readable size`, () => {
    const {width, height} = scene({graph, trace, layout, stop: -1});
    assert.ok(width <= WIDEST && height <= HIGHEST, `${width} x ${height}`);
  });

  test(`${name}: wires run from left to right, with room for their numbers`, () => {
    const right = ({id, form, halfWidth}) => layout.nodes[id][0] + (form === "leaf" ? 0 : halfWidth);
    for (const {source, target, key} of shown.edges) {
      const [from, to] = [shown.byId[source], shown.byId[target]];
      if (to.form === "terminal") continue;
      // A leaf may feed its op from straight below.
      if (from.form === "leaf" && layout.nodes[source][0] === layout.nodes[target][0]) continue;
      // A chain too long for one row goes on at the left of the next: its wire was led there by hand.
      if (layout.edges[key]) continue;
      const gap = layout.nodes[target][0] - to.halfWidth - right(from);
      const level = layout.nodes[source][1] === layout.nodes[target][1];
      assert.ok(gap >= (level && from.form !== "leaf" ? 66 : 44), `${key}: ${gap}`);
    }
  });
}

/** Where in the player's order a sentence is said; null where there is no such place. */
const placeOf = (stops, at) => ({start: -1, end: stops.length})[at] ?? stopAt(stops, at);

for (const {name, lesson, graph, trace, shown} of pictures.filter(({first}) => first)) {
  test(`${name}: words speak of what is drawn, at stops that are there`, () => {
    const stops = stopsOf(graph, trace);
    for (const {text, at, marks} of lesson.look) {
      assert.notEqual(placeOf(stops, at), null, `${at}: ${text}`);
      for (const {node, edge} of marks) {
        if (edge) assert.ok(shown.edges.some(({key}) => key === `${edge.source}>${edge.target}:${edge.index}`), text);
        else assert.ok(shown.byId[node], `${node}: ${text}`);
      }
    }
  });

  test(`${name}: the stops it looks at come in the player's order`, () => {
    const stops = stopsOf(graph, trace);
    const order = lesson.look.map(({at}) => placeOf(stops, at));
    assert.deepEqual(order, [...order].sort((a, b) => a - b));
  });
}
