/**
 * One press after another through a whole lecture: the steps of a lesson, the next lesson's title, its first step.
 *
 * At the desk a lesson's end is its end, unless the address has chosen a playlist: Page Down then leads on from the very
 * end, and arrows do not. The order is that of the playlist that was chosen, or of the first that the lesson is in.
 */

/** @typedef {import("../state/signals.js").Store} Store */
/** @typedef {import("./player.js").Player} Player */
/** @typedef {import("../page.js").Playlist} Playlist */

/**
 * The lesson that many places further on in its playlist, or null.
 * @param {readonly Playlist[]} playlists
 * @param {string | null | undefined} slug
 * @param {1 | -1} by
 * @param {string} [chosen]  the playlist whose run it is, where it has the lesson
 * @returns {string | null}
 */
export function lessonBeside(playlists, slug, by, chosen = "") {
  const lessons = playlistOf(playlists, slug, chosen)?.lessons ?? [];
  const at = lessons.indexOf(slug ?? "");
  return at < 0 ? null : (lessons[at + by] ?? null);
}

/**
 * The playlist that a lesson is looked at in.
 * @param {readonly Playlist[]} playlists
 * @param {string | null | undefined} slug
 * @param {string} chosen
 */
export function playlistOf(playlists, slug, chosen) {
  const having = playlists.filter((playlist) => playlist.lessons.includes(slug ?? ""));
  return having.find((playlist) => playlist.slug === chosen) ?? having[0];
}

export class Lecture {
  /**
   * @param {Store} store
   * @param {Player} player
   * @param {(slug: string, at: string) => void} open
   */
  constructor(store, player, open) {
    this.store = store;
    this.player = player;
    this.open = open;
  }

  /** The lesson before or after the one on the screen. @param {1 | -1} by @returns {string | null} */
  beside(by) {
    const {presenting, playlists, shown, list} = this.store;
    return presenting.value || list.value ? lessonBeside(playlists.value, shown.value?.document.slug, by, list.value) : null;
  }

  /** Would a press forward do anything? */
  get goesOn() {
    const {stop, stops, asked} = this.store;
    return stop.value < stops.value.length - 1 || asked.value || (this.store.presenting.value && this.beside(1) !== null);
  }

  /** Would a press back? */
  get goesBack() {
    return this.store.stop.value >= 0 || (this.store.presenting.value && this.beside(-1) !== null);
  }

  /** At the desk, from the end of a lesson of the chosen playlist on to another. @param {1 | -1} by */
  leads = (by) => !this.store.presenting.value && !(by > 0 ? this.goesOn : this.goesBack) && this.beside(by) !== null;

  /** @param {1 | -1} by */
  lead(by) {
    const slug = this.beside(by);
    if (slug !== null) this.open(slug, by > 0 ? "start" : "last");
  }

  next() {
    const {stop, stops, asked, presenting, titleCard} = this.store;
    const told = stop.peek() >= stops.peek().length - 1 && !asked.peek();
    const after = told && presenting.peek() ? this.beside(1) : null;
    if (after === null) this.player.next();
    else if (titleCard.peek()) this.open(after, "start");
    else titleCard.value = true;
  }

  back() {
    const {presenting, stop, titleCard} = this.store;
    const before = stop.peek() < 0 && presenting.peek() ? this.beside(-1) : null;
    if (titleCard.peek()) titleCard.value = false;
    else if (before !== null) this.open(before, "last");
    else this.player.back();
  }
}
