/**
 * What the palette offers for what is typed in it.
 *
 * @typedef {import("../page.js").Offer} Offer
 * @typedef {import("../page.js").OpEntry} OpEntry
 * @typedef {import("../page.js").OpSetting} OpSetting
 */

const LEAF_KINDS = /** @type {const} */ (["input", "parameter", "constant"]);
/** What a leaf holds until its writer says better: at 0 too much vanishes. */
const FIRST_VALUE = 1;
/** Settings that have no default, by name or kind. @type {Readonly<Record<string, unknown>>} */
const FIRST = {low: 0, high: 1, number: 1, shape: [-1], at: [0]};

/**
 * Offers in the order they are shown: leaves, then ops; names that begin as typed come before those that hold it.
 * @param {readonly OpEntry[]} ops
 * @param {string} typed
 * @param {{leaf: Readonly<Record<"input" | "parameter" | "constant", string>>, holds: (value: number) => string}} words
 * @returns {readonly Offer[]}
 */
export function offersFor(ops, typed, words) {
  const wanted = typed.trim().toLowerCase();
  const number = wanted === "" ? NaN : Number(wanted.replace("−", "-"));
  const value = Number.isFinite(number) ? number : FIRST_VALUE;
  const leaves = LEAF_KINDS.map((kind) => ({key: kind, title: kind, note: Number.isFinite(number) ? words.holds(value) : words.leaf[kind], kind, value}));
  if (Number.isFinite(number)) return leaves;
  const all = [...leaves.map((offer) => ({offer, names: [offer.title]})), ...ops.map((op) => ({offer: offerOf(op), names: namesOf(op)}))];
  const rank = (/** @type {readonly string[]} */ names) => Math.min(...names.map((name) => rankOf(name.toLowerCase(), wanted)));
  return all.map((one, at) => ({...one, at, rank: rank(one.names)})).filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.at - b.at).map(({offer}) => offer);
}

/** @param {string} name @param {string} wanted */
function rankOf(name, wanted) {
  return name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3;
}

/** @param {OpEntry} op @returns {Offer} */
function offerOf({name, title = name, summary = "", operands = [], settings = []}) {
  return {key: `op ${name}`, title, note: summary, op: name, operands: operands.length, attrs: firstAttrs(settings)};
}

/** @param {OpEntry} op */
const namesOf = ({name, title = "", display = ""}) => [name, title, display].filter(Boolean);

/**
 * Settings that must be said, as they are at first.
 * @param {readonly OpSetting[]} settings
 * @returns {Readonly<Record<string, unknown>>}
 */
export function firstAttrs(settings) {
  return Object.fromEntries(settings.filter((setting) => !("default" in setting)).map(({name, kind}) => [name, FIRST[name] ?? FIRST[kind]]));
}
