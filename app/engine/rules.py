"""
How an op computes, apart from what it is called: the interface `Rules`, and elementwise ops from formulas.

`Op` carries the words of a declaration and hands every question about numbers, shapes and LaTeX to its rules. There are
two kinds: `ElementwiseRules` here, made from formulas alone, and `StructuralRules` in `structural.py`, made from array
functions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .array import (
    Array,
    Shape,
    as_array,
    broadcast_shapes,
    copies_jacobian,
    diagonal_jacobian,
    unbroadcast,
)
from .formula import Formula, Tree, settle
from .formula_numpy import array_function
from .formula_tex import PLAIN, Style, fill, to_tex

Attrs = Mapping[str, Any]
Tangents = Sequence["Array | None"]


class Rules(ABC):
    """The computing half of an op. Arrays are float64; *index* says which operand is meant."""

    @abstractmethod
    def infer_shape(self, shapes: Sequence[Shape], attrs: Attrs) -> Shape:
        """Return the output's shape without allocating, or raise ShapeError."""

    @abstractmethod
    def forward(self, operands: Sequence[Array], attrs: Attrs) -> Array:
        """Return the output."""

    @abstractmethod
    def partials(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        """Return the local gradients of an elementwise op, in the output's shape."""

    @abstractmethod
    def pull_back(self, g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        """Return the vector-Jacobian product, in the operand's shape."""

    @abstractmethod
    def push_forward(self, tangents: Tangents, operands: Sequence[Array], out: Array, attrs: Attrs) -> Array:
        """Return the Jacobian-vector product, summed over operands, in the output's shape."""

    @abstractmethod
    def jacobian(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        """Return the whole local Jacobian, of shape ``out.shape + operand.shape``."""

    @abstractmethod
    def operator_tex(self, attrs: Attrs, index: int, names: Sequence[str], style: Style = PLAIN) -> str:
        """Return LaTeX for the Jacobian as an operator, where it is too large to write out."""

    @abstractmethod
    def value_tex(self, names: Sequence[str], attrs: Attrs, style: Style = PLAIN) -> str:
        """Return LaTeX of the value with *names* put in for the operands."""

    @abstractmethod
    def partial_tex(
        self, names: Sequence[str], out_name: str, attrs: Attrs, index: int, style: Style = PLAIN
    ) -> str:
        """Return LaTeX of the local gradient with *names* put in."""

    @abstractmethod
    def is_kink(self, operands: Sequence[Array], out: Array, attrs: Attrs) -> bool:
        """Return whether any entry sits where no derivative exists."""

    @abstractmethod
    def in_domain(self, operands: Sequence[Array], attrs: Attrs) -> bool:
        """Return whether every entry is where the op is defined."""


class ElementwiseRules(Rules):
    """
    Rules of an op that works entry by entry with broadcasting.

    Args:
        name: Name of the op, for messages.
        operands: Names of the operands.
        value: Formula of the value.
        partials: Formula of each local gradient, by operand; may use ``out``.
        shown: Formulas as on paper, by operand or ``out``, where the computed one is arranged for digits.
        tex: LaTeX of the value with ``#1``, ... for the operands, or None to write the formula.
        kink: Formula true where no derivative exists, or None.
        domain: Formula true where defined, or None.
        settings: Numbers for the settings, from attrs; choices count from 0.
        templates: LaTeX of the ops that formulas may call.
    """

    def __init__(
        self,
        name: str,
        operands: tuple[str, ...],
        *,
        value: Formula,
        partials: Mapping[str, Formula],
        shown: Mapping[str, Formula],
        tex: str | None,
        kink: Formula | None,
        domain: Formula | None,
        settings: SettingNumbers,
        templates: Mapping[str, str],
    ) -> None:
        self.name, self.operands = name, operands
        self.value, self.partial = value, tuple(partials[operand] for operand in operands)
        self.shown_value = shown.get("out", value)
        self.shown_partial = tuple(shown.get(operand, partials[operand]) for operand in operands)
        self.tex, self.settings, self.templates = tex, settings, templates
        self._value = array_function(value.tree)
        self._partials = tuple(array_function(formula.tree) for formula in self.partial)
        self._kink = array_function(kink.tree) if kink else None
        self._domain = array_function(domain.tree) if domain else None

    def _environment(self, operands: Sequence[Array], attrs: Attrs) -> dict[str, Any]:
        names = dict(zip(self.operands, operands, strict=True))
        return {**names, **self.settings.numbers(attrs)} if self.settings else names

    def infer_shape(self, shapes: Sequence[Shape], attrs: Attrs) -> Shape:
        return broadcast_shapes(self.name, self.operands, shapes)

    def forward(self, operands: Sequence[Array], attrs: Attrs) -> Array:
        return self._whole(self._value(self._environment(operands, attrs)), self._shape(operands))

    def _shape(self, operands: Sequence[Array]) -> Shape:
        """The output's shape; that the operands fit was seen to by `infer_shape`."""
        first = operands[0].shape
        if all(operand.shape == first for operand in operands):
            return first
        return np.broadcast_shapes(*(operand.shape for operand in operands))

    @staticmethod
    def _whole(result: Any, shape: Shape) -> Array:
        """Give *result* its full shape: a formula such as ``1`` or a decided ``where`` may come out smaller."""
        array = as_array(result)
        if array.shape == shape:
            return array
        whole = np.empty(shape)
        whole[...] = array
        return whole

    def partials(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        environment = self._environment(operands, attrs)
        environment["out"] = out
        return self._whole(self._partials[index](environment), out.shape)

    def pull_back(self, g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        return unbroadcast(as_array(g * self.partials(operands, out, attrs, index)), operands[index].shape)

    def push_forward(self, tangents: Tangents, operands: Sequence[Array], out: Array, attrs: Attrs) -> Array:
        total = np.zeros(out.shape)
        for index, tangent in enumerate(tangents):
            if tangent is not None:
                total = as_array(total + tangent * self.partials(operands, out, attrs, index))
        return total

    def jacobian(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        return diagonal_jacobian(self.partials(operands, out, attrs, index), operands[index].shape)

    def operator_tex(self, attrs: Attrs, index: int, names: Sequence[str], style: Style = PLAIN) -> str:
        diagonal = self.partial_tex(names, self.value_tex(names, attrs, style), attrs, index, style)
        return rf"\operatorname{{diag}}\left({diagonal}\right)"

    def value_tex(self, names: Sequence[str], attrs: Attrs, style: Style = PLAIN) -> str:
        if self.tex is not None:
            return fill(self.tex, (*names, *self.settings.texts(attrs)))
        tree = settle(self.shown_value.shown, self.settings.numbers(attrs))
        return self._written(tree, self._names(names), style)

    def partial_tex(
        self, names: Sequence[str], out_name: str, attrs: Attrs, index: int, style: Style = PLAIN
    ) -> str:
        tree = settle(self.shown_partial[index].shown, self.settings.numbers(attrs))
        return self._written(tree, {**self._names(names), "out": out_name}, style)

    def _written(self, tree: Tree, names: Mapping[str, str], style: Style) -> str:
        arrays: set[str] = set()
        if style.shapes is not None and any(style.shapes):
            arrays = {name for name, shape in zip(self.operands, style.shapes, strict=True) if shape}
            arrays.add("out")
        return to_tex(tree, names, self.templates, arrays=arrays, spells_exp=style.spells_exp)

    def _names(self, names: Sequence[str]) -> dict[str, str]:
        return {**dict(zip(self.operands, names, strict=True)), "pi": r"\pi"}

    def is_kink(self, operands: Sequence[Array], out: Array, attrs: Attrs) -> bool:
        if self._kink is None:
            return False
        environment = self._environment(operands, attrs)
        environment["out"] = out
        return bool(np.any(self._kink(environment)))

    def in_domain(self, operands: Sequence[Array], attrs: Attrs) -> bool:
        return self._domain is None or bool(np.all(self._domain(self._environment(operands, attrs))))


class SettingNumbers:
    """The settings of an elementwise op as its formulas see them: numbers, and choices counted from 0."""

    def __init__(self, settings: Sequence[Any]) -> None:
        self._settings = tuple(settings)
        self._defaults = {setting.name: self._number(setting, setting.default) for setting in self._settings}

    def __bool__(self) -> bool:
        return bool(self._settings)

    @staticmethod
    def _number(setting: Any, value: Any) -> float:
        if setting.choices:
            return float(setting.choices.index(value))
        return float(value) if isinstance(value, int | float) else np.nan

    def numbers(self, attrs: Attrs) -> dict[str, float]:
        """Return a number for every setting, defaults filled in."""
        if not attrs:
            return self._defaults
        given = {s.name: self._number(s, attrs[s.name]) for s in self._settings if s.name in attrs}
        return {**self._defaults, **given}

    def texts(self, attrs: Attrs) -> tuple[str, ...]:
        """Return every setting as it stands in LaTeX."""
        return tuple(f"{number:g}" for number in self.numbers(attrs).values())


def jacobian_of_copies(rules: Rules, operands: Sequence[Array], attrs: Attrs, index: int) -> Array:
    """
    Return the Jacobian of an op that only moves entries, by sending their positions through it.

    Args:
        rules: Rules of an op whose every output entry is one operand entry.
        operands: The operands; only their shapes matter.
        attrs: Settings of the op.
        index: Operand the Jacobian is for.
    """
    positions = [np.full(operand.shape, -1.0) for operand in operands]
    positions[index] = np.arange(operands[index].size, dtype=np.float64).reshape(operands[index].shape)
    return copies_jacobian(rules.forward(positions, attrs).astype(np.intp), operands[index].shape)
