/**
 * Building with the pointer, fetched when one first comes to the board: what the gestures of build-gestures.js show. The
 * plug a wire is pulled from, the wire in the hand with what takes it and what refuses it, the stroke that chooses.
 *
 * All of it lies over the picture and moves with it.
 */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {grip, looseWire, marquee, plug, port, ring} from "../draw/hand.js";
import {boxOf, plugOf} from "../editing/hand.js";
import {onScreen, viewBox} from "../state/camera.js";
import {words} from "../state/words.js";
import {listenToHands} from "./build-gestures.js";
import {learnOps} from "./build-wire.js";
import {render, show} from "./canvas.js";
import {pixels} from "./handle.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").NodeBox} NodeBox */
/** @typedef {import("./build-gestures.js").Gesture} Gesture */
/** @typedef {ReturnType<typeof listenToHands>} Hands */

/** Size of what is pressed to pull a wire, in px. */
const [PLUG_PX, FINGER_PLUG_PX] = [24, 44];

/** @param {{desk: Desk}} props */
export function Building({desk}) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [hands, take] = useState(/** @type {Hands | null} */ (null));
  useEffect(() => {
    const board = /** @type {HTMLElement} */ (place.current?.closest(".pad"));
    const listening = listenToHands(desk, board);
    take(listening);
    learnOps();
    board.dataset.builds = "true";
    return () => {
      listening.stop();
      delete board.dataset.builds;
    };
  }, []);
  return html`<div class="building" ref=${place}>${hands && [h(Live, {key: "live", desk, hands}), h(Plugs, {key: "plugs", desk, hands})]}</div>`;
}

/** Where a wire can be pulled from: the nodes that are pointed at, chosen, or have the keyboard. @param {{desk: Desk, hands: Hands}} props */
function Plugs({desk, hands}) {
  const {store} = desk;
  const [held, hold] = useState(/** @type {string | null} */ (null));
  const gesture = hands.gesture.value;
  useEffect(() => hold(null), [gesture]);
  const {stood, hovered, selected, chosen, narrow, nodeBoxes, leaving, inHand, structureKey} = store;
  void structureKey.value; // other numbers pull no other wires
  const [camera, graph] = [stood.value, store.shown.peek()?.document.parsed];
  if (!camera || !graph || (gesture && gesture.kind !== "wire") || leaving.value || inHand.value) return null;
  // The one a finger began on stays: what it does is told to that alone.
  const wished = new Set(gesture ? [gesture.wire.source] : [hovered.value, selected.value, held, ...chosen.value]);
  const boxes = nodeBoxes.value.filter(({id}) => wished.has(id) && graph.nodes.some((node) => node.id === id));
  return boxes.map((box) => {
    const size = narrow.value || matchMedia("(pointer: coarse)").matches ? FINGER_PLUG_PX : PLUG_PX;
    const [x, y] = plugOf(box);
    const {left, top} = onScreen(camera, {x0: x, x1: x, y0: y, y1: y});
    return html`<button type="button" key=${box.id} class="plug" data-plug=${box.id} tabindex="-1" title=${words.build.pull} aria-label=${words.build.wireFrom(box.id)}
      style=${pixels({left: left - (size === PLUG_PX ? size / 2 : size / 4), top: top - size / 2, width: size, height: size})}
      onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()}
      onPointerEnter=${() => hold(box.id)} onPointerLeave=${() => hold(null)}>
      <svg class="marks" viewBox="-12 -12 24 24" aria-hidden="true" ref=${drawPlug}></svg></button>`;
  });
}

/** @param {SVGSVGElement | null} svg */
const drawPlug = (svg) => svg && render(svg, [plug("plug", [0, 0])]);

/** @param {{desk: Desk, hands: Hands}} props */
function Live({desk, hands}) {
  const {store} = desk;
  const picture = useRef(/** @type {SVGSVGElement | null} */ (null));
  const gesture = hands.gesture.value;
  const [camera, size, end] = [store.stood.value, store.window.value, hands.end.value];
  const marks = gesture ? gestureMarks(gesture) : end ? [grip("grip", end.point)] : [];
  useLayoutEffect(() => {
    if (!picture.current || !camera) return;
    show(picture.current, size, viewBox(camera, size));
    render(picture.current, marks);
  });
  if (!camera) return null;
  const carrying = gesture?.kind === "wire" ? gesture.wire.now.value : null;
  const at = carrying && onScreen(camera, {x0: carrying.at[0], x1: carrying.at[0], y0: carrying.at[1], y1: carrying.at[1]});
  return html`<svg class="marks live" ref=${picture} aria-hidden="true"></svg>
    ${carrying?.why && at && html`<p class=${`why ${at.left > size.width / 2 ? "left" : ""} ${at.top > size.height / 2 ? "above" : ""}`} role="alert" style=${pixels({left: at.left, top: at.top})}>${carrying.why}</p>`}`;
}

/** @param {Gesture} gesture @returns {readonly Mark[]} */
function gestureMarks(gesture) {
  if (gesture.kind === "move") return [];
  if (gesture.kind === "stroke") return [marquee(boxOf(gesture.from, gesture.to))];
  const {wire} = gesture;
  const {at, target, why} = wire.now.value;
  const inviting = wire.inviting;
  const refused = typeof why === "string";
  const near = wire.boxes.find(({id}) => id === target?.node);
  const ports = wire.ports.filter(({node}) => inviting.some(({id}) => id === node));
  const end = !refused && target?.port ? target.port.point : at;
  return [
    ...inviting.filter(({id}) => id !== target?.node).map((box) => ring(`ring ${box.id}`, box, "invites")),
    ...(near ? [ring(`ring ${near.id}`, near, refused ? "refuses" : "takes")] : []),
    ...ports.map((one) => port(`${one.node}:${one.index}`, one.point, one.node === target?.node && one.index === target.index && !refused ? "takes" : one.source === null ? "open" : "taken")),
    ...looseWire(wire.start, end, refused),
  ];
}
