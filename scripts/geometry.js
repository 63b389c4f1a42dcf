/*
 * What can be seen to be wrong on the page, measured on the page itself: run in the browser by scripts/geometry.py.
 *
 * The picture's own checker (static/js/draw/check.js) knows the boxes it meant to draw; this one knows only what is there.
 * Boxes are CSS pixels of the window. A text's box is its ink: capitals above the baseline, descenders below it.
 */
(() => {
  const ASCENT = 0.7;
  const DESCENT = 0.2;
  const WIRE_STEP = 2;

  const grow = (box, by) => ({x0: box.x0 - by, x1: box.x1 + by, y0: box.y0 - by, y1: box.y1 + by});
  const touch = (a, b, by = 0) => a.x0 < b.x1 - by && b.x0 < a.x1 - by && a.y0 < b.y1 - by && b.y0 < a.y1 - by;
  const union = (boxes) => boxes.reduce((all, one) => ({x0: Math.min(all.x0, one.x0), x1: Math.max(all.x1, one.x1), y0: Math.min(all.y0, one.y0), y1: Math.max(all.y1, one.y1)}));
  const inside = (outer, inner, by = 1) => inner.x0 >= outer.x0 - by && inner.x1 <= outer.x1 + by && inner.y0 >= outer.y0 - by && inner.y1 <= outer.y1 + by;
  const rectOf = (element) => {
    const {left, right, top, bottom} = element.getBoundingClientRect();
    return {x0: left, x1: right, y0: top, y1: bottom};
  };
  const isSeen = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !element.closest(".unseen, .katex-mathml");
  const wordsOf = (text) => [...text.childNodes].filter(({nodeName}) => nodeName !== "title").map(({textContent}) => textContent).join("");

  /** What one sees at a point of the window: the uppermost element that is not transparent. */
  // What only takes the pointer shows nothing, so it covers nothing.
  const topAt = (x, y) => document.elementsFromPoint(x, y).find((one) => (
    !one.closest(".hold, .handles") && one.checkVisibility({visibilityProperty: true, opacityProperty: true}))) ?? null;

  /** Ink of a text of a picture, run by run. */
  function inkOf(text) {
    const words = wordsOf(text);
    const matrix = text.getScreenCTM();
    const spans = text.querySelectorAll("tspan");
    const parts = spans.length ? [...spans] : [text];
    let at = 0;
    const boxes = parts.flatMap((part) => {
      const run = spans.length ? part.textContent : words;
      const count = run.length;
      if (!count || !run.trim()) {
        at += count;
        return [];
      }
      const size = parseFloat(getComputedStyle(part).fontSize);
      const [start, end] = [text.getStartPositionOfChar(at), text.getEndPositionOfChar(at + count - 1)];
      at += count;
      const below = /[gjpqyQ,;()[\]ημρφψ]/.test(run) ? DESCENT * size : 0;
      return [{x0: start.x, x1: end.x, y0: start.y - ASCENT * size, y1: start.y + below}];
    });
    if (!boxes.length) return null;
    const {x0, x1, y0, y1} = union(boxes);
    const [from, to] = [new DOMPoint(x0, y0).matrixTransform(matrix), new DOMPoint(x1, y1).matrixTransform(matrix)];
    return {x0: from.x, x1: to.x, y0: from.y, y1: to.y};
  }

  /** The part of the window in which an element can be seen. */
  function windowOf(element) {
    let box = {x0: 0, y0: 0, x1: innerWidth, y1: innerHeight};
    for (let up = element; up; up = up.parentElement) {
      if (getComputedStyle(up).overflow === "visible") continue;
      const here = rectOf(up);
      box = {x0: Math.max(box.x0, here.x0), x1: Math.min(box.x1, here.x1), y0: Math.max(box.y0, here.y0), y1: Math.min(box.y1, here.y1)};
    }
    return box;
  }

  /** Stands it in something that rolls? */
  function rolls(element) {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(up).overflow)) return true;
    }
    return false;
  }

  const cutTo = (box, view) => ({x0: Math.max(box.x0, view.x0), x1: Math.min(box.x1, view.x1), y0: Math.max(box.y0, view.y0), y1: Math.min(box.y1, view.y1)});

  /** The sign in a bead stands on its wire, and is no number. */
  const isSign = (text) => text.parentElement.querySelector(".sum-bead") !== null;

  function textsOf(svg) {
    return [...svg.querySelectorAll("text")].filter((text) => isSeen(text) && !isSign(text)).flatMap((text) => {
      const box = inkOf(text);
      const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
      return box ? [{text, words: wordsOf(text).trim(), box, size, dim: text.closest(".dim") !== null, node: text.closest("[data-node]")}] : [];
    });
  }

  /** Screen points along every lane and frame line, with whose it is. */
  function linesOf(svg, selector) {
    return [...svg.querySelectorAll(selector)].filter(isSeen).map((path) => {
      const matrix = path.getScreenCTM();
      const length = path.getTotalLength();
      const count = Math.max(1, Math.ceil((length * matrix.a) / WIRE_STEP));
      const points = [];
      for (let at = 0; at <= count; at += 1) {
        const {x, y} = path.getPointAtLength((length * at) / count);
        points.push([matrix.a * x + matrix.e, matrix.d * y + matrix.f]);
      }
      const owner = path.closest("[data-edge], [data-group], [data-node]");
      const xs = points.map(([x]) => x);
      const ys = points.map(([, y]) => y);
      return {points, owner, tip: path.matches(".harpoon"), half: (parseFloat(getComputedStyle(path).strokeWidth) * matrix.a) / 2, box: {x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys)}, name: owner?.dataset.edge ?? owner?.dataset.group ?? owner?.dataset.node ?? ""};
    });
  }

  /** Bodies of nodes, as shapes that know whether a point of the screen is on them. */
  function bodiesOf(svg) {
    return [...svg.querySelectorAll(".disc, .tag")].filter(isSeen).map((body) => {
      const back = body.getScreenCTM().inverse();
      const node = body.closest("[data-node]");
      return {node, name: node?.dataset.node ?? "a node", box: rectOf(body), covers: ([x, y]) => body.isPointInFill(new DOMPoint(x, y).matrixTransform(back))};
    });
  }

  const gridOf = ({x0, x1, y0, y1}) => [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [y0, (y0 + y1) / 2, y1].map((y) => [x0 + (x1 - x0) * part, y]));

  /** The chip, outline or wash that a number stands in: where it alone does. */
  function framesOf(text) {
    const frames = text.parentElement.querySelectorAll(":scope > :is(.chip, .outlined, .washed)");
    return frames.length === 1 ? [...frames].map(rectOf) : [];
  }

  const holds = (box, x, y) => x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1;
  const crosses = ({box, points, half}, over) => {
    const near = grow(over, half);
    return touch(near, box) && points.some(([x, y]) => holds(near, x, y));
  };

  /** The wire a text belongs to: the one its tick starts from, else the nearest. It may stand at its own wire's tip, not on the wire. */
  function ownWire({text, box}, lanes) {
    const tick = text.parentElement.querySelector(":scope > .tick");
    const start = tick?.getPointAtLength(0).matrixTransform(tick.getScreenCTM()) ?? {x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2};
    const away = ({points}) => Math.min(...points.map(([x, y]) => Math.hypot(x - start.x, y - start.y)));
    return lanes.reduce((best, lane) => (best && away(best) <= away(lane) ? best : lane), null)?.name ?? null;
  }

  function pictureHits(svg) {
    const hits = [];
    const view = windowOf(svg);
    const texts = textsOf(svg);
    const bodies = bodiesOf(svg);
    const seen = texts.filter(({box}) => touch(box, view));
    const lanes = linesOf(svg, ".lane, .harpoon").filter(({box}) => touch(box, view));
    const frames = linesOf(svg, ".group-frame");
    seen.forEach((a, i) => {
      for (const b of seen.slice(i + 1)) {
        if (touch(a.box, b.box, 0.5)) hits.push({rule: "text on text", what: `${a.words} | ${b.words}`});
      }
      for (const {node, name, box, covers} of bodies) {
        if (!touch(a.box, box) || (a.node && a.node === node)) continue;
        if (gridOf(a.box).some(covers)) hits.push({rule: "text on node", what: `${a.words} | ${name}`});
      }
      const [frame] = framesOf(a.text);
      const own = ownWire(a, lanes);
      // What stands in a body stands on it: wires that run on below are not seen.
      const body = bodies.find(({node, covers}) => node && node === a.node && gridOf(a.box).every(covers));
      const crossed = body ? [] : lanes.filter((lane) => (lane.name === own ? !lane.tip && crosses(lane, a.box) : crosses(lane, frame ?? a.box)));
      for (const name of new Set(crossed.map((lane) => lane.name))) hits.push({rule: "text on wire", what: `${a.words} | ${name}`});
      for (const {points, name, owner} of frames) {
        if (owner?.contains(a.text)) continue;
        if (points.some(([x, y]) => holds(grow(a.box, 0.5), x, y))) hits.push({rule: "text on frame", what: `${a.words} | ${name}`});
      }
    });
    if (rolls(svg)) return hits; // what one can roll to is neither cut nor covered
    hits.push(...cutHits(svg, view, texts, bodies));
    // Over a graph that is followed, maps and tools lie like the window's edge: they hide nothing of the step.
    const rests = isFollowed(bodies, view) && !svg.querySelector(".dim");
    for (const {box, words, dim} of rests ? [] : seen) {
      if (!inside(view, box) || dim) continue;
      const top = topAt((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2);
      if (top && !top.contains(svg) && (!svg.parentElement.contains(top) || top.closest(".tools, .minimap"))) {
        hits.push({rule: "text covered", what: `${words} | ${top.getAttribute("class") ?? top.tagName}`});
      }
    }
    return hits;
  }

  /** Does part of the graph lie outside its window? */
  const isFollowed = (bodies, view) => bodies.some(({box}) => !inside(view, box, 2));

  /** A graph that is seen whole shows all of its text; of one that is followed, what the step is about is seen whole. */
  function cutHits(svg, view, texts, bodies) {
    const followed = isFollowed(bodies, view);
    const steps = svg.querySelector(".dim") !== null;
    if (followed && !steps) return [];
    return texts.filter(({box, dim}) => !inside(view, box) && !(followed && dim)).map(({words}) => ({rule: "text cut", what: words}));
  }

  /** Texts outside pictures, each run of letters once; typeset maths counts as one. */
  function wordRuns() {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const runs = new Map();
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest("svg, script, style, textarea, option, noscript") || !isSeen(parent)) continue;
      const unit = parent.closest(".katex") ?? node;
      if (runs.has(unit)) continue;
      const range = document.createRange();
      range.selectNodeContents(unit);
      const size = parseFloat(getComputedStyle(parent).fontSize);
      const boxes = unit === node
        ? [...range.getClientRects()].map(({left, right, top, bottom}) => ({x0: left, x1: right, y0: (top + bottom) / 2 - 0.35 * size, y1: (top + bottom) / 2 + 0.35 * size}))
        : [rectOf(unit)];
      const middle = boxes.map(({x0, x1, y0, y1}) => topAt((x0 + x1) / 2, (y0 + y1) / 2));
      if (middle.every((top) => top && !top.contains(parent) && !parent.contains(top))) continue; // under a sheet that lies over the page
      runs.set(unit, {parent, words: (unit === node ? node.data : unit.querySelector("annotation")?.textContent ?? unit.textContent).trim().slice(0, 60), boxes: boxes.filter(({x0, x1}) => x1 - x0 > 1)});
    }
    return [...runs.values()].filter(({boxes}) => boxes.length);
  }

  /** Stands it in a row that stays while the rest of the panel rolls under it? */
  function isStuck(element) {
    for (let up = element; up; up = up.parentElement) {
      if (getComputedStyle(up).position === "sticky") return true;
    }
    return false;
  }

  /** Words that their box, or the window, cuts; what one can scroll to is not cut, and an ellipsis says so itself. */
  function pageHits() {
    const hits = [];
    const runs = wordRuns();
    for (const {parent, words, boxes} of runs) {
      const whole = union(boxes);
      for (let up = parent; up; up = up.parentElement) {
        const {overflowX, overflowY, textOverflow, position} = getComputedStyle(up);
        if (textOverflow === "ellipsis" || up.matches(".more-before, .more-after") || /auto|scroll/.test(overflowX + overflowY)) break;
        const box = rectOf(up);
        if ((overflowX !== "visible" && (whole.x0 < box.x0 - 1 || whole.x1 > box.x1 + 1)) || (overflowY !== "visible" && (whole.y0 < box.y0 - 1 || whole.y1 > box.y1 + 1))) {
          hits.push({rule: "words cut", what: `${words} | ${up.className || up.tagName}`});
          break;
        }
        if (position === "fixed") break;
        if (up === document.body && !inside({x0: 0, y0: 0, x1: innerWidth, y1: innerHeight}, whole)) hits.push({rule: "words outside", what: words});
      }
    }
    const parts = runs.map((run) => {
      const view = windowOf(run.parent);
      return {...run, stuck: isStuck(run.parent), boxes: run.boxes.map((box) => cutTo(box, view))};
    });
    parts.forEach((a, i) => {
      for (const b of parts.slice(i + 1)) {
        if (a.stuck !== b.stuck) continue; // what lies under such a row can be rolled out of it
        if (a.parent.closest("dialog, [role=dialog], [role=listbox], [role=menu]") !== b.parent.closest("dialog, [role=dialog], [role=listbox], [role=menu]")) continue;
        if (a.boxes.some((one) => b.boxes.some((other) => touch(one, other, 1.5)))) hits.push({rule: "words on words", what: `${a.words} | ${b.words}`});
      }
    });
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) hits.push({rule: "page scrolls sideways", what: ""});
    return hits;
  }

  /** Does something else lie over the whole of it? */
  function isCovered(svg) {
    const {x0, x1, y0, y1} = windowOf(svg);
    return [0.1, 0.3, 0.5, 0.7, 0.9].every((part) => {
      const top = topAt(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part);
      return top && !top.contains(svg) && !svg.parentElement.contains(top);
    });
  }

  const pictures = () => [...document.querySelectorAll("svg.marks")].filter((svg) => isSeen(svg) && svg.querySelector("text") && !isCovered(svg));

  /** Every number that is to be read, with its box: on the pictures, in the equation, in the head, in sentences. */
  function numbers() {
    const drawn = pictures().flatMap((svg) => {
      const view = windowOf(svg);
      return textsOf(svg).filter(({text, box}) => text.matches(".number, .chip-text") && inside(view, box, 0));
    });
    const written = [...document.querySelectorAll(".num, .mark-up, .mark-loc, .mark-down, .mark-val")]
      .filter((one) => isSeen(one) && one.textContent.trim() && !one.closest("svg")).map((one) => ({element: one, words: one.textContent.trim(), box: rectOf(one), size: parseFloat(getComputedStyle(one).fontSize)}))
      .filter(({box, element}) => inside(windowOf(element), box, 0));
    return [...drawn, ...written].map(({words, box, size, text}) => ({words, box: grow(box, 2), size, drawn: text !== undefined}));
  }

  /** Sizes on the screen of all text of the graph's pictures, smallest first. */
  const sizes = () => pictures().filter((svg) => !svg.closest(".panel")).flatMap((svg) => textsOf(svg).map(({words, size, text}) => ({words, size, number: text.matches(".number, .chip-text")}))).sort((a, b) => a.size - b.size);

  return {
    hits: () => [...pictures().flatMap(pictureHits), ...pageHits()],
    numbers,
    sizes,
  };
})()
