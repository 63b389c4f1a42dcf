"""
Networks written as PyTorch modules print what the server says of them, and torch.optim trains them as the server does
(``make peers``).
"""

from __future__ import annotations

from typing import Any

import pytest

from app.export.networks.pytorch_module import pytorch_module
from tests.export.networks import RULES, agrees, script_of

pytest.importorskip("torch")


@pytest.mark.parametrize("seed", range(48))
def test_loss_and_gradients(seed: int) -> None:
    """Random networks: every activation, every loss, either reduction, to 1e-9."""
    script = script_of(seed)

    agrees(pytorch_module(script), script)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["optimizer"]["kind"]))
def test_training(rule: dict[str, Any], seed: int) -> None:
    """Shuffled batches, every rule and schedule, decay, clipping, freezing: the same loss after three epochs."""
    script = script_of(seed, rule)

    agrees(pytorch_module(script), script)
