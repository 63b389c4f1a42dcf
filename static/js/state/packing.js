/** Text as a piece of a link and back: deflate-raw, base64url. What is unpacked has a largest size, whatever it came as. */

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
 * @throws {RangeError} where it is larger than what a link is unpacked to
 */
export async function pack(text) {
  const plain = new TextEncoder().encode(text);
  if (plain.length > MAX_PROGRAM_BYTES) throw new RangeError("it is too large for a link");
  const bytes = await through(plain, new CompressionStream("deflate-raw"));
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
