/** The answer sheets of a lesson for a whole class: one row a seed, or one page, to be printed. */

import {h} from "preact";
import {useEffect, useState} from "preact/hooks";

import {ApiError, ask} from "../api/client.js";
import {handingWords} from "../state/handing-words.js";
import {lessonPath} from "../state/lesson-path.js";
import {MOST_SEEDS, inLine, namesOf, seedsIn} from "../state/library.js";
import {ROOT} from "../state/root.js";
import {html} from "./html.js";
import {Name} from "./name.js";
import {SiteBar} from "./site.js";

/** @typedef {import("../page.js").LibraryGiven} LibraryGiven */
/** @typedef {import("../page.js").Lesson} Lesson */
/** @typedef {import("../state/library.js").Promised} Promised */
/** @typedef {import("../types.js").WireValue} WireValue */
/** @typedef {Promised & Readonly<{value: WireValue | null}>} Answer */
/** @typedef {Omit<Lesson, "questions"> & Readonly<{answers: readonly Answer[], questions: readonly (Promised & Readonly<{ask: string, answer: WireValue}>)[]}>} Sheet */

const said = handingWords.answers;
/** Sheets that are asked for at once. */
const AT_ONCE = 4;

/** @param {{given: LibraryGiven, slug: string}} props */
export function Answers({given, slug}) {
  const asked = new URLSearchParams(location.search);
  const [text, list] = useState(() => asked.get("seeds") ?? asked.get("variant") ?? "1-30");
  const [layout, lay] = useState(/** @type {"rows" | "pages"} */ (asked.get("layout") === "pages" ? "pages" : "rows"));
  const {seeds, cut} = seedsIn(text);
  const {sheets, problem} = useSheets(slug, seeds);
  const title = given.lessons.find((lesson) => lesson.slug === slug)?.title ?? slug;
  const ready = sheets.length > 0 && sheets.length === seeds.length;
  useEffect(() => {
    document.title = document.title.replace(/^[^·]*/, `${said.of(title)} `);
    history.replaceState(null, "", `?seeds=${encodeURIComponent(text)}${layout === "pages" ? "&layout=pages" : ""}`);
  }, [text, layout]);
  return html`${h(SiteBar, {title: said.title})}
    <main class="answers"><div class="sheet-head">
      <h2>${said.of(title)}</h2>
      <form class="no-print" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
        <label>${said.seeds} <input value=${text} maxlength="400" autocomplete="off" spellcheck=${false} onInput=${(/** @type {InputEvent} */ event) => list(/** @type {HTMLInputElement} */ (event.target).value)} /></label>
        <span role="radiogroup" aria-label=${said.layout}>${/** @type {const} */ (["rows", "pages"]).map((one) => html`<label key=${one}><input type="radio" name="layout" checked=${layout === one} onChange=${() => lay(one)} />${said.layouts[one]}</label>`)}</span>
        <button type="button" class="solid" disabled=${!ready} onClick=${() => print()}>${said.print}</button>
        <a href=${lessonPath(given.lessons.find((lesson) => lesson.slug === slug) ?? {slug})}>${said.back}</a></form>
      <p class="soft" role="status">${problem ?? (seeds.length === 0 ? said.noSeeds : !ready ? said.waiting : cut ? said.tooMany(MOST_SEEDS) : sheets[0]?.varies?.length ? said.who : said.same)}</p></div>
    ${ready && h(layout === "rows" ? Rows : Sheets, {sheets})}
  </main>`;
}

/**
 * The answers of every seed, in order, all of them or none.
 * @param {string} slug
 * @param {readonly string[]} seeds
 */
function useSheets(slug, seeds) {
  const [found, show] = useState(/** @type {{sheets: readonly Sheet[], problem: string | null}} */ ({sheets: [], problem: null}));
  const wanted = seeds.join("\n");
  useEffect(() => {
    let current = true;
    show({sheets: [], problem: null});
    sheetsOf(slug, seeds, () => current).then(
      (sheets) => current && show({sheets, problem: null}),
      (error) => {
        if (!(error instanceof ApiError)) throw error;
        if (current) show({sheets: [], problem: error.problem.detail});
      });
    return () => {
      current = false;
    };
  }, [wanted]);
  return found;
}

/** @param {string} slug @param {readonly string[]} seeds @param {() => boolean} wanted @returns {Promise<readonly Sheet[]>} */
async function sheetsOf(slug, seeds, wanted) {
  /** @type {Sheet[]} */
  const sheets = [];
  for (let at = 0; at < seeds.length && wanted(); at += AT_ONCE) {
    const some = seeds.slice(at, at + AT_ONCE).map((seed) => ask(`/lessons/${encodeURIComponent(slug)}?variant=${encodeURIComponent(seed)}&answers=1`));
    sheets.push(...await Promise.all(some));
  }
  return sheets;
}

/** The leaves that a variant changes, with its numbers. @param {Sheet} sheet */
const given = ({graph, varies = []}) => varies.map((id) => ({id, value: /** @type {WireValue} */ (graph?.nodes.find((node) => node.id === id)?.value ?? null)}));

/** @param {Sheet} sheet */
const outputOf = ({graph}) => graph?.outputs?.[0] ?? "";

/** @param {{sheets: readonly Sheet[]}} props */
function Rows({sheets}) {
  const [first] = sheets;
  if (!first) return null;
  const columns = given(first).length;
  return html`<div class="rolls" tabindex="0" role="region" aria-label=${said.title}><table>
    <thead><tr><td></td>${columns > 0 && html`<th scope="colgroup" colspan=${columns}>${said.given}</th>`}<th scope="colgroup" colspan=${first.answers.length}>${said.answers}</th></tr>
      <tr><th scope="col">${said.seed}</th>${given(first).map(({id}) => html`<th scope="col" key=${id}>${h(Name, {name: namesOf({quantity: "value", node: id}, "")})}</th>`)}
      ${first.answers.map((answer, at) => html`<th scope="col" key=${at} class=${answer.quantity}>${h(Name, {name: namesOf(answer, outputOf(first))})}</th>`)}</tr></thead>
    <tbody>${sheets.map((sheet) => html`<tr key=${sheet.variant}><th scope="row"><a href=${variantPath(sheet)}>${sheet.variant}</a></th>
      ${given(sheet).map(({id, value}) => html`<td key=${id} class="num">${inLine(value)}</td>`)}
      ${sheet.answers.map(({value, quantity}, at) => html`<td key=${at} class=${`num ${quantity}`}>${inLine(value)}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** @param {Sheet} sheet */
const variantPath = ({slug, variant}) => `${ROOT}/?lesson=${encodeURIComponent(slug)}&variant=${encodeURIComponent(variant ?? "")}#at=start`;

/** @param {{sheets: readonly Sheet[]}} props */
function Sheets({sheets}) {
  return sheets.map((sheet) => html`<article key=${sheet.variant}><h3>${sheet.title}<span class="soft">${said.seed} <b class="num">${sheet.variant}</b></span></h3>
    <pre>${sheet.expression}</pre>
    <dl>${sheet.answers.map((answer, at) => html`<div key=${at}><dt>${h(Name, {name: namesOf(answer, outputOf(sheet))})}</dt><dd class=${`num ${answer.quantity}`}>${inLine(answer.value)}</dd></div>`)}</dl>
    ${sheet.questions.length > 0 && html`<ol>${sheet.questions.map(({ask: question, answer}, at) => html`<li key=${at}><span>${question}</span> <b class="num">${inLine(answer)}</b></li>`)}</ol>`}
  </article>`);
}
