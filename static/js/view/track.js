/** The track's two forms as SVG: folded on a wide window, one thin line on a phone; and which stop a point means. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {text} from "../draw/marks.js";
import {runsWidth} from "../format/text.js";
import {groupedStations, placesOnTrack, stations} from "../state/counts.js";
import {words} from "../state/words.js";
import {render} from "./canvas.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Run} Run */
/** @typedef {import("../state/counts.js").Station} Station */

const LEFT = 86;
const RIGHT = 70;
/** A station's label needs this much room, else labels are left out. */
const LABEL_ROOM = 34;
/** Bare paper at each end of a label. */
const LABEL_GAP = 3;
const SPREAD = 40;
/** A wider name of the output stands over its ring. */
const RING_ROOM = 19;
/** Below this room stations can no longer be told apart: they are grouped, each group with room for its name. */
const [CLOSE, GROUP_ROOM] = [18, 104];

/**
 * Marks inside a group, written by the canvas's own hand.
 * @param {{marks: readonly Mark[]}} props
 */
export function Marks({marks}) {
  const place = useRef(/** @type {SVGGElement | null} */ (null));
  useLayoutEffect(() => {
    if (place.current) render(place.current, marks);
  });
  return h("g", {ref: place, class: "marks"});
}

/**
 * The folded track's measures. Lengths are px at --u 1; the drawing is scaled as a whole.
 * @param {Desk} desk
 * @param {number} width
 * @param {number} height
 */
function folded({store}, width, height) {
  const display = store.display.value;
  const single = display ? stations(store.stops.value, display) : [];
  const scale = height / 96;
  const w = width / scale;
  const [top, bottom] = [35, 61];
  const right = w - RIGHT;
  const all = (right - LEFT) / single.length < CLOSE ? groupedStations(single, Math.floor((right - LEFT) / GROUP_ROOM)) : single;
  const room = (right - LEFT) / Math.max(1, all.length);
  const x = (/** @type {number} */ at) => LEFT + room * (at + 0.5);
  const places = placesOnTrack(all, x, all === single ? Math.min(SPREAD, room * 0.6) : room * 0.8);
  return {all, scale, w, top, bottom, right, turn: (bottom - top) / 2, room, x, places};
}

/** @param {{desk: Desk, width: number, height: number}} props */
export function FoldedTrack({desk, width, height}) {
  const {store} = desk;
  const {all, w, top, bottom, right, turn, room, x, places} = folded(desk, width, height);
  const stop = store.stop.value;
  const stops = store.stops.value;
  const phase = stops[stop]?.phase ?? null;
  const returns = stops.some(({phase}) => phase !== "forward");
  const last = store.atLast.value && returns;
  const ended = store.atLast.value && !returns;
  const at = places.get(stop);
  const forward = phase === null ? LEFT : phase === "forward" && !ended ? (at?.x ?? LEFT) : right;
  const back = last ? LEFT : (at?.lane === "back" ? at.x : null);
  const tip = `A${turn} ${turn} 0 0 1 ${right + turn} ${top + turn}`;
  const home = `A${turn} ${turn} 0 0 1 ${right} ${bottom}`;
  const lane = (/** @type {Station} */ station, /** @type {number} */ i) => (
    station.there.includes(stop) ? "there" : station.back.includes(stop) || (last && i === 0) ? "back" : null);
  const labels = room >= LABEL_ROOM ? spaced(all.map((station) => stationLabel(desk, station)), room, all.findIndex((station, i) => lane(station, i))) : [];
  const turned = ended || (phase !== null && phase !== "forward");
  const here = last ? [x(0), bottom] : at ? [at.x, at.lane === "there" ? top : bottom] : phase === "seed" ? null : [LEFT, top];
  return html`<svg viewBox=${`0 0 ${w} 96`} aria-hidden="true">
    ${h(Marks, {marks: [caption("there", words.forward, LEFT - 12, top + 4.8), ...(returns ? [caption("back", words.backward, LEFT - 12, bottom + 4.8)] : [])]})}
    <path class="lane-pending" d=${`M${forward} ${top}H${right}${tip}`} />
    ${returns && html`<path class="lane-pending" d=${`M${right + turn} ${top + turn}${home}H${LEFT}`} />`}
    <path class="lane-there" d=${`M${LEFT} ${top}H${forward}${turned ? tip : ""}`} />
    ${back !== null && html`<path class="lane-back" d=${`M${right + turn} ${top + turn}${home}H${back}`} />`}
    ${h(Brackets, {desk, all, x, room, top})}
    ${all.map((station, i) => h(StationMarks, {desk, station, x: x(i), top, bottom, stop, room, returns, label: labels[i] ?? null, here: lane(station, i)}))}
    ${here && html`<circle class="here" cx=${here[0]} cy=${here[1]} r="10.5" /><circle class="here-dot" cx=${here[0]} cy=${here[1]} r="7" />`}
    ${h(Turn, {desk, x: right + turn, y: top + turn, below: bottom + 24, returns, now: phase === "seed"})}
  </svg>`;
}

