/** Where this site begins: a proxy may put it under a path of its own, which every address of the page then begins with. */

/**
 * What stands before the site's own paths, without a slash at its end.
 * @param {string} module  where a module of the page came from; one that came from a file or inside a page has no site
 */
export const rootOf = (module) => /^https?:\/\/[^/]+(\/.*?)?\/static\/[^/]+\/js\//.exec(module)?.[1] ?? "";

export const ROOT = rootOf(import.meta.url);

/**
 * A path of this site as its own pages call it; null for one of another site on the same host.
 * @param {string} pathname
 * @param {string} [root]
 */
export const inside = (pathname, root = ROOT) => (pathname === root ? "/" : pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : null);
