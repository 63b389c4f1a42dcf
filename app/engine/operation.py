"""
One op: its words, and (through its rules) its mathematics; and the registry of all of them.

Ops are not made here but declared, by `op.op` and `structural.array_op`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .array import Array, Shape
from .errors import ShapeError
from .formula import Formula
from .formula_tex import PLAIN, Style, fill
from .formula_words import condition_words
from .rules import Attrs, Rules, SettingNumbers, Tangents
from .setting import REQUIRED, Setting, check_settings

CATEGORIES = (
    "arithmetic", "comparison", "elementary", "activation", "selection", "linear", "shape", "reduction", "softmax",
    "loss",
)  # fmt: skip

Primitives = str | Callable[[Sequence[Shape], Attrs], str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Op:
    """
    One operation: its words, and (through its methods) its mathematics.

    There is one object per op: ops are compared by identity, and pickled and copied by name.

    Attributes:
        name: As written in the expression language and in graph documents.
        summary: One sentence for the palette and the reference.
        category: One of `CATEGORIES`.
        operands: Names of the operands in order; ``("x",)`` where `variadic`.
        variadic: Whether it takes any number of operands from one up.
        settings: What is written after the operands and not differentiated.
        elementwise: Whether it works entry by entry with broadcasting.
        infix: Symbol and precedence where it has one.
        tex: LaTeX of the value with ``#1``, ``#2`` for the operands, or None where formulas or functions write it.
        definition: LaTeX of what the name in `tex` stands for, as a template like `tex`, or None.
        insight: The one thing to notice.
        kink: Where no derivative exists, and the sentence saying what is taken there, or None.
        domain: Where it is defined, in words or symbols, or None for everywhere.
        primitives: The same function from simpler ops, or None for a primitive.
        examples: Operands worth trying.
        display: The glyph on a node's disc.
        title: Its name in words.
        value_formula: Elementwise ops: the value as a formula over base functions.
        partial_formulas: Elementwise ops: the local gradients, by operand.
        value_tree, partial_trees: The same, parsed, calls of other ops replaced by their bodies.
        scalar_trees: Value and partials where all operands are single numbers: the trees above for elementwise ops,
            one entry's formulas for losses, None for ops that have no such formula.
    """

    name: str
    summary: str
    category: str
    operands: tuple[str, ...]
    variadic: bool = False
    settings: tuple[Setting, ...] = ()
    elementwise: bool = False
    infix: tuple[str, int] | None = None
    tex: str | None = None
    definition: str | None = None
    insight: str = ""
    kink: tuple[str, str] | None = None
    domain: str | None = None
    primitives: Primitives | None = None
    examples: tuple[tuple[Any, ...], ...] = ()
    display: str = ""
    title: str = ""
    value_formula: str | None = None
    partial_formulas: dict[str, str] | None = None
    value_tree: Formula | None = field(default=None, repr=False)
    partial_trees: dict[str, Formula] | None = field(default=None, repr=False)
    scalar_trees: tuple[Formula, dict[str, Formula]] | None = field(default=None, repr=False)
    rules: Rules = field(repr=False)
    _numbers: SettingNumbers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", SettingNumbers(self.settings))

    def __reduce__(self) -> tuple[Callable[[str], Op], tuple[str]]:
        return _op_named, (self.name,)

    @property
    def signature(self) -> str:
        """The call as a reader writes it, with defaults: ``leaky_relu(x, slope=0.01)``."""
        parts = [*self.operands[:1], "..."] if self.variadic else list(self.operands)
        parts += [s.name if s.default is REQUIRED else f"{s.name}={s.default!r}" for s in self.settings]
        return f"{self.name}({', '.join(parts)})"

    @property
    def kink_words(self) -> str | None:
        """Where no derivative exists, as a reader says it: "x = 0"."""
        return None if self.kink is None else condition_words(self.kink[0], self._names)

    @property
    def domain_words(self) -> str | None:
        """Where the op is defined, as a reader says it: "x > 0"; None for everywhere."""
        return None if self.domain is None else condition_words(self.domain, self._names)

    @property
    def _names(self) -> tuple[str, ...]:
        return (*self.operands, *(setting.name for setting in self.settings), "out")

    def operand_name(self, index: int) -> str:
        """Return the name of operand *index*: ``x``, or ``x1``, ``x2``, ... of a variadic op."""
        return f"{self.operands[0]}{index + 1}" if self.variadic else self.operands[index]

    def setting_numbers(self, attrs: Attrs) -> dict[str, float]:
        """Return what the formulas see for each setting: numbers, choices counted from 0, defaults filled in."""
        return self._numbers.numbers(attrs)

    def primitive_text(self, shapes: Sequence[Shape], attrs: Attrs) -> str | None:
        """Return the decomposition for operands of *shapes* as text of the expression language, or None."""
        return self.primitives(shapes, attrs) if callable(self.primitives) else self.primitives

    def check_attrs(self, attrs: Mapping[str, Any]) -> dict[str, Any]:
        """Return *attrs* validated, defaults dropped; raises InputError ``bad-setting`` or ``unknown-setting``."""
        return check_settings(self.name, self.settings, attrs)

    def infer_shape(self, shapes: Sequence[Shape], attrs: Attrs) -> Shape:
        """Return the output's shape before anything is allocated; raises ShapeError."""
        wanted = len(self.operands)
        if len(shapes) != wanted and not (self.variadic and shapes):
            raise ShapeError(
                "wrong-operand-count",
                f"{self.name} takes {wanted} operand{'s' * (wanted != 1)}, not {len(shapes)}.",
            )
        return self.rules.infer_shape(shapes, attrs)

    def forward(self, operands: Sequence[Array], attrs: Attrs) -> Array:
        """Return the output for *operands*, whose shapes `infer_shape` has passed."""
        return self.rules.forward(operands, attrs)

    def partials(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        """Return an elementwise op's local gradients with respect to operand *index*, in the output's shape."""
        return self.rules.partials(operands, out, attrs, index)

    def pull_back(self, g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        """Return the downstream gradient (the VJP of *g*) towards operand *index*, in that operand's shape."""
        return self.rules.pull_back(g, operands, out, attrs, index)

    def push_forward(self, tangents: Tangents, operands: Sequence[Array], out: Array, attrs: Attrs) -> Array:
        """Return the output's tangent (the JVP) from the operands' tangents; None stands for zeros."""
        return self.rules.push_forward(tangents, operands, out, attrs)

    def jacobian(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        """Return the local Jacobian, of shape ``out.shape + operand.shape``."""
        return self.rules.jacobian(operands, out, attrs, index)

    def operator_tex(self, attrs: Attrs, index: int, names: Sequence[str], style: Style = PLAIN) -> str:
        """Return LaTeX for a Jacobian too large to write out, such as ``W^{\\top}``."""
        return self.rules.operator_tex(attrs, index, names, style)

    def value_tex(self, names: Sequence[str], attrs: Attrs, style: Style = PLAIN) -> str:
        """Return LaTeX of the value with *names* (symbols or numbers) put in for the operands."""
        return self.rules.value_tex(names, attrs, style)

    def definition_tex(self, names: Sequence[str], attrs: Attrs) -> str:
        """Return LaTeX of the value, with what its name stands for: for the reference, with symbols for *names*."""
        value = self.value_tex(names, attrs)
        return value if self.definition is None else f"{value} = {fill(self.definition, tuple(names))}"

    def partial_tex(
        self, names: Sequence[str], out_name: str, attrs: Attrs, index: int, style: Style = PLAIN
    ) -> str:
        """Return LaTeX of the local gradient with *names*, and *out_name* for the output, put in."""
        return self.rules.partial_tex(names, out_name, attrs, index, style)

    def is_kink(self, operands: Sequence[Array], out: Array, attrs: Attrs) -> bool:
        """Return whether any entry sits where no derivative exists."""
        return self.rules.is_kink(operands, out, attrs)

    def in_domain(self, operands: Sequence[Array], attrs: Attrs) -> bool:
        """Return whether every entry is where the op is defined; NaN is not."""
        return self.rules.in_domain(operands, attrs)


REGISTRY: dict[str, Op] = {}


def _op_named(name: str) -> Op:
    return REGISTRY[name]
