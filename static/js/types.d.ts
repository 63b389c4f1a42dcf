/**
 * The shapes of what goes over the wire (api.md, sections 2, 4 and 8) and of what is drawn.
 *
 * Types only. Wire types say exactly what the API sends; scene types are the contract between the pure drawing
 * modules (graph/, layout/, draw/) and the views. Everything is read-only: a new picture is a new object.
 */

// ---------------------------------------------------------------------------------------------- numbers on the wire

/** JSON has no NaN or infinity, so they travel as these words. */
export type NonFinite = "NaN" | "Infinity" | "-Infinity";
export type WireNumber = number | NonFinite;
/** A scalar (shape `[]`) or nested rectangular arrays. */
export type WireValue = WireNumber | readonly WireValue[];
export type Shape = readonly number[];

// ------------------------------------------------------------------------------------------------ the graph document

export type NodeKind = "input" | "parameter" | "constant" | "op";
export type NodeId = string;
/** `source>target:index`, the key of `layout.edges`; `x*x` has two. */
export type EdgeKey = string;

export type GraphNode = Readonly<{
  id: NodeId;
  kind?: NodeKind;
  value?: WireValue | null;
  op?: string;
  /** `null` is an open port. */
  inputs?: readonly (NodeId | null)[];
  attrs?: Readonly<Record<string, unknown>>;
  label?: string | null;
  role?: string | null;
}>;

export type GraphGroup = Readonly<{
  id: string;
  op?: string | null;
  attrs?: Readonly<Record<string, unknown>>;
  label?: string | null;
  nodes: readonly NodeId[];
  parent?: string | null;
  open?: boolean;
}>;

/**
 * Positions in board units (1 unit is 1 px at scale 1). For an op the point is the middle of its disc; for a leaf it
 * is the tip of its tag, which is its port: a long value grows the tag to the left, and nothing else moves.
 */
export type GraphLayout = Readonly<{
  nodes?: Readonly<Record<NodeId, readonly [number, number]>>;
  /** Bend points strictly between the two ports, in order. */
  edges?: Readonly<Record<EdgeKey, readonly (readonly [number, number])[]>>;
}>;

export type GraphDocument = Readonly<{
  name?: string;
  nodes: readonly GraphNode[];
  outputs?: readonly NodeId[];
  groups?: readonly GraphGroup[];
  layout?: GraphLayout;
  meta?: Readonly<Record<string, unknown>>;
}>;

// -------------------------------------------------------------------------------------------- the answer to /evaluate

export type Missing = Readonly<{node: NodeId; index?: number}>;

export type TraceNode = Readonly<{
  id: NodeId;
  kind: NodeKind;
  op?: string | null;
  inputs?: readonly (NodeId | null)[];
  attrs?: Readonly<Record<string, unknown>>;
  shape: Shape | null;
  /** `null` where the node cannot be evaluated (`partial`). */
  value: WireValue | null;
  /** `null` for constants, and where there is none. */
  gradient: WireValue | null;
  missing?: readonly Missing[];
}>;

export type Local = WireNumber | readonly WireValue[]
  | Readonly<{kind: "jacobian"; value: WireValue}>
  | Readonly<{kind: "operator"; formula: string}>;

export type TraceEdge = Readonly<{
  source: NodeId;
  target: NodeId;
  index: number;
  upstream: WireValue | null;
  local: Local | null;
  downstream: WireValue | null;
  summed_axes?: readonly number[];
}>;

export type FactorRole = "upstream" | "local" | "downstream" | "value";
export type Factor = Readonly<{
  role: FactorRole;
  node?: NodeId;
  edge?: Readonly<{source: NodeId; target: NodeId; index: number}>;
  value: WireValue | Local | null;
}>;

export type StepPhase = "forward" | "seed" | "edge" | "accumulate";
export type Step = Readonly<{
  phase: StepPhase;
  node?: NodeId;
  source?: NodeId;
  target?: NodeId;
  index?: number;
  factors: readonly Factor[];
  /** LaTeX with the macros \up \loc \down \val. */
  latex: string;
  numbers: string;
  text: string;
}>;

export type WarningCode =
  | "kink" | "saturated" | "dead" | "overflow" | "nan" | "vanishing" | "exploding" | "unused-input";
