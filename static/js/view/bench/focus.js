/** The unit in focus, beside the network: its product going back, and its row of the matrix as a table. */

import {h} from "preact";
import {useLayoutEffect, useMemo, useRef, useState} from "preact/hooks";

import {unitMarks} from "../../draw/bench/unit.js";
import {formatNumber} from "../../format/number.js";
import {productSize} from "../../layout/bench/product.js";
import {activationOf} from "../../state/bench/edits.js";
import {classOf, countsOf, fits, focusWithin, inputsOf, slopeTex, troubleOf} from "../../state/bench/net.js";
import {netWords as said} from "../../state/bench/net-words.js";
import {workbenchLink} from "../../api/bench/workbench.js";
import {ApiError} from "../../api/client.js";
import {html} from "../html.js";
import {Maths} from "../maths.js";
import {Figure} from "../number.js";
import {Marks} from "../track.js";
import {unitField} from "./disc-fields.js";
import {paintDiscs, useInks} from "./discs.js";
import {FocusTable} from "./focus-table.js";
import {LayerInHand} from "./heads.js";
import {settledOf} from "./settled.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @typedef {import("../../bench.js").NetPass} NetPass */
/** @typedef {import("../../bench.js").NetParameters} NetParameters */

const DISC = 50;

/** @param {{desk: BenchDesk}} props */
export function Focus({desk}) {
  const {store} = desk;
  const settled = settledOf(store).value;
  const spec = store.spec.value;
  const parameters = settled.parameters;
  const counts = parameters ? countsOf(parameters) : [];
  if (!spec || !parameters || spec.layers.length !== counts.length - 1) return null;
  const focus = focusWithin(store.focus.value, counts);
  const pass = fits(settled.pass, counts) ? settled.pass : null;
  const trouble = troubleOf(pass, store.request.value).get(`${focus.layer}:${focus.unit}`);
  return html`<section class="focus" aria-label=${said.unit(focus.unit, focus.layer, spec.layers.length)}>
    <header>${h(Disc, {desk, focus, pass})}
      <div><h2>${said.unit(focus.unit, focus.layer, spec.layers.length)}</h2><p class="soft">${exampleName(desk)}</p></div></header>
    ${store.narrow.value && h(LayerInHand, {desk, layer: focus.layer})}
    ${pass && h(Product, {desk, spec, focus, pass})}
    ${trouble && html`<p class="focus-trouble">${said.why[trouble]} ${everywhere(desk, focus.layer, trouble, counts)}</p>`}
    ${h(FocusTable, {desk, focus, parameters, pass, inputs: inputsOf(pass, settled.x, focus.layer)})}
    ${h(Depths, {desk})}
  </section>`;
}

/** How many units of the layer never pass a gradient, as the run itself tells. @param {BenchDesk} desk @param {number} layer @param {"dead" | "saturated"} code @param {readonly number[]} counts */
function everywhere({store}, layer, code, counts) {
  const report = store.now.value?.layers?.[layer - 1];
  return report ? said.everywhere(report[code], counts[layer] ?? 0, code) : "";
}

/** Which example goes through, by its class or its target. @param {BenchDesk} desk */
function exampleName({store}) {
  const [rows, shown] = [store.rows.value, store.shown.value];
  if (!rows || !shown) return said.oneExample;
  const target = shown.y.map(Number);
  if (rows.task === "regression") return said.exampleTo(target.map(formatNumber).join(", "));
  const index = (classOf(shown.y) ?? 1) - 1;
  return said.exampleOf(rows.classes.length > 2 ? rows.classes[index] ?? String(index) : formatNumber(index));
}

