"""
Declaring an op: once, and everything else is read from that.

`op()` takes a declaration in the words of a textbook, checks it at import and puts an `Op` into `REGISTRY`. Parser,
both passes, generated float code, LaTeX, palette, catalogue, warnings and tests read the registry; nothing else knows
an op by name. Declarations live in ``ops/``; import the registry from there, so that all of them have been made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .formula import Formula, Macro, parse_formula
from .operation import CATEGORIES, REGISTRY, Op, Primitives
from .rules import ElementwiseRules, SettingNumbers
from .setting import REQUIRED, Setting
from .signature import parse_signature

__all__ = ["CATEGORIES", "REGISTRY", "REQUIRED", "Op", "Primitives", "Setting", "op", "register"]

# Precedence of infix symbols, as the expression language has them.
COMPARISON, SUM, PRODUCT, NEGATION, POWER = 1, 2, 3, 4, 5

_MACROS: dict[str, Macro] = {}
_TEMPLATES: dict[str, str] = {}


def op(
    signature: str,
    summary: str,
    *,
    category: str,
    display: str,
    title: str,
    value: str,
    partials: Mapping[str, str],
    shown: Mapping[str, str] | None = None,
    tex: str | None = None,
    definition: str | None = None,
    infix: tuple[str, int] | None = None,
    kink: tuple[str, str] | None = None,
    domain: str | None = None,
    primitives: Primitives | None = None,
    examples: Sequence[tuple[Any, ...]],
    insight: str = "",
) -> Op:
    """
    Declare an elementwise op; everything about it follows from its formulas.

    Args:
        signature: Name, operands, and after ``;`` the settings: ``leaky_relu(x; slope: number = 0.01)``.
        summary: One sentence.
        category: One of `CATEGORIES`.
        display: The glyph on a disc.
        title: The name in words.
        value: Formula of the value, stable at extremes.
        partials: Formula of the local gradient for every operand; may use ``out``.
        shown: Formulas as on paper, by operand or ``out``, where the computed one is arranged for digits or edges;
            ``pi`` may be used in these.
        tex: LaTeX of the value, ``#1`` for the first operand, settings after the operands.
        definition: LaTeX of what the name in *tex* stands for.
        infix: Symbol and precedence.
        kink: Formula true where no derivative exists, and the sentence saying what is taken.
        domain: Formula true where defined.
        primitives: The same from simpler ops, in the expression language.
        examples: Operand tuples worth trying.
        insight: The one thing to notice.

    Raises:
        ValueError: A declaration that contradicts itself; `FormulaError` for a formula.
    """
    name, operands, _variadic, settings = parse_signature(signature)
    names = (*operands, *(setting.name for setting in settings))
    if set(partials) != set(operands):
        raise ValueError(f"{name}: partials are for {sorted(partials)}, operands are {sorted(operands)}")
    value_tree = parse_formula(value, names, _MACROS)
    with_out = (*names, "out")
    partial_trees = {operand: parse_formula(partials[operand], with_out, _MACROS) for operand in operands}
    rules = ElementwiseRules(
        name,
        operands,
        value=value_tree,
        partials=partial_trees,
        shown={key: parse_formula(text, (*with_out, "pi"), _MACROS) for key, text in (shown or {}).items()},
        tex=tex,
        kink=parse_formula(kink[0], with_out, _MACROS) if kink else None,
        domain=parse_formula(domain, names, _MACROS) if domain else None,
        settings=SettingNumbers(settings),
        templates=_TEMPLATES,
    )
    declared = Op(
        name=name, summary=summary, category=category, operands=operands, settings=settings, elementwise=True,
        infix=infix, tex=tex, definition=definition, insight=insight, kink=kink, domain=domain, primitives=primitives,
        examples=tuple(examples), display=display, title=title, value_formula=value, partial_formulas=dict(partials),
        value_tree=value_tree, partial_trees=partial_trees, scalar_trees=(value_tree, partial_trees), rules=rules,
    )  # fmt: skip
    register(declared)
    if not settings:
        _MACROS[name] = Macro(operands, value_tree.tree)
        if tex is not None:
            _TEMPLATES[name] = tex
    return declared


def register(declared: Op) -> Op:
    """
    Put *declared* into the registry.

    Raises:
        ValueError: It contradicts itself or what is there.
    """
    name = declared.name
    if name in REGISTRY:
        raise ValueError(f"{name} is declared twice")
    if declared.category not in CATEGORIES:
        raise ValueError(f"{name}: unknown category {declared.category}")
    if not (declared.summary.endswith(".") and declared.display and declared.title and declared.examples):
        raise ValueError(f"{name}: a summary sentence, display, title and examples are needed")
    count = len(declared.operands) + len(declared.settings)
    for number in re.findall(r"#(\d)", declared.tex or ""):
        if not 1 <= int(number) <= count:
            raise ValueError(f"{name}: #{number} in tex, but there are {count} operands and settings")
    _check_examples(declared)
    REGISTRY[name] = declared
    return declared


def _check_examples(declared: Op) -> None:
    for example in declared.examples:
        settings = example[-1] if isinstance(example[-1], dict) else {}
        arrays = [np.asarray(value, dtype=np.float64) for value in example if not isinstance(value, dict)]
        attrs = declared.check_attrs(settings)
        declared.infer_shape([array.shape for array in arrays], attrs)
        with np.errstate(all="ignore"):
            if not declared.in_domain(arrays, attrs):
                raise ValueError(
                    f"{declared.name}: the example {example} is outside the domain {declared.domain}"
                )


def op_formula(text: str, names: Sequence[str]) -> Formula:
    """Parse *text*, which may use *names*, the base functions and the elementwise ops declared so far."""
    return parse_formula(text, names, _MACROS)


def op_templates() -> Mapping[str, str]:
    """Return the LaTeX templates of the ops that formulas may call."""
    return _TEMPLATES


def op_macros() -> Mapping[str, Macro]:
    """Return the bodies of the ops that formulas may call."""
    return _MACROS
