/**
 * The page's state, once: what is shown, where the player stands, what is open.
 *
 * Signals are written by the session and by commands, and read by views; a view that reads one is redrawn when it
 * changes. Whatever follows from others is computed here, so that no two views can disagree about it.
 */

import {computed, signal} from "@preact/signals-core";

import {foresee, scene} from "../draw/scene.js";
import {display} from "../graph/display.js";
import {stopsOf} from "../graph/stops.js";
import {questionOf, withheld} from "./asking.js";
import {numbersAt} from "./counts.js";
import {DESCENT} from "./descent-settings.js";
import {NOTHING} from "./hiding.js";
import {structure} from "./document.js";
import {partsOf} from "./folding.js";
import {nameTex, statements} from "./formula.js";
import {fitScale, withReserve} from "./camera.js";
import {between} from "./places.js";
import {createRoom} from "./room.js";
import {oneSign} from "./signs.js";
import {stopsThatAsk} from "./questions.js";

/** @typedef {import("../types.js").Box} Box */
/** @typedef {import("../types.js").Display} Display */
/** @typedef {import("../types.js").Layout} Layout */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Stop} Stop */
/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../page.js").Shown} Shown */
/** @typedef {import("../page.js").Problem} Problem */
/** @typedef {import("./camera.js").Camera} Camera */

/** @template T @typedef {import("@preact/signals-core").Signal<T>} Signal */
/** @template T @typedef {import("@preact/signals-core").ReadonlySignal<T>} Computed */

/** @typedef {ReturnType<typeof createStore>} Store */

export function createStore() {
  const state = own();
  const followed = follows(state);
  return {...state, ...followed, ...drawn(state, followed)};
}

/** What is written. */
function own() {
  return {
    /** The last document that ran, its answer and its places; null until the first answer. */
    shown: /** @type {Signal<Shown | null>} */ (signal(null)),
    /** Index of the stop, -1 before the first. */
    stop: signal(-1),
    /** 1 at the stop; below 1 while the bead is on its way to it. */
    travelled: signal(1),
    playing: signal(false),
    /** 2 is twice as fast. */
    speed: signal(1),
    /** How far one step goes: an edge, all of a node's, or to the end of the pass. */
    stepSize: signal(/** @type {import("../page.js").StepSize} */ ("edge")),
    /** What stands in the editor; it may be broken while the document is not. */
    draft: signal(""),
    /** Why the draft, or a value, did not run; null when all is well. */
    problem: /** @type {Signal<Problem | null>} */ (signal(null)),
    /** A program is being run or laid out; what is shown is still the one before. */
    busy: signal(false),
    lessons: /** @type {Signal<readonly import("../page.js").LessonSummary[]>} */ (signal([])),
    programOpen: signal(false),
    /** The reader wants all the numbers in the panel, not this step. */
    tableOpen: signal(false),
    /** What the panel has to say about copying, for a while. */
    copied: signal(""),
    helpOpen: signal(false),
    lessonsOpen: signal(false),
    blank: signal(false),
    chips: signal(true),
    ...createRoom(),
    /** The leaf that has the keyboard. */
    selected: /** @type {Signal<string | null>} */ (signal(null)),
    /** The node under the pointer: its wires stand out. */
    hovered: /** @type {Signal<string | null>} */ (signal(null)),
    /** The leaf whose value is being typed. */
    editing: /** @type {Signal<string | null>} */ (signal(null)),
    /** A phone held sideways. */
    lying: signal(false),
    /** Motion is to be reduced. */
    still: signal(false),
    /** Size of the pad in pixels; zero until it is measured. */
    window: signal({width: 0, height: 0}),
    /** Size of the page's type, 1 at 1280 px: what --u is. */
    unit: signal(1),
    camera: /** @type {Signal<Camera | null>} */ (signal(null)),
    /** The camera is on its way, or in a hand. */
    moving: signal(false),
    /** The camera that the picture was last drawn for: while it moves, all is carried along from there. */
    stood: /** @type {Signal<Camera | null>} */ (signal(null)),
    /** Resting follows the step, fit shows all, free is wherever the reader moved it; held is free until the next step. */
    cameraMode: signal(/** @type {"resting" | "fit" | "free" | "held"} */ ("resting")),
    /** The places that are being left since a node was opened or closed, and how far (1 is there). */
    leaving: /** @type {Signal<{layout: Layout, node: string} | null>} */ (signal(null)),
    moved: signal(1),
    /** The node whose handle is to take the keyboard as soon as it is there. */
    focusOn: /** @type {Signal<string | null>} */ (signal(null)),
    /** The lesson on the desk with all it says, or null for a program of the reader's own. */
    lesson: /** @type {Signal<import("../page.js").Lesson | null>} */ (signal(null)),
    /** Addresses of the stops that ask before they tell. */
    questions: /** @type {Signal<ReadonlySet<string>>} */ (signal(new Set())),
    /** The playlists: which lesson comes after which. */
    playlists: /** @type {Signal<readonly import("../page.js").Playlist[]>} */ (signal([])),
    /** The lesson is told, and the title of the next one is on the screen. */
    titleCard: signal(false),
    /** The playlist whose run this is; "" for the first that has the lesson. */
    list: signal(""),
    /** Parts of the page that a link leaves away. */
    hidden: signal(NOTHING),
    /** While presenting, a ring goes with the pointer. */
    spotlight: signal(false),
    /** The stop asks: its number is a ruled blank until the next press. */
    asked: signal(false),
    /** What a word of the lesson points at: display nodes and edges that stand out. */
    pointed: /** @type {Signal<readonly string[]>} */ (signal([])),
    /** A phone shows the whole graph instead of the step's neighbourhood. */
    overview: signal(false),
    /** One cell of a tensor, whose scalar story is told. */
    pick: /** @type {Signal<{node: string, cell: readonly number[]} | null>} */ (signal(null)),
    /** The node that is looked into, and the stop at which it was picked. */
    looked: /** @type {Signal<{node: string, stop: number} | null>} */ (signal(null)),
    shareOpen: signal(false),
    /** What the dialog that hands out is about: the link, what it shows, or other numbers. */
    sharing: signal(/** @type {"link" | "framing" | "numbers"} */ ("link")),
    /** The dialog was opened to save: what can be saved at once is. */
    saveNow: signal(false),
    takeOpen: signal(false),
    /** Nodes that were chosen together, to be moved, copied, grouped or deleted. */
    chosen: /** @type {Signal<ReadonlySet<string>>} */ (signal(new Set())),
    /** The panel's fields for changing a node are open; and those of this node are to take the keyboard. */
    changing: signal(false),
    changeNow: /** @type {Signal<string | null>} */ (signal(null)),
    /**
     * The palette is open, to put a node at a point of the board, perhaps fed by another; null leaves the place to the page.
     * What was typed before it was there is kept, and whether Enter has taken the first offer.
     */
    palette: /** @type {Signal<{at: import("../types.js").Point | null, feeding?: string | null, typed?: string, taken?: boolean} | null>} */ (signal(null)),
    /** Places while nodes are in a hand; settled once it has let go, until the document has them. */
    inHand: /** @type {Signal<(Layout & {settled?: boolean}) | null>} */ (signal(null)),
    /** The wire that is being pulled off its port. */
    pulled: /** @type {Signal<string | null>} */ (signal(null)),
    /** One sign, ∂, for total and local derivatives alike. */
    oneSign,
    /** Where there is no panel: all that the lesson says. */
    aboutOpen: signal(false),
    /** The graph runs downhill: an update follows every backward pass. */
    descending: signal(false),
    /** How it goes downhill: rates, update rule, how many updates, and which leaves move. */
    descent: signal(DESCENT),
    /** How many updates are made, or on their way. */
    update: signal(0),
  };
}

