"""
Arguments of a call: operands by position or name, then settings by position or name.

Operands are expressions, which the caller reads; settings are literals and read through here.
"""

from __future__ import annotations

from typing import Any

from . import call_complaints
from .errors import EngineError, SourceError, nearest
from .lexer import Source
from .literals import read_setting
from .op import Op
from .syntax import NAME, PYTHON_WORDS, clip


class Bracket:
    """
    An open bracket: of a group where *op* is None, else of a call.

    Attributes:
        op: The op called.
        at: Token at which the whole operand begins.
        given: Operands so far by index; None where one is still missing.
        settings: Settings so far.
        target: Which operand is being read, or None.
        position: How many arguments came by position.
        keyword: Whether one came by name.
    """

    __slots__ = ("at", "given", "keyword", "op", "position", "settings", "target")

    def __init__(self, op: Op | None, at: int) -> None:
        self.op = op
        self.at = at
        self.given: list[int | None] = [] if op is None or op.variadic else [None] * len(op.operands)
        self.settings: dict[str, Any] = {}
        self.target: int | None = None
        self.position = 0
        self.keyword = False


def next_argument(source: Source, call: Bracket, op: Op, i: int) -> tuple[int, bool]:
    """
    Begin an argument at token *i*; settings are read through, as they are literals.

    Returns:
        The token at which an operand begins, or that of the closing bracket with True.
    """
    while source.texts[i] != ")":
        call.target = None
        if source.kinds[i] == NAME and source.texts[i + 1] == "=":
            setting = _keyword(source, call, op, i)
            i += 2
        else:
            setting = _positional(source, call, op, i)
        if setting is None:
            return i, False
        call.settings[setting], i = read_setting(source, i, setting)
        if source.texts[i] == ",":
            i += 1
    call.target = None
    return i, True


def _keyword(source: Source, call: Bracket, op: Op, i: int) -> str | None:
    """Look at ``name=`` at token *i*: return the setting's name, or None where it is an operand's."""
    word = source.texts[i]
    call.keyword = True
    known = [setting.name for setting in op.settings]
    if word in known:
        if word in call.settings:
            raise source.error_at(
                "bad-setting", f"The setting {word} is given twice.", i, i, hint="Remove one."
            )
        return word
    if op.variadic or word not in op.operands:
        raise _unknown_setting(source, op, known, i)
    call.target = op.operands.index(word)
    if call.given[call.target] is not None:
        message = f"The operand {word} of {op.name} is given twice."
        raise source.error_at("wrong-operand-count", message, i, i, hint="Remove one.")
    return None


def _unknown_setting(source: Source, op: Op, known: list[str], i: int) -> SourceError:
    word = source.texts[i]
    names = known if op.variadic else [*op.operands, *known]
    near = nearest(word, names)
    message = f"{op.name} has no setting {clip(word)}." + (f" Did you mean {near}?" if near else "")
    hint = f"The settings of {op.name}: {', '.join(known)}." if known else f"{op.name} takes no settings."
    return source.error_at("unknown-setting", message, i, i, hint=hint, fix=near)


def _positional(source: Source, call: Bracket, op: Op, i: int) -> str | None:
    """Count an argument by position: return the setting it is for, or None where it is an operand."""
    if call.keyword:
        hint = "Put arguments by position first, those by name after them."
        raise source.error_at("syntax", "An argument by position follows one by name.", i, i, hint=hint)
    index = call.position
    call.position += 1
    if op.variadic:
        call.given.append(None)
        call.target = index
        return None
    if index < len(op.operands):
        call.target = index
        return None
    by_position = [setting.name for setting in op.settings if not setting.keyword_only]
    if index - len(op.operands) >= len(by_position):
        raise call_complaints.too_many(source, i, op)
    if source.kinds[i] == NAME and op.name in ("max", "min") and source.texts[i] not in PYTHON_WORDS:
        raise call_complaints.reduction_of_two(source, call.at, op)
    return by_position[index - len(op.operands)]


def close_call(source: Source, call: Bracket, op: Op, i: int) -> tuple[tuple[int, ...], dict[str, Any]]:
    """Return operands and settings of the call that closes at token *i*."""
    inputs = tuple([slot for slot in call.given if slot is not None])
    if len(inputs) < len(call.given) or not inputs:
        raise call_complaints.operands_missing(source, call.at, i, op, call.given)
    if not op.settings:
        return inputs, {}
    try:
        return inputs, op.check_attrs(call.settings)
    except EngineError as error:
        raise source.error_at(error.code, error.message, call.at, i, hint=error.hint) from None
