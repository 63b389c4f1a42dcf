/**
 * Draws every graph of a file at its last stop and prints what the checker finds, as JSON: {name: [hits]}.
 * Run by tests/web/test_pictures.py; the file holds [{name, graph, trace}].
 */

import {readFileSync} from "node:fs";

import {check} from "../../static/js/draw/check.js";
import {scene} from "../../static/js/draw/scene.js";
import {stopsOf} from "../../static/js/graph/stops.js";
import {layoutOf} from "./picture.mjs";

const found = {};
for (const {name, graph, trace} of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const picture = scene({graph, trace, layout: await layoutOf(graph, trace), stop: stopsOf(graph, trace).length - 1});
  const hits = [...check(picture), ...missing(picture, trace)];
  if (hits.length) found[name] = hits;
}
process.stdout.write(JSON.stringify(found));

/** Numbers of the trace that have no label: chips, and what comes back along a wire or to a leaf. */
function missing(picture, trace) {
  const labels = new Set(picture.boxes.labels.map(({kind, owner}) => `${kind} ${owner}`));
  const drawn = new Set(picture.boxes.wires.map(({key}) => key));
  return trace.edges.flatMap(({source, target, index, local, downstream}) => {
    const key = `${source}>${target}:${index}`;
    if (!drawn.has(key) || local == null) return [];
    const single = trace.edges.filter((edge) => edge.source === source).length === 1;
    const gradient = labels.has(`gradient ${key}`) || (single && labels.has(`gradient ${source}`)) || downstream == null;
    return [...(labels.has(`chip ${key}`) ? [] : [{rule: "no chip", a: key}]), ...(gradient ? [] : [{rule: "no gradient", a: key}])];
  });
}