/** What follows from the document and the stop. @param {ReturnType<typeof own>} state */
function follows({shown, stop, travelled, asked, draft, problem, programOpen, tableOpen, lesson, looked}) {
  // Each for itself, so that a text that was printed anew is no reason to draw the picture again.
  const [graph, trace] = [computed(() => shown.value?.document.graph ?? null), computed(() => shown.value?.trace ?? null)];
  const shape = computed(() => /** @type {Display | null} */ (graph.value && display(graph.value, trace.value)));
  const stops = computed(() => {
    return /** @type {readonly Stop[]} */ (graph.value && trace.value && shape.value ? stopsOf(graph.value, trace.value, shape.value) : []);
  });
  const currentStop = computed(() => stops.value[stop.value] ?? null);
  const atLast = computed(() => stops.value.length > 0 && stop.value === stops.value.length - 1);
  /** What stands in the editor does not run, and the board shows the last program that did. */
  const broken = computed(() => problem.value !== null && shown.value !== null && draft.value !== shown.value.document.text);
  const landed = computed(() => (travelled.value === 1 && !asked.value ? stop.value : stop.value - 1));
  /** What is asked at this stop, if it asks and has not told. */
  const question = computed(() => {
    const at = currentStop.value;
    return asked.value && at ? questionOf(lesson.value?.questions ?? [], stops.value, at) : null;
  });
  const lines = computed(() => (trace.value ? statements(trace.value) : new Map()));
  return {
    display: shape,
    stops,
    currentStop,
    /** The step one stands at; while it asks, without its answer. */
    currentStep: computed(() => {
      const at = currentStop.value;
      const step = /** @type {Step | null} */ ((at && trace.value?.steps[at.step]) ?? null);
      return step && question.value ? withheld(step, question.value) : step;
    }),
    /** The output's value has landed; before that nothing may give it away. */
    outputKnown: computed(() => {
      const output = trace.value?.output;
      const told = stops.value.findIndex(({phase, node}) => phase === "forward" && node === output);
      return stop.value > told || (stop.value === told && stop.value >= 0 && travelled.value === 1 && !asked.value);
    }),
    atLast,
    broken,
    /** Addresses of the stops that the lesson has questions about. */
    lessonAsks: computed(() => stopsThatAsk(lesson.value?.questions ?? [], stops.value)),
    question,
    /** The node that the panel looks into: the picked one, until the next step. */
    inspected: computed(() => (looked.value?.stop === stop.value && shape.value?.byId[looked.value.node] ? looked.value.node : null)),
    /** The panel shows all the numbers. */
    tableShown: computed(() => tableOpen.value || atLast.value || broken.value || programOpen.value),
    /** Every node's numbers as far as they are told. */
    numbers: computed(() => {
      const [now, drawnAs] = [trace.value, shape.value];
      return now && drawnAs ? numbersAt(now, drawnAs, stops.value, landed.value) : [];
    }),
    /** Every node's forward line, and how it writes the node's name. */
    statements: lines,
    /** Nodes that the head's formula writes into the composite they are parts of. */
    parts: computed(() => (shown.value ? partsOf(shown.value.document.graph) : new Set())),
    tex: computed(() => (/** @type {string} */ id) => nameTex(lines.value, id)),
    structureKey: computed(() => (graph.value ? structure(graph.value) : "")),
    graph,
    trace,
    /** A board with nothing on it. */
    empty: computed(() => graph.value?.nodes.length === 0),
  };
}

