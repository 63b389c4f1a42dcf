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

/**
 * @param {SVGElement} parent
 * @param {readonly Mark[]} marks  in painting order
 */
export function render(parent, marks) {
  const old = childrenOf.get(parent) ?? new Map();
  /** @type {Map<string, SVGElement>} */
  const kept = new Map();
  let before = /** @type {ChildNode | null} */ (parent.firstChild);
  for (const mark of marks) {
    const found = old.get(mark.key);
    const element = found && drawnFrom.get(found)?.tag === mark.tag ? found : create(mark);
    if (element === before) before = before?.nextSibling ?? null;
    else parent.insertBefore(element, before);
    update(element, mark);
    kept.set(mark.key, element);
  }
  for (const [key, element] of old) {
    if (kept.get(key) !== element) element.remove();
  }
  childrenOf.set(parent, kept);
}

/** @param {Mark} mark @returns {SVGElement} */
function create(mark) {
  return /** @type {SVGElement} */ (document.createElementNS(SVG, mark.tag));
}

/** @param {SVGElement} element @param {Mark} mark */
function update(element, mark) {
  const last = drawnFrom.get(element);
  if (last === mark) return;
  updateAttributes(element, last?.attrs ?? {}, mark.attrs);
  if (mark.children) render(element, mark.children);
  if (mark.runs && (!last?.runs || !sameRuns(last.runs, mark.runs) || last.title !== mark.title)) writeText(element, mark);
  drawnFrom.set(element, mark);
}

/**
 * @param {Element} element
 * @param {Mark["attrs"]} last
 * @param {Mark["attrs"]} attrs
 */
function updateAttributes(element, last, attrs) {
  for (const [name, value] of Object.entries(attrs)) {
    if (last[name] !== value) element.setAttribute(name, String(value));
  }
  for (const name of Object.keys(last)) {
    if (!(name in attrs)) element.removeAttribute(name);
  }
}

/** @param {readonly MarkRun[]} a @param {readonly MarkRun[]} b */
function sameRuns(a, b) {
  return a.length === b.length && a.every((run, at) => {
    const other = b[at];
    return other !== undefined && run.text === other.text && Object.keys(run.attrs).length === Object.keys(other.attrs).length
      && Object.entries(run.attrs).every(([name, value]) => other.attrs[name] === value);
  });
}

/** @param {Element} element @param {Mark} mark */
function writeText(element, mark) {
  const spans = (mark.runs ?? []).map((run) => {
    const span = document.createElementNS(SVG, "tspan");
    updateAttributes(span, {}, run.attrs);
    span.append(run.text);
    return span;
  });
  if (mark.title !== undefined) {
    const title = document.createElementNS(SVG, "title");
    title.append(mark.title);
    element.replaceChildren(title, ...spans);
  } else {
    element.replaceChildren(...spans);
  }
}
