/** The lesson with other numbers, for everybody the same ones or for each other ones. Part of the dialog that hands out. */

import {h} from "preact";
import {useEffect, useRef, useState} from "preact/hooks";

import {ROOT} from "../state/root.js";
import {siteOf} from "../state/share.js";
import {handingWords} from "../state/handing-words.js";
import {Result} from "./framing.js";
import {html} from "./html.js";

/** @typedef {import("../page.js").Desk} Desk */

const said = handingWords.numbers;
/** Seeds that are offered: short ones, since they are read out. */
const MOST_SEED = 999;
const LONGEST = 64;

const drawn = () => String(1 + (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % MOST_SEED);

/** @param {{desk: Desk, link: string, close: () => void}} props  link: to what is on the screen */
export function Variants({desk, link, close}) {
  const lesson = desk.store.lesson.value;
  const now = lesson?.variant ?? null;
  const [seed, sow] = useState(() => now ?? drawn());
  const [seeds, list] = useState("1-30");
  const first = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => first.current?.focus(), []);
  if (!lesson) return null;
  const named = seed.trim();
  const site = siteOf(link);
  const open = (/** @type {string | null} */ variant) => {
    close();
    void desk.goTo({slug: lesson.slug, variant, program: null, said: {at: "start"}});
  };
  return html`<div class="variants">
    <p>${said.lead}</p>
    <div class="seed-row"><label for="seed">${said.seed}</label>
      <input id="seed" ref=${first} maxlength=${LONGEST} autocomplete="off" spellcheck=${false} value=${seed} onInput=${(/** @type {InputEvent} */ event) => sow(/** @type {HTMLInputElement} */ (event.target).value)} />
      <button type="button" onClick=${() => sow(drawn())}>${said.another}</button>
      <button type="button" class="solid" disabled=${!named} onClick=${() => open(named)}>${said.here}</button>
      ${now && html`<button type="button" onClick=${() => open(null)}>${said.own}</button>`}</div>
    ${named && h(Result, {name: "variant-link", label: said.link, act: said.copyLink, text: `${site}/?lesson=${encodeURIComponent(lesson.slug)}&variant=${encodeURIComponent(named)}#at=start`})}
    <p class="soft">${said.save}</p>
    <section><h3>${said.sheets}</h3><div class="seed-row"><label for="seeds">${said.seeds}</label>
      <input id="seeds" autocomplete="off" spellcheck=${false} aria-describedby="seeds-hint" value=${seeds} onInput=${(/** @type {InputEvent} */ event) => list(/** @type {HTMLInputElement} */ (event.target).value)} />
      <a class="button" target="_blank" href=${`${ROOT}/lessons/${encodeURIComponent(lesson.slug)}/answers?seeds=${encodeURIComponent(seeds)}`}>${said.openSheets}</a></div>
      <p id="seeds-hint" class="soft">${said.seedsHint}</p></section>
  </div>`;
}
