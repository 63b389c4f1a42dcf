/** The browser's address as the page's memory. Writing is gathered, since browsers limit how often it may change. */

import {readHash, writeHash} from "../state/permalink.js";

/** @typedef {import("../page.js").LinkState} LinkState */

const GATHER_MS = 250;

/**
 * What the address says.
 * @returns {Promise<LinkState & {slug: string | null}>}
 */
export async function readAddress() {
  return {slug: new URLSearchParams(location.search).get("lesson"), ...(await readHash(location.hash))};
}

/**
 * @param {string} opening  the lesson that needs no naming
 * @returns {import("../api/session.js").Address}
 */
export function addressKeeper(opening) {
  let timer = 0;
  let push = false;
  return {
    write({slug, ...state}, mode) {
      push ||= mode === "push";
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const query = slug && slug !== opening ? `?lesson=${encodeURIComponent(slug)}` : "";
        const url = `/${query}${await writeHash(state)}`;
        if (url !== location.pathname + location.search + location.hash) history[push ? "pushState" : "replaceState"](null, "", url);
        push = false;
      }, GATHER_MS);
    },
  };
}