/** @param {string} way @param {string} words @param {number} x @param {number} y @returns {Mark} */
function caption(way, words, x, y) {
  return text(way, [{text: words, face: "word"}], x, y, 14, {anchor: "end", cls: way === "there" ? "ink-v" : "ink-g"});
}

/** @param {{desk: Desk, station: Station, x: number, top: number, bottom: number, stop: number, room: number, returns: boolean, label: Label | null, here: "there" | "back" | null}} props */
function StationMarks({desk, station, x, top, bottom, stop, room, returns, label, here}) {
  const there = station.there.every((index) => index <= stop);
  const backAll = station.back.length > 0 ? station.back : [desk.store.stops.value.length - 1];
  const back = backAll.every((index) => index <= stop);
  const r = Math.min(4.6, room * 0.32);
  if (r < 1.5 && station.id !== null) return null;
  const half = station.to ? room * 0.4 + 5 : 9;
  const mark = (/** @type {number} */ y, /** @type {boolean} */ done, /** @type {string} */ way) => (station.id === null || station.to
    ? html`<rect class=${`station ${done ? way : ""}`} x=${x - half} y=${y - 4.4} width=${2 * half} height="8.8" rx=${station.to ? 4.4 : 0} />`
    : html`<circle class=${`station ${done ? way : ""}`} cx=${x} cy=${y} r=${r} />`);
  return html`<g>${mark(top, there, "there")}${returns && mark(bottom, back, "back")}
    ${label && h(Marks, {marks: [
      text("top", label.runs, x, top - (here === "there" ? 15 : 11), label.size, {anchor: "middle", cls: there ? "ink-k" : "ink-s"}),
      ...(returns ? [text("bottom", label.runs, x, bottom + (here === "back" ? 25 : 22), label.size, {anchor: "middle", cls: back ? "ink-k" : "ink-s"})] : []),
    ]})}</g>`;
}

/** @typedef {{runs: readonly Run[], size: number}} Label */

/**
 * Labels that would run into one another are left out, every other one perhaps; never that of the station one is at.
 * @param {readonly (Label | null)[]} labels
 * @param {number} room  from one station to the next
 * @param {number} here
 */
function spaced(labels, room, here) {
  const half = (/** @type {number} */ at) => {
    const label = labels[at];
    return label ? runsWidth(label.runs, label.size) / 2 + LABEL_GAP : 0;
  };
  const meets = (/** @type {number} */ one, /** @type {number} */ other) => Math.abs(one - other) * room < half(one) + half(other);
  /** @type {number[]} */
  const kept = here >= 0 ? [here] : [];
  labels.forEach((label, at) => {
    if (label && !kept.some((other) => meets(at, other))) kept.push(at);
  });
  return labels.map((label, at) => (kept.includes(at) ? label : null));
}

/**
 * @param {Desk} desk
 * @param {Station} station
 * @returns {Label | null}
 */
function stationLabel({store}, station) {
  const display = store.display.value;
  if (!display) return null;
  if (station.to) {
    const [first, last] = [station.id ?? "", station.to].map((id) => display.byId[id]);
    const [from, to] = [first, last].map((node) => (node && node.name.length > 0 ? node.name : node?.glyph ?? []));
    const runs = [...(from ?? []), {text: "…", face: /** @type {const} */ ("roman"), gap: 0.25}, ...(to ?? []).map((run, at) => (at ? run : {...run, gap: 0.25}))];
    return {runs, size: 16};
  }
  if (station.id !== null) {
    const node = display.byId[station.id];
    return node ? {runs: node.glyph, size: 16} : null;
  }
  const heads = display.nodes.filter(({form}) => form === "leaf").map(({name}) => {
    const {text = "", face = "math"} = name[0] ?? {};
    return {text: text + (name.slice(1).some((run) => run.text.includes("…")) ? "…" : ""), face};
  });
  const stems = heads.filter(({text}, at) => heads.findIndex((one) => one.text === text) === at);
  const comma = /** @type {Run} */ ({text: ", ", face: "math"});
  const few = stems.slice(0, 3).flatMap((stem, at) => (at ? [comma, stem] : [stem]));
  return {runs: stems.length > 3 ? [...few, {...comma, text: ", …"}] : few, size: 16};
}

