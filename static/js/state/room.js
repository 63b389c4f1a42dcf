/**
 * Where the page is shown, and the theme that each place has. A projector wants light, whatever the reader's own screen
 * is, unless a link or the lecturer says otherwise; the desk behind it stays as it was. In the hand there is no room to
 * present to.
 */

import {batch, computed, signal} from "@preact/signals-core";

/** @typedef {"dark" | "light"} Theme */
/** @typedef {ReturnType<typeof createRoom>} Room */

export function createRoom() {
  const [presenting, narrow, darkAtDesk, darkInHall] = [signal(false), signal(false), signal(false), signal(false)];
  const hall = computed(() => presenting.value && !narrow.value);
  return {
    /** Presenting is wanted: by a key, or by a link that a phone may open, too. */
    presenting,
    /** A phone's width: the graph runs down, and there is no panel. */
    narrow,
    /** Shown to a hall: chrome away, what is spoken of at lecture size. */
    hall,
    darkAtDesk,
    darkInHall,
    /** The theme where the page is shown now. */
    dark: computed(() => (hall.value ? darkInHall : darkAtDesk).value),
  };
}

/** To the hall, which is light at first, or back to the desk. @param {Room} room @param {boolean} on */
export function present({presenting, darkInHall}, on) {
  batch(() => {
    if (on) darkInHall.value = false;
    presenting.value = on;
  });
}

/** Whether it is shown to a hall that was made dark: so is the page that comes after it. @param {Pick<Room, "hall" | "darkInHall">} room */
export const darkHall = ({hall, darkInHall}) => hall.peek() && darkInHall.peek();

/** The theme of where the page is shown now. @param {Room} room @param {boolean} dark */
export function paint({hall, darkAtDesk, darkInHall}, dark) {
  (hall.peek() ? darkInHall : darkAtDesk).value = dark;
}

/**
 * What a link says of the theme; its view is heard already. The desk behind a hall is the reader's own.
 * @param {Room} room
 * @param {string | undefined} said
 * @param {Theme} own  the reader's choice, else the system's
 */
export function hearTheme({presenting, hall, darkAtDesk, darkInHall}, said, own) {
  const told = said === "dark" || said === "light" ? said : null;
  batch(() => {
    darkInHall.value = presenting.peek() && told === "dark";
    darkAtDesk.value = (hall.peek() ? own : (told ?? own)) === "dark";
  });
}

/**
 * What a link has to say of the theme: nothing where it is the one that the page has there by itself.
 * @param {Room} room
 * @param {Theme} own
 * @returns {Theme | ""}
 */
export function themeSaid({dark, hall}, own) {
  const now = dark.value ? "dark" : "light";
  return now === (hall.value ? "light" : own) ? "" : now;
}
