/**
 * Writes a picture's marks into an <svg>, changing only what changed.
 *
 * Nothing is decided here. Marks are kept by key among their siblings; an element is made again only when its tag
 * changes. Text is set as text nodes, so no string of the reader's is ever parsed.
 *
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").MarkRun} MarkRun
 */

const SVG = "http://www.w3.org/2000/svg";

/** What an element was last drawn from. @type {WeakMap<Element, Mark>} */
const drawnFrom = new WeakMap();
/** Children of an element by key. @type {WeakMap<Element, Map<string, SVGElement>>} */
const childrenOf = new WeakMap();
/** The marks they were drawn from, all of them. @type {WeakMap<Element, readonly Mark[]>} */
const marksOf = new WeakMap();

/**
 * @param {SVGElement} parent
 * @param {readonly Mark[]} marks  in painting order
 */
export function render(parent, marks) {
  const [old, last] = [childrenOf.get(parent) ?? new Map(), marksOf.get(parent)];
  marksOf.set(parent, marks);
  if (last && sameMarks(last, marks)) {
    marks.forEach((mark, at) => mark === last[at] || update(/** @type {SVGElement} */ (old.get(mark.key)), mark));
    return;
  }
  /** @type {Map<string, SVGElement>} */
  const kept = new Map();
  let before = /** @type {ChildNode | null} */ (parent.firstChild);
  for (const mark of marks) {
    const found = old.get(mark.key);
    const element = found && drawnFrom.get(found)?.tag === mark.tag ? found : create(mark);
    if (found && isSoonAfter(before, element)) before = element.nextSibling;
    else parent.insertBefore(element, before);
    update(element, mark);
    kept.set(mark.key, element);
  }
  for (const [key, element] of old) {
    if (kept.get(key) !== element) element.remove();
  }
  childrenOf.set(parent, kept);
}

/** How many neighbours may have gone elsewhere before all after them are put anew. */
const GONE = 12;

/** Is it the next one, or are those before it on their way to other places? @param {ChildNode | null} next @param {SVGElement} element */
function isSoonAfter(next, element) {
  for (let [at, count] = [next, 0]; at && count < GONE; [at, count] = [at.nextSibling, count + 1]) if (at === element) return true;
  return false;
}

/** Are they of the same elements in the same order, as nearly always while numbers change? @param {readonly Mark[]} a @param {readonly Mark[]} b */
function sameMarks(a, b) {
  return a.length === b.length && a.every(({key, tag}, at) => key === b[at]?.key && tag === b[at]?.tag);
}

/** @param {Mark} mark @returns {SVGElement} */
function create(mark) {
  return /** @type {SVGElement} */ (document.createElementNS(SVG, mark.tag));
}

/** @param {SVGElement} element @param {Mark} mark */
function update(element, mark) {
  const last = drawnFrom.get(element);
  if (last === mark) return;
  updateAttributes(element, last?.attrs ?? NONE, mark.attrs);
  if (mark.children && mark.children !== last?.children) render(element, mark.children);
  if (mark.runs) updateText(element, last, mark);
  drawnFrom.set(element, mark);
}

/**
 * Make a picture as large as its room, and let it show a part of the plane.
 *
 * In pixels, for a size in per cent has the browser set all the text anew whenever anything on the page is laid out; and
 * only what is new, for the same view written again costs that much as well.
 * @param {SVGSVGElement} svg
 * @param {{width: number, height: number}} size
 * @param {string} seen  a view box
 */
export function show(svg, {width, height}, seen) {
  const now = {width: String(width), height: String(height), viewBox: seen};
  for (const [name, value] of Object.entries(now)) {
    if (svg.getAttribute(name) !== value) svg.setAttribute(name, value);
  }
}

const NONE = Object.freeze({});

/**
 * @param {Element} element
 * @param {Mark["attrs"]} last
 * @param {Mark["attrs"]} attrs
 */
function updateAttributes(element, last, attrs) {
  for (const name in attrs) {
    if (last[name] !== attrs[name]) element.setAttribute(name, String(attrs[name]));
  }
  for (const name in last) {
    if (!(name in attrs)) element.removeAttribute(name);
  }
}

/**
 * New words go into the text nodes that are there, as long as they are set alike: making the nodes anew costs the
 * browser twice the time, and a dragged number changes a hundred texts a frame.
 * @param {Element} element
 * @param {Mark | undefined} last
 * @param {Mark} mark
 */
function updateText(element, last, mark) {
  const runs = mark.runs ?? [];
  const titled = mark.title !== undefined;
  if (!last?.runs || (last.title !== undefined) !== titled || !setAlike(last.runs, runs)) {
    writeText(element, mark);
    return;
  }
  const [first, nodes] = [titled ? 1 : 0, element.childNodes];
  if (titled && last.title !== mark.title) setWords(nodes[0], /** @type {string} */ (mark.title));
  runs.forEach((run, at) => {
    if (last.runs?.[at]?.text !== run.text) setWords(nodes[first + at], run.text);
  });
}

/** @param {readonly MarkRun[]} a @param {readonly MarkRun[]} b */
function setAlike(a, b) {
  return a.length === b.length && a.every(({attrs}, at) => {
    const other = b[at]?.attrs ?? NONE;
    return other === attrs || (Object.keys(attrs).length === Object.keys(other).length
      && Object.entries(attrs).every(([name, value]) => other[name] === value));
  });
}

/** @param {ChildNode | undefined} node  a text, or an element with nothing but one in it @param {string} words */
function setWords(node, words) {
  const text = node instanceof Text ? node : node?.firstChild;
  if (text) text.nodeValue = words;
}

/** @param {Element} element @param {Mark} mark */
function writeText(element, mark) {
  const parts = (mark.runs ?? []).map((run) => {
    const text = document.createTextNode(run.text);
    if (isEmpty(run.attrs)) return text;
    const span = document.createElementNS(SVG, "tspan");
    updateAttributes(span, NONE, run.attrs);
    span.append(text);
    return span;
  });
  if (mark.title === undefined) {
    element.replaceChildren(...parts);
    return;
  }
  const title = document.createElementNS(SVG, "title");
  title.append(mark.title);
  element.replaceChildren(title, ...parts);
}

/** @param {object} attrs */
function isEmpty(attrs) {
  for (const _ in attrs) return false;
  return true;
}
