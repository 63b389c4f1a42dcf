/** The step for the whole layer: matrices as cells. A number is told on hover, a press on a weight chooses it. */

import {h} from "preact";
import {useState} from "preact/hooks";

import {cellUnder, matrixScene} from "../../draw/bench/example-matrix.js";
import {formatNumber, fullNumber} from "../../format/number.js";
import {isPlain} from "../../state/bench/walk-lines.js";
import {termsAt} from "../../state/bench/walk-terms.js";
import {walkWords as said} from "../../state/bench/walk-words.js";
import {html} from "../html.js";
import {Marks} from "../track.js";
import {useRoom} from "./room.js";

/** @typedef {import("./example.js").ExampleDesk} ExampleDesk */
/** @typedef {import("../../draw/bench/example.js").Example} Shown */

/** @param {{own: ExampleDesk, example: Shown}} props */
export function AllAtOnce({own, example}) {
  const {walking, pick} = own;
  const [place, room] = useRoom();
  const [told, tell] = useState(/** @type {string} */ (""));
  const [stop, weight, request] = [walking.stop.value, walking.weight.value, own.desk.store.request.value];
  const terms = termsAt(example, stop, weight, walking.update.value, request !== null && isPlain(request));
  const scene = room.width > 0 ? matrixScene(terms, room) : null;
  const under = (/** @type {MouseEvent} */ event) => {
    const {left, top} = /** @type {Element} */ (place.current).getBoundingClientRect();
    return scene && cellUnder(scene.matrices, [(event.clientX - left) / room.u, (event.clientY - top) / room.u]);
  };
  const note = (/** @type {PointerEvent} */ event) => {
    const found = under(event);
    tell(found ? formatNumber(found.value) : "");
    /** @type {HTMLElement} */ (event.currentTarget).title = found ? fullNumber(found.value) : "";
  };
  const choose = (/** @type {MouseEvent} */ event) => {
    const found = under(event);
    const layer = stop.layer ?? weight.layer;
    if (found?.matrix.weights) pick({layer, unit: found.row + 1, input: found.column + 1});
  };
  const elided = [...new Set(scene?.elided.map(({from, count, of}) => said.part(from + 1, from + count, of)) ?? [])];
  return html`<section class="at-once"><header><h2>${stop.phase === "inputs" ? said.theExample : said.atOnce}</h2>
      <p class="soft">${told || elided.join(", ") || (scene?.written ? "" : said.cells)}</p></header>
    <div class="cells-room" ref=${place} onPointerMove=${note} onPointerLeave=${() => tell("")} onClick=${choose}>
      ${scene && html`<svg viewBox=${`0 0 ${room.width} ${room.height}`} aria-hidden="true">${h(Marks, {marks: scene.marks})}</svg>`}
    </div></section>`;
}
