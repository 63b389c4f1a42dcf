/** A chart fills what its cell leaves it. */

import {h} from "preact";

import {html} from "../html.js";
import {Marks} from "../track.js";
import {useRoom} from "./room.js";

/**
 * @param {{label: string, draw: (size: readonly [number, number]) => readonly import("../../types.js").Mark[]}} props
 *   `label` says the chart's numbers
 */
export function Chart({label, draw}) {
  const [place, {width, height}] = useRoom();
  const drawn = width > 60 && height > 40;
  return html`<div class="chart-room" ref=${place}>${drawn && html`
    <svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>${h(Marks, {marks: draw([width, height])})}</svg>`}</div>`;
}

/** A short name as maths in a line of text. @param {{runs: readonly import("../../types.js").Run[]}} props */
export function Name({runs}) {
  return html`<span class="short-name">${runs.map(({text, shift = 0}, at) => (shift === 0 ? html`<i key=${at} class="math">${text}</i>` : shift < 0 ? html`<sup key=${at}>${text}</sup>` : html`<sub key=${at}>${text}</sub>`))}</span>`;
}
