/** Maths or words set as large as their place allows: smaller until they fit, never clipped. */

import {h} from "preact";
import {useLayoutEffect, useRef} from "preact/hooks";

import {Maths} from "./maths.js";
import {tellMore} from "./strip.js";

/** Below this share of its size a line is not set smaller. */
const LEAST = 0.3;
/** And one that may be rolled, not below this. */
const ROLLED = 0.62;
/** What the dots take of an end where a rolled line goes on, in em. */
const DOTS = 1.6;

/**
 * @param {{tex?: string, children?: import("preact").ComponentChildren, lines?: number, roll?: boolean}} props
 *   lines: words may take so many; roll: a line that would have to be much smaller is rolled to the part that acts
 */
export function Fitted({tex, children, lines = 1, roll = false}) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const box = /** @type {HTMLDivElement} */ (place.current);
    const fit = () => setSize(box, roll ? ROLLED : LEAST);
    const watch = new ResizeObserver(fit);
    if (box.parentElement) watch.observe(box.parentElement);
    fit();
    void document.fonts.ready.then(fit);
    return () => watch.disconnect();
  }, [tex, children]);
  return h("div", {ref: place, class: lines > 1 ? "fitted words" : "fitted"}, tex === undefined ? children : h(Maths, {tex}));
}

/** @param {HTMLDivElement} box @param {number} least */
function setSize(box, least) {
  const content = /** @type {HTMLElement | null} */ (box.firstElementChild);
  const room = box.parentElement;
  if (!content || !room) return;
  let part = 1;
  for (let round = 0; round < 6; round += 1) {
    box.style.setProperty("--fit", String(part));
    const {width, height} = content.getBoundingClientRect();
    const [wide, tall] = [Math.max(content.scrollWidth, width) / room.clientWidth, height / room.clientHeight];
    // What is rolled along is not rolled up and down as well.
    const over = part > least ? Math.max(wide, tall) : tall;
    if (over <= 1 || part <= LEAST) break;
    // Words that wrap need less than their excess: half of it in one step.
    part = Math.max(over === tall ? LEAST : least, box.classList.contains("words") ? part / Math.sqrt(over) - 0.01 : part / over - 0.005);
  }
  if (least !== ROLLED) return;
  const dots = DOTS * parseFloat(getComputedStyle(room).fontSize);
  const now = room.querySelector(".now");
  room.scrollLeft = now ? Math.max(0, now.getBoundingClientRect().right - room.getBoundingClientRect().right + room.scrollLeft + dots) : 0;
  tellMore({currentTarget: room}, dots);
}
