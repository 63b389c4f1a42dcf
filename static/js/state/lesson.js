/** What the page asks of lessons as data: their order, what they say at a stop, and what a word of theirs points at. */

import {edgeKey} from "../graph/queries.js";

/** @typedef {import("../types.js").Display} Display */
/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("../page.js").LessonLook} LessonLook */
/** @typedef {import("../page.js").LessonMark} LessonMark */
/** @typedef {import("../page.js").LessonSummary} LessonSummary */
/** @typedef {import("../page.js").Playlist} Playlist */

/** @typedef {Readonly<{title: string, ordered: boolean, lessons: readonly LessonSummary[]}>} Shelf */

/**
 * Lessons as a reader looks for them: by playlist in its order, then those of none by topic.
 * @param {readonly LessonSummary[]} lessons
 * @param {readonly Playlist[]} playlists
 * @returns {readonly Shelf[]}
 */
export function byPlaylist(lessons, playlists) {
  const bySlug = new Map(lessons.map((lesson) => [lesson.slug, lesson]));
  const listed = new Set(playlists.flatMap((playlist) => playlist.lessons));
  const rest = lessons.filter(({slug}) => !listed.has(slug));
  const shelves = playlists.map(({title, lessons: slugs}) => ({
    title, ordered: true, lessons: slugs.flatMap((slug) => bySlug.get(slug) ?? []),
  }));
  const topics = [...new Set(rest.map(({topic}) => topic ?? ""))];
  return [...shelves, ...topics.map((topic) => ({title: topic, ordered: false, lessons: rest.filter((one) => (one.topic ?? "") === topic)}))]
    .filter((shelf) => shelf.lessons.length > 0);
}

/**
 * What a lesson says in one place; what it says anywhere is said at the end.
 * @param {Lesson} lesson
 * @param {string | undefined} place  a stop's address, "start" or "end"
 * @returns {readonly LessonLook[]}
 */
export function looksAt({look = []}, place) {
  return look.filter(({at}) => (at ?? "end") === place);
}

/**
 * What of the picture a word points at: what stands for its node, or its wire; nothing where the picture has neither.
 * @param {LessonMark} mark
 * @param {Display} display
 * @returns {readonly string[]}  ids of display nodes and keys of display edges
 */
export function pointedAt({node, edge}, {owner, edges}) {
  if (!edge) return owner[node ?? ""] ? [/** @type {string} */ (owner[node ?? ""])] : [];
  const key = edgeKey(edge.source, edge.target, edge.index);
  const drawn = edges.find((one) => one.key === key);
  return drawn ? [drawn.key] : [];
}

/**
 * A sentence in pieces: what is plain, and the words that point at something.
 * @param {LessonLook} look
 * @returns {readonly Readonly<{text: string, mark: LessonMark | null}>[]}
 */
export function pieces({text, marks = []}) {
  const places = marks.map((mark) => ({mark, at: wordsAt(text, mark.words)})).filter(({at}) => at >= 0).sort((a, b) => a.at - b.at);
  const found = [];
  let end = 0;
  for (const {mark, at} of places) {
    if (at < end) continue;
    found.push({text: text.slice(end, at), mark: null}, {text: mark.words, mark});
    end = at + mark.words.length;
  }
  return [...found, {text: text.slice(end), mark: null}].filter((piece) => piece.text !== "");
}

/** Where words stand in a sentence as whole words. @param {string} text @param {string} words */
function wordsAt(text, words) {
  const whole = (/** @type {string} */ letter) => letter === "" || !/\w/.test(letter);
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (whole(text.charAt(at - 1)) && whole(text.charAt(at + words.length))) return at;
  }
  return -1;
}
