/**
 * The link as the page's memory: a lesson in the query, a changed program and the stop in the fragment.
 *
 * `/?lesson=chain-rule#at=edge.f.z.1` names a lesson and a stop; `#p=…` holds a program of its own (deflate-raw,
 * base64url), which never reaches a server. A stop is named by phase and edge, not by its number, which would shift
 * when a group is opened.
 */

/** @typedef {import("../page.js").LinkState} LinkState */

const MAX_PROGRAM_BYTES = 1_000_000;

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
  return {program, at: fields.get("at") || null, damaged: Boolean(packed) && !program};
}

/**
 * Write a fragment.
 * @param {LinkState} state
 * @returns {Promise<string>}  empty, or with its #
 */
export async function writeHash({program, at}) {
  const fields = [];
  if (program) fields.push(`p=${await pack(JSON.stringify(program))}`);
  if (at) fields.push(`at=${linkAddress(at)}`);
  return fields.length ? `#${fields.join("&")}` : "";
}
