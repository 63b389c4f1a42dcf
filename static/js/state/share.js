/**
 * What is handed out: how far an address reaches, and a code as a path.
 *
 * Which addresses mean one machine or one network is in RFC 6890 (IPv4 and IPv6), 6761 (localhost) and 6762 (.local).
 */

/** How far an address reaches. @typedef {"world" | "network" | "machine"} Reach */

/**
 * The most bytes that are put into a code: what its version 25 holds, 117 modules a side. On a projector of 1080 lines a
 * module is then 6 pixels, about the least that a telephone tells apart from the back of a hall.
 */
export const MOST_BYTES = 1272;
/** Up to here a code is small enough for the better correction. */
export const FEW_BYTES = 330;
/** Modules of light ground around a code; ISO 18004 asks for four. */
const QUIET = 4;

const MACHINE = /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/;
const NETWORK = /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|169\.254(\.\d+){2}|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}|\[f[cd][\da-f]{2}:.*\]|\[fe[89ab][\da-f]:.*\]|[^.\[\]:]+|.*\.(local|lan|internal|home\.arpa))$/;

/**
 * How far a link reaches.
 * @param {string} url  a whole address
 * @returns {Reach}
 */
export function reachOf(url) {
  const host = new URL(url).hostname.toLowerCase().replace(/\.$/, "");
  if (MACHINE.test(host)) return "machine";
  return NETWORK.test(host) ? "network" : "world";
}

/**
 * The site of a link, with the path that a proxy puts before it; without a slash at its end.
 * @param {string} url  a whole address of the workbench
 */
export const siteOf = (url) => url.replace(/\/(g\/[^/?#]*)?([?#].*)?$/, "");

/**
 * Bytes of a link, as a code counts them.
 * @param {string} link
 */
export const bytesOf = (link) => new TextEncoder().encode(link).length;

/**
 * A code as one path of rows, in modules, with its quiet ground around it.
 * @param {{size: number, get: (x: number, y: number) => boolean}} code
 * @returns {{side: number, path: string}}
 */
export function codePath({size, get}) {
  const runs = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = x;
      while (x < size && get(x, y)) x += 1;
      if (x > from) runs.push(`M${from + QUIET} ${y + QUIET}h${x - from}v1h${from - x}z`);
    }
  }
  return {side: size + 2 * QUIET, path: runs.join("")};
}
