"""
Activations: what bends the line between two layers.

Conditions are written so that NaN fails them and comes out as NaN, and so that the value at a kink has the gradient the
API states: relu 0, leaky_relu its slope, prelu a, elu alpha.
"""

from ..op import op

identity = op(
    "identity(x)",
    "The number unchanged.",
    category="activation",
    display="x",
    title="Identity",
    value="x",
    partials={"x": "1"},
    examples=[(-2.0,), (0.0,), (3.0,)],
    insight="Passes the gradient on as it is; a second name for a value.",
)

step = op(
    "step(x)",
    "1 from zero up, else 0.",
    category="activation",
    display="step",
    title="Step",
    value="where(x >= 0, 1, where(x < 0, 0, x))",
    partials={"x": "0"},
    shown={"out": "x >= 0"},
    kink=("x == 0", "The value jumps at 0, where it is 1; the gradient is taken as 0 there too."),
    primitives="x >= 0",
    examples=[(-2.0,), (0.0,), (3.0,)],
    insight="Flat on both sides: no gradient passes, so nothing in front of it can learn by descent.",
)

# Two branches, so that neither exp overflows and small outputs keep all their digits. In the local gradient 1 - out has
# no digits left where out is near 1; there out * exp(-x) is the same number.
sigmoid = op(
    "sigmoid(x)",
    "Squash a real number into (0, 1).",
    category="activation",
    display="σ",
    title="Sigmoid",
    value="where(x >= 0, 1 / (1 + exp(-x)), exp(x) / (1 + exp(x)))",
    partials={"x": "out * where(x > 0, out * exp(-x), 1 - out)"},
    shown={"x": "out * (1 - out)"},
    tex=r"\sigma\left(#1\right)",
    definition=r"\frac{1}{1 + e^{-#1}}",
    primitives="(exp(x * -1) + 1) ** -1",
    examples=[(-2.0,), (0.0,), (1.0,)],
    insight="The local gradient is at most 1/4, at 0, and fades on both sides.",
)

# exp(-2|x|) (1 + |out|)^2 is 1 - out^2 with all its digits, also where the output rounds to 1.
tanh = op(
    "tanh(x)",
    "Squash a real number into (-1, 1).",
    category="activation",
    display="tanh",
    title="Hyperbolic tangent",
    value="tanh(x)",
    partials={"x": "exp(-2 * abs(x)) * (1 + abs(out)) ** 2"},
    shown={"x": "1 - out ** 2"},
    definition=r"\frac{e^{#1} - e^{-#1}}{e^{#1} + e^{-#1}}",
    primitives="_exp1 = exp(x)\n_exp2 = exp(x * -1)\n(_exp1 - _exp2) / (_exp1 + _exp2)",
    examples=[(-2.0,), (0.0,), (0.5,)],
    insight="Saturates: beyond |x| = 2.65 the local gradient is under 0.02.",
)

relu = op(
    "relu(x)",
    "Pass positive numbers, block the rest.",
    category="activation",
    display="ReLU",
    title="Rectified linear unit",
    value="where(x <= 0, 0, x)",
    partials={"x": "x > 0"},
    tex=r"\operatorname{ReLU}\left(#1\right)",
    definition=r"\max\left(0, #1\right)",
    kink=("x == 0", "Any value in [0, 1] is a subgradient at 0; this takes 0."),
    primitives="where(x > 0, x, 0)",
    examples=[(-2.0,), (0.0,), (0.5,)],
    insight="A switch: 1 where the input is positive, else 0 and the unit learns nothing.",
)

leaky_relu = op(
    "leaky_relu(x; slope: number = 0.01)",
    "Pass positive numbers, scale the rest down.",
    category="activation",
    display="LReLU",
    title="Leaky ReLU",
    value="where(x > 0, x, slope * x)",
    partials={"x": "where(x > 0, 1, slope)"},
    kink=("x == 0", "Any value between the slope and 1 is a subgradient at 0; this takes the slope."),
    primitives="where(x > 0, x, x * slope)",
    examples=[(-2.0,), (0.0,), (0.5,), (-2.0, {"slope": 0.1})],
    insight="Never quite off: a negative input still passes on the slope.",
)

