/** The shapes of the page's own state. Types only; what travels and what is drawn is in types.d.ts. */

import type {GraphDocument, GraphGroup, GraphLayout, GraphNode, Layout, Problem, SourceSpan, Trace, WireNumber, WireValue} from "./types.js";

/** What is on the desk: the program's text and the graph it means, always of one mind. */
export type PageDocument = Readonly<{
  /** The lesson it came from, or null. */
  slug: string | null;
  title: string;
  text: string;
  /** What is drawn and evaluated: the parsed text, with what the lesson takes apart taken apart. */
  graph: GraphDocument;
  /** What the text says as it stands; what is printed back into it. */
  parsed: GraphDocument;
  /** True once its text differs from the lesson's. */
  changed: boolean;
  /** Where it is kept; all that grows out of one opened document share it. */
  saved?: import("@preact/signals-core").Signal<Saved>;
}>;

/** Where a document is kept: a saved graph, or a stored run. */
export type Saved = Readonly<{
  /** The saved graph's, and the stored run's. */
  id: string | null;
  run: string | null;
  /** Who has it may change the saved graph. */
  token: string | null;
  /** The version this work began with, or made; without quotation marks. */
  version: string | null;
  /** What stands there, as far as this page knows. */
  as: PageDocument | null;
  /** What was opened; null for a board that was empty. */
  opened: PageDocument | null;
}>;
/** What an address says of it. */
export type SavedLink = Readonly<{id: string; token: string | null; version: string | null}>;

/** A document with its answer and its picture's places: these three change together or not at all. */
export type Shown = Readonly<{document: PageDocument; trace: Trace; layout: Layout}>;

export type LessonSummary = Readonly<{
  slug: string; title: string; summary?: string; topic?: string;
  /** A graph opens on the workbench, a network on the bench; some graphs are trained there, too. */
  kind?: "graph" | "network";
  trains?: boolean;
  /** A graph that opens as a walk downhill: its settings, and what to look at. */
  descend?: Readonly<Pick<DescentSettings, "rates" | "rule" | "updates" | "moving"> & {look: readonly string[]}> | null;
}>;

/** A word of a lesson and the mark it points at. */
export type LessonMark = Readonly<{words: string; node?: string; edge?: Readonly<{source: string; target: string; index: number}>}>;
/** What to look at, and at which stop; "start" is before the first, "end" after the last, null anywhere. */
export type LessonLook = Readonly<{text: string; at?: string | null; marks?: readonly LessonMark[]}>;
export type LessonQuestion = Readonly<{
  quantity: "value" | "gradient" | "local" | "upstream" | "downstream";
  node?: string;
  edge?: Readonly<{source: string; target: string; index: number}>;
  ask: string;
}>;
/** Things beside each other, in words; the first cell of a row may point at a mark. */
export type LessonComparison = Readonly<{
  title: string;
  at: "start" | "end";
  heads: readonly string[];
  rows: readonly Readonly<{cells: readonly string[]; node?: string | null; edge?: LessonMark["edge"] | null}>[];
}>;
/** A quantity as this page writes it, and as others do. LaTeX. */
export type LessonNotation = Readonly<{means: string; here: string; elsewhere: readonly string[]}>;
export type Playlist = Readonly<{slug: string; title: string; lessons: readonly string[]; notes: Readonly<Record<string, string>>}>;

/** A stop of the way from the first neuron model to deep networks. */
export type HistoryStop = Readonly<{year: number; who: string; what: string; text: string; lessons: readonly string[]; source: string}>;
/** What the library's page is given along: all there is to choose from. */
export type LibraryGiven = Readonly<{
  lessons: readonly LessonSummary[];
  topics: readonly string[];
  playlists: readonly Playlist[];
  history: readonly HistoryStop[];
}>;

export type Lesson = LessonSummary & Readonly<{
  look?: readonly LessonLook[];
  questions?: readonly LessonQuestion[];
  notation?: readonly LessonNotation[];
  notes?: readonly string[];
  sources?: readonly string[];
  /** The passes it compares. */
  modes?: readonly string[];
  /** The seed of its numbers where they are not the deck's, and the leaves that it changes. */
  variant?: string | null;
  varies?: readonly string[];
  /** Programs that go on from it. */
  more?: readonly Readonly<{label: string; title: string; expression: string}>[];
  /** Other programs to put beside it. */
  also?: readonly Readonly<{label: string; title: string; expression: string}>[];
  comparisons?: readonly LessonComparison[];
  /** The same as a network that is trained. */
  bench?: import("./bench.js").BenchLesson | null;
  expression?: string;
  graph?: GraphDocument;
  /** Composite nodes that are opened into their parts from the start. */
  apart?: readonly string[];
  layout?: GraphLayout;
  /** Hand-made places, each for the graph with these composites open. */
  pictures?: readonly Readonly<{apart: readonly string[]; layout: GraphLayout}>[];
}>;

