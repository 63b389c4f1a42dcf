/** What the picture's tests share: recorded traces, and places for them, from ELK itself where it is asked. */

import {readdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";

import {display} from "../../static/js/graph/display.js";
import {elkGraph, layoutFromElk} from "../../static/js/layout/elk-graph.js";
import {knownLayout, roomOf} from "../../static/js/layout/layout.js";

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
  return layoutFromElk(shown, room, await elk(elkGraph(shown, room)));
}