elu = op(
    "elu(x; alpha: number = 1.0)",
    "Pass positive numbers, bend the rest towards -alpha.",
    category="activation",
    display="ELU",
    title="Exponential linear unit",
    value="where(x > 0, x, alpha * expm1(x))",
    partials={"x": "where(x > 0, 1, alpha * exp(x))"},
    shown={"out": "where(x > 0, x, alpha * (exp(x) - 1))"},
    kink=("(x == 0) * (alpha != 1)", "The slopes at 0 are 1 and alpha; this takes alpha."),
    primitives="where(x > 0, x, (exp(x) - 1) * alpha)",
    examples=[(-2.0,), (0.0,), (0.5,), (-2.0, {"alpha": 0.5})],
    insight="Smooth at 0 where alpha is 1; far below 0 it saturates like a sigmoid.",
)

prelu = op(
    "prelu(x, a)",
    "Leaky ReLU whose slope a is learned.",
    category="activation",
    display="PReLU",
    title="Parametric ReLU",
    value="where(x > 0, x, a * x)",
    partials={"x": "where(x > 0, 1, a)", "a": "where(x > 0, 0, x)"},
    kink=(
        "(x == 0) * (a != 1)",
        "Any value between the slope and 1 is a subgradient at 0; this takes the slope.",
    ),
    primitives="where(x > 0, x, a * x)",
    examples=[(-2.0, 0.25), (0.0, 0.25), (0.5, 0.25), ([-1.0, 2.0], 0.1)],
    insight="The slope is an operand, so gradient descent chooses it.",
)

# The larger of x and 0 is taken out of the logarithm: exp never overflows.
softplus = op(
    "softplus(x)",
    "A smooth ReLU.",
    category="activation",
    display="softplus",
    title="Softplus",
    value="where(x > 0, x + log1p(exp(-x)), log1p(exp(x)))",
    partials={"x": "sigmoid(x)"},
    shown={"out": "log(1 + exp(x))"},
    primitives="log(exp(x) + 1)",
    examples=[(-2.0,), (0.0,), (1.0,)],
    insight="Its local gradient is the sigmoid.",
)

silu = op(
    "silu(x)",
    "The number times its own sigmoid.",
    category="activation",
    display="SiLU",
    title="Sigmoid linear unit",
    value="x * sigmoid(x)",
    partials={"x": "sigmoid(x) * (1 + x * (1 - sigmoid(x)))"},
    primitives="x * sigmoid(x)",
    examples=[(-2.0,), (0.0,), (1.0,)],
    insight="Dips below 0 near x = -1.28, where its local gradient changes sign.",
)

# Gaussian error linear units, arXiv:1606.08415: x times the normal distribution function of x, or the tanh that
# approximates it. Far below 0 both are tiny, and 1 + erf and 1 + tanh would have no digits left: erfc(-x) is the one,
# 2 sigmoid(2x) the other. `approximate` counts its choices from 0 in formulas. 0.7071... is sqrt(1/2), 0.3989...
# 1/sqrt(2 pi), 1.5957... 2 sqrt(2/pi), 0.134145 three times 0.044715.
gelu = op(
    "gelu(x; approximate: none|tanh = none)",
    "The number times the share of a normal distribution below it.",
    category="activation",
    display="GELU",
    title="Gaussian error linear unit",
    value="where(approximate == 0, 0.5 * x * erfc(-0.7071067811865476 * x),"
    " x * sigmoid(1.5957691216057308 * (x + 0.044715 * x * x * x)))",
    partials={
        "x": "where(approximate == 0,"
        " 0.5 * erfc(-0.7071067811865476 * x) + 0.3989422804014327 * x * exp(-0.5 * x * x),"
        " sigmoid(1.5957691216057308 * (x + 0.044715 * x * x * x))"
        " * (1 + x * sigmoid(-1.5957691216057308 * (x + 0.044715 * x * x * x))"
        " * 1.5957691216057308 * (1 + 0.134145 * x * x)))"
    },
    shown={
        "out": "where(approximate == 0, x / 2 * (1 + erf(x / sqrt(2))),"
        " x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x ** 3))))",
        "x": "where(approximate == 0, (1 + erf(x / sqrt(2))) / 2 + x * exp(-x ** 2 / 2) / sqrt(2 * pi),"
        " (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x ** 3))) / 2"
        " + x / 2 * (1 - tanh(sqrt(2 / pi) * (x + 0.044715 * x ** 3)) ** 2)"
        " * sqrt(2 / pi) * (1 + 0.134145 * x ** 2))",
    },
    examples=[(-2.0,), (0.0,), (1.0,), (1.0, {"approximate": "tanh"})],
    insight="Like ReLU seen through fog: the switch between 0 and 1 is a normal distribution.",
)
