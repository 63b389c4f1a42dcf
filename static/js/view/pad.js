/**
 * The pad: the picture under its camera, with a handle over every leaf. Panned with the pointer or two fingers, zoomed
 * with the keys, the buttons, a pinch, or the wheel with Ctrl.
 *
 * While the camera moves, picture and handles are moved as one by a transform; when it rests at another size they are
 * drawn for where it stands. The transform is that of an element around the picture: on the <svg> itself it would have
 * all its text set anew, frame by frame. It makes no layer, for the browser looks through a layer's thousand marks, in
 * sight or not, whenever it moves; so text is sharp on the way as well.
 *
 * Between picture and handles lies a bare pane for the pointer, which need not be looked for among the marks then.
 */

import {h} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";

import {nodeAt} from "../state/camera.js";
import {words} from "../state/words.js";
import {usePicture} from "./drawing.js";
import {listenToPointers, listenToWheel} from "./grasp.js";
import {html} from "./html.js";
import {Lazy} from "./lazy.js";
import {Leaves} from "./leaf.js";
import {Ops} from "./ops.js";
import {withSheet} from "./sheet.js";

/** @typedef {import("../page.js").Desk} Desk */

const MINIMAP = () => import("./minimap.js").then(({Minimap}) => Minimap);
const BUILDING = withSheet("build", () => import("./build.js").then(({Building}) => Building));

/** @param {{desk: Desk}} props */
export function Pad({desk}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const sheet = useRef(/** @type {HTMLDivElement | null} */ (null));
  const handles = useRef(/** @type {HTMLDivElement | null} */ (null));
  // A finger does not come before it presses.
  const [reached, reach] = useState(byFinger);
  usePicture(store, {place, sheet, handles});
  useEffect(() => {
    const box = /** @type {HTMLDivElement} */ (place.current);
    const panes = /** @type {HTMLElement[]} */ ([...box.children].slice(1, 3));
    const ends = [listenToPointers(box, store), listenToWheel(panes, box, store)];
    return () => ends.forEach((end) => end());
  }, []);
  const come = reached ? undefined : () => reach(true);
  return html`<div class="pad grid" ref=${place} onPointerEnter=${come} onPointerDown=${come} onFocusIn=${come} onDblClick=${(/** @type {MouseEvent} */ event) => addAt(desk, event)}>
    <div class="sheet" ref=${sheet}><svg class="canvas marks" role="group" aria-label=${words.graph}></svg><svg class="canvas marks" aria-hidden="true"></svg></div>
    <div class="hold"></div>
    <div class="handles" ref=${handles}>${h(Leaves, {desk})}${h(Ops, {desk})}${reached && !store.hidden.value.has("edit") && h(Lazy, {key: "build", load: BUILDING, props: {desk}})}</div>
    ${store.empty.value && h(Invitation, {})}
    ${store.reachesOut.value && !store.narrow.value && h(Lazy, {key: "map", load: MINIMAP, props: {desk}})}
  </div>`;
}

const byFinger = () => matchMedia("(pointer: coarse)").matches;

/** What stands on a board on which nothing does. */
function Invitation() {
  const {invitation: [before, after], invitationTouch} = words.build;
  return html`<p class="invitation">${byFinger() ? invitationTouch : [before, html`<kbd>/</kbd>`, after]}</p>`;
}

/** Two clicks on the bare board put a node there. @param {Desk} desk @param {MouseEvent} event */
function addAt({store, commands}, event) {
  const [camera, target] = [store.camera.peek(), /** @type {Element} */ (event.target)];
  const {left, top} = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
  const [px, py] = [event.clientX - left, event.clientY - top];
  if (!camera || target.closest(".handles > * > *, .minimap") || nodeAt(camera, store.nodeBoxes.peek(), [px, py])) return;
  if (commands.some(({id, when}) => id === "build" && when())) store.palette.value = {at: [Math.round((px - camera.x) / camera.k), Math.round((py - camera.y) / camera.k)]};
}
