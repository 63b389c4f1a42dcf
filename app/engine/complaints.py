"""
What to say where the grammar does not go on: the errors for words and signs at the wrong place.

The parser asks here and raises or notes what it gets. Every function takes the `Source` and the token it is about. The
sentence says what stands there, the hint what to do, and a fix is offered only where one edit surely mends it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from .errors import SourceError, nearest
from .lexer import Source
from .op import Op
from .ops import REGISTRY
from .syntax import BINDING, KINDS, NAME, NEWLINE, NUMBER, PARTNER, PYTHON_WORDS, STRING, clip
from .vocabulary import ALIASES, INSTEAD


def not_supported(source: Source, i: int) -> SourceError:
    """The word or sign at token *i* is Python (or nearly), but not part of the language."""
    word = source.texts[i]
    if source.kinds[i] == STRING:
        hint = 'Strings are values of settings only, as in gelu(x, approximate="tanh").'
        return source.error_at("not-supported", "A string is not a value of a graph.", i, i, hint=hint)
    if word.endswith("=") and word not in BINDING and word != ":=":
        hint = "A name is assigned once: give the new value a name of its own."
        return source.error_at(
            "not-supported", f"{word} changes a value, and values do not change.", i, i, hint=hint
        )
    fix = "=" if word == ":=" else None
    hint = (
        "Name a value with =."
        if word == ":="
        else INSTEAD.get(word, "The language has statements of the form name = expression.")
    )
    return source.error_at("not-supported", f"{word} is not part of the language.", i, i, hint=hint, fix=fix)


def operand_missing(source: Source, i: int, first: int) -> SourceError:
    """An operand is expected at token *i*, of a statement that begins at token *first*, and something else is there."""
    word, kind = source.texts[i], source.kinds[i]
    before = source.texts[i - 1] if i > first else ""
    if word == "|":
        hint = "For an absolute value, write abs(x)."
        return source.error_at("not-supported", "| is not part of the language.", i, i, hint=hint)
    if kind == STRING or word in INSTEAD or (word.endswith("=") and word not in ("=", *BINDING)):
        return not_supported(source, i)
    if kind == NEWLINE or word in (")", "]", ",", ";", "}"):
        if before == "(" and word == ")":
            return source.error_at(
                "syntax", "The brackets are empty.", i - 1, i, hint="Write an expression between them."
            )
        if not before or before == "=":
            message = f"An expression is missing {'after =' if before else 'here'}."
            return source.error_at(
                "syntax", message, max(i - 1, first), max(i - 1, first), hint="Write one, as in f = x * y."
            )
        message = f"An operand is missing after {clip(before)}."
        return source.error_at(
            "syntax", message, i - 1, i - 1, hint="Write a name, a number or an expression there."
        )
    if word in ("*", "**") and before in ("(", ","):
        hint = "Write the operands one by one."
        return source.error_at("not-supported", "Operands are not unpacked with a star.", i, i, hint=hint)
    if word == "=":
        return equals_sign(source, i, first)
    if not before:
        return source.error_at(
            "syntax",
            f"A statement does not begin with {word}.",
            i,
            i,
            hint="Begin with a name or an operand.",
        )
    message = f"An operand is missing between {clip(before)} and {word}."
    return source.error_at("syntax", message, i - 1, i, hint="Write a name, a number or an expression there.")


def unexpected(source: Source, i: int, first: int) -> SourceError:
    """An operator or the end is expected at token *i*, and a sign that is neither stands there."""
    word = source.texts[i]
    if word == "=":
        return equals_sign(source, i, first)
    if word == ":":
        hint = "To declare a kind, write x: input, w: parameter = 3 or c: constant = 2."
        return source.error_at(
            "syntax", "A colon belongs after a name at the beginning, or in x[1:3].", i, i, hint=hint
        )
    if word == ",":
        return _comma(source, i, first)
    if word == ";":
        hint = "Close the bracket before the statement ends."
        return source.error_at("syntax", "A statement ends inside brackets.", i, i, hint=hint)
    return not_supported(source, i)


def _comma(source: Source, i: int, first: int) -> SourceError:
    """A comma stands outside a call: for a decimal point, for a semicolon, or for a tuple."""
    texts, kinds = source.texts, source.kinds
    if kinds[i - 1] == kinds[i + 1] == NUMBER and source.ends[i - 1] + 1 == source.starts[i + 1]:
        plain = f"{texts[i - 1]}.{texts[i + 1]}"
        if texts[i - 1].isdecimal() and texts[i + 1].isdecimal():
            message = "A number has a decimal point, not a comma."
            return source.error_at("syntax", message, i - 1, i + 1, hint=f"Write {clip(plain)}.", fix=plain)
    if (
        kinds[i + 1] == NAME
        and texts[i + 2] == "="
        and texts[first + 1] in ("=", ":")
        and "(" not in texts[first:i]
    ):
        hint = "Put a semicolon or a new line there."
        return source.error_at("syntax", "A comma does not end a statement.", i, i, hint=hint, fix=";")
    hint = "Write one expression to a statement; to join nodes, use stack(a, b)."
    return source.error_at("not-supported", "A comma makes a tuple, and there are none.", i, i, hint=hint)


def function_defined(source: Source, first: int, end: int) -> SourceError | None:
    """Return the error where the statement from *first* to *end* reads ``f(x) = ...``, else None."""
    if source.kinds[first] != NAME or source.texts[first + 1] != "(" or "=" not in source.texts[first:end]:
        return None
    depth = 0
    for i in range(first + 1, end):
        depth += (source.texts[i] in PARTNER) - (source.texts[i] in PARTNER.values())
        if depth == 0:
            if source.texts[i + 1] != "=":
                return None
            name = source.texts[first]
            hint = f"Name the value alone: {clip(name)} = ..."
            message = "A statement names a value; it does not define a function."
            return source.error_at("not-supported", message, first, i, hint=hint, fix=name)
    return None


def equals_sign(source: Source, i: int, first: int) -> SourceError:
    """An ``=`` stands where no name is given."""
    if i == first:
        return source.error_at(
            "syntax", "A name is missing before =.", i, i, hint="Write one, as in f = x * y."
        )
    if i > first + 1 and source.texts[first + 1] in ("=", ":") and "(" not in source.texts[first:i]:
        hint = "Use one statement for each name; to compare, write ==."
        return source.error_at("syntax", "A statement gives one name with one =.", i, i, hint=hint, fix="==")
    if any(word in ("(", "[") for word in source.texts[first:i]):
        hint = "To compare, write ==."
        return source.error_at(
            "syntax", "= names a value at the beginning of a statement only.", i, i, hint=hint, fix="=="
        )
    hint = "Put a single name before =."
    return source.error_at("syntax", "Only a name can stand before =.", first, i - 1, hint=hint)


def side_by_side(source: Source, i: int) -> SourceError:
    """Token *i* begins an operand right after another one."""
    before, word = source.texts[i - 1], source.texts[i]
    if word in PYTHON_WORDS and source.kinds[i] == NAME:
        return not_supported(source, i)
    if before in PYTHON_WORDS and source.kinds[i - 1] == NAME:
        return not_supported(source, i - 1)
    if source.kinds[i] == STRING:
        return not_supported(source, i)
    if (
        before == "0"
        and source.kinds[i] == NAME
        and word[0] in "xXbBoO"
        and source.starts[i] == source.ends[i - 1]
    ):
        return _other_base(source, i)
    if before.endswith(".") and word == "T" and source.starts[i] == source.ends[i - 1]:
        mend = f"({before[:-1]}).T"
        message = f"{clip(before)}T reads as a number and a name."
        return source.error_at("syntax", message, i - 1, i, hint=f"Write {clip(mend)}.", fix=mend)
    start, end = source.starts[i - 1], source.ends[i]
    if before in REGISTRY and source.kinds[i - 1] == NAME and source.kinds[i] in (NAME, NUMBER):
        mend = f"{before}({word})"
        message = f"{before} is an op, and its operands stand in brackets."
        return source.error_at("syntax", message, i - 1, i, hint=f"Write {clip(mend)}.", fix=mend)
    if source.kinds[i - 1] == source.kinds[i] == NUMBER:
        hint = "Put an operator or a comma between them."
        return source.error("syntax", "Two numbers side by side.", start, end, hint=hint)
    what = "names" if source.kinds[i - 1] == source.kinds[i] == NAME else "values"
    message = f"Two {what} side by side. To multiply, put a star between them."
    hint = "Write a star before the bracket." if word == "(" else f"Write {clip(before)}*{clip(word)}."
    return source.error("syntax", message, start, end, hint=hint, fix=_star(source, i))


def _star(source: Source, i: int) -> tuple[int, int, str]:
    """Return the edit that puts a star before token *i*; a comment or new line between is left alone."""
    start, left_end, right, end = source.starts[i - 1], source.ends[i - 1], source.starts[i], source.ends[i]
    left = source.text[start:left_end]
    if source.text[left_end:right].strip(" \t"):
        return start, left_end, left + "*"
    return start, end, f"{left}*{source.text[right:end]}"


def _other_base(source: Source, i: int) -> SourceError:
    text = source.texts[i - 1] + source.texts[i]
    try:
        plain = str(int(text, 0)) if len(text) <= 14 else None
    except ValueError:
        plain = None
    hint = f"Write {plain}." if plain else "Write it with the digits 0 to 9."
    return source.error_at(
        "not-a-number", f"{clip(text)} is not a decimal number.", i - 1, i, hint=hint, fix=plain
    )


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
    plain = word if word in REGISTRY or word == "pi" else ALIASES.get(word) or nearest(word, REGISTRY)
    if word == "e" and plain is None:
        plain = "exp(1)"
    dotted = clip("".join(source.texts[first : last + 1]))
    message = f"{dotted}: names are written without a module."
    if plain is None:
        hint = "Write the list itself." if word in ("array", "tensor") else "The op reference lists all ops."
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
    fix = None
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
        "not-supported", f".{clip(word)} is not part of the language.", i, i + 1, hint=hint, fix=fix
    )


def chained(source: Source, i: int) -> SourceError:
    """The comparison at token *i* follows another one."""
    hint = "Multiply two comparisons: (a < b) * (b < c)."
    return source.error_at("not-supported", "Comparisons do not chain.", i, i, hint=hint)


def bad_kind(source: Source, i: int) -> SourceError:
    """The word at token *i* stands after a colon and is no kind of leaf."""
    word = source.texts[i]
    if source.kinds[i] != NAME:
        hint = "A kind is input, parameter or constant."
        return source.error_at("bad-kind", "A kind is missing after the colon.", i - 1, i - 1, hint=hint)
    near = nearest(word, KINDS)
    message = f"{clip(word)} is not a kind." + (f" Did you mean {near}?" if near else "")
    hint = "A kind is input, parameter or constant."
    return source.error_at("bad-kind", message, i, i, hint=hint, fix=near)


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
