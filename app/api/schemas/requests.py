"""
What is asked, as models.
"""

from __future__ import annotations

from math import inf, isnan
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union

from pydantic import ConfigDict, Field, create_model, model_validator

from ...export.formats import FORMATS
from ...nets.optimizers import OPTIMIZERS
from ...nets.rules import Rule
from ...nets.schedules import SCHEDULES
from .document import Graph, Model, Value


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
    mode: Literal["reverse", "forward"] = Field(
        "reverse",
        description="`forward` adds tangents by `wrt`; with `partial`, null where a value is missing.",
    )
    wrt: str | None = Field(
        None,
        description="Forward mode: the node to differentiate by, any node. Also a constant, which then counts as a "
        "variable: its tangent is 1, though no gradient flows back to it.",
    )
    direction: Value | None = Field(
        None, description="Forward mode: of the shape of `wrt`; required unless scalar."
    )
    detail: Literal["gradients", "nodes", "trace"] = Field(
        "trace", description="`nodes` adds nodes and edges, `trace` steps."
    )
    steps: list[Annotated[int, Field(ge=0)]] = _left_out(
        "Of the trace only these steps, by their places in it, counted from 0: each once, in its order. A place past "
        "the end is refused. For whoever asks again with other numbers, whose steps are the same ones."
    )
    format: Literal["objects", "columns"] = Field("objects", description="How nodes and edges are written.")
    partial: bool = Field(
        False,
        description="Evaluate what can be: open ports and missing values are no errors.",
    )


class BatchRequest(SourceRequest):
    """A graph, and rows of values for some of its leaves; `inputs` are the same in all rows."""

    columns: dict[str, list[Value]] = Field(
        description="By leaf, one value per row. A column wins over a value in `inputs`, with a warning."
    )
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


def numbers_of(rule: Rule) -> dict[str, Any]:
    """Fields of a model for the settings of *rule*."""
    fields: dict[str, Any] = {}
    for key, number in rule.settings.items():
        bounds: dict[str, Any] = {}
        if number.low > -inf:
            bounds["gt" if number.exclusive else "ge"] = number.low
        if number.below < inf:
            bounds["lt"] = number.below
        fields[key] = (float, Field(default=... if isnan(number.default) else number.default, **bounds))
    return fields


def kinds(rules: dict[str, Rule], what: str, **shared: Any) -> Any:
    """One model per kind of optimizer or schedule, from the rules that read them; `kind` tells them apart."""
    models = []
    for name, rule in rules.items():
        fields: dict[str, Any] = {"kind": (Literal[name], ...)} | numbers_of(rule)
        title = f"{name.title()}{what}"
        models.append(create_model(title, __base__=Model, __doc__=rule.words, **fields, **shared))
    return Annotated[Union[tuple(models)], Field(discriminator="kind")]  # noqa: UP007  made from a list


Rate = Annotated[float, Field(ge=0, description="Needed, unless the schedule is `inverse`.")]

if TYPE_CHECKING:
    Optimizer = dict[str, Any]
    Schedule = dict[str, Any]
    FormatName = str
else:
    Optimizer = kinds(OPTIMIZERS, "Optimizer", learning_rate=(Rate, None))
    Schedule = kinds(SCHEDULES, "Schedule")
    FormatName = Literal[tuple(FORMATS)]


class DescendRequest(SourceRequest):
    """Where to start, what to make small, and how to step."""

    output: str | None = Field(None, description="The scalar to make small; default as in `/evaluate`.")
    optimizer: Optimizer
    schedule: Schedule | None = None
    steps: int = Field(ge=0, description="Updates to make.")
    trainable: list[str] | None = Field(
        None, description="Leaves that move; default parameters, else inputs."
    )


class ExportRequest(SourceRequest):
    """What to take along, and in which form."""

    format: FormatName = Field(description="One of the forms listed above.")
    output: str | None = Field(None, description="The node to differentiate; default as in `/evaluate`.")
    seed: Value | None = Field(None, description="Gradient entering at the output, of its shape; default 1.")
    at: str | None = Field(
        None,
        description="Of `html`: the stop it opens at, `forward:q`, `seed:f`, `edge:q>f:0` or `accumulate:x`; "
        "default before the first.",
    )


class AskedEdge(Model):
    """An edge that a question is about."""

    source: str
    target: str
    index: int = Field(0, ge=0, description="Which input of the target, from 0.")


Answer = str | float


class NodeQuestion(Model):
    """A number of a node, and what somebody says it is."""

    node: str
    quantity: Literal["value", "gradient"]
    answer: Answer = Field(
        description="A number, a fraction as `-1/5`, nested lists of these, or a formula that names nodes, as `y*z`."
    )


class EdgeQuestion(Model):
    """A number of an edge, and what somebody says it is."""

    edge: AskedEdge
    quantity: Literal["local", "upstream", "downstream"]
    answer: Answer = Field(description="As for a node.")


class GradeRequest(SourceRequest):
    """A graph, and answers to questions about its numbers: many questions, or one question many times."""

    output: str | None = Field(None, description="The node to differentiate; default as in `/evaluate`.")
    seed: Value | None = Field(None, description="Gradient entering at the output, of its shape; default 1.")
    questions: list[NodeQuestion | EdgeQuestion]
    answers: bool = Field(False, description="Add the true `value` to each result.")


class ParseRequest(Model):
    """Text to be read."""

    expression: str
    inputs: dict[str, Value] = Field({}, description="Values of leaves by id.")
    parameters: list[str] = Field([], description="Leaves to be counted as parameters.")


class PrintRequest(Model):
    """A graph to be written as text."""

    graph: Graph
    source: str | None = Field(None, description="Text to keep: only changed statements are written anew.")


class ExpandRequest(Model):
    """Which composite to open."""

    graph: Graph
    node: str


class ExpandedGroup(Model):
    """A group as `/expand` answers it. Only the id is read; the graph knows the rest."""

    id: str
    op: Any = None
    attrs: Any = None
    label: Any = None
    nodes: Any = None
    parent: Any = None
    open: Any = None


class CollapseRequest(Model):
    """Which group to close."""

    graph: Graph
    group: str | ExpandedGroup = Field(description="Its id, or the group as `/expand` answered it.")
