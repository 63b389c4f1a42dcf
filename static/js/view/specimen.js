/** One lesson on the specimen sheet: its own picture, its title, its own numbers. */

import {h} from "preact";
import {useEffect, useLayoutEffect, useRef, useState} from "preact/hooks";

import {specimen} from "../api/specimens.js";
import {overview} from "../draw/overview.js";
import {formatNumber, fullNumber} from "../format/number.js";
import {display} from "../graph/display.js";
import {stopsOf} from "../graph/stops.js";
import {lessonPath, ownNumbers} from "../state/library.js";
import {render} from "./canvas.js";
import {html} from "./html.js";
import {Name} from "./name.js";

/** @typedef {import("../api/specimens.js").Specimen} Found */
/** @typedef {import("../page.js").LessonSummary} LessonSummary */
/** @typedef {import("../types.js").GraphDocument} GraphDocument */

/** What a picture is drawn for; CSS keeps a place of this shape. */
const SIZE = /** @type {const} */ ([304, 112]);
/** It is asked for this far before it comes into view. */
const AHEAD = "240px";

/**
 * @param {{lesson: LessonSummary, here: boolean, point: (slug: string | null) => void}} props
 */
export function Specimen({lesson: {slug, title}, here, point}) {
  const place = useRef(/** @type {HTMLAnchorElement | null} */ (null));
  const found = useSpecimen(slug, place);
  return html`<li id=${slug} class=${here ? "here" : ""}><a class="specimen" ref=${place} href=${lessonPath(slug)}
    onPointerEnter=${() => point(slug)} onPointerLeave=${() => point(null)} onFocus=${() => point(slug)} onBlur=${() => point(null)}>
    ${h(Picture, {found})}
    <h3>${title}</h3>
    <p class="own">${found && ownNumbers(found.lesson, found.trace).map((number) => h(Own, {key: number.key, number}))}</p>
  </a></li>`;
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
    if (!place.current || !found || !graph) return;
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
