/**
 * The number under the pointer, to its last digit, as a tooltip of the pane over the picture. The marks have it as their
 * own title, but the pane is what the pointer meets.
 */

/** @typedef {import("../page.js").Desk} Desk */
/** @typedef {import("../types.js").LabelBox} LabelBox */

/**
 * @param {MouseEvent} event
 * @param {readonly [number, number]} point  of the pad, in px
 * @param {Desk["store"]} store
 */
export function tellNumber({target, clientX, clientY}, [px, py], {camera, scene}) {
  const [pane, now] = [/** @type {HTMLElement} */ (target), camera.peek()];
  if (pane.className !== "hold" || !now) return;
  const [x, y] = [(px - now.x) / now.k, (py - now.y) / now.k];
  const label = scene.peek()?.boxes.labels.find((box) => box.shown && x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1);
  const number = label && titles(pane, label).find((title) => {
    const {left, right, top, bottom} = /** @type {Element} */ (title.parentElement).getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
  });
  pane.title = number?.textContent ?? "";
}

/** @param {Element} pane @param {LabelBox} label @returns {readonly Element[]} */
function titles(pane, {kind, owner, text}) {
  const drawn = text === "product" ? ".note" : `[data-label="${kind}"][data-owner="${CSS.escape(owner)}"]`;
  return [...pane.previousElementSibling?.querySelectorAll(`${drawn} title`) ?? []];
}
