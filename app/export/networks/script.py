"""
What both programs share: the network and its numbers, the learning rate, and the walk through the epochs.

Every line is made from the network's sizes, names that are fixed here, numbers, and the templates of `code.table`:
nothing that a client wrote gets in as text. The examples are dealt out by the generator that the server deals by, so
that a program trains as the server does, update for update.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ...engine.array import Array
from ...engine.ops import REGISTRY
from ...nets.plan import Plan
from ...nets.schedules import Schedule
from ...nets.spec import Layer, Parameters, Spec
from ...nets.stepping import OLDER
from ..code.helpers import helpers_for
from ..code.lines import MAKER
from ..code.literals import array_code
from ..code.row import Site
from ..code.table import CODE

__all__ = ["CODE", "Script"]


_DEFINED = re.compile(r"\n+(?=(?:def|class) )")
_LONG = 500  # a line that is longer is numbers, which call nothing
_TOO_FAR = re.compile(r"\n{4,}")


@dataclass(frozen=True, slots=True)
class Script:
    """
    What is to be written.

    Attributes:
        spec: The network.
        parameters: By name.
        x, y: Training rows, targets with one entry per output; None where the program has no data.
        plan: How it is trained; None where it is not.
        schedule: The learning rate of the plan.
        low: The lower of a perceptron's two targets, as the run has it: more rows than *y* may have told it.
    """

    spec: Spec
    parameters: Parameters
    x: Array | None = None
    y: Array | None = None
    plan: Plan | None = None
    schedule: Schedule | None = None
    low: float = 0.0

    def layers(self) -> list[tuple[int, Layer]]:
        """Every layer with its number, from 1."""
        return list(enumerate(self.spec.layers, 1))

    def names(self) -> list[str]:
        """Variables of the parameters, in order: the slopes of layer 1 are ``slope1``, as a1 is its activation."""
        return [variable(name) for name in self.spec.shapes()]

    def activation(self, k: int) -> Site:
        """Layer *k*'s activation, for its row of the table."""
        layer = self.spec.layers[k - 1]
        shape = (2, layer.units)  # any number of rows: the templates ask for the number of dimensions only
        operands = (f"z{k}", f"slope{k}") if layer.learned else (f"z{k}",)
        shapes = (shape, (layer.units,)) if layer.learned else (shape,)
        return Site(layer.op, dict(layer.attrs), operands, (None,) * len(operands), shapes, f"a{k}", shape)

    def loss(self) -> Site:
        """The loss of one example, for its row of the table; `share` then makes the mean of several."""
        shape = (1, self.spec.outputs)
        output = f"a{len(self.spec.layers)}"
        return Site(REGISTRY[self.spec.loss], {}, (output, "y"), (None, None), (shape, shape), "loss", ())

    @property
    def adds(self) -> bool:
        """Whether examples are added up; else the loss is their mean."""
        return self.spec.rule.sums(self.spec.reduction)

    @property
    def older(self) -> str | None:
        """``"perceptron"`` or ``"adaline"``, where training goes by one of these."""
        return (
            self.plan.optimizer.name if self.plan is not None and self.plan.optimizer.name in OLDER else None
        )

    def trained(self) -> list[str]:
        """Names of the parameters that training moves."""
        assert self.plan is not None  # asked where there is training
        last = f"{len(self.spec.layers)}"
        return [
            name
            for name in self.spec.shapes()
            if name not in self.plan.freeze and (self.older is None or (name[1:] == last and name[0] != "a"))
        ]

    def head(self, sentence: str) -> list[str]:
        """The comment at the top."""
        widths = "-".join(map(str, [self.spec.inputs, *(layer.units for layer in self.spec.layers)]))
        return [f"# A network of {widths} units: {sentence}", f"# {MAKER}", ""]

    def data(self, maker: str, module: str) -> list[str]:
        """The rows, as variables."""
        assert self.x is not None and self.y is not None  # asked where there is data
        return [
            "# Training rows, an example each",
            f"x = {maker}({array_code(self.x, module)})",
            f"y = {maker}({array_code(self.y, module)})",
            "",
        ]

    def rate(self) -> list[str]:
        """The function of the learning rate."""
        assert self.schedule is not None  # asked where there is training
        made = _RATES[self.schedule.kind]({"rate": self.schedule.rate, **self.schedule.settings})
        warmup = self.schedule.settings["warmup"]
        ramp = f" * min(1, (k + 1) / {_number(warmup)})" if warmup else ""
        return [
            "def rate(k):",
            '    """The learning rate of update k, counted from 0."""',
            f"    return {made}{ramp}",
            "",
            "",
        ]

    def walk(self, batch: list[str]) -> list[str]:
        """The epochs; *batch* is done with the rows ``rows`` at update ``k``."""
        plan = self.plan
        assert plan is not None  # asked where there is training
        order = "random.permutation(len(x))" if plan.shuffle else "np.arange(len(x))"
        size = "len(x)" if plan.batch_size is None else str(plan.batch_size)
        return [
            f"random = np.random.default_rng({plan.seed})  # deals the examples out as the server does",
            "k = 0",
            f"for epoch in range({plan.epochs}):",
            f"    order = {order}",
            f"    for begin in range(0, len(x), {size}):",
            f"        rows = order[begin : begin + {size}]",
            *[f"        {line}" for line in batch],
            "        k += 1",
        ]


def variable(name: str) -> str:
    """The variable of a parameter."""
    return f"slope{name[1:]}" if name[0] == "a" else name


def adjusted(plan: Plan, name: str, gradient: str, parameter: str, sign: str) -> list[str]:
    """Decay: what is put to the gradient of a weight."""
    if name[0] != "W":
        return []
    found = [f"{gradient} += {plan.l2!r} * {parameter}"] if plan.l2 else []
    return found + ([f"{gradient} += {plan.l1!r} * {sign}({parameter})"] if plan.l1 else [])


def whole(head: list[str], imports: list[str], body: list[str], library: str) -> str:
    """The program, with the functions that its lines call, and the modules that these need."""
    helpers = helpers_for([line for line in body if len(line) < _LONG], library)
    needed = ["import math", ""] if any("math." in text for text in [*helpers, *body]) else []
    text = "\n".join([*head, *needed, *imports, "", *helpers, *body])
    return _TOO_FAR.sub("\n\n\n", _DEFINED.sub("\n\n\n", text)).rstrip() + "\n"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _cosine(s: dict[str, Any]) -> str:
    steps, final = _number(s["steps"]), _number(s["final"])
    wave = f"(1 + math.cos(math.pi * min(k, {steps}) / {steps})) / 2"
    return f"{s['rate']!r} * " + (f"({final} + (1 - {final}) * {wave})" if s["final"] else wave)


_RATES = {
    "constant": lambda s: repr(s["rate"]),
    "inverse": lambda s: f"{_number(s['c1'])} / (k + {_number(s['c2'])})",
    "step": lambda s: f"{s['rate']!r} * {_number(s['factor'])} ** (k // {_number(s['every'])})",
    "exponential": lambda s: f"{s['rate']!r} * {_number(s['factor'])} ** k",
    "cosine": _cosine,
}
