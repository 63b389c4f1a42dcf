/** The bench's tape: play and step, how far a step goes, and the epochs as one straight track that is the scrub bar. */

import {h} from "preact";

import {PACES} from "../../state/bench/pace.js";
import {bestOf} from "../../state/bench/moments.js";
import {ticksOf} from "../../state/bench/track.js";
import {benchWords as said} from "../../state/bench-words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {useSlider} from "../slider.js";
import {sentence} from "./speech.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

/** @param {{desk: BenchDesk}} props */
export function Tape({desk}) {
  const {store} = desk;
  const runs = store.status.value === "running";
  const able = (/** @type {string} */ id) => desk.commands.some((command) => command.id === id && command.when());
  const button = (/** @type {string} */ id, /** @type {unknown} */ icon, /** @type {string} */ name) => html`
    <button type="button" class=${id} aria-label=${name} title=${name} disabled=${!able(id)} onClick=${() => desk.run(id)}>${icon}</button>`;
  return html`<footer class="tape bench-tape">
    <div class="controls" role="group" aria-label=${said.controls}>
      ${button("first", icons.first, said.first)}
      ${button("back", icons.back, said.back)}
      <button type="button" class="play" aria-label=${runs ? said.pause : said.play} disabled=${!able("play")} onClick=${() => desk.run("play")}>${runs ? icons.pause : icons.play}</button>
      ${button("next", icons.next, said.next)}
    </div>
    ${h(Units, {desk})}
    ${h(Track, {desk})}
  </footer>`;
}

/** How far a step goes, and how many a second. @param {{desk: BenchDesk}} props */
function Units({desk}) {
  const {unit, pace, pinned} = desk.store;
  const kept = pinned.value !== null;
  return html`<div class="units">
    <div class="switch" role="radiogroup" aria-label=${said.stepBy}>${/** @type {const} */ (["example", "batch", "epoch"]).map((one) => html`
      <button type="button" key=${one} role="radio" aria-checked=${unit.value === one} onClick=${() => desk.run(`by-${one}`)}>${said.units[one]}</button>`)}</div>
    <div class="beside"><button type="button" class="pace-is" title=${said.paceHint} aria-label=${said.paceIs(pace.value)} onClick=${() => desk.run("pace")}>
      <span class="pace-words">${PACES.map((one) => html`<span key=${one} class=${one === pace.value ? "" : "unseen-word"} aria-hidden=${one === pace.value ? undefined : "true"}>${said.pace(one)}</span>`)}</span></button>
      <button type="button" class="keep" title=${said.keepRunHint} aria-label=${kept ? said.dropRun : said.keepRun} aria-pressed=${kept} disabled=${(desk.store.history.value?.epoch.length ?? 0) < 2 && !kept} onClick=${() => desk.run("keep")}>${kept ? said.kept : said.keep}</button></div>
  </div>`;
}

/** @param {{desk: BenchDesk}} props */
function Track({desk}) {
  const {store} = desk;
  const last = store.history.value?.epoch.at(-1) ?? 0;
  const epochs = Math.max(store.request.value?.epochs ?? 0, last, 1);
  const unit = store.size.value;
  const ends = (/** @type {number} */ width) => /** @type {const} */ ([unit * (store.narrow.value ? 16 : 34), width - unit * (store.narrow.value ? 16 : 40)]);
  const slider = useSlider(desk, last > 0, ([x], [width]) => {
    const [from, to] = ends(width);
    void desk.training.goTo(Math.min(last, Math.round((epochs * (x - from)) / (to - from))));
  });
  const [width, height] = slider.size;
  return html`<div class="track" ref=${slider.place} role="slider" tabindex="0" aria-label=${said.track} aria-valuemin="0"
    aria-valuemax=${last} aria-valuenow=${store.epoch.value} aria-valuetext=${sentence(desk) || said.opening}
    onPointerDown=${slider.onPointerDown} onPointerMove=${slider.onPointerMove} onKeyDown=${slider.onKeyDown}>
    ${width > 0 && store.now.value && h(Line, {desk, width, height, epochs, last, ends: ends(width)})}
  </div>`;
}

/**
 * Ink up to now, dotted as far as was trained already, faint to the end; a flag at the lowest validation loss, a bead at now.
 * @param {{desk: BenchDesk, width: number, height: number, epochs: number, last: number, ends: readonly [number, number]}} props
 */
function Line({desk, width, height, epochs, last, ends: [from, to]}) {
  const {store} = desk;
  const u = store.size.value;
  const now = store.now.value;
  const train = store.rows.value?.rows.train ?? 1;
  const position = now?.position ?? 0;
  const at = (/** @type {number} */ epoch) => from + ((to - from) * epoch) / epochs;
  const here = at((now?.epoch ?? 0) + position / train);
  const y = height * 0.56;
  const best = bestOf(store.history.value);
  const label = position ? said.within(now?.epoch ?? 0, position, train) : said.epoch(now?.epoch ?? 0);
  const room = (label.length * 7.6 * u) / 2;
  const labelAt = Math.max(Math.min(here, width - room), room + 18 * u);
  return html`<svg class="epochs" width=${width} height=${height} aria-hidden="true">
    <path class="to-come" d=${`M${at(last)} ${y}H${to}`} />
    <path class="trained" d=${`M${here} ${y}H${Math.max(here, at(last))}`} />
    <path class="done" d=${`M${from} ${y}H${here}`} />
    ${ticksOf(epochs, (to - from) / u).map(({epoch, large, label: text}) => html`<g key=${epoch} class=${epoch <= (now?.epoch ?? 0) ? "tick gone" : "tick"}>
      <path d=${`M${at(epoch)} ${y + 7 * u}v${(large ? 8 : 4) * u}`} />
      ${text && html`<text x=${at(epoch)} y=${y + 31 * u} text-anchor="middle">${epoch}</text>`}</g>`)}
    <circle class="end" cx=${to} cy=${y} r=${5 * u} />
    <circle class="start" cx=${from} cy=${y} r=${5 * u} />
    ${best && (at(best.epoch) + 12 * u < labelAt - room || at(best.epoch) - 3 * u > labelAt + room) && h(Flag, {x: at(best.epoch), y, u, text: said.lowest(best.epoch), width, bead: [labelAt - room, labelAt + room]})}
    <circle class="bead" cx=${here} cy=${y} r=${9 * u} />
    <text class="now" x=${labelAt} y=${y - 18 * u} text-anchor="middle">${label}</text>
  </svg>`;
}

/**
 * Its words stand where the bead's are not: beyond, or before, or nowhere.
 * @param {{x: number, y: number, u: number, text: string, width: number, bead: readonly [number, number]}} props
 */
function Flag({x, y, u, text, width, bead: [low, high]}) {
  const long = text.length * 6.9 * u;
  const free = (/** @type {number} */ from, /** @type {number} */ to) => from >= 0 && to <= width && (to < low || from > high);
  const after = free(x - 2 * u, x + 16 * u + long);
  const before = !after && free(x - 8 * u - long, x + 12 * u);
  return html`<g class="flag">
    <path d=${`M${x} ${y - 5 * u}V${y - 22 * u}`} />
    <path class="cloth" d=${`M${x} ${y - 22 * u}h${10 * u}l${-3 * u} ${4.5 * u}l${3 * u} ${4.5 * u}h${-10 * u}z`} />
    ${(after || before) && html`<text x=${after ? x + 16 * u : x - 8 * u} y=${y - 14 * u} text-anchor=${after ? "start" : "end"}>${text}</text>`}
  </g>`;
}
