"""
The wire contract as models: what the OpenAPI document is made from.

Requests are not read with these (see `endpoint`); a test holds that they and the readers accept and refuse the same,
and that every answer fits its model. Built on first use only: building them takes as long as the rest of start-up.
"""

from __future__ import annotations

from math import inf, isnan
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator
from pydantic.types import StringConstraints
from typing_extensions import TypeAliasType

from ..nets.optimizers import OPTIMIZERS
from ..nets.rules import Rule
from ..nets.schedules import SCHEDULES

NonFinite = Literal["NaN", "Infinity", "-Infinity"]
Number = TypeAliasType("Number", float | NonFinite)
Value = TypeAliasType("Value", "float | NonFinite | list[Value]")
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Shape = list[int]
Kind = Literal["input", "parameter", "constant", "op"]


class Model(BaseModel):
    """Strict: no coercion, no keys that are not declared."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)


# ------------------------------------------------------------------------------------------------- the graph document


class GraphNode(Model):
    """A node. Without `kind`, one with an `op` is an op and one without is an input."""

    id: Id
    kind: Kind | None = None
    value: Value | None = Field(None, description="Leaves only. Left out: to be given in `inputs`.")
    op: str | None = Field(None, description="Ops only: a name from `/ops`.")
    inputs: list[str | None] | None = Field(None, description="Ops only: ids, null for an open port.")
    attrs: dict[str, Any] | None = Field(None, description="Ops only: settings, defaults left out.")
    label: str | None = None
    role: str | None = Field(None, description='A caption: "weight", "bias", "target".')


class Group(Model):
    """Nodes shown as one. `op` is null for a group of the user's own."""

    id: str
    op: str | None = None
    attrs: dict[str, Any] | None = None
    label: str | None = None
    nodes: list[str] = []
    parent: str | None = None
    open: bool | None = None


Point = Annotated[list[float], Field(min_length=2, max_length=2)]


class Layout(Model):
    """Where things are drawn; changes no number."""

    nodes: dict[str, Point] = {}
    edges: dict[str, list[Point]] = Field({}, description="Bend points by `source>target:index`.")


class Graph(Model):
    """A graph document. Nodes come in any order; ids are unique."""

    name: str | None = None
    nodes: list[GraphNode]
    outputs: list[str] | None = None
    groups: list[Group] | None = None
    layout: Layout | None = None
    meta: dict[str, Any] | None = Field(None, description="The client's own; kept.")


# ------------------------------------------------------------------------------------------------------------ requests


def _left_out(description: str) -> Any:
    """A key that may be left out but not be null: None stands for "not there" in the model only."""

    def forget(schema: dict[str, Any]) -> None:
        schema.pop("default", None)

    return Field(default=None, description=description, json_schema_extra=forget)


