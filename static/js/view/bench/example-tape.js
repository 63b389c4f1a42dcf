/** The tape of an example's way: the player, how far a step goes, and the folded track with one station a layer. */

import {h} from "preact";
import {useLayoutEffect} from "preact/hooks";

import {stationPlaces, trackMarks, stopNear} from "../../draw/bench/example-track.js";
import {speedBeside} from "../../player/clock.js";
import {sentenceAt} from "../../state/bench/walk-telling.js";
import {WALK_SIZES} from "../../state/bench/walk.js";
import {walkWords as said} from "../../state/bench/walk-words.js";
import {words} from "../../state/words.js";
import {html} from "../html.js";
import {icons} from "../icons.js";
import {useSlider} from "../slider.js";
import {Marks} from "../track.js";

/** @typedef {import("./example.js").ExampleDesk} ExampleDesk */
/** @typedef {import("../../draw/bench/example.js").Example} Shown */

/** @param {{own: ExampleDesk, example: Shown | null}} props */
export function ExampleTape({own, example}) {
  const {desk, walking} = own;
  const playing = walking.playing.value;
  const [at, last, {controls}] = [walking.at.value, walking.last.value, said];
  const able = example !== null;
  const button = (/** @type {"first" | "back"} */ id, /** @type {unknown} */ label) => html`
    <button type="button" class=${id} aria-label=${controls[id]} title=${controls[id]} disabled=${!able || at === 0} onClick=${() => desk.run(id)}>${icons[id]}${label}</button>`;
  return html`<footer class="tape example-tape">
    <div class="controls" role="group" aria-label=${words.controls}>
      ${button("first", null)}${button("back", html`<span class="label">${controls.back}</span>`)}
      <button type="button" class="play" aria-label=${playing ? controls.pause : controls.play} disabled=${!able} onClick=${() => desk.run("play")}>${playing ? icons.pause : icons.play}</button>
      <button type="button" class="next" aria-label=${controls.next} title=${controls.next} disabled=${!able || at >= last} onClick=${() => desk.run("next")}><span class="label">${controls.next}</span>${icons.next}</button>
    </div>
    ${!desk.store.narrow.value && h(Sizes, {own})}
    ${h(Track, {own, example})}
  </footer>`;
}

/** How far a step goes, and how fast it plays. @param {{own: ExampleDesk}} props */
export function Sizes({own: {desk, walking}}) {
  const speed = words.speed(walking.speed.value);
  return html`<div class="units"><div class="switch" role="radiogroup" aria-label=${said.stepSize}>${WALK_SIZES.map((size) => html`
      <button type="button" key=${size} role="radio" aria-checked=${desk.store.walkSize.value === size} onClick=${() => desk.run(size)}>${said.sizes[size]}</button>`)}</div>
    <button type="button" class="pace-is" title=${words.speedHint} aria-label=${words.speedIs(speed)} onClick=${() => (walking.speed.value = speedBeside(walking.speed.peek(), 1, true))}>${speed}</button></div>`;
}

/** @param {{own: ExampleDesk, example: Shown | null}} props */
function Track({own, example}) {
  const {desk, walking, player} = own;
  const layers = example?.spec.layers.length ?? 0;
  const places = (/** @type {readonly [number, number]} */ [width, height]) => stationPlaces({width: width / scaleOf(height), height: height / scaleOf(height)}, layers, isThin(height));
  const slider = useSlider(/** @type {any} */ (desk), layers > 0, ([x, y], size) => {
    player.goTo(stopNear(places(size), walking.all.peek(), [x / scaleOf(size[1]), y / scaleOf(size[1])]) - 1);
  });
  const [width, height] = slider.size;
  // What opened this screen is gone with the one it was on: the keyboard goes to the track.
  useLayoutEffect(() => {
    if (document.activeElement === document.body || !document.activeElement) slider.place.current?.focus({preventScroll: true});
  }, []);
  const scale = scaleOf(height);
  return html`<div class="track" ref=${slider.place} role="slider" tabindex="0" aria-label=${said.track} aria-valuemin="0" aria-valuemax=${walking.last.value}
    aria-valuenow=${walking.at.value} aria-valuetext=${example ? sentenceAt(example, walking.stop.value, walking.weight.value, walking.update.value) : said.waiting}
    onPointerDown=${slider.onPointerDown} onPointerMove=${slider.onPointerMove} onKeyDown=${slider.onKeyDown}>
    ${width > 0 && layers > 0 && html`<svg viewBox=${`0 0 ${width / scale} ${height / scale}`} aria-hidden="true">${h(Marks, {
      marks: trackMarks(places([width, height]), walking.all.value, walking.at.value, walking.travelled.value, said)})}</svg>`}</div>`;
}

const isThin = (/** @type {number} */ height) => height < 60;
/** On a phone the track keeps its px; elsewhere it is drawn 95 high and scaled. @param {number} height */
const scaleOf = (height) => (isThin(height) ? 1 : height / 95 || 1);
