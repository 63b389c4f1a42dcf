/**
 * What of the workbench is not shown: a link leaves away what would distract a class, or what has no room in a frame.
 *
 * Nothing is taken from the keyboard but editing: who hides that wants the graph left as it is.
 */

/** The parts that can be left away, as a link names them. @typedef {"bar" | "head" | "panel" | "words" | "track" | "edit"} Part */

/** In the order of the page, from above. */
export const PARTS = /** @type {readonly Part[]} */ (Object.freeze(["bar", "head", "edit", "panel", "words", "track"]));

/** @type {ReadonlySet<Part>} */
export const NOTHING = new Set();

/**
 * The parts a link names; others are none.
 * @param {string} said
 * @returns {ReadonlySet<Part>}
 */
export function partsIn(said) {
  const named = said.split(".");
  const found = PARTS.filter((part) => named.includes(part));
  return found.length ? new Set(found) : NOTHING;
}

/**
 * How a link names them.
 * @param {ReadonlySet<Part>} parts
 */
export const named = (parts) => PARTS.filter((part) => parts.has(part)).join(".");

/**
 * The same link with other parts hidden, in a theme of its own or the reader's, in the page for frames or the whole page.
 * @param {string} link  a whole address
 * @param {Readonly<{hide: ReadonlySet<Part>, theme: "" | "light" | "dark", embed: boolean}>} how
 */
export function linkWith(link, {hide, theme, embed}) {
  const [, before = "", path = "/", query = "", hash = ""] = /^(https?:\/\/[^/?#]+)?([^?#]*)(\?[^#]*)?(#.*)?$/.exec(link) ?? [];
  const kept = hash.slice(1).split("&").filter((field) => field && !/^(hide|theme)=/.test(field));
  const said = [...kept, ...(theme ? [`theme=${theme}`] : []), ...(hide.size ? [`hide=${named(hide)}`] : [])];
  const page = embed ? path.replace(/\/(g\/[^/]*)?$/, (_, saved) => `/embed${saved ? `/${saved}` : ""}`) : path;
  return `${before}${page}${query}${said.length ? `#${said.join("&")}` : ""}`;
}

/**
 * What puts a link into another page.
 * @param {string} link
 * @param {string} title  of what is shown, for who cannot see it
 * @param {readonly [number | string, number | string]} size
 */
export function snippet(link, title, [width, height]) {
  const said = (/** @type {string} */ text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<iframe src="${said(link)}" title="${said(title)}" width="${width}" height="${height}" loading="lazy" allow="clipboard-write; fullscreen"></iframe>`;
}
