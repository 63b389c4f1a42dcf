/** How large the picture is, and the buttons that change it. */

import {naturalScale} from "../state/camera.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";

/** @param {{desk: import("../page.js").Desk}} props */
export function Zoom({desk}) {
  const {camera, window, narrow, unit} = desk.store;
  const natural = narrow.value ? naturalScale(window.value, true) : unit.value;
  const percent = camera.value ? Math.round((camera.value.k / natural) * 100) : 100;
  return html`<button type="button" aria-label=${words.zoomOut} onClick=${() => desk.run("zoom-out")}>${icons.minus}</button>
    <span class="num">${percent} %</span>
    <button type="button" aria-label=${words.zoomIn} onClick=${() => desk.run("zoom-in")}>${icons.plus}</button>
    <button type="button" onClick=${() => desk.run("fit")}>${words.fit}</button>`;
}
