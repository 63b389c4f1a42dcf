"""
The expression language as the reference tells it. Each line of it is a program of its own, which tests parse.

Sentences are plain text; what stands between backticks is code.
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """A piece of the language: what one *writes*, in examples, and what that is for."""

    writes: tuple[str, ...]
    says: str


class Refusal(NamedTuple):
    """What is written elsewhere and not here, and the code it is refused with."""

    writes: str
    code: str


LANGUAGE = (
    Rule(
        ("q = x + y", "q = x + y; f = q*z  # two nodes"),
        "A node with a name. Statements end at a newline or `;`, but not within brackets; `#` begins a comment. A name "
        "is assigned once, before it is used. The last statement, which is the output by default, needs no name.",
    ),
    Rule(
        ("x = -2", "x: input", "w: parameter = 3", "c: constant = 2"),
        "A leaf: its kind, its value or both. A number after `=` declares an input; another value is a literal, too, "
        "never a formula. A name that is only used is an input whose value comes in `inputs`.",
    ),
    Rule(("a = b",), "Another name for a node is a node of its own, an `identity`."),
    Rule(
        ("2*pi", "[[1, 2], [3, 4]]"),
        "Numbers and tensors; each literal is a constant of its own. `pi` is one, `e` is a name like any other: "
        "write `exp(1)`.",
    ),
    Rule(
        ("a < b + c*-d**2", "A @ x"),
        "Operators, loosest first: `<` `<=` `>` `>=` `==` `!=`, then `+` `-`, then `*` `/` `@`, then the unary `-` "
        "`+`, then `**`, which binds to the right: `-2**2` is -4. Comparisons give 1 or 0 and do not chain.",
    ),
    Rule(
        ("leaky_relu(x, slope=0.1)", "leaky_relu(x, 0.1)", "clip(x, -1, 1)", 'gelu(x, approximate="tanh")'),
        "An op: operands by position or by name, then its settings, by position or by keyword. Names of both, and "
        "defaults, are listed with the ops.",
    ),
    Rule(
        ("half_mse(prediction, target)", 'mse(prediction, target, reduction="sum")'),
        "Losses take what was predicted, or its logits, and the target.",
    ),
    Rule(
        ("sum(x)", "sum(x, axis=0, keepdims=True)", "softmax(z, axis=-1)"),
        "Reductions run over all entries, or over one axis; the softmax family over the last one.",
    ),
    Rule(
        ("concat(a, b, axis=0)", "stack(a, b, c, axis=0)"),
        "As many operands as one likes; here the axis needs its name.",
    ),
    Rule(
        ("x[0, -1, 1:3]", "A.T", "transpose(x, [1, 0])", "reshape(x, [2, 3])"),
        "Entries and slices, which take no step; the transpose, of all axes or by their order; another shape.",
    ),
)

REFUSED = (
    Refusal("x^2", "syntax"),
    Refusal("2x", "syntax"),
    Refusal("a % b", "not-supported"),
    Refusal("a and b", "not-supported"),
    Refusal("sin(x) if x > 0 else 0", "not-supported"),
    Refusal("np.exp(x)", "not-supported"),
)
