/**
 * A wire in the hand: what it may be dropped on, and why not, while it is carried.
 *
 * What the page knows (circles, ports, leaves) is said at once; about shapes the server is asked for the target under
 * the hand, the latest question only, and a drop waits for that answer.
 */

import {signal} from "@preact/signals-core";

import {ops} from "../api/catalogue.js";
import {latestWins, onceRested} from "../api/client.js";
import {DISC} from "../draw/metrics.js";
import {unwired, wired} from "../editing/edits.js";
import {boxOfNode, plugOf, portsOf, targetAt, whyNot} from "../editing/hand.js";
import {words} from "../state/words.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").Point} Point */
/** @typedef {import("../editing/hand.js").Port} Port */
/** @typedef {import("../editing/hand.js").Target} Target */
/** `why`: undefined while the server is asked. @typedef {Readonly<{at: Point, target: Target | null, why: string | null | undefined}>} Carrying */

const ASK_MS = 60;

/** Ops that take any number of operands. @type {ReadonlySet<string>} */
let variadic = new Set();

/** Ask which ops take any number of operands, before a wire is dropped on one. */
export function learnOps() {
  ops().then((all) => (variadic = new Set(all.flatMap((op) => (op.variadic ? [op.name] : [])))), () => undefined);
}

const isVariadic = (/** @type {string} */ op) => variadic.has(op);

export class WireInHand {
  /**
   * @param {Desk} desk
   * @param {string} source
   * @param {Point} at
   * @param {Port | null} from  the port that it is pulled off
   */
  constructor({session, store}, source, at, from) {
    this.session = session;
    this.store = store;
    this.source = source;
    this.from = from;
    const whole = session.editing.document;
    this.graph = from ? unwired(whole, from.node, from.index) : whole;
    this.display = /** @type {import("../types.js").Display} */ (store.display.peek());
    this.boxes = store.nodeBoxes.peek();
    const scene = store.scene.peek();
    this.ports = scene ? portsOf(this.display, scene.boxes, whole) : [];
    this.start = plugOf(boxOfNode(this.boxes, source));
    this.now = signal(/** @type {Carrying} */ ({at, target: null, why: null}));
    /** What the server said, by target. @type {Map<string, string | null>} */
    this.answers = new Map();
    const work = latestWins(
      (/** @type {Target} */ target, abort) => this.session.editing.refusal(this.with(target), abort),
      (why, target) => this.learn(target, why),
      () => undefined,
    );
    this.work = work;
    this.asking = onceRested((/** @type {Target} */ target) => work.ask(target), ASK_MS);
  }

  /** Nodes that it may go into as they stand, or by taking the place of another wire. */
  get inviting() {
    return this.boxes.filter(({id}) => id !== this.source && this.refusalAt({node: id, index: 0, port: null}, true) === null);
  }

  /** The document with the wire in a target. @param {Target} target @returns {GraphDocument} */
  with({node, index}) {
    return wired(this.graph, this.source, node, index);
  }

  /**
   * @param {Target} target
   * @param {boolean} [anyPort]
   * @returns {import("../editing/hand.js").Refusal | null}
   */
  refusalAt(target, anyPort = false) {
    const why = whyNot(this.graph, this.display, this.source, target, isVariadic(this.graph.nodes.find(({id}) => id === target.node)?.op ?? ""));
    return anyPort && why === "there-already" ? null : why;
  }

  /** @param {Point} at @param {number} reach  of a port, in board units */
  carry(at, reach) {
    const found = targetAt(this.graph, this.ports, this.boxes, at, {reach, isVariadic});
    const target = found?.node === this.source && !found.port ? null : found;
    const before = this.now.peek();
    if (target && before.target && target.node === before.target.node && target.index === before.target.index) {
      this.now.value = {...before, at, target};
      return;
    }
    this.now.value = {at, target, why: target ? this.judge(target) : null};
  }

  /** @param {Target} target @returns {string | null | undefined} */
  judge(target) {
    const refusal = this.refusalAt(target);
    if (refusal) return words.build.refused[refusal];
    const key = `${target.node}:${target.index}`;
    if (this.answers.has(key)) return this.answers.get(key);
    this.asking.ask(target);
    return undefined;
  }

  /** @param {Target} target @param {string | null} why */
  learn(target, why) {
    this.answers.set(`${target.node}:${target.index}`, why);
    const now = this.now.peek();
    if (now.target?.node === target.node && now.target.index === target.index) this.now.value = {...now, why};
  }

  /** Let it go where it is. @returns {Promise<void>} */
  async drop() {
    const {at, target, why} = this.now.peek();
    this.cancel();
    const {editing} = this.session;
    if (!target) {
      const onItself = this.boxes.some(({id, x0, x1, y0, y1}) => id === this.source && at[0] >= x0 && at[0] <= x1 && at[1] >= y0 && at[1] <= y1);
      const {from} = this;
      if (from) editing.edit((graph) => unwired(graph, from.node, from.index));
      else if (!onItself) this.store.palette.value = {at: [Math.round(at[0] + DISC), Math.round(at[1])], feeding: this.source};
      return;
    }
    const same = this.from?.node === target.node && this.from.index === target.index;
    if (same || (why === undefined ? await editing.refusal(this.with(target)) : why) !== null) return;
    const {from} = this;
    editing.edit((graph) => wired(from ? unwired(graph, from.node, from.index) : graph, this.source, target.node, target.index));
  }

  cancel() {
    this.asking.cancel();
    this.work.cancel();
  }
}
