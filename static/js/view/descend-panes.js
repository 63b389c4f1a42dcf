/** The plots: a pane for each rate, and the cost by update beside or below them. */

import {h} from "preact";
import {useLayoutEffect, useRef, useState} from "preact/hooks";

import {costPlot} from "../draw/costs.js";
import {contourPlot, curvePlot} from "../draw/plot.js";
import {nameRuns} from "../format/names.js";
import {toNumber} from "../format/number.js";
import {along, costs, leaves, strays, verdicts} from "../state/descent.js";
import {costFrame, heights, levels} from "../state/frames.js";
import {nameTex} from "../state/formula.js";
import {atStep} from "../state/update.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";
import {RateField} from "./descend-settings.js";
import {Marks} from "./track.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").DescentRun} DescentRun */
/** @typedef {import("../page.js").Ground} Ground */
/** @typedef {import("../page.js").Verdict} Verdict */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Point} Point */

const {downhill: said} = words;
const LEVELS = 11;
/** The largest pane's share of the width, and what stands beside and above its plot, in px at the page's first size. */
const [LARGEST, BESIDE_PLOT, ABOVE_PLOT] = [1.75 / 2.75, 29, 74];

/** Px of the page's type unit. */
const unit = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;

/** Rounded, so that a plot that grows a little is not asked for anew. @param {number} width @param {number} height */
const aspectOf = (width, height) => Math.round((width / height) * 5) / 5;

/** @param {{desk: Desk}} props */
export function Panes({desk}) {
  const {store, downhill} = desk;
  const runs = downhill.runs.value;
  const found = verdicts(runs);
  const {active} = store.descent.value;
  const shown = runs.map((run, at) => ({run, at, ground: downhill.grounds.value[at], verdict: found[at] ?? "flat"}))
    .filter(({at}) => !store.narrow.value || at === Math.min(active, runs.length - 1));
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    // Before anything is asked, so that the first contours need not be asked for twice.
    const {clientWidth = 0, clientHeight = 0} = place.current ?? {};
    if (clientHeight > 0) downhill.aspect.value = aspectOf(clientWidth * (store.narrow.peek() ? 1 : LARGEST) - BESIDE_PLOT, clientHeight - ABOVE_PLOT * unit());
  }, []);
  const bare = shown.length > 0 && shown.every(({ground}) => ground === null);
  return html`<div ref=${place} class=${`panes of-${shown.length} ${bare ? "bare" : ""}`}>
    ${shown.length === 0 && !downhill.problem.value && html`<p class="no-curve busy">${words.drawing}</p>`}
    ${shown.map((pane) => h(Pane, {key: pane.at, desk, ...pane, alone: runs.length === 1}))}
    ${runs.length > 0 && !store.narrow.value && h(Costs, {desk, found})}
  </div>`;
}

/** A path of its own is not compared with any; that it goes too far shows by itself. @param {Verdict} verdict @param {boolean} alone */
const uncompared = (verdict, alone) => alone && (verdict === "right" || verdict === "low");

/** @param {{desk: Desk, run: DescentRun, at: number, ground: Ground | null | undefined, verdict: Verdict, alone: boolean}} props  no ground yet, or null where there can be none */
function Pane({desk, run, at, ground, verdict, alone}) {
  const {store} = desk;
  const plain = uncompared(verdict, alone);
  const title = plain ? said.alone : said.verdicts[verdict];
  const name = (/** @type {string} */ id) => nameTex(store.statements.value, id);
  const output = name(store.shown.value?.trace.output ?? "");
  const active = alone || at === store.descent.value.active;
  const choose = () => {
    if (!active) store.descent.value = {...store.descent.peek(), active: at};
  };
  return html`<section class=${`plot-pane ${active ? "active" : ""}`} aria-label=${alone ? title : said.atRate(title, run.rate)} onPointerDown=${choose} onFocusIn=${choose}>
    <header><h2>${plain && ground ? h(Maths, {tex: `${output}(${ground.axes.map(name).join(", ")})`, label: said.pathOver(ground.axes.join(", "))}) : title}</h2>${h(RateField, {desk, at, title})}</header>
    ${h(Note, {desk, run, ground: ground ?? null, verdict, alone})}
    ${ground ? h(Plot, {label: said.plot(ground.axes.join(", "), run.path.length - 1), measure: alone ? desk : null, draw: (size) => groundMarks(desk, run, ground, at, size)})
      : html`<p class=${ground === null ? "no-curve" : "no-curve busy"}>${ground === null ? said.noCurve : words.drawing}</p>`}
  </section>`;
}

