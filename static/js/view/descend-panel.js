/** The panel of the walk: the update in symbols and numbers, its sentence, and the table of all runs or of the path. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {landing} from "../commands/descend.js";
import {toNumber} from "../format/number.js";
import {columnsIn} from "../state/columns.js";
import {along, costs, isScalar, verdicts} from "../state/descent.js";
import {nameTex} from "../state/formula.js";
import {atStep, slopeTex} from "../state/update.js";
import {words} from "../state/words.js";
import {Equations, linesOf, Pieces, Result} from "./descend-update.js";
import {MOST, stepTex} from "./descend-words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure, Value} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").DescentEntry} DescentEntry */
/** @typedef {import("../types.js").WireNumber} WireNumber */
/** @typedef {import("../types.js").WireValue} WireValue */

const {downhill: said} = words;
/** Names of more letters are cut over their columns. */
const LONG = 10;

/**
 * The update the panel tells: the next one, or at the end the last that was made.
 * @param {Desk} desk
 * @returns {{from: DescentEntry, to: DescentEntry, last: boolean} | null}
 */
function current({downhill}) {
  const path = downhill.active.value?.path ?? [];
  const at = Math.max(0, Math.min(downhill.made.value, path.length - 2));
  const [from, to] = [path[at], path[at + 1]];
  return from && to ? {from, to, last: downhill.made.value > at} : null;
}

/** @param {{desk: Desk}} props */
export function DescentPanel({desk}) {
  const {downhill} = desk;
  const now = current(desk);
  const look = desk.store.lesson.value?.descend?.look ?? [];
  return html`<aside class="panel descent-panel" aria-label=${words.panel}>
    ${look.length > 0 && html`<section class="lesson looks">${look.map((text) => html`<p key=${text}>${text}</p>`)}</section>`}
    ${now && h(Update, {desk, ...now})}
    <section class="take">
      ${h(Landing, {desk})}
      <button type="button" class="taking" onClick=${() => desk.run("descend")}>${said.backToGraph} <kbd>D</kbd></button>
    </section>
    ${now && (downhill.runs.value.length > 1 ? h(Runs, {desk}) : h(Path, {desk}))}
  </aside>`;
}

/** The values one stands at, into the graph. @param {{desk: Desk}} props */
function Landing({desk}) {
  const [tex, lands] = [stepTex(desk), landing(desk.downhill)];
  return lands && html`<button type="button" class="solid" onClick=${() => desk.run("play-again")}><span>${said.playAgain}</span>
    ${tex ? h(Maths, {tex: tex(lands.step)}) : said.nth(lands.step)}<kbd>Enter</kbd></button>`;
}

/** @param {{desk: Desk, from: DescentEntry, to: DescentEntry, last: boolean}} props */
function Update({desk, from, to, last}) {
  const all = Object.keys(from.leaves);
  const leaves = all.slice(0, MOST);
  return html`<section class="update"><h2>${last ? said.lastUpdate : said.theUpdate}</h2>
    ${leaves.map((id) => h(Equations, {key: id, desk, id, from, to}))}
    ${all.length > MOST && html`<p>${words.more(all.length - MOST)}</p>`}
    <p>${sentenceOf(desk, from, to)}</p></section>`;
}

/** @param {Desk} desk @param {DescentEntry} from @param {DescentEntry} to */
function sentenceOf({store}, from, to) {
  const [[id = "", gradient] = []] = Object.entries(from.gradients);
  const remembers = store.descent.value.rule !== "sgd";
  const end = [to.value, ...Object.values(to.leaves)].some((value) => isScalar(value) && !Number.isFinite(toNumber(value)));
  if (end) return said.ended(store.shown.value?.trace.output ?? "");
  if (Object.keys(from.gradients).length > 1 || !isScalar(gradient)) return remembers ? said.remembersAll : said.movesAll;
  const [slope, before, after] = [gradient, from.leaves[id], to.leaves[id]].map((value) => toNumber(/** @type {WireNumber} */ (value)));
  const way = (/** @type {number} */ by) => (by > 0 ? "up" : by < 0 ? "down" : "not");
  return remembers ? said.remembers(id, way((after ?? 0) - (before ?? 0)), way(-(slope ?? 0))) : said.moves(id, way(-(slope ?? 0)));
}

/** What the panel has for columns of numbers, beside a scroll bar: after a verdict, or a step of so many digits. In px at --u 1. */
const ROOM = {verdict: 196, step: (/** @type {number} */ digits) => 252 - 9 * digits};

/** A name over its column; a long name gives way, its digits do not. @param {{id: string, tex: string}} props */
function NameHead({id, tex}) {
  return html`<th scope="col" title=${id}>${id.length > LONG ? html`<span class="long-name forward">${id}</span>` : h(Maths, {tex: `\\val{${tex}}`})}</th>`;
}

