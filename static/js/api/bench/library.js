/** All lessons and playlists, asked for once. */

import {ask} from "../client.js";

/** @typedef {import("../../page.js").LessonSummary} LessonSummary */
/** @typedef {import("../../page.js").Playlist} Playlist */
/** @typedef {Readonly<{lessons: readonly LessonSummary[], playlists: readonly Playlist[]}>} Library */

/** @type {Promise<Library> | null} */
let library = null;

/** @returns {Promise<Library>}  rejected where the server is away; the next call asks again */
export function listed() {
  library ??= Promise.all([ask("/lessons"), ask("/playlists")]).then(([{lessons}, {playlists}]) => ({lessons, playlists}));
  library.catch(() => (library = null));
  return library;
}