class TypedOrDrawn(Model):
    """A graph, as text or as a document."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["expression"]}, {"required": ["graph"]}]}
    )

    expression: str = _left_out("Text of the expression language.")
    graph: Graph = _left_out("A graph document.")

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if ("expression" in self.model_fields_set) == ("graph" in self.model_fields_set):
            raise ValueError("give expression or graph")
        return self


class SourceRequest(TypedOrDrawn):
    """A graph and values for its leaves."""

    inputs: dict[str, Value] = Field(
        {}, description="Values of leaves by id; they win over those in the graph."
    )
    parameters: list[str] = Field([], description="Leaves to be counted as parameters.")


class EvaluateRequest(SourceRequest):
    """What to evaluate, which node to differentiate, and how much to tell."""

    output: str | None = Field(
        None, description="The node to differentiate; default the last statement or only sink."
    )
    seed: Value | None = Field(None, description="Gradient entering at the output, of its shape; default 1.")
    mode: Literal["reverse", "forward"] = Field("reverse", description="`forward` adds tangents by `wrt`.")
    wrt: str | None = Field(None, description="Forward mode: the node to differentiate by.")
    direction: Value | None = Field(
        None, description="Forward mode: of the shape of `wrt`; required unless scalar."
    )
    detail: Literal["gradients", "nodes", "trace"] = Field(
        "trace", description="`nodes` adds nodes and edges, `trace` steps."
    )
    format: Literal["objects", "columns"] = Field("objects", description="How nodes and edges are written.")
    partial: bool = Field(
        False, description="Evaluate what can be: open ports and missing values are no errors."
    )


class BatchRequest(SourceRequest):
    """A graph, and rows of values for some of its leaves; `inputs` are the same in all rows."""

    columns: dict[str, list[Value]] = Field(description="By leaf, one value per row.")
    output: str | None = Field(None, description="The node to differentiate, a scalar in each row.")
    nodes: list[str] = Field([], description="Further nodes whose values are wanted.")


class NudgeRequest(Model):
    """Move the value that one edge carries by `step`, and nothing else."""

    source: str
    target: str
    index: int = Field(0, ge=0)
    step: float


class CheckRequest(SourceRequest):
    """Which gradients to measure."""

    output: str | None = Field(None, description="The node to differentiate; default as in `/evaluate`.")
    seed: Value | None = Field(None, description="Gradient entering at the output, of its shape; default 1.")
    nudge: NudgeRequest | None = None


def _kinds(rules: dict[str, Rule], what: str, **shared: Any) -> Any:
    """One model per kind of optimizer or schedule, from the rules that read them; `kind` tells them apart."""
    models = []
    for name, rule in rules.items():
        fields: dict[str, Any] = {"kind": (Literal[name], ...)}
        for key, number in rule.settings.items():
            bounds: dict[str, Any] = {}
            if number.low > -inf:
                bounds["gt" if number.exclusive else "ge"] = number.low
            if number.below < inf:
                bounds["lt"] = number.below
            fields[key] = (float, Field(default=... if isnan(number.default) else number.default, **bounds))
        models.append(create_model(f"{name.title()}{what}", __base__=Model, **fields, **shared))
    return Annotated[Union[tuple(models)], Field(discriminator="kind")]  # noqa: UP007  made from a list


if TYPE_CHECKING:
    Optimizer = dict[str, Any]
    Schedule = dict[str, Any]
else:
    # An "inverse" schedule is the rate itself; with every other the optimizer needs one.
    Optimizer = _kinds(OPTIMIZERS, "Optimizer", learning_rate=(float, Field(default=None, ge=0)))
    Schedule = _kinds(SCHEDULES, "Schedule")


class DescendRequest(SourceRequest):
    """Where to start, what to make small, and how to step."""

    output: str | None = Field(None, description="The scalar to make small; default as in `/evaluate`.")
    optimizer: Optimizer
    schedule: Schedule | None = None
    steps: int = Field(ge=0, description="Updates to make.")
    trainable: list[str] | None = Field(
        None, description="Leaves that move; default parameters, else inputs."
    )


class ParseRequest(Model):
    """Text to be read."""

    expression: str
    inputs: dict[str, Value] = {}
    parameters: list[str] = []


class PrintRequest(Model):
    """A graph to be written as text."""

    graph: Graph
    source: str | None = Field(None, description="Text to keep: only changed statements are written anew.")


class ExpandRequest(Model):
    """Which composite to open."""

    graph: Graph
    node: str


class CollapseRequest(Model):
    """Which group to close."""

    graph: Graph
    group: str


# ------------------------------------------------------------------------------------------------------------- answers


class Missing(Model):
    """Why a node has no value: a leaf without one, or an open port."""

    node: str
    index: int | None = None


class EdgeName(Model):
    """An edge: operand to consumer, and which input of the consumer it is."""

    source: str
    target: str
    index: int


class Jacobian(Model):
    """A local gradient of shape output.shape + input.shape."""

    kind: Literal["jacobian"]
    value: Value


class Operator(Model):
    """A local gradient too large to write out."""

    kind: Literal["operator"]
    formula: str = Field(description="LaTeX.")


Local = TypeAliasType("Local", Value | Jacobian | Operator)


class NodeRow(Model):
    """A node of a trace. `gradient` is null for constants, `value` where something is missing."""

    id: str
    kind: Kind
    op: str | None
    inputs: list[str | None]
    shape: Shape | None
    value: Value | None
    gradient: Value | None
    attrs: dict[str, Any] | None = None
    label: str | None = None
    role: str | None = None
    missing: list[Missing] | None = None


class EdgeRow(Model):
    """How gradient crosses one op towards one of its inputs."""

    source: str
    target: str
    index: int
    upstream: Value | None = Field(description="The gradient that reached the target.")
    local: Local | None = Field(
        description="The target's derivative with respect to this input; null to a constant."
    )
    downstream: Value | None = Field(description="What is passed on, in the source's shape.")
    summed_axes: list[int] | None = Field(None, description="Axes that broadcasting added or stretched.")


class NodeColumns(Model):
    """Nodes by column."""

    id: list[str]
    kind: list[Kind]
    op: list[str | None]
    inputs: list[list[str | None]]
    shape: list[Shape | None]
    value: list[Value | None]
    gradient: list[Value | None]


class EdgeColumns(Model):
    """Edges by column."""

    source: list[str]
    target: list[str]
    index: list[int]
    upstream: list[Value | None]
    local: list[Local | None]
    downstream: list[Value | None]


class Factor(Model):
    """A number that a step's equation uses, and where it belongs."""

    role: Literal["upstream", "local", "downstream", "value"]
    node: str | None = None
    edge: EdgeName | None = None
    value: Local | None


class Step(Model):
    """One step, in the order in which a teacher tells it."""

    phase: Literal["forward", "seed", "edge", "accumulate"]
    node: str | None = None
    source: str | None = None
    target: str | None = None
    index: int | None = None
    factors: list[Factor]
    latex: str = Field(description=r"Symbols; \up \loc \down \val mark the roles.")
    numbers: str = Field(description="The same line with numbers put in.")
    text: str = Field(description="One plain sentence.")


