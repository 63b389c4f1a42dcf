/**
 * What a link to the bench says: the run by its segments, the moment with its weights where they are few, and the way of
 * looking. All of it stands after #, which never reaches a server.
 */

import {pack, unpack} from "../packing.js";

/** @typedef {import("../../bench.js").RunSegment} RunSegment */
/** @typedef {import("../../bench.js").RunMoment} RunMoment */
/** @typedef {import("../../bench.js").RunPlace} RunPlace */
/** @typedef {import("./store.js").BenchStore} BenchStore */

/** Weights and state go along as long as they take no more than this, in characters. */
export const MOST_MOMENT = 16_000;

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
const LOOKS = ["focus", "example", "by", "screen", "walk", "theme"];

/**
 * @param {BenchStore} store
 * @param {{usual: readonly RunSegment[] | null, theme: "dark" | "light", weights?: boolean}} around  usual: the run that needs no telling; weights: they go along where they are few
 * @returns {Promise<string>}  empty, or with its #
 */
export async function writeLink(store, {usual, theme, weights = true}) {
  const [now, segments, pinned] = [store.now.value, store.segments.value, store.pinned.value];
  if (!now) return "";
  const to = store.history.value?.epoch.at(-1) ?? 0;
  /** @type {[string, string][]} */
  const fields = [];
  if (JSON.stringify(segments) !== JSON.stringify(usual)) fields.push(["run", await pack(JSON.stringify(segments))]);
  if (now.step > 0) fields.push(["at", placeText(now)]);
  if (to > now.epoch) fields.push(["to", String(to)]);
  if (weights && now.step > 0 && now.state) {
    const moment = await pack(JSON.stringify({parameters: now.parameters, state: now.state}));
    if (moment.length <= MOST_MOMENT) fields.push(["now", moment]);
  }
  if (pinned?.segments) fields.push(["keep", await pack(JSON.stringify({title: pinned.title, segments: pinned.segments, to: pinned.history.epoch.at(-1) ?? 0}))]);
  for (const [name, text] of Object.entries(looks(store, theme))) if (text) fields.push([name, text]);
  return fields.length ? `#${fields.map(([name, text]) => `${name}=${text}`).join("&")}` : "";
}

/** @param {BenchStore} store @param {"dark" | "light"} theme */
function looks({focus, example, unit, screen, walk, dark}, theme) {
  const {layer, unit: of, input} = focus.value;
  const now = dark.value ? "dark" : "light";
  return {
    focus: [layer, of, ...(input === null ? [] : [input])].join("."),
    example: example.value ? String(example.value) : "",
    by: unit.value === "epoch" ? "" : unit.value,
    screen: screen.value === "bench" ? "" : screen.value,
    walk: screen.value === "example" ? walk.value.replaceAll(":", ".") : "",
    theme: now === theme ? "" : now,
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
  const [segments, moment, kept] = await Promise.all([unpacked(fields.run, isRun), unpacked(fields.now, isMoment), unpacked(fields.keep, isKept)]);
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
 * @param {(found: any) => boolean} fits
 * @returns {Promise<any>}  null where there is none, or it is damaged
 */
async function unpacked(text, fits) {
  if (!text) return null;
  try {
    const found = JSON.parse(await unpack(text));
    return fits(found) ? found : null;
  } catch {
    return null;
  }
}

/** @param {any} found */
const isPlace = (found) => ["epoch", "step", "position"].every((name) => Number.isInteger(found?.[name]) && found[name] >= 0);
/** @param {any} found */
export const isRequest = (found) => Boolean(Number.isInteger(found?.spec?.inputs) && Array.isArray(found.spec.layers) && found.spec.layers.length > 0 && found.data && typeof found.data === "object" && typeof found.optimizer?.kind === "string");
/** @param {any} found */
export const isRun = (found) => Array.isArray(found) && found.length > 0 && found.every(({from, request}) => isPlace(from) && isRequest(request));
/** @param {any} found */
const isMoment = (found) => Boolean(found?.parameters && isPlace(found.state));
/** @param {any} found */
const isKept = (found) => typeof found?.title === "string" && isRun(found.segments) && Number.isInteger(found.to);

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
  store.dark.value = (said.theme === "dark" || said.theme === "light" ? said.theme : usual.theme) === "dark";
}