export type TraceWarning = Readonly<{
  code: WarningCode;
  node: NodeId | null;
  edge?: Readonly<{source: NodeId; target: NodeId; index: number}> | null;
  phase?: string | null;
  message: string;
}>;

export type Trace = Readonly<{
  output: NodeId;
  value: WireValue | null;
  values: Readonly<Record<NodeId, WireValue | null>>;
  gradients: Readonly<Record<NodeId, WireValue>>;
  nodes: readonly TraceNode[];
  edges: readonly TraceEdge[];
  steps: readonly Step[];
  warnings: readonly TraceWarning[];
  /** Told for a hand that drags a number: only the steps in sight have their words and numbers. */
  hurried?: boolean;
}>;

// ------------------------------------------------------------------------------------------------------- problems

export type SourceSpan = Readonly<{line: number; column: number; end_line: number; end_column: number}>;
export type ProblemError = Readonly<{
  loc: readonly (string | number)[];
  code: string;
  message: string;
  hint?: string | null;
  node?: NodeId | null;
  span?: SourceSpan | null;
  snippet?: string | null;
  fix?: Readonly<{span: SourceSpan; text: string}> | null;
}>;
export type Problem = Readonly<{
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: readonly ProblemError[];
}>;

// ---------------------------------------------------------------------------------------------------------- stops

/**
 * One place where the player can stand: a step of the trace that has something to show. Forward steps of constants
 * that are drawn inside their op are left out, so numbering is that of the picture (26 for the sigmoid neuron).
 */
export type Stop = Readonly<{
  index: number;
  phase: StepPhase;
  /** `forward:q`, `seed:f`, `edge:q>f:0`, `accumulate:x`: stays the same when a group opens or closes. */
  address: string;
  /** Index into `trace.steps`. */
  step: number;
  /** The node that acts: computes, is seeded, passes gradient on (an edge's target), or adds up. */
  node: NodeId;
  edge: EdgeKey | null;
}>;

// ---------------------------------------------------------------------------------------------------- display model

/** What stands on a disc, or in a name: runs of one face each. */
export type Face = "math" | "roman" | "number" | "word" | "word-strong";
export type Run = Readonly<{
  text: string;
  face: Face;
  /** Multiplies the mark's size. */
  size?: number;
  /** Baseline shift of this run in em of the mark's size; positive is down. */
  shift?: number;
  /** Gap in front, in em of the mark's size. */
  gap?: number;
}>;

export type NodeForm = "disc" | "pill" | "leaf" | "terminal";

export type DisplayNode = Readonly<{
  id: NodeId;
  form: NodeForm;
  kind: NodeKind | "group" | "terminal";
  op: string | null;
  glyph: readonly Run[];
  glyphSize: number;
  /** Baseline of the glyph below the middle. */
  glyphDrop: number;
  /** The name above a disc or inside a tag; empty for nodes without a name of their own. */
  name: readonly Run[];
  role: string | null;
  composite: boolean;
  commutative: boolean;
  /** Members of a closed group; the node itself otherwise. */
  members: readonly NodeId[];
  /** Constants drawn inside this op. */
  inline: readonly NodeId[];
  group: string | null;
  halfWidth: number;
  halfHeight: number;
  /** Width of a leaf's value field; 0 where its value stands outside the tag. */
  field: number;
  /** Width kept for a leaf's role inside the tag. */
  captionRoom: number;
  /** Of an op that lacks an operand: its drawn ports, in order, and which of them are open. */
  ports?: readonly Readonly<{index: number; open: boolean}>[];
}>;

export type DisplayEdge = Readonly<{
  key: EdgeKey;
  /** Display nodes. */
  source: NodeId;
  target: NodeId;
  /** The same ends in the document; they differ at a closed group. The terminal's edge has `to` null. */
  from: NodeId;
  to: NodeId | null;
  index: number;
  /** Place among the target's drawn inputs, and how many there are. */
  port: number;
  ports: number;
  /** True where no gradient flows: towards a constant. */
  fixed: boolean;
}>;

export type DisplayGroup = Readonly<{id: string; name: readonly Run[]; nodes: readonly NodeId[]; parent: string | null}>;

