/** A link as a code for telephones, as large as its place; where it is too long for one, that is said. */

import {correction, generate} from "lean-qr/nano";

import {FEW_BYTES, MOST_BYTES, bytesOf, codePath} from "../state/share.js";
import {words} from "../state/words.js";
import {html} from "./html.js";
import {icons} from "./icons.js";

/** @param {{link: string}} props */
export function Code({link}) {
  const bytes = bytesOf(link);
  if (bytes > MOST_BYTES) return html`<p class="too-long">${icons.warning}<span>${words.tooLong(bytes, MOST_BYTES)}</span></p>`;
  const {side, path} = codePath(generate(link, {minCorrectionLevel: bytes > FEW_BYTES ? correction.L : correction.M}));
  return html`<svg class="code" viewBox=${`0 0 ${side} ${side}`} shape-rendering="crispEdges" role="img" aria-label=${words.codeOf}>
    <rect class="ground" width=${side} height=${side} /><path d=${path} /></svg>`;
}
