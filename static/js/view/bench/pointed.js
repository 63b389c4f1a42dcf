/** The weight under the pointer, told by the board to the table and back; what is chosen for good is the focus's input. */

import {signal} from "@preact/signals-core";

/** An input of the unit in focus, from 1; 0 is its bias; null: the pointer is elsewhere. */
export const pointed = signal(/** @type {number | null} */ (null));

/** The focus as it is shown: with the weight that is pointed at. @param {import("../../bench.js").NetFocus} focus @returns {import("../../bench.js").NetFocus} */
export const shownFocus = (focus) => (pointed.value === null ? focus : {...focus, input: pointed.value});
