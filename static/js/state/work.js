/**
 * The reader's own work as the browser keeps it: what an entry holds, which are kept, which are another tab's. Pure; the
 * storage is any object with the four calls of localStorage.
 *
 * Every work has an entry of its own, and an entry names the page that writes it: where another page has taken it over,
 * as a doubled tab does, the first goes on in a new one. So two tabs never overwrite each other.
 */

import {carried} from "./program-link.js";

/** @typedef {import("../page.js").LinkState} LinkState */
/** @typedef {import("../page.js").PageDocument} PageDocument */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Shelf */
/**
 * @typedef {Readonly<{id: string, page: string, when: number, program: NonNullable<LinkState["program"]>, slug: string | null,
 *   saved: import("../page.js").SavedLink | null, draft?: string, ahead?: string}>} Entry
 *   page: who writes it; when: in milliseconds since 1970; draft: what stands in the editor and does not run; ahead: the
 *   address at which the page was left before it said this
 */

const PREFIX = "work:";
export const MOST = 20;

/** What there is of a document to be kept, to see whether it is another. @param {PageDocument} document @returns {string} */
export const contentOf = (document) => JSON.stringify(carried(document));

/**
 * All that is kept, newest first. What is no entry is passed over.
 * @param {Shelf} shelf
 * @returns {readonly Entry[]}
 */
export function entriesOn(shelf) {
  const keys = Array.from({length: shelf.length}, (_, at) => shelf.key(at) ?? "").filter((key) => key.startsWith(PREFIX));
  const found = keys.map((key) => entryOn(shelf, key.slice(PREFIX.length))).filter((entry) => entry !== null);
  return found.sort((one, other) => other.when - one.when);
}

/** @param {Shelf} shelf @param {string} id @returns {Entry | null} */
export function entryOn(shelf, id) {
  try {
    const entry = JSON.parse(shelf.getItem(PREFIX + id) ?? "null");
    const sound = entry?.id === id && Number.isFinite(entry.when) && typeof entry.program?.text === "string" && typeof entry.program.title === "string";
    return sound ? entry : null;
  } catch {
    return null;
  }
}

/**
 * Keep an entry; the oldest make way, for the number that is kept and where there is no room.
 * @param {Shelf} shelf
 * @param {Entry} entry
 * @returns {boolean}  false where it could not be kept
 */
export function keep(shelf, entry) {
  const others = entriesOn(shelf).filter(({id}) => id !== entry.id);
  for (const {id} of others.splice(MOST - 1)) shelf.removeItem(PREFIX + id);
  for (;;) {
    try {
      shelf.setItem(PREFIX + entry.id, JSON.stringify(entry));
      return true;
    } catch {
      const oldest = others.pop();
      if (!oldest) return false;
      shelf.removeItem(PREFIX + oldest.id);
    }
  }
}

/**
 * Erase all of it.
 * @param {Shelf} shelf
 */
export function erase(shelf) {
  for (const key of Array.from({length: shelf.length}, (_, at) => shelf.key(at) ?? "")) {
    if (key.startsWith(PREFIX)) shelf.removeItem(key);
  }
}

/** The first line that says something. @param {Entry} entry */
export function firstLine({program: {text}}) {
  return text.split("\n").map((line) => line.trim()).find((line) => line !== "" && !line.startsWith("#"))?.slice(0, 80) ?? "";
}
