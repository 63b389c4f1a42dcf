/** The browser's address as the page's memory. Writing is gathered, since browsers limit how often it may change. */

import {readHash, writeHash} from "../state/permalink.js";
import {ROOT, inside} from "../state/root.js";

/** @typedef {import("../page.js").LinkState} LinkState */
/** @typedef {import("../api/trail.js").Place} Place */

const GATHER_MS = 250;
/** Where saved graphs are opened. */
const SAVED = "/g/";
/** The same page, for the frames of other sites. */
const EMBED = "/embed";
/** What the addresses of this page begin with. */
export const BASE = here() === EMBED || here().startsWith(`${EMBED}/`) ? EMBED : "";

/** The path that is shown, as this site calls it. */
function here() {
  return inside(location.pathname) ?? location.pathname;
}

/**
 * What the address says.
 * @returns {Promise<Place>}
 */
export async function readAddress() {
  const asked = new URLSearchParams(location.search);
  const link = await readHash(location.hash);
  const path = here().slice(BASE.length);
  const id = path.startsWith(SAVED) ? path.slice(SAVED.length) : null;
  const saved = id === null ? null : {...(link.saved ?? {token: null, version: null}), id};
  return {slug: asked.get("lesson"), variant: asked.get("variant"), ...link, saved, run: asked.get("run")};
}

/**
 * A link from the root of this site on, which need not be its host's. A program of the reader's own names no lesson.
 * @param {Place} place
 * @param {string} [opening]  the lesson that needs no naming; what is handed out names every one
 * @param {string} [base]
 * @returns {Promise<string>}
 */
export async function pathTo({slug, variant, ...link}, opening, base = "") {
  const {saved, run} = link;
  const named = slug && (slug !== opening || link.program || variant);
  const numbers = variant ? `&variant=${encodeURIComponent(variant)}` : "";
  const query = run ? `?run=${encodeURIComponent(run)}` : named ? `?lesson=${encodeURIComponent(slug)}${numbers}` : "";
  return `${base}${saved ? `${SAVED}${encodeURIComponent(saved.id)}` : base ? "" : "/"}${query}${await writeHash(link)}`;
}

/** Asked once: a question of its own for every number of a drag would cost more than drawing a wire. */
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

/** The theme of a visitor who has chosen none. @returns {"dark" | "light"} */
const systemTheme = () => (darkSystem.matches ? "dark" : "light");

/** The visitor's own choice, else the system's: what theme.js has painted where no link said otherwise. */
function ownTheme() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // Storage may be switched off; nobody can have chosen then.
  }
  return chosen === "dark" || chosen === "light" ? chosen : systemTheme();
}

/**
 * @param {string} opening  the lesson that needs no naming
 * @returns {import("../api/trail.js").Address & {forget: () => void, flush: () => Promise<void>, ahead: () => string, loaded: string}}
 *   forget: drop what is not written yet, since the browser has gone to another page of its history; flush: write it now;
 *   ahead: the address that the page is ahead of, "" where it is not; loaded: the address that the page was loaded by
 */
export function addressKeeper(opening) {
  let timer = 0;
  /** @type {{place: Place, mode: "push" | "replace"}[]} in order; at most the last is still to change */
  let waiting = [];

  async function flush() {
    const due = waiting;
    waiting = [];
    for (const {place, mode} of due) {
      const url = ROOT + (await pathTo(place, opening, BASE));
      // The history of a frame is that of the page around it, whose Back is to leave that page.
      const how = BASE ? "replace" : mode;
      if (url !== location.pathname + location.search + location.hash) history[`${how}State`](null, "", url);
    }
  }

  return {
    systemTheme,
    ownTheme,
    write(place, mode) {
      const last = waiting.at(-1);
      if (mode === "replace" && last) waiting[waiting.length - 1] = {place, mode: last.mode};
      else waiting.push({place, mode});
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), GATHER_MS);
    },
    forget() {
      clearTimeout(timer);
      waiting = [];
    },
    flush,
    ahead: () => (waiting.length > 0 ? location.href : ""),
    loaded: location.href,
  };
}