/** What this path came to, in words and the last number. @param {{desk: Desk, run: DescentRun, ground: Ground | null, verdict: Verdict, alone: boolean}} props */
function Note({desk, run, ground, verdict, alone}) {
  const {store} = desk;
  const output = nameTex(store.statements.value, store.shown.value?.trace.output ?? "");
  const end = run.path.at(-1);
  const out = ground ? run.path.find((entry) => ground.axes.some((id, axis) => outside(entry.leaves[id], axis === 0 ? ground.x : ground.kind === "contour" ? ground.y : ground.x))) : undefined;
  const gone = out && ground?.axes.find((id, axis) => outside(out.leaves[id], axis === 0 ? ground.x : ground.kind === "contour" ? ground.y : ground.x));
  if (!end) return null;
  const held = ground !== null && Object.keys(end.leaves).length > ground.axes.length;
  return html`<p class="note">${sayOf(run, verdict, alone)}
    ${out && gone !== undefined ? html`<span>${h(Maths, {tex: `${atStep(nameTex(store.statements.value, gone), out.step)} =`})} ${h(Figure, {value: /** @type {import("../types.js").WireNumber} */ (out.leaves[gone]), class: "num forward"})}</span>`
      : html`<span>${h(Maths, {tex: output})} ${h(Figure, {value: end.value, class: "num forward"})}</span>`}
    ${held && alone && html`<span>${said.held(Math.min(desk.downhill.made.value, end.step))}</span>`}</p>`;
}

/** @param {unknown} value @param {readonly [number, number]} span */
const outside = (value, [low, high]) => !Array.isArray(value) && !(Number(value) >= low && Number(value) <= high);

/** @param {DescentRun} run @param {Verdict} verdict @param {boolean} alone */
function sayOf(run, verdict, alone) {
  const made = run.path.length - 1;
  const all = costs(run.path);
  if (run.stopped === "diverged") return said.ends(made);
  if (verdict === "flat") return said.stays;
  if (strays(run)) return all.every((cost, k) => k === 0 || cost > (all[k - 1] ?? NaN)) ? said.further : said.noLower;
  if (verdict === "falling") return said.faster;
  if (verdict === "high") return said.tooFar;
  return verdict === "low" && !alone ? said.onTheWay : said.after(made);
}

/**
 * @param {Desk} desk
 * @param {DescentRun} run
 * @param {Ground} ground
 * @param {number} index
 * @param {readonly [number, number]} size
 * @returns {readonly Mark[]}
 */
