/**
 * The commands of the walk downhill. While one descends, the player's keys step along the updates, so these rows stand
 * before the others; what is about the graph's own stops sleeps until one is back.
 */

import {batch} from "@preact/signals-core";

import {DESCENT} from "../state/descent-settings.js";

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../page.js").Desk} Desk */

/** Commands of the workbench that mean the same downhill. */
const EVERYWHERE = new Set(["slower", "faster", "theme", "blank", "help", "close", "share", "present"]);

/**
 * @param {Pick<Desk, "store" | "session" | "player" | "updates" | "downhill">} desk
 * @returns {readonly Command[]}
 */
export function descendCommands({store, session, player, updates, downhill}) {
  const {descending, update} = store;
  const down = () => descending.value && !store.presenting.value;
  const before = () => down() && update.value < downhill.longest.value;
  const covered = () => store.helpOpen.value || store.shareOpen.value || store.lessonsOpen.value;
  return [
    {id: "descend", label: "Downhill, or back to the graph", keys: ["d"], when: () => down() || able({store, downhill}), run: () => turn({store, player, updates, downhill})},
    {id: "play", label: "", keys: [" "], when: () => down() && downhill.longest.value > 0, run: () => updates.toggle()},
    {id: "next", label: "", keys: ["ArrowRight", "PageDown"], when: before, run: () => updates.next()},
    {id: "back", label: "", keys: ["ArrowLeft", "PageUp"], when: () => down() && update.value > 0, run: () => updates.back()},
    {id: "first", label: "", keys: ["Home"], when: () => down() && update.value > 0, run: () => updates.goTo(-1)},
    {id: "last", label: "", keys: ["End"], when: before, run: () => updates.goTo(downhill.longest.value - 1)},
    {id: "play-again", label: "Downhill: put the updated values into the graph and play it again", keys: ["Enter"],
      when: () => down() && landing(downhill) !== null, run: () => again({store, session, player, updates, downhill})},
    {id: "leave-descent", label: "", keys: ["Escape"], when: () => down() && !covered(), run: () => turn({store, player, updates, downhill})},
  ];
}

/** Can this graph go downhill from here? @param {Pick<Desk, "store" | "downhill">} desk */
const able = ({store, downhill}) => downhill.hindrance.value === null && !store.presenting.value && !store.programOpen.value && !store.hidden.value.has("edit");

/** Into the walk, at its start; or back to the graph as it was. @param {Pick<Desk, "store" | "player" | "updates" | "downhill">} desk */
function turn({store, player, updates, downhill}) {
  player.halt();
  updates.halt();
  batch(() => {
    if (!store.descending.peek()) updates.goTo(-1);
    // A lesson has rates of its own, until the reader has chosen others.
    const own = store.lesson.peek()?.descend;
    if (own && store.descent.peek().rates.join() === DESCENT.rates.join()) store.descent.value = {...DESCENT, rates: own.rates, rule: own.rule, updates: own.updates, moving: own.moving};
    store.descending.value = !store.descending.peek();
    downhill.entered.value = store.descending.peek();
  });
}

/**
 * The entry whose values an update has reached: at the start, those of the first update, which is what the panel shows.
 * @param {Desk["downhill"]} downhill
 */
export function landing({active, made}) {
  const path = active.value?.path ?? [];
  return path[Math.min(Math.max(1, made.value), path.length - 1)] ?? null;
}

/**
 * Let the values land in the leaves, and play the passes with them.
 * @param {Pick<Desk, "store" | "session" | "player" | "updates" | "downhill">} desk
 */
function again({store, session, player, updates, downhill}) {
  const entry = landing(downhill);
  if (!entry) return;
  turn({store, player, updates, downhill});
  player.goTo(-1);
  session.setValues(entry.leaves);
  player.toggle();
}

/**
 * All commands, those of the walk first; what makes no sense downhill sleeps there.
 * @param {readonly Command[]} commands
 * @param {Parameters<typeof descendCommands>[0]} desk
 * @returns {readonly Command[]}
 */
export function withDescent(commands, desk) {
  const {descending, presenting} = desk.store;
  const others = commands.map((command) => (EVERYWHERE.has(command.id) ? command : {
    ...command, when: () => (presenting.value || !descending.value) && command.when(),
  }));
  return [...descendCommands(desk), ...others];
}
