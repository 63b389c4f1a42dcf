/**
 * Gestures that build: a node is dragged, a wire pulled, a stroke drawn over nodes, a press chooses.
 *
 * They listen before the board's own gestures do, and take a pointer over only once it has moved with a meaning: until
 * then it may still pan, look into a node, or change a number. A finger pans, unless it drags a chosen node or has lain
 * still on one for a while.
 */

import {batch, effect, signal} from "@preact/signals-core";

import {placed} from "../editing/edits.js";
import {boxOf, carried, endUnder, movingWith, placesOf, portsOf, snapped, strokeOver, within} from "../editing/hand.js";
import {edgeKey} from "../graph/queries.js";
import {lookInto} from "../state/looking.js";
import {WireInHand} from "./build-wire.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").Point} Point */
/** @typedef {import("../editing/hand.js").Port} Port */
/** @typedef {{kind: "node", id: string, onField: boolean} | {kind: "plug", id: string} | {kind: "end", port: Port} | {kind: "board"}} Under */
/** @typedef {Readonly<{pointer: number, touch: boolean, shift: boolean, x: number, y: number, at: Point, under: Under, chosen: ReadonlySet<string>}>} Press */
/** @typedef {Readonly<{kind: "move", anchor: string, ids: ReadonlySet<string>, from: Point, layout: Layout, by: Point}>} Move */
/** @typedef {Readonly<{kind: "wire", wire: WireInHand, lying: boolean}>} Wiring  `lying`: no pointer holds it, the next press drops it */
/** @typedef {Readonly<{kind: "stroke", from: Point, to: Point, chosen: ReadonlySet<string>}>} Stroke */
/** @typedef {Move | Wiring | Stroke} Gesture */

/** A press that moves less is a click; fingers are less steady. */
const [STILL_PX, FINGER_PX] = [4, 9];
/** A finger that lies on a node so long takes it. */
const LONG_MS = 450;
/** How near a port must be to be meant, in px. */
const [REACH_PX, FINGER_REACH_PX] = [13, 22];

/** Where nothing of this file happens: fields, buttons, the map. */
const OTHERS = "input, textarea, select, button, .minimap, .grid-field";

/**
 * @param {Desk} desk
 * @param {HTMLElement} box
 * @returns {{gesture: import("@preact/signals-core").Signal<Gesture | null>, end: import("@preact/signals-core").Signal<Port | null>, stop: () => void}}
 *   `end`: the wire's end that the pointer could pull off its port
 */
export function listenToHands(desk, box) {
  const hands = new Hands(desk, box);
  return {gesture: hands.gesture, end: hands.end, stop: hands.listen()};
}

class Hands {
  /** @param {Desk} desk @param {HTMLElement} box */
  constructor(desk, box) {
    this.desk = desk;
    this.store = desk.store;
    this.box = box;
    this.gesture = signal(/** @type {Gesture | null} */ (null));
    this.end = signal(/** @type {Port | null} */ (null));
    /** @type {Press | null} */
    this.press = null;
    /** The pointer that makes the gesture. @type {number | null} */
    this.pointer = null;
    this.swallowing = false;
    this.waiting = 0;
    /** @type {{wires: unknown, graph: unknown, ports: readonly Port[]}} */
    this.known = {wires: null, graph: null, ports: []};
  }

  /** @returns {() => void} */
  listen() {
    const {box, store} = this;
    const stop = new AbortController();
    const how = {capture: true, signal: stop.signal};
    box.addEventListener("pointerdown", (event) => this.onDown(event), how);
    box.addEventListener("pointermove", (event) => this.onMove(event), how);
    // Comes before the move that decides whose the press is: until then, and while it is this hand's, no leaf may hear it.
    box.addEventListener("pointerrawupdate", (event) => (this.press || this.pointer !== null) && event.stopPropagation(), how);
    box.addEventListener("pointerup", (event) => this.onUp(event), how);
    box.addEventListener("pointercancel", (event) => event.isTrusted && this.onCancel(event), how);
    box.addEventListener("click", (event) => this.onClick(event), how);
    box.addEventListener("contextmenu", (event) => this.gesture.peek() && event.preventDefault(), how);
    addEventListener("keydown", (event) => this.onKey(event), how);
    // The browser would make a fling of what a finger carries, and take the next tap for the end of that.
    const still = (/** @type {Event} */ event) => this.pointer !== null && event.cancelable && event.preventDefault();
    for (const pane of box.querySelectorAll(".hold, .handles")) pane.addEventListener("touchmove", still, {passive: false, signal: stop.signal});
    // The keyboard went elsewhere by itself: what is chosen is no longer what is meant.
    const ends = [effect(() => {
      const id = store.selected.value;
      if (id !== null && !this.press && !store.chosen.peek().has(id)) store.chosen.value = new Set();
    }), effect(() => {
      const gesture = this.gesture.value;
      box.dataset.hand = gesture?.kind ?? "";
      const from = gesture?.kind === "wire" ? gesture.wire.from : null;
      store.pulled.value = from?.source ? edgeKey(from.source, from.node, from.index) : null;
    })];
    return () => {
      stop.abort();
      ends.forEach((end) => end());
      this.drop();
    };
  }

