/** Tables at the end of two lessons: what each way of differentiating costs, and what an = does in place of a +=. Every number is asked of the API. */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

import {ask} from "../api/client.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").WireNumber} WireNumber */

/**
 * The answer to a question about the graph on the board, asked anew when its numbers change.
 * @template T
 * @param {Desk} desk
 * @param {(graph: GraphDocument, signal: AbortSignal) => Promise<T>} question
 * @returns {T | null}
 */
function useAnswer(desk, question) {
  const graph = desk.store.shown.value?.document.graph ?? null;
  const [answer, show] = useState(/** @type {T | null} */ (null));
  useEffect(() => {
    const control = new AbortController();
    if (graph) question(graph, control.signal).then(show, () => undefined); // without an answer there is no table
    return () => control.abort();
  }, [graph]);
  return answer;
}

/**
 * One forward pass for every input, counted.
 * @param {GraphDocument} graph
 * @param {AbortSignal} signal
 */
async function countPasses(graph, signal) {
  const leaves = graph.nodes.filter(({op, kind}) => !op && kind !== "constant").map(({id}) => id);
  const counted = await Promise.all(leaves.map((wrt) => ask("/evaluate", {graph, mode: "forward", wrt, detail: "gradients"}, signal)));
  return counted.map(({tangents, output, multiplications}, at) => ({
    leaf: /** @type {string} */ (leaves[at]), tangent: /** @type {WireNumber} */ (tangents[output]),
    forward: /** @type {number} */ (multiplications.forward), reverse: /** @type {number} */ (multiplications.reverse),
  }));
}

/** Forward mode, a pass for each input, above reverse mode with its one. @param {{desk: Desk}} props */
export function Passes({desk}) {
  const rows = useAnswer(desk, countPasses);
  const {tex, shown} = desk.store;
  if (!rows || rows.length === 0) return null;
  const derivative = (/** @type {string} */ leaf) => `\\frac{d${tex.value(shown.value?.trace.output ?? "")}}{d${tex.value(leaf)}}`;
  return html`<section class="lesson"><h3>${words.passes}</h3><table class="compared">
    <thead><tr><th scope="col">${words.pass}</th><th scope="col">${words.passBrings}</th><th scope="col">${words.multiplications}</th></tr></thead>
    <tbody>${rows.map(({leaf, tangent, forward}) => html`<tr key=${leaf}>
      <th scope="row"><span class="forward">${words.forwardFrom}</span> ${h(Maths, {tex: tex.value(leaf)})}</th>
      <td>${h(Maths, {tex: `${derivative(leaf)} =`})} ${h(Figure, {value: tangent})}</td><td>${h(Figure, {value: forward})}</td></tr>`)}</tbody>
    <tbody><tr><th scope="row" class="backward">${words.backward}</th><td>${words.allOfThem}</td><td>${h(Figure, {value: rows[0]?.reverse ?? 0})}</td></tr></tbody>
  </table></section>`;
}

/**
 * What a program holds for the gradient of the node where paths meet: with =, with +=, and with += in a second pass
 * that was not set to zero before. The second pass is the first with twice the seed.
 * @param {GraphDocument} graph
 * @param {AbortSignal} signal
 */
async function countSums(graph, signal) {
  const once = await ask("/evaluate", {graph}, signal);
  const twice = await ask("/evaluate", {graph, seed: 2, detail: "gradients"}, signal);
  const meeting = once.steps.findLast((/** @type {import("../types.js").Step} */ {phase}) => phase === "accumulate");
  const last = meeting?.factors.at(-2);
  return meeting ? {node: meeting.node, assign: last.value, add: once.gradients[meeting.node], twice: twice.gradients[meeting.node]} : null;
}

/** @param {{desk: Desk}} props */
export function Sums({desk}) {
  const found = useAnswer(desk, countSums);
  if (!found) return null;
  const name = desk.store.tex.value(found.node);
  return html`<section class="lesson"><h3>${words.inAProgram}</h3><table class="compared">
    <thead><tr><th scope="col">${words.written}</th><th scope="col">${words.held} ${h(Maths, {tex: name})}</th></tr></thead>
    <tbody>${/** @type {const} */ (["assign", "add", "twice"]).map((way) => html`<tr key=${way} class=${way === "add" ? "" : "wrong"}>
      <th scope="row"><code>${way === "assign" ? "=" : "+="}</code> ${words.sums[way]}</th><td>${h(Figure, {value: found[way]})}</td></tr>`)}</tbody>
  </table></section>`;
}
