/** Gradients beside their measurement: one leaf's, and at the end the whole graph's in a sentence. */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

import {ask, latestWins} from "../api/client.js";
import {withoutLoose} from "../editing/edits.js";
import {entriesOf, errorText, held, summed} from "../state/nudge.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {Maths} from "./maths.js";
import {Figure} from "./number.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../page.js").Shown} Shown */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../state/nudge.js").LeafCheck} LeafCheck */
/** @typedef {Readonly<Record<string, LeafCheck>>} Leaves */

/** Values at rest for this long are measured; while they are dragged there would be no end of it. */
const REST_MS = 200;
/** Numbers of leaves times nodes that are measured without being asked for. */
const UNASKED = 3000;

/**
 * The answer to a check of what is shown, once values rest; null while there is none.
 * @param {Desk} desk
 * @param {string | null} leaf  the one leaf to measure, or all
 * @param {boolean} wanted
 * @returns {Leaves | null}
 */
export function useCheck({store}, leaf, wanted) {
  const now = store.shown.value;
  const [found, land] = useState(/** @type {{trace: Trace, leaf: string | null, leaves: Leaves} | null} */ (null));
  const [wishes] = useState(() => latestWins(
    async (/** @type {{shown: Shown, leaf: string | null}} */ {shown: {document, trace}, leaf: one}, signal) => {
      if (trace.value === null) return {}; // Half built: nothing to measure yet.
      const whole = withoutLoose(document.graph);
      const graph = one === null ? {...whole, layout: {}} : held(whole, one);
      return (await ask("/check", {graph, output: trace.output}, signal)).leaves;
    },
    (leaves, {shown: {trace}, leaf: one}) => land({trace, leaf: one, leaves}),
    () => land(null),
  ));
  useEffect(() => {
    if (!now || !wanted) return undefined;
    const timer = setTimeout(() => wishes.ask({shown: now, leaf}), REST_MS);
    return () => clearTimeout(timer);
  }, [now?.trace, leaf, wanted]);
  useEffect(() => () => wishes.cancel(), []);
  return found && found.trace === now?.trace && found.leaf === leaf ? found.leaves : null;
}

/** A leaf's gradient, measured. @param {{desk: Desk, leaf: string}} props */
export function LeafMeasured({desk, leaf}) {
  const check = useCheck(desk, leaf, true)?.[leaf];
  const scalar = check && !Array.isArray(check.measured);
  const measured = scalar ? /** @type {import("../types.js").WireNumber} */ (check.measured) : null;
  const ok = check?.status === "ok";
  return html`<section class="measured"><dl>
    <div><dt>${words.check}</dt><dd>${measured !== null && h(Figure, {value: measured})}</dd></div>
    <div><dt>${check && ok && html`${words.differs} <span class="num">${errorText(check.relative_error)}</span>`}</dt>
      <dd>${check && html`<b class=${ok ? "right" : "wrong"}>${words.checked[check.status]}</b>`}</dd></div>
  </dl></section>`;
}

/** The sentence at the end. @param {{desk: Desk}} props */
export function AllMeasured({desk}) {
  const {store} = desk;
  const trace = store.shown.value?.trace;
  const small = trace ? entriesOf(trace) * trace.nodes.length <= UNASKED : false;
  const [asked, wish] = useState(false);
  const leaves = useCheck(desk, null, small || asked);
  if (!leaves && !small && !asked) {
    return html`<section><button type="button" class="taking" onClick=${() => wish(true)}>${words.checkAll}</button></section>`;
  }
  if (!leaves) return html`<section class="sentence"><p> </p></section>`;
  const {agree, all, others} = summed(leaves);
  if (all === 0) return null;
  return html`<section class="sentence"><p>${agree === all ? words.agreesWithAll(all) : words.agreesWith(agree, all)}</p>
    ${others.map(([id, status]) => html`<p key=${id} class="wrong">${h(Maths, {tex: store.tex.value(id)})}: ${words.checked[status]}</p>`)}</section>`;
}
