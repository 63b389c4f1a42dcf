/** The tape of the walk: the player's own controls, and a track of updates that is the scrub bar. */

import {h} from "preact";
import {useLayoutEffect} from "preact/hooks";

import {text} from "../draw/marks.js";
import {speedBeside} from "../player/clock.js";
import {words} from "../state/words.js";
import {stepRuns, walkSentence} from "./descend-words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {useSlider} from "./slider.js";
import {Marks} from "./track.js";

/** @typedef {import("../page.js").Desk} Desk */

const {downhill: said} = words;
const [LEFT, RIGHT] = [34, 46];
/** Room a station's name needs, and a station itself. */
const [NAME_ROOM, STATION_ROOM] = [34, 9];

/** @param {{desk: Desk}} props */
export function DescentTape({desk}) {
  const {store, downhill} = desk;
  const playing = downhill.playing.value;
  const [start, end] = [store.update.value <= 0, store.update.value >= downhill.longest.value];
  const button = (/** @type {string} */ id, /** @type {unknown} */ icon, /** @type {string} */ name, /** @type {boolean} */ able, /** @type {unknown} */ label = null) => html`
    <button type="button" class=${id} aria-label=${name} title=${name} disabled=${!able} onClick=${() => desk.run(id)}>${icon}${label}</button>`;
  const speed = words.speed(store.speed.value);
  return html`<footer class="tape">
    <div class="controls" role="group" aria-label=${words.controls}>
      ${button("first", icons.first, said.first, !start)}
      ${button("back", icons.back, said.back, !start, html`<span class="label">${said.back}</span>`)}
      ${button("play", playing ? icons.pause : icons.play, playing ? said.pause : said.play, downhill.longest.value > 0)}
      <button type="button" class="next" aria-label=${said.next} title=${said.next} disabled=${end} onClick=${() => desk.run("next")}><span class="label">${said.next}</span>${icons.next}</button>
    </div>
    <div class="pace"><button type="button" class="speed" title=${words.speedHint} aria-label=${words.speedIs(speed)}
      onClick=${() => (store.speed.value = speedBeside(store.speed.peek(), 1, true))}>${speed}</button></div>
    ${h(Track, {desk})}
  </footer>
  <p class="unseen" aria-live="polite">${playing ? "" : walkSentence(desk)}</p>`;
}

/** @param {{desk: Desk}} props */
function Track({desk}) {
  const {store, downhill, updates} = desk;
  const last = downhill.longest.value;
  const scaleOf = (/** @type {number} */ height) => (store.narrow.value ? 1 : height / 96 || 1);
  const slider = useSlider(desk, last > 0, ([x], [wide, high]) => {
    updates.goTo(Math.round(((x / scaleOf(high) - LEFT) / (wide / scaleOf(high) - LEFT - RIGHT)) * last) - 1);
  });
  const [width, height] = slider.size;
  const scale = scaleOf(height);
  useLayoutEffect(() => {
    if (downhill.entered.peek()) slider.place.current?.focus({preventScroll: true});
    downhill.entered.value = false;
  }, []);
  return html`<div class="track" ref=${slider.place} role="slider" tabindex="0" aria-label=${said.track} aria-valuemin="0" aria-valuemax=${last}
    aria-valuenow=${Math.max(0, downhill.made.value)} aria-valuetext=${walkSentence(desk)} onPointerDown=${slider.onPointerDown} onPointerMove=${slider.onPointerMove} onKeyDown=${slider.onKeyDown}>
    ${width > 0 && h(Line, {desk, width: width / scale, height: height / scale, last})}</div>`;
}

/** @param {{desk: Desk, width: number, height: number, last: number}} props */
function Line({desk, width, height, last}) {
  const {store, downhill} = desk;
  const right = width - RIGHT;
  const room = (right - LEFT) / Math.max(1, last);
  const x = (/** @type {number} */ step) => LEFT + room * step;
  const thin = height < 60;
  const y = height / 2;
  const at = Math.max(0, downhill.made.value);
  const gone = downhill.travelled.value < 1 ? at + downhill.travelled.value : at;
  const every = Math.ceil(NAME_ROOM / room);
  const name = stepRuns(desk);
  const steps = Array.from({length: last + 1}, (_, step) => step);
  return html`<svg viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
    <path class="walk-line" d=${`M${x(0)} ${y}H${x(gone)}`} /><path class="lane-pending" d=${`M${x(gone)} ${y}H${x(last)}`} />
    ${!thin && room >= STATION_ROOM && steps.map((step) => html`<circle key=${step} class=${step <= at ? "walk-station done" : "walk-station"} cx=${x(step)} cy=${y} r="4.6" />`)}
    <circle class="walk-here" cx=${x(gone)} cy=${y} r="9" />
    ${!thin && h(Marks, {marks: [
      ...steps.filter((step) => step % every === 0).map((step) => text(`s${step}`, name(step), x(step), y + 31, 16, {anchor: "middle", cls: step <= at ? "ink-k" : "ink-s"})),
      text("update", [{text: said.update, face: "word"}], x(gone), y - 19, 14, {anchor: "middle"}),
    ]})}
  </svg>`;
}
