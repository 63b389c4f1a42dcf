/**
 * One example's way through the network, and back: the picture, the step in matrix form and for one weight, and a folded
 * track with one station a layer. The workbench's own player walks it.
 */

import {h} from "preact";
import {useEffect, useMemo, useState} from "preact/hooks";

import {followExample} from "../../api/bench/example.js";
import {exampleCommands} from "../../commands/example.js";
import {Player} from "../../player/player.js";
import {inputsOf} from "../../state/bench/walk.js";
import {sentenceAt, placeAt} from "../../state/bench/walk-telling.js";
import {isPlain} from "../../state/bench/walk-lines.js";
import {stepTex} from "../../state/bench/walk-tex.js";
import {walkWords as said} from "../../state/bench/walk-words.js";
import {asWalkStops, createWalking} from "../../state/bench/walking.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {Maths} from "../maths.js";
import {tellMore, useStrip} from "../strip.js";
import {AllAtOnce} from "./example-cells.js";
import {Long} from "./example-figure.js";
import {OneWeight} from "./example-lines.js";
import {ExampleNet} from "./example-net.js";
import {ExampleTape, Sizes} from "./example-tape.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetSpec} NetSpec */
/** @typedef {import("../../state/bench/walking.js").Walking} Walking */
/** @typedef {import("../../state/bench/walk.js").Weight} Weight */
/** @typedef {import("../../draw/bench/example.js").Example} Shown */
/** @typedef {Readonly<{desk: BenchDesk, walking: Walking, player: Player, pick: (weight: Weight) => void}>} ExampleDesk */

const PAUSE_MS = 1000;
const frames = {now: () => performance.now(), request: (/** @type {() => void} */ frame) => requestAnimationFrame(frame), cancel: (/** @type {number} */ id) => cancelAnimationFrame(id)};

/** @param {{desk: BenchDesk}} props */
export function Example({desk}) {
  const own = useMemo(() => together(desk), [desk]);
  useEffect(() => {
    const {store} = desk;
    store.screenCommands.value = exampleCommands(store, own.walking, own.player, own.pick);
    // Its numbers are to stand still while one looks at them.
    if (store.status.peek() === "running") desk.training.pause();
    const end = followExample(store, own.walking);
    return () => {
      own.player.halt();
      end();
      store.screenCommands.value = [];
    };
  }, [own]);
  const example = exampleOf(desk.store);
  return html`<main class="desk alone example">
      <section class="board" aria-label=${said.board}>
        ${h(Head, {own, example})}
        <div class="example-net grid">${example ? h(ExampleNet, {own, example}) : html`<p class="busy">${desk.store.request.value ? said.waiting : said.noPass}</p>`}</div>
        <section class="example-forms" aria-label=${said.forms}>
          ${example && h(AllAtOnce, {own, example})}
          ${example && h(OneWeight, {own, example})}
          ${desk.store.narrow.value && html`<div class="example-tape how-far">${h(Sizes, {own})}</div>`}
        </section>
      </section>
    </main>
    ${h(ExampleTape, {own, example})}
    ${h(Telling, {own, example})}`;
}

/** The walk, who plays it, and the choosing of a weight. @param {BenchDesk} desk @returns {ExampleDesk} */
function together(desk) {
  const walking = createWalking(desk.store);
  const player = new Player(asWalkStops(walking, desk.store), frames, () => desk.store.still.peek());
  /** Tell of a weight: where steps go through layers one by one, at its layer's stop. @param {Weight} weight */
  const pick = (weight) => {
    const {store} = desk;
    player.halt();
    walking.travelled.value = 1;
    store.focus.value = weight;
    const {phase, layer, unit, input} = walking.stop.peek();
    if (phase === "update" || (phase === "inputs" && weight.layer === 1) || (phase === "loss" && weight.layer === store.spec.peek()?.layers.length)) return;
    const way = phase === "backward" || phase === "loss" ? "backward" : "forward";
    const size = store.walkSize.peek();
    const address = [way, weight.layer, ...(size === "layer" ? [] : [weight.unit]), ...(size === "weight" ? [weight.input] : [])].join(":");
    if (layer !== weight.layer || unit !== null || input !== null) store.walk.value = address;
  };
  return {desk, walking, player, pick};
}

