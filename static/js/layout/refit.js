/**
 * The same picture with other numbers: every label stays where it is.
 *
 * A number too wide for its slot grows in place; only one that would then touch something is placed anew, by itself
 * and with all others as they stand. A value can so be dragged without anything else moving.
 *
 * @typedef {import("../types.d.ts").Box} Box
 * @typedef {import("./needs.js").Needs} Needs
 * @typedef {import("./slots.js").Content} Content
 * @typedef {import("./slots.js").Slot} Slot
 * @typedef {import("./slots.js").Slots} Slots
 * @typedef {import("./wires.js").Geometry} Geometry
 * @typedef {Readonly<{slots: Slots, reserved: Needs, room: import("./room.js").Room}>} Fitting
 *   slots, the sizes kept in them, and what is free around them
 */

import {needsOf} from "./needs.js";
import {labelsPlaced, placedAgain} from "./place.js";
import {slotParts} from "./slots.js";

/** A label that has grown keeps these distances, which are the least that the picture allows. */
const CLEAR = Object.freeze({wires: 6.3, nodes: 0.6, frames: 1.6});
const NEARLY = 0.01;
/** Labels that grow on one side only, and are better placed again. */
const ANCHORED = new Set(["sum", "leaf-value", "badge", "name", "shape", "note"]);

/**
 * Places for all labels, those of *before* as far as they serve.
 * @param {Geometry} geometry
 * @param {Content} content
 * @param {Fitting | null} before  in a picture with the same nodes and wires
 * @returns {Fitting}
 */
export function fitted(geometry, content, before) {
  const needs = needsOf(geometry, content);
  const again = before && refitted(geometry, content, needs, before);
  if (again) return again;
  const {slots, room} = labelsPlaced(geometry, content);
  return {slots, reserved: needs, room};
}

/** @param {Geometry} geometry @param {Content} content @param {Needs} needs @param {Fitting} before @returns {Fitting | null} */
function refitted(geometry, content, needs, before) {
  const {reserved, room} = before;
  const misfits = [...needs].filter(([key, need]) => !fits(need, reserved.get(key)));
  const gone = [...reserved.keys()].filter((key) => !needs.has(key));
  if (misfits.length === 0 && gone.length === 0) return before;
  // Rows of a tensor that come or go change the picture too much for this.
  if (misfits.some(([key, need]) => Math.abs((reserved.get(key)?.height ?? need.height) - need.height) > NEARLY)) return null;
  const [slots, kept] = [new Map(before.slots), new Map(reserved)];
  for (const key of gone) {
    room.freeLabel(key);
    slots.delete(key);
    kept.delete(key);
  }
  for (const [key, need] of misfits) {
    const slot = slots.get(key);
    room.freeLabel(key);
    const wider = slot && !ANCHORED.has(slotParts(key).kind) ? widened(slot, need.width - (reserved.get(key)?.width ?? 0)) : null;
    const found = wider && room.isFree(wider.box, {...CLEAR, own: levelWire(geometry, key)}) ? wider : placedAgain(key, geometry, content, room);
    if (!found) return null;
    slots.set(key, found);
    kept.set(key, need);
    room.takeLabel(found.box, key, slotParts(key).kind === "gradient" ? found.tick : null);
  }
  return {slots, reserved: kept, room};
}

/** @param {{width: number, height: number}} need @param {{width: number, height: number} | undefined} room */
function fits(need, room) {
  return room !== undefined && need.width <= room.width + NEARLY && Math.abs(need.height - room.height) < NEARLY;
}

/** @param {Slot} slot @param {number} by @returns {Slot} */
function widened(slot, by) {
  return {...slot, box: {...slot.box, x0: slot.box.x0 - by / 2, x1: slot.box.x1 + by / 2}};
}

/** A label of a level wire stands in a row beside it, whatever its width. @param {Geometry} geometry @param {string} key */
function levelWire(geometry, key) {
  const {owner} = slotParts(key);
  return geometry.wires.get(owner)?.level ? owner : undefined;
}