/** One op, as far as the page reads GET /ops. */
export type OpEntry = Readonly<{
  name: string;
  title?: string;
  summary?: string;
  insight?: string | null;
  primitives?: string | null;
  /** As the board draws it: `+`, `exp`. */
  display?: string;
  operands?: readonly string[];
  /** It takes any number of operands. */
  variadic?: boolean;
  settings?: readonly OpSetting[];
}>;

export type OpSetting = Readonly<{name: string; kind: string; default?: unknown; choices?: readonly string[]; keyword_only?: boolean}>;

/** What the palette offers: an op, or a leaf of a kind, perhaps with a number that was typed. */
export type Offer = Readonly<
  | {key: string; title: string; note: string; op: string; operands: number; attrs: Readonly<Record<string, unknown>>}
  | {key: string; title: string; note: string; kind: "input" | "parameter" | "constant"; value: number}
>;

/** What a link says: a program of its own, and how it is looked at. */
export type LinkState = Readonly<{
  program: Readonly<{title: string; text: string; layout?: GraphLayout; groups?: readonly GraphGroup[]; loose?: readonly GraphNode[]}> | null;
  /** By the names of state/permalink.js, as the link writes it; what is not said is as usual. */
  said: Readonly<Record<string, string>>;
  /** There was a program, but it cannot be read. */
  damaged?: boolean;
  /** The saved graph it is about, or a version of. */
  saved?: SavedLink | null;
  /** A stored run. */
  run?: string | null;
}>;

/** A line of the program as the editor's paper shows it: what is marked stands between the other two. */
export type PaperLine = Readonly<{before: string; marked: string; after: string; wrong: boolean}>;

export type Fix = Readonly<{span: SourceSpan; text: string}>;

/** Where playing stands: a stop, and how far the way to it is done (1 is there). */
export type Moment = Readonly<{stop: number; travelled: number; landed: boolean}>;

export type StepSize = "edge" | "node" | "pass";

export type Command = Readonly<{
  id: string;
  label: string;
  /** As KeyboardEvent.key names them, with "Shift+" and the like in front. */
  keys: readonly string[];
  /** False where the command makes no sense now; its key is then left to the browser. */
  when: () => boolean;
  run: () => void;
}>;

/** Going downhill: an update rule, and how the walk is asked for. */
export type Rule = "sgd" | "momentum" | "rmsprop" | "adam";
export type DescentSettings = Readonly<{
  /** Up to three, side by side; each walks from the same start. */
  rates: readonly number[];
  /** Which of the rates the panel and the track speak of. */
  active: number;
  rule: Rule;
  updates: number;
  /** Leaves that move; null for the API's own choice. */
  moving: readonly string[] | null;
  /** Leaves the picture is drawn over, at most two; null for the steepest. */
  axes: readonly string[] | null;
}>;
/** One entry of POST /descend's path. */
export type DescentEntry = Readonly<{
  step: number;
  leaves: Readonly<Record<string, WireValue>>;
  value: WireNumber;
  gradients: Readonly<Record<string, WireValue>>;
  learning_rate: number;
  state: Readonly<Record<string, Readonly<Record<string, WireValue>>>>;
}>;
export type DescentRun = Readonly<{rate: number; path: readonly DescentEntry[]; stopped: "steps" | "diverged"}>;
export type Verdict = "low" | "right" | "high" | "flat" | "falling";
/** What a run is drawn on: heights over one leaf, or over two; in units of the leaves. Null where no leaf is a number. */
export type Ground =
  | Readonly<{kind: "curve"; axes: readonly [string]; x: readonly [number, number]; across: readonly number[]; heights: readonly number[]}>
  | Readonly<{kind: "contour"; axes: readonly [string, string]; x: readonly [number, number]; y: readonly [number, number]; grid: readonly (readonly number[])[]}>;

/** A link that holds everything, one that names what was saved, or one with the right to change that. */
export type LinkForm = "whole" | "short" | "edit";

export type {Problem};

/** What every view is given: the state, and the few things it may ask for. */
export type Desk = Readonly<{
  store: import("./state/signals.js").Store;
  session: import("./api/session.js").Session;
  player: import("./player/player.js").Player;
  commands: readonly Command[];
  /** The walk downhill, and who steps along it. */
  downhill: import("./state/downhill.js").Downhill;
  updates: import("./player/player.js").Player;
  /** Run a command by its id, if it makes sense now. */
  run: (id: string) => void;
  /** Open a lesson, at a stop of it ("start" and addresses; the last where none is named). */
  openLesson: (slug: string, at?: string) => void;
  /** Open a program that is no lesson's. */
  openProgram: (program: Readonly<{title: string; text: string}>) => void;
  /** The link to this very picture, as it is handed out; with or without the lecture's view of it. */
  link: (lecture: boolean, form?: LinkForm) => Promise<string>;
  /** Open another page of this one's history, by its path or by what it says; a draft goes into the editor. */
  openAddress: (path: string) => void;
  goTo: (place: import("./api/trail.js").Place, draft?: string) => Promise<void>;
}>;

declare global {
  /** KaTeX, loaded before the page's own modules. */
  var katex: {render: (tex: string, place: HTMLElement, options?: object) => void};
}
