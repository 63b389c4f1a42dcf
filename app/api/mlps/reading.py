"""
Reading what requests about networks have in common: the spec, parameters, examples and targets.

Sizes are added up from the spec before anything is allocated: a layer of a thousand million units is a short request.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...engine.array import Array, shape_text
from ...engine.errors import EngineError, InputError, LimitError, did_you_mean
from ...engine.limits import Limits
from ...engine.operation import Op
from ...engine.values import read_value
from ...nets.activations import ACTIVATIONS
from ...nets.initializers import SCHEMES, Initializer
from ...nets.losses import LOSSES, REDUCTIONS
from ...nets.spec import Layer, Parameters, Spec, entries
from ..reading import Fields, shorten, wrong_type

SPEC_KEYS = ("inputs", "layers", "loss", "reduction", "initializer")
EXPLICIT = "explicit"
LAYER_NODES = 8  # of a layer in the graph of its network, at most


def read_spec(fields: Fields, limits: Limits) -> Spec:
    """
    The network a request describes, of any size: `check_pass` is asked when the whole request is read.

    Raises:
        EngineError: What does not fit, with its place.
    """
    given = Fields(fields.value("spec"), SPEC_KEYS, (*fields.loc, "spec"))
    inputs = given.integer("inputs", least=1)
    layers: list[Layer] = []
    found_layers = given.array("layers")
    _check_depth(len(found_layers), limits, (*given.loc, "layers"))
    for k, found in enumerate(found_layers):
        layers.append(_read_layer(found, layers[-1].units if layers else inputs, (*given.loc, "layers", k)))
    if not layers:
        raise InputError(
            "bad-setting", "A network has at least one layer.", hint='Add {"units": 1}.', loc=given.loc
        )
    loss = given.choice("loss", tuple(LOSSES))
    reduction = given.choice("reduction", REDUCTIONS, "mean")
    bare = Spec(inputs, tuple(layers), loss, reduction, Initializer())
    return Spec(inputs, bare.layers, loss, reduction, _read_initializer(given, bare, limits))


def _check_depth(layers: int, limits: Limits, loc: tuple[str | int, ...]) -> None:
    """Refuse more layers than a graph has room for, before any is read: each takes time, however small it is."""
    nodes = layers * LAYER_NODES
    if nodes > limits.max_nodes:
        hint = f"Use at most {limits.max_nodes // LAYER_NODES} layers."
        raise LimitError("node-limit", nodes, limits.max_nodes, hint=hint, loc=loc)


def _read_layer(found: Any, inputs: int, loc: tuple[str | int, ...]) -> Layer:
    given = Fields(found, ("units", "activation", "bias"), loc)
    units = given.integer("units", least=1)
    op, attrs = _read_activation(given)
    return Layer(inputs, units, op, attrs, given.boolean("bias", True))


def _read_activation(fields: Fields) -> tuple[Op, dict[str, Any]]:
    """An activation's name, or an object of its ``kind`` and its settings."""
    activation, loc = fields.value("activation", "identity"), (*fields.loc, "activation")
    if not isinstance(activation, dict):
        return ACTIVATIONS[fields.choice("activation", tuple(ACTIVATIONS), "identity")], {}
    op = ACTIVATIONS[Fields(activation, activation, loc).choice("kind", tuple(ACTIVATIONS))]
    attrs = {name: value for name, value in activation.items() if name != "kind"}
    if op.name == "softmax" and attrs:
        raise InputError(
            "unknown-setting",
            "softmax has no settings here: it runs over the units of its layer.",
            hint='Write "softmax".',
            loc=loc,
        )
    try:
        return op, op.check_attrs(attrs)
    except EngineError as error:
        error.stand_under(loc)
        raise


def _read_initializer(fields: Fields, spec: Spec, limits: Limits) -> Initializer:
    found = fields.value("initializer", {"scheme": "xavier_uniform"})
    loc = (*fields.loc, "initializer")
    if not isinstance(found, dict):
        wrong_type(found, "an object", loc)
    given = Fields(found, found, loc)
    scheme = given.choice("scheme", (*SCHEMES, EXPLICIT))
    if scheme == EXPLICIT:
        given = Fields(found, ("scheme", "values"), loc)
        return Initializer(EXPLICIT, {}, 0, read_parameters(given, "values", spec, limits))
    seed = given.integer("seed", 0)
    own = {name: value for name, value in found.items() if name not in ("scheme", "seed")}
    return Initializer(scheme, SCHEMES[scheme].read(own, loc, beside=("seed",)), seed)


def read_parameters(fields: Fields, key: str, spec: Spec, limits: Limits) -> Parameters:
    """
    Every parameter of *spec*, from the object under *key*.

    Raises:
        EngineError: ``missing-value``, ``unknown-parameter``, ``shape-mismatch``, or what is wrong with a number.
    """
    given: dict[str, Any] = fields.mapping(key)
    shapes = spec.shapes()
    for name in given:
        if name not in shapes:
            raise InputError(
                "unknown-parameter",
                f"The network has no parameter {shorten(name)}.",
                hint=did_you_mean(name, shapes) or f"It has {', '.join(list(shapes)[:12])}.",
                loc=(*fields.loc, key, name),
            )
    found: Parameters = {}
    for name, shape in shapes.items():
        if name not in given:
            raise InputError(
                "missing-value",
                f"The parameter {name} has no value.",
                hint=f"Give {name} the shape {shape_text(shape)}.",
                loc=(*fields.loc, key),
            )
        found[name] = read_array(given[name], name, shape, limits, (*fields.loc, key, name))
    return found


def read_array(
    given: Any, name: str, shape: tuple[int | None, ...], limits: Limits, loc: tuple[str | int, ...]
) -> Array:
    """
    Numbers of *shape*, in which None stands for any size from 1.

    Raises:
        EngineError: What is wrong with a number, or ``shape-mismatch``.
    """
    value = np.asarray(read_value(given, name, limits, loc))
    fits = len(value.shape) == len(shape) and all(
        size >= 1 if wanted is None else size == wanted
        for size, wanted in zip(value.shape, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join("m" if size is None else str(size) for size in shape)
        wanted = f"({wanted},)" if len(shape) == 1 else f"({wanted})"
        raise InputError(
            "shape-mismatch",
            f"{name} is {shape_text(value.shape)}; it must be {wanted}.",
            hint="Rows are examples." if None in shape else "A row is a unit, a column one of its inputs.",
            loc=loc,
        )
    return value


def read_examples(fields: Fields, key: str, width: int | None, limits: Limits) -> Array:
    """Rows of numbers under *key*, shape (m, width)."""
    given = fields.value(key)
    if not isinstance(given, list):
        wrong_type(given, "an array of rows", (*fields.loc, key))
    return read_array(given, key, (None, width), limits, (*fields.loc, key))


def check_pass(spec: Spec, rows: int, limits: Limits) -> None:
    """Refuse a network, or a batch of *rows*, whose numbers pass the limit: layers and gradients together."""
    seen = entries(spec, rows)
    if seen > limits.max_entries:
        hint = "Give fewer examples, or fewer units." if rows > 1 else "Use fewer units."
        loc = ("x",) if rows > 1 else ("spec", "layers")
        raise LimitError("entry-limit", seen, limits.max_entries, hint=hint, loc=loc)
