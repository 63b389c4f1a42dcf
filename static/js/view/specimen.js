/** One lesson on the specimen sheet: its own picture, its title, its own numbers. */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {specimen} from "../api/specimens.js";
import {thumb} from "../draw/bench/thumb.js";
import {overview} from "../draw/overview.js";
import {nameRuns} from "../format/names.js";
import {formatNumber, fullNumber} from "../format/number.js";
import {display} from "../graph/display.js";
import {stopsOf} from "../graph/stops.js";
import {shapeOf} from "../state/bench/edits.js";
import {lessonPath, trainPath} from "../state/lesson-path.js";
import {ownNumbers} from "../state/library.js";
import {libraryWords as said} from "../state/library-words.js";
import {render} from "./canvas.js";
import {html} from "./html.js";
import {Name} from "./name.js";

/** @typedef {import("../api/specimens.js").Specimen} Found */
/** @typedef {import("../page.js").LessonSummary} LessonSummary */
/** @typedef {import("../types.js").GraphDocument} GraphDocument */

/** What a picture is drawn for; CSS keeps a place of this shape. */
const SIZE = /** @type {const} */ ([304, 112]);
/** Numbers under a network. */
const MOST = 2;
/** It is asked for this far before it comes into view. */
const AHEAD = "240px";

/**
 * @param {{lesson: LessonSummary, here: boolean, point: (slug: string | null) => void}} props
 */
export function Specimen({lesson, here, point}) {
  const {slug, title, trains, kind} = lesson;
  const place = useRef(/** @type {HTMLAnchorElement | null} */ (null));
  const found = useSpecimen(slug, place);
  return html`<li id=${slug} class=${here ? "here" : ""}><a class="specimen" ref=${place} href=${lessonPath(lesson)}
    onPointerEnter=${() => point(slug)} onPointerLeave=${() => point(null)} onFocus=${() => point(slug)} onBlur=${() => point(null)}>
    ${h(kind === "network" ? Network : Picture, {found})}
    <h3>${title}</h3>
    <p class="own">${found && (found.trace ? ownNumbers(found.lesson, found.trace).map((number) => h(Own, {key: number.key, number})) : h(Shape, {lesson: found.lesson}))}</p>
  </a>${trains && kind !== "network" && html`<a class="trains" href=${trainPath(slug)} aria-label=${said.trainIt(title)} title=${said.trainIt(title)}>${said.train}</a>`}</li>`;
}

/** The network that a lesson is about. @param {{found: Found | null}} props */
function Network({found}) {
  const place = useRef(/** @type {SVGSVGElement | null} */ (null));
  useLayoutEffect(() => {
    const bench = found?.lesson.bench;
    const run = bench?.runs[bench.opens.run];
    if (place.current && run) render(place.current, thumb(run.request, SIZE));
  }, [found]);
  return h("svg", {ref: place, class: "marks", viewBox: `0 0 ${SIZE.join(" ")}`, "aria-hidden": "true"});
}

/** What a network is known by: its layers, and the numbers that the lesson names first. @param {{lesson: import("../page.js").Lesson}} props */
function Shape({lesson: {bench}}) {
  const run = bench?.runs[bench.opens.run];
  if (!bench || !run) return null;
  return html`<span class="shape num">${shapeOf(run.request.spec)}</span>${bench.numbers.slice(0, MOST).map(({label, printed}) => (
    html`<span key=${label} class=${`own-number ${label.includes("/") ? "gradient" : "value"}`}>${h(Name, {name: label.split("/").map((part) => nameRuns(part))})} <b class="num" title=${printed}>${formatNumber(Number(printed))}</b></span>`))}`;
}

/**
 * The lesson's graph and run, once its place is near the window.
 * @param {string} slug
 * @param {{current: Element | null}} place
 * @returns {Found | null}
 */
function useSpecimen(slug, place) {
  const [found, show] = useState(/** @type {Found | null} */ (null));
  useEffect(() => {
    const at = place.current;
    if (!at) return undefined;
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      specimen(slug).then(show, () => undefined); // Without an answer the title still opens it.
    }, {root: at.closest(".sheet"), rootMargin: AHEAD});
    watcher.observe(at);
    return () => watcher.disconnect();
  }, [slug]);
  return found;
}

/** The whole graph, inked to its last step. @param {{found: Found | null}} props */
function Picture({found}) {
  const place = useRef(/** @type {SVGSVGElement | null} */ (null));
  useLayoutEffect(() => {
    const graph = found?.lesson.graph;
    if (!place.current || !found?.trace || !graph) return;
    const {trace} = found;
    const layout = {nodes: graph.layout?.nodes ?? {}, edges: graph.layout?.edges ?? {}};
    const stop = stopsOf(graph, trace, display(graph, trace)).length - 1;
    render(place.current, overview({graph, trace, layout, stop}, SIZE, "specimen").marks);
  }, [found]);
  return h("svg", {ref: place, class: "marks", viewBox: `0 0 ${SIZE.join(" ")}`, "aria-hidden": "true"});
}

/** A name as maths and its number, in the ink of what it is. @param {{number: import("../state/library.js").Shown}} props */
function Own({number: {kind, name, values}}) {
  const numbers = values.map(formatNumber).join(", ");
  return html`<span class=${`own-number ${kind}`}>${h(Name, {name})} <b class="num" title=${values.map(fullNumber).join(", ")}>${values.length > 1 ? `(${numbers})` : numbers}</b></span>`;
}
