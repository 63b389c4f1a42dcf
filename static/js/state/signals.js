/**
 * The page's state, once: what is shown, where the player stands, what is open.
 *
 * Signals are written by the session and by commands, and read by views; a view that reads one is redrawn when it
 * changes. Whatever follows from others is computed here, so that no two views can disagree about it.
 */

import {computed, signal} from "@preact/signals-core";

import {stopsOf} from "../graph/stops.js";

/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../page.js").Shown} Shown */
/** @typedef {import("../page.js").Problem} Problem */

/** @template T @typedef {import("@preact/signals-core").Signal<T>} Signal */

/** @typedef {ReturnType<typeof createStore>} Store */

export function createStore() {
  /** The last document that ran, its answer and its places; null until the first answer. */
  const shown = /** @type {Signal<Shown | null>} */ (signal(null));
  /** Index of the stop, -1 before the first. */
  const stop = signal(-1);
  /** 1 at the stop; below 1 while the bead is on its way to it. */
  const travelled = signal(1);

  const stops = computed(() => {
    const now = shown.value;
    return /** @type {readonly Stop[]} */ (now ? stopsOf(now.document.graph, now.trace) : []);
  });
  const currentStop = computed(() => stops.value[stop.value] ?? null);
  const currentStep = computed(() => {
    const at = currentStop.value;
    return /** @type {Step | null} */ ((at && shown.value?.trace.steps[at.step]) ?? null);
  });

  return {
    shown,
    stop,
    travelled,
    stops,
    currentStop,
    currentStep,
    atLast: computed(() => stops.value.length > 0 && stop.value === stops.value.length - 1),
    playing: signal(false),
    /** What stands in the editor; it may be broken while the document is not. */
    draft: signal(""),
    /** Why the draft, or a value, did not run; null when all is well. */
    problem: /** @type {Signal<Problem | null>} */ (signal(null)),
    /** True while the opening document has not been answered yet. */
    lessons: /** @type {Signal<readonly import("../page.js").LessonSummary[]>} */ (signal([])),
    ops: /** @type {Signal<ReadonlyMap<string, import("../page.js").OpEntry>>} */ (signal(new Map())),
    programOpen: signal(false),
    helpOpen: signal(false),
    lessonsOpen: signal(false),
    blank: signal(false),
    chips: signal(true),
    dark: signal(false),
    /** The leaf or op that has the keyboard or was clicked. */
    selected: /** @type {Signal<string | null>} */ (signal(null)),
    /** The leaf whose value is being typed. */
    editing: /** @type {Signal<string | null>} */ (signal(null)),
  };
}
