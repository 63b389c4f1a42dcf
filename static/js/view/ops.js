/**
 * Handles over composites, over the names of open frames, and over the op that has the keyboard: they open, close and
 * are walked to. Other ops have no handle, so a large graph is not a thousand stops for the Tab key.
 */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {compositeOf} from "../api/apart.js";
import {nameGap} from "../draw/frame.js";
import {onScreen} from "../state/camera.js";
import {lookInto} from "../state/looking.js";
import {lacks, opTitle, words} from "../state/words.js";
import {chosenAs, pixels} from "./handle.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Box} Box */

/** Height of a frame's name, from its rule up and down. */
const NAME_HALF = 14;

/** @param {{desk: Desk}} props */
export function Ops({desk}) {
  const {store, session} = desk;
  const [nodes, frames] = [store.nodeBoxes.value, store.frames.value];
  const {byId = {}, groups = []} = store.display.value ?? {};
  const graph = store.shown.value?.document.graph;
  const walked = (/** @type {string} */ id) => id === store.selected.value || id === store.focusOn.value;
  const ops = nodes.filter(({id, form}) => (form === "disc" || form === "pill") && (byId[id]?.composite || byId[id]?.ports || walked(id)));
  return html`<div class="ops">
    ${ops.map((box) => {
      const node = byId[box.id];
      const called = `${opTitle(node?.op ?? "")} ${box.id.startsWith("_") ? "" : box.id}`.trim();
      const title = node?.ports ? `${called}. ${lacks(node.ports)}` : called;
      const open = node?.composite && node.kind !== "group" ? () => session.openings.toggle(box.id) : null;
      return h(Handle, {key: box.id, desk, id: box.id, box, name: open ? words.open(title) : title, act: open, lacking: Boolean(node?.ports)});
    })}
    ${frames.map((frame) => {
      const [group, drawn] = [graph?.groups?.find(({id}) => id === frame.id), groups.find(({id}) => id === frame.id)];
      if (!group?.op || !drawn) return null;
      const [x0, x1] = nameGap(frame, drawn.name);
      const id = compositeOf(group);
      return h(Handle, {key: `frame ${frame.id}`, desk, id, box: {x0, x1, y0: frame.y0 - NAME_HALF, y1: frame.y0 + NAME_HALF}, frame: true,
        name: words.closeGroup(`${opTitle(group.op)} ${id.startsWith("_") ? "" : id}`.trim()), act: () => session.openings.toggle(id)});
    })}
  </div>`;
}

/** @param {{desk: Desk, id: string, box: Box, name: string, act: (() => void) | null, frame?: boolean, lacking?: boolean}} props */
function Handle({desk, id, box, name, act, frame = false, lacking = false}) {
  const {store} = desk;
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const wanted = store.focusOn.value === id;
  // While the picture is on its way, the handle that was used is still there; the one that follows it takes over.
  const arrived = store.leaving.value === null;
  useLayoutEffect(() => {
    if (!wanted || !arrived || !place.current) return;
    place.current.focus({preventScroll: true});
    store.focusOn.value = null;
  }, [wanted, arrived]);
  const camera = store.stood.value;
  if (!camera) return null;
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (!act || (event.key !== "Enter" && event.key !== " ") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return h("div", {
    ref: place, class: frame ? "op-handle frame-handle" : `op-handle ${chosenAs(store, id)}`, "data-op": id, style: pixels(onScreen(camera, box)),
    tabIndex: act ? 0 : -1, role: act ? "button" : "img", "aria-label": name, title: act || lacking ? name : undefined,
    "aria-expanded": act ? (frame ? "true" : "false") : undefined, onKeyDown,
    onClick: frame ? (act ?? undefined) : () => lookInto(store, id), onDblClick: frame ? undefined : (act ?? undefined),
    onFocus: () => (store.selected.value = id),
    onBlur: () => store.selected.peek() === id && (store.selected.value = null),
  });
}
