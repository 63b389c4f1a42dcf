"""
What is answered, as models.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from .document import Graph, Group, Kind, Model, Number, Shape, Value


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
    """A warning in the words of its first row, and how many rows have it."""

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
    relative_error: Number = Field(
        description="Relative to the larger of both, or to the smallest slope that rounding lets `step` measure to the "
        "tolerance if that is larger: at most `tolerance` where `status` is ok, more where it is mismatch."
    )
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


class Grade(Model):
    """How one answer was marked; `mistake` and `hint` where it is wrong, `value` with `answers`."""

    correct: bool
    mistake: (
        Literal[
            "sign",
            "missing-upstream",
            "missing-path",
            "value-instead-of-derivative",
            "wrong-input",
            "rounding",
            "other",
        ]
        | None
    ) = None
    hint: str | None = Field(None, description="One sentence; it has no number of the graph in it.")
    value: Value | None = Field(None, description="The true number.")


class GradeAnswer(Model):
    """One result per question, in their order."""

    results: list[Grade]
    warnings: list[Warning]


class GraphAnswer(Model):
    """A graph document."""

    graph: Graph


class ExpandAnswer(Model):
    """The graph with one node opened, and the group of its parts."""

    graph: Graph
    group: Group


class ExportAnswer(Model):
    """A run in another form."""

    media_type: str = Field(description="What the text is.")
    content: str = Field(description="The text: the whole file.")


class PrintAnswer(Model):
    """Text of the expression language."""

    expression: str
