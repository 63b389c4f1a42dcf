"""Elementary functions of one number."""

from ..op import op

exp = op(
    "exp(x)",
    "e to the power of the number.",
    category="elementary",
    display="exp",
    title="Exponential",
    value="exp(x)",
    partials={"x": "out"},
    shown={"x": "exp(x)"},
    examples=[(-1.0,), (0.0,), (1.0,)],
    insight="Its own derivative: the local gradient is the output.",
)

log = op(
    "log(x)",
    "Natural logarithm.",
    category="elementary",
    display="ln",
    title="Logarithm",
    value="log(x)",
    partials={"x": "1 / x"},
    domain="x > 0",
    examples=[(0.5,), (1.0,), (2.718281828459045,)],
    insight="Near 0 the local gradient 1/x grows without bound: confident mistakes cost most.",
)
