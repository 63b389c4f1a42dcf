/**
 * The labels of a picture at a stop: each in its slot, shown once its number is known.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("../types.d.ts").DisplayEdge} DisplayEdge
 * @typedef {import("../types.d.ts").LabelBox} LabelBox
 * @typedef {import("../types.d.ts").LabelKind} LabelKind
 * @typedef {import("../types.d.ts").Mark} Mark
 * @typedef {import("../types.d.ts").NodeId} NodeId
 * @typedef {import("../types.d.ts").SceneOptions} SceneOptions
 * @typedef {import("../types.d.ts").WireNumber} WireNumber
 * @typedef {import("../types.d.ts").WireValue} WireValue
 * @typedef {import("../layout/slots.js").Slot} Slot
 * @typedef {import("./label.js").Role} Role
 * @typedef {import("./reveal.js").Reveal} Reveal
 * @typedef {import("./scene.js").Picture} Picture
 * @typedef {{mark: Mark | null, box: LabelBox}} Label
 */

import {grow} from "../geometry/boxes.js";
import {plain} from "../format/names.js";
import {formatNumber} from "../format/number.js";
import {slotKey} from "../layout/slots.js";
import {localRuns} from "./content.js";
import {alarm, kink} from "./frame.js";
import {blankLabel, chip, numberLabel} from "./label.js";
import {group, path, text} from "./marks.js";
import {ROW, SIZE} from "./metrics.js";
import {noteOf} from "./note.js";
import {weight} from "./parts.js";
import {busSlash, shapeOf, shapeText, tensor} from "./tensor.js";

/** From the middle of a name's box to its baseline. */
const NAME_DROP = 5.5;
/**
 * @param {Picture} picture
 * @param {Reveal} reveal
 * @param {SceneOptions} options
 * @returns {{marks: readonly Mark[], boxes: readonly LabelBox[], note: Mark | null}}
 */
export function labelMarks(picture, reveal, options) {
  const labels = [
    ...picture.geometry.display.nodes.flatMap((node) => nodeLabels(node.id, picture, reveal, options)),
    ...picture.geometry.display.edges.flatMap((edge) => edgeLabels(edge, picture, reveal, options)),
  ];
  const note = options.annotation === false ? null : noteOf(picture, reveal, options.pick);
  return {
    marks: labels.flatMap(({mark}) => mark ?? []),
    boxes: [...labels.map(({box}) => box), ...(note ? [note.box] : [])],
    note: note?.mark ?? null,
  };
}

/**
 * A label, as at the last stop where it looks the same.
 * @param {Picture} picture @param {LabelKind} kind @param {string} owner @param {Slot} slot
 * @param {readonly unknown[]} look  all that it depends on besides its slot and its weight
 * @param {() => {words: string, mark: Mark | null}} make
 * @param {string} cls  its weight at this stop
 * @returns {Label}
 */
function label({drawn}, kind, owner, slot, look, make, cls) {
  return drawn.keep(`label:${kind}:${owner}`, `${cls},${look.join()}`, () => {
    const {words: said, mark} = make();
    const wrapped = mark && group(`${kind}:${owner}:${mark.key}`, [mark], {class: cls, "data-label": kind, "data-owner": owner});
    const {x0, x1, y0, y1} = slot.box;
    return {mark: wrapped, box: {kind, owner, text: said, x0, x1, y0, y1, shown: mark != null}};
  }, slot);
}

/** @param {WireValue} value */
function words(value) {
  return Array.isArray(value) ? `[${shapeText(shapeOf(value))}]` : formatNumber(/** @type {WireNumber} */ (value));
}

