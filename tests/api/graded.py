"""
Answers worked out by hand, with the arithmetic beside each: which are right, and which slip explains the others.

A row is an expression, a place of its graph, the quantity asked for, and what was answered.
"""

from __future__ import annotations

from typing import Any

CHAIN = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z"  # q 3, f -12; dz 3, dq = dx = dy = -4
FAN = "x = 3\nf = x*x + x"  # 12; dx 3 + 3 + 1
ON_THE_WAY = "x = 2\ny = x + 1\nf = y*y + 3*y"  # y 3, f 18; dy = dx = 3 + 3 + 3
SHARED = "w = 3\nx = 2\nh = w * x\na = 2 * h\nb = h * h\nf = a + b"  # h 6, f 48; dh 2 + 12, dw 28, dx 42
TWO = "x = -2\nw1 = 3\nb1 = -1\nw2 = 2\nb2 = 4\nh = x*w1 + b1\nf = h*w2 + b2"  # h -7, f -10; dw1 -4, dx 6, dw2 -7
NEURON = "x0 = -1\nx1 = -2\nw0 = 2\nw1 = -3\nw2 = -3\nz = w0*x0 + w1*x1 + w2\nf = sigmoid(z)"  # z 1
QUOTIENT = "a = 3\nb = 2\nf = a / b"  # 1.5; da 0.5, db -0.75
LOSS = "x = 2\nt = 1\nw = 0.5\ny = exp(w * x)\nJ = (y - t)**2"  # y e, J (e-1)**2; dw 2(e-1)*e*2 = 18.6831

Place = str | tuple[str, str] | tuple[str, str, int]

RIGHT: list[tuple[str, Place, str, Any]] = [
    (CHAIN, "x", "gradient", "-4"),
    (CHAIN, "x", "gradient", -4),
    (CHAIN, "x", "gradient", "−4"),
    (CHAIN, "x", "gradient", " -4.00 "),
    (CHAIN, "x", "gradient", "-8/2"),
    (CHAIN, "x", "gradient", "= -4"),
    (CHAIN, "x", "gradient", "-4.04"),  # 1 % off
    (CHAIN, "x", "gradient", "z"),
    (CHAIN, "x", "gradient", "(x + y)*z/q"),
    (CHAIN, "z", "gradient", "q"),
    (CHAIN, "z", "gradient", "x + y"),
    (CHAIN, "f", "gradient", "1"),
    (CHAIN, "f", "value", "(x + y) * z"),
    (CHAIN, "q", "value", "3"),
    (CHAIN, ("q", "f"), "local", "-4"),
    (CHAIN, ("z", "f", 1), "local", "3"),
    (CHAIN, ("x", "q"), "upstream", "-4"),
    (CHAIN, ("x", "q"), "local", "1"),
    (CHAIN, ("x", "q"), "downstream", "z"),
    (FAN, "x", "gradient", "7"),
    (FAN, "x", "gradient", "2*x + 1"),
    (NEURON, "f", "value", "0.73"),  # two digits, rounded: 0.7311
    (NEURON, "w0", "gradient", "-0.20"),  # two digits, rounded, though 1.7 % off: -0.1966
    (NEURON, "w0", "gradient", "-1.97e-1"),
    (NEURON, "w0", "gradient", "-1.97×10⁻¹"),
    (NEURON, "w0", "gradient", "f*(1 - f)*x0"),
    (NEURON, "w0", "gradient", "x0 * exp(-z) / (1 + exp(-z))**2"),
    (NEURON, "w2", "gradient", "exp(-1)/(1 + exp(-1))**2"),
    (QUOTIENT, "a", "gradient", "1/2"),
    (QUOTIENT, "a", "gradient", "1/b"),
    (QUOTIENT, "b", "gradient", "-3/4"),
    (QUOTIENT, "b", "gradient", "-a/b**2"),
    ("x = 0.2\ny = 5\nf = -x", "f", "value", "-1/5"),
    ("x = 0.2\ny = 5\nz = 2\nf = x*y*z", "x", "gradient", "y*z"),
    ("x = 3\nf = x / 3", "x", "gradient", "0.333"),
    ("x = 3\ny = 2\nf = x * y / 3", "x", "gradient", "0.333*y"),  # a formula with a rounded number
    ("x = 2\nw = 3\nf = relu(x) * w", "x", "gradient", "w"),  # holds on this side of the kink
    ("x = 2\nw = 3\nf = relu(x) * w", "x", "gradient", "(x > 0)*w"),
    ("x = 0\nf = relu(x)", "x", "gradient", "0"),
    ("x = 1\ny = 2\nf = x - x + y*0", "x", "gradient", "0"),
    ("x = 0.3\nf = x - 0.2 - 0.1", "f", "value", "0"),  # float64 has -2.8e-17
    ("x = 0\nf = log(x)", "f", "value", "-inf"),
    ("x = 0\nf = log(x)", "x", "gradient", "Infinity"),
    ("x = -1\nf = log(x)", "f", "value", "nan"),
    ("x = 104\nf = x", "f", "value", "1.0e2"),  # two digits, rounded
]