export type Display = Readonly<{
  nodes: readonly DisplayNode[];
  edges: readonly DisplayEdge[];
  /** Open groups, outermost first. */
  groups: readonly DisplayGroup[];
  byId: Readonly<Record<NodeId, DisplayNode>>;
  /** Document node -> the display node that stands for it (itself, its op, or its closed group). */
  owner: Readonly<Record<NodeId, NodeId>>;
  output: NodeId | null;
}>;

// ---------------------------------------------------------------------------------------------------------- layout

export type Point = readonly [number, number];
export type Box = Readonly<{x0: number; y0: number; x1: number; y1: number}>;

export type Layout = Readonly<{
  nodes: Readonly<Record<NodeId, Point>>;
  /** Bend points strictly between the ports. */
  edges: Readonly<Record<EdgeKey, readonly Point[]>>;
}>;

// ------------------------------------------------------------------------------------------------------ the picture

export type MarkTag = "g" | "path" | "rect" | "circle" | "text";

/**
 * One SVG element. `key` is unique among its siblings; attributes are ready to be written, and `class` picks colours
 * from tokens.css. No mark carries a colour of its own, so one picture serves both themes and every export.
 */
export type Mark = Readonly<{
  key: string;
  tag: MarkTag;
  attrs: Readonly<Record<string, string | number>>;
  children?: readonly Mark[];
  runs?: readonly MarkRun[];
  /** The full number, for hover and for copying. */
  title?: string;
}>;
export type MarkRun = Readonly<{text: string; attrs: Readonly<Record<string, string | number>>}>;

export type LabelKind = "value" | "gradient" | "chip" | "name" | "shape" | "note";
export type LabelBox = Box & Readonly<{
  kind: LabelKind;
  text: string;
  /** The node or edge it belongs to. */
  owner: string;
  /** False while its slot is reserved but its number is not known yet. */
  shown: boolean;
}>;
export type NodeBox = Box & Readonly<{
  id: NodeId;
  form: NodeForm;
  /** Middle and half-sizes of the body (a tag's body is its box). */
  cx: number;
  cy: number;
  r: number;
  halfWidth: number;
  /** Where a leaf's value is edited, in board units. */
  field?: Box;
  /** Of a tag that stands below its op: its tip points up. */
  flow?: "up";
}>;
export type Wire = Readonly<{key: EdgeKey; points: readonly Point[]}>;
export type FrameBox = Box & Readonly<{id: string}>;

export type Boxes = Readonly<{
  nodes: readonly NodeBox[];
  labels: readonly LabelBox[];
  wires: readonly Wire[];
  frames: readonly FrameBox[];
}>;

export type SceneOptions = Readonly<{
  /** Local gradient chips; one key hides them. */
  chips?: boolean;
  /** The line `upstream × local = downstream` above the op of an edge stop. */
  annotation?: boolean;
  selected?: readonly string[];
  hovered?: string | null;
  /** The wire that a hand has pulled off its port. */
  pulled?: EdgeKey | null;
  /** The leaf whose value is being typed, if any. */
  editing?: NodeId | null;
  /** How far the bead of this stop has come, 0 to 1; 1 is arrived. */
  travelled?: number;
  /** Ask first: the number of this stop is a ruled blank. */
  predict?: boolean;
  /** One cell of a tensor, by node. */
  pick?: Readonly<{node: NodeId; cell: readonly number[]}> | null;
  /** Places are on their way elsewhere: without labels, which would jump about. */
  bare?: boolean;
  /** Names of the ops that have parts; the second disc. From GET /ops. */
  composites?: readonly string[];
}>;

export type SceneRequest = Readonly<{
  graph: GraphDocument;
  trace: Trace | null;
  layout: Layout;
  /** Index into the stops, -1 before the first. */
  stop: number;
  options?: SceneOptions;
}>;

export type Scene = Readonly<{
  width: number;
  height: number;
  /** Board units; `0 0 width height` unless something stands left of or above the origin. */
  viewBox: readonly [number, number, number, number];
  marks: readonly Mark[];
  boxes: Boxes;
  /** What the camera should keep in view at this stop, what matters most first. */
  aims: readonly Box[];
}>;

/** A hit of the checker. */
export type Hit = Readonly<{rule: string; a: string; b: string}>;
