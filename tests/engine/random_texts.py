"""
Random texts for the reader of expressions, and what has to be true of whatever it makes of them.

From a seed comes a text of one of these kinds: a program of the grammar (which still may name a thing twice or leave a
setting out), a program or a lesson's with letters, bytes or tokens changed, a soup of tokens, letters of all of
Unicode, and brackets, signs and lists in great depth. Most are short: what is found is found in a few tokens.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from app.engine.errors import CODES, EngineError, Fix, Span
from app.engine.limits import UNLIMITED
from app.engine.ops import REGISTRY
from app.engine.printer import print_program
from app.engine.program import parse
from app.lessons.library import LESSONS

OPS = list(REGISTRY)
SETTINGS = sorted({setting.name for op in REGISTRY.values() for setting in op.settings})
NAMES = ["x", "y", "z", "w", "b", "q", "f", "x1", "W2", "loss", "T", "pi", "e", "_", "_add1", "_c1", "exp"]
NUMBERS = ["0", "1", "2", "-3", "0.5", ".5", "5.", "1e3", "1e-400", "1_000", "9" * 40]
NO_NUMBERS = ["1e400", "007", "1__0", "0x1f", "1j", "1.2.3", "1e", "NaN"]
KINDS = ["input", "parameter", "constant"]
SIGNS = ["+", "-", "*", "/", "**", "@", "<", "<=", ">", ">=", "==", "!="]
SYMBOLS = [
    *SIGNS,
    *"()[]{},:;.=%^&|~!?$\\`#'\"",
    "//",
    "->",
    ":=",
    "+=",
    "<<",
    "...",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "    ",
]
WORDS = [
    "def", "return", "for", "in", "import", "and", "or", "not", "None", "True", "nan", "inf", "__import__", "eval",
    "if", "np.exp", "torch.", "self", "lambda", "α", "σ", "−", "×", "·", "²", "⁻¹", "√", "≤", "ᵀ", "½", "…", "“", "é",
    "\u200b", "\ufeff", "\x00", "\u202e", "\ud800", "e\u0301", "𝐱", "\U0001f40c", "\u2028", "\x0b", "\x85",
    "'a", '"""', "# c", "\\frac{1}{2}", "$x$",
]  # fmt: skip
SORTS = [NAMES, NUMBERS, NO_NUMBERS, SYMBOLS, SYMBOLS, SYMBOLS, OPS, WORDS, SETTINGS]
HOW_OFTEN = [1, 1, 1, 2, 3, 5]
LESSON_TEXTS = [lesson.expression for lesson in LESSONS.values()]
_LINE_END = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
Random = random.Random


def random_text(seed: int) -> str:
    """The text of *seed*: the same one always."""
    rng = Random(seed)
    if seed % 997 == 0:  # large ones are dear, and there is little to be found in the second
        return _deep(rng)
    return rng.choices(_MAKERS, _WEIGHTS)[0](rng)


def complaint(text: str, thorough: bool = False) -> str | None:
    """
    What is wrong with how *text* is read, or None: it gives a graph or errors that are in the reference.

    Args:
        text: Any string.
        thorough: Whether the graph is printed and read again, and the first mend is put in and read.
    """
    try:
        graph = parse(text).graph
    except EngineError as error:
        return next(filter(None, (_of_error(text, each) for each in error.errors)), None) or (
            _of_mend(text, error) if thorough else None
        )
    except Exception as error:  # the promise is that there is none
        return f"{type(error).__name__}: {error}"
    if not thorough:
        return None
    again = parse(print_program(graph), limits=UNLIMITED).graph
    if (again.ids, again.outputs, again.inputs) != (graph.ids, graph.outputs, graph.inputs):
        return "What is printed of it reads as another graph."
    return None


