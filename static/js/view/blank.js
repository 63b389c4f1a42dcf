/** A dark screen while the room looks at the speaker, on the workbench as on the bench; any key or press ends it. */

import {useRef} from "preact/hooks";

import {words} from "../state/words.js";
import {useKeyboard} from "./focus.js";
import {html} from "./html.js";

/** @param {{desk: {store: {blank: import("@preact/signals-core").Signal<boolean>}}}} props */
export function Blank({desk}) {
  const place = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const back = () => (desk.store.blank.value = false);
  useKeyboard(() => place.current?.focus(), {always: true});
  return html`<button type="button" class="blank-screen" ref=${place} aria-label=${words.blankScreen} onClick=${back}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      event.preventDefault();
      event.stopPropagation();
      back();
    }}></button>`;
}
