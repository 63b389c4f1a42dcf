/**
 * The folded track of an example's way: forward along the top, the turn at the loss, backward underneath, and one station
 * a layer. Below the inputs lies the update: there the way ends.
 *
 * @typedef {import("../../types.d.ts").Mark} Mark
 * @typedef {import("../../state/bench/walk.js").WalkStop} WalkStop
 * @typedef {Readonly<{width: number, height: number, left: number, right: number, top: number, bottom: number, layers: number, thin: boolean}>} TrackPlaces
 */

import {caption, circle, path, text} from "../marks.js";
import {round} from "../../geometry/curves.js";

const SIDES = Object.freeze({left: 96, right: 66, thin: 16, turn: 26});
const R = Object.freeze({station: 4.6, bead: 8, thin: 10, ring: 15, inner: 11.5});

/** @param {Readonly<{width: number, height: number}>} room @param {number} layers @param {boolean} thin  one narrow line with both lanes, no names @returns {TrackPlaces} */
export function stationPlaces({width, height}, layers, thin) {
  const middle = height / 2;
  const half = thin ? 6 : 13.4;
  return {width, height, layers, thin, left: thin ? SIDES.thin : SIDES.left, right: width - (thin ? SIDES.turn : SIDES.right), top: middle - half, bottom: middle + half};
}

/** The middle of a station; 0 is the inputs, and below them the update. @param {TrackPlaces} places @param {number} station */
const stationX = ({left, right, layers}, station) => left + ((right - left) / (layers + 1)) * (station + 0.5);

/**
 * Where a stop stands: in its layer's stretch, which it shares with the layer's other stops, the last at the station.
 * @param {TrackPlaces} places @param {readonly WalkStop[]} stops @param {number} index
 * @returns {{x: number, y: number}}
 */
export function stopPlace(places, stops, index) {
  const stop = stops[index];
  const {top, bottom, right} = places;
  if (!stop || stop.phase === "inputs") return {x: stationX(places, 0), y: top};
  if (stop.phase === "update") return {x: stationX(places, 0), y: bottom};
  if (stop.phase === "loss") return {x: right + (bottom - top) / 2, y: (top + bottom) / 2};
  const same = (/** @type {WalkStop | undefined} */ other) => other?.phase === stop.phase && other.layer === stop.layer;
  let [first, last] = [index, index];
  while (same(stops[first - 1])) first -= 1;
  while (same(stops[last + 1])) last += 1;
  const part = (index - first + 1) / (last - first + 1);
  const room = stationX(places, 1) - stationX(places, 0);
  const back = stop.phase === "backward";
  return {x: stationX(places, /** @type {number} */ (stop.layer)) + (back ? 1 : -1) * room * 0.8 * (1 - part), y: back ? bottom : top};
}

/** The stop nearest to a point, on the nearer lane. @param {TrackPlaces} places @param {readonly WalkStop[]} stops @param {readonly [number, number]} point */
export function stopNear(places, stops, [x, y]) {
  const upper = y < (places.top + places.bottom) / 2;
  let [nearest, least] = [0, Infinity];
  stops.forEach((stop, index) => {
    const lane = stop.phase === "loss" || (stop.phase === "backward" || stop.phase === "update") !== upper;
    const away = Math.abs(stopPlace(places, stops, index).x - x);
    if (lane && away < least) [nearest, least] = [index, away];
  });
  return nearest;
}

/**
 * @param {TrackPlaces} places
 * @param {readonly WalkStop[]} stops
 * @param {number} at
 * @param {number} travelled  of the way to it, 0 to 1
 * @param {typeof import("../../state/bench/walk-words.js").walkWords} words
 * @returns {readonly Mark[]}
 */
