"""
``GET /ops``: every operation, from its declaration.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..engine.op import REQUIRED, Op, Setting
from ..engine.ops import REGISTRY
from ..explain.names import name_tex
from . import wire
from .etags import steady
from .reading import refuse_query


async def ops(request: Request) -> Response:
    """The whole catalogue, in palette order."""
    refuse_query(request)
    return steady(request, _catalogue(), "application/json")


@cache
def _catalogue() -> bytes:
    return wire.encode({"ops": [describe(op) for op in REGISTRY.values()]})


def describe(op: Op) -> dict[str, Any]:
    """One entry of the catalogue."""
    names = [op.operand_name(i) for i in range(len(op.operands) + op.variadic)]
    shown = [name_tex(name) for name in names]
    attrs = _attrs_for_show(op)
    return {
        "name": op.name,
        "title": op.title,
        "display": op.display,
        "summary": op.summary,
        "category": op.category,
        "signature": op.signature,
        "operands": list(op.operands),
        "variadic": op.variadic,
        "settings": [_setting(setting) for setting in op.settings],
        "infix": op.infix[0] if op.infix else None,
        "elementwise": op.elementwise,
        "latex": op.definition_tex(shown, attrs),
        "local_gradients": {name: _local(op, shown, attrs, i) for i, name in enumerate(names)},
        "kink": {"where": op.kink_words, "taken": op.kink[1]} if op.kink else None,
        "domain": op.domain_words,
        "decomposition": _decomposition(op),
        "insight": op.insight,
        "examples": [list(example) for example in op.examples],
    }


def _local(op: Op, names: list[str], attrs: dict[str, Any], index: int) -> str:
    if op.elementwise:
        return op.partial_tex(names, name_tex("out"), attrs, index)
    return op.operator_tex(attrs, index, names)


def _attrs_for_show(op: Op) -> dict[str, Any]:
    """Settings to show the op with: what has no default is taken from the first example that sets it."""
    wanted = {setting.name for setting in op.settings if setting.default is REQUIRED}
    for example in op.examples:
        if wanted and isinstance(example[-1], dict):
            return op.check_attrs(example[-1])
    return {}


def _setting(setting: Setting) -> dict[str, Any]:
    said: dict[str, Any] = {"name": setting.name, "kind": setting.kind, "keyword_only": setting.keyword_only}
    if setting.default is not REQUIRED:
        said["default"] = setting.default
    if setting.choices:
        said["choices"] = list(setting.choices)
    return said


def _decomposition(op: Op) -> str | None:
    """The op in simpler ones; where that depends on shapes, for three numbers."""
    if callable(op.primitives):
        return op.primitive_text([(3,)] * len(op.operands), _attrs_for_show(op))
    return op.primitives