/**
 * The picture.
 * @param {ReturnType<typeof own>} state
 * @param {ReturnType<typeof follows>} followed
 */
function drawn({shown, stop, travelled, asked, chips, editing, hovered, narrow, leaving, moved, pick, pointed, selected, chosen, inHand, pulled, camera, window}, {stops, structureKey, inspected, question, ...document}) {
  const places = computed(() => shown.value?.layout ?? null);
  const cornered = computed(() => {
    const owner = document.display.value?.owner ?? {};
    // What has the keyboard has corners of its own.
    const looked = inspected.value === null || inspected.value === selected.value ? [] : [inspected.value];
    return [...new Set([...looked, ...[...chosen.value].map((id) => owner[id] ?? id)])];
  });
  /** What is to be drawn at a stop. @param {number} at @param {number} travelled @returns {import("../types.js").SceneRequest | null} */
  const request = (at, travelled) => {
    const [graph, trace, layout] = [document.graph.value, document.trace.value, places.value];
    if (!graph || !trace || !layout || graph.nodes.length === 0) return null;
    const options = {
      chips: chips.value && !question.value?.local, editing: editing.value, hovered: hovered.value, annotation: !narrow.value, travelled,
      predict: asked.value, pick: pick.value, pulled: pulled.value, selected: cornered.value.length > 0 ? [...pointed.value, ...cornered.value] : pointed.value,
    };
    const from = leaving.value;
    const onTheWay = inHand.value ?? (from && between(from.layout, layout, from.node, moved.value));
    if (!onTheWay) return {graph, trace, layout, stop: at, options};
    return {graph, trace, layout: onTheWay, stop: at, options: {...options, bare: true, annotation: false}};
  };
  const picture = computed(() => {
    const wanted = request(stop.value, travelled.value);
    return /** @type {Scene | null} */ (wanted && scene(wanted));
  });
  let kept = {key: "", box: /** @type {Box | null} */ (null)};
  const bounds = computed(() => {
    if (!picture.value) return null;
    if ((leaving.value || inHand.value) && kept.box) return kept.box;
    const key = `${narrow.value} ${window.value.width} ${structureKey.value}`;
    if (kept.key !== key || !kept.box) {
      const [x0, y0, width, height] = picture.value.viewBox;
      const box = {x0, y0, x1: x0 + width, y1: y0 + height};
      kept = {key, box: withReserve(box, Math.min(x0, ...picture.value.boxes.nodes.map(leftmost)), window.value, narrow.value)};
    }
    return kept.box;
  });
  return {
    scene: picture,
    /** Draw ahead what a stop will show, when all else stays as it is. @param {number} at @param {number} travelled */
    foresee: (at, travelled) => {
      const wanted = request(at, travelled);
      if (wanted && !wanted.options?.bare) foresee(wanted);
    },
    /** Where every node stands; the same list as long as none moves. */
    nodeBoxes: computed(() => picture.value?.boxes.nodes ?? NONE),
    frames: computed(() => picture.value?.boxes.frames ?? NO_FRAMES),
    /**
     * Bounds of the picture, as they were when this graph was first drawn. Other numbers may be wider, but the camera
     * must not move for them: a node stays where it is on the screen.
     */
    picture: bounds,
    /** Does part of the picture lie outside the window, at the size it is seen in? */
    reachesOut: computed(() => {
      const [box, now] = [bounds.value, camera.value];
      return box !== null && now !== null && fitScale(window.value, box) < 0.98 * now.k;
    }),
  };
}

/** @type {readonly import("../types.js").NodeBox[]} */
const NONE = Object.freeze([]);
/** @type {readonly import("../types.js").FrameBox[]} */
const NO_FRAMES = Object.freeze([]);

/** Field of a tag that holds the widest number in fixed notation, and the bare board beside it. */
const [WIDEST_FIELD, BESIDE] = [74, 20];

/** A tag grows to its left; how far it may come. @param {import("../types.js").NodeBox} box */
const leftmost = ({x0, field}) => (field ? x0 - Math.max(0, WIDEST_FIELD - (field.x1 - field.x0)) - BESIDE : Infinity);
