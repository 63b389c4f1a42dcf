"""
Targets as the losses want them, and how many predictions are right.

A target has the prediction's shape. Classes are one row of shares per example (one-hot as a rule) or class numbers from
0 in one column; a number that no class has is a mistake of the data, and refused.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..engine.array import Array, shape_text
from ..engine.errors import InputError
from .spec import Spec

Mask = npt.NDArray[np.bool_]
MOST_CLASSES = 64  # of a confusion: its table grows with their square
_BOTH_SIGNS = ("tanh",)  # activations whose values are about -1 and 1


def read_targets(spec: Spec, y: Array, rows: int, loc: tuple[str | int, ...] = ("y",)) -> Array:
    """
    *y* with one entry per output.

    Args:
        y: Shape (m, outputs), or (m, 1) with class numbers where the loss is over classes.
        rows: m, the number of examples.

    Raises:
        InputError: ``shape-mismatch``, or ``bad-column`` for a class that is not there.
    """
    classes = spec.rule.target == "class"
    if y.shape == (rows, spec.outputs):
        return y
    if classes and y.shape == (rows, 1):
        return _one_hot(y[:, 0], spec.outputs, loc)
    wanted = shape_text((rows, spec.outputs)) + (f" or {shape_text((rows, 1))}" if classes else "")
    raise InputError(
        "shape-mismatch",
        f"y is {shape_text(y.shape)}; for {rows} examples and {spec.outputs} outputs it must be {wanted}.",
        hint="Give one row per example.",
        loc=loc,
    )


def _one_hot(numbers: Array, classes: int, loc: tuple[str | int, ...]) -> Array:
    known = (numbers >= 0) & (numbers < classes) & (numbers == np.floor(numbers))
    if not known.all():
        row = int(np.argmin(known))
        raise InputError(
            "bad-column",
            f"y names the class {numbers[row]:g}, but the classes are 0 to {classes - 1}.",
            hint="Give whole numbers from 0, and as many outputs as there are classes.",
            loc=(*loc, row),
        )
    rows = np.zeros((len(numbers), classes))
    rows[np.arange(len(numbers)), numbers.astype(np.intp)] = 1.0
    return rows


def low_target(spec: Spec, y: Array | None, begun: float | None = None) -> float:
    """
    The lower of a perceptron's two targets: -1 where the loss or the last activation speaks of -1 and 1, whatever the
    rows, so that an update on one example alone is that of the run. Any other network goes on with the one that its run
    has *begun* with, and without one takes it from the rows: -1 where a target is below 0, else 0.
    """
    if spec.rule.target == "sign" or spec.layers[-1].op.name in _BOTH_SIGNS:
        return -1.0
    if begun is not None:
        return begun
    return -1.0 if y is not None and bool((y < 0).any()) else 0.0


def judge(spec: Spec, y: Array) -> str | None:
    """
    How right and wrong are told apart: ``"largest"`` output, ``"sign"``, ``"half"``, or None where nothing is a class.

    Losses of classes say so themselves; with a squared error it shows in the targets, all 0 and 1 or all -1 and 1.
    """
    if spec.rule.target == "class":
        return "largest"
    if spec.rule.target == "sign":
        return "sign"
    if spec.rule.target == "share":
        return "sign" if spec.rule.threshold == 0 else "half"
    if np.isin(y, (0.0, 1.0)).all():
        one_hot = y.shape[1] > 1 and (y.sum(axis=1) == 1.0).all()
        return "largest" if one_hot else "half"
    return "sign" if np.isin(y, (-1.0, 1.0)).all() else None


def accuracy(how: str, prediction: Array, y: Array) -> float:
    """The share of examples all of whose outputs are right."""
    if how == "largest":
        right = prediction.argmax(axis=1) == y.argmax(axis=1)
    else:
        told, true = _yes(how, prediction, y)
        right = (told == true).all(axis=1)
    return float(np.count_nonzero(right) / len(y))


def confusion(how: str | None, prediction: Array, y: Array) -> list[list[int]] | None:
    """
    How many examples of each class, a row each, are taken for which, a column each.

    Args:
        how: As `judge` says.
        prediction, y: Shape (m, k).

    Returns:
        k x k counts; where one output tells two classes apart 2 x 2, no before yes. None where there are no classes,
        or more than `MOST_CLASSES`, or several outputs that each say yes or no.
    """
    if y.shape[1] > MOST_CLASSES:
        return None
    if how == "largest":
        classes, told, true = y.shape[1], prediction.argmax(axis=1), y.argmax(axis=1)
    elif how is None or y.shape[1] > 1:
        return None
    else:
        classes = 2
        told, true = (found[:, 0].astype(np.intp) for found in _yes(how, prediction, y))
    pairs = np.bincount(true * classes + told, minlength=classes * classes)
    table: list[list[int]] = pairs.reshape(classes, classes).tolist()
    return table


def _yes(how: str, prediction: Array, y: Array) -> tuple[Mask, Mask]:
    """Which predictions and which targets say yes."""
    if how == "sign":
        return prediction >= 0, y > 0.5 if (y >= 0).all() else y > 0
    return prediction >= 0.5, y >= 0.5
