"""
What to say where the grammar does not go on: the errors for words and signs at the wrong place.

The parser asks here and raises or notes what it gets. Every function takes the `Source` and the token it is about. The
sentence says what stands there, the hint what to do, and a fix is offered only where one edit surely mends it.
"""

from __future__ import annotations

from .errors import SourceError, nearest
from .lexer import Source
from .limits import MAX_ID_LENGTH
from .ops import REGISTRY
from .syntax import BINDING, KINDS, NAME, NEWLINE, NUMBER, PARTNER, PYTHON_WORDS, STRING, clip
from .vocabulary import INSTEAD


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
        hint = "Write a name, a number or an expression there."
        if kind == NEWLINE and before in BINDING and i + 1 < len(source.texts):
            hint = "Put brackets around what runs over several lines."
        return source.error_at("syntax", message, i - 1, i - 1, hint=hint)
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


def continued(source: Source, first: int) -> SourceError | None:
    """Return the error where the statement at token *first* goes on with the line before, else None."""
    word, last = source.texts[first], first - 1
    while last >= 0 and source.kinds[last] == NEWLINE and source.texts[last] != ";":
        last -= 1
    if word not in BINDING or last < 0 or source.kinds[last] == NEWLINE:
        return None
    if word in ("+", "-") and _indent(source, first) <= _indent(source, last):
        return None  # a signed expression, as in Python
    start, end = source.ends[last], source.ends[first]
    gap = source.text[start : source.starts[first]]
    fix = None if "#" in gap else (start, end, f" {word}")
    hint = "Put brackets around what runs over several lines."
    return source.error(
        "syntax", f"A statement begins with {word}.", source.starts[first], end, hint=hint, fix=fix
    )


def _indent(source: Source, i: int) -> int:
    """How many blanks stand before the line of token *i*."""
    column = source.span(i, i).column
    line = source.text[source.starts[i] - column + 1 : source.ends[i]]
    return len(line) - len(line.lstrip(" \t"))


def value_word(source: Source, i: int) -> SourceError:
    """True, False or None at token *i* is given a value."""
    word = source.texts[i]
    message = f"{word} is a value of its own and cannot be a name."
    return source.error_at("not-supported", message, i, i, hint="Choose another name.")


def long_name(source: Source, i: int) -> SourceError:
    """The name at token *i* is too long for an id."""
    message = f"A name has at most {MAX_ID_LENGTH} characters, and this one {len(source.texts[i]):,}."
    return source.error_at("bad-id", message, i, i, hint="Choose a shorter one.")


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
        return source.error_at("syntax", "A statement gives one name with one =.", i, i, hint=hint)
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
