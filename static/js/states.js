/** The page of every mark and state. */

import {gallery} from "./draw/gallery.js";
import {inksOf, paintDiscs} from "./view/bench/discs.js";
import {render} from "./view/canvas.js";

const canvas = /** @type {SVGSVGElement | null} */ (document.querySelector("#states"));
if (canvas) {
  const {width, height, marks, discs} = gallery();
  canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
  canvas.setAttribute("width", String(width));
  canvas.setAttribute("height", String(height));
  render(canvas, marks);
  const under = /** @type {HTMLCanvasElement} */ (document.querySelector("#discs"));
  Object.assign(under.style, {width: `${width}px`, height: `${height}px`});
  paintDiscs(under, discs, {width, height, unit: 1, inks: inksOf()});
  await document.fonts.ready;
  document.body.dataset.ready = "1";
}
