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

# Adding 0 turns the root of -0 into +0, so that the gradient at both zeros is +Infinity.
sqrt = op(
    "sqrt(x)",
    "Square root.",
    category="elementary",
    display="√",
    title="Square root",
    value="sqrt(x) + 0",
    partials={"x": "1 / (2 * out)"},
    shown={"out": "sqrt(x)", "x": "1 / (2 * sqrt(x))"},
    domain="x >= 0",
    kink=("x == 0", "The slope grows without bound towards 0; there the gradient is Infinity."),
    primitives="x ** 0.5",
    examples=[(4.0,), (0.25,), (2.0,)],
    insight="Steep near 0: the local gradient is one over twice the output.",
)

abs_ = op(
    "abs(x)",
    "Distance from zero.",
    category="elementary",
    display="|x|",
    title="Absolute value",
    value="abs(x)",
    partials={"x": "sign(x)"},
    kink=("x == 0", "Any value in [-1, 1] is a subgradient at 0; this takes 0."),
    examples=[(-3.0,), (0.0,), (2.5,)],
    insight="Passes the gradient on with the sign of the input.",
)

sin = op(
    "sin(x)",
    "Sine of an angle in radians.",
    category="elementary",
    display="sin",
    title="Sine",
    value="sin(x)",
    partials={"x": "cos(x)"},
    examples=[(0.0,), (0.5235987755982988,), (2.0,)],
    insight="Its local gradient is the cosine, a quarter turn ahead.",
)

cos = op(
    "cos(x)",
    "Cosine of an angle in radians.",
    category="elementary",
    display="cos",
    title="Cosine",
    value="cos(x)",
    partials={"x": "-sin(x)"},
    examples=[(0.0,), (1.0471975511965976,), (2.0,)],
    insight="Flat at 0: the local gradient is minus the sine.",
)

tan = op(
    "tan(x)",
    "Tangent of an angle in radians.",
    category="elementary",
    display="tan",
    title="Tangent",
    value="tan(x)",
    partials={"x": "1 + out ** 2"},
    primitives="sin(x) / cos(x)",
    examples=[(0.0,), (0.7853981633974483,), (-1.0,)],
    insight="Never flatter than 1, and unbounded towards a quarter turn.",
)
