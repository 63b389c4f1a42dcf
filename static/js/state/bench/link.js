/**
 * What a link to the bench says: the run by its segments, the moment with its weights where they are few, and the way of
 * looking. All of it stands after #, which never reaches a server.
 */

import {pack, unpack} from "../packing.js";
import {hearTheme, themeSaid} from "../room.js";

/** @typedef {import("../../bench.js").RunSegment} RunSegment */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").RunPlace} RunPlace */
/** @typedef {import("./store.js").BenchStore} BenchStore */

/** Weights and state go along as long as they take no more than this, in characters. */
export const MOST_MOMENT = 16_000;
/** Steps by single examples that a segment may begin with, and edits of weights. */
const [MOST_EXAMPLES, MOST_EDITS] = [100_000, 10_000];
/** What no change on the way can change: told once, by the first segment, and by a later one only where it differs. */
const LASTING = /** @type {const} */ (["spec", "data", "parameters", "state"]);

/**
 * @typedef {Readonly<{
 *   segments: readonly RunSegment[] | null,
 *   at: RunPlace,
 *   to: number,
 *   moment: Pick<RunMoment, "parameters" | "state"> | null,
 *   pinned: Readonly<{title: string, segments: readonly RunSegment[], to: number}> | null,
 *   said: Readonly<Record<string, string>>,
 *   damaged: boolean,
 * }>} BenchLink  segments null: the run that is opened without a link; to: as far as it was trained
 */

/** How the page is looked at, one word each. */
const LOOKS = ["focus", "example", "by", "screen", "walk", "turn", "view", "theme"];

/**
 * @param {BenchStore} store
 * @param {{usual: readonly RunSegment[] | null, theme: "dark" | "light", weights?: boolean}} around  usual: the run that needs no telling; weights: they go along where they are few
 * @returns {Promise<string>}  empty, or with its #
 * @throws {RangeError} where the run is too large for a link
 */
export async function writeLink(store, {usual, theme, weights = true}) {
  const [now, segments, pinned] = [store.now.value, store.segments.value, store.pinned.value];
  if (!now) return "";
  const to = store.history.value?.epoch.at(-1) ?? 0;
  /** @type {[string, string][]} */
  const fields = [];
  if (JSON.stringify(segments) !== JSON.stringify(usual)) fields.push(["run", await pack(JSON.stringify(shortened(segments)))]);
  if (now.step > 0) fields.push(["at", placeText(now)]);
  if (to > now.epoch) fields.push(["to", String(to)]);
  if (weights && now.step > 0 && now.state) {
    const moment = await packed({parameters: now.parameters, state: now.state});
    if (moment && moment.length <= MOST_MOMENT) fields.push(["now", moment]);
  }
  if (pinned?.segments) {
    const kept = await packed({title: pinned.title, segments: shortened(pinned.segments), to: pinned.history.epoch.at(-1) ?? 0});
    if (kept) fields.push(["keep", kept]);
  }
  for (const [name, text] of Object.entries(looks(store, theme))) if (text) fields.push([name, text]);
  return fields.length ? `#${fields.map(([name, text]) => `${name}=${text}`).join("&")}` : "";
}

/** What a link can do without, packed; null where it is too large. @param {unknown} what */
const packed = (what) => pack(JSON.stringify(what)).catch(() => null);

/**
 * A run with what lasts told once: a table of one's own is in every segment.
 * @param {readonly RunSegment[]} segments
 * @returns {readonly object[]}
 */
function shortened(segments) {
  return segments.map((segment, at) => {
    const before = segments[at - 1]?.request;
    if (!before) return segment;
    const {request} = segment;
    const told = LASTING.flatMap((name) => {
      if (JSON.stringify(request[name]) === JSON.stringify(before[name])) return [];
      return [[name, request[name] ?? null]];
    });
    const others = Object.entries(request).filter(([name]) => !LASTING.some((one) => one === name));
    return {...segment, request: Object.fromEntries([...others, ...told])};
  });
}

/** What `shortened` has left out, put in again. @param {readonly any[]} segments @returns {RunSegment[]} */
function lengthened(segments) {
  /** @type {any} */
  let before = {};
  return segments.map((segment) => {
    const lasting = LASTING.map((name) => [name, name in segment.request ? segment.request[name] : before[name]]);
    const request = {...segment.request, ...Object.fromEntries(lasting)};
    for (const name of LASTING) if (request[name] === null || request[name] === undefined) delete request[name];
    before = request;
    return {...segment, request};
  });
}

/** @param {BenchStore} store @param {"dark" | "light"} theme */
function looks(store, theme) {
  const {focus, example, unit, screen, walk, lesson, turn, presenting} = store;
  const {layer, unit: of, input} = focus.value;
  return {
    focus: [layer, of, ...(input === null ? [] : [input])].join("."),
    example: example.value ? String(example.value) : "",
    by: unit.value === "epoch" ? "" : unit.value,
    screen: screen.value === "bench" ? "" : screen.value,
    walk: screen.value === "example" ? walk.value.replaceAll(":", ".") : "",
    turn: lesson.value && turn.value > 0 ? String(turn.value + 1) : "",
    view: presenting.value ? "present" : "",
    theme: themeSaid(store, theme),
  };
}

/** @param {RunPlace} place */
const placeText = ({epoch, step, position}) => (position ? `${epoch}.${position}.${step}` : String(epoch));

/**
 * @param {string} hash  with or without its #
 * @returns {Promise<BenchLink>}
 */
