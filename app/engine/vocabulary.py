"""Words of other languages and libraries, and what to write instead; tables for `complaints`."""

from __future__ import annotations

from typing import Final

# Where pasted code keeps its functions; the names before the point.
MODULES: Final = frozenset(
    "np numpy math cmath scipy sp sympy torch nn F functional jax jnp tf keras cp autograd anp".split()
)

# What other libraries and books call our ops.
ALIASES: Final = {
    "ln": "log",
    "sigma": "sigmoid",
    "logistic": "sigmoid",
    "expit": "sigmoid",
    "power": "pow",
    "multiply": "mul",
    "divide": "div",
    "true_divide": "div",
    "subtract": "sub",
    "negative": "neg",
    "absolute": "abs",
    "fabs": "abs",
    "sqr": "square",
    "heaviside": "step",
    "swish": "silu",
    "lrelu": "leaky_relu",
    "leakyrelu": "leaky_relu",
    "concatenate": "concat",
    "cat": "concat",
    "vstack": "stack",
    "average": "mean",
    "amax": "max",
    "amin": "min",
    "mm": "matmul",
    "bmm": "matmul",
    "view": "reshape",
    "permute": "transpose",
    "clamp": "clip",
    "linear": "identity",
    "mse_loss": "mse",
    "cross_entropy": "cce",
    "binary_cross_entropy": "bce",
    "lse": "logsumexp",
    "rsqrt": "reciprocal",
}

# The hint for what Python has and this language has not.
INSTEAD: Final = {
    "and": "Multiply the comparisons: (a > 0) * (b > 0).",
    "or": "Use maximum(a, b) of the comparisons.",
    "not": "Write 1 - a for a comparison a.",
    "if": "Use where(condition, a, b).",
    "else": "Use where(condition, a, b).",
    "lambda": "Write the expression itself and give it a name.",
    "for": "Write the terms out, or use sum over a tensor.",
    "while": "A graph has no loops; write the steps out.",
    "is": "Compare with ==.",
    "in": "Compare with ==.",
    "None": "None is a setting's value only, as in sum(x, axis=None).",
    "True": "Write 1; True is a setting's value only.",
    "False": "Write 0; False is a setting's value only.",
    "def": "Write the expressions themselves, one name each.",
    "return": "Leave return out: the last statement is the output.",
    "import": "Leave the import out: ops need no module.",
    "from": "Leave the import out: ops need no module.",
    "%": "Use a - b*k with the whole number k you need.",
    "//": "Use / for division.",
    "&": "Multiply the comparisons: (a > 0) * (b > 0).",
    "|": "Use maximum(a, b) of the comparisons.",
    "~": "Write 1 - a for a comparison a.",
    "!": "There is no factorial; for not equal, write !=.",
    "->": "Name a value with =.",
    "\\": "Put brackets around what runs over several lines.",
    "{": "Use round brackets.",
    "}": "Use round brackets.",
    "?": "Use where(condition, a, b).",
}
