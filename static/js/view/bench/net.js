/**
 * The network on the board: discs on a canvas, the drawing over it, and over that what can be pressed.
 *
 * Thirty frames a second come while it trains. A frame paints the discs whose bytes are new and gives the wires other
 * widths; the numbers of a pass follow a few times a second, for nobody reads faster.
 */

import {computed, effect, signal} from "@preact/signals-core";
import {h} from "preact";
import {useEffect, useMemo, useRef} from "preact/hooks";

import {cellMatrix} from "../../draw/bench/cells.js";
import {cornerMarks, keyMarks} from "../../draw/bench/net-corner.js";
import {focusLaneMarks, focusNumberMarks, focusWires, mostOfPicture} from "../../draw/bench/net-focus.js";
import {endMarks, MOST_WIRES, unitsMarks, wireMarks, wireOrder, wiresOf} from "../../draw/bench/net.js";
import {caption, group} from "../../draw/marks.js";
import {grownRoom, growthOf} from "../../layout/bench/grow.js";
import {netPlaces} from "../../layout/bench/net.js";
import {activationOf} from "../../state/bench/edits.js";
import {classOf, countsOf, fits, focusWithin, troubleOf} from "../../state/bench/net.js";
import {netWords as said} from "../../state/bench/net-words.js";
import {render} from "../canvas.js";
import {html} from "../html.js";
import {discsOf} from "./disc-fields.js";
import {paintDiscs, useInks} from "./discs.js";
import {Heads} from "./heads.js";
import {Hits} from "./hits.js";
import {shownFocus} from "./pointed.js";
import {useRoom} from "./room.js";
import {settledOf} from "./settled.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").NetFocus} NetFocus */
/** @typedef {import("../../layout/bench/net.js").NetPlaces} NetPlaces */
/** @typedef {import("../../types.js").Mark} Mark */
/** @typedef {ReturnType<typeof sightOf>} Sight */

/** @param {{desk: BenchDesk}} props */
export function Net({desk}) {
  const [place, room] = useRoom();
  const [canvas, svg] = [useRef(/** @type {HTMLCanvasElement | null} */ (null)), useRef(/** @type {SVGSVGElement | null} */ (null))];
  const size = useMemo(() => signal(room), []);
  const sight = useMemo(() => sightOf(desk, size), [desk]);
  useEffect(() => {
    size.value = room;
  }, [room]);
  useEffect(() => {
    const [under, over] = [/** @type {HTMLCanvasElement} */ (canvas.current), /** @type {SVGSVGElement} */ (svg.current)];
    const ends = [effect(() => paint(under, sight, inks.value)), effect(() => render(over, sight.marks.value))];
    return () => ends.forEach((end) => end());
  }, [sight]);
  const inks = useInks(desk.store.dark.value);
  const places = sight.places.value;
  const {width, height, u} = sight.room.value;
  return html`<div class="net" ref=${place}>
    <canvas ref=${canvas} aria-hidden="true"></canvas>
    <svg ref=${svg} class="marks" viewBox=${`0 0 ${width || 1} ${height || 1}`} role="img" aria-label=${said.drawn(sight.counts.value)}></svg>
    ${places && h(Hits, {desk, sight, places, u})}
    ${places && h(Heads, {desk, places, u, grown: u / room.u})}
  </div>`;
}

/**
 * All that is drawn, computed from the store step by step: what does not change is not made again.
 * @param {BenchDesk} desk
 * @param {import("@preact/signals-core").Signal<import("./room.js").Room>} board
 */
