/** A strip of maths in one line: set smaller where it is high, rolled to the part that acts, and ended by dots, never inside a letter. */

import {useLayoutEffect, useRef} from "preact/hooks";

/** What the dots take of an end at least, in em of the page. */
const DOTS = 2.1;

/** @param {string} tex @param {string | number} room  both tell when it is to be fitted anew */
export function useStrip(tex, room) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const strip = place.current;
    if (!strip) return undefined;
    return inItsType(() => {
      shrink(strip);
      reveal(strip);
      tellMore({currentTarget: strip});
    });
  }, [tex, room]);
  return place;
}

/**
 * Measure now, and again when the type that is still on its way is there: it is wider or narrower than what stands for it.
 * @param {() => void} measure
 * @returns {() => void}  to measure no more
 */
export function inItsType(measure) {
  let wanted = true;
  measure();
  if (document.fonts.status === "loading") void document.fonts.ready.then(() => wanted && measure());
  return () => {
    wanted = false;
  };
}

/** Maths with several levels is set smaller until it fits the strip's height. @param {HTMLElement} strip */
function shrink(strip) {
  strip.style.fontSize = "";
  const needed = /** @type {HTMLElement | null} */ (strip.firstElementChild)?.getBoundingClientRect().height ?? 0;
  const room = strip.clientHeight;
  if (needed > room) strip.style.fontSize = `${(parseFloat(getComputedStyle(strip).fontSize) * room) / needed}px`;
}

/** A formula longer than the strip is rolled to the part that acts. @param {HTMLElement} strip */
function reveal(strip) {
  const now = strip.querySelector(".now");
  const [inner, outer] = [now?.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft = inner ? Math.max(0, strip.scrollLeft + inner.right - outer.right + 60) : 0;
}

/**
 * Dots at the ends where the formula goes on, so that none is taken for the whole.
 * @param {{currentTarget: EventTarget | null}} event
 * @param {number} [least]  px that the dots take of an end
 */
export function tellMore({currentTarget}, least) {
  const strip = /** @type {HTMLElement} */ (currentTarget);
  const over = strip.scrollWidth - strip.clientWidth;
  strip.classList.toggle("more-before", strip.scrollLeft > 2);
  strip.classList.toggle("more-after", strip.scrollLeft < over - 2);
  if (over <= 2) return;
  const dots = least ?? DOTS * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const {left, right} = strip.getBoundingClientRect();
  const letters = lettersOf(strip);
  strip.style.setProperty("--cover-before", `${past(letters, left + dots, "right") - left}px`);
  strip.style.setProperty("--cover-after", `${right - past(letters, right - dots, "left")}px`);
}

/**
 * Dots where a name of maths is wider than its place. All are measured before any is marked: a page with a thousand of
 * them would else be laid out a thousand times.
 * @param {readonly HTMLElement[]} names
 */
export function cutNames(names) {
  const covers = names.map((name) => {
    if (name.scrollWidth <= name.clientWidth + 1) return null;
    const {right} = name.getBoundingClientRect();
    return right - past(lettersOf(name), right - parseFloat(getComputedStyle(name).fontSize), "left");
  });
  names.forEach((name, at) => {
    const cover = covers[at] ?? null;
    name.classList.toggle("more-after", cover !== null);
    if (cover !== null) name.style.setProperty("--cover-after", `${cover}px`);
  });
}

/** @param {HTMLElement} place */
function lettersOf(place) {
  return [...place.querySelectorAll(".katex-html span:not(:has(*))")].map((letter) => letter.getBoundingClientRect()).filter(({width}) => width > 0);
}

/**
 * The nearest place to an edge that cuts no letter.
 * @param {readonly DOMRect[]} letters
 * @param {number} edge
 * @param {"left" | "right"} side  of a cut letter, where one goes instead
 * @returns {number}
 */
function past(letters, edge, side) {
  const cut = letters.find(({left, right}) => left < edge - 0.5 && right > edge + 0.5);
  return cut ? past(letters, cut[side], side) : edge;
}
