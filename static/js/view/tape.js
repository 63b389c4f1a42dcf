/**
 * The tape: player buttons, and one folded track. Forward runs along the top, turns at the output and comes back
 * underneath; a station is an op, and the track is the scrub bar.
 */

import {h} from "preact";

import {speedBeside} from "../player/clock.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {useSlider} from "./slider.js";
import {sentence} from "./speech.js";
import {FoldedTrack, ThinTrack, nearestStop} from "./track.js";

/** @typedef {import("../page.js").Desk} Desk */

/** @param {{desk: Desk}} props */
export function Tape({desk}) {
  const {store} = desk;
  const playing = store.playing.value;
  const some = store.stops.value.length > 0;
  const button = (/** @type {string} */ id, /** @type {unknown} */ icon, /** @type {string} */ name, /** @type {boolean} */ able) => html`
    <button type="button" class=${id} aria-label=${name} title=${name} disabled=${!able} onClick=${() => desk.run(id)}>${icon}</button>`;
  return html`<footer class="tape">
    <div class="controls" role="group" aria-label=${words.controls}>
      ${button("first", icons.first, "First", store.stop.value >= 0)}
      <button type="button" class="back" aria-label="Back" disabled=${store.stop.value < 0} onClick=${() => desk.run("back")}>${icons.back}<span class="label">Back</span></button>
      <button type="button" class="play" aria-label=${playing ? "Pause" : "Play"} disabled=${!some} onClick=${() => desk.run("play")}>${playing ? icons.pause : icons.play}</button>
      <button type="button" class="next" aria-label="Next" disabled=${!some || (store.atLast.value && !store.asked.value)} onClick=${() => desk.run("next")}><span class="label">Next</span>${icons.next}</button>
    </div>
    ${h(Pace, {desk})}
    ${h(Track, {desk})}
  </footer>`;
}

/** @type {readonly import("../page.js").StepSize[]} */
const SIZES = ["edge", "node", "pass"];

/**
 * Speed and step size, a press takes the next one; and whether the lesson asks.
 * @param {{desk: Desk, spelled?: boolean}} props  spelled: in a menu, where nothing beside it says what they are
 */
export function Pace({desk, spelled = false}) {
  const {speed, stepSize, questions, lessonAsks} = desk.store;
  const [fast, size] = [words.speed(speed.value), words.stepSizes[stepSize.value]];
  const next = SIZES[(SIZES.indexOf(stepSize.value) + 1) % SIZES.length] ?? "edge";
  return html`<div class="pace">
    <button type="button" class="speed" title=${words.speedHint} aria-label=${words.speedIs(fast)}
      onClick=${() => (speed.value = speedBeside(speed.peek(), 1, true))}>${spelled ? words.speedIs(fast) : fast}</button>
    <button type="button" class="size" title=${words.stepHint} aria-label=${words.stepIs(size)}
      onClick=${() => desk.run(`by-${next}`)}>${spelled ? words.stepIs(size) : size}</button>
    ${lessonAsks.value.size > 0 && html`<button type="button" class="asking" title=${words.questionsHint} aria-pressed=${[...lessonAsks.value].every((one) => questions.value.has(one))}
      onClick=${() => desk.run("ask-lesson")}>${spelled ? words.askQuestions : words.questions}</button>`}
  </div>`;
}

/** @param {{desk: Desk}} props */
function Track({desk}) {
  const {store} = desk;
  const {length} = store.stops.value;
  const isThin = (/** @type {number} */ height) => height < 60;
  const slider = useSlider(desk, length > 0, ([x, y], size) => desk.player.goTo(nearestStop(desk, x, y, size, isThin(size[1]))));
  const [width, height] = slider.size;
  return html`<div class="track" ref=${slider.place} role="slider" tabindex="0" aria-label=${words.track} aria-valuemin="0"
    aria-valuemax=${length} aria-valuenow=${store.stop.value + 1} aria-valuetext=${sentence(desk)}
    onPointerDown=${slider.onPointerDown} onPointerMove=${slider.onPointerMove} onKeyDown=${slider.onKeyDown}>
    ${width > 0 && length > 0 && h(isThin(height) ? ThinTrack : FoldedTrack, {desk, width, height})}
  </div>`;
}
