/**
 * What comes from elsewhere: pieces, programs, graphs and links, by the clipboard, by a drop or from a file; and pieces
 * that go to the clipboard. As text, so that they go between windows.
 */

import {subject} from "../commands/build.js";
import {coverOf} from "../commands/covers.js";
import {pasted, pieceAsText, pieceFromText, pieceOf} from "../editing/clip.js";
import {ApiError, ask} from "../api/client.js";
import {openFound} from "../api/keeping.js";
import {keptWords} from "../state/keeping-words.js";
import {inside} from "../state/root.js";
import {words} from "../state/words.js";

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../editing/clip.js").Piece} Piece */
/** @typedef {import("../types.js").Point} Point */

/** How far a copy stands from what it is a copy of, in board units. */
const ASIDE = /** @type {const} */ ([40, 130]);
/** More than a graph that can be opened. */
const MOST_BYTES = 2_000_000;
const FIELDS = "input, textarea, select, [contenteditable]";

/** @param {Desk} desk */
export function takeIn(desk) {
  addEventListener("copy", (event) => void copy(desk, event));
  addEventListener("cut", (event) => {
    if (copy(desk, event)) desk.run("delete");
  });
  addEventListener("paste", (event) => {
    if (isElsewhere(desk, event.target)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.trim() === "") return;
    event.preventDefault();
    void open(desk, text);
  });
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void openFile(desk, file);
  });
}

/** A field takes its own text, and what lies over the board leaves it alone. @param {Desk} desk @param {EventTarget | null} target */
function isElsewhere({store}, target) {
  const over = coverOf(store) === "dialog[open]" || store.hidden.peek().has("edit");
  return over || store.hall.peek() || (target instanceof Element && target.closest(FIELDS) !== null);
}

/** @param {Desk} desk @param {ClipboardEvent} event @returns {boolean}  whether a piece was copied */
function copy(desk, event) {
  const ids = subject(desk);
  if (isElsewhere(desk, event.target) || ids.length === 0 || getSelection()?.isCollapsed === false) return false;
  event.preventDefault();
  event.clipboardData?.setData("text/plain", pieceAsText(pieceOf(desk.session.editing.document, ids)));
  return true;
}

/** Choose a file to open. @param {Desk} desk */
export function chooseFile(desk) {
  const field = Object.assign(document.createElement("input"), {type: "file", accept: ".json,.txt,application/json,text/plain"});
  field.addEventListener("change", () => {
    const file = field.files?.[0];
    if (file) void openFile(desk, file);
  });
  field.click();
}

/** @param {Desk} desk @param {File} file */
async function openFile(desk, file) {
  if (file.size > MOST_BYTES) say(desk, keptWords.takingIn.tooLarge);
  else await open(desk, await file.text());
}

/**
 * Whatever it is: a piece is put on the board; a graph, a link or a program is another page.
 * @param {Desk} desk
 * @param {string} text
 */
export async function open(desk, text) {
  const piece = pieceFromText(text);
  if (piece) {
    put(desk, piece);
    return;
  }
  const link = linkIn(text);
  if (link) {
    desk.openAddress(link);
    return;
  }
  try {
    if (text.trim().startsWith("{")) await openGraph(desk, text);
    else await openText(desk, text);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say(desk, keptWords.takingIn.refused(error.problem.detail));
  }
}

/** @param {Desk} desk @param {string} text */
async function openGraph(desk, text) {
  let graph;
  try {
    graph = JSON.parse(text);
  } catch {
    say(desk, keptWords.takingIn.noJson);
    return;
  }
  desk.player.halt();
  await openFound(desk.session, graph);
}

/** A program that can be read; one that lacks a value still opens, and says what it lacks. @param {Desk} desk @param {string} text */
async function openText(desk, text) {
  const whole = text.replaceAll("\r\n", "\n").trimEnd();
  await ask("/parse", {expression: whole});
  desk.openProgram({title: words.ownProgram, text: whole});
}

/** A link to a page like this one, from its path on; its program may have been made on another server. @param {string} text */
function linkIn(text) {
  if (!/^https?:\/\/\S+$/.test(text.trim()) || !URL.canParse(text.trim())) return null;
  const {origin, pathname, search, hash} = new URL(text.trim());
  const here = origin === location.origin ? inside(pathname) : null;
  if (here !== null) return /^\/(?:g\/[\w-]+)?$/.test(here) ? here + search + hash : null;
  return pathname.endsWith("/") && (/[#&]p=/.test(hash) || search.startsWith("?lesson=")) ? `/${search}${hash}` : null;
}

/** The piece once more, where it can be seen. @param {Desk} desk @param {Piece} piece */
function put(desk, piece) {
  const {store, session: {editing}} = desk;
  if (!desk.commands.find(({id}) => id === "build")?.when()) return;
  const {graph, ids} = pasted(editing.document, piece, wayTo(desk, piece));
  editing.edit(() => graph);
  store.chosen.value = new Set(ids);
}

/** How far to move it: a little aside where it is seen then, else to the middle of the board. @param {Desk} desk @param {Piece} piece @returns {Point} */
function wayTo({store}, {places}) {
  const [camera, {width, height}, points] = [store.camera.peek(), store.window.peek(), Object.values(places)];
  if (!camera || points.length === 0) return [...ASIDE];
  const mean = (/** @type {0 | 1} */ axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const seen = (/** @type {number} */ at, /** @type {number} */ of) => at > 0.05 * of && at < 0.9 * of;
  const aside = seen((x + ASIDE[0]) * camera.k + camera.x, width) && seen((y + ASIDE[1]) * camera.k + camera.y, height);
  if (aside) return [...ASIDE];
  return [Math.round((width / 2 - camera.x) / camera.k - x), Math.round((height / 2 - camera.y) / camera.k - y)];
}

/** @param {Desk} desk @param {string} detail */
function say({store}, detail) {
  store.problem.value = {type: "about:blank", title: detail, status: 0, code: "not-taken-in", detail, errors: []};
}
