"""Arithmetic: what infix symbols stand for, and its relatives with one operand."""

from ..op import NEGATION, POWER, PRODUCT, SUM, op

add = op(
    "add(x, y)",
    "Sum of two numbers.",
    category="arithmetic",
    display="+",
    title="Add",
    value="x + y",
    partials={"x": "1", "y": "1"},
    infix=("+", SUM),
    examples=[(3.0, -4.0), (0.0, 0.0), ([1.0, 2.0], 10.0)],
    insight="Hands the upstream gradient unchanged to both operands.",
)

sub = op(
    "sub(x, y)",
    "Difference of two numbers.",
    category="arithmetic",
    display="−",
    title="Subtract",
    value="x - y",
    partials={"x": "1", "y": "-1"},
    infix=("-", SUM),
    examples=[(3.0, -4.0), (2.0, 2.0), ([1.0, 2.0], 10.0)],
    insight="Hands on the gradient, with its sign turned for the second operand.",
)

mul = op(
    "mul(x, y)",
    "Product of two numbers.",
    category="arithmetic",
    display="×",
    title="Multiply",
    value="x * y",
    partials={"x": "y", "y": "x"},
    infix=("*", PRODUCT),
    examples=[(3.0, -4.0), (0.0, 5.0), ([1.0, 2.0], 10.0)],
    insight="Swaps: each operand's local gradient is the other operand.",
)

div = op(
    "div(x, y)",
    "Quotient of two numbers.",
    category="arithmetic",
    display="÷",
    title="Divide",
    value="x / y",
    partials={"x": "1 / y", "y": "-out / y"},
    shown={"y": "-x / y**2"},
    infix=("/", PRODUCT),
    domain="y != 0",
    examples=[(3.0, -4.0), (1.0, 1e-3), ([1.0, 2.0], 10.0)],
    insight="A small divisor makes both local gradients large.",
)

neg = op(
    "neg(x)",
    "The number with its sign turned.",
    category="arithmetic",
    display="−( )",
    title="Negate",
    value="-x",
    partials={"x": "-1"},
    infix=("-", NEGATION),
    primitives="x * -1",
    examples=[(3.0,), (-4.0,), (0.0,)],
    insight="Turns the sign of the gradient too.",
)

# pow(0, 0) is 1 as in numpy and Python, and both gradients are 0 there. 0**y with y > 0 does not move with y: the
# product 0 * log(0) is taken as its limit 0.
pow_ = op(
    "pow(x, y)",
    "First number to the power of the second.",
    category="arithmetic",
    display="xʸ",
    title="Power",
    value="x ** y",
    partials={
        "x": "where(y == 0, 0, y * x ** (y - 1))",
        "y": "where((x == 0) * (y >= 0), 0, out * log(x))",
    },
    shown={"x": "y * x ** (y - 1)", "y": "x ** y * log(x)"},
    infix=("**", POWER),
    domain="(x > 0) + (x == 0) * (y >= 0) + (x < 0) * (y == floor(y))",
    kink=("(x == 0) * (y == 0)", "0 to the power 0 is 1, with both gradients taken as 0."),
    examples=[(3.0, 2.0), (4.0, 0.5), (2.0, -1.0), (-2.0, 3.0), ([1.0, 2.0], 2.0)],
    insight="For a fixed exponent n the local gradient is n times the power one lower.",
)

square = op(
    "square(x)",
    "The number times itself.",
    category="arithmetic",
    display="x²",
    title="Square",
    value="x * x",
    partials={"x": "2 * x"},
    shown={"out": "x ** 2"},
    primitives="x * x",
    examples=[(3.0,), (-0.5,), (0.0,)],
    insight="The gradient grows with the distance from 0: large errors pull hardest.",
)

reciprocal = op(
    "reciprocal(x)",
    "One over the number.",
    category="arithmetic",
    display="1/x",
    title="Reciprocal",
    value="1 / x",
    partials={"x": "-out * out"},
    shown={"x": "-1 / x ** 2"},
    domain="x != 0",
    primitives="x ** -1",
    examples=[(4.0,), (-0.5,), (1e-3,)],
    insight="The local gradient is minus the output squared.",
)
