/**
 * The discs of the units on one canvas beneath the picture: each its own response, in flat bands.
 *
 * A canvas, for thirty frames a second of seventeen images: a disc is painted again only where its bytes, its place or
 * the theme's inks are new.
 */

import {signal} from "@preact/signals-core";
import {useEffect} from "preact/hooks";

import {bandColours, bandPixels, cutToDisc, UNIT_BANDS} from "../../draw/bench/bands.js";

/** @typedef {import("../../draw/bench/bands.js").Field} Field */
/** @typedef {import("../../draw/bench/bands.js").Range} Range */
/**
 * `field` null: the sheet alone. `square`: the side of a square to paint instead of a disc.
 * @typedef {Readonly<{x: number, y: number, r: number, field: Field | null, range: Range, square?: boolean}>} Disc
 */

/** What each canvas shows. @type {WeakMap<HTMLCanvasElement, {size: string, discs: Map<string, Disc>}>} */
const painted = new WeakMap();
const NOTHING = /** @type {Field} */ (Object.freeze({bytes: Uint8Array.of(127), columns: 1, rows: 1, low: -1, high: 1}));

/** The theme's own inks, as they are now: asking for them costs as much as painting a disc. */
export function inksOf() {
  const tokens = getComputedStyle(document.documentElement);
  const ink = (/** @type {string} */ name) => tokens.getPropertyValue(`--${name}`).trim();
  return {plum: ink("plum"), sheet: ink("sheet"), green: ink("green")};
}

/** The inks of the theme that is shown; null before the first drawing. */
const inks = signal(/** @type {ReturnType<typeof inksOf> | null} */ (null));

/** The inks, read anew when the theme has changed. @param {boolean} dark */
export function useInks(dark) {
  useEffect(() => {
    inks.value = inksOf();
  }, [dark]);
  return inks;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Readonly<Record<string, Disc>>} discs  by a key each, in units of the picture
 * @param {{width: number, height: number, unit: number, inks: ReturnType<typeof inksOf>}} how  the room in px, and px a unit of the picture
 */
export function paintDiscs(canvas, discs, {width, height, unit, inks}) {
  const scale = devicePixelRatio || 1;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const size = [w, h, unit, ...Object.values(inks)].join(" ");
  const last = painted.get(canvas);
  const fresh = last?.size !== size;
  if (fresh) Object.assign(canvas, {width: w, height: h});
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const colours = bandColours(inks, UNIT_BANDS);
  for (const [key, old] of fresh ? [] : last?.discs ?? []) {
    if (!discs[key]) wipe(pen, old, unit * scale);
  }
  for (const [key, disc] of Object.entries(discs)) {
    const old = fresh ? undefined : last?.discs.get(key);
    if (old && isSame(old, disc)) continue;
    if (old) wipe(pen, old, unit * scale);
    paint(pen, disc, unit * scale, colours);
  }
  painted.set(canvas, {size, discs: new Map(Object.entries(discs))});
}

/** @param {Disc} a @param {Disc} b */
const isSame = (a, b) => a.x === b.x && a.y === b.y && a.r === b.r && a.field?.bytes === b.field?.bytes && a.range.low === b.range.low
  && a.range.high === b.range.high && a.field?.low === b.field?.low && a.field?.high === b.field?.high;

/** @param {CanvasRenderingContext2D} pen @param {Disc} disc @param {number} k */
function wipe(pen, {x, y, r}, k) {
  pen.clearRect(Math.floor((x - r) * k) - 1, Math.floor((y - r) * k) - 1, Math.ceil(2 * r * k) + 3, Math.ceil(2 * r * k) + 3);
}

/** @param {CanvasRenderingContext2D} pen @param {Disc} disc @param {number} k @param {readonly import("../../draw/bench/bands.js").Rgb[]} colours */
function paint(pen, {x, y, r, field, range, square}, k, colours) {
  const size = Math.max(1, Math.round(2 * r * k));
  const pixels = bandPixels(field ?? NOTHING, field ? range : {low: -4, high: 4}, colours, size, size);
  if (!square) cutToDisc(pixels, size);
  pen.putImageData(new ImageData(pixels, size, size), Math.round((x - r) * k), Math.round((y - r) * k));
}
