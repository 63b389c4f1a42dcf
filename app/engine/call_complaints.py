"""
What to say about what is applied: names before a bracket, names behind a point, and the operands of a call.

The rest of `complaints`, which says how a sentence, a hint and a fix are chosen.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from .complaints import not_supported
from .errors import SourceError, nearest
from .lexer import Source
from .op import Op
from .ops import REGISTRY
from .syntax import NAME, PYTHON_WORDS, clip
from .vocabulary import ALIASES, FORMULAS, NOT_HERE


def unknown_op(source: Source, i: int, assigned: Container[str]) -> SourceError:
    """The name at token *i* stands before a bracket and is no op."""
    word = source.texts[i]
    if word in PYTHON_WORDS:
        return not_supported(source, i)
    alias = ALIASES.get(word) or ALIASES.get(word.lower())
    if alias is None and word in assigned:
        hint = "To multiply, put a star before the bracket."
        message = f"{clip(word)} is a name, not an op."
        return source.error_at("unknown-op", message, i, i, hint=hint, fix=f"{word}*")
    formula = FORMULAS.get(word)
    if formula is not None:
        return source.error_at("unknown-op", f"{word} is not an op.", i, i, hint=formula)
    near = alias or nearest(word, REGISTRY)
    if near is not None:
        message = f"{clip(word)} is not an op. Did you mean {near}?"
        return source.error_at("unknown-op", message, i, i, hint=f"Write {near}.", fix=near)
    if len(word) == 1:
        hint = "To multiply, put a star before the bracket."
        return source.error_at("unknown-op", f"{word} is not an op.", i, i, hint=hint, fix=f"{word}*")
    hint = "A name before a bracket is an op; the op reference lists them all."
    return source.error_at("unknown-op", f"{clip(word)} is not an op.", i, i, hint=hint)


def module_prefix(source: Source, first: int, last: int) -> SourceError:
    """Tokens *first* to *last* are an op's name with modules before it, as in np.exp."""
    word = source.texts[last]
    plain = word if word in REGISTRY or word == "pi" else ALIASES.get(word)
    if plain is None and word not in FORMULAS:
        plain = nearest(word, REGISTRY)
    if word == "e" and plain is None:
        plain = "exp(1)"
    dotted = clip("".join(source.texts[first : last + 1]))
    message = f"{dotted}: names are written without a module."
    if plain is None:
        hint = "Write the list itself." if word in ("array", "tensor") else FORMULAS.get(word, NOT_HERE)
        return source.error_at("not-supported", message, first, last, hint=hint)
    return source.error_at("not-supported", message, first, last, hint=f"Write {plain}.", fix=plain)


def attribute(source: Source, i: int) -> SourceError:
    """The point at token *i* is followed by something other than T."""
    if source.kinds[i + 1] != NAME:
        return source.error_at(
            "syntax",
            "A point here leads nowhere.",
            i,
            i,
            hint="Numbers begin with a digit or a point, names with a letter.",
        )
    word = source.texts[i + 1]
    if word == "T":
        return _called_attribute(source, i)
    hint = "The only attribute is .T, the transpose."
    if word in REGISTRY or word in ALIASES:
        name = word if word in REGISTRY else ALIASES[word]
        hint = f"Write the op in front: {name}(x)."
        alone = source.kinds[i - 1] == NAME and (i < 2 or source.texts[i - 2] not in (".", ")"))
        if alone and source.texts[i + 2 : i + 4] == ["(", ")"]:
            mend = f"{name}({source.texts[i - 1]})"
            start, end = source.starts[i - 1], source.ends[i + 3]
            return source.error(
                "not-supported",
                f".{clip(word)}() is not part of the language.",
                start,
                end,
                hint=f"Write {clip(mend)}.",
                fix=(start, end, mend),
            )
    return source.error_at(
        "not-supported", f".{clip(word)} is not part of the language.", i, i + 1, hint=hint
    )


def _called_attribute(source: Source, i: int) -> SourceError:
    """Brackets follow ``.T``, whose point is token *i*."""
    empty = source.texts[i + 3] == ")"
    last = i + 3 if empty else i + 2
    message = ".T is an attribute, and is written without brackets."
    return source.error_at(
        "not-supported", message, i, last, hint="Leave the brackets out.", fix=".T" if empty else None
    )


def too_many(source: Source, i: int, op: Op) -> SourceError:
    """The argument at token *i* is one more than *op* takes by position."""
    count = len(op.operands)
    message = f"{op.name} takes {count} operand{'s' * (count != 1)} ({', '.join(op.operands)}), and here is another."
    return source.error_at("wrong-operand-count", message, i, i, hint=f"Write {op.signature}.")


def operands_missing(
    source: Source, first: int, last: int, op: Op, given: Sequence[int | None]
) -> SourceError:
    """The call from token *first* to *last* closes with operands missing."""
    if op.variadic:
        message = f"{op.name} takes at least 1 operand, and here is none."
    else:
        count = len(op.operands)
        missing = [name for name, slot in zip(op.operands, given, strict=True) if slot is None]
        names = f" ({', '.join(op.operands)})" if count > 1 else ""
        verb = "is" if len(missing) == 1 else "are"
        message = f"{op.name} takes {count} operand{'s' * (count != 1)}{names}; {' and '.join(missing)} {verb} missing."
    return source.error_at("wrong-operand-count", message, first, last, hint=f"Write {op.signature}.")


def reduction_of_two(source: Source, i: int, op: Op) -> SourceError:
    """``max(a, b)`` at token *i*: the reduction is written, the selection is meant."""
    name = {"max": "maximum", "min": "minimum"}[op.name]
    message = f"{op.name} reduces one tensor; of two operands, take {name}."
    return source.error_at("not-a-literal", message, i, i, hint=f"Write {name}.", fix=name)
