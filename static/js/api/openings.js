/** What a reader opens into its parts and closes again, and where the stop on the screen goes with it. */

import {panBy} from "../state/camera.js";
import {leaf} from "../state/document.js";
import {moved, shiftOf} from "../state/places.js";
import {openIn, takenApart, withPlaces} from "./apart.js";
import {latestWins} from "./client.js";
import {runOf} from "./running.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("./session.js").Graphs} Graphs */
/** @typedef {import("./session.js").Session} Session */
/** Just these composites open, because that one was opened or closed. @typedef {{apart: readonly string[], node: string}} Opening */

/**
 * Where a stop has gone when composites were opened or closed: its own address, else the stop of the same wire or node.
 * @param {readonly Stop[]} stops  of the new picture
 * @param {Stop} before
 * @param {string} composite  the node that was opened or closed
 * @returns {string}  an address
 */
export function sameStop(stops, before, composite) {
  const side = (/** @type {Stop} */ {phase}) => (phase === "forward" ? "forward" : "backward");
  const source = (/** @type {Stop} */ stop) => stop.edge?.split(">")[0];
  const candidates = stops.filter((stop) => side(stop) === side(before));
  const found = candidates.find(({address}) => address === before.address)
    ?? candidates.find((stop) => stop.edge !== null && source(stop) === source(before))
    ?? candidates.find(({node}) => node === composite);
  return found?.address ?? "last";
}

/** What a reader opens and closes; every wish says all that is to be open, so the latest may win. */
export class Openings {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    /** @type {readonly string[] | null} the composites asked to be open, until they are */
    this.wanted = null;
    this.work = latestWins(
      (/** @type {Opening} */ {apart}, signal) => this.run(apart, signal),
      (result, {node}) => this.show(result, node),
      (error) => {
        this.wanted = null;
        session.refuse(error);
      },
    );
  }

  /**
   * Open a composite into its parts, or close it where it is open. The text is not touched.
   * @param {string} node  its id, which its last part keeps
   */
  toggle(node) {
    const graph = this.session.store.shown.peek()?.document.graph;
    if (!graph || !this.session.texts.idle()) return;
    const now = this.wanted ?? openIn(graph);
    this.wanted = now.includes(node) ? now.filter((id) => id !== node) : [...now, node];
    this.work.ask({apart: this.wanted, node});
  }

  cancel() {
    this.work.cancel();
    this.wanted = null;
  }

  /**
   * @param {readonly string[]} apart
   * @param {AbortSignal} signal
   * @returns {Promise<Graphs & {trace: Trace, layout: Layout}>}
   */
  async run(apart, signal) {
    const {session} = this;
    const now = /** @type {Graphs} */ (session.wanted ?? session.store.shown.peek()?.document);
    const opened = await takenApart(now.graph, apart, signal);
    const graph = withPlaces(opened, session.lesson, openIn(opened), now.parsed.layout);
    const trace = await runOf(graph, signal);
    return {trace, graph, parsed: now.parsed, layout: await session.places(graph, trace)};
  }

  /**
   * The opened node stays where it is on the screen; the rest moves to its new place from where it was.
   * @param {Graphs & {trace: Trace, layout: Layout}} result
   * @param {string} node
   */
  show({trace, graph, parsed, layout}, node) {
    const {session} = this;
    const {store} = session;
    const [shown, stop, camera, still] = [store.shown.peek(), store.currentStop.peek(), store.camera.peek(), store.still.peek()];
    if (!shown) return;
    const last = store.atLast.peek();
    const by = shiftOf(shown.layout, layout, node);
    const newer = session.wanted;
    session.values.cancel();
    session.wanted = this.wanted = null;
    session.trail.enter(() => {
      store.shown.value = {...shown, document: {...shown.document, graph, parsed}, trace, layout};
      store.leaving.value = still ? null : {layout: moved(shown.layout, by), node};
      store.moved.value = still ? 1 : 0;
      store.cameraMode.value = "held";
      if (camera) store.camera.value = panBy(camera, -by[0] * camera.k, -by[1] * camera.k);
      store.focusOn.value = node;
      store.travelled.value = 1;
      store.stop.value = last ? session.find("last") : stop ? session.find(sameStop(store.stops.value, stop, node)) : -1;
    }, "push");
    if (newer) this.catchUp(newer.parsed, parsed, shown.document.text);
  }

  /**
   * Numbers that were nudged meanwhile belong to the new picture and to the text too.
   * @param {GraphDocument} newer
   * @param {GraphDocument} parsed
   * @param {string} source
   */
  catchUp(newer, parsed, source) {
    const written = (/** @type {import("../types.js").WireValue | null | undefined} */ value) => JSON.stringify(value ?? null);
    for (const {id, value} of newer.nodes) {
      const now = leaf(parsed, id);
      if (now && value != null && written(now.value) !== written(value)) this.session.setValue(id, value);
    }
    if (!this.session.wanted) this.session.prints.ask({graph: parsed, source});
  }
}
