"""Activations: what bends the line between two layers."""

from ..op import op

# Two branches, so that neither exp overflows and small outputs keep all their digits.
sigmoid = op(
    "sigmoid(x)",
    "Squash a real number into (0, 1).",
    category="activation",
    display="σ",
    title="Sigmoid",
    value="where(x >= 0, 1 / (1 + exp(-x)), exp(x) / (1 + exp(x)))",
    partials={"x": "out * (1 - out)"},
    tex=r"\sigma\left(#1\right)",
    primitives="(exp(x * -1) + 1) ** -1",
    examples=[(-2.0,), (0.0,), (1.0,)],
    insight="The local gradient is at most 1/4, at 0, and fades on both sides.",
)

tanh = op(
    "tanh(x)",
    "Squash a real number into (-1, 1).",
    category="activation",
    display="tanh",
    title="Hyperbolic tangent",
    value="tanh(x)",
    partials={"x": "1 - out ** 2"},
    primitives="(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
    examples=[(-2.0,), (0.0,), (0.5,)],
    insight="Saturates: beyond |x| = 2.65 the local gradient is under 0.02.",
)

# The comparison is written so that NaN fails it and comes out as NaN.
relu = op(
    "relu(x)",
    "Pass positive numbers, block the rest.",
    category="activation",
    display="ReLU",
    title="Rectified linear unit",
    value="where(x <= 0, 0, x)",
    partials={"x": "x > 0"},
    tex=r"\operatorname{ReLU}\left(#1\right)",
    kink=("x == 0", "Any value in [0, 1] is a subgradient at 0; this takes 0."),
    primitives="maximum(x, 0) * (x > 0)",
    examples=[(-2.0,), (0.0,), (0.5,)],
    insight="A switch: 1 where the input is positive, else 0 and the unit learns nothing.",
)
