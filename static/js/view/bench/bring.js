/** Bringing something in: a network's file, or a table of one's own, chosen, dropped, or pasted. */

import {isRequest} from "../../state/bench/link.js";
import {TableError, readTable} from "../../state/bench/csv.js";
import {withTable} from "../../state/bench/opening.js";
import {begun} from "../../state/bench/settings.js";
import {benchWords} from "../../state/bench-words.js";

/** @typedef {import("../../bench.js").BenchDesk} BenchDesk */
/** @typedef {import("../../bench.js").TrainRequest} TrainRequest */

const said = benchWords.taking;
const MOST_BYTES = 2_000_000;

/**
 * Open what a text holds: a network as it was taken along, else a table.
 * @param {BenchDesk} desk
 * @param {string} text
 * @returns {Promise<string>}  what is wrong with it, or ""
 */
export async function bring(desk, text) {
  if (text.length > MOST_BYTES) return said.tooLarge;
  if (/^\s*\{/.test(text)) return bringNetwork(desk, text);
  return bringTable(desk, text);
}

/** @param {BenchDesk} desk @param {string} text */
async function bringNetwork(desk, text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return said.notJson(error instanceof Error ? error.message : "");
  }
  if (!isRequest(found)) return said.notNetwork;
  await desk.training.open(found);
  return opened(desk);
}

/** @param {BenchDesk} desk @param {string} text */
async function bringTable(desk, text) {
  try {
    const request = begun(/** @type {TrainRequest} */ (desk.store.request.peek()));
    await desk.training.open(withTable(request, readTable(text), desk.store.rows.peek()?.task ?? null));
    return opened(desk);
  } catch (error) {
    if (error instanceof TableError) return said.refused[error.what](error.line ?? 0, error.text);
    throw error;
  }
}

/** The server's own word where it does not take it. @param {BenchDesk} desk */
function opened({store}) {
  const problem = store.problem.peek();
  if (!problem) store.dialog.value = null;
  return problem ? problem.detail : "";
}

/** @param {BenchDesk} desk @param {(words: string) => void} tell */
export function chooseFile(desk, tell) {
  const field = Object.assign(document.createElement("input"), {type: "file", accept: ".json,.csv,.txt,.tsv,application/json,text/csv,text/plain"});
  field.addEventListener("change", () => void field.files?.[0]?.text().then((text) => bring(desk, text)).then(tell));
  field.click();
}

/**
 * What is dropped on the page, or pasted where nobody types.
 * @param {BenchDesk} desk
 */
export function takeIn(desk) {
  const refuse = (/** @type {string} */ detail) => {
    if (detail) desk.store.problem.value = {type: "about:blank", title: "", status: 0, code: "not-taken", detail, errors: []};
  };
  addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void file.text().then((text) => bring(desk, text)).then(refuse);
  });
  addEventListener("paste", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest("input, textarea, select, dialog")) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.includes("\n") || text.trim().startsWith("{")) void bring(desk, text).then(refuse);
  });
}
