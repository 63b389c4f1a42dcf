/** The bench's address as its memory: edits push history, steps replace; what it says is opened, and opened again on the way back. */

import {hearLooks, readLink, writeLink} from "../../state/bench/link.js";
import {ROOT} from "../../state/root.js";

/** @typedef {import("../../state/bench/store.js").BenchStore} BenchStore */
/** @typedef {import("../../bench.js").RunSegment} RunSegment */

const GATHER_MS = 250;
/** A slider that is dragged is one edit. */
const ONE_EDIT_MS = 900;

/** The theme of a visitor without a link: what was chosen, else the system's. @returns {"dark" | "light"} */
export function ownTheme() {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "dark" || chosen === "light") return chosen;
  } catch {
    // Storage may be switched off; nobody can have chosen then.
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** An address without what is only a way of looking. @param {string} href */
const runIn = (href) => href.replace(/([#&])(?:focus|example|by|screen|walk|turn|view|theme)=[^&]*/g, "$1").replace(/[#&]+$|&(?=&)/g, "");

/** @param {unknown} error */
function unlessTooLarge(error) {
  if (error instanceof RangeError) return null;
  throw error;
}

export class BenchAddress {
  #timer = 0;
  /** @type {"push" | "replace" | null} */
  #due = null;
  #pushed = -Infinity;
  /** @type {Promise<void>} */
  #writing = Promise.resolve();
  #run = "";
  /** True while an address is being opened: what changes then is not the reader's doing. */
  opening = true;
  /** The run that an address without one means. @type {readonly RunSegment[] | null} */
  usual = null;
  /** The lesson the address names. @type {string | null} */
  lesson = null;

  /** @param {BenchStore} store */
  constructor(store) {
    this.store = store;
  }

  /** @param {"push" | "replace"} kind */
  note(kind) {
    if (this.opening) return;
    if (kind === "push" || !this.#due) this.#due = kind;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Nothing that waits is written: the browser has gone elsewhere in its history. */
  forget() {
    clearTimeout(this.#timer);
    this.#due = null;
  }

  /** Write what waits. A run too large for a link leaves the address as it is. */
  flush() {
    clearTimeout(this.#timer);
    const written = this.#writing.catch(() => undefined).then(async () => {
      const kind = this.#due;
      this.#due = null;
      if (!kind) return;
      const link = await this.path().catch(unlessTooLarge);
      if (link === null) return;
      const path = ROOT + link;
      if (this.opening || path === location.pathname + location.search + location.hash) return;
      const again = kind === "push" && performance.now() - this.#pushed < ONE_EDIT_MS;
      if (kind === "push") this.#pushed = performance.now();
      history[kind === "push" && !again ? "pushState" : "replaceState"](null, "", path);
      this.remember();
    });
    this.#writing = written;
    return written;
  }

  /** The address tells of the run that is on the page now. */
  remember() {
    this.#run = runIn(location.href);
  }

  /** The address that the browser has gone to is of the run on the page, looked at in another way. */
  isHere() {
    return this.#run === runIn(location.href);
  }

  /** The link to this very page, from the root of the site on; a RangeError where it would be too large. @param {boolean} [weights] */
  async path(weights = true) {
    const list = new URLSearchParams(location.search).get("list");
    const query = this.lesson ? `?lesson=${encodeURIComponent(this.lesson)}${list ? `&list=${encodeURIComponent(list)}` : ""}` : "";
    return `/train${query}${await writeLink(this.store, {usual: this.usual, theme: ownTheme(), weights})}`;
  }

  async read() {
    return {lesson: new URLSearchParams(location.search).get("lesson"), ...(await readLink(location.hash))};
  }

  /** @param {Readonly<Record<string, string>>} said @param {import("../../bench.js").NetFocus} focus */
  hear(said, focus) {
    hearLooks(this.store, said, {focus, theme: ownTheme()});
  }
}
