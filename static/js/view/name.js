/** What a number is called, as maths in the page's text: a node, or a derivative. No formula needs to be set for that. */

import {h} from "preact";

import {html} from "./html.js";

/** @typedef {import("../types.js").Run} Run */

/** @param {{name: readonly (readonly Run[])[]}} props  two: what is differentiated, and by what */
export function Name({name: [above = [], below]}) {
  return html`<span class="name">${below ? [html`<i class="f-roman">∂</i>`, ...letters(above), "/", html`<i class="f-roman">∂</i>`, ...letters(below)] : letters(above)}</span>`;
}

/** @param {readonly Run[]} runs */
const letters = (runs) => runs.map((run, at) => h((run.shift ?? 0) > 0 ? "sub" : "i", {key: at, class: `f-${run.face}${(run.gap ?? 0) < -0.2 ? " accent" : ""}`}, run.text));
