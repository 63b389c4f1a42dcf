"""
Random graph documents over every op, scalars and tensors, for properties that hold for all graphs.

Values are drawn so that derivatives exist: an op is taken only where its operands lie in its domain, its value is
finite and moderate, and no kink is near. Everything follows from the generator's seed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.errors import EngineError
from app.engine.op import REQUIRED, Op
from app.engine.ops import REGISTRY

Document = dict[str, Any]

LARGEST_VALUE = 50.0
LARGEST_SIZE = 24
SHAPES = ((), (), (2,), (3,), (2, 3), (3, 2), (2, 2), (1, 3))
KINK_MARGIN = 0.05
_STEPS = frozenset(("less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "step"))


def random_document(
    rng: np.random.Generator,
    n: int,
    *,
    tensors: bool = True,
    scalar_output: bool = False,
    ops: list[Op] | None = None,
) -> Document:
    """
    Return a document of at least *n* nodes in topological order, the last one the output.

    Args:
        rng: Where all chance comes from.
        n: Nodes wanted; leaves for an op's operands, or a closing sum, may add a few.
        tensors: Whether shapes other than () occur.
        scalar_output: Whether a tensor at the end is summed to a scalar.
        ops: Which ops to draw from; all by default.
    """
    builder = _Builder(rng, tensors, ops or list(REGISTRY.values()))
    for _ in range(int(rng.integers(1, 4))):
        builder.add_leaf()
    while len(builder.nodes) < n or builder.nodes[-1]["kind"] != "op":
        if rng.random() < 0.12:
            builder.add_leaf()
        else:
            builder.add_op()
    if scalar_output and builder.values[-1].shape:
        builder.try_op(REGISTRY["sum"], [len(builder.nodes) - 1], {})
    return {"nodes": builder.nodes, "outputs": [builder.nodes[-1]["id"]]}


def document_of(seed: int) -> Document:
    """The document of *seed*: the same one always, of up to 30 nodes, scalars only or tensors too, mostly scrambled."""
    rng = np.random.default_rng(seed)
    document = random_document(rng, int(rng.integers(1, 30)), tensors=bool(rng.integers(4)))
    return scrambled(rng, document) if seed % 4 else document


class _Builder:
    def __init__(self, rng: np.random.Generator, tensors: bool, ops: list[Op]) -> None:
        self.rng = rng
        self.tensors = tensors
        self.ops = ops
        self.nodes: list[dict[str, Any]] = []
        self.values: list[np.ndarray[Any, Any]] = []

    def append(self, node: dict[str, Any], value: Any) -> int:
        self.nodes.append({"id": f"n{len(self.nodes)}", **node})
        self.values.append(np.asarray(value, dtype=np.float64))
        return len(self.nodes) - 1

    def add_leaf(self, value: Any = None, kind: str | None = None) -> int:
        rng = self.rng
        if value is None:
            shape = SHAPES[rng.integers(len(SHAPES))] if self.tensors else ()
            value = np.round(rng.uniform(-2.0, 2.0, shape), 3)
        kind = kind or ("input", "input", "parameter", "constant")[rng.integers(4)]
        value = np.asarray(value, dtype=np.float64)
        return self.append({"kind": kind, "value": value.tolist()}, value)

    def add_op(self) -> None:
        rng = self.rng
        for _ in range(20):
            op = self.ops[rng.integers(len(self.ops))]
            example = op.examples[rng.integers(len(op.examples))]
            attrs = example[-1] if isinstance(example[-1], dict) else {}
            operands = [value for value in example if not isinstance(value, dict)]
            if not self.tensors and any(np.ndim(value) for value in operands):
                continue
            if rng.random() < 0.6 or self.accept(op, operands, attrs) is None:
                attrs = random_attrs(op, rng) if rng.random() < 0.5 else attrs
                chosen: list[int] | None = self.pick(op)
            else:  # operands worth trying, one of them perhaps a node there is
                fixed = "constant" if op.category == "loss" else None  # targets are no place to nudge
                chosen = [self.add_leaf(value, fixed if i else None) for i, value in enumerate(operands)]
            if chosen is not None and self.try_op(op, chosen, attrs):
                return
        self.add_leaf()

    def pick(self, op: Op) -> list[int]:
        rng = self.rng
        count = int(rng.integers(1, 4)) if op.variadic else len(op.operands)
        recent = max(0, len(self.nodes) - 12)
        return [int(rng.integers(recent if rng.random() < 0.7 else 0, len(self.nodes))) for _ in range(count)]

    def try_op(self, op: Op, inputs: list[int], attrs: dict[str, Any]) -> bool:
        found = self.accept(op, [self.values[i] for i in inputs], attrs)
        if found is None:
            return False
        value, checked = found
        node: dict[str, Any] = {"kind": "op", "op": op.name, "inputs": [self.nodes[i]["id"] for i in inputs]}
        if checked:
            node["attrs"] = checked
        self.append(node, value)
        return True

    def accept(self, op: Op, operands: list[Any], attrs: dict[str, Any]) -> tuple[Any, dict[str, Any]] | None:
        """Return value and settings where the op makes sense and is smooth here, else None."""
        arrays = [np.asarray(value, dtype=np.float64) for value in operands]
        try:
            checked = op.check_attrs(attrs)
            shape = op.infer_shape([array.shape for array in arrays], checked)
        except EngineError:
            return None
        if int(np.prod(shape)) > LARGEST_SIZE or len(shape) > 3 or 0 in shape or (shape and not self.tensors):
            return None
        with np.errstate(all="ignore"):
            value = np.asarray(op.forward(arrays, checked))
            ok = (
                op.in_domain(arrays, checked)
                and bool(np.isfinite(value).all())
                and float(np.abs(value).max()) <= LARGEST_VALUE
                and not near_kink(op, arrays, checked)
                and self.is_gentle(op, arrays, value, checked)
            )
        return (value, checked) if ok else None

    def is_gentle(self, op: Op, arrays: list[Any], value: Any, attrs: dict[str, Any]) -> bool:
        """Whether the op is finite and moderate a little to either side too, so that differences can measure it."""
        for step in (-1e-3, 1e-3):
            moved = [array + (0 if i and op.category == "loss" else step) for i, array in enumerate(arrays)]
            other = np.asarray(op.forward(moved, attrs))
            if (
                not np.isfinite(other).all()
                or np.abs(other - value).max() > 0.5
                or not op.in_domain(moved, attrs)
            ):
                return False
        return True


def near_kink(op: Op, arrays: list[Any], attrs: dict[str, Any]) -> bool:
    """Whether rounding the operands to a coarse grid would put one on a kink or a step."""
    rounded = [np.round(array / KINK_MARGIN) * KINK_MARGIN for array in arrays]
    if op.name in _STEPS:
        other = rounded[1] if len(rounded) > 1 else np.zeros(())
        return bool((rounded[0] == other).any())
    if op.kink is None:
        return False
    return op.is_kink(rounded, np.asarray(op.forward(rounded, attrs)), attrs)


def random_attrs(op: Op, rng: np.random.Generator) -> dict[str, Any]:
    """Return settings of the right kinds; some will not fit the operands."""
    attrs: dict[str, Any] = {}
    for setting in op.settings:
        if setting.default is not REQUIRED and rng.random() < 0.4:
            continue
        match setting.kind:
            case "number":
                attrs[setting.name] = round(float(rng.uniform(0.05, 2.0)), 2)
            case "axis":
                attrs[setting.name] = int(rng.integers(-2, 2))
            case "axes":
                attrs[setting.name] = [None, 0, 1, -1, [0, 1], [1, 0]][rng.integers(6)]
            case "bool":
                attrs[setting.name] = bool(rng.integers(2))
            case "shape":
                attrs[setting.name] = [[-1], [3, 2], [2, 3], [1, -1], [6], []][rng.integers(6)]
            case "at":
                attrs[setting.name] = [[0], [-1], [0, 1], [[0, 2]], [[None, None], 0], [[1, None]]][
                    rng.integers(6)
                ]
            case _:
                attrs[setting.name] = setting.choices[rng.integers(len(setting.choices))]
    if "low" in attrs and "high" in attrs:
        attrs["low"], attrs["high"] = sorted((attrs["low"], attrs["high"]))
    return attrs


def scrambled(rng: np.random.Generator, document: Document) -> Document:
    """
    Return *document* with ids, order, values and output as nobody would choose them.

    Ids that the language gives to unnamed nodes, in and out of order and with gaps; words of Python, names of ops,
    `pi`; nodes in any order; leaves without a value or with one that is not finite.
    """
    nodes = [dict(node) for node in document["nodes"]]
    new_ids = _scrambled_ids(rng, nodes)
    for node in nodes:
        node["id"] = new_ids[node["id"]]
        if node["kind"] == "op":
            node["inputs"] = [new_ids[source] for source in node["inputs"]]
        elif rng.random() < 0.3:
            del node["value"]
        elif rng.random() < 0.1:
            node["value"] = [float("nan"), float("inf"), -0.0, 1e-300, 1.5e300, 1e16][rng.integers(6)]
    outputs = [new_ids[name] for name in document["outputs"]]
    if rng.random() < 0.3:
        outputs = [nodes[rng.integers(len(nodes))]["id"]]
    if rng.random() < 0.3:
        nodes = [nodes[i] for i in rng.permutation(len(nodes))]
    return {"nodes": nodes, "outputs": outputs}


def _scrambled_ids(rng: np.random.Generator, nodes: list[dict[str, Any]]) -> dict[str, str]:
    odd = [
        "pi",
        "exp",
        "lambda",
        "if",
        "while",
        "input",
        "parameter",
        "_",
        "__init__",
        "e",
        "T",
        "x" * 50,
        "_c",
        "_add",
    ]
    taken: set[str] = set()
    counts: dict[str, int] = {}
    new_ids: dict[str, str] = {}
    for node in nodes:
        stem = "_c" if node["kind"] == "constant" else f"_{node.get('op', 'add')}"
        chance = rng.random()
        if chance < 0.6:
            counts[stem] = counts.get(stem, 0) + (1 if rng.random() < 0.9 else 2)
            name = f"{stem}{counts[stem]}"
        elif chance < 0.7:
            name = f"{stem}{rng.integers(0, 12)}"
        elif chance < 0.75:
            name = odd[rng.integers(len(odd))]
        else:
            name = f"{'abxyzw'[rng.integers(6)]}{rng.integers(0, 1000)}"
        while name in taken:
            name = f"{name}_{rng.integers(1000)}"
        taken.add(name)
        new_ids[node["id"]] = name
    return new_ids
