"""Update rules against ``torch.optim``'s algorithm boxes, written out scalar by scalar."""

import math

import numpy as np
import pytest

from app.engine.errors import InputError
from app.nets.optimizers import OPTIMIZERS, read_optimizer
from app.nets.schedules import SCHEDULES, read_schedule

GRADIENTS = (0.5, -1.25, 2.0, 0.0, 1e-3)
RATE = 0.1


def torch_sgd(momentum=0.0, nesterov=False):
    """SGD's box: the buffer starts as the first gradient."""
    w, buffer = 1.0, None
    for g in GRADIENTS:
        if momentum:
            buffer = g if buffer is None else momentum * buffer + g
            g = g + momentum * buffer if nesterov else buffer
        w -= RATE * g
    return w


def torch_rmsprop(alpha=0.99, eps=1e-8):
    w, v = 1.0, 0.0
    for g in GRADIENTS:
        v = alpha * v + (1 - alpha) * g**2
        w -= RATE * g / (math.sqrt(v) + eps)
    return w


def torch_adam(beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    """AdamW's box; with no decay it is Adam's."""
    w, m, v = 1.0, 0.0, 0.0
    for t, g in enumerate(GRADIENTS, 1):
        w -= RATE * weight_decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        w -= RATE * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + eps)
    return w


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"kind": "sgd"}, torch_sgd()),
        ({"kind": "momentum"}, torch_sgd(momentum=0.9)),
        ({"kind": "momentum", "momentum": 0.5}, torch_sgd(momentum=0.5)),
        ({"kind": "nesterov", "momentum": 0.8}, torch_sgd(momentum=0.8, nesterov=True)),
        ({"kind": "rmsprop"}, torch_rmsprop()),
        ({"kind": "rmsprop", "alpha": 0.9, "eps": 1e-6}, torch_rmsprop(alpha=0.9, eps=1e-6)),
        ({"kind": "adam"}, torch_adam()),
        ({"kind": "adam", "beta1": 0.8, "beta2": 0.99, "eps": 1e-4}, torch_adam(0.8, 0.99, 1e-4)),
        ({"kind": "adamw"}, torch_adam(weight_decay=0.01)),
        ({"kind": "adamw", "weight_decay": 0.2}, torch_adam(weight_decay=0.2)),
    ],
    ids=str,
)
def test_five_updates_follow_the_published_algorithm(spec, expected):
    """The same five gradients bring the same weight as the algorithm box, to the last digits."""
    optimizer = read_optimizer(spec)
    w, state = np.array([1.0]), optimizer.start(1)
    for k, g in enumerate(GRADIENTS):
        w, state = optimizer.step(w, np.array([g]), state, k, RATE)

    assert w[0] == pytest.approx(expected, rel=1e-14)


def test_every_kind_is_tested_above_and_has_its_slots():
    """A new kind is added to the table above the day it is declared."""
    assert set(OPTIMIZERS) == {"sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"}


@pytest.mark.parametrize(
    ("schedule", "k", "expected"),
    [
        (None, 7, 0.1),
        ({"kind": "constant"}, 7, 0.1),
        ({"kind": "inverse", "c1": 1, "c2": 10}, 0, 0.1),
        ({"kind": "inverse", "c1": 3, "c2": 10}, 5, 0.2),
        ({"kind": "step", "factor": 0.5, "every": 10}, 9, 0.1),
        ({"kind": "step", "factor": 0.5, "every": 10}, 10, 0.05),
        ({"kind": "exponential", "factor": 0.9}, 2, 0.081),
        ({"kind": "exponential", "factor": 10}, 400, math.inf),
        ({"kind": "cosine", "steps": 10}, 0, 0.1),
        ({"kind": "cosine", "steps": 10, "final": 0.5}, 5, 0.075),
        ({"kind": "cosine", "steps": 10, "final": 0.5}, 99, 0.05),
        ({"kind": "constant", "warmup": 4}, 0, 0.025),
        ({"kind": "constant", "warmup": 4}, 4, 0.1),
        ({"kind": "inverse", "c1": 1, "c2": 1, "warmup": 2}, 0, 0.5),
    ],
    ids=str,
)
def test_schedules_are_the_formulas_of_the_reference(schedule, k, expected):
    """k counts updates from 0; ``inverse`` is the rate, the others multiply it."""
    assert read_schedule(schedule, {"kind": "sgd", "learning_rate": 0.1})(k) == pytest.approx(expected)


def test_every_schedule_is_in_the_table_above():
    """A new schedule is added to the table above the day it is declared."""
    assert set(SCHEDULES) == {"constant", "inverse", "step", "exponential", "cosine"}


@pytest.mark.parametrize(
    ("read", "code", "message"),
    [
        (lambda: read_optimizer({"kind": "adma"}), "bad-setting", "The kind of optimizer is not known."),
        (lambda: read_optimizer({}), "missing-key", "optimizer has no kind."),
        (lambda: read_optimizer([]), "wrong-type", "optimizer is an object."),
        (lambda: read_optimizer({"kind": []}), "bad-setting", "The kind of optimizer is not known."),
        (
            lambda: read_optimizer({"kind": "adam", "beta3": 1}),
            "unknown-setting",
            "adam has no setting beta3.",
        ),
        (lambda: read_optimizer({"kind": "adam", "beta1": 1}), "bad-setting", "beta1 is 1."),
        (lambda: read_optimizer({"kind": "adam", "beta1": True}), "bad-setting", "beta1 is a finite number."),
        (lambda: read_schedule(None, {"kind": "sgd"}), "missing-key", "optimizer needs learning_rate."),
        (
            lambda: read_schedule({"kind": "inverse", "c1": 1, "c2": 0}, {}),
            "bad-setting",
            "c2 is 0.",
        ),
        (lambda: read_schedule({"kind": "step", "factor": 1}, {}), "missing-key", "step needs every."),
    ],
)
def test_a_wrong_setting_says_what_is_wrong(read, code, message):
    """The code and the sentence name the setting; the hint says what to give."""
    with pytest.raises(InputError) as caught:
        read()

    assert (caught.value.code, caught.value.message) == (code, message)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        ({"kind": "sgd", "lr": 0.1}, "Did you mean learning_rate?"),
        ({"kind": "sgd", "learning_rat": 0.1}, "Did you mean learning_rate?"),
        ({"kind": "adam", "epsilon": 1e-8}, "Did you mean eps?"),
        ({"kind": "rmsprop", "alhpa": 0.9}, "Did you mean alpha?"),
        ({"kind": "sgd", "beta1": 0.9}, "sgd takes learning_rate."),
        ({"kind": "momentum", "zeta": 0.9}, "momentum takes momentum, learning_rate."),
    ],
    ids=str,
)
def test_an_unknown_setting_is_taken_for_what_others_call_it(spec, hint):
    """Words of other libraries and slips of the hand are told apart from what does not exist."""
    with pytest.raises(InputError) as caught:
        read_optimizer(spec)

    assert (caught.value.code, caught.value.hint) == ("unknown-setting", hint)
    assert caught.value.loc == ("optimizer", next(key for key in spec if key != "kind"))
