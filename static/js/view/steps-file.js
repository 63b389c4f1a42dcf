/**
 * A page a step, for the browser's own print dialog, which can save it as a PDF: the board's marks, the maths and the
 * panel's words as the page draws them, so that nothing looks otherwise and every font is embedded by what has it.
 *
 * A library that writes PDF itself was refused: it would draw all of it once more in its own way, and wants fonts in
 * another form than a page has them in.
 */

import {h, render as renderView} from "preact";

import {toldTo} from "../state/told.js";
import {words} from "../state/words.js";
import {render} from "./canvas.js";
import {Display, Equation, origin} from "./equation.js";
import {Formula, Output} from "./head.js";
import {html} from "./html.js";
import {Heading, Sentence, Warnings} from "./panel.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("./picture-file.js").Picture} Picture */

/** So many nodes on all pages together are more than a browser prints in a breath. */
const MOST = 30_000;

/**
 * @param {Desk} desk
 * @param {readonly number[]} stops  a page each
 * @param {(stop: number) => Picture} pictureAt
 * @param {(done: number) => void} tell  how many are drawn
 */
export async function printSteps(desk, stops, pictureAt, tell) {
  const nodes = desk.store.display.peek()?.nodes.length ?? 0;
  if (stops.length * nodes > MOST) throw new Error(words.take.tooMany(stops.length));
  const pages = document.createElement("div");
  pages.className = "print-pages";
  document.body.append(pages);
  const pictures = stops.map(pictureAt);
  const box = around(pictures.map(({viewBox}) => viewBox));
  for (const [at, picture] of pictures.entries()) {
    drawPage(pages, standing(desk, stops[at] ?? 0), picture, box);
    tell(at + 1);
    await new Promise((done) => setTimeout(done)); // The page goes on meanwhile.
  }
  inRem(pages);
  await document.fonts.ready;
  const away = () => {
    document.body.classList.remove("pages");
    for (const page of pages.children) renderView(null, page);
    pages.remove();
  };
  addEventListener("afterprint", away, {once: true});
  document.body.classList.add("pages");
  print();
}

/**
 * The desk as it would be at a stop, and stays: what is drawn from it hears of no other.
 * @param {Desk} desk
 * @param {number} stop
 * @returns {Desk}
 */
function standing(desk, stop) {
  const {store} = desk;
  const [stops, trace] = [store.stops.peek(), store.trace.peek()];
  const now = /** @type {Stop} */ (stops[stop]);
  const told = stops.findIndex(({phase, node}) => phase === "forward" && node === trace?.output);
  const values = {
    ...Object.fromEntries(Object.entries(store).map(([name, signal]) => [name, "peek" in signal ? signal.peek() : signal])),
    stop, travelled: 1, asked: false, question: null, playing: false, currentStop: now, currentStep: trace?.steps[now.step] ?? null,
    atLast: false, outputKnown: stop >= told, programOpen: false,
  };
  const frozen = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, {value, peek: () => value}]));
  return {...desk, store: /** @type {Desk["store"]} */ (/** @type {unknown} */ (frozen)), run: () => undefined};
}

/**
 * @param {Element} pages  on the page: maths is fitted when it is drawn
 * @param {Desk} desk
 * @param {Picture} picture
 * @param {string} box
 */
function drawPage(pages, desk, {marks}, box) {
  const page = document.createElement("section");
  pages.append(page);
  renderView(h(StepPage, {desk}), page);
  const svg = /** @type {SVGSVGElement} */ (page.querySelector(".pad svg"));
  svg.setAttribute("viewBox", box);
  render(svg, marks);
}

/** @param {{desk: Desk}} props */
function StepPage({desk}) {
  const {store} = desk;
  const [stop, step] = [/** @type {Stop} */ (store.currentStop.value), /** @type {Step} */ (store.currentStep.value)];
  const lines = step.phase === "edge" ? origin(step) : null;
  return html`<header class="bar"><h2>${store.shown.value?.document.title}</h2><span class="soft">${words.step(store.stop.value + 1, store.stops.value.length)}</span></header>
    <div class="head">${h(Formula, {desk})}${h(Output, {desk})}</div>
    <aside class="panel">${h(Heading, {desk, stop})}
      <section>${h(Equation, {step})}</section>
      <section class="sentence"><p>${h(Sentence, {text: toldTo([], stop, step, store.display.value)})}</p></section>
      ${lines && html`<section class="origin"><h3>${words.origin}</h3>${h(Display, {lines})}</section>`}
      ${h(Warnings, {desk, stop})}</aside>
    <div class="pad"><svg class="marks"></svg></div>`;
}

/** One window on all pictures, so that no node moves from page to page. @param {readonly Picture["viewBox"][]} boxes */
function around(boxes) {
  const [x0, y0] = [Math.min(...boxes.map(([x]) => x)), Math.min(...boxes.map(([, y]) => y))];
  const [x1, y1] = [Math.max(...boxes.map(([x, , width]) => x + width)), Math.max(...boxes.map(([, y, , height]) => y + height))];
  return [x0, y0, x1 - x0, y1 - y0].map(Math.round).join(" ");
}

/** What was fitted in pixels of the screen is said in the page's own unit, which is another on paper. @param {HTMLElement} pages */
function inRem(pages) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  for (const {style} of /** @type {NodeListOf<HTMLElement>} */ (pages.querySelectorAll(".formula"))) {
    for (const name of ["font-size", "--cover-before", "--cover-after"]) {
      const pixels = parseFloat(style.getPropertyValue(name));
      if (Number.isFinite(pixels)) style.setProperty(name, `${pixels / rem}rem`);
    }
  }
}