def mended(text: str, fix: Fix) -> str:
    """*text* with *fix* put in."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    first = starts[fix.span.line - 1] + fix.span.column - 1
    return text[:first] + fix.text + text[starts[fix.span.end_line - 1] + fix.span.end_column :]


def _of_error(text: str, error: EngineError) -> str | None:
    """Its code is in the reference, its words can be sent, its place is in the text."""
    if error.code not in CODES or not str(error):
        return f"{error.code!r} says {str(error)!r}"
    said = [str(error), error.hint or "", error.snippet or "", error.fix.text if error.fix else ""]
    try:
        "".join(said).encode()
    except UnicodeEncodeError:
        return f"what it says cannot be sent: {said!r}"
    for span in [error.span, error.fix.span if error.fix else None]:
        if span is not None and not _lies_in(text, span):
            return f"{span} is no place in the text"
    return None


def _lies_in(text: str, span: Span) -> bool:
    """One column past the end of a line is where something is missing."""
    lines = _LINE_END.split(text)
    if not 1 <= span.line <= span.end_line <= len(lines):
        return False
    return (
        1 <= span.column <= len(lines[span.line - 1]) + 1
        and 0 <= span.end_column <= len(lines[span.end_line - 1]) + 1
        and (span.line, span.column) <= (span.end_line, span.end_column + 1)
    )


def _of_mend(text: str, error: EngineError) -> str | None:
    fix = next((each.fix for each in error.errors if each.fix), None)
    if fix is None:
        return None
    found = complaint(mended(text, fix))
    return found and f"with {fix} put in: {found}"


# -- texts --------------------------------------------------------------------------------------------------------


def _program(rng: Random) -> str:
    """Statements of the grammar; each name is given once, as it should be, unless chance gives it twice."""
    names = rng.sample(NAMES, rng.randint(1, 4))
    lines = [_statement(rng, name) for name in names] + [_expression(rng, 3)] * rng.randint(0, 1)
    return rng.choice(["\n", "\n", "; ", "\r\n", "  # why\n"]).join(lines)


def _statement(rng: Random, name: str) -> str:
    match rng.randint(0, 7):
        case 0:
            return f"{name}: {rng.choice(KINDS)}"
        case 1:
            return f"{name}: {rng.choice(KINDS)} = {_literal(rng)}"
        case 2:
            return f"{name} = {_literal(rng)}"
        case _:
            return f"{name} = {_expression(rng, 3)}"


def _literal(rng: Random) -> str:
    """A number, a vector, a matrix, or lists that are none."""
    if rng.random() < 0.7:
        return rng.choice(NUMBERS)
    columns = rng.randint(1, 3)
    rows = [", ".join(rng.choices(NUMBERS, k=columns)) for _ in range(rng.randint(1, 3))]
    return (
        f"[{rows[0]}]"
        if rng.random() < 0.6
        else f"[[{'], ['.join(rows)}]{rng.choice([']'] * 20 + [', 1]', ''])}"
    )


def _expression(rng: Random, depth: int) -> str:
    chance = rng.random()
    if depth == 0 or chance < 0.3:
        return rng.choice(NAMES) if rng.random() < 0.6 else _literal(rng)
    if chance < 0.55:
        found = f"{_expression(rng, depth - 1)} {(sign := rng.choice(SIGNS))} {_expression(rng, depth - 1)}"
        return f"({found})" if sign[0] in "<>=!" and rng.random() < 0.9 else found
    if chance < 0.65:
        return f"({_expression(rng, depth - 1)})"
    if chance < 0.72:
        return rng.choice("+-") + _expression(rng, depth - 1)
    if chance < 0.78:
        return _expression(rng, depth - 1) + rng.choice([".T", "[0]", "[-1, :]", "[1:2]", "[:, 0]"])
    op = REGISTRY[rng.choice(OPS)]
    count = len(op.operands) if rng.random() < 0.98 else rng.randint(0, 3)
    operands = [_expression(rng, depth - 1) for _ in range(count)]
    settings = [each.name for each in op.settings] if rng.random() < 0.95 else SETTINGS
    if settings and rng.random() < 0.5:
        operands.append(
            f"{rng.choice(settings)}={rng.choice(['0', '1', '-1', '0.5', 'True', '[1, 0]', 'x'])}"
        )
    return f"{op.name}({', '.join(operands)})"


def _token(rng: Random) -> str:
    sort: list[str] = rng.choice(SORTS)
    return rng.choice(sort)


def _soup(rng: Random) -> str:
    return rng.choice(["", " "]).join(_token(rng) for _ in range(rng.randint(0, 14)))


def _letters(rng: Random) -> str:
    """Of all of Unicode, halves of surrogate pairs included; those of ASCII more often."""
    highest = rng.choice([0x7F, 0x7F, 0x17F, 0x2FFF, 0xFFFF, 0x10FFFF])
    return "".join(chr(rng.randint(0, highest)) for _ in range(rng.randint(0, 30)))


def _changed_letters(rng: Random) -> str:
    """Letters taken out, doubled, exchanged or put in, anywhere."""
    text = list(_some_program(rng))
    for _ in range(rng.choice(HOW_OFTEN)):
        place = rng.randint(0, len(text))
        text[place : place + rng.randint(0, 2)] = rng.choice(
            ["", *_token(rng)[:1], _token(rng), *_letters(rng)[:1]]
        )
    return "".join(text)


def _changed_bytes(rng: Random) -> str:
    """What a line that is cut or scrambled between editors leaves."""
    data = bytearray(_some_program(rng).encode())
    for _ in range(rng.choice(HOW_OFTEN)):
        place = rng.randint(0, len(data))
        data[place : place + rng.randint(0, 2)] = rng.randbytes(rng.randint(0, 2))
    return data.decode(
        *rng.choice([("utf-8", "replace"), ("utf-8", "surrogateescape"), ("latin-1", "strict")])
    )


def _changed_tokens(rng: Random) -> str:
    """Tokens taken out, put in, exchanged and moved."""
    tokens = _TOKEN.findall(_some_program(rng))
    for _ in range(rng.choice(HOW_OFTEN)):
        place = rng.randrange(len(tokens))
        like = next((alike for alike in (NAMES, NUMBERS, SIGNS, OPS) if tokens[place] in alike), tokens)
        if rng.random() < 0.5:
            tokens[place] = rng.choice(like)
        else:
            other = rng.choice([rng.choice(tokens), _token(rng)])
            tokens[place : place + rng.randint(0, 2)] = rng.choice([[], [other], [other, other]]) or [" "]
    return "".join(tokens)


def _some_program(rng: Random) -> str:
    if rng.random() < 0.8:
        return _program(rng)
    return rng.choice(LESSON_TEXTS)


def _deep(rng: Random) -> str:
    """Brackets, signs, powers, calls and lists, closed or not, to depths on both sides of the limits."""
    depth = rng.choice([5, 50, 99, 100, 101, 300, 3_000, rng.randint(1, 20_000)])
    opened, closed, core = rng.choice(
        [("(", ")", "x"), ("[", "]", "1"), ("exp(", ")", "x"), ("-", "", "x"), ("x**", "", "x"), ("x + ", "", "x"),
         ("x[", "]", "0"), ("(", "", ""), ("", ")", "x"), ("(x, ", ")", "y"), ("x < ", "", "x"), ("{", "}", ""),
         ("concat(x, ", ")", "x"), ("x = ", "", "1"), ("x; ", "", "x"), ("(\n", "\n)", "x"), ("x.T", ".T", "")]
    )  # fmt: skip
    return f"f = {opened * depth}{core}{closed * (depth + rng.choice([0, 0, 0, -1, 1]))}"


_MAKERS: list[Callable[[Random], str]] = [
    _program, _changed_letters, _changed_bytes, _changed_tokens, _soup, _letters,
]  # fmt: skip
_WEIGHTS = [30, 16, 12, 20, 14, 8]
