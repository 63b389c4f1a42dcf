/** The commands of the bench: one table for keys, buttons, and the list of keys. */

import {surfaceWords} from "../state/bench/chart-words.js";
import {PACES} from "../state/bench/pace.js";
import {benchWords} from "../state/bench-words.js";

/** @typedef {import("../page.js").Command} Command */
/** @typedef {import("../state/bench/store.js").BenchStore} BenchStore */
/** @typedef {import("../bench.js").TrainingHand} TrainingHand */

const {commands: said} = benchWords;
const always = () => true;

/**
 * @param {BenchStore} store
 * @param {TrainingHand} training
 * @param {{setTheme: (dark: boolean) => void}} acts
 * @returns {readonly Command[]}
 */
export function benchCommands(store, training, {setTheme}) {
  const there = () => store.now.value !== null;
  const onBench = () => there() && store.screen.value === "bench";
  const lastEpoch = () => store.history.value?.epoch.at(-1) ?? 0;
  const atStart = () => store.now.value?.step === 0;
  return [
    {id: "play", label: said.play, keys: [" "], when: onBench, run: () => (store.status.peek() === "running" ? training.pause() : training.run())},
    {id: "next", label: said.next, keys: ["ArrowRight", "PageDown"], when: () => onBench() && store.status.value !== "ended", run: () => onwards(store, training)},
    {id: "back", label: said.back, keys: ["ArrowLeft", "PageUp"], when: () => onBench() && !atStart(), run: () => void training.goTo(backwards(store))},
    {id: "first", label: said.first, keys: ["Home"], when: () => onBench() && !atStart(), run: () => void training.goTo(0)},
    {id: "last", label: said.last, keys: ["End"], when: () => onBench() && store.epoch.value < lastEpoch(), run: () => void training.goTo(lastEpoch())},
    {id: "through", label: said.through, keys: ["Enter"], when: there, run: () => (store.screen.value = store.screen.peek() === "example" ? "bench" : "example")},
    unit("1", "example"), unit("2", "batch"), unit("3", "epoch"),
    {id: "slower", label: said.slower, keys: ["<"], when: onBench, run: () => setPace(store, training, -1)},
    {id: "faster", label: said.faster, keys: [">"], when: onBench, run: () => setPace(store, training, 1)},
    {id: "pace", label: "", keys: [], when: onBench, run: () => setPace(store, training, 1, true)},
    {id: "settings", label: said.settings, keys: ["o"], when: there, run: () => (store.dialog.value = "settings")},
    {id: "share", label: said.share, keys: ["s"], when: there, run: () => (store.dialog.value = "share")},
    {id: "take", label: said.take, keys: ["x"], when: there, run: () => (store.dialog.value = "export")},
    {id: "data", label: said.data, keys: ["d"], when: there, run: () => (store.dialog.value = "data")},
    {id: "keep", label: said.keep, keys: ["k"], when: onBench, run: () => void training.pin(store.pinned.peek() ? null : kept(store))},
    // What these keys do is the surface's own; here they are for the list.
    {id: "nearest", label: surfaceWords.keys.nearest, keys: ["ArrowUp", "ArrowDown"], when: () => false, run: () => undefined},
    {id: "put", label: surfaceWords.keys.put, keys: ["Enter"], when: () => false, run: () => undefined},
    {id: "shift", label: surfaceWords.keys.shift, keys: ["Shift+ArrowRight"], when: () => false, run: () => undefined},
    {id: "away", label: surfaceWords.keys.away, keys: ["Delete"], when: () => false, run: () => undefined},
    {id: "theme", label: said.theme, keys: ["t"], when: always, run: () => setTheme(!store.dark.peek())},
    {id: "help", label: said.help, keys: ["?"], when: always, run: () => (store.helpOpen.value = !store.helpOpen.peek())},
  ];

  /** @param {string} key @param {import("../bench.js").StepUnit} name @returns {Command} */
  function unit(key, name) {
    return {id: `by-${name}`, label: said[name], keys: [key], when: onBench, run: () => (store.unit.value = name)};
  }
}

/** The run as it is, to be kept. @param {BenchStore} store */
const kept = ({title, segments, history}) => ({title: title.peek(), segments: segments.peek(), to: history.peek()?.epoch.at(-1) ?? 0});

/** One on: through what is trained already where there is more of it, else one is trained. @param {BenchStore} store @param {TrainingHand} training */
function onwards(store, training) {
  const [epoch, last] = [store.epoch.peek(), store.history.peek()?.epoch.at(-1) ?? 0];
  if (store.unit.peek() === "epoch" && epoch < last) void training.goTo(epoch + 1);
  else training.step(store.unit.peek());
}

/** The end of the epoch before; from within one, its own beginning. @param {BenchStore} store */
const backwards = ({now}) => Math.max(0, (now.peek()?.epoch ?? 0) - (now.peek()?.position ? 0 : 1));

/**
 * Another pace; free or step by step are two ways to play, so what plays is asked to play anew.
 * @param {BenchStore} store
 * @param {TrainingHand} training
 * @param {number} by
 * @param {boolean} [round]
 */
function setPace(store, training, by, round = false) {
  const at = PACES.indexOf(store.pace.peek()) + by;
  const to = PACES[round ? at % PACES.length : Math.max(0, Math.min(PACES.length - 1, at))] ?? "15";
  if (to === store.pace.peek()) return;
  const plays = store.status.peek() === "running";
  if (plays) training.pause();
  store.pace.value = to;
  if (plays) training.run();
}