/** What is shown of the store; null while it is not there, or belongs to another network. @param {BenchDesk["store"]} store @returns {Shown | null} */
function exampleOf({spec, pass, rows}) {
  const [network, told, row] = [spec.value, pass.value, pass.value?.of];
  if (!network || !told || !row || told.layers.length !== network.layers.length) return null;
  const fits = told.layers.every(({a, delta}, at) => a[0]?.length === network.layers[at]?.units && delta.length > 0);
  if (!fits || row.x.length !== inputsOf(network)[0]) return null;
  return {spec: network, parameters: row.parameters, pass: told, x: row.x, y: targets(network, row.y, rows.value?.classes.length ?? 0)};
}

/**
 * Targets as the loss sees them: a class number is one of as many ones and zeros.
 * @param {NetSpec} spec @param {import("../../bench.js").Vector} y @param {number} classes
 */
function targets(spec, y, classes) {
  const outputs = spec.layers.at(-1)?.units ?? 1;
  if (y.length !== 1 || outputs === 1 || classes !== outputs) return y;
  return Array.from({length: outputs}, (_, at) => (at === Number(y[0]) ? 1 : 0));
}

/** @param {{own: ExampleDesk, example: Shown | null}} props */
function Head({own, example}) {
  const {desk: {store, run}, walking} = own;
  const stop = walking.stop.value;
  const tex = example ? stepTex(example.spec, stop, walking.weight.value, ruleOf(store.request.value)) : [];
  const line = tex.join("\\qquad ");
  const strip = useStrip(line, store.size.value);
  const count = store.rows.value?.x.length ?? 0;
  const update = stop.phase === "update" ? walking.update.value : null;
  return html`<div class="head">
    <div class="formula" ref=${strip} onScroll=${tellMore} tabindex="0" role="group" aria-label=${said.forms}>${h(Maths, {tex: `\\displaystyle ${line}`})}</div>
    ${count > 0 && html`<div class="fact choose"><span class="soft">${said.example}</span>
      <button type="button" class="turn" aria-label=${said.exampleBefore} title=${said.exampleBefore} onClick=${() => run("example-before")}>${icons.chevron}</button>
      <b class="num">${said.outOf(store.example.value + 1, count)}</b>
      <button type="button" class="turn on" aria-label=${said.exampleAfter} title=${said.exampleAfter} onClick=${() => run("example-after")}>${icons.chevron}</button></div>`}
    ${example && walking.reached.value.loss && html`<div class="fact loss"><span class="soft">${said.loss}</span>
      ${h(Long, {value: example.pass.loss.total, class: "num forward", long: update !== null})}${update && html`<span class="soft">→</span>${h(Long, {value: update.after, class: "num forward", long: true})}`}</div>`}
    ${example && html`<div class="fact where">${stop.layer !== null && html`<span class="soft">${said.layerWord}</span>`}<b>${placeAt(stop, example.spec.layers.length)}</b></div>`}
    <button type="button" class="leave" aria-label=${said.toBench} onClick=${() => run("leave")}>${store.narrow.value ? said.toBenchShort : said.toBench}</button>
  </div>`;
}

/** @param {import("../../bench.js").TrainRequest | null} request */
const ruleOf = (request) => (request && !isPlain(request) ? said.optimizer(request.optimizer.kind) : "sgd");

/** The stop as a sentence, said when it is reached; while it plays, at most one a second. @param {{own: ExampleDesk, example: Shown | null}} props */
function Telling({own: {walking}, example}) {
  const text = example ? sentenceAt(example, walking.stop.value, walking.weight.value, walking.update.value) : "";
  const [told, tell] = useState("");
  const playing = walking.playing.value;
  useEffect(() => {
    if (!playing) {
      tell(text);
      return undefined;
    }
    const timer = setTimeout(() => tell(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, playing]);
  return html`<p class="unseen telling" aria-live="polite">${told}</p>`;
}
