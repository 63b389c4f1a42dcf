/** The page as a whole: bar, board with panel, tape; and what may lie over them. */

import {h} from "preact";

import {words} from "../state/words.js";
import {BASE} from "./address.js";
import {Bar, EmbedBar} from "./bar.js";
import {Blank} from "./blank.js";
import {useReturn} from "./focus.js";
import {Head} from "./head.js";
import {html} from "./html.js";
import {icons} from "./icons.js";
import {Key} from "./key.js";
import {Lazy} from "./lazy.js";
import {Pad} from "./pad.js";
import {Panel} from "./panel.js";
import {Hint, Program} from "./program.js";
import {withSheet} from "./sheet.js";
import {Speech} from "./speech.js";
import {Tape} from "./tape.js";
import {Zoom} from "./zoom.js";

/** @typedef {import("../page.js").Desk} Desk */

const loadTrace = () => import("./trace-list.js").then(({TraceList}) => TraceList);
const loadPresent = () => import("./present.js").then(({Present}) => Present);
const loadAbout = withSheet("help", () => import("./lesson.js").then(({About}) => About));
const loadShare = withSheet("share", () => import("./share.js").then(({Share}) => Share));
const loadHelp = withSheet("help", () => import("./help.js").then(({Help}) => Help));
const loadTake = withSheet("take", () => import("./take.js").then(({Take}) => Take));
const loadPalette = withSheet("build", () => import("./palette.js").then(({Palette}) => Palette));
const loadPhone = () => import("./phone.js").then(({Phone}) => Phone);
const loadDescend = withSheet("descend", () => import("./descend.js").then(({Descend}) => Descend));

/** @param {{desk: Desk}} props */
export function App({desk}) {
  const {store} = desk;
  return html`${store.hall.value ? h(Lazy, {key: "present", load: loadPresent, props: {desk}})
      : downhill(desk) ? h(Lazy, {key: "descend", load: loadDescend, props: {desk}})
      : h(Workbench, {desk})}
    ${h(Speech, {desk})}
    ${h(Lazy, {key: "trace", load: loadTrace, props: {desk}})}
    ${store.helpOpen.value && h(Lazy, {key: "help", load: loadHelp, props: {desk}})}
    ${store.takeOpen.value && h(Lazy, {key: "take", load: loadTake, props: {desk}})}
    ${store.palette.value && h(Lazy, {key: "palette", load: loadPalette, props: {desk}})}
    ${store.shareOpen.value && h(Lazy, {key: "share", load: loadShare, props: {desk}})}
    ${store.aboutOpen.value && h(Lazy, {key: "about", load: loadAbout, props: {desk}})}
    ${store.blank.value && h(Blank, {desk})}`;
}

/** A link may ask to go downhill where that makes no sense. @param {Desk} desk */
const downhill = ({store, downhill: {hindrance}}) => store.descending.value && hindrance.value === null;

/** @param {{desk: Desk}} props */
function Workbench({desk}) {
  const {store} = desk;
  const problem = store.problem.value;
  const narrow = store.narrow.value;
  const shows = (/** @type {import("../state/hiding.js").Part} */ part) => !store.hidden.value.has(part);
  useReturn();
  return html`${BASE ? h(EmbedBar, {desk}) : shows("bar") && h(Bar, {desk})}
    <main class=${`desk${shows("panel") ? "" : " alone"}${shows("edit") ? "" : " fixed"}`}>
      <section class="board" aria-label=${words.graph}>
        ${shows("head") && h(Head, {desk})}
        ${store.programOpen.value && h(Program, {desk})}
        ${problem && !store.programOpen.value && html`<div class="program">${h(Hint, {desk, error: problem.errors?.[0] ?? null, detail: problem.detail})}</div>`}
        ${narrow ? h(Lazy, {key: "phone", load: loadPhone, props: {desk, lying: store.lying.value}}) : html`
          <div class="pad-frame">${h(Tools, {desk})}${h(Pad, {desk})}</div>
          ${h(Key, {desk})}`}
      </section>
      ${!narrow && shows("panel") && h(Panel, {desk})}
    </main>
    ${shows("track") && h(Tape, {desk})}`;
}

/** @param {{desk: Desk}} props */
function Tools({desk}) {
  const {store} = desk;
  return html`<div class="tools" role="group" aria-label=${words.tools}>
    ${!store.hidden.value.has("edit") && [h(Build, {key: "build", desk}), h(Descend, {key: "descend", desk})]}
    ${store.busy.value && html`<span class="kept busy">${words.drawing}</span>`}
    ${store.broken.value && html`<span class="kept">${words.kept}</span>`}
    ${h(Zoom, {desk})}
  </div>`;
}

/** Putting a node on the board, and taking back what was done. @param {{desk: Desk}} props */
function Build({desk}) {
  const {add, addHint, undo, redo} = words.build;
  const can = (/** @type {string} */ id) => desk.commands.some((command) => command.id === id && command.when());
  return html`<button type="button" title=${addHint} onClick=${() => desk.run("build")}>${icons.plus}${add}<kbd>/</kbd></button>
    <button type="button" aria-label=${undo} title=${undo} disabled=${!can("undo")} onClick=${() => desk.run("undo")}>${icons.undo}</button>
    <button type="button" aria-label=${redo} title=${redo} disabled=${!can("redo")} onClick=${() => desk.run("redo")}>${icons.redo}</button>`;
}

/** What follows the last stop: an update of the leaves. Where there can be none, it says why. @param {{desk: Desk}} props */
function Descend({desk}) {
  const {enter, enterHint, hindered} = words.downhill;
  const why = desk.downhill.hindrance.value;
  return html`<button type="button" class=${desk.store.atLast.value && !why ? "descend next-of-all" : "descend"} aria-disabled=${why ? "true" : undefined}
    title=${why ? hindered[why] : enterHint} aria-label=${why ? `${enter}. ${hindered[why]}` : undefined} onClick=${() => desk.run("descend")}>
    ${enter}<kbd>D</kbd></button>`;
}
