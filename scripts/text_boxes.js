/**
 * What an eye would find wrong with the words of any page: cut at an edge, over one another, or too small.
 *
 * Boxes of words as the browser laid them out; a word that is hidden, outside its scrolled place or only for screen
 * readers is left out; of a page that rolls, what lies beyond the window is there too. Glyph boxes are taller than
 * glyphs, so a quarter of their height is let go at both ends.
 */
window.textFaults = ({least = 13.9} = {}) => {
  const seen = [];
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const katex = (element) => element.closest(".katex-mathml, script, style, noscript, option, select");
  /** What floats over a rolled page may cover words of it; an ellipsis says itself that more was there. */
  const floats = (element) => {
    for (let at = element; at; at = at.parentElement) if (/sticky|fixed/.test(getComputedStyle(at).position)) return at;
    return null;
  };
  const ends = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) if (getComputedStyle(at).textOverflow === "ellipsis") return true;
    return false;
  };
  const shown = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.visibility === "hidden" || style.display === "none" || Number(style.opacity) === 0 || style.clipPath !== "none") return null;
    }
    return true;
  };
  const rolls = document.documentElement.scrollHeight > innerHeight + 1;
  /** The part of the window that is left to an element by what cuts it. */
  const roomOf = (element) => {
    let room = {left: 0, top: rolls ? -Infinity : 0, right: innerWidth, bottom: rolls ? Infinity : innerHeight, scrolls: false};
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const {overflowX, overflowY} = getComputedStyle(at);
      if (overflowX === "visible" && overflowY === "visible") continue;
      if (at instanceof SVGElement && !(at instanceof SVGSVGElement)) continue;
      const box = at.getBoundingClientRect();
      const scrolls = /auto|scroll/.test(overflowX + overflowY);
      room = {left: Math.max(room.left, box.left), top: Math.max(room.top, box.top), right: Math.min(room.right, box.right), bottom: Math.min(room.bottom, box.bottom), scrolls: room.scrolls || scrolls};
    }
    return room;
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.trim();
    const element = node.parentElement;
    if (!text || !element || katex(element) || !shown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const room = roomOf(element);
    for (const box of range.getClientRects()) {
      if (box.width < 1.5 || box.height < 1.5) continue; // said to screen readers only
      const inside = box.right > room.left && box.left < room.right && box.bottom > room.top && box.top < room.bottom;
      if (!inside) continue;
      const cut = Math.max(room.left - box.left, box.right - room.right);
      if (cut > 1.5 && !room.scrolls && !ends(element)) faults.push(`cut: ${text.slice(0, 40)} by ${Math.round(cut)} px`);
      const low = Math.max(room.top - box.top, box.bottom - room.bottom) - box.height / 4;
      if (low > 1 && !room.scrolls) faults.push(`cut below or above: ${text.slice(0, 40)}`);
      seen.push({text, element, over: floats(element), left: box.left, right: ends(element) ? Math.min(box.right, room.right) : box.right, top: box.top + box.height / 4, bottom: box.bottom - box.height / 4});
    }
    const size = parseFloat(getComputedStyle(element).fontSize) * scaleOf(element);
    if (size < least && !element.closest(".katex, sup, sub, tspan[font-size], [data-small]") && !(element instanceof SVGElement && element.closest("tspan"))) faults.push(`small: ${text.slice(0, 40)} ${size.toFixed(1)} px`);
  }
  for (let a = 0; a < seen.length; a += 1) {
    for (let b = a + 1; b < seen.length; b += 1) {
      const [one, two] = [seen[a], seen[b]];
      if (one.element === two.element || one.element.closest(".katex") && one.element.closest(".katex") === two.element.closest(".katex")) continue;
      if (one.element.closest("text") && one.element.closest("text") === two.element.closest("text")) continue;
      if (one.over !== two.over) continue;
      const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (across > 1.5 && down > 1.5) faults.push(`over one another: ${one.text.slice(0, 24)} | ${two.text.slice(0, 24)}`);
    }
  }
  return faults;

  function scaleOf(element) {
    const svg = element.closest?.("svg");
    const matrix = svg && element.getScreenCTM?.();
    return matrix ? Math.hypot(matrix.a, matrix.b) : 1;
  }
};
