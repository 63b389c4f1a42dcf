/** The page of every mark and state. */

import {gallery} from "./draw/gallery.js";
import {render} from "./view/canvas.js";

const canvas = /** @type {SVGSVGElement | null} */ (document.querySelector("#states"));
if (canvas) {
  const {width, height, marks} = gallery();
  canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
  canvas.setAttribute("width", String(width));
  canvas.setAttribute("height", String(height));
  render(canvas, marks);
  await document.fonts.ready;
  document.body.dataset.ready = "1";
}
