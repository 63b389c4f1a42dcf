/** The example's way through the network as it is now: asked anew for each moment and each example, the latest wins. */

import {effect} from "@preact/signals-core";

import {ask, latestWins} from "../client.js";

/** @param {import("../../state/bench/store.js").BenchStore} store */
export function followPass(store) {
  const asking = latestWins(
    ({spec, parameters, x, y}, signal) => ask("/mlps/evaluate", {spec, parameters, x: [x], y: [y]}, signal),
    (pass, {parameters, x, y}) => (store.pass.value = {...pass, of: {parameters, x, y}}),
    () => (store.pass.value = null),
  );
  return effect(() => {
    const [now, shown, spec] = [store.now.value, store.shown.value, store.spec.value];
    if (now && shown && spec) asking.ask({spec, parameters: now.parameters, ...shown});
    else store.pass.value = null;
  });
}
