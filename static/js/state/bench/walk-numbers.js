/** Numbers before and after a step, which often differ in the fifth digit only. */

import {MINUS, formatNumber, toNumber} from "../../format/number.js";

const DECIMALS = 9;

/** Nine decimals where that is a plain number; else as everywhere. @param {import("../../types.js").WireNumber} value */
export function nineDecimals(value) {
  const x = toNumber(value);
  const size = Math.abs(x);
  if (Number.isInteger(x) || !(size >= 1e-3 && size < 1e5)) return formatNumber(value);
  return x.toFixed(DECIMALS).replace("-", MINUS);
}