class Warning(Model):
    """What a learner should see, at the node where it began."""

    code: Literal["kink", "saturated", "dead", "overflow", "nan", "vanishing", "exploding", "unused-input"]
    node: str | None
    edge: EdgeName | None = None
    phase: str | None = None
    message: str


class Multiplications(Model):
    """What both modes cost."""

    forward: int
    reverse: int


class EvaluateAnswer(Model):
    """Values and gradients; with `detail` the nodes, edges and steps."""

    output: str
    value: Value | None = Field(description="The output's value; null where it is missing (`partial`).")
    values: dict[str, Value | None] = Field(description="Of every node, by id.")
    gradients: dict[str, Value] = Field(
        description="Of every input and parameter; zeros where nothing depends on it."
    )
    nodes: list[NodeRow] | NodeColumns | None = Field(None, description="In forward order.")
    edges: list[EdgeRow] | EdgeColumns | None = Field(
        None, description="By target in forward order, then by index."
    )
    steps: list[Step] | None = Field(None, description="In the order in which a teacher tells them.")
    tangents: dict[str, Value | None] | None = Field(None, description="Forward mode: of every node, by id.")
    multiplications: Multiplications | None = Field(None, description="Forward mode: what either mode costs.")
    warnings: list[Warning]


class BatchWarning(Warning):
    """A warning in the words of its first row, and how many of the rows looked at have it."""

    rows: int | None = None
    first_row: int | None = None


class BatchAnswer(Model):
    """Values and gradients, by row."""

    output: str
    rows: int
    values: dict[str, list[Value]]
    gradients: dict[str, list[Value]] = Field(description="Per row, never summed; those of `inputs` too.")
    warnings: list[BatchWarning]


class LeafCheck(Model):
    """What backpropagation says about a leaf, and what was measured by moving each of its numbers by `step`."""

    backward: Value
    measured: Value
    step: float
    relative_error: Number
    status: Literal["ok", "mismatch", "kink", "not-finite"]


class Nudge(Model):
    """The output before and after; the quotient (after - before) / step beside what the edge passes back."""

    before: Value
    after: Value
    quotient: Value
    downstream: Value | None


class CheckAnswer(Model):
    """`ok` is false where any leaf mismatches."""

    ok: bool
    tolerance: float
    leaves: dict[str, LeafCheck]
    nudge: Nudge | None = None
    warnings: list[Warning]


class PathEntry(Model):
    """A point of a path; entry 0 is before any update."""

    step: int
    leaves: dict[str, Value]
    value: Number
    gradients: dict[str, Value]
    learning_rate: float
    state: dict[str, dict[str, Value]]


class DescendAnswer(Model):
    """The path downhill, and why it ended."""

    path: list[PathEntry]
    stopped: Literal["steps", "diverged"]
    warnings: list[Warning]


class GraphAnswer(Model):
    """A graph document."""

    graph: Graph


class ExpandAnswer(Model):
    """The graph with one node opened, and the group of its parts."""

    graph: Graph
    group: Group


class PrintAnswer(Model):
    """Text of the expression language."""

    expression: str


# ----------------------------------------------------------------------------------------------------------- catalogue


class Setting(Model):
    """What is written after an op's operands. Without a default it must be given."""

    name: str
    kind: str
    keyword_only: bool
    default: Any = None
    choices: list[str] | None = None


class Kink(Model):
    """Where no derivative exists, and what is taken there."""

    where: str
    taken: str


class Op(Model):
    """One operation."""

    name: str
    title: str
    display: str = Field(description="The glyph on a node's disc.")
    summary: str
    category: str
    signature: str
    operands: list[str]
    variadic: bool
    settings: list[Setting]
    infix: str | None
    elementwise: bool
    latex: str
    local_gradients: dict[str, str] = Field(description="LaTeX by operand; an operator where it is a matrix.")
    kink: Kink | None
    domain: str | None = Field(description="Where it is defined; null for everywhere.")
    decomposition: str | None = Field(description="The same in simpler ops; null for a primitive.")
    insight: str
    examples: list[list[Any]] = Field(description="Operands worth trying, settings last.")


class OpsAnswer(Model):
    """The catalogue."""

    ops: list[Op]


class Health(Model):
    """How the server is."""

    status: Literal["live", "ready"]


# -------------------------------------------------------------------------------------------------------------- errors


class Span(Model):
    """A stretch of the expression; from 1, in code points, the end inclusive."""

    line: int = Field(ge=1)
    column: int = Field(ge=1)
    end_line: int = Field(ge=1)
    end_column: int = Field(ge=1)


class Fix(Model):
    """One edit that mends the expression."""

    span: Span
    text: str


class SingleError(Model):
    """One thing that is wrong."""

    loc: list[str | int] = Field(description="Path into the request body.")
    code: str
    message: str
    hint: str | None
    node: str | None
    span: Span | None
    snippet: str | None
    fix: Fix | None = None


class Problem(Model):
    """A problem document (RFC 9457). `type` is a page of this server that explains the error."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: Annotated[list[SingleError], Field(max_length=20)]
