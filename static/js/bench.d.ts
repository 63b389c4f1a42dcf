/**
 * The shapes of the network bench: what goes to the API and comes from it, and what its page knows. Types only.
 *
 * Rows of `x`, `y`, `z`, `a`, `da` and `delta` are examples; `W` is units x inputs, so `W[j][i]` is the weight to j from i.
 */

import type {Signal} from "@preact/signals-core";

import type {Problem, WireNumber, WireValue} from "./types.js";

export type Matrix = readonly (readonly WireNumber[])[];
export type Vector = readonly WireNumber[];

export type ActivationSpec = string | Readonly<{kind: string} & Record<string, unknown>>;
export type LayerSpec = Readonly<{units: number; activation: ActivationSpec; bias?: boolean}>;
export type NetSpec = Readonly<{
  inputs: number;
  layers: readonly LayerSpec[];
  loss: string;
  reduction?: "mean" | "sum";
  initializer?: Readonly<{scheme: string; seed?: number} & Record<string, unknown>>;
}>;

/** `W1`, `b1`, `a1` (learned slopes), `W2`, … */
export type NetParameters = Readonly<Record<string, WireValue>>;

export type Split = Readonly<{train: number; validation?: number}>;
export type TrainData =
  | Readonly<{dataset: string; n?: number; noise?: number; seed?: number; split?: Split}>
  | Readonly<{x: Matrix; y: WireValue; seed?: number; split?: Split}>;

/** The request of POST /mlps/train, whole: all that a run is made of. */
export type TrainRequest = Readonly<{
  spec: NetSpec;
  parameters?: NetParameters;
  state?: RunState;
  freeze?: readonly string[];
  data: TrainData;
  optimizer: Readonly<{kind: string; learning_rate?: number} & Record<string, unknown>>;
  schedule?: Readonly<{kind: string} & Record<string, unknown>>;
  regularization?: Readonly<{l1?: number; l2?: number}>;
  clip_norm?: number | null;
  batch_size?: number | null;
  shuffle?: boolean;
  epochs: number;
  seed?: number;
  stopping?: Readonly<{tolerance?: number; patience?: number}>;
}>;

/** What a run needs to go on; ours to keep and to post back, not to read (but for the optimizer's slots). */
export type RunState = Readonly<{epoch: number; step: number; position: number; slots: Readonly<Record<string, NetParameters>>} & Record<string, unknown>>;

/** Columns of equal length, one entry an epoch; entry 0 is before training. Null where a run has no such thing. */
export type NetHistory = Readonly<{
  epoch: readonly number[];
  train_loss: readonly WireNumber[];
  validation_loss: readonly WireNumber[] | null;
  accuracy: readonly number[] | null;
  validation_accuracy: readonly number[] | null;
  learning_rate: readonly number[];
}>;

/** One unit's response over the input plane: size x size bytes, a row per y from low to high (size bytes for one input). */
export type ResponseGrid = Readonly<{layer: number; unit: number; low: number; high: number; bytes: Uint8Array}>;
/** Where the grids are drawn. For one input `y` does not matter. */
export type GridPlace = Readonly<{x: readonly [number, number]; y: readonly [number, number]; size: number}>;

/** What the server tells of a layer with each frame. */
export type LayerReport = Readonly<{
  gradient: WireNumber;
  weight: WireNumber;
  dead: number;
  saturated: number;
  weights: Readonly<{low: number; high: number; counts: readonly number[]}>;
}>;

/** The run at one step: what a frame tells. */
export type RunMoment = Readonly<{
  epoch: number;
  step: number;
  /** Examples of the epoch under way that are done. */
  position: number;
  learning_rate: number;
  parameters: NetParameters;
  grids: readonly ResponseGrid[] | null;
  layers: readonly LayerReport[] | null;
  confusion: Readonly<{train: readonly (readonly number[])[]; validation: readonly (readonly number[])[] | null}> | null;
  /** The optimizer's moments by name (mean, square, velocity), each by parameter; null where nothing is told of them. */
  slots: Readonly<Record<string, NetParameters>> | null;
  /** With a `state` message, so after each pause; null while it runs. */
  state: RunState | null;
}>;

/** A place in a run. */
export type RunPlace = Readonly<{epoch: number; step: number; position: number}>;
/** One number set by hand: W1, b1, …; a row and, in a matrix, a column (from 0). */
export type ParameterEdit = Readonly<{name: string; row: number; column: number | null; value: number}>;
/** A stretch of a run under one request, from a place on: first the edits, then so many updates on single examples, then batches. */
export type RunSegment = Readonly<{from: RunPlace; request: TrainRequest; edits?: readonly ParameterEdit[]; examples?: number}>;
/** A run that is kept to compare with. */
export type PinnedRun = Readonly<{title: string; request: TrainRequest; history: NetHistory; segments?: readonly RunSegment[]}>;
/** A run that is set aside for another, with all that the page knows of it. */
export type KeptRun = Readonly<{
  request: TrainRequest; rows: NetRows; segments: readonly RunSegment[]; history: NetHistory;
  moments: readonly RunMoment[]; now: RunMoment; stopped: string | null;
}>;
/** How fast a run is played: so many steps a second, or as fast as it trains. */
export type RunPace = "1" | "5" | "15" | "30" | "full";

