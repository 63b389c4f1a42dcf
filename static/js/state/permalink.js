/**
 * The link as the page's memory: a lesson in the query, a changed program and the stop in the fragment.
 *
 * `/?lesson=chain-rule#at=edge.f.z.1` names a lesson and a stop; `#p=…` holds a program of its own (deflate-raw,
 * base64url), which never reaches a server; `open=z,y` names the composites that are open. A stop is named by phase and edge, not by its number, which would shift
 * when a group is opened.
 */

/** @typedef {import("../page.js").LinkState} LinkState */

/** @typedef {import("../page.js").PageDocument} PageDocument */
/** @typedef {import("../types.js").Stop} Stop */

const MAX_PROGRAM_BYTES = 1_000_000;
/** Each composite in a link costs a request to open. */
const MAX_OPEN = 40;

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function through(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MAX_PROGRAM_BYTES) throw new RangeError("the link's program is too large");
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/**
 * Text to a piece of a link.
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function pack(text) {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * A piece of a link back to text; throws where it is not one.
 * @param {string} packed
 * @returns {Promise<string>}
 */
export async function unpack(packed) {
  const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-8", {fatal: true}).decode(await through(bytes, new DecompressionStream("deflate-raw")));
}

/**
 * A stop's address as a link writes it: `edge:q>f:0` is `edge.q.f.0`, which needs no percent signs.
 * @param {string} address
 * @returns {string}
 */
export const linkAddress = (address) => address.replaceAll(/[:>]/g, ".");

/**
 * What a link to this very picture says. The last stop and the usual composites need no saying.
 * @param {PageDocument} document
 * @param {readonly Stop[]} stops
 * @param {number} stop
 * @param {readonly string[]} open   the composites that are open
 * @param {readonly string[]} usual  those that would be open anyway
 * @returns {LinkState}
 */
export function linkState({changed, title, text}, stops, stop, open, usual) {
  const last = stop === stops.length - 1;
  return {
    program: changed ? {title, text} : null,
    at: stop < 0 ? "start" : last ? null : (stops[stop]?.address ?? null),
    apart: open.join() === usual.join() ? null : open,
  };
}

/**
 * The index of a stop by its address, as the page or a link writes it; the last where there is none of that name.
 * @param {readonly Stop[]} stops
 * @param {string} address
 * @returns {number}
 */
export function stopNamed(stops, address) {
  const plain = linkAddress(address);
  if (plain === "start") return -1;
  const found = stops.findIndex((stop) => linkAddress(stop.address) === plain);
  return found >= 0 ? found : stops.length - 1;
}

/**
 * Read a fragment. A damaged program is none, and said to be damaged.
 * @param {string} hash  with or without its #
 * @returns {Promise<LinkState>}
 */
export async function readHash(hash) {
  const fields = new Map(hash.replace(/^#/, "").split("&").map((field) => /** @type {[string, string]} */ (field.split("=", 2))));
  const packed = fields.get("p");
  /** @type {LinkState["program"]} */
  let program = null;
  if (packed) {
    try {
      const {title, text} = JSON.parse(await unpack(packed));
      if (typeof title === "string" && typeof text === "string") program = {title: title.slice(0, 80), text};
    } catch {
      program = null;
    }
  }
  const open = fields.get("open");
  const apart = open === undefined ? null : open.split(",").filter(Boolean).slice(0, MAX_OPEN);
  return {program, at: fields.get("at") || null, apart, damaged: Boolean(packed) && !program};
}

/**
 * Write a fragment.
 * @param {LinkState} state
 * @returns {Promise<string>}  empty, or with its #
 */
export async function writeHash({program, at, apart}) {
  const fields = [];
  if (program) fields.push(`p=${await pack(JSON.stringify(program))}`);
  if (apart) fields.push(`open=${apart.join(",")}`);
  if (at) fields.push(`at=${linkAddress(at)}`);
  return fields.length ? `#${fields.join("&")}` : "";
}
