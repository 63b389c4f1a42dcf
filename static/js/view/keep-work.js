/** The browser's storage as the shelf that the reader's own work is kept on. Where it is switched off, nothing is kept. */

import {Autosave} from "../api/autosave.js";

/**
 * @param {import("../api/session.js").Session} session
 * @param {{ahead: () => string, loaded: string}} address
 */
export function keepWork(session, {ahead, loaded}) {
  let place;
  try {
    place = {shelf: localStorage, tab: sessionStorage, ahead, loaded};
  } catch {
    return;
  }
  const autosave = new Autosave(session, place);
  void autosave.goOn();
  addEventListener("pagehide", () => autosave.write(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") autosave.write(true);
  });
}

/** What all tabs share, or null where the reader has switched it off. */
export function sharedShelf() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
