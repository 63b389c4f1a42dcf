/** The library's pages: the lessons, their history, and the answer sheets of one. */

import "@preact/signals";
import {h, render} from "preact";

import {inside} from "./state/root.js";
import {Library} from "./view/library.js";

const page = /** @type {HTMLElement} */ (document.getElementById("page"));
/** @type {import("./page.js").LibraryGiven} */
const given = JSON.parse(document.getElementById("state")?.textContent ?? "");
render(h(Library, {given, path: inside(location.pathname) ?? location.pathname}), page);
void document.fonts.ready.then(() => (document.body.dataset.ready = "true"));
