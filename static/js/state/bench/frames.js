/** A binary frame of the stream, read: `BPF1`, the header's length, the header as JSON, the grids. See docs/stream.md. */

/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").NetHistory} NetHistory */

const MAGIC = 0x31465042; // "BPF1", little endian
const HEAD = 8;

/**
 * @param {ArrayBuffer} content
 * @returns {{moment: RunMoment, history: NetHistory, stopped: string | null}}
 * @throws {RangeError} where the bytes are no frame
 */
export function readFrame(content) {
  const view = new DataView(content);
  if (content.byteLength < HEAD || view.getUint32(0, true) !== MAGIC) throw new RangeError("these bytes are no frame");
  const start = HEAD + view.getUint32(4, true);
  const told = JSON.parse(new TextDecoder().decode(new Uint8Array(content, HEAD, start - HEAD)));
  return {moment: {...momentOf(told), grids: gridsOf(told.grids, new Uint8Array(content, start))}, history: told.history, stopped: told.stopped ?? null};
}

/**
 * What a frame or a `state` message says of the run, without grids.
 * @param {any} told
 * @returns {RunMoment}
 */
export function momentOf(told) {
  const {epoch, step, position, learning_rate, parameters} = told;
  const [layers, confusion, slots, state] = [told.layers ?? null, told.confusion ?? null, told.slots ?? null, told.state ?? null];
  return {epoch, step, position, learning_rate, parameters, grids: null, layers, confusion, slots: slots ?? state?.slots ?? null, state};
}

/**
 * @param {readonly {layer: number, unit: number, low: number, high: number}[] | undefined} heads
 * @param {Uint8Array} bytes
 */
function gridsOf(heads, bytes) {
  if (!heads?.length) return null;
  const size = bytes.length / heads.length;
  return heads.map((head, k) => ({...head, bytes: bytes.subarray(k * size, (k + 1) * size)}));
}