/** @param {{desk: BenchDesk, focus: NetFocus, pass: NetPass | null}} props */
function Disc({desk: {store}, focus: {layer, unit}, pass}) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const u = store.size.value;
  const grids = store.now.value?.grids ?? null;
  const {inputs = 0, layers = []} = store.spec.value ?? {};
  const known = {inputs, grids, pass, plane: store.plane.value, x: store.shown.value?.x ?? null, activations: layers.map(activationOf)};
  const inks = useInks(store.dark.value).value;
  useLayoutEffect(() => {
    if (!inks) return;
    const [size, middle] = [(DISC + 8) * u, DISC / 2 + 4];
    const disc = {x: middle, y: middle, r: DISC / 2, ...unitField(layer, unit, known)};
    paintDiscs(/** @type {HTMLCanvasElement} */ (canvas.current), {[`${layer}:${unit}`]: disc}, {width: size, height: size, unit: u, inks});
  });
  const marks = useMemo(() => [unitMarks("unit", {x: DISC / 2 + 4, y: DISC / 2 + 4, r: DISC / 2}, {focus: true, cornered: false})], []);
  return html`<div class="focus-disc"><canvas ref=${canvas} aria-hidden="true"></canvas>
    <svg viewBox=${`0 0 ${DISC + 8} ${DISC + 8}`} aria-hidden="true">${h(Marks, {marks})}</svg></div>`;
}

/** Upstream times local is downstream: dJ/da, the slope, delta. @param {{desk: BenchDesk, spec: import("../../bench.js").NetSpec, focus: NetFocus, pass: NetPass}} props */
function Product({desk: {store}, spec, focus: {layer, unit}, pass}) {
  const at = pass.layers[layer - 1];
  const [da, slope, delta] = [at?.da[0]?.[unit - 1], at?.slope?.[0]?.[unit - 1], at?.delta[0]?.[unit - 1]];
  if (da === undefined || delta === undefined) return null;
  const of = (/** @type {string} */ letter) => `${letter}_{${unit}}^{${layer}}`;
  const tex = slope === undefined ? null : slopeTex(spec, layer, unit);
  const size = productSize(slope === undefined ? [da, delta] : [da, slope, delta], {hall: store.hall.value, narrow: store.narrow.value});
  return html`<div class=${["focus-product", slope === undefined ? "mixed" : "", size].join(" ")}>
    <span class="caption">${h(Maths, {tex: `\\up{\\partial J/\\partial ${of("a")}}`})}</span><i></i>
    ${slope !== undefined && html`<span class="caption">${h(Maths, {tex: `\\loc{${tex ?? ""}}`})}</span><i></i>`}
    <span class="caption">${h(Maths, {tex: `\\down{${of("\\delta")}}`})}</span>
    ${h(Figure, {value: da, class: "num upstream"})}<i aria-hidden="true">${slope === undefined ? "→" : "×"}</i>
    ${slope !== undefined && html`${h(Figure, {value: slope, class: "num local"})}<i>=</i>`}
    ${h(Figure, {value: delta, class: "num downstream"})}
  </div>${slope === undefined && html`<p class="soft focus-note">${said.mixes}</p>`}`;
}

/** To the workbench; the way back leads to what stands here now, also to what was changed a moment ago. @param {BenchDesk} desk @param {string} link */
async function leaveTo(desk, link) {
  const {pathname, search, hash} = new URL(await desk.link(true));
  history.replaceState(null, "", pathname + search + hash);
  location.assign(link);
}

/** The same network and example as a graph. @param {{desk: BenchDesk}} props */
function Depths({desk, desk: {store}}) {
  const [busy, wait] = useState(false);
  const go = (/** @type {"layer" | "neuron" | "scalar"} */ depth) => {
    wait(true);
    workbenchLink(store, depth).then((link) => (link ? leaveTo(desk, link) : undefined)).catch((/** @type {unknown} */ error) => {
      if (!(error instanceof ApiError)) throw error;
      store.problem.value = error.problem;
    }).finally(() => wait(false));
  };
  return html`<div class="focus-depths" role="group" aria-label=${said.workbench}><span class="soft">${said.workbench}</span>
    <span class="depths">${/** @type {const} */ (["layer", "neuron", "scalar"]).map((depth) => html`<button key=${depth} type="button" class="taking" disabled=${busy} onClick=${() => go(depth)}>${said.depths[depth]}</button>`)}</span></div>`;
}