function groundMarks({store, downhill}, run, ground, index, size) {
  const at = Math.max(0, Math.min(downhill.made.value, run.path.length - 1));
  const going = downhill.travelled.value < 1 && downhill.made.value + 1 < run.path.length;
  const travelled = going ? downhill.travelled.value : 1;
  const [[a, b], runs] = [ground.axes, downhill.runs.value.length];
  if (ground.kind === "curve") {
    const points = along(run.path, a).map((x, k) => /** @type {Point} */ ([x, costs(run.path)[k] ?? NaN]));
    const slope = run.path[at]?.gradients[a];
    return curvePlot({size, x: ground.x, y: span(downhill, index)}, {
      curve: ground.across.map((x, k) => [x, ground.heights[k] ?? NaN]), walk: {points, at, travelled},
      slope: index !== Math.min(store.descent.value.active, runs - 1) || slope === undefined || Array.isArray(slope) ? null : toNumber(/** @type {import("../types.js").WireNumber} */ (slope)),
      name: nameRuns(a),
    });
  }
  const ups = along(run.path, b ?? "");
  const points = along(run.path, a).map((x, k) => /** @type {Point} */ ([x, ups[k] ?? NaN]));
  return contourPlot({size, x: ground.x, y: ground.y}, {
    grid: ground.grid, levels: levels(ground.grid.flat(), LEVELS, costs(run.path)[at]), here: costs(run.path)[at] ?? null,
    walk: {points, at, travelled}, names: [nameRuns(a), nameRuns(b ?? "")],
  });
}

/**
 * Heights of a curve pane: panes over the same window share them, so that they compare.
 * @param {Desk["downhill"]} downhill
 * @param {number} index
 */
function span({runs, grounds}, index) {
  const own = grounds.value[index];
  const alike = runs.value.filter((_, at) => grounds.value[at] === own);
  if (own?.kind !== "curve") return /** @type {const} */ ([0, 1]);
  const inside = alike.flatMap(({path}) => costs(path).filter((_, k) => !outside(path[k]?.leaves[own.axes[0]], own.x)));
  return heights(own.heights, inside);
}

/**
 * What a line is called: what it came to, or its rate where another came to the same.
 * @param {DescentRun} run @param {number} at @param {readonly Verdict[]} found
 * @returns {readonly import("../types.js").Run[]}
 */
function nameOfLine({rate}, at, found) {
  const verdict = found[at] ?? "flat";
  if (found.filter((other) => other === verdict).length === 1) return [{text: said.lines[verdict], face: "word"}];
  return [{text: "α", face: "math", size: 1.15}, {text: String(rate), face: "word", gap: 0.3}];
}

/** @param {{desk: Desk, found: readonly Verdict[]}} props */
function Costs({desk, found}) {
  const {store, downhill} = desk;
  const runs = downhill.runs.value;
  const frame = costFrame(runs.map(({path}) => costs(path)), runs.map(leaves));
  const active = Math.min(store.descent.value.active, runs.length - 1);
  const output = store.shown.value?.trace.output ?? "";
  const lines = runs.map((run, at) => ({costs: costs(run.path), active: at === active, label: runs.length > 1 ? nameOfLine(run, at, found) : nameRuns(output)}));
  return html`<section class="plot-pane costs" aria-label=${said.costByStep}>
    <header><h2>${said.costByStep}</h2></header>
    ${h(Plot, {label: said.costs, measure: null, draw: (size) => costPlot({size, ...frame, updates: downhill.longest.value}, {lines, at: Math.max(0, downhill.made.value), name: []})})}
  </section>`;
}

/**
 * A plot fills what its pane leaves it, at the page's own type size.
 * @param {{label: string, measure: Desk | null, draw: (size: readonly [number, number]) => readonly Mark[]}} props
 */
function Plot({label, measure, draw}) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [[width, height], resize] = useState([0, 0]);
  useLayoutEffect(() => {
    const box = /** @type {HTMLDivElement} */ (place.current);
    const note = () => {
      resize([box.clientWidth / unit(), box.clientHeight / unit()]);
      if (measure && box.clientHeight > 0) measure.downhill.aspect.value = aspectOf(box.clientWidth, box.clientHeight);
    };
    const watch = new ResizeObserver(note);
    watch.observe(box);
    note();
    return () => watch.disconnect();
  }, []);
  const size = /** @type {const} */ ([width, height]);
  return html`<div class="plot" ref=${place}>${width > 60 && height > 60 && html`
    <svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>${h(Marks, {marks: draw(size)})}</svg>`}</div>`;
}
