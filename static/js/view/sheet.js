/** Style sheets of views that are fetched on use: they come with the view, and the view waits for them. */

/**
 * @template T
 * @param {string} name  of a file in static/css, without its ending
 * @param {() => Promise<T>} load
 * @returns {() => Promise<T>}
 */
export const withSheet = (name, load) => () => Promise.all([load(), fetched(name)]).then(([view]) => view);

/** @type {Map<string, Promise<void>>} */
const sheets = new Map();

/** @param {string} name */
function fetched(name) {
  const known = sheets.get(name);
  if (known) return known;
  const coming = /** @type {Promise<void>} */ (new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(`../../css/${name}.css`, import.meta.url).href;
    link.onload = () => resolve();
    link.onerror = () => resolve(); // Plain is better than nothing.
    document.head.append(link);
  }));
  sheets.set(name, coming);
  return coming;
}