  /** @param {MouseEvent} event @returns {Point} */
  at(event) {
    const {left, top} = this.box.getBoundingClientRect();
    const {k, x, y} = this.store.camera.peek() ?? {k: 1, x: 0, y: 0};
    return [(event.clientX - left - x) / k, (event.clientY - top - y) / k];
  }

  /** Pixels in board units. @param {number} px */
  units(px) {
    return px / (this.store.camera.peek()?.k ?? 1);
  }

  get ports() {
    const {display, scene, shown} = this.store;
    const [drawn, now, graph] = [display.peek(), scene.peek(), shown.peek()?.document.parsed];
    if (!drawn || !now || !graph) return [];
    if (this.known.wires !== now.boxes.wires || this.known.graph !== graph) {
      this.known = {wires: now.boxes.wires, graph, ports: portsOf(drawn, now.boxes, graph)};
    }
    return this.known.ports;
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    this.swallowing = false;
    clearTimeout(this.waiting);
    if (this.pointer !== null) {
      this.drop(); // A second finger is for the camera.
      return;
    }
    if (event.button !== 0 || this.desk.store.presenting.peek()) return;
    const target = /** @type {Element} */ (event.target);
    const plug = /** @type {HTMLElement | null} */ (target.closest("[data-plug]"));
    const lying = this.gesture.peek();
    if (!plug && lying?.kind !== "wire" && target.closest(OTHERS)) return;
    const [at, touch] = [this.at(event), event.pointerType === "touch"];
    const under = plug ? {kind: /** @type {const} */ ("plug"), id: plug.dataset.plug ?? ""} : this.under(at, touch);
    this.press = {pointer: event.pointerId, touch, shift: event.shiftKey, x: event.clientX, y: event.clientY, at, under, chosen: this.store.chosen.peek()};
    if (lying?.kind === "wire" || plug) {
      event.stopPropagation();
      if (lying?.kind === "wire") lying.wire.carry(at, this.units(touch ? FINGER_REACH_PX : REACH_PX));
    } else if (touch && under.kind === "node" && this.canMove(under)) {
      this.waiting = setTimeout(() => this.press && this.begin(event, this.press, true), LONG_MS);
    }
  }

  /** @param {Point} at @param {boolean} touch @returns {Under} */
  under(at, touch) {
    const boxes = this.store.nodeBoxes.peek();
    const box = boxes.find((one) => within(one, at, 0));
    if (box) {
      const {field} = box;
      const onField = field !== undefined && at[0] >= field.x0 - 2 && at[0] <= field.x1 + 2 && box.form === "leaf";
      return {kind: "node", id: box.id, onField};
    }
    const port = endUnder(this.ports, boxes, at, this.units(touch ? FINGER_REACH_PX : REACH_PX));
    return port ? {kind: "end", port} : {kind: "board"};
  }

