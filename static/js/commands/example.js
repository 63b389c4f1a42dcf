/** The commands of an example's way through the network: the workbench's own keys, and which weight is told of. */

import {speedBeside} from "../player/clock.js";
import {inputsOf} from "../state/bench/walk.js";
import {walkWords} from "../state/bench/walk-words.js";

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../player/player.js").Player} Player */
/** @typedef {import("../state/bench/store.js").BenchStore} BenchStore */
/** @typedef {import("../state/bench/walk.js").Weight} Weight */
/** @typedef {import("../state/bench/walking.js").Walking} Walking */

const {commands: said} = walkWords;

/**
 * @param {BenchStore} store
 * @param {Walking} walking
 * @param {Player} player
 * @param {(weight: Weight) => void} pick
 * @returns {readonly Command[]}
 */
export function exampleCommands(store, walking, player, pick) {
  const {at, last, speed} = walking;
  const some = () => last.value > 0;
  const before = () => at.value < last.value;
  const after = () => at.value > 0;
  const command = (/** @type {keyof typeof said} */ id, /** @type {readonly string[]} */ keys, /** @type {() => boolean} */ when, /** @type {() => void} */ run) => ({id, label: said[id], keys, when, run});
  return [
    command("play", [" "], some, () => player.toggle()),
    command("next", ["ArrowRight", "PageDown"], before, () => player.next()),
    command("back", ["ArrowLeft", "PageUp"], after, () => player.back()),
    command("next-phase", ["Shift+ArrowRight"], before, () => player.phase(1)),
    command("back-phase", ["Shift+ArrowLeft"], after, () => player.phase(-1)),
    command("first", ["Home"], after, () => player.goTo(-1)),
    command("last", ["End"], before, () => player.goTo(last.peek() - 1)),
    command("slower", ["<"], some, () => (speed.value = speedBeside(speed.peek(), -1))),
    command("faster", [">"], some, () => (speed.value = speedBeside(speed.peek(), 1))),
    ...(/** @type {const} */ (["weight", "unit", "layer"])).map((size) => command(size, [{weight: "e", unit: "n", layer: "w"}[size]], some, () => {
      player.halt();
      store.walkSize.value = size;
      // The same place by the name it has now, so that a link says where one stands.
      if (store.walk.peek() !== "") store.walk.value = walking.all.peek()[at.peek()]?.address ?? "";
    })),
    ...pickCommands(store, walking, pick, command),
    ...(/** @type {const} */ ([["example-before", "[", -1], ["example-after", "]", 1]])).map(([id, key, by]) => command(id, [key], () => exampleBeside(store, by) !== null,
      () => (store.example.value = exampleBeside(store, by) ?? 0))),
    command("leave", ["Escape"], () => !store.helpOpen.value && store.dialog.value === null, () => {
      player.halt();
      store.screen.value = "bench";
    }),
  ];
}

/**
 * @param {BenchStore} store @param {Walking} walking @param {(weight: Weight) => void} pick
 * @param {(id: keyof typeof said, keys: readonly string[], when: () => boolean, run: () => void) => Command} command
 */
function pickCommands(store, walking, pick, command) {
  const beside = (/** @type {"unit" | "input"} */ part, /** @type {number} */ by) => {
    const spec = store.spec.value;
    const weight = walking.weight.value;
    if (!spec) return null;
    const [least, most] = part === "unit" ? [1, spec.layers[weight.layer - 1]?.units ?? 1] : [0, inputsOf(spec)[weight.layer - 1] ?? 1];
    const wanted = weight[part] + by;
    return wanted < least || wanted > most ? null : {...weight, [part]: wanted};
  };
  return (/** @type {const} */ ([["unit-up", "Alt+ArrowUp", "unit", -1], ["unit-down", "Alt+ArrowDown", "unit", 1], ["input-before", "Alt+ArrowLeft", "input", -1], ["input-after", "Alt+ArrowRight", "input", 1]]))
    .map(([id, key, part, by]) => command(id, [key], () => beside(part, by) !== null, () => pick(/** @type {Weight} */ (beside(part, by)))));
}

/** @param {BenchStore} store @param {number} by @returns {number | null} */
function exampleBeside({rows, example}, by) {
  const wanted = example.value + by;
  return wanted >= 0 && wanted < (rows.value?.x.length ?? 0) ? wanted : null;
}