/** POST /mlps/evaluate. `da` is dJ/da, `slope` da/dz by unit (null where the activation mixes its units, as softmax). */
export type LayerPass = Readonly<{z: Matrix; a: Matrix; da: Matrix; slope: Matrix | null; delta: Matrix; dW: Matrix; db: Vector; dslopes?: Vector}>;
export type NetPass = Readonly<{
  /** Whose pass it is; the store's may be newer, until the next answer is there. */
  of?: Readonly<{parameters: NetParameters; x: Vector; y: Vector}>;
  loss: Readonly<{total: WireNumber; per_example: Vector}>;
  output: Matrix;
  layers: readonly LayerPass[];
  warnings: readonly Readonly<{code: string; node?: string; message: string}>[];
}>;

/** GET /datasets, one entry; and POST /datasets/{name}. */
export type DatasetEntry = Readonly<{
  name: string; title: string; summary: string; task: "two-classes" | "classes" | "regression";
  inputs: number; classes: readonly string[]; n: number; noise: number; most: number | null;
}>;
/** The examples in order: those to train on first, then validation, then test. */
export type NetRows = Readonly<{
  name: string; task: DatasetEntry["task"]; inputs: number; classes: readonly string[];
  x: Matrix; y: Matrix; rows: Readonly<{train: number; validation: number; test: number}>;
  /** Which of the reader's own rows each is, where they were dealt out. */
  order?: readonly number[];
}>;

/** What stands in focus: a unit (layers from 1, units from 1), and one of its inputs (from 1; 0 is the bias), or none. */
export type NetFocus = Readonly<{layer: number; unit: number; input: number | null}>;

export type BenchStatus = "opening" | "paused" | "running" | "ended";
export type StepUnit = "example" | "batch" | "epoch";

/** What a word of a lesson leads to: one of these. */
export type BenchTarget = Readonly<{
  focus?: NetFocus; chart?: string; epoch?: number; example?: number; run?: string; screen?: "bench" | "example";
  /** A stop of the example's way. */
  walk?: string;
}>;
/** A sentence, the run it is about (null for any), and the words of it that lead somewhere. */
export type BenchLook = Readonly<{text: string; run: string | null; marks: readonly (Readonly<{words: string}> & BenchTarget)[]}>;
/** Something to predict, and where: what is null is as the lesson opens; without an epoch, as far as the run was trained. */
export type BenchQuestion = Readonly<{ask: string; answer: string; run?: string | null; epoch?: number | null; focus?: NetFocus | null; walk?: string | null}>;
/** A lesson's part on the bench: the `bench` of GET /lessons/{slug}. */
export type BenchLesson = Readonly<{
  runs: readonly Readonly<{name: string; request: TrainRequest}>[];
  opens: Readonly<{run: number; screen: "bench" | "example"; epoch: number; unit: StepUnit; example: number; focus: NetFocus | null; chart: string | null; walk: string}>;
  look: readonly BenchLook[];
  questions: readonly BenchQuestion[];
  /** What it is known by, as it is printed. */
  numbers: readonly Readonly<{label: string; printed: string}>[];
}>;
/** A lesson that is open on the bench. */
export type OpenLesson = Readonly<{
  slug: string; title: string; summary: string; kind: "graph" | "network"; bench: BenchLesson;
  notation?: readonly import("./page.js").LessonNotation[]; notes?: readonly string[]; sources?: readonly string[];
}>;

/** What every view of the bench is given. */
export type BenchDesk = Readonly<{
  store: import("./state/bench/store.js").BenchStore;
  /** The run: its hand on the stream; see api/bench/training.js. */
  training: TrainingHand;
  commands: readonly import("./page.js").Command[];
  run: (id: string) => void;
  /** The whole link to this very moment; with the weights, or without. */
  link: (weights: boolean) => Promise<string>;
}>;

export type TrainingHand = Readonly<{
  /**
   * Another shape of network: `reshape((request) => withUnits(request, 2, 5))`, see state/bench/edits.js. It is given the
   * request with the weights of now; those that fit go on, the server draws the new ones; the run begins anew.
   */
  reshape: (edit: (request: TrainRequest) => TrainRequest) => Promise<void>;
  /** Begin anew with this request; the past is forgotten. Edits push browser history. */
  open: (request: TrainRequest, how?: Readonly<{entry?: "push" | "replace" | "none"; epoch?: number; kept?: KeptRun | null}>) => Promise<void>;
  /** The run as it is, at rest, to be opened again with all that was trained; null where it does not come to rest. */
  setAside: () => Promise<KeptRun | null>;
  run: () => void;
  pause: () => void;
  step: (unit: StepUnit) => void;
  /** Hyperparameters from the next step on; what was trained before stays. */
  change: (part: Partial<TrainRequest>) => void;
  /** Stand at an epoch that was trained before: its parameters, its grids, and on from there exactly. */
  goTo: (epoch: number) => Promise<void>;
  /** Keep the run as it is, to compare the next one with; or one that a link tells of. Null: keep none. */
  pin: (run: Readonly<{title: string; segments: readonly RunSegment[]; to: number}> | null) => Promise<void>;
  /** One weight by hand: trains on from there. `name` W1, b1, …; at a row and, in a matrix, a column (from 0). */
  setParameter: (name: string, row: number, column: number | null, value: number) => void;
}>;

export type {Problem, Signal, WireNumber, WireValue};
