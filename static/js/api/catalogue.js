/** The ops there are, asked for once. */

import {ask} from "./client.js";

/** @typedef {import("../page.js").OpEntry} OpEntry */

/** @type {Promise<readonly OpEntry[]> | null} */
let known = null;

/** @returns {Promise<readonly OpEntry[]>} */
export function ops() {
  known ??= ask("/ops").then(({ops: found}) => found, (error) => {
    known = null; // Asked again when the palette is opened again.
    throw error;
  });
  return known;
}