/** @param {{desk: Desk, all: readonly Station[], x: (at: number) => number, room: number, top: number}} props */
function Brackets({desk, all, x, room, top}) {
  const groups = all.some(({to}) => to) ? [] : desk.store.display.value?.groups ?? [];
  return groups.map(({id, name, nodes}) => {
    const at = all.flatMap((station, i) => (station.id !== null && nodes.includes(station.id) ? [i] : []));
    const [first, last] = [at[0], at.at(-1)];
    if (first === undefined || last === undefined || last - first !== at.length - 1) return null;
    const [from, to] = [x(first) - room * 0.42, x(last) + room * 0.42];
    const half = runsWidth(name, 16) / 2 + 6;
    return html`<g key=${id}><path class="bracket" d=${`M${from} ${top - 23}V${top - 29}H${to}V${top - 23}`} />
      <rect x=${(from + to) / 2 - half} y=${top - 34} width=${2 * half} height="12" fill="var(--sheet)" />
      ${h(Marks, {marks: [text("name", name, (from + to) / 2, top - 24, 16, {anchor: "middle"})]})}</g>`;
  });
}

/** The output, where the track turns, or ends. @param {{desk: Desk, x: number, y: number, below: number, returns: boolean, now: boolean}} props */
function Turn({desk, x, y, below, returns, now}) {
  const display = desk.store.display.value;
  const terminal = display?.nodes.find(({form}) => form === "terminal");
  const inside = terminal && runsWidth(terminal.name, 16) <= RING_ROOM;
  return html`<g><circle class="ring" cx=${x} cy=${y} r="15" />${now && html`<circle class="here" cx=${x} cy=${y} r="19" />`}
    <circle class=${now ? "ring now" : "ring"} cx=${x} cy=${y} r="11.5" />
    ${terminal && h(Marks, {marks: [
      text("name", terminal.name, x, inside ? y + 5 : y - 21, 16, {anchor: "middle", cls: now && inside ? "ink-on-now" : "ink-k"}),
      ...(returns ? [text("seed", [{text: words.seedShort, face: "word"}], x + 4, below, 14, {anchor: "middle", cls: "ink-s"})] : []),
    ]})}</g>`;
}

/** @param {{desk: Desk, width: number, height: number}} props */
export function ThinTrack({desk, width, height}) {
  const {store} = desk;
  const {x, seed} = thin(desk, width);
  const y = height / 2;
  const at = x(store.stop.value);
  return html`<svg viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
    <path class="lane-pending" d=${`M${at} ${y}H${x(store.stops.value.length - 1)}`} />
    <path class="lane-there thick" d=${`M${x(-1)} ${y}H${Math.min(at, seed)}`} />
    ${at > seed && html`<path class="lane-back thick" d=${`M${seed} ${y}H${at}`} />`}
    <circle class="ring" cx=${seed} cy=${y} r="7" /><circle class="ring" cx=${seed} cy=${y} r="4" />
    <circle class="here" cx=${at} cy=${y} r="11" /><circle class="here-dot" cx=${at} cy=${y} r="7.4" />
  </svg>`;
}

/**
 * @param {Desk} desk
 * @param {number} width
 */
function thin({store}, width) {
  const stops = store.stops.value;
  const x = (/** @type {number} */ index) => 14 + ((width - 28) * (index + 1)) / Math.max(1, stops.length);
  const seed = stops.findIndex(({phase}) => phase === "seed");
  return {x, seed: x(seed < 0 ? stops.length - 1 : seed)};
}

/**
 * The stop a point on the track means: the nearest on the nearer lane.
 * @param {Desk} desk
 * @param {number} px
 * @param {number} py
 * @param {readonly number[]} size
 * @param {boolean} narrow
 * @returns {number}
 */
export function nearestStop(desk, px, py, [width = 0, height = 0], narrow) {
  const count = desk.store.stops.value.length;
  if (narrow) return Math.round(((px - 14) / (width - 28)) * count) - 1;
  const {scale, top, bottom, right, places, x, all} = folded(desk, width, height);
  const [at, lane] = [px / scale, py / scale < (top + bottom) / 2 ? "there" : "back"];
  if (at > right) return desk.store.stops.value.findIndex(({phase}) => phase === "seed");
  if (lane === "there" && at < LEFT) return -1;
  if (lane === "back" && at < x(0) + 12 && all.length > 0) return count - 1;
  let best = -1;
  let least = Infinity;
  for (const [stop, place] of places) {
    const away = Math.abs(place.x - at);
    if (place.lane === lane && away < least) [best, least] = [stop, away];
  }
  return best;
}
