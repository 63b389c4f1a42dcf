/** What the library says of its own; a translation is this file and words.js in another language. */

/** @param {number} n */
const lessons = (n) => `${n} ${n === 1 ? "lesson" : "lessons"}`;

export const libraryWords = {
  title: "Lessons",
  byTopic: "by topic",
  find: "Find a lesson",
  topics: "By topic",
  playlists: "By playlist",
  also: "Also",
  history: "A history of networks",
  lessons,
  playlist: "playlist",
  train: "Train",
  /** @param {string} title */
  trainIt: (title) => `${title}: train it as a network`,
  /** @param {number} n */
  oneLecture: (n) => `${lessons(n)}, one lecture`,
  /** @param {string} title */
  track: (title) => `Playlist: ${title}`,
  from: "Start",
  /** @param {string} text */
  none: (text) => `No lesson is about “${text}”.`,
  all: "Show all lessons",
  /** @param {number} n */
  found: (n) => `${lessons(n)} found`,
  choosePlaylist: "Playlist",
  timeline: {
    title: "A history of networks",
    lead: "From one threshold to deep networks, as the lectures tell it. Each stop opens the lessons that show it.",
    sources: "The years are those of these works",
    none: "no lesson yet",
  },
};
