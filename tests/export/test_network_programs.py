"""A network written as a program prints what the server says of it, and trains as the server does."""

from __future__ import annotations

import ast
from dataclasses import replace

import numpy as np
import pytest

from app.export.networks.formats import FORMATS
from app.export.networks.numpy_script import numpy_script
from app.nets.optimizers import NETWORK_OPTIMIZERS
from app.nets.schedules import SCHEDULES

from .networks import RULES, agrees, script_of


@pytest.mark.parametrize("seed", range(48))
def test_loss_and_gradients(seed: int) -> None:
    """Random networks: every activation, every loss, either reduction, to 1e-9."""
    script = script_of(seed)

    agrees(numpy_script(script), script)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["optimizer"]["kind"]))
def test_training(rule: dict[str, object], seed: int) -> None:
    """Shuffled batches, every rule and schedule, decay, clipping, freezing: the same loss after three epochs."""
    script = script_of(seed, rule)

    agrees(numpy_script(script), script)


def test_every_rule_and_schedule_is_tried() -> None:
    """A new one is written the day it is declared."""
    assert {rule["optimizer"]["kind"] for rule in RULES} == set(NETWORK_OPTIMIZERS)
    assert {rule.get("schedule", {"kind": "constant"})["kind"] for rule in RULES} == set(SCHEDULES)


@pytest.mark.parametrize("write", [form.write for form in FORMATS.values()], ids=FORMATS)
def test_without_data_there_are_functions_only(write) -> None:  # type: ignore[no-untyped-def]
    """The network and its loss, nothing printed; and with everything frozen nothing trained."""
    script = script_of(3, RULES[4])
    bare = write(replace(script, x=None, y=None))
    still = write(replace(script, plan=replace(script.plan, freeze=tuple(script.parameters))))  # type: ignore[type-var]

    ast.parse(bare)
    assert "print" not in bare and "loss_of" in bare
    assert "Training moves nothing" in still and "epoch" not in still


@pytest.mark.parametrize("write", [form.write for form in FORMATS.values()], ids=FORMATS)
def test_numbers_that_are_none_are_written(write) -> None:  # type: ignore[no-untyped-def]
    """NaN and infinity by the library's names: the program is one all the same."""
    script = script_of(3)
    broken = {name: np.full_like(value, np.nan) for name, value in script.parameters.items()}

    text = write(replace(script, parameters=broken, x=np.full_like(script.x, np.inf)))

    ast.parse(text)
    assert ".nan" in text and ".inf" in text
