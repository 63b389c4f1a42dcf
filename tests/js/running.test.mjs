import assert from "node:assert/strict";
import {afterEach, test} from "node:test";

import {runOf} from "../../static/js/api/running.js";
import {noWayBack} from "../../static/js/state/unfinished.js";

const realFetch = globalThis.fetch;
afterEach(() => (globalThis.fetch = realFetch));

const GRAPH = {nodes: [{id: "x", kind: "input", value: [1, 2]}, {id: "_sum1", kind: "op", op: "exp", inputs: ["x"]}], outputs: ["_sum1"]};
const refusal = (code) => new Response(JSON.stringify({code, status: 422, detail: "No.", errors: [{code, node: "_sum1"}]}), {status: 422});

test("a graph that ends in a tensor is asked for its way there, and nothing made up is left in the answer", async () => {
  const asked = [];
  globalThis.fetch = async (_, {body}) => {
    asked.push(JSON.parse(body));
    const {graph, output, partial} = asked.at(-1);
    if (!partial) return refusal("seed-required");
    const values = {x: [1, 2], _sum1: [2.7, 7.4], [output]: null};
    return new Response(JSON.stringify({output, value: null, values, gradients: {}, nodes: graph.nodes.map(({id}) => ({id})), edges: [], steps: [], warnings: []}));
  };
  const trace = await runOf(GRAPH);
  assert.deepEqual([asked[1].output, asked[1].graph.nodes.at(-1)], ["_sum2", {id: "_sum2", kind: "op", op: "sum", inputs: [null], attrs: {}}]);
  assert.deepEqual([trace.output, trace.value, Object.keys(trace.values), trace.nodes], ["_sum1", null, ["x", "_sum1"], [{id: "x"}, {id: "_sum1"}]]);
  assert.equal(noWayBack(trace), "tensor");
});

test("any other refusal is a refusal, and is asked about once", async () => {
  let asked = 0;
  globalThis.fetch = async () => ((asked += 1), refusal("shape-mismatch"));
  await assert.rejects(runOf(GRAPH), {name: "ApiError"});
  assert.equal(asked, 1);
});

test("what keeps a graph from going back is told apart", () => {
  assert.equal(noWayBack({output: "f", value: null, values: {f: null}}), "open");
  assert.equal(noWayBack({output: "f", value: 3, values: {f: 3}}), "constant");
});
