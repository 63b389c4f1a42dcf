/** What the picture's tests share: recorded traces, and places for them, from ELK itself where it is asked. */

import {readdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";

import {numberWidth} from "../../static/js/draw/marks.js";
import {crossesBox, crossesLine, distanceToNode} from "../../static/js/geometry/boxes.js";
import {display} from "../../static/js/graph/display.js";
import {elkGraph, layoutFromElk} from "../../static/js/layout/elk-graph.js";
import {knownLayout, roomOf} from "../../static/js/layout/layout.js";
import {tightened} from "../../static/js/layout/tighten.js";

const folder = new URL("../fixtures/traces/", import.meta.url);

/** Names of the recorded traces. */
export const RECORDED = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));

/** Names of those that are hard to set around one op. */
export const HARD = readdirSync(new URL("hard/", folder)).map((name) => `hard/${name.slice(0, -5)}`);

/** @param {string} name */
export function recorded(name) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
}

/** The vendored worker, run in this thread: outside a browser it offers itself as a module. */
function elkWorker() {
  const {Worker} = createRequire(import.meta.url)("../../static/vendor/elk/elk-worker.min.js");
  return new Worker("");
}

/** @param {object} graph  ELK's own JSON */
export function elk(graph) {
  return new Promise((resolve, reject) => {
    const worker = elkWorker();
    worker.onmessage = ({data}) => {
      if (data.id !== 2) return;
      if (data.error) reject(new Error(JSON.stringify(data.error)));
      else resolve(data.data);
    };
    worker.postMessage({id: 1, cmd: "register", algorithms: ["layered"]});
    worker.postMessage({id: 2, cmd: "layout", graph, layoutOptions: {}, options: {}});
  });
}

/** @param {object} graph @param {object | null} trace @param {{engine?: boolean}} [how]  `engine`: ask ELK even for a tree */
export async function layoutOf(graph, trace, {engine = false} = {}) {
  const shown = display(graph, trace);
  const known = engine ? null : knownLayout(graph, trace, shown);
  if (known) return known;
  const room = roomOf(shown, trace);
  return tightened(shown, layoutFromElk(shown, room, await elk(elkGraph(shown, room))), room);
}

/** The trace with another number, as wide, where this stop's own stands; null where there is none as wide. */
export function withAnother(trace, {phase, edge, node}) {
  const copy = JSON.parse(JSON.stringify(trace));
  const other = (value) => (Array.isArray(value) ? value.map((entry) => other(entry) ?? entry) : otherNumber(value));
  const otherNumber = (value) => [value + 1, value - 1, value * 1.01, value * 0.99].find((one) => Number.isFinite(one)
    && (one > 0) === (value > 0) && one !== 0 && Math.abs(numberWidth(one, 14) - numberWidth(value, 14)) < 1e-9);
  const place = phase === "edge" ? copy.edges.find(({source, target, index}) => `${source}>${target}:${index}` === edge) : phase === "accumulate" ? copy.nodes.find(({id}) => id === node) : null;
  const field = phase === "edge" ? "downstream" : "gradient";
  if (place?.[field] == null) return null;
  const changed = other(place[field]);
  if (changed === undefined || JSON.stringify(changed) === JSON.stringify(place[field])) return null;
  place[field] = changed;
  return copy;
}

/** Every mark of a picture, those inside others too. */
export const flat = (marks) => marks.flatMap((mark) => [mark, ...flat(mark.children ?? [])]);

/** The gradients and chips that are tied to a wire, and the two ends of each one's tick. */
export const ticksOf = ({marks}) => flat(marks).filter((mark) => ["gradient", "chip"].includes(mark.attrs["data-label"])).flatMap((mark) => {
  const tick = flat([mark]).find(({attrs}) => /^tick\b/.test(attrs.class ?? ""));
  const [x0, y0, x1, y1] = (tick?.attrs.d.match(/-?[\d.]+/g) ?? []).map(Number);
  return tick ? [{kind: mark.attrs["data-label"], owner: mark.attrs["data-owner"], from: [x0, y0], to: [x1, y1]}] : [];
});

/** What a tick goes over that is not its own: nodes, other wires and shown labels. */
export function crossedBy({kind, owner, from, to}, {boxes}) {
  const steps = Array.from({length: 21}, (_, step) => [0, 1].map((axis) => from[axis] + (to[axis] - from[axis]) * step / 20));
  const nodes = boxes.nodes.filter((node) => steps.some(([x, y]) => distanceToNode({x0: x, x1: x, y0: y, y1: y}, node) < 0.5));
  const wires = boxes.wires.filter(({key, points}) => key !== owner && crossesLine(points, from, to));
  const labels = boxes.labels.filter((label) => label.shown && !(label.owner === owner && label.kind === kind) && crossesBox(label, from, to));
  return {nodes: nodes.map(({id}) => id), wires: wires.map(({key}) => key), labels: labels.map((label) => `${label.kind} ${label.owner}`)};
}