function sightOf({store}, board) {
  const counts = kept(() => (store.now.value ? countsOf(store.now.value.parameters) : []), (list) => list.join());
  /** The board in the picture's own units, which are larger where there are few units to draw. */
  const room = computed(() => grownRoom(board.value, growthOf(counts.value, board.value)));
  const focus = kept(() => focusWithin(store.focus.value, counts.value), ({layer, unit, input}) => `${layer} ${unit} ${input}`);
  /** The output that the example should be read as. */
  const told = computed(() => (store.rows.value?.task === "classes" && store.shown.value ? classOf(store.shown.value.y) : null));
  const places = kept(() => {
    const {width, height} = room.value;
    return width > 0 && counts.value.length > 1 ? netPlaces(counts.value, focus.value, {width, height}, told.value) : null;
  }, (found) => JSON.stringify(found));
  const settled = settledOf(store);
  const pass = computed(() => (fits(settled.value.pass, counts.value) ? settled.value.pass : null));
  const trouble = kept(() => troubleOf(pass.value, store.request.value), (found) => JSON.stringify([...found]));
  const stands = computed(() => store.status.value !== "running");
  /** @type {{places: NetPlaces | null, order: import("../../draw/bench/net.js").WireOrder, wires: readonly import("../../draw/bench/net-focus.js").FocusWire[], focus: NetFocus | null}} */
  let last = {places: null, order: [], wires: [], focus: null};
  /** Which wires are drawn, and in which order: not changed while it runs. */
  const drawn = computed(() => {
    const [at, one, still] = [places.value, focus.value, stands.value];
    const parameters = still ? store.now.value?.parameters : store.now.peek()?.parameters;
    if (!at || !parameters || (!still && last.places === at && last.focus === one)) return last;
    last = {places: at, order: wireOrder(at, parameters), wires: focusWires(at, one, parameters), focus: one};
    return last;
  });
  const moment = () => /** @type {import("../../bench.js").RunMoment} */ (store.now.value);
  const parts = [
    part("wires", () => drawn.value.places && wireMarks(drawn.value.places, drawn.value.order, moment().parameters, focus.value)),
    part("lanes", () => drawn.value.places && focusLaneMarks(drawn.value.places, shownFocus(focus.value), drawn.value.wires, moment().parameters, pass.value)),
    part("units", () => places.value && unitsMarks(places.value, {
      focus: focus.value, pass: pass.value, trouble: trouble.value, classes: store.rows.value?.classes ?? []})),
    part("picture", () => places.value && pictureMarks(places.value, store.shown.value?.x ?? null)),
    part("end", () => places.value && endMarks(places.value, pass.value, focus.value)),
    part("numbers", () => drawn.value.places && focusNumberMarks(drawn.value.places, focus.value, drawn.value.wires, settled.value.parameters ?? moment().parameters, pass.value)),
    part("corner", () => places.value && cornerMarks(places.value, focus.value, moment().parameters, pass.value, said)),
    part("key", () => places.value && keyMarks(places.value, {...said, largest: shownOnly(places.value, focus.value)}, room.value.u / board.value.u)),
  ];
  const marks = computed(() => parts.map((one) => one.value));
  const discs = computed(() => (places.value && store.now.value ? discsOf(places.value, {
    inputs: counts.value[0] ?? 0,    grids: store.now.value.grids, pass: pass.value, plane: store.plane.value, x: store.shown.value?.x ?? null,
    activations: store.spec.value?.layers.map(activationOf) ?? [],
  }) : {}));
  return {counts, focus, places, pass, drawn, marks, discs, trouble, room};
}

/** A value that is the old one while it says the same. @template T @param {() => T} make @param {(value: T) => string} name */
function kept(make, name) {
  /** @type {{name: string, value: T} | null} */
  let last = null;
  return computed(() => {
    const value = make();
    const called = name(value);
    if (last?.name !== called) last = {name: called, value};
    return last.value;
  });
}

/** One group of the drawing. @param {string} key @param {() => readonly Mark[] | null} make @returns {import("@preact/signals-core").ReadonlySignal<Mark>} */
const part = (key, make) => computed(() => group(key, make() ?? []));

/** The inputs as a picture, halftone: what is more is larger. @param {NetPlaces} places @param {import("../../bench.js").Vector | null} x @returns {readonly Mark[]} */
function pictureMarks({columns}, x) {
  const picture = columns[0]?.picture;
  if (!picture) return [];
  const {side, cell} = picture;
  const rows = Array.from({length: side}, (_, at) => (x ?? []).slice(at * side, (at + 1) * side));
  return [cellMatrix("picture", {x: picture.x, y: picture.y, cell}, rows, {ink: "v"}), caption("caption", said.inputs, picture.x + side * cell / 2, picture.y - 12)];
}

/** How many wires of a layer are drawn where not all are; null where all are. @param {NetPlaces} places @param {NetFocus} focus */
function shownOnly(places, focus) {
  if (focus.layer === 1 && places.columns[0]?.picture) return said.largest(mostOfPicture(places));
  return wiresOf(places).some((wires) => wires.length > MOST_WIRES) ? said.largest(MOST_WIRES) : null;
}

/** @param {HTMLCanvasElement} canvas @param {Sight} sight @param {Parameters<typeof paintDiscs>[2]["inks"] | null} inks */
function paint(canvas, {discs, room}, inks) {
  const {width, height, u} = room.value;
  if (width > 0 && inks) paintDiscs(canvas, discs.value, {width: width * u, height: height * u, unit: u, inks});
}
