/**
 * A phone's view of a step: its neighbourhood running down, the whole graph as a map in the corner, and below it the
 * equation in one line with its sentence. A finger that strokes across steps; a tap on a number tells all its digits, a
 * tap on a leaf opens the bar that changes its value.
 */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

import {tapped} from "../state/tapped.js";
import {words} from "../state/words.js";
import {Figures} from "./figures.js";
import {Fitted} from "./fitted.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Overview} from "./overview.js";
import {Pad} from "./pad.js";
import {ToldLine} from "./told-line.js";
import {Stage} from "./stage.js";
import {ValueBar} from "./value-bar.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Scene} Scene */

/** Pixels per unit, so that numbers are 19 px; the map's size. */
const SCALE = 1.3;
const MAP = /** @type {const} */ ([128, 87]);
/** What the map takes of the picture's corner, with bare paper around it; it is smaller in a low window. */
const [CORNER, LOW_CORNER] = [/** @type {const} */ ([148, 105]), /** @type {const} */ ([104, 74])];
const corner = () => (innerHeight < 700 ? LOW_CORNER : CORNER);
const natural = () => SCALE;

/** @param {{desk: Desk, lying: boolean}} props  lying: held sideways, so the picture runs to the right */
export function Phone({desk, lying}) {
  const {store} = desk;
  const [told, tell] = useState(/** @type {{words: string, stop: number} | null} */ (null));
  const [leaf, pick] = useState(/** @type {string | null} */ (null));
  const [free, take] = useState(/** @type {import("../state/framing.js").Corner} */ ("upper"));
  const empty = store.empty.value;
  const map = store.overview.value || empty;
  const stop = store.stop.value;
  const current = told?.stop === stop ? told.words : null;
  useEffect(() => pick((open) => (open !== null && store.shown.value?.document.graph.nodes.some(({id}) => id === open) ? open : null)), [store.shown.value]);
  const onTap = (/** @type {readonly [number, number]} */ at, /** @type {Scene} */ scene) => {
    const hit = tapped(scene, at);
    pick(store.hidden.peek().has("edit") ? null : hit?.leaf ?? null);
    tell(hit?.number ? {words: hit.number, stop: store.stop.peek()} : null); // the stage keeps the first of these functions
  };
  // Beside the program, or what is wrong with it, the picture needs its corner.
  const crowded = store.programOpen.value || store.problem.value !== null;
  const name = map ? words.thisStep : words.wholeGraph;
  return html`<div class="phone">
    <div class="phone-picture">
      ${map ? h(Pad, {desk}) : html`<div class="phone-stage grid">${h(Stage, {key: `${lying} ${crowded}`, desk, flow: lying ? "right" : "down", natural, corner: crowded ? undefined : corner(), onCorner: take, onTap, onLeaf: pick})}</div>`}
      ${!empty && (map || (free && !crowded)) && html`<button type="button" class=${`phone-map ${map ? "back" : free}`} aria-label=${name} title=${name} onClick=${() => desk.run("map")}>
        ${map ? words.thisStep : h(Overview, {desk, how: "dots", natural: MAP})}</button>`}
      ${current && html`<p class="digits" role="status"><b class="num">${current}</b></p>`}
    </div>
    ${leaf !== null && !map
      ? h(ValueBar, {key: leaf, desk, id: leaf, close: () => pick(null)})
      : html`<div class="oneline">${h(Figures, {desk, rest: empty ? words.build.nothing : store.stops.value.length === 0 ? words.build.idle : words.beforeText, roll: true})}<div class="told">${h(ToldLine, {desk})}</div></div>`}
  </div>`;
}
