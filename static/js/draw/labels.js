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
 * @typedef {import("../layout/place.js").Slot} Slot
 * @typedef {import("./label.js").Role} Role
 * @typedef {import("./reveal.js").Reveal} Reveal
 * @typedef {import("./scene.js").Picture} Picture
 * @typedef {{mark: Mark | null, box: LabelBox}} Label
 */

import {plain} from "../format/names.js";
import {formatNumber} from "../format/number.js";
import {slotKey} from "../layout/place.js";
import {localRuns} from "./content.js";
import {alarm, kink} from "./frame.js";
import {chip, numberLabel} from "./label.js";
import {group, path, rect, text} from "./marks.js";
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
  const note = options.annotation === false ? null : noteOf(picture, reveal);
  return {
    marks: labels.flatMap(({mark}) => mark ?? []),
    boxes: [...labels.map(({box}) => box), ...(note ? [note.box] : [])],
    note: note?.mark ?? null,
  };
}

/**
 * A label, as at the last stop where it looks the same.
 * @param {Picture} picture @param {LabelKind} kind @param {string} owner @param {Box} box
 * @param {readonly unknown[]} look  all that it depends on besides its weight
 * @param {() => {words: string, mark: Mark | null}} make
 * @param {string} cls  its weight at this stop
 * @returns {Label}
 */
function label({drawn}, kind, owner, box, look, make, cls) {
  return drawn.keep(`label:${kind}:${owner}`, `${cls},${look.join()}`, () => {
    const {words: said, mark} = make();
    const wrapped = mark && group(`${kind}:${owner}:${mark.key}`, [mark], {class: cls, "data-label": kind, "data-owner": owner});
    return {mark: wrapped, box: {kind, owner, text: said, x0: box.x0, x1: box.x1, y0: box.y0, y1: box.y1, shown: mark != null}};
  });
}

/** @param {WireValue} value */
function words(value) {
  return Array.isArray(value) ? `[${shapeText(shapeOf(value))}]` : formatNumber(/** @type {WireNumber} */ (value));
}

/**
 * A number or tensor in its slot.
 * @param {string} key @param {WireValue} value @param {Slot} slot @param {"value" | "gradient"} ink @param {Role} role
 * @param {readonly number[] | null} [pick]
 * @returns {Mark}
 */
function inSlot(key, value, slot, ink, role, pick = null) {
  if (Array.isArray(value)) return tensor(key, value, slot.cx, slot.cy, {ink, role, pick});
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
    labels.push(label(picture, "name", id, name.box, [lifted], () => (
      {words: plain(node.name), mark: text("name", node.name, name.cx, y, SIZE.name, {anchor: "middle", cls: "ink-k haloed"})}), cls));
  }
  const badge = slot("badge");
  if (badge) {
    const known = reveal.computed(id);
    labels.push(label(picture, "note", id, badge.box, [known], () => (
      {words: "badge", mark: badgeMark(numbers.badges.get(id) ?? "", badge, known)}), cls));
  }
  const value = numbers.value(id);
  const above = slot("leaf-value");
  if (above && value != null) {
    labels.push(label(picture, "value", id, above.box, [pick], () => ({words: words(value), mark: inSlot("value", value, above, "value", null, pick)}), cls));
  }
  const gradient = numbers.nodeGradient(id);
  const below = slot("sum");
  if (below && gradient != null) {
    const single = (numbers.out.get(id) ?? []).find((edge) => !edge.fixed);
    const role = numbers.fansOut(id) || !single ? reveal.sumRole(id) : reveal.role(single) ?? reveal.sumRole(id);
    const known = reveal.isFinal(id) && !(options.predict && role === "downstream");
    const asked = known ? null : role ?? predicted(reveal, id, single);
    labels.push(label(picture, "gradient", id, below.box, [known, role, asked, options.predict, pick], () => (
      {words: words(gradient), mark: known ? inSlot("sum", gradient, below, "gradient", role, pick) : blank(asked, below, options)}), cls));
  }
  const note = slot("note");
  if (note && numbers.seed != null) {
    const seed = numbers.seed;
    labels.push(label(picture, "note", id, note.box, [reveal.seeded], () => (
      {words: "seed", mark: reveal.seeded ? seedMark(box.cx, box.cy + 39, seed) : null}), cls));
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

/** @param {Reveal} reveal @param {NodeId} id @param {DisplayEdge | undefined} edge @returns {Role} */
function predicted(reveal, id, edge) {
  return reveal.nowEdge != null && edge?.key === reveal.nowEdge && edge.source === id ? "downstream" : null;
}

/** The ruled blank of a question, where this stop's number would stand. @param {Role} role @param {Slot} slot @param {SceneOptions} options */
function blank(role, slot, options) {
  if (!options.predict || role !== "downstream") return null;
  const {x0, y0, y1} = slot.box;
  return group("blank", [rect("box", "ruled", slot.box), path("caret", "caret", `M${x0 + 7} ${y0 + 4}V${y1 - 4}`)]);
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
  const above = slot("value");
  if (above && value != null) {
    const known = reveal.forward.has(edge.from);
    labels.push(label(picture, "value", key, above.box, [known], () => (
      {words: words(value), mark: known ? inSlot("value", value, above, "value", null) : null}), cls));
  }
  const below = slot("gradient");
  if (below && gradient != null) {
    const role = reveal.role(edge);
    const known = reveal.returned(edge) && !(options.predict && role === "downstream");
    labels.push(label(picture, "gradient", key, below.box, [known, role, options.predict], () => {
      const mark = known ? inSlot("gradient", gradient, below, "gradient", role) : blank(role, below, options);
      return {words: words(gradient), mark: mark && tied(mark, below)};
    }, cls));
  }
  const shape = slot("shape");
  if (shape && value != null) {
    const sizes = shapeOf(value);
    labels.push(label(picture, "shape", key, shape.box, [], () => ({words: shapeText(sizes), mark: busSlash("shape", shape.cx, shape.cy, sizes)}), cls));
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
  return label(picture, "chip", edge.key, slot.box, [shown, lowered], () => {
    const local = numbers.local(edge);
    const value = typeof local === "number" || typeof local === "string" ? /** @type {WireNumber} */ (local) : null;
    const tick = slot.tick && lowered ? /** @type {const} */ ([[slot.tick[0][0], slot.tick[0][1] + 7], slot.tick[1]]) : slot.tick;
    const mark = shown ? chip("chip", localRuns(numbers, edge) ?? [], slot.cx, slot.cy, {tick, value, box: slot.box}) : null;
    return {words: `×${value == null ? "" : formatNumber(value)}`, mark};
  }, aside ? "dim" : weight(reveal, edge.key));
}
