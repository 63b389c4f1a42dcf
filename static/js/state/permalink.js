/**
 * The link as the page's memory: a lesson in the query, all else in the fragment, which never reaches a server.
 *
 * `/?lesson=chain-rule#at=edge.f.z.1&view=present` names a lesson, a stop and a way of looking at it; `#p=…` holds a
 * program of its own (deflate-raw, base64url). What a link can say is one table, FIELDS. A field that says what a page
 * without it shows is left out, and one that makes no sense says nothing: a damaged link opens as much as it can.
 *
 * A stop is named by phase and edge, not by its number, which would shift when a group is opened. The theme is a matter
 * of taste and of the room, so a link says it only where it is not the one that the page has by itself (the system's;
 * before a room the light one), or where this very picture is handed out. A theme that came with a link is not kept as
 * the visitor's own choice.
 */

import {DESCENT, MOST_RATES, MOST_UPDATES, RULES} from "./descent-settings.js";
import {named, partsIn} from "./hiding.js";
import {SPEEDS} from "./pace.js";
import {carried, packProgram, readProgram} from "./program-link.js";
import {hearTheme, themeSaid} from "./room.js";

/** @typedef {import("../page.js").LinkState} LinkState */
/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("../page.js").DescentSettings} DescentSettings */
/** @typedef {import("../page.js").Rule} Rule */
/** @typedef {import("../page.js").Shown} Shown */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("./signals.js").Store} Store */

/**
 * What the page knows besides its state.
 * @typedef {Readonly<{
 *   open: readonly string[],
 *   usual: readonly string[],
 *   theme: Theme | null,
 *   own: Theme,
 *   lessonAsks: () => ReadonlySet<string>,
 * }>} Around
 *   open: the composites that are; usual: those that would be without a word; theme: the system's, null where the
 *   theme is to be said anyway; own: the visitor's choice, else the system's; lessonAsks: addresses of the stops that the
 *   lesson's own questions are about
 */

/** @typedef {"dark" | "light"} Theme */

/**
 * One thing a link can say: how it is read from the page, and what the page does on hearing it. `""` is its default.
 * @typedef {Readonly<{
 *   name: string,
 *   says: (store: Store, around: Around) => string,
 *   heard: (store: Store, said: string, around: Around) => void,
 * }>} Field
 */

/** Each composite in a link costs a request to open. */
const MAX_OPEN = 40;
/** No composite at all is open; no id looks like this. */
const NONE_OPEN = "-";
const MAX_ASKED = 1000;