export async function readLink(hash) {
  const fields = Object.fromEntries(hash.replace(/^#/, "").split("&").map((field) => /** @type {[string, string]} */ (field.split("=", 2))));
  const [segments, moment, kept] = await Promise.all([unpacked(fields.run, asRun), unpacked(fields.now, asMoment), unpacked(fields.keep, asKept)]);
  const [epoch = 0, position = 0, step = 0] = /^\d{1,7}(\.\d{1,9}\.\d{1,9})?$/.test(fields.at ?? "") ? (fields.at ?? "").split(".").map(Number) : [];
  const to = /^\d{1,7}$/.test(fields.to ?? "") ? Number(fields.to) : epoch;
  const damaged = [[fields.run, segments], [fields.now, moment], [fields.keep, kept]].some(([text, found]) => text && !found);
  const said = Object.fromEntries(LOOKS.filter((name) => fields[name]).map((name) => [name, fields[name] ?? ""]));
  return {segments, at: {epoch, position, step}, to: Math.max(to, epoch), moment: moment && segmentsFit(moment, epoch) ? moment : null, pinned: kept, said, damaged};
}

/** A moment is of the epoch that the link says, or it is none of this run. @param {any} moment @param {number} epoch */
const segmentsFit = ({state}, epoch) => state.epoch === epoch;

/**
 * @param {string | undefined} text
 * @param {(found: any) => any} as  what it says; null where it does not fit
 * @returns {Promise<any>}  null where there is none, or it is damaged
 */
async function unpacked(text, as) {
  if (!text) return null;
  try {
    return as(JSON.parse(await unpack(text)));
  } catch {
    return null;
  }
}

/** @param {any} found @param {number} [most] */
const isWhole = (found, most = Number.MAX_SAFE_INTEGER) => Number.isInteger(found) && found >= 0 && found <= most;
/** @param {any} found */
const isObject = (found) => found !== null && typeof found === "object" && !Array.isArray(found);
/** @param {any} found */
const isPlace = (found) => ["epoch", "step", "position"].every((name) => isWhole(found?.[name]));
/** @param {any} found */
const isData = (found) => isObject(found) && (typeof found.dataset === "string" || (Array.isArray(found.x) && found.x.every(Array.isArray) && Array.isArray(found.y)));
/** @param {any} found */
export const isRequest = (found) => Boolean(Number.isInteger(found?.spec?.inputs) && Array.isArray(found.spec.layers) && found.spec.layers.length > 0
  && found.spec.layers.every((/** @type {any} */ layer) => isWhole(layer?.units) && layer.activation) && typeof found.spec.loss === "string"
  && isData(found.data) && typeof found.optimizer?.kind === "string");
/** @param {any} found */
const isEdit = (found) => typeof found?.name === "string" && isWhole(found.row) && (found.column === null || isWhole(found.column)) && Number.isFinite(found.value);
/** @param {any} found */
const isSegment = (found) => isPlace(found?.from) && isRequest(found.request) && isWhole(found.examples ?? 0, MOST_EXAMPLES)
  && (found.edits === undefined || (Array.isArray(found.edits) && found.edits.length <= MOST_EDITS && found.edits.every(isEdit)));
/** @param {readonly RunSegment[]} run */
const isRising = (run) => run.every(({from}, at) => at === 0 || from.step > (run[at - 1]?.from.step ?? 0));

/** @param {any} found @returns {RunSegment[] | null} */
function asRun(found) {
  if (!Array.isArray(found) || found.length === 0 || !found.every((segment) => isObject(segment?.request))) return null;
  const run = lengthened(found);
  return run.every(isSegment) && isRising(run) ? run : null;
}

/** @param {any} found */
const asMoment = (found) => (isObject(found?.parameters) && isPlace(found.state) ? found : null);

/** @param {any} found */
function asKept(found) {
  const segments = asRun(found?.segments);
  return segments && typeof found.title === "string" && isWhole(found.to) ? {...found, segments} : null;
}

/**
 * Bring the page to the way of looking that a link says; what it does not say is as usual.
 * @param {BenchStore} store
 * @param {Readonly<Record<string, string>>} said
 * @param {{focus: import("../../bench.js").NetFocus, theme: "dark" | "light"}} usual
 */
export function hearLooks(store, said, usual) {
  const [layer, unit, input = null] = /^\d{1,3}\.\d{1,3}(\.\d{1,4})?$/.test(said.focus ?? "") ? (said.focus ?? "").split(".").map(Number) : [];
  store.focus.value = layer === undefined || unit === undefined ? usual.focus : {layer, unit, input};
  store.example.value = /^\d{1,6}$/.test(said.example ?? "") ? Number(said.example) : 0;
  store.unit.value = said.by === "example" || said.by === "batch" ? said.by : "epoch";
  store.walk.value = said.walk && /^[a-z]+(\.\d{1,3}){0,4}$/.test(said.walk) ? said.walk.replaceAll(".", ":") : "";
  store.screen.value = said.screen === "example" ? "example" : "bench";
  store.turn.value = turnSaid(said.turn);
  store.nextLesson.value = null;
  store.presenting.value = said.view === "present";
  hearTheme(store, said.theme, usual.theme);
}

/** A turn of a lesson as a link says it: its number, from 1, or the last one. @param {string | undefined} text */
export function turnSaid(text = "") {
  if (text === "last") return Infinity;
  return /^\d{1,3}$/.test(text) ? Math.max(0, Number(text) - 1) : 0;
}
