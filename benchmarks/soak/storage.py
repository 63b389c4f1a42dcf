"""
The store beside a dict: 500 runs of 30 steps, made up by Hypothesis, and both say the same after every one.

The machine is that of the test in ``tests/store``, which makes fewer and always the same runs; these are new ones each
time, and what is found is printed whole, as the shortest steps that show it. SQLite is the only store there is.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.store.test_sql import Model

from .figure import Options, Outcome

RUNS, STEPS = 500, 30
SOME_END_EARLY = 1.2


class Counted(Model):
    """The same machine; how often it ran, and how many steps in all."""

    made = 0
    states = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).made += 1

    @invariant()
    def counts(self) -> None:
        """Asked once before the first step, and after every one."""
        type(self).states += 1


def run(options: Options) -> Iterator[Outcome]:
    """One line: how much was done, and whether store and dict ever differed."""
    wanted = options.count(RUNS)
    as_asked = settings(
        max_examples=round(SOME_END_EARLY * wanted),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    different = _difference(as_asked)
    steps = Counted.states - Counted.made
    yield Outcome(
        f"SQLite as a dict, >= {wanted} runs and {wanted * STEPS} steps",
        f"{Counted.made} runs, {steps} steps",
        "no difference",
        Counted.made >= wanted and steps >= wanted * STEPS and not different,
    )


def _difference(as_asked: settings) -> bool:
    """Whether there was one; it is printed."""
    try:
        run_state_machine_as_test(Counted, settings=as_asked)
    except Exception as error:
        traceback.print_exception(error, file=sys.stderr)
        return True
    return False
