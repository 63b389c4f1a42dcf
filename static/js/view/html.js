/** `html` for plain markup. Components are called as h(Component, props), where their props are checked. */

import htm from "htm";
import {h} from "preact";

/** @typedef {import("preact").VNode<any>} VNode */

export const html = /** @type {(strings: TemplateStringsArray, ...values: unknown[]) => VNode} */ (htm.bind(h));