  /** @param {Under} under */
  canMove(under) {
    return under.kind === "node" && !under.onField && this.store.display.peek()?.byId[under.id]?.form !== "terminal";
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    const {press} = this;
    const now = this.gesture.peek();
    if (this.pointer === event.pointerId || (now?.kind === "wire" && now.lying && !press)) {
      event.stopPropagation();
      this.carry(event);
    } else if (press?.pointer === event.pointerId) {
      if (event.buttons === 0) this.press = null;
      else if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > (press.touch ? FINGER_PX : STILL_PX)) this.begin(event, press, false);
    } else if (event.pointerType === "mouse" && event.buttons === 0) {
      const under = this.under(this.at(event), false);
      const end = under.kind === "end" ? under.port : null;
      if (end !== this.end.peek()) this.end.value = end;
    }
  }

  /** The press has become a gesture, or is none of these. @param {PointerEvent} event @param {Press} press @param {boolean} long */
  begin(event, press, long) {
    clearTimeout(this.waiting);
    this.press = null;
    const gesture = this.gestureOf(press, long);
    if (!gesture) return;
    // What the board's own gestures made of the press so far is over.
    this.box.dispatchEvent(new PointerEvent("pointercancel", {pointerId: press.pointer}));
    this.box.setPointerCapture(press.pointer);
    this.pointer = press.pointer;
    event.stopPropagation();
    batch(() => {
      this.end.value = null;
      this.store.hovered.value = null;
      this.gesture.value = gesture;
    });
    this.carry(event);
  }

  /** @param {Press} press @param {boolean} long @returns {Gesture | null} */
  gestureOf({under, touch, shift, at, chosen}, long) {
    const {store, desk} = this;
    const lying = this.gesture.peek();
    if (lying?.kind === "wire") return {...lying, lying: false};
    const layout = store.inHand.peek() ?? store.shown.peek()?.layout;
    const display = store.display.peek();
    if (!layout || !display) return null;
    if (under.kind === "plug") return {kind: "wire", wire: new WireInHand(desk, under.id, at, null), lying: false};
    if (under.kind === "end" && under.port.source !== null && (!touch || chosen.has(under.port.node))) {
      return {kind: "wire", wire: new WireInHand(desk, under.port.source, at, under.port), lying: false};
    }
    if (under.kind === "node" && this.canMove(under)) {
      const together = movingWith(display, [under.id]);
      const among = [...together].some((id) => chosen.has(id));
      if (touch && !long && !among) return null;
      if (!among) store.chosen.value = together;
      return {kind: "move", anchor: under.id, ids: among ? movingWith(display, chosen) : together, from: at, layout, by: [0, 0]};
    }
    return under.kind === "board" && shift && !touch ? {kind: "stroke", from: at, to: at, chosen} : null;
  }

  /** @param {PointerEvent} event */
  carry(event) {
    const gesture = this.gesture.peek();
    const [at, {store}] = [this.at(event), this];
    const display = store.display.peek();
    if (!gesture || !display) return;
    if (gesture.kind === "wire") gesture.wire.carry(at, this.units(event.pointerType === "touch" ? FINGER_REACH_PX : REACH_PX));
    else if (gesture.kind === "stroke") {
      batch(() => {
        this.gesture.value = {...gesture, to: at};
        store.chosen.value = new Set([...gesture.chosen, ...strokeOver(display, store.nodeBoxes.peek(), boxOf(gesture.from, at))]);
      });
    } else {
      const {anchor, ids, from, layout, by: before} = gesture;
      const by = snapped(layout, layout.nodes[anchor] ? anchor : [...ids][0] ?? anchor, ids, [at[0] - from[0], at[1] - from[1]]);
      if (by[0] === before[0] && by[1] === before[1]) return;
      batch(() => {
        this.gesture.value = {...gesture, by};
        store.inHand.value = carried(layout, display, ids, by);
      });
    }
  }

  /** @param {PointerEvent} event */
  onUp(event) {
    clearTimeout(this.waiting);
    const {press} = this;
    if (this.pointer === event.pointerId) {
      event.stopPropagation();
      this.finish();
    } else if (press?.pointer === event.pointerId) {
      this.press = null;
      this.click(event, press);
    }
  }

  finish() {
    const gesture = this.gesture.peek();
    this.pointer = null;
    this.swallowing = true;
    this.gesture.value = null;
    if (gesture?.kind === "wire") void gesture.wire.drop();
    if (gesture?.kind === "move") this.settle(gesture);
  }

  /** The document takes the places; until it has them the picture keeps them. @param {Move} move */
  settle({ids, by}) {
    const {store, desk} = this;
    const places = store.inHand.peek();
    if (!places || (by[0] === 0 && by[1] === 0)) {
      store.inHand.value = null;
      return;
    }
    const [before, trouble] = [store.shown.peek()?.layout, store.problem.peek()];
    store.inHand.value = {...places, settled: true};
    desk.session.editing.edit((graph) => placed(graph, placesOf(places, ids)));
    const stop = effect(() => {
      if (store.shown.value?.layout === before && store.problem.value === trouble) return;
      queueMicrotask(() => stop());
      if (store.inHand.peek()?.settled) store.inHand.value = null;
    });
  }

  /** A press that stayed where it was. @param {PointerEvent} event @param {Press} press */
  click(event, {under, shift, chosen}) {
    const {store} = this;
    const lying = this.gesture.peek();
    if (lying?.kind === "wire") {
      event.stopPropagation();
      this.finish();
    } else if (under.kind === "plug") {
      event.stopPropagation();
      this.swallowing = true;
      this.gesture.value = {kind: "wire", wire: new WireInHand(this.desk, under.id, this.at(event), null), lying: true};
    } else if (under.kind === "node") {
      const ids = store.display.peek() ? movingWith(/** @type {import("../types.js").Display} */ (store.display.peek()), [under.id]) : new Set();
      const off = [...ids].every((id) => chosen.has(id));
      store.chosen.value = !shift ? ids : off ? new Set([...chosen].filter((id) => !ids.has(id))) : new Set([...chosen, ...ids]);
      if (under.onField || store.display.peek()?.byId[under.id]?.form !== "leaf") return;
      // The name of a leaf is where it is taken; its number is where it is changed.
      this.swallowing = true;
      if (!store.narrow.peek()) lookInto(store, under.id);
    } else if (!shift) store.chosen.value = new Set();
  }

  /** The click that ends a gesture is none. @param {MouseEvent} event */
  onClick(event) {
    if (!this.swallowing) return;
    this.swallowing = false;
    event.stopPropagation();
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== "Escape" || !this.gesture.peek()) return;
    event.stopPropagation();
    event.preventDefault();
    this.drop();
  }

  /** @param {PointerEvent} event */
  onCancel(event) {
    clearTimeout(this.waiting);
    if (this.press?.pointer === event.pointerId) this.press = null;
    if (this.pointer === event.pointerId) this.drop();
  }

  /** As if it had not begun. */
  drop() {
    const gesture = this.gesture.peek();
    this.pointer = null;
    this.press = null;
    this.swallowing = true;
    batch(() => {
      this.gesture.value = null;
      if (gesture?.kind === "wire") gesture.wire.cancel();
      if (gesture?.kind === "stroke") this.store.chosen.value = gesture.chosen;
      if (gesture?.kind === "move") this.store.inHand.value = null;
    });
  }
}
