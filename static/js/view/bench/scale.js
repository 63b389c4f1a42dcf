/** The bands' colours from lowest to highest, and the inks they are mixed from, read from the page's own tokens. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {SURFACE_BANDS, bandColours} from "../../draw/bench/bands.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */

/** @param {Element} place @param {string} name */
const token = (place, name) => getComputedStyle(place).getPropertyValue(`--${name}`).trim();

/**
 * Something read from the tokens, and kept until the theme is another: asked at every frame it would have the browser
 * compute all styles anew.
 * @template T
 * @param {(place: Element) => T} read
 */
function kept(read) {
  let known = /** @type {{theme: string | undefined, value: T} | null} */ (null);
  return (/** @type {Element} */ place) => {
    const {theme} = document.documentElement.dataset;
    if (!known || known.theme !== theme) known = {theme, value: read(place)};
    return known.value;
  };
}

export const bandsAt = kept((place) => bandColours({plum: token(place, "plum"), sheet: token(place, "sheet"), green: token(place, "green")}, SURFACE_BANDS));

/** Washes of classes; past six they begin again, and the letters tell. */
export const washesAt = kept((place) => Array.from({length: 6}, (_, kind) => token(place, `class-${kind}`)));

/** @param {{desk: BenchDesk}} props */
export function Scale({desk}) {
  const place = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const dark = desk.store.dark.value;
  useLayoutEffect(() => {
    const canvas = /** @type {HTMLCanvasElement} */ (place.current);
    const bytes = bandsAt(canvas).flatMap((rgb) => [...rgb, 255]);
    [canvas.width, canvas.height] = [bytes.length / 4, 1];
    canvas.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(bytes), canvas.width, 1), 0, 0);
  }, [dark]);
  return h("canvas", {ref: place, class: "scale", "aria-hidden": "true"});
}
