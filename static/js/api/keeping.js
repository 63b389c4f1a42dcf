/**
 * Keeping on the server: a graph is saved, saved again, and opened by its address; stored runs are opened too.
 *
 * A save that may have arrived although its answer did not is sent again under the same key, so that it is one save. A
 * changed graph is put in the place of the very version it began with; if that is gone, nothing is overwritten.
 */

import {signal} from "@preact/signals-core";

import {looseOf, withoutLoose} from "../editing/edits.js";
import {ANOTHER, UNSAVED, foundIn, savedAs} from "../state/saved.js";
import {keptWords} from "../state/keeping-words.js";
import {words} from "../state/words.js";
import {ApiError, ask, away, call, failure} from "./client.js";
import {runOf} from "./running.js";

/** @typedef {import("../types.js").GraphDocument} GraphDocument */
/** @typedef {import("../types.js").Trace} Trace */
/** @typedef {import("../page.js").PageDocument} PageDocument */
/** @typedef {import("../page.js").Saved} Saved */
/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./trail.js").Place} Place */
/** @typedef {"push" | "replace"} Entry */

/** Before a server that is away is asked again. */
const PAUSE_MS = 1000;
/** The save that was sent last, until it is answered. */
let sent = {body: "", key: ""};

/** Random letters; crypto.randomUUID is there only where a page was fetched safely. */
export function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Save what is on the board as a new graph.
 * @param {Session} session
 * @param {string} title
 * @returns {Promise<void>}
 */
export async function saveNew(session, title) {
  const document = titled(session, title);
  const body = JSON.stringify(savedAs(document));
  if (sent.body !== body) sent = {body, key: randomKey()};
  const {answer} = await call("/graphs", {method: "POST", body, headers: {"idempotency-key": sent.key}});
  sent = {body: "", key: ""};
  note(session, document, {id: answer.id, token: answer.edit_token, version: plain(answer.etag)});
}

/**
 * Put what is on the board in the place of the version it began with.
 * @param {Session} session
 * @param {string} title
 */
export async function saveAgain(session, title) {
  const document = titled(session, title);
  const {id, token, version} = document.saved?.peek() ?? UNSAVED;
  const headers = {authorization: `Bearer ${token}`, "if-match": `"${version}"`};
  const {answer} = await call(`/graphs/${id}`, {method: "PUT", body: JSON.stringify(savedAs(document)), headers});
  note(session, document, {id, token, version: plain(answer.etag)});
}

/** An entity tag without its marks. @param {string | null} etag */
const plain = (etag) => etag?.replace(/^W\//, "").replaceAll('"', "") ?? null;

/** What is on the board, under this title from now on. @param {Session} session @param {string} title @returns {PageDocument} */
function titled({store}, title) {
  const shown = store.shown.peek();
  if (!shown) throw new Error(words.loading);
  const document = {...shown.document, title: title || shown.document.title, saved: shown.document.saved ?? signal(UNSAVED)};
  store.shown.value = {...shown, document};
  return document;
}

/** @param {Session} session @param {PageDocument} as @param {Pick<Saved, "id" | "token" | "version">} kept */
function note(session, as, kept) {
  if (as.saved) as.saved.value = {...UNSAVED, opened: as.saved.peek().opened, ...kept, as};
  session.trail.note("replace");
}

/**
 * Open what an address names on the server; a program that stands in the address itself is a change of it.
 * @param {Session} session
 * @param {Place} place
 * @param {Lesson} opening  what is shown where there is nothing
 * @param {Entry} [entry]
 */
export async function openKept(session, place, opening, entry = "replace") {
  const {turn} = session;
  try {
    if (place.run) await openRun(session, place.run, place, entry);
    else await openGraph(session, place, entry);
    away.value = false;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.away) {
      away.value = true; // The address must not be given up for a server that only starts again.
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (session.turn === turn) await openKept(session, place, opening, entry);
      return;
    }
    away.value = false;
    const gone = error.problem.status === 404 ? (place.run ? keptWords.keeping.noRun : keptWords.keeping.noGraph) : error.problem.detail;
    await session.open(opening, undefined, {notice: {...error.problem, detail: gone, errors: []}});
  }
}

/** @param {Session} session @param {Place} place @param {Entry} entry */
async function openGraph(session, {saved: named, slug, ...link}, entry) {
  const {id, token = null, version = null} = named ?? {};
  if (!id) return;
  if (link.program) {
    const saved = signal({...UNSAVED, id, token, version, as: ANOTHER});
    if (slug && !(await session.open(slug, link, {entry, saved}))) return;
    session.openProgram({...link.program, saved}, link.said, entry);
    return;
  }
  const {answer, etag} = await call(`/graphs/${encodeURIComponent(id)}`, {});
  await openFound(session, answer, {link, entry, saved: signal({...UNSAVED, id, token, version: plain(etag)})});
}

/**
 * Open a document that was kept: saved on the server, or in a file. One that grew out of a lesson opens beside it.
 * @param {Session} session
 * @param {unknown} kept
 * @param {{link?: Pick<Place, "said">, entry?: Entry, saved?: NonNullable<PageDocument["saved"]>}} [how]
 */
export async function openFound(session, kept, {link = {said: {}}, entry = "push", saved = signal(UNSAVED)} = {}) {
  const found = foundIn(kept);
  if (!found) throw failure("no-graph", keptWords.keeping.notAGraph);
  const {graph, lesson} = found;
  const text = await textOf(graph, found.text);
  const title = found.title || words.ownProgram;
  if (lesson && !(await session.open(lesson, {program: {title, text, ...beside(graph)}, said: link.said}, {entry, saved}))) return;
  const ran = {graph, trace: await runOf(graph)};
  session.openProgram({title, text, ran, saved}, link.said, entry);
}

/** The program of a graph: as it was written, as far as that still says it. @param {GraphDocument} graph @param {string} source */
async function textOf(graph, source) {
  const whole = withoutLoose({...graph, layout: {}});
  if (whole.nodes.length === 0) return "";
  return (await ask("/print", {graph: whole, ...(source && {source})})).expression;
}

/** What no text can say. @param {GraphDocument} graph */
function beside(graph) {
  const loose = looseOf(graph);
  return {layout: graph.layout ?? {}, groups: (graph.groups ?? []).filter(({op}) => !op), loose: graph.nodes.filter(({id}) => loose.has(id))};
}

/** @param {Session} session @param {string} run @param {Place} link @param {Entry} entry */
async function openRun(session, run, link, entry) {
  const path = `/runs/${encodeURIComponent(run)}`;
  const {answer: stored} = await call(path, {});
  const {output, seed} = stored;
  const found = foundIn(stored.graph);
  if (!found) throw failure("no-graph", keptWords.keeping.notAGraph);
  // The same backward pass again, from the stored values: its answer replaces what is stored by the same numbers.
  const trace = await ask(`${path}/backward`, {...(output !== null && {output}), ...(seed !== null && {seed}), detail: "trace"});
  const text = await textOf(found.graph, found.text);
  session.openProgram({title: found.title || keptWords.keeping.storedRun, text, ran: {graph: found.graph, trace}, saved: signal({...UNSAVED, run})}, link.said, entry);
}