/** @type {readonly Field[]} */
export const FIELDS = [
  {
    // Heard by the session, before there is a picture: opening a composite takes a request.
    name: "open",
    says: (_, {open, usual}) => (open.join() === usual.join() ? "" : open.join() || NONE_OPEN),
    heard: () => undefined,
  },
  {
    name: "at",
    says: ({stop, stops}) => {
      if (stop.value < 0) return "start";
      return stop.value === stops.value.length - 1 ? "" : linkAddress(stops.value[stop.value]?.address ?? "");
    },
    heard: (store, said) => (store.stop.value = stopNamed(store.stops.peek(), said)),
  },
  {
    name: "view",
    says: ({presenting, descending}) => (presenting.value ? "present" : descending.value ? "descend" : ""),
    heard: ({presenting, descending}, said) => {
      presenting.value = said === "present";
      descending.value = said === "descend";
    },
  },
  {
    // After the view, which decides what is usual.
    name: "theme",
    says: (store, {theme}) => (theme === null ? themeName(store.dark.value) : themeSaid(store, theme)),
    heard: (store, said, {own}) => hearTheme(store, said, own),
  },
  {
    name: "ask",
    says: ({questions}, {lessonAsks}) => {
      if (questions.value.size === 0) return "";
      return sameSet(questions.value, lessonAsks()) ? "lesson" : [...questions.value].map(linkAddress).join();
    },
    heard: ({questions, stops}, said, {lessonAsks}) => {
      questions.value = said === "lesson" ? lessonAsks() : addressesOf(stops.peek(), said);
    },
  },
  {
    // The stop asks and has not told yet: a class that opens the link must not read the answer.
    name: "asked",
    says: ({asked}) => (asked.value ? "yes" : ""),
    heard: ({asked, questions, currentStop}, said) => {
      asked.value = said === "yes" && questions.peek().has(currentStop.peek()?.address ?? "");
    },
  },
  {
    name: "chips",
    says: ({chips}) => (chips.value ? "" : "off"),
    heard: ({chips}, said) => (chips.value = said !== "off"),
  },
  {
    name: "sign",
    says: ({oneSign}) => (oneSign.value ? "one" : ""),
    heard: ({oneSign}, said) => (oneSign.value = said === "one"),
  },
  {
    name: "by",
    says: ({stepSize}) => (stepSize.value === "edge" ? "" : stepSize.value),
    heard: ({stepSize}, said) => (stepSize.value = said === "node" || said === "pass" ? said : "edge"),
  },
  {
    name: "speed",
    says: ({speed}) => (speed.value === 1 ? "" : String(speed.value)),
    heard: ({speed}, said) => (speed.value = SPEEDS.find((one) => String(one) === said) ?? 1),
  },
  {
    // The playlist whose run this is, of several that have the lesson.
    name: "list",
    says: ({list}) => list.value,
    heard: ({list}, said) => (list.value = plainWord(said) ?? ""),
  },
  {
    name: "hide",
    says: ({hidden}) => named(hidden.value),
    heard: ({hidden}, said) => {
      if (named(hidden.peek()) !== said) hidden.value = partsIn(said);
    },
  },
  ofDescent("rate", "rates", (said) => said.split(",").map(Number).filter((rate) => Number.isFinite(rate) && rate > 0).slice(0, MOST_RATES)),
  ofDescent("of", "active", (said) => (/^[0-2]$/.test(said) ? Number(said) : 0)),
  ofDescent("rule", "rule", (said) => (/** @type {Rule[]} */ (Object.keys(RULES)).find((rule) => rule === said) ?? DESCENT.rule)),
  ofDescent("updates", "updates", (said) => (/^[1-9]\d{0,2}$/.test(said) ? Math.min(Number(said), MOST_UPDATES) : DESCENT.updates)),
  ofDescent("moving", "moving", namesIn),
  ofDescent("axes", "axes", namesIn),
  {
    name: "to",
    says: ({update, descending}) => (descending.value && update.value > 0 ? String(update.value) : ""),
    heard: ({update}, said) => (update.value = /^\d{1,3}$/.test(said) ? Math.min(Number(said), MOST_UPDATES) : 0),
  },
  {
    name: "pick",
    says: ({pick}) => (pick.value ? [pick.value.node, ...pick.value.cell].join(".") : ""),
    heard: ({pick, shown}, said) => {
      const [node = "", ...cell] = said.split(".");
      const there = shown.peek()?.trace.nodes.find(({id}) => id === node);
      const place = cell.map(Number);
      const fits = there?.shape?.length === place.length && place.every((at, axis) => /^\d+$/.test(cell[axis] ?? "") && at < (there.shape?.[axis] ?? 0));
      pick.value = said && fits ? {node, cell: place} : null;
    },
  },
];

/**
 * One setting of going downhill; said only while that is what is shown.
 * @template {keyof DescentSettings} K
 * @param {string} name
 * @param {K} key
 * @param {(said: string, shown: Shown | null) => DescentSettings[K]} read
 * @returns {Field}
 */
function ofDescent(name, key, read) {
  const usual = String(DESCENT[key] ?? "");
  return {
    name,
    says: ({descending, descent}) => {
      const now = String(descent.value[key] ?? "");
      return descending.value && now !== usual ? now : "";
    },
    heard: ({descent, shown}, said) => {
      const found = said ? read(said, shown.peek()) : DESCENT[key];
      descent.value = {...descent.peek(), [key]: Array.isArray(found) && found.length === 0 ? DESCENT[key] : found};
    },
  };
}

/** Leaves by name, those that there are. @param {string} said @param {Shown | null} shown */
function namesIn(said, shown) {
  const wanted = said.split(",");
  return shown?.trace.nodes.filter(({id, op}) => !op && wanted.includes(id)).map(({id}) => id) ?? [];
}

const NAMES = new Set(FIELDS.map(({name}) => name));

/** @param {boolean} dark @returns {Theme} */
const themeName = (dark) => (dark ? "dark" : "light");

/** @param {ReadonlySet<string>} one @param {ReadonlySet<string>} other */
const sameSet = (one, other) => one.size === other.size && [...one].every((each) => other.has(each));

