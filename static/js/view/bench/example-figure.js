/** A number of the example: four digits, or nine decimals where a step is too small for four; all of them on hover. */

import {h} from "preact";

import {fullNumber, toNumber} from "../../format/number.js";
import {nineDecimals} from "../../state/bench/walk-numbers.js";
import {shown} from "../number.js";

/** @param {{value: import("../../types.js").WireNumber, class?: string, long?: boolean}} props */
export function Long({value, class: name = "num", long = false}) {
  const full = fullNumber(value);
  const finite = Number.isFinite(toNumber(value));
  return h("b", {class: finite ? name : `${name} hazard`, title: full, "data-full": full}, long ? nineDecimals(value) : shown(value));
}
