"""Little input that would become much: tensors, paths, names to be compared, steps; and numbers at their ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from app.engine.op import REQUIRED
from app.engine.ops import REGISTRY

from .case import TO_ITS_LIMIT_S, V1, Answer, Case, Kept, node, posted, said, typed, value_is

ENTRIES = "413 entry-limit"


def _column(rows: int) -> list[list[int]]:
    return [[1]] * rows


def given(text: str, **inputs: Any) -> dict[str, Any]:
    """A request to evaluate *text*."""
    return {"expression": text, "inputs": inputs, "detail": "nodes"}


ROW = list(range(9000))
TENSORS: dict[str, tuple[Any, str]] = {
    "by broadcasting": (given("f = sum(a * b)", a=_column(9000), b=ROW), ENTRIES),
    "by broadcasting thrice": (given("f = sum(a * b + c)", a=[[[1]]] * 300, b=_column(300), c=[1] * 300), ENTRIES),
    "by an outer product": (given("f = sum(outer(a, b))", a=ROW, b=ROW), ENTRIES),
    "by a product of matrices": (given("f = sum(a @ b)", a=_column(9000), b=[ROW]), ENTRIES),
    "by stacking": (given(f"f = sum(stack({', '.join(['a'] * 500)}))", a=ROW), ENTRIES),
    "by stacking stacks": (
        given("\n".join(["s0 = a", *[f"s{k} = concat(s{k - 1}, s{k - 1})" for k in range(1, 40)], "f = sum(s39)"]), a=[1]), ENTRIES),
    "by stacking until there are too many dimensions": (
        given("\n".join(["s0 = a", *[f"s{k} = stack(s{k - 1})" for k in range(1, 12)], "f = sum(s11)"]), a=[1]), "413 dimension-limit"),
    "by Jacobians": (
        given("\n".join([f"f{k} = reshape(a, [64])" for k in range(300)] + ["f = sum(f0)"]), a=[[1] * 8] * 8), "200|413"),
    "by a Jacobian of matrices": (given("f = sum(a @ a)", a=[[1] * 500] * 500), "200|413"),
    "by a softmax": (given("f = sum(softmax(a))", a=[[0] * 100] * 1000), "200|413"),
    "by many large constants": (given("\n".join(f"v{k} = a * {k}" for k in range(200)) + "\nf = sum(v0)", a=ROW), ENTRIES),
    "shapes that do not fit, far apart": (given("f = a + b", a=[1] * 1000, b=[1] * 999), "422 shape-mismatch"),
    "shapes of nine dimensions": (given("f = a", a=json.loads("[" * 9 + "1" + "]" * 9)), "413 dimension-limit"),
    "nothing at all, in eight dimensions": (given("f = sum(a)", a=[[[[[[[[]]]]]]]]), "200"),
    "a seed of another shape": ({"expression": "f = a * 2", "inputs": {"a": [1, 2]}, "seed": [[1, 2]]}, "422 seed-shape"),
    "a seed of a megabyte": ({"expression": "f = 2 * x", "inputs": {"x": 1}, "seed": [1] * 300_000}, "422 seed-shape"),
    "forward mode by everything": (
        given("f = sum(a)", a=ROW) | {"mode": "forward", "wrt": "a", "direction": ROW}, "200|422"),
    "100,000 rows of numbers in words": (given("f = sum(a)", a=["NaN", "Infinity"] * 50_000), "200"),
}  # fmt: skip


def doublings(count: int) -> str:
    """Each line is the one before, twice: two to the *count* paths."""
    return "x = 1\n" + "\n".join(
        f"d{k} = {f'd{k - 1}' if k else 'x'} + {f'd{k - 1}' if k else 'x'}" for k in range(count)
    )


def diamonds(count: int) -> str:
    """Each splits and meets again."""
    lines = ["c = x * 1"]
    lines += [
        f"a{k} = c{k - 1 if k else ''} * 1\nb{k} = c{k - 1 if k else ''} * 0\nc{k} = a{k} + b{k}"
        for k in range(count)
    ]
    return "\n".join(lines)


def unnamed(count: int) -> dict[str, Any]:
    """Doublings of nodes without names, which are shown as their expressions."""
    rest = [node(f"_add{k}", "add", f"_add{k - 1}", f"_add{k - 1}") for k in range(2, count + 1)]
    return {"nodes": [node("x"), node("_add1", "add", "x", "x"), *rest]}


def paths() -> Iterator[Case]:
    """What counts paths, or writes a tree out, does not end."""
    routes: dict[str, dict[str, Any]] = {
        "/evaluate": {}, "/check": {}, "/export": {"format": "latex"}, "/evaluate/batch": {"columns": {"x": [1, 2]}},
        "/descend": {"steps": 3, "optimizer": {"kind": "sgd", "learning_rate": 1e-30}},
        "/grade": {"questions": [{"node": "x", "quantity": "gradient", "answer": "x*x"}]},
    }  # fmt: skip
    for path, more in routes.items():
        table: dict[str, tuple[Any, str]] = {
            f"{name}, {path}": ({"expression": text, "inputs": {"x": 1}} | more, "200")
            for name, text in (
                ("sixty doublings", doublings(60)),
                ("a thousand", doublings(1000)),
                ("500 diamonds", diamonds(500)),
            )
        }
        table[f"sixty without names, {path}"] = ({"graph": unnamed(60), "inputs": {"x": 1}} | more, "200")
        yield from posted("paths", path, table)
    for kind in ("tikz", "beamer", "markdown", "numpy", "pytorch", "jax", "html"):
        yield from posted(
            "paths",
            "/export",
            {f"sixty without names, {kind}": ({"graph": unnamed(60), "format": kind}, "200")},
        )
    yield from posted(
        "paths", "/print", {"two hundred without names, printed": ({"graph": unnamed(200)}, "200")}
    )


LONG = "abcdefghij" * 19
NAMES: dict[str, tuple[Any, str]] = {
    "one missing among 20,000": ({"expression": "f = nobody", "inputs": {f"nobod{k}": 1 for k in range(20_000)}}, "422 missing-value"),
    "missing among long ones": ({"expression": f"f = {LONG}", "inputs": {LONG + str(k): 1 for k in range(8000)}}, "422 missing-value"),
    "2,000 missing among 2,000": (
        {"expression": " + ".join(f"a{k}" for k in range(2000)), "inputs": {f"b{k}": 1 for k in range(2000)}}, "422 missing-value"),
    "an op of 200,000 letters": ({"expression": "f = " + "exp" * 60_000 + "(x)"}, "422"),
    "a setting of 100,000 letters": ({"expression": "f = sum(x, " + "axis" * 20_000 + "=1)", "inputs": {"x": [1]}}, "422"),
    "10,000 ops nobody knows": ({"expression": "\n".join(f"f{k} = tahn(x)" for k in range(9000))}, "413 token-limit"),
    "an output nearly there": ({"expression": "\n".join(f"{LONG}{k} = {k}" for k in range(1000)), "output": LONG}, "422 unknown-node"),
    "a word nearly right": ({"expression": "f = 1", "detail": "gradient" * 100_000}, "422 wrong-type"),
}  # fmt: skip

ENDS = ["NaN", "Infinity", "-Infinity", 1.7e308, -1.7e308, 5e-324, 0.0, -0.0, 1.0, -1.0, 1e-300]


def poles() -> Iterator[Case]:
    """Every op at the ends of float64, as numbers and as tensors: a result with warnings, never a mistake."""
    for op in REGISTRY.values():
        names = list(op.operands) or ["x"]
        attrs = next((each[-1] for each in op.examples if each and isinstance(each[-1], dict)), {})
        if any(setting.default is REQUIRED and setting.name not in attrs for setting in op.settings):
            attrs = {setting.name: 1 for setting in op.settings}
        for what, value in (
            ("NaN", "NaN"),
            ("infinite", "Infinity"),
            ("huge", -1.7e308),
            ("a row", ENDS),
            ("a table", [ENDS, ENDS[::-1]]),
        ):
            leaves = [node(f"v{k}", value=value) for k, _ in enumerate(names)]
            graph = {
                "nodes": [
                    *leaves,
                    node("t", op.name, *[leaf["id"] for leaf in leaves], attrs=attrs),
                    node("f", "sum", "t"),
                ]
            }
            yield from posted(
                "every op at its ends",
                "/evaluate",
                {f"{op.name}, {what}": ({"graph": graph}, "200|422 shape-mismatch|bad-setting")},
            )


RESULTS: dict[str, tuple[str, Any]] = {
    "1/0": ("1 / 0", "Infinity"), "0/0": ("0 / 0", "NaN"), "-1/0": ("-1 / 0", "-Infinity"), "0**-1": ("0 ** -1", "Infinity"),
    "0**0": ("0 ** 0", 1.0), "a root of -8": ("(-8) ** (1/3)", "NaN"), "log of -1": ("log(-1)", "NaN"), "log of 0": ("log(0)", "-Infinity"),
    "root of -1": ("sqrt(-1)", "NaN"), "exp of 1000": ("exp(1000)", "Infinity"), "exp of -1000": ("exp(-1000)", 0.0),
    "9**9**9": ("9 ** 9 ** 9", "Infinity"), "10**400": ("10 ** 400", "Infinity"), "a whole number past 2**64": ("2 ** 62 * 4", 2.0**64),
    "2**-1": ("2 ** -1", 0.5), "-2**2": ("-2 ** 2", -4.0), "past the largest": ("1e308 * 10", "Infinity"),
    "the least there is": ("5e-324 / 2", 0.0), "infinity less infinity": ("1/0 - 1/0", "NaN"), "nothing of infinity": ("0 * (1/0)", "NaN"),
    "a power of one that is none": ("1 ** (0/0)", 1.0), "sigmoid far down": ("sigmoid(-1000)", 0.0),
    "softplus far up": ("softplus(1000)", 1000.0), "tanh far up": ("tanh(1e308)", 1.0), "4,300 digits": ("9" * 4300 + " * 0", None),
    "400 zeros and a digit": ("0" * 400 + "1 * 1", None), "a tiny one": ("1e-400 + 0", 0.0), "sin of the largest": ("abs(sin(1.7e308)) <= 1", 1.0),
}  # fmt: skip
OF_DIGITS = {
    "hexadecimal": "0x10", "octal": "0o17", "binary": "0b1", "a C suffix": "1L", "two dots": "1.2.3", "an exponent cut": "1e",
    "two signs of exponent": "1e+-1", "two underscores": "1__0", "an underscore last": "1_", "a dot alone": ".", "past float64": "1e400",
    "digits past float64": "9" * 400, "a percent": "50%", "a comma": "1,5", "a thousand's mark": "1'000", "a degree": "90°",
}  # fmt: skip


def to_their_limit() -> Iterator[Case]:
    """Legal work without end: it is ended, and says so."""
    big = {"a": [[0.5] * 80] * 80}
    text = "b0 = a @ a\n" + "\n".join(f"b{k} = tanh(b{k - 1} @ a)" for k in range(1, 20)) + "\nf = sum(b19)"
    sgd = {"optimizer": {"kind": "sgd", "learning_rate": 1e-9}, "steps": 1_000_000}
    endless: Any = {"expression": text, "inputs": big} | sgd
    table: dict[str, tuple[Any, str]] = {
        "a descent of a million steps": (endless, "413 compute-limit|memory-limit|entry-limit")
    }
    yield from posted("work without end", "/descend", table, TO_ITS_LIMIT_S)
    slopes = {
        "every slope of a large graph measured": (
            {"expression": text, "inputs": big},
            "413 compute-limit|200",
        )
    }
    yield from posted("work without end", "/check", slopes, TO_ITS_LIMIT_S)


def _fine(answer: Answer) -> str:
    return "" if answer.status == 200 and isinstance(said(answer)["value"], float) else "not one number"


def cases(kept: Kept) -> Iterator[Case]:
    """All of them."""
    yield from posted("tensors", "/evaluate", TENSORS)
    yield from paths()
    yield from posted("names to be compared", "/evaluate", NAMES)
    yield from poles()
    for name, (text, value) in RESULTS.items():
        wanted = "200" if value is not None else "200|422"
        body = json.dumps({"expression": f"f = {text}"}).encode()
        look = value_is(value) if value is not None else None
        yield Case("results, not mistakes", name, f"{V1}/evaluate", wanted, body, within_s=1.0, look=look)
    yield from typed("digits", {name: (f"f = {text}", "422") for name, text in OF_DIGITS.items()})
    yield from to_their_limit()
