/** Small numbers in words, for the sentences of the page. */

const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/** @param {number} n */
export const count = (n) => COUNTS[n] ?? String(n);
