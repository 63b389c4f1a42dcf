import assert from "node:assert/strict";
import {test} from "node:test";

import {check} from "../../static/js/draw/check.js";
import {scene} from "../../static/js/draw/scene.js";
import {stopsOf} from "../../static/js/graph/stops.js";
import {HARD, RECORDED, layoutOf, recorded, withAnother} from "./picture.mjs";

const flat = (marks) => marks.flatMap((mark) => [mark, ...flat(mark.children ?? [])]);
const writing = (mark) => flat([mark]).flatMap((one) => one.runs ?? []).map((run) => run.text).join("");

async function board(name) {
  const {graph, trace} = recorded(name);
  const layout = await layoutOf(graph, trace);
  const stops = stopsOf(graph, trace);
  return {graph, trace, layout, stops, at: (stop, options) => scene({graph, trace, layout, stop, options})};
}

for (const name of [...RECORDED, ...HARD]) {
  test(`${name}: a board that asks gives the number away nowhere`, async () => {
    const {graph, trace, layout, stops} = await board(name);
    let asked = 0;
    for (const [stop, at] of stops.entries()) {
      const told = withAnother(trace, at);
      if (!told) continue;
      asked += 1;
      // Places of its own for each, so that neither is drawn from what is kept of the other. Widths of lanes follow the
      // largest and the smallest number of all, which tells nobody this one.
      const drawn = [trace, told].map((one) => JSON.stringify(scene({graph, trace: one, layout: {...layout}, stop, options: {predict: true}}))
        .replace(/"stroke-width":[\d.]+/g, ""));
      assert.equal(drawn[0], drawn[1], at.address);
    }
    // Behind a threshold every gradient is 0, and there is no other number to give away.
    const allZero = trace.edges.every(({downstream}) => [downstream].flat(2).every((one) => !one));
    assert.ok(asked > 0 || allZero);
  });
}

test("a board that asks has one blank on the graph, one in the product, and moves nothing", async () => {
  const {stops, at} = await board("sigmoid-neuron-apart");
  const stop = stops.findIndex(({address}) => address === "edge:f__mul1>f__exp1:0");
  const [asks, tells] = [at(stop, {predict: true}), at(stop, {})];
  const blanks = flat(asks.marks).filter((mark) => mark.key === "blank" || mark.key === "downstream-box");
  assert.equal(blanks.length, 2);
  assert.equal(writing(flat(asks.marks).find((mark) => mark.key === "product")), "−0.5344×0.3679=");
  assert.deepEqual(check(asks), []);
  const places = ({boxes}) => boxes.labels.map(({kind, owner, x0, y0, x1, y1}) => [kind, owner, x0, y0, x1, y1]);
  assert.deepEqual(places(asks), places(tells));
});

test("what a step's own marks would tell is as it was before the step", async () => {
  const {trace, stops, at} = await board("fan-out");
  const classes = (stop, options, id) => flat(flat(at(stop, options).marks).filter((mark) => mark.attrs["data-node"] === id || mark.attrs["data-edge"] === id))
    .filter(({key}) => key === "forward" || key === "backward").map((mark) => mark.attrs.class);
  for (const [stop, {phase, edge, node}] of stops.entries()) {
    const own = phase === "edge" ? edge : phase === "seed" ? null : node;
    if (own === null || trace.nodes.find(({id}) => id === node).op == null) continue;
    assert.deepEqual(classes(stop, {predict: true}, own), classes(stop - 1, {}, own), `${stop} ${phase}`);
    assert.notDeepEqual(classes(stop, {}, own), classes(stop - 1, {}, own), `${stop} ${phase}`);
  }
});
