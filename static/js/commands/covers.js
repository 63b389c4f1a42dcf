/**
 * What lies over the page has the keys. It is fetched when it is first asked for, and a key that is pressed while it is
 * on its way is neither lost nor anybody else's: Escape gives it up, and what is typed for the palette is kept for it.
 */

import {batch} from "@preact/signals-core";

/** @typedef {import("../state/signals.js").Store} Store */
/** @typedef {Pick<Store, "helpOpen" | "takeOpen" | "shareOpen" | "aboutOpen" | "saveNow" | "palette" | "lessonsOpen">} Covers */
/** @typedef {import("./keys.js").Press} Press */

/**
 * Where to find what was asked to lie over the page; null where nothing was.
 * @param {Covers} store
 * @returns {"dialog[open]" | ".lesson-list" | null}
 */
export function coverOf({helpOpen, takeOpen, shareOpen, aboutOpen, palette, lessonsOpen}) {
  const dialog = [helpOpen, takeOpen, shareOpen, aboutOpen].some((open) => open.peek()) || palette.peek() !== null;
  return dialog ? "dialog[open]" : lessonsOpen.peek() ? ".lesson-list" : null;
}

/**
 * A key for what is not there yet.
 * @param {Covers} store
 * @param {Press} press
 * @returns {boolean}  whether it is meant for that; the others are the browser's own
 */
export function pressedAhead(store, {key, ctrlKey, altKey, metaKey}) {
  if (ctrlKey || altKey || metaKey) return false;
  if (key === "Escape") giveUp(store);
  const waiting = store.palette.peek();
  if (waiting && !waiting.taken) store.palette.value = {...waiting, ...typedOn(waiting.typed ?? "", key)};
  return [...key].length === 1 || key === "Enter" || key === "Escape" || key === "Backspace";
}

/** @param {string} typed @param {string} key */
function typedOn(typed, key) {
  if (key === "Enter") return {typed, taken: true};
  if (key === "Backspace") return {typed: typed.slice(0, -1)};
  return {typed: [...key].length === 1 ? typed + key : typed};
}

/** @param {Covers} store */
function giveUp({helpOpen, takeOpen, shareOpen, aboutOpen, saveNow, palette, lessonsOpen}) {
  batch(() => {
    for (const open of [helpOpen, takeOpen, shareOpen, aboutOpen, saveNow, lessonsOpen]) open.value = false;
    palette.value = null;
  });
}
