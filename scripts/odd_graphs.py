"""Graphs that nobody would put in a lesson, and links to them: for contact sheets, tests and benchmarks of the page."""

from __future__ import annotations

import base64
import json
import random
import zlib

TENSORS = """W: parameter = [[0.5, -0.3, 0.2, 1.5], [0.4, 0.1, -2.25, 0.75], [0.2, -0.1, 1e-4, 0.6]]
x = [[2], [-1], [0.5], [3]]
b: parameter = [[0.3], [-0.15], [0.48]]
h = tanh(W @ x + b)
J = sum(h * h)"""
LONG_NAMES = """learning_rate_of_the_first_layer = 0.5
x = 2
very_long_hidden_name = sigmoid(learning_rate_of_the_first_layer * x)
loss_of_the_whole_batch = softplus(very_long_hidden_name) + very_long_hidden_name"""
TROUBLE = """x = -1
big = 1e300
tiny = 1e-9
a = log(x)
c = big * big
d = tanh(tiny) * tiny
f = a + c + d"""
WIDE = """a = -0.0005
b = 123456.7
c = exp(a * b)
d = c * -0.00012345
f = d + b"""


def tangle(size: int, seed: int, reach: int = 8) -> str:
    """A program of about *size* nodes whose operands are mostly of the last *reach*, as in programs people write."""
    rng = random.Random(seed)  # noqa: S311  no secret depends on it
    names = [f"x{at}" for at in range(max(3, size // 6))]
    lines = [f"{name} = {round(rng.uniform(-2, 2), 2)}" for name in names]
    unused = list(names)
    while len(lines) < size - len(unused) + 1:
        first = unused.pop(rng.randrange(len(unused))) if rng.random() < 0.7 else rng.choice(names[-reach:])
        second = rng.choice(names[-reach:])
        if second in unused and second != first:
            unused.remove(second)
        if first in unused:
            unused.remove(first)
        name = f"h{len(lines)}"
        shape = rng.choice(("{0} * {1}", "{0} + {1}", "{0} - {1}", "tanh({0})", "sigmoid({0})"))
        lines.append(f"{name} = {shape.format(first, second)}")
        if "{1}" not in shape and second not in unused and not any(second in line for line in lines):
            unused.append(second)
        names.append(name)
        unused.append(name)
    return "\n".join([*lines, "f = " + " + ".join(unused)])


def neurons(count: int) -> str:
    """A program of *count* neurons tanh(x*w + b), seven nodes each with its sum: healthy numbers at every size."""
    rng = random.Random(0)  # noqa: S311  no secret depends on it
    lines = ["t0 = 0.1"]
    for k in range(count):
        lines += [f"{letter}{k} = {rng.uniform(-0.8, 0.8):.3f}" for letter in "xwb"]
        lines.append(f"t{k + 1} = t{k} + tanh(x{k} * w{k} + b{k})")
    return "\n".join(lines)


ODD = {
    "tensors": TENSORS,
    "long-names": LONG_NAMES,
    "trouble": TROUBLE,
    "wide-numbers": WIDE,
    "cube": "x = 3\nf = x*x*x + x",
    "diamond": "x = 2\na = exp(x)\nb = a*a\nc = a + x\nf = b * c",
    "random-30-a": tangle(30, 1),
    "random-30-b": tangle(30, 2),
    "random-300": tangle(300, 2, reach=20),
}


def link(title: str, text: str) -> str:
    """The page's address of a program, as its links carry one: deflate without a header, base64url without padding."""
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    raw = squeeze.compress(json.dumps({"title": title, "text": text}).encode()) + squeeze.flush()
    return f"/#p={base64.urlsafe_b64encode(raw).decode().rstrip('=')}"
