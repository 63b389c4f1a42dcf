/**
 * The layout engine, in a classic worker, behind one function. The worker's file is served as it was published.
 *
 * A worker's address must come from a Trusted Types policy where the browser enforces them; others lack the API.
 *
 * @typedef {import("../types.d.ts").GraphDocument} GraphDocument
 * @typedef {import("../types.d.ts").Layout} Layout
 * @typedef {import("../types.d.ts").Trace} Trace
 * @typedef {import("./elk-graph.js").ElkNode} ElkNode
 * @typedef {{createPolicy: (name: string, rules: {createScriptURL: (url: string) => string}) => {createScriptURL: (url: string) => string}}} TrustedTypes
 * @typedef {{id: number, data?: ElkNode, error?: {message?: string}}} Answer
 */

import {display} from "../graph/display.js";
import {elkGraph, layoutFromElk} from "./elk-graph.js";
import {knownLayout, roomOf} from "./layout.js";
import {tightened} from "./tighten.js";

/** @type {TrustedTypes | undefined} */
const trustedTypes = /** @type {{trustedTypes?: TrustedTypes}} */ (globalThis).trustedTypes;
/** A policy's name can be taken once a page. @type {{createScriptURL: (url: string) => string} | null} */
let policy = null;

/** @param {string} url */
function trusted(url) {
  policy ??= trustedTypes?.createPolicy("app", {createScriptURL: (address) => {
    if (new URL(address, location.href).origin !== location.origin) throw new TypeError("Only our own scripts run here.");
    return address;
  }}) ?? {createScriptURL: (address) => address};
  return policy.createScriptURL(url);
}

/** Most consumers of one node that the compact placement still takes in its stride. */
const HUB = 24;

/** @param {import("../types.d.ts").Display} shown */
function widestFanOut({edges}) {
  const counts = new Map();
  for (const {source} of edges) counts.set(source, (counts.get(source) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/**
 * The same graph for ELK's other way to place nodes: not as compact, but not recursive either. On a node that feeds
 * many others (one weight shared by a deep chain) the compact one takes many seconds, then runs out of stack.
 * @param {ElkNode} graph
 * @returns {ElkNode}
 */
function roomier(graph) {
  const layoutOptions = {...graph.layoutOptions, "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF", "elk.layered.thoroughness": "4"};
  return {...graph, layoutOptions};
}

/**
 * A layout function over one worker, which starts on the first graph that needs it, or when `warm` is called.
 * @param {string} url  of elk-worker.min.js
 * @returns {{layout: (graph: GraphDocument, trace: Trace | null) => Promise<Layout>, warm: () => void}}
 */
export function createLayout(url) {
  /** @type {Map<number, {resolve: (answer: ElkNode) => void, reject: (reason: Error) => void}>} */
  const waiting = new Map();
  /** @type {Worker | null} */
  let worker = null;
  let next = 1;

  /** @param {Record<string, unknown>} message @returns {Promise<ElkNode>} */
  function ask(message) {
    return new Promise((resolve, reject) => {
      const id = next;
      next += 1;
      waiting.set(id, {resolve, reject});
      started().postMessage({id, ...message});
    });
  }

  function started() {
    if (worker) return worker;
    worker = new Worker(trusted(url));
    worker.onmessage = ({data}) => answer(data);
    worker.onerror = (event) => {
      for (const {reject} of waiting.values()) reject(new Error(`The layout engine did not start: ${event.message}`));
      waiting.clear();
      worker = null;
    };
    // Its answer is of no interest: orders are carried out one after the other.
    ask({cmd: "register", algorithms: ["layered"]}).catch(() => {});
    return worker;
  }

  /** @param {Answer} message */
  function answer({id, data, error}) {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error) asked?.reject(new Error(`The layout engine failed: ${error.message ?? "no reason given"}`));
    else asked?.resolve(data ?? {id: "root"});
  }

  return {
    async layout(graph, trace) {
      const shown = display(graph, trace);
      const known = knownLayout(graph, trace, shown);
      if (known) return known;
      const room = roomOf(shown, trace);
      const compact = elkGraph(shown, room);
      const asked = widestFanOut(shown) > HUB ? roomier(compact) : compact;
      const places = (/** @type {ElkNode} */ wish) => ask({cmd: "layout", graph: wish, layoutOptions: {}, options: {}});
      const answer = await places(asked).catch(() => places(roomier(asked)));
      return tightened(shown, layoutFromElk(shown, room, answer), room);
    },
    warm: () => {
      started();
    },
  };
}
