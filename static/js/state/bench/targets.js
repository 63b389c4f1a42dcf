/** A named dataset's targets as a loss wants them: what the server does with them when it trains. */

/**
 * @param {readonly import("../../bench.js").WireNumber[]} y  one example's: a class number, or a height
 * @param {import("../../bench.js").NetSpec} spec
 * @param {import("../../bench.js").NetRows} rows
 * @returns {readonly import("../../bench.js").WireNumber[]}
 */
export function targetOf(y, {loss, layers}, {name, classes}) {
  if (name === "" || y.length !== 1) return y;
  const outputs = layers.at(-1)?.units ?? 1;
  if (loss === "hinge" && classes.length === 2) return [2 * Number(y[0]) - 1];
  const ofClasses = loss.startsWith("cce");
  return classes.length > 2 && !ofClasses && outputs === classes.length ? classes.map((_, at) => (at === Number(y[0]) ? 1 : 0)) : y;
}