MISTAKES: dict[str, list[tuple[str, Place, str, Any]]] = {
    "sign": [
        (CHAIN, "x", "gradient", "4"),
        (CHAIN, "x", "gradient", "-z"),
        (NEURON, "w0", "gradient", "0.1966"),
        (NEURON, "w0", "gradient", "0.2"),  # and rounded too far
        (TWO, "w1", "gradient", "4"),
        (QUOTIENT, ("b", "f", 1), "local", "0.75"),
        (CHAIN, "f", "value", "12"),
    ],
    "missing-upstream": [
        (CHAIN, "x", "gradient", "1"),  # dq/dx
        (TWO, "w1", "gradient", "-2"),  # dh/dw1 = x
        (TWO, "w1", "gradient", "x"),
        (NEURON, "w0", "gradient", "-1"),  # dz/dw0 = x0
        (SHARED, "w", "gradient", "2"),  # dh/dw = x
        (LOSS, ("w", "_mul1"), "downstream", "2"),  # the factor x alone
        (LOSS, "w", "gradient", "5.437"),  # dy/dw = 2e, without dJ/dy
    ],
    "missing-path": [
        (FAN, "x", "gradient", "6"),  # of x*x alone
        (FAN, "x", "gradient", "1"),  # of + x alone
        (FAN, "x", "gradient", "2*x"),
        (ON_THE_WAY, "y", "gradient", "6"),  # of y*y alone
        (ON_THE_WAY, "x", "gradient", "3"),  # one use of y, followed to x
        (SHARED, "h", "gradient", "12"),  # of b alone
        (SHARED, "w", "gradient", "24"),  # of b alone: 12 x
        (SHARED, "w", "gradient", "4"),  # of a alone: 2 x
        (SHARED, ("w", "h"), "upstream", "2"),
        (SHARED, ("w", "h"), "downstream", "24"),
    ],
    "value-instead-of-derivative": [
        (CHAIN, "x", "gradient", "-2"),
        (CHAIN, "x", "gradient", "x"),
        (CHAIN, "q", "gradient", "-12"),  # of the output
        (CHAIN, "x", "gradient", "5"),  # of y, beside it
        (NEURON, ("z", "f"), "local", "0.7311"),  # of the sigmoid
        (NEURON, "z", "gradient", "1"),
        (QUOTIENT, ("a", "f"), "local", "1.5"),
        (TWO, "w1", "gradient", "3"),
        (SHARED, "x", "gradient", "48"),
    ],
    "wrong-input": [
        (CHAIN, "q", "gradient", "3"),  # df/dz
        (CHAIN, "z", "gradient", "-4"),  # df/dq
        (CHAIN, "x", "gradient", "3"),  # df/dz
        (NEURON, "w0", "gradient", "0.3932"),  # df/dx0
        (NEURON, "w0", "gradient", "-0.3932"),  # df/dw1
        (TWO, "w1", "gradient", "6"),  # df/dx
        (QUOTIENT, ("a", "f"), "local", "-0.75"),
        (QUOTIENT, "a", "gradient", "-a/b**2"),
        (QUOTIENT, "f", "value", "0.667"),  # b/a
        (CHAIN, "q", "value", "5"),
    ],
    "rounding": [
        (CHAIN, "x", "gradient", "-4.1"),
        (NEURON, "w0", "gradient", "-0.2"),  # one digit, 1.7 % off
        (QUOTIENT, "b", "gradient", "-0.78"),
        (FAN, "f", "value", "11.5"),
        ("x = 3\ny = 2\nf = x * y / 3", "x", "gradient", "0.32*y"),
    ],
    "other": [
        (CHAIN, "x", "gradient", "17"),
        (FAN, "x", "gradient", "-5"),
        (QUOTIENT, "f", "value", "5"),
        (NEURON, "f", "value", "inf"),
        (NEURON, ("z", "f"), "local", "nan"),
        (CHAIN, "x", "gradient", "y*z"),
        (CHAIN, "x", "gradient", "z*z/(-4)"),  # right here only
        (CHAIN, "q", "value", "f/z"),  # made from what is asked
        ("x = 0.1\nf = -cos(x)", "x", "gradient", "tan(x)"),  # near 0 only
        ("x = 1\ny = 2\nf = x - x + y*0", "x", "gradient", "0.001"),
        ("x = 0.004\nf = x", "f", "value", "0.00"),  # no digit of it is significant
    ],
}