/** @param {{desk: Desk}} props */
function Runs({desk}) {
  const {store, downhill} = desk;
  const runs = downhill.runs.value;
  const found = verdicts(runs);
  const name = (/** @type {string} */ of) => nameTex(store.statements.value, of);
  const [[leaf = "", value] = [], ...others] = Object.entries(runs[0]?.path[0]?.leaves ?? {});
  const ends = runs.map(({path}) => path.slice(-1));
  const fit = columnsIn([runs.map(({rate}) => rate), ends.flatMap(costs), ends.flatMap((end) => along(end, leaf))], ROOM.verdict);
  const one = others.length === 0 && isScalar(value) && fit.count === 3;
  return html`<section><h3>${runs.length === 3 ? said.runs : said.twoRuns}</h3>
    <table class=${fit.small ? "numbers tight runs small" : "numbers tight runs"}><thead><tr><th scope="col"><span class="unseen">${said.rate}</span></th><th scope="col">${h(Maths, {tex: "\\alpha"})}</th>
      ${one && h(NameHead, {id: leaf, tex: atStep(name(leaf), downhill.longest.value)})}
      <th scope="col">${h(Maths, {tex: `\\val{${name(store.shown.value?.trace.output ?? "")}}`})}</th></tr></thead>
    <tbody>${runs.map(({rate, path}, at) => html`<tr key=${at} aria-current=${at === store.descent.value.active ? "true" : undefined}>
      <th scope="row">${said.lines[found[at] ?? "flat"]}</th><td>${h(Figure, {value: rate})}</td>
      ${one && html`<td class="forward">${h(Value, {value: path.at(-1)?.leaves[leaf] ?? null})}</td>`}
      <td class="forward">${h(Value, {value: path.at(-1)?.value ?? null})}</td></tr>`)}</tbody></table></section>`;
}

/** Roll the table to the row one stands at; the panel itself stays where it is. @param {HTMLElement | null} body */
function keepInSight(body) {
  const [row, roll] = [/** @type {HTMLElement | null | undefined} */ (body?.querySelector("[aria-current]")), body?.closest(".roll")];
  if (!row || !roll) return;
  const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
  if (top < roll.scrollTop + row.offsetHeight) roll.scrollTop = top - 2 * row.offsetHeight;
  else if (bottom > roll.scrollTop + roll.clientHeight) roll.scrollTop = bottom - roll.clientHeight + row.offsetHeight;
}

/**
 * What the path's table shows beside the output: a leaf and its slope, or several leaves, as far as their numbers fit.
 * @param {readonly DescentEntry[]} path
 */
function shownOf(path) {
  const leaves = Object.entries(path[0]?.leaves ?? {}).filter(([, value]) => isScalar(value)).map(([id]) => id).slice(0, 3);
  const [first, ...others] = leaves.map((id) => along(path, id));
  const slope = path.map(({gradients}) => gradients[leaves[0] ?? ""]).filter(isScalar);
  const columns = [...(first ? [first] : []), costs(path), ...(leaves.length === 1 ? [slope] : others)];
  const {count, small} = columnsIn(columns, ROOM.step(String(path.length - 1).length));
  return {leaves: leaves.slice(0, Math.max(1, count - 1)), slopes: leaves.length === 1 && count === 3, small};
}

/** Every step of the one path; the row one stands at stays in sight. @param {{desk: Desk}} props */
function Path({desk}) {
  const {store, downhill} = desk;
  const body = useRef(/** @type {HTMLTableSectionElement | null} */ (null));
  const path = downhill.active.value?.path ?? [];
  const at = Math.max(0, downhill.made.value);
  useLayoutEffect(() => keepInSight(body.current), [at, path]);
  const name = (/** @type {string} */ of) => nameTex(store.statements.value, of);
  const output = name(store.shown.value?.trace.output ?? "");
  const {leaves, slopes, small} = shownOf(path);
  return html`<section class="walk"><h3>${said.path}</h3>
    <div class="roll" tabindex="0" role="region" aria-label=${said.path}><table class=${small ? "numbers tight runs small" : "numbers tight runs"}><thead><tr><th scope="col"><span class="unseen">${said.step}</span></th>
      ${leaves.map((id) => h(NameHead, {key: id, id, tex: name(id)}))}
      ${h(NameHead, {id: store.shown.value?.trace.output ?? "", tex: output})}
      ${slopes && html`<th scope="col">${h(Maths, {tex: `\\down{${slopeTex(output, name(leaves[0] ?? "")).replace("\\frac", "\\tfrac")}}`})}</th>`}</tr></thead>
    <tbody ref=${body}>${path.map((entry) => html`<tr key=${entry.step} aria-current=${entry.step === at ? "step" : undefined}><th scope="row">${entry.step}</th>
      ${leaves.map((id) => html`<td class="forward" key=${id}>${h(Value, {value: entry.leaves[id] ?? null})}</td>`)}
      <td class="forward">${h(Value, {value: entry.value})}</td>
      ${slopes && html`<td class="backward">${h(Value, {value: entry.gradients[leaves[0] ?? ""] ?? null})}</td>`}</tr>`)}</tbody></table></div></section>`;
}

/** On a phone: the update of the first number that moves, in one line. @param {{desk: Desk}} props */
export function UpdateInOneLine({desk}) {
  const now = current(desk);
  if (!now) return null;
  const [id] = Object.entries(now.from.leaves).find(([, value]) => isScalar(value)) ?? [];
  const line = id === undefined ? undefined : linesOf(desk, id, now.from, now.to).at(-1);
  const [left = ""] = line?.tex.split(" = ") ?? [];
  return html`<div class="descent-line">
    ${line && html`<div class="put-in">${h(Maths, {tex: left})}${h(Pieces, {line})}${h(Result, {line})}</div>`}
    <p>${sentenceOf(desk, now.from, now.to)}</p>${h(Landing, {desk})}</div>`;
}
