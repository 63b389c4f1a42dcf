/**
 * Going downhill: in the board's place the paths on their curves, in the panel the update, in the tape's place a track
 * of updates. The same document, the same player; every number is from POST /descend or POST /evaluate/batch.
 */

import {h} from "preact";
import {useEffect} from "preact/hooks";

import {follow} from "../api/downhill.js";
import {isScalar, moving} from "../state/descent.js";
import {formula, nameTex} from "../state/formula.js";
import {ruleTex} from "../state/update.js";
import {words} from "../state/words.js";
import {Bar} from "./bar.js";
import {DescentPanel, UpdateInOneLine} from "./descend-panel.js";
import {Panes} from "./descend-panes.js";
import {How} from "./descend-settings.js";
import {DescentTape} from "./descend-tape.js";
import {useAway} from "./focus.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";
import {tellMore, useStrip} from "./strip.js";

/** @typedef {import("../page.js").Desk} Desk */

const {downhill: said} = words;

/** @param {{desk: Desk}} props */
export function Descend({desk}) {
  const {store, downhill} = desk;
  useEffect(() => follow(store, downhill), []);
  useAway();
  const problem = downhill.problem.value;
  const narrow = store.narrow.value;
  return html`${h(Bar, {desk})}
    <main class="desk descent">
      <section class="board grid" aria-label=${said.region}>
        ${h(DescentHead, {desk})}
        ${problem && html`<p class="descent-problem" role="alert">${problem.detail}</p>`}
        ${h(Panes, {desk})}
        ${narrow && h(UpdateInOneLine, {desk})}
        ${!narrow && h(How, {desk})}
      </section>
      ${!narrow && h(DescentPanel, {desk})}
    </main>
    ${h(DescentTape, {desk})}`;
}

/** @param {{desk: Desk}} props */
function DescentHead({desk}) {
  const {store} = desk;
  const trace = store.shown.value?.trace;
  return trace ? h(HeadOf, {desk, trace}) : null;
}

/** @param {{desk: Desk, trace: import("../types.js").Trace}} props */
function HeadOf({desk, trace}) {
  const {store, downhill} = desk;
  const [first = "", ...others] = moving(trace, store.descent.value.moving);
  const leaf = nameTex(store.statements.value, first);
  const output = nameTex(store.statements.value, trace.output);
  const start = downhill.active.value?.path[0]?.leaves[first];
  const graph = formula(trace, store.statements.value, null, store.parts.value);
  const strip = useStrip(graph, store.window.value.width);
  const rule = ruleTex(store.descent.value.rule, others.length ? "w" : leaf, output);
  return html`<div class="head">
    <div class="formula" ref=${strip} onScroll=${tellMore} tabindex="0" role="group" aria-label=${said.formula}>${h(Maths, {tex: graph})}</div>
    ${!store.narrow.value && html`<div class="formula rule">${h(Maths, {tex: rule})}</div>`}
    ${store.narrow.value ? html`<button type="button" class="edit" onClick=${() => desk.run("descend")}>${said.toGraph}</button>`
      : others.length === 0 && isScalar(start) && html`<div class="fact"><span class="soft">${said.start}</span>${h(Figure, {value: start})}</div>`}
    ${downhill.longest.value > 0 && html`<div class="fact"><span class="soft">${said.update}</span><b class="num">${said.outOf(Math.max(0, downhill.made.value), downhill.longest.value)}</b></div>`}
  </div>`;
}
