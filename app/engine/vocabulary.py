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
}

# Functions of other libraries that none of our ops is, although a name may look alike, and what to write for them.
NOT_HERE: Final = "The op reference lists all ops."
FORMULAS: Final = {
    **{
        name: f"Write {formula}."
        for name, formula in {
            "log10": "log(x) / log(10)",
            "log2": "log(x) / log(2)",
            "log1p": "log(1 + x)",
            "exp2": "2 ** x",
            "expm1": "exp(x) - 1",
            "logit": "log(x / (1 - x))",
            "sinh": "(exp(x) - exp(-x)) / 2",
            "cosh": "(exp(x) + exp(-x)) / 2",
            "cot": "cos(x) / sin(x)",
            "sec": "1 / cos(x)",
            "csc": "1 / sin(x)",
            "rsqrt": "1 / sqrt(x)",
            "isqrt": "1 / sqrt(x)",
            "cbrt": "x ** (1 / 3)",
            "cube": "x ** 3",
            "hypot": "sqrt(x ** 2 + y ** 2)",
            "relu6": "clip(x, 0, 6)",
            "hardtanh": "clip(x, -1, 1)",
            "logsigmoid": "-softplus(-x)",
            "log_sigmoid": "-softplus(-x)",
            "softmin": "softmax(-x)",
            "mish": "x * tanh(softplus(x))",
            "mae": "mean(abs(prediction - target))",
            "l1_loss": "mean(abs(prediction - target))",
        }.items()
    },
    **dict.fromkeys(
        "asin acos atan arcsin arccos arctan asinh acosh atanh arcsinh arccosh arctanh atan2 arctan2 sinc deg sign "
        "ceil floor round prod cross det median mode diff selu celu huber".split(),
        NOT_HERE,
    ),
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