/**
 * The stops of a list of addresses, as a link writes it; names of none are dropped.
 * @param {readonly Stop[]} stops
 * @param {string} said
 * @returns {ReadonlySet<string>}
 */
function addressesOf(stops, said) {
  const wanted = new Set(said.split(",").slice(0, MAX_ASKED));
  return new Set(stops.map(({address}) => address).filter((address) => wanted.has(linkAddress(address))));
}

/**
 * A stop's address as a link writes it: `edge:q>f:0` is `edge.q.f.0`, which needs no percent signs.
 * @param {string} address
 * @returns {string}
 */
export const linkAddress = (address) => address.replaceAll(/[:>]/g, ".");

/**
 * What a link to this very picture says.
 * @param {Store} store
 * @param {Around} around
 * @returns {LinkState}
 */
export function linkState(store, around) {
  const document = store.shown.value?.document;
  const program = document?.changed ? carried(document) : null;
  const said = FIELDS.map(({name, says}) => [name, says(store, around)]).filter(([, text]) => text !== "");
  return {program, said: Object.fromEntries(said)};
}

/**
 * Bring the page to what a link says; what it does not say is as on a page without a link.
 * @param {Store} store  with the link's document shown
 * @param {LinkState["said"]} said
 * @param {Around} around
 */
export function hear(store, said, around) {
  for (const {name, heard} of FIELDS) heard(store, said[name] ?? "", around);
}

/**
 * What stays when one lesson follows another: the way of looking, not the place.
 * @param {LinkState["said"]} said
 * @param {string} [at]  where the next one is opened; its last stop where that is not said
 * @returns {LinkState["said"]}
 */
export function goingOn({view = "", ask = "", chips = "", by = "", speed = "", list = "", hide = "", theme = ""}, at = "") {
  return {at, view: view === "present" ? view : "", ask: ask === "lesson" ? ask : "", chips, by, speed, list, hide, theme};
}

/**
 * The composites that a link opens.
 * @param {LinkState} link
 * @returns {readonly string[] | null}  null where it does not say
 */
export function openedBy({said: {open}}) {
  if (!open) return null;
  return open === NONE_OPEN ? [] : open.split(",").filter(Boolean).slice(0, MAX_OPEN);
}

/**
 * The index of a stop by its address, as the page or a link writes it; the last where there is none of that name.
 * @param {readonly Stop[]} stops
 * @param {string} address
 * @returns {number}
 */
export function stopNamed(stops, address) {
  const plain = linkAddress(address);
  if (plain === "start") return -1;
  const found = stops.findIndex((stop) => linkAddress(stop.address) === plain);
  return found >= 0 ? found : stops.length - 1;
}

/**
 * Read a fragment. A damaged program is none, and said to be damaged.
 * @param {string} hash  with or without its #
 * @returns {Promise<LinkState>}  its saved graph is named by the path, if it is about one
 */
export async function readHash(hash) {
  const fields = hash.replace(/^#/, "").split("&").map((field) => /** @type {[string, string]} */ (field.split("=", 2)));
  const said = Object.fromEntries(fields.filter(([name, text]) => NAMES.has(name) && text));
  if (fields.some(([name, text]) => name === "open" && text === "")) said.open = NONE_OPEN;
  const of = (/** @type {string} */ wanted) => fields.find(([name]) => name === wanted)?.[1];
  const packed = of("p");
  const program = packed ? await readProgram(packed) : null;
  const [token, version] = [plainWord(of("edit")), plainWord(of("version"))];
  return {program, said, damaged: Boolean(packed) && !program, ...((token || version) && {saved: {id: "", token, version}})};
}

/** @param {string | undefined} word @returns {string | null} */
const plainWord = (word) => (word && /^[\w-]{1,100}$/.test(word) ? word : null);

/**
 * Write a fragment. The right to change a saved graph stands in it, for a fragment is not sent to servers; so does the
 * version that a changed program began with, lest it overwrite a newer one.
 * @param {LinkState} state
 * @returns {Promise<string>}  empty, or with its #
 */
export async function writeHash({program, said, saved}) {
  const fields = Object.entries(said).map(([name, text]) => `${name}=${text}`);
  if (saved?.version && program) fields.unshift(`version=${saved.version}`);
  if (saved?.token) fields.unshift(`edit=${saved.token}`);
  if (program) fields.unshift(`p=${await packProgram(program)}`);
  return fields.length ? `#${fields.join("&")}` : "";
}