export function trackMarks(places, stops, at, travelled, words) {
  const {left, right, top, bottom, thin} = places;
  const turn = (bottom - top) / 2;
  const phase = stops[at]?.phase;
  const here = between(places, stops, at, travelled);
  const back = here.y > (top + bottom) / 2 || (here.x > right && phase !== "loss");
  const turned = back || phase === "loss";
  const tip = `A${round(turn)} ${round(turn)} 0 0 1 ${round(right + turn)} ${round(top + turn)}`;
  const home = `A${round(turn)} ${round(turn)} 0 0 1 ${round(right)} ${round(bottom)}`;
  const ahead = Math.min(here.x, right);
  return [
    path("ahead", "lane pending", turned ? "" : `M${round(ahead)} ${round(top)}H${round(right)}${tip}`),
    path("way-back", "lane pending", `M${round(back ? Math.min(here.x, right) : right + turn)} ${round(back && here.x <= right ? bottom : top + turn)}${back && here.x <= right ? "" : home}H${round(left)}`),
    path("there", "lane forward", `M${round(left)} ${round(top)}H${round(turned ? right : ahead)}${turned ? tip : ""}`, {"stroke-width": 3}),
    path("back", "lane backward", back ? `M${round(right + turn)} ${round(top + turn)}${home}H${round(Math.min(here.x, right))}` : "", {"stroke-width": 3}),
    ...stations(places, stops, at, words),
    circle("ring", "disc outline", right + turn, top + turn, thin ? 9 : R.ring), circle("ring-in", `disc outline${phase === "loss" ? " now" : ""}`, right + turn, top + turn, thin ? 6.5 : R.inner),
    ...(thin ? [] : [text("J", [{text: "J", face: "math"}], right + turn, top + turn + 5.5, 16, {anchor: "middle", cls: phase === "loss" ? "ink-on-now" : "ink-k"})]),
    ...(phase === "loss" && travelled >= 1 ? [] : [circle("bead", `bead ${back ? "backward" : "forward"}`, here.x, here.y, thin ? R.thin - 2 : R.bead)]),
  ];
}

/** On the way from the stop before. @param {TrackPlaces} places @param {readonly WalkStop[]} stops @param {number} at @param {number} travelled */
function between(places, stops, at, travelled) {
  const to = stopPlace(places, stops, at);
  if (travelled >= 1 || at === 0) return to;
  const from = stopPlace(places, stops, at - 1);
  return {x: from.x + (to.x - from.x) * travelled, y: from.y + (to.y - from.y) * travelled};
}

/** @param {TrackPlaces} places @param {readonly WalkStop[]} stops @param {number} at @param {typeof import("../../state/bench/walk-words.js").walkWords} words */
function stations(places, stops, at, words) {
  const {top, bottom, layers, thin} = places;
  const done = (/** @type {string} */ phase, /** @type {number} */ layer) => {
    const last = stops.findLastIndex((stop) => stop.phase === phase && (stop.layer ?? 0) === layer);
    return last >= 0 && last <= at;
  };
  return Array.from({length: layers + 1}, (_, station) => station).flatMap((station) => {
    const x = stationX(places, station);
    const name = station === 0 ? words.inputs : station === layers ? words.output : words.layerName(station);
    const there = station === 0 || done("forward", station);
    const back = station === 0 ? stops[at]?.phase === "update" : done("backward", station);
    const names = thin ? [] : [
      caption(`name ${station}`, name, x, top - 12, "middle", there ? "ink-k" : "ink-s"),
      caption(`back-name ${station}`, station === 0 ? words.update : name, x, bottom + 24, "middle", back ? "ink-k" : "ink-s"),
    ];
    return [circle(`top ${station}`, `station${there ? " there" : ""}`, x, top, R.station), circle(`bottom ${station}`, `station${back ? " back" : ""}`, x, bottom, R.station), ...names];
  }).concat(thin ? [] : [
    caption("forward", words.forward, places.left - 14, top + 5, "end", "ink-v"), caption("backward", words.backward, places.left - 14, bottom + 5, "end", "ink-g"),
  ]);
}
