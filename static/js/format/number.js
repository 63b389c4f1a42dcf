/**
 * Numbers as the page writes them: one function for the canvas, the panel, exports and tests.
 *
 * The rule (product.md, rule 4): exact integers below 10^5 bare; fixed notation for 10^-3 <= |x| < 10^5 with four
 * significant digits, never fewer than the integer part; otherwise 1.000x10^5. True minus, real superscripts, `0` only
 * for exactly zero. Halves round away from zero, as on paper (Python rounds 1.0625 to 1.062; this writes 1.063).
 *
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {{text: string, exponent: string}} Figure  `exponent` is "" unless the text ends in ×10
 */

export const MINUS = "\u2212";
const TIMES = "\u00d7";
const DIGITS = 4;
const SUPERSCRIPTS = /** @type {Record<string, string>} */ ({
  "0": "\u2070", "1": "\u00b9", "2": "\u00b2", "3": "\u00b3", "4": "\u2074", "5": "\u2075", "6": "\u2076",
  "7": "\u2077", "8": "\u2078", "9": "\u2079", [MINUS]: "\u207b",
});

/**
 * The number a wire value stands for; the words of api.md section 1 become NaN and the infinities.
 * @param {WireNumber} value
 * @returns {number}
 */
export function toNumber(value) {
  return typeof value === "number" ? value : Number(value);
}

/**
 * @param {WireNumber} value
 * @returns {Figure}
 */
export function figure(value) {
  const x = toNumber(value);
  if (Number.isNaN(x)) return {text: "NaN", exponent: ""};
  const sign = x < 0 ? MINUS : "";
  const size = Math.abs(x);
  if (size === Infinity) return {text: `${sign}\u221e`, exponent: ""};
  if (Number.isInteger(size) && size < 1e5) return {text: sign + String(size), exponent: ""};
  if (size >= 1e-3 && size < 99999.5) return {text: sign + fixed(size), exponent: ""};
  return scientific(sign, size);
}

/**
 * Four significant digits, more where the integer part needs them.
 * @param {number} size  in [0.001, 99999.5)
 */
function fixed(size) {
  if (size >= 9999.5) return size.toFixed(0);
  const digits = size.toPrecision(DIGITS);
  return digits.includes("e") ? Number(digits).toString() : digits;
}

/**
 * @param {string} sign
 * @param {number} size
 * @returns {Figure}
 */
function scientific(sign, size) {
  const [mantissa = "", exponent = ""] = size.toExponential(DIGITS - 1).split("e");
  return {text: `${sign}${mantissa}${TIMES}10`, exponent: exponent.replace("+", "").replace("-", MINUS)};
}

/**
 * One string, superscripts included: for titles, tables and plain text.
 * @param {WireNumber} value
 */
export function formatNumber(value) {
  const {text, exponent} = figure(value);
  return text + [...exponent].map((digit) => SUPERSCRIPTS[digit] ?? digit).join("");
}

/**
 * Every digit a float64 has, for hover and for copying.
 * @param {WireNumber} value
 */
export function fullNumber(value) {
  const x = toNumber(value);
  if (!Number.isFinite(x)) return figure(x).text;
  return (Object.is(x, -0) ? "0" : String(x)).replaceAll("-", MINUS);
}

/**
 * LaTeX of the rounded number.
 * @param {WireNumber} value
 */
export function numberToTex(value) {
  const {text, exponent} = figure(value);
  if (text === "NaN") return "\\mathrm{NaN}";
  const tex = text.replace(MINUS, "-").replace("\u221e", "\\infty").replace(TIMES, " \\times ");
  return exponent === "" ? tex : `${tex}^{${exponent.replace(MINUS, "-")}}`;
}

const WORDS = {
  minus: "minus", point: "point", infinity: "infinity", nan: "not a number", power: "times ten to the power",
  digits: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
};

/**
 * The rounded number as a screen reader should say it: "minus zero point five three seven nine". Integer parts above
 * nine stay figures, which every reader says well; only signs and decimals are what they get wrong.
 * @param {WireNumber} value
 * @param {typeof WORDS} [words]  in the page's language
 */
export function speakNumber(value, words = WORDS) {
  const {text, exponent} = figure(value);
  if (text === "NaN") return words.nan;
  const parts = [];
  if (text.startsWith(MINUS)) parts.push(words.minus);
  const [whole = "", decimals = ""] = text.replace(MINUS, "").replace(`${TIMES}10`, "").split(".");
  if (whole === "\u221e") parts.push(words.infinity);
  else parts.push(whole.length === 1 ? words.digits[Number(whole)] : whole);
  if (decimals) parts.push(words.point, ...[...decimals].map((digit) => words.digits[Number(digit)]));
  if (exponent) {
    parts.push(words.power);
    if (exponent.startsWith(MINUS)) parts.push(words.minus);
    parts.push(exponent.replace(MINUS, ""));
  }
  return parts.join(" ");
}