/** A value to its last digit, to tell whether it is another. @param {WireValue} value */
function written(value) {
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** What a chip says of a local gradient; a matrix is only named there. @param {import("../types.d.ts").Local | null} local */
function chipLook(local) {
  return local != null && typeof local === "object" && "kind" in local ? local.kind : JSON.stringify(local);
}

/**
 * A number or tensor in its slot.
 * @param {string} key @param {WireValue} value @param {Slot} slot @param {"value" | "gradient"} ink @param {Role} role
 * @param {readonly number[] | null} [pick]
 * @returns {Mark}
 */
function inSlot(key, value, slot, ink, role, pick = null) {
  if (Array.isArray(value)) return tensor(key, value, slot.cx, slot.cy, {ink, role, pick, asCells: slot.asCells ?? false});
  return numberLabel(key, /** @type {WireNumber} */ (value), slot.cx, slot.cy + SIZE.number * 0.349, {ink, role});
}

/** @param {NodeId} id @param {Picture} picture @param {Reveal} reveal @param {SceneOptions} options @returns {readonly Label[]} */
function nodeLabels(id, picture, reveal, options) {
  const {geometry, slots, numbers} = picture;
  const node = geometry.display.byId[id];
  const box = geometry.nodes.get(id);
  if (!node || !box) return [];
  const slot = (/** @type {Parameters<typeof slotKey>[0]} */ kind) => slots.get(slotKey(kind, id));
  const pick = options.pick?.node === id ? options.pick.cell : null;
  const cls = weight(reveal, id);
  /** @type {Label[]} */
  const labels = [];
  const name = slot("name");
  if (name) {
    // In its usual place it makes way for the halo of the current op.
    const lifted = reveal.now === id && Math.abs(name.cx - box.cx) < 1 && name.cy < box.cy - box.r;
    const y = name.cy + NAME_DROP + (lifted ? ROW.nameNow - ROW.name : 0);
    labels.push(label(picture, "name", id, name, [lifted], () => (
      {words: plain(node.name), mark: text("name", node.name, name.cx, y, SIZE.name, {anchor: "middle", cls: "ink-k haloed"})}), cls));
  }
  const badge = slot("badge");
  if (badge) {
    const known = reveal.computed(id);
    labels.push(label(picture, "note", id, badge, [known, numbers.badges.get(id)], () => (
      {words: "badge", mark: badgeMark(numbers.badges.get(id) ?? "", badge, known)}), cls));
  }
  const value = numbers.value(id);
  const above = slot("leaf-value");
  if (above && value != null) {
    labels.push(label(picture, "value", id, above, [pick, written(value)], () => ({words: words(value), mark: inSlot("value", value, above, "value", null, pick)}), cls));
  }
  const gradient = numbers.nodeGradient(id);
  const below = slot("sum");
  if (below && gradient != null) {
    const single = (numbers.out.get(id) ?? []).find((edge) => !edge.fixed);
    const role = numbers.fansOut(id) || !single ? reveal.sumRole(id) : reveal.role(single) ?? reveal.sumRole(id);
    const [known, asked] = [reveal.isFinal(id), reveal.asksSum(id, single)];
    labels.push(label(picture, "gradient", id, below, [known, role, asked, pick, written(gradient)], () => (
      {words: known ? words(gradient) : "", mark: known ? inSlot("sum", gradient, below, "gradient", role, pick) : blank(asked, below)}), cls));
  }
  const note = slot("note");
  if (note && numbers.seed != null) {
    const seed = numbers.seed;
    labels.push(label(picture, "note", id, note, [reveal.seeded, written(seed)], () => (
      {words: "seed", mark: reveal.seeded ? seedMark(note.cx, note.box.y1 - 3, seed) : null}), cls));
  }
  return labels;
}

/** @param {string} badge @param {Slot} slot @param {boolean} known */
function badgeMark(badge, slot, known) {
  if (!known) return null;
  return group("badge", badge === "alarm" ? alarm(slot.box.x0 + 11, slot.box.y0) : kink(slot.box.x0, slot.cy + 5, badge));
}

/** @param {number} x @param {number} y @param {WireValue} seed */
function seedMark(x, y, seed) {
  const number = Array.isArray(seed) ? shapeText(shapeOf(seed)) : formatNumber(/** @type {WireNumber} */ (seed));
  return text("seed", [{text: "seed ", face: "word"}, {text: number, face: "number"}], x, y, SIZE.caption, {anchor: "middle", cls: "ink-s seed"});
}

/** The ruled blank of a question, where the number will stand. @param {boolean} asked @param {Slot} slot @param {"value" | "gradient"} [ink] */
function blank(asked, {box}, ink = "gradient") {
  return asked ? blankLabel("blank", ink === "value" ? grow(box, 3, 2) : box, ink) : null;
}

/** @param {DisplayEdge} edge @param {Picture} picture @param {Reveal} reveal @param {SceneOptions} options @returns {readonly Label[]} */
function edgeLabels(edge, picture, reveal, options) {
  const {slots, numbers} = picture;
  const {key} = edge;
  const slot = (/** @type {Parameters<typeof slotKey>[0]} */ kind) => slots.get(slotKey(kind, key));
  const cls = weight(reveal, key);
  /** @type {Label[]} */
  const labels = [];
  const [value, gradient] = [numbers.value(edge.from), numbers.gradient(edge)];
  const pick = options.pick?.node === edge.source ? options.pick.cell : null;
  const above = slot("value");
  if (above && value != null) {
    const [known, asked] = [reveal.forward.has(edge.from), reveal.asksValue(edge)];
    labels.push(label(picture, "value", key, above, [known, asked, pick, written(value)], () => (
      {words: known ? words(value) : "", mark: known ? inSlot("value", value, above, "value", null, pick) : blank(asked, above, "value")}), cls));
  }
  const below = slot("gradient");
  if (below && gradient != null) {
    const role = reveal.role(edge);
    const [known, asked] = [reveal.returned(edge), reveal.asksGradient(edge)];
    labels.push(label(picture, "gradient", key, below, [known, role, asked, pick, written(gradient)], () => {
      const mark = known ? inSlot("gradient", gradient, below, "gradient", role, pick) : blank(asked, below);
      return {words: known ? words(gradient) : "", mark: mark && tied(mark, below)};
    }, cls));
  }
  const shape = slot("shape");
  if (shape && value != null) {
    const sizes = shapeOf(value);
    labels.push(label(picture, "shape", key, shape, sizes, () => ({words: shapeText(sizes), mark: shape.tick && busSlash("shape", shape.tick, shape.box, sizes)}), cls));
  }
  const hanging = slot("chip");
  if (hanging) labels.push(chipLabel(edge, hanging, picture, reveal, options));
  return labels;
}

/** @param {Mark} mark @param {Slot} slot */
function tied(mark, {tick}) {
  if (!tick) return mark;
  const [[x0, y0], [x1, y1]] = tick;
  return group("tied", [path("tick", "tick backward", `M${x0.toFixed(2)} ${y0.toFixed(2)}L${x1.toFixed(2)} ${y1.toFixed(2)}`), mark]);
}

/** @param {DisplayEdge} edge @param {Slot} slot @param {Picture} picture @param {Reveal} reveal @param {SceneOptions} options @returns {Label} */
function chipLabel(edge, slot, picture, reveal, options) {
  const {geometry, numbers} = picture;
  const shown = options.chips !== false && edge.to != null && reveal.forward.has(edge.to);
  // On a level wire the tick starts at the halo of the current op instead of the lane.
  const lowered = slot.tick != null && (geometry.wires.get(edge.key)?.level ?? false) && reveal.now === edge.target;
  // The next op's slope is no part of this product, though its edge is.
  const aside = reveal.nowEdge != null && reveal.nowEdge !== edge.key && edge.source === reveal.now;
  const local = numbers.local(edge);
  return label(picture, "chip", edge.key, slot, [shown, lowered, shown ? chipLook(local) : ""], () => {
    const value = typeof local === "number" || typeof local === "string" ? /** @type {WireNumber} */ (local) : null;
    const tick = slot.tick && lowered ? /** @type {const} */ ([[slot.tick[0][0], slot.tick[0][1] + 7], slot.tick[1]]) : slot.tick;
    const mark = shown ? chip("chip", localRuns(numbers, edge) ?? [], slot.cx, slot.cy, {tick, value, box: slot.box}) : null;
    return {words: `×${value == null || !shown ? "" : formatNumber(value)}`, mark};
  }, aside ? "dim" : weight(reveal, edge.key));
}
