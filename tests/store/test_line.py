"""Waiting for the store: in turn, and not behind one who has found it locked."""

from __future__ import annotations

import asyncio

import pytest

from app.store.base import StoreLocked, StoreUnavailable
from app.store.line import Line

pytestmark = pytest.mark.anyio


async def test_one_at_a_time_in_the_order_in_which_they_came() -> None:
    """Nobody passes anybody."""
    line, went = Line(), []

    async def go(number: int) -> None:
        async with line.turn():
            went.append(f"in {number}")
            await asyncio.sleep(0)
            went.append(f"out {number}")

    await asyncio.gather(*(go(number) for number in range(3)))

    assert went == ["in 0", "out 0", "in 1", "out 1", "in 2", "out 2"]


async def test_who_waits_behind_a_lock_is_told_at_once() -> None:
    """They do not try one after another; who comes later tries for themselves."""
    line, tried = Line(), []

    async def go(number: int) -> None:
        async with line.turn():
            tried.append(number)
            await asyncio.sleep(0)
            raise StoreLocked("It was locked.")

    found = await asyncio.gather(*(go(number) for number in range(6)), return_exceptions=True)
    assert tried == [0]
    assert [(isinstance(each, StoreUnavailable), str(each)) for each in found] == [
        (True, "It was locked.")
    ] * 6

    async with line.turn():
        tried.append(6)
    assert tried == [0, 6]


async def test_another_trouble_is_nobody_elses() -> None:
    """Only a lock is the same for all."""
    line = Line()

    async def fail() -> None:
        async with line.turn():
            await asyncio.sleep(0)
            raise StoreUnavailable("It is broken.")

    async def go() -> str:
        async with line.turn():
            return "went"

    assert (await asyncio.gather(fail(), go(), return_exceptions=True))[1] == "went"
